/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_CONSTANT_H
#define LINUX_SOCK_CONSTANT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The constants that the headers of the system have which the library was built on, as name, group
 * and value.
 */
struct lsock_constant {
	const char *name;	/* "SO_REUSEADDR" */
	const char *group;	/* "SO": what its values are told apart in */
	int64_t value;		/* exactly that of the header */
	bool is_unsigned;	/* its C type is */
};

/* By group, then by value; -ENOENT: no more.  The strings are static. */
int lsock_constant_at(size_t i, struct lsock_constant *ret_constant);
int lsock_constant_by_name(const char *name, struct lsock_constant *ret_constant);
/* The n-th that has this value in the group, from 0, what is meant most first; -ENOENT: no more. */
int lsock_constant_by_value(const char *group, int64_t value, size_t n,
			    struct lsock_constant *ret_constant);

#ifdef __cplusplus
}
#endif

#endif
