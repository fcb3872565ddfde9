/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * One transfer of bytes or of a message, with the patience of who asks for it, and the one way
 * that both levels bring it through: try, and where that did not do, go on.  It goes on by value:
 * its address is never taken before, so that one that need not, as most, costs little more than its
 * system call.
 */
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

#include "base/export.h"
#include "sys/sys.h"

/* The part of an object that its transfers go by. */
struct lsock__handle {
	_Atomic int64_t timeout;	/* ns; 0: none; below 0: the system calls themselves wait */
	/*
	 * MSG_DONTWAIT unless it is below 0: another holder of the socket may have made it block,
	 * and the timeout holds all the same.
	 */
	atomic_int flags;
	atomic_int fd;			/* -1: closed */
	atomic_bool waits;		/* the last receive had to: the next one waits first */
	bool interruptible;		/* signals end its waits */
};

/* How it goes; without any it receives bytes. */
#define LSOCK__SENDS 1u
#define LSOCK__MESSAGE 2u	/* buf is a struct msghdr, which says the rest */
#define LSOCK__NAMED 4u		/* name is the receiver, or has room for the sender */
#define LSOCK__PATIENT 8u	/* handle says on what and for how long, and not fd and until */
#define LSOCK__RESENT 16u	/* it is tried once more: an error is its own now */

struct lsock__transfer {
	unsigned how;
	int flags;			/* of one that is patient: as asked for */
	void *buf;			/* a send only reads it */
	size_t size;
	struct lsock_addr *name;
	struct lsock__handle *handle;
	int fd;
	struct lsock_deadline until;	/* without MSG_DONTWAIT the call itself waits, for ever */
};

static inline int64_t lsock__timeout(const struct lsock__handle *handle)
{
	return atomic_load_explicit(&((struct lsock__handle *) handle)->timeout,
				    memory_order_relaxed);
}

static inline int lsock__handle_fd(const struct lsock__handle *handle)
{
	return atomic_load_explicit(&((struct lsock__handle *) handle)->fd, memory_order_relaxed);
}

static inline int lsock__handle_flags(const struct lsock__handle *handle)
{
	return atomic_load_explicit(&((struct lsock__handle *) handle)->flags,
				    memory_order_relaxed);
}

static inline void lsock__handle_set_timeout(struct lsock__handle *handle, int64_t timeout)
{
	atomic_store_explicit(&handle->timeout, timeout, memory_order_relaxed);
	atomic_store_explicit(&handle->flags, timeout < 0 ? 0 : MSG_DONTWAIT,
			      memory_order_relaxed);
}

ssize_t lsock__transfer_message(const struct lsock__transfer *t, int fd, int flags);

/* The system call, once.  Which one it is the compiler knows, where there is never a message. */
LSOCK__INLINE ssize_t lsock__transfer_try(const struct lsock__transfer *t, int fd, int flags)
{
	struct lsock_addr *name = t->how & LSOCK__NAMED ? t->name : NULL;

	if (t->how & LSOCK__MESSAGE)
		return lsock__transfer_message(t, fd, flags);
	if (t->how & LSOCK__SENDS)
		return lsock__sys_sendto(fd, t->buf, t->size, flags, name ? &name->u : NULL,
					 name ? name->len : 0);
	return lsock__sys_recvfrom(fd, t->buf, t->size, flags, name ? &name->u : NULL,
				   name ? &name->len : NULL);
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

/*
 * Behind a try that gave n, below 0: waits where that helps, for as long as patience or deadline
 * allow.
 */
ssize_t lsock__transfer_go_on(struct lsock__transfer t, ssize_t n);

/* A receive of a handle that waits before the first try. */
ssize_t lsock__receive_patiently(struct lsock__handle *handle, unsigned how, void *buf, size_t size,
				 int flags, struct lsock_addr *name);

/* Of one that is not patient. */
LSOCK__INLINE ssize_t lsock__transfer(const struct lsock__transfer *t)
{
	ssize_t n = lsock__transfer_try(t, t->fd, t->flags);

	return LSOCK__RARELY(n < 0) ? lsock__transfer_go_on(*t, n) : n;
}

/*
 * Behind a part of what was asked for: may the rest be tried?  0 or -ETIME: a peer that is always
 * ready for a little more must not beat the deadline.
 */
int lsock__may_go_on(struct lsock_deadline until);

/* The same with a deadline in place of patience, where it is not the call itself that waits. */
struct lsock__transfer lsock__transfer_timed(const struct lsock__transfer *t);

/* All of it under one deadline, counted in *sent as it goes; both levels' send_all. */
int lsock__transfer_all(const struct lsock__transfer *all, size_t *sent);
