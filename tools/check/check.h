/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* lsock-check: what each row of the table can do on this host. */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/linux_sock.h>

enum check_step {
	CHECK_SOCKET,
	CHECK_ADDRESS,
	CHECK_BIND,
	CHECK_LISTEN,
	CHECK_CONNECT,
	CHECK_ACCEPT,
	CHECK_SEND,
	CHECK_RECEIVE,
	CHECK_THROUGH,	/* none failed */
};

#define CHECK_TYPES 5

/* One socket type of a family. */
struct check_type {
	int type;
	enum check_step step;	/* the one that failed */
	int err;		/* of it */
	struct lsock_addr bound;	/* len 0: nothing was bound */
	int64_t ns;		/* median of an exchange; 0: there was none */
};

struct check_family {
	const struct lsock_family *row;
	struct check_type types[CHECK_TYPES];
	size_t count;
	bool usable;
	bool denied;		/* not usable, for want of a permission alone */
};

/* Opens, binds and speaks; every type within ms. */
void check_probe(const struct lsock_family *row, int64_t ms, struct check_family *ret_family);

const char *check_step_name(enum check_step step);

/* What mends it, in buf; NULL: nothing is known. */
const char *check_hint(const struct lsock_family *row, const struct check_type *type, char *buf,
		       size_t size);

/* The table and its closing line. */
void check_show(const struct check_family *families, size_t count);
json_t *check_json(const struct check_family *families, size_t count);

/* Names and loopback addresses; "-" and no member where a family has none. */
void check_list(const struct lsock_family *const *rows, size_t count);
json_t *check_list_json(const struct lsock_family *const *rows, size_t count);

/* Registers the rows of a plug-in file and adds them to rows; exits if it is none. */
size_t check_plugin(const char *file, const struct lsock_family **rows, size_t room);

/* Proves a row in a process of its own, which it may crash.  proof NULL: lines on stdout. */
bool check_proof(const struct lsock_family *row, unsigned rounds, uint64_t seed, json_t *proofs);
