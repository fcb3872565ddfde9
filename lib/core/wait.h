/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The wait engine: everything of the library that waits does it here. */
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>

#include <linux_sock/deadline.h>

#include "sys/sys.h"

/* A day, in ns: the kernel takes any time, but what it makes of a century is its own affair. */
#define LSOCK__LONGEST_POLL (INT64_C(24) * 3600 * 1000 * 1000 * 1000)

/*
 * What a ready poll() takes between its two looks at the clock is well below, what a switch to
 * another task and back takes is above, in ns.
 */
#define LSOCK__SLEPT (INT64_C(2) * 1000)

static inline bool lsock__is_nowait(struct lsock_deadline until)
{
	return until.ns <= 0;
}

/* lsock_deadline_left(), and no call through the table of exported ones. */
static inline int64_t lsock__left(struct lsock_deadline until)
{
	int64_t left;

	if (until.ns == INT64_MAX)
		return -1;
	if (lsock__is_nowait(until))
		return 0;
	left = until.ns - lsock__sys_now();
	return left > 0 ? left : 0;
}

/*
 * Waits for events of fd: those that came, > 0; -ETIME, -EAGAIN with lsock_nowait(), -EINTR if a
 * signal may end it.
 */
int lsock__wait(int fd, short events, struct lsock_deadline until);

/*
 * One poll of at most *left ns (-1: for ever), without a look at the clock: events, 0: not yet,
 * -ETIME: the time is up, -EINTR at any signal before that.  *left becomes what is left.
 */
static inline int lsock__poll_for(struct pollfd *fds, nfds_t count, int64_t *left)
{
	int64_t rest = 0;
	int r;

	if (*left > LSOCK__LONGEST_POLL) {
		rest = *left - LSOCK__LONGEST_POLL;
		*left = LSOCK__LONGEST_POLL;
	}
	r = lsock__sys_poll(fds, count, left);
	*left += rest;
	if (r > 0)
		return r;
	if (r == 0)
		return rest > 0 ? 0 : -ETIME;
	return r == -EINTR && *left == 0 ? -ETIME : r;
}

/* The same for events of fd; those that came are the result. */
static inline int lsock__wait_for(int fd, short events, int64_t *left)
{
	struct pollfd fds = { .fd = fd, .events = events };
	int r;

	if (fd < 0)
		return -EBADF;	/* poll would pass over it, and wait */
	r = lsock__poll_for(&fds, 1, left);
	if (r <= 0)
		return r;
	return fds.revents & POLLNVAL ? -EBADF : fds.revents;
}

/* Sleeps for ns, but not beyond the deadline: 0, -ETIME or -EINTR. */
int lsock__pause(int64_t ns, struct lsock_deadline until);

/*
 * Waits before one more try of a call that gave error, -EAGAIN or -EINTR: 0 or as lsock__wait().
 * poll() lies about some sockets: a full queue of an unconnected AF_UNIX datagram peer polls
 * writable.  *lies, from 0, counts the tries; from the second on it is asked first whether that
 * which was just refused is ready all the same, and if it says so too often in a row, this sleeps.
 * Where it does not, another thread was faster, or a datagram was corrupt: that is no lie.
 */
int lsock__wait_again(int fd, short events, int error, unsigned *lies,
		      struct lsock_deadline until);

/* The n-th sleep of a series, from 0: 1 ms, doubled up to 16 ms. */
int64_t lsock__backoff(unsigned n);
