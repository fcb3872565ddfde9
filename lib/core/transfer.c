/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/transfer.h"

#include <poll.h>

#include "core/wait.h"

ssize_t lsock__transfer_once(struct lsock__transfer *t)
{
	if (t->sends)
		return lsock__sys_sendto(t->fd, t->out, t->size, t->flags, t->to, t->len);
	return lsock__sys_recvfrom(t->fd, t->in, t->size, t->flags, t->from,
				   t->from ? &t->len : NULL);
}

static short events_of(const struct lsock__transfer *t)
{
	if (t->sends)
		return POLLOUT;
	if (t->flags & MSG_ERRQUEUE)
		return 0;	/* POLLERR comes unasked */
	return t->flags & MSG_OOB ? POLLPRI : POLLIN;
}

/* A signal ends the kernel's wait; the user has none to be told of. */
static ssize_t brought_through_by_kernel(struct lsock__transfer *t)
{
	ssize_t n;

	do
		n = lsock__transfer_once(t);
	while (n == -EINTR);
	return n;
}

ssize_t lsock__transfer_wait(struct lsock__transfer *t, struct lsock_deadline until, ssize_t n,
			     bool *waits)
{
	unsigned futile = 0;
	int r = 0;

	if (t->blocks)
		return brought_through_by_kernel(t);
	if (n == 0)
		r = lsock__wait(t->fd, events_of(t), until, waits);
	else
		r = lsock__wait_again(t->fd, events_of(t), (int) n, &futile, until);
	while (r >= 0) {
		n = lsock__transfer_once(t);
		if (!lsock__must_wait(t, n))
			return n;
		r = lsock__wait_again(t->fd, events_of(t), (int) n, &futile, until);
	}
	return r;
}

/* May a partial send go on?  A peer that always takes a little must not beat the deadline. */
static int may_go_on(struct lsock_deadline until)
{
	if (lsock__is_nowait(until) || lsock_deadline_left(until) != 0)
		return 0;
	return -ETIME;
}

int lsock__transfer_all(struct lsock__transfer *t, size_t *sent, struct lsock_deadline until)
{
	const char *end = (const char *) t->out + t->size;
	ssize_t n;
	int r = 0;

	/* At least once: to send nothing is to send an empty message. */
	for (*sent = 0; r == 0; r = may_go_on(until)) {
		n = lsock__transfer(t, until);
		if (n < 0)
			return (int) n;
		*sent += (size_t) n;
		t->size -= (size_t) n;
		t->out = end - t->size;
		if (t->size == 0)
			return 0;
	}
	return r;
}
