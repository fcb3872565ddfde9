/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/wait.h"

#include <linux_sock/io.h>

#include "base/export.h"

#define NS_PER_MS INT64_C(1000000)

/* More in a row are no threads that were faster. */
#define LIES 3

/* Does the wait go on after that result of a poll? */
static bool wait_goes_on(int r, struct lsock_deadline until)
{
	return r == 0 || (r == -EINTR && !(until.flags & LSOCK_DEADLINE_SIGNALS));
}

int lsock__wait(int fd, short events, struct lsock_deadline until)
{
	int64_t left;
	int r;

	do {
		left = lsock__left(until);
		r = lsock__wait_for(fd, events, &left);
	} while (wait_goes_on(r, until));
	return r == -ETIME && lsock__is_nowait(until) ? -EAGAIN : r;
}

int lsock__pause(int64_t ns, struct lsock_deadline until)
{
	struct lsock_deadline end = lsock_in_ns(ns);
	int64_t left;
	int r;

	if (until.ns < end.ns)
		end = until;
	do {
		left = lsock__left(end);
		r = lsock__poll_for(NULL, 0, &left);
	} while (wait_goes_on(r, until));
	if (r != -ETIME)
		return r;
	if (lsock__is_nowait(until))
		return -EAGAIN;
	return end.ns == until.ns ? -ETIME : 0;
}

int64_t lsock__backoff(unsigned n)
{
	return NS_PER_MS << (n < 4 ? n : 4);
}

int lsock__wait_again(int fd, short events, int error, unsigned *lies,
		      struct lsock_deadline until)
{
	int64_t left = 0;
	int r;

	if (error == -EINTR && until.flags & LSOCK_DEADLINE_SIGNALS)
		return error;
	if (lsock__is_nowait(until))
		return error == -EINTR && (*lies)++ < 2 ? 0 : -EAGAIN;
	r = *lies == 0 ? -ETIME : lsock__wait_for(fd, events, &left);
	if (r == -ETIME) {
		*lies = 1;
		r = lsock__wait(fd, events, until);
	} else if (r > 0 && ++*lies > LIES) {
		r = lsock__pause(lsock__backoff(*lies - LIES - 1), until);
	}
	return r < 0 ? r : 0;
}

LSOCK_API int lsock_wait(int fd, short events, struct lsock_deadline until)
{
	return lsock__wait(fd, events, until);
}
