/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The wait engine: everything of the library that waits does it here. */
#include <stdbool.h>
#include <stdint.h>

#include <linux_sock/deadline.h>

static inline bool lsock__is_nowait(struct lsock_deadline until)
{
	return until.ns <= 0;
}

/*
 * Waits for events of fd: those that came, > 0; -ETIME, -EAGAIN with lsock_nowait(), -EINTR if a
 * signal may end it.  *ret_slept (or NULL): did it have to wait at all?
 */
int lsock__wait(int fd, short events, struct lsock_deadline until, bool *ret_slept);

/* Sleeps for ns, but not beyond the deadline: 0, -ETIME or -EINTR. */
int lsock__pause(int64_t ns, struct lsock_deadline until);

/*
 * Waits before one more try of a call that gave error, -EAGAIN or -EINTR: 0 or as lsock__wait().
 * *futile counts the tries of this call, from 0.  poll() lies about some sockets: a full queue of
 * an unconnected AF_UNIX datagram peer polls writable.  So after two waits that brought nothing, it
 * sleeps.
 */
int lsock__wait_again(int fd, short events, int error, unsigned *futile,
		      struct lsock_deadline until);

/* The n-th sleep of a series, from 0: 1 ms, doubled up to 16 ms. */
int64_t lsock__backoff(unsigned n);
