/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* A descriptor for as long as a call needs it. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

struct lsock__held {
	int fd;
	atomic_int *owner;	/* where fd stands until a thread closes it; NULL: none does */
	bool blocks;		/* fd does */
};

/*
 * After a wait: has another thread closed the object that fd is of?  Then the number may be that of
 * a stranger by now, who is to be left alone.
 */
static inline bool lsock__was_closed(atomic_int *owner, int fd)
{
	return owner && atomic_load_explicit(owner, memory_order_relaxed) != fd;
}
