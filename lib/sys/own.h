/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What belongs to this process alone.  All of it is 0 at first, and 0 again in a child of whatever
 * clone(2) with a memory of its own, process id or not: a page that the kernel wipes there
 * (MADV_WIPEONFORK, Linux 4.14).  Where it cannot, a child finds what its parent had.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

struct lsock__own {
	_Atomic uint32_t process;	/* core/process.h */
	_Atomic uint32_t lookups;	/* names/nss/outstanding.h */
	_Atomic uint32_t gate, verdict;	/* names/quiet.c */
};

/* -errno: there is no memory for it. */
int lsock__sys_own(struct lsock__own **ret_own);

/* The same where it has been asked for, in this process or in its parent; else NULL. */
struct lsock__own *lsock__sys_own_now(void);

/* Does the kernel wipe it, so that what is found in it is this process's own? */
bool lsock__sys_own_is_wiped(void);
