/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* What the tools share: options, exit codes, errors, output that is safe on a terminal. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <linux_sock/linux_sock.h>

enum {
	TOOL_YES = 0,
	TOOL_NO = 1,		/* refused, not found, some family missing */
	TOOL_USAGE = 2,
	TOOL_SYSTEM = 3,
	TOOL_PERMISSION = 4,	/* a permission or capability is missing */
	TOOL_DEADLINE = 124,	/* as timeout(1) */
};

/* Help, getopt's tables and the check of pages and completions come from one list. */
struct tool_option {
	int letter;		/* above UCHAR_MAX: the option has none */
	const char *name;
	const char *argument;	/* NULL: takes none */
	const char *help;	/* may have several lines */
};

struct tool {
	const char *name;
	const char *synopsis;	/* lines, each what stands behind the name */
	const char *about;
	const struct tool_option *options;	/* up to letter 0; --help, --version are added */
	const char *host_hint;	/* what to do with the name of a host; NULL: none is expected */
};

/* Each program defines this. */
extern const struct tool tool;

/* Keeps descriptors 0 to 2 occupied, so that no socket gets the number of a closed stdout. */
void tool_begin(void);

/* The next option's letter, its argument in optarg; -1: no more.  Bad usage does not return. */
int tool_option(int argc, char **argv);

/* Says why on standard error, with the synopsis where to look, and exits with TOOL_USAGE. */
_Noreturn void tool_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* "lsock-x: what: which: reason (hint)"; which and hint may be NULL. */
void tool_complain(const char *what, const char *which, const char *reason, const char *hint);

/* The same about an error of the library's. */
void tool_fail(const char *what, const char *which, int err, const char *hint);

/* Which exit code an error of the library's is. */
int tool_status_of(int err);

/* Has everything reached standard output?  Returns status, or TOOL_SYSTEM with a complaint. */
int tool_end(int status);

/* p, which is not NULL: without memory the tool ends. */
void *tool_need(void *p);

/* As asprintf(3), to be freed. */
char *tool_printed(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Bytes: printable ASCII as it is, any other one as \xHH, the backslash as two; to be freed. */
char *tool_escaped(const char *bytes, size_t n);
/*
 * What is text already, as somebody typed it or as an address has it: the same, but the backslash
 * as it is, for the text has its own escapes.  To be freed.
 */
char *tool_shown(const char *text);
char *tool_hex(const void *bytes, size_t n);

/* The canonical text of an address, in a buffer of its own; "-": there is none. */
struct tool_text {
	char text[LSOCK_ADDR_TEXT_SIZE];
};

struct tool_text tool_addr_text(const struct lsock_addr *addr);

/* "250ms", "1.5s", "2m", "3h", a bare number of seconds.  -1: it is none of them. */
int64_t tool_parse_ms(const char *text);
/* The same of the argument that getopt(3) has just found; of less than min ms a usage error. */
int64_t tool_time_argument(const char *option, int64_t min);

/* Decimal, max at most; false: it is not. */
bool tool_parse_number(const char *text, uint64_t max, uint64_t *ret_number);

/* 0..15, or -1. */
int tool_hex_digit(char c);

/* "stream", ... of a SOCK_ number, and back; NULL and 0: unknown. */
const char *tool_type_name(int type);
int tool_type_number(const char *name);

/* The types in the order in which one is chosen where nobody said one; ends with 0. */
extern const int tool_types[];

/* An address as an argument of the command line, or the end with TOOL_USAGE. */
void tool_address_argument(const char *text, struct lsock_addr *ret_addr);

/* A refusal of text, its column under it; text is shown escaped and clipped. */
void tool_refused(const char *text, size_t len, int err, const struct lsock_why *why);

/* If what was refused is a port alone, or may be the name of a host: what to do with one. */
void tool_suggest(const char *text, int err);

/* "message (port: 0 to 65535)", to be freed. */
char *tool_why_text(int err, const struct lsock_why *why);
