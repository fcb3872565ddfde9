/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * One transfer of bytes or of a message, and the loop that both levels bring it through with.  To
 * those who wait it goes by value: its address is never taken before, so that a transfer that need
 * not wait, as most, costs little more than its system call.
 */
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

#include "sys/sys.h"

struct lsock__transfer {
	int fd;
	atomic_int *owner;		/* where fd stands until it is closed; or NULL */
	int flags;
	bool sends;			/* else it receives */
	bool blocks;			/* the call itself waits: EAGAIN ends SO_RCVTIMEO */
	bool has_message;		/* buf is a struct msghdr, which says the rest */
	void *buf;			/* a send only reads it */
	size_t size;
	struct lsock_addr *name;	/* the receiver; room for the sender; or NULL */
	struct lsock_deadline until;
};

ssize_t lsock__transfer_message(const struct lsock__transfer *t);

/* The system call, once.  Which one it is the compiler knows, where there is never a message. */
static inline ssize_t lsock__transfer_once(const struct lsock__transfer *t)
{
	if (t->has_message)
		return lsock__transfer_message(t);
	if (t->sends)
		return lsock__sys_sendto(t->fd, t->buf, t->size, t->flags,
					 t->name ? &t->name->u : NULL, t->name ? t->name->len : 0);
	return lsock__sys_recvfrom(t->fd, t->buf, t->size, t->flags,
				   t->name ? &t->name->u : NULL, t->name ? &t->name->len : NULL);
}

/* What poll(2) has to wait for before a receive with these flags. */
static inline short lsock__receive_events(int flags)
{
	if (!(flags & (MSG_ERRQUEUE | MSG_OOB)))
		return POLLIN;
	return flags & MSG_ERRQUEUE ? 0 : POLLPRI;	/* POLLERR comes unasked */
}

/* Is n perhaps not yet the result? */
static inline bool lsock__was_refused(ssize_t n)
{
	return n < 0 && (n == -EAGAIN || n == -EINTR);
}

/* Brings the transfer through until its deadline; n is what it gave so far, -EAGAIN or -EINTR. */
ssize_t lsock__transfer_wait(struct lsock__transfer t, ssize_t n);

/* Try, then wait: what a call with a deadline does. */
static inline ssize_t lsock__transfer(const struct lsock__transfer *t)
{
	ssize_t n = lsock__transfer_once(t);

	return lsock__was_refused(n) ? lsock__transfer_wait(*t, n) : n;
}

/*
 * Behind a part of what was asked for: may the rest be tried?  0 or -ETIME: a peer that is always
 * ready for a little more must not beat the deadline.
 */
int lsock__may_go_on(struct lsock_deadline until);

/* All of it, counted in *sent as it goes; both levels' send_all. */
int lsock__transfer_all(struct lsock__transfer *t, size_t *sent);
