/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_OPTION_H
#define LINUX_SOCK_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/field.h>
#include <linux_sock/why.h>
#include <linux_sock/word.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Socket options by name: what each is, and its value as text or typed. */
#define LSOCK_OPTION_BOOL 1		/* an int, 0: no */
#define LSOCK_OPTION_INT 2
#define LSOCK_OPTION_U32 3
#define LSOCK_OPTION_U64 4		/* as the int64_t of the same bits */
#define LSOCK_OPTION_LINGER 5		/* struct linger: number of seconds, -1: off */
#define LSOCK_OPTION_TIME 6		/* struct timeval: ns, 0: none */
#define LSOCK_OPTION_INTERFACE 7	/* an interface's index, 0: none */
#define LSOCK_OPTION_TEXT 8		/* with or without NUL */
#define LSOCK_OPTION_NUMBERS 9		/* a struct of named numbers, or a list of numbers */
#define LSOCK_OPTION_ADDR 10		/* a struct with addresses: text says which */
#define LSOCK_OPTION_BYTES 11		/* any other struct: hexadecimal */
#define LSOCK_OPTION_NONE 12		/* to set it is all: the text is empty */

#define LSOCK_UNIT_NONE 0
#define LSOCK_UNIT_BYTES 1
#define LSOCK_UNIT_S 2
#define LSOCK_UNIT_MS 3
#define LSOCK_UNIT_US 4
#define LSOCK_UNIT_NS 5
#define LSOCK_UNIT_PACKETS 6
#define LSOCK_UNIT_BYTES_PER_S 7

/* When it can be set, at the latest. */
#define LSOCK_PHASE_OPEN 1		/* before bind */
#define LSOCK_PHASE_BOUND 2		/* before listen or connect */
#define LSOCK_PHASE_READY 3		/* at any time */
#define LSOCK_PHASE_CONNECTED 4		/* not before the socket is connected */

#define LSOCK_OPTION_READ 1u
#define LSOCK_OPTION_WRITE 2u
#define LSOCK_OPTION_PRIVILEGED 4u	/* to set it, or some values, takes a capability */
#define LSOCK_OPTION_CONSUMED 8u	/* reading changes something: left out of dumps */
#define LSOCK_OPTION_SYNONYM 16u	/* another name of another row: left out of dumps */
#define LSOCK_OPTION_ARGUMENT 32u	/* reading takes an argument: lsock_getsockopt() only */

struct lsock_option {
	const char *name;	/* of the constant: "SO_RCVBUF" */
	const char *alias;	/* of systemd.socket(5): "ReceiveBuffer"; NULL: none */
	int level, number;
	int type;		/* LSOCK_OPTION_BOOL ... */
	int unit;		/* LSOCK_UNIT_ */
	int phase;		/* LSOCK_PHASE_ */
	uint32_t flags;		/* LSOCK_OPTION_READ ... */
	uint32_t since;		/* kernel version, major * 1000 + minor; 0: no later than 3.0 */
	uint32_t types;		/* LSOCK_TYPE_BIT(); 0: all */
	const int *families;	/* AF_ numbers, 0 at the end; NULL: all */
	int protocol;		/* IPPROTO_, NETLINK_; -1: any */
	int64_t min, max;	/* of the number (U64: as uint64_t), the length of text, bytes */
	uint32_t value_size;	/* bytes; 0: it varies */
	const struct lsock_word *words;			/* for some numbers; NULL: none */
	const struct lsock_option_form *form;		/* the library's own */
};

/* Row by row; -ENOENT: no more.  What ret_option points to is static. */
int lsock_option_at(size_t i, struct lsock_option *ret_option);
/* The first of that name or alias: some are of two levels. */
int lsock_option_by_name(const char *name, struct lsock_option *ret_option);
int lsock_option_by_number(int family, int level, int number, struct lsock_option *ret_option);
/* Has a socket that is this the option? */
bool lsock_option_fits(const struct lsock_option *option, const struct lsock_identity *identity);

#define LSOCK_OPTION_TEXT_SIZE 2048	/* room for the text of most: no filter, no long list */

/*
 * By name, as text; get as snprintf(3): returns the length.  Setting: 0, or 1 where the kernel,
 * asked again, says another value (SO_RCVBUF doubles).  -ENOENT: no such name, -EOPNOTSUPP: not of
 * this family or type, or not to be read (set), -ENOPROTOOPT: not of this kernel; *ret_why names
 * what and where.
 */
int lsock_option_get(int fd, const char *name, char *buf, size_t size, struct lsock_why *ret_why);
int lsock_option_set(int fd, const char *name, const char *text, struct lsock_why *ret_why);

/* The same of options that are numbers, as BOOL, INT, TIME and INTERFACE; another: -EINVAL. */
int lsock_option_get_number(int fd, const char *name, int64_t *ret_number,
			    struct lsock_why *ret_why);
int lsock_option_set_number(int fd, const char *name, int64_t number, struct lsock_why *ret_why);
/* Of a row: what the socket is, is not asked; for who reads many of one. */
int lsock_option_get_text(int fd, const struct lsock_option *option, char *buf, size_t size,
			  struct lsock_why *ret_why);

/*
 * Typed; what the socket is, is not asked.  Text and bytes lie in scratch (-ENOSPC: too small).
 * To set it, all but TEXT take text in place of their number or bytes.
 */
int lsock_option_get_value(int fd, const struct lsock_option *option, char *scratch, size_t size,
			   struct lsock_value *ret_value);
int lsock_option_set_value(int fd, const struct lsock_option *option,
			   const struct lsock_value *value, struct lsock_why *ret_why);

/* A list of settings, applied phase by phase to one socket after another. */
struct lsock_setting {
	const char *name, *text;
	int result;		/* of the last apply: as of set, or -EINPROGRESS: not yet */
};

/*
 * Those of phases up to phase that were not set yet; stops at the first error, which is the result,
 * *ret_which (or NULL) its index.  With LSOCK_PHASE_CONNECTED none may be left.  begin: the list
 * starts afresh, for another socket.
 */
void lsock_settings_begin(struct lsock_setting *settings, size_t count);
int lsock_settings_apply(int fd, struct lsock_setting *settings, size_t count, int phase,
			 size_t *ret_which, struct lsock_why *ret_why);
/* -EINPROGRESS: *ret_which was never set; the error of one that could not be. */
int lsock_settings_end(const struct lsock_setting *settings, size_t count, size_t *ret_which);

#ifdef __cplusplus
}
#endif

#endif
