/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/wait.h"

#include <errno.h>
#include <poll.h>

#include <linux_sock/io.h>

#include "base/export.h"
#include "sys/sys.h"

#define NS_PER_MS INT64_C(1000000)

/* The kernel takes any time, but what it makes of a century is not worth finding out. */
#define LONGEST_POLL (INT64_C(24) * 3600 * 1000 * NS_PER_MS)

/*
 * What a ready poll() takes between its two looks at the clock is well below, what a switch to
 * another task and back takes is above.
 */
#define SLEPT (INT64_C(2) * 1000)

static int timed_out(struct lsock_deadline until)
{
	return lsock__is_nowait(until) ? -EAGAIN : -ETIME;
}

/* One poll: events, or 0: go on, or the error with which the wait ends. */
static int poll_once(struct pollfd *fds, nfds_t count, int64_t left, struct lsock_deadline until,
		     int64_t *ret_left)
{
	int r;

	if (left > LONGEST_POLL)
		left = LONGEST_POLL;
	*ret_left = left;
	r = lsock__sys_poll(fds, count, ret_left);
	if (r == -EINTR && !(until.flags & LSOCK_DEADLINE_SIGNALS))
		r = 0;
	if (r == 0 && left >= 0 && lsock_deadline_left(until) == 0)
		return timed_out(until);
	return r;
}

int lsock__wait(int fd, short events, struct lsock_deadline until, bool *ret_slept)
{
	struct pollfd fds = { .fd = fd, .events = events };
	int64_t before, after;
	int r;

	if (fd < 0)
		return -EBADF;	/* poll would pass over it, and wait */
	do {
		before = lsock_deadline_left(until);
		r = poll_once(&fds, 1, before, until, &after);
	} while (r == 0);
	if (r < 0)
		return r;
	if (fds.revents & POLLNVAL)
		return -EBADF;
	if (ret_slept)
		*ret_slept = before > LONGEST_POLL || before - after > SLEPT;
	return fds.revents;
}

int lsock__pause(int64_t ns, struct lsock_deadline until)
{
	struct lsock_deadline end = lsock_in_ns(ns);
	int64_t rest;
	int r;

	if (lsock__is_nowait(until) || until.ns < end.ns)
		end = until;
	end.flags = until.flags;
	do
		r = poll_once(NULL, 0, lsock_deadline_left(end), end, &rest);
	while (r == 0);
	return r == -ETIME && end.ns != until.ns ? 0 : r;
}

int64_t lsock__backoff(unsigned n)
{
	return NS_PER_MS << (n < 4 ? n : 4);
}

int lsock__wait_again(int fd, short events, int error, unsigned *futile,
		      struct lsock_deadline until)
{
	unsigned n = (*futile)++;
	int r;

	if (error == -EINTR && until.flags & LSOCK_DEADLINE_SIGNALS)
		return error;
	if (lsock__is_nowait(until))
		return error == -EINTR && n < 2 ? 0 : -EAGAIN;
	if (n >= 2)
		return lsock__pause(lsock__backoff(n - 2), until);
	r = lsock__wait(fd, events, until, NULL);
	return r < 0 ? r : 0;
}

LSOCK_API int lsock_wait(int fd, short events, struct lsock_deadline until)
{
	return lsock__wait(fd, events, until, NULL);
}
