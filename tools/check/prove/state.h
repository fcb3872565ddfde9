/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* What the parts of the prover share. */
#include <stdbool.h>
#include <stddef.h>

#include <linux_sock/error.h>

#include "tools/check/prove/prove.h"

#define PROVE_ROOM 8192		/* the longest input */
#define PROVE_QUOTA 200		/* addresses of an origin that are kept */
#define PROVE_TEXT (LSOCK_ADDR_TEXT_MAX + 64)

/* Where an address came from tells what may be asked of it. */
enum prove_origin {
	PROVE_TEXT_MADE,
	PROVE_FIELDS_MADE,	/* all of them can be said in text */
	PROVE_BEYOND_TEXT,	/* made of fields that text cannot carry */
	PROVE_KERNEL_MADE,	/* taken from bytes */
	PROVE_ORIGINS
};

struct prove_entry {
	struct lsock_addr addr;
	enum prove_origin origin;
};

/* Does its text say all of it? */
static inline bool prove_is_sayable(const struct prove_entry *entry)
{
	return entry->origin == PROVE_TEXT_MADE || entry->origin == PROVE_FIELDS_MADE;
}

struct prove {
	const struct lsock_family *row;
	unsigned rounds;
	uint64_t seed, random;
	prove_report *report;
	void *context;
	int broken;		/* properties */

	struct prove_entry *pool;	/* room for all quotas */
	size_t pool_used;
	size_t kept[PROVE_ORIGINS][PROVE_QUOTA];	/* where in the pool */
	size_t kept_used[PROVE_ORIGINS];
	unsigned long *reached;	/* addresses by form */
	char *arena;		/* PROVE_ROOM bytes, an unmapped page behind them */

	const char *property;
	unsigned long cases;
	char violation[2048];	/* empty: none yet */
};

struct prove_text {
	char bytes[PROVE_TEXT];
	size_t len;
};

struct prove_fields {
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char data[LSOCK_FIELDS_MAX][512];
	size_t form, count;
	int errors;		/* values that the row's description forbids */
	int error;		/* the errno of the only one; 0: any */
	bool beyond_text;	/* a field is set that text cannot carry */
};

/* A violation: the first of a property is kept.  Returns false, as an expectation that fails. */
bool prove_violated(struct prove *prove, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static inline bool prove_is_broken(const struct prove *prove)
{
	return prove->violation[0] != '\0';
}

/* bytes of the arena that end where memory ends; n <= PROVE_ROOM. */
char *prove_at_end(struct prove *prove, const void *bytes, size_t n);

/* Keeps an address for the properties that come later. */
void prove_keep(struct prove *prove, const struct lsock_addr *addr, enum prove_origin origin);

/* Printable, for violations: in one of several static buffers. */
const char *prove_show(const void *bytes, size_t n);
const char *prove_show_addr(const struct lsock_addr *addr);
const char *prove_show_fields(const struct prove *prove, const struct prove_fields *fields);

/* Below n, n > 0. */
uint64_t prove_random(struct prove *prove, uint64_t n);
size_t prove_index(struct prove *prove, size_t n);
bool prove_chance(struct prove *prove, unsigned one_in);

bool prove_number_fits(const struct lsock_field *field, int64_t number);

void prove_make_fields(struct prove *prove, struct prove_fields *ret_fields);
void prove_make_text(struct prove *prove, struct prove_text *ret_text);
/* Returns the length. */
size_t prove_make_bytes(struct prove *prove, unsigned char *bytes, size_t room);

/* An address as it has to be that a call has made. */
bool prove_well_made(struct prove *prove, const struct lsock_addr *addr, const char *by);
/* A refusal: a plain errno, a message of one line, an output that is as it was. */
bool prove_refusal(struct prove *prove, int r, const struct lsock_why *why,
		   const struct lsock_addr *output, const char *input);
/* What outputs hold before a call. */
struct lsock_addr prove_untouched(void);

/* The properties. */
void prove_fields_refused(struct prove *prove);
void prove_text_refused(struct prove *prove);
void prove_bytes_taken(struct prove *prove);
void prove_reach(struct prove *prove);
void prove_text_round(struct prove *prove);
void prove_fields_round(struct prove *prove);
void prove_names(struct prove *prove);
void prove_format_sizes(struct prove *prove);
void prove_fields_sizes(struct prove *prove);
void prove_lengths(struct prove *prove);
void prove_equality(struct prove *prove);
void prove_port(struct prove *prove);
