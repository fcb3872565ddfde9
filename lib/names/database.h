/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * One question to a database of the C library, with as much room as the answer takes.  The room is
 * freed before the call ends: numbers come by value, names in the caller's buffer.
 */
#include <stddef.h>

#include "sys/netdb.h"

struct lsock__ask {
	int (*call)(const struct lsock__ask *ask, char *buf, size_t size,
		    struct lsock__entry *ret_entry);
	const char *name, *protocol;
	int number;
};

/* The number of the entry, or an error: -ENOENT, -ERANGE for one beyond all measure. */
int lsock__ask_number(const struct lsock__ask *ask);

/* Its name into buf, with a NUL: the length, -ENOSPC, or such an error. */
int lsock__ask_name(const struct lsock__ask *ask, char *buf, size_t size);

/* The len bytes of name as the result of such a call; buf is written on success only. */
int lsock__put_name(const char *name, size_t len, char *buf, size_t size);
