/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_WHY_H
#define LINUX_SOCK_WHY_H

#include <stddef.h>
#include <stdint.h>

/*
 * Why a text or a field was refused, and where.  Filled in on failure only; the strings are static.
 * Calls that take one also take NULL.
 */
struct lsock_why {
	const char *message;	/* one line, lower case, without a full stop */
	size_t column;		/* 1-based byte; the length + 1: cut short; 0: no text */
	const char *field;	/* which field, or NULL */
	int64_t min, max;	/* the field's range where the error is -ERANGE, else both 0 */
	size_t place;		/* of a value in its form, from 1; 0: it is not about values */
};

#endif
