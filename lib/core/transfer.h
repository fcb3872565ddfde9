/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* One transfer of bytes, and the loop that both levels bring it through with. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/socket.h>

#include <linux_sock/deadline.h>

#include "sys/sys.h"

struct lsock__transfer {
	int fd;
	int flags;
	bool sends;		/* else it receives */
	bool blocks;		/* the call itself waits: EAGAIN is the user's own SO_RCVTIMEO */
	void *in;
	const void *out;
	size_t size;
	void *from;		/* receive: room for the sender's address, or NULL */
	const void *to;		/* send: the receiver's address, or NULL */
	socklen_t len;		/* of the address, and of the room */
};

/* The system call, once. */
ssize_t lsock__transfer_once(struct lsock__transfer *transfer);

/*
 * Brings the transfer through until the deadline.  n is what the first try gave, -EAGAIN or -EINTR;
 * 0: there was none, it waits at once, and *waits becomes whether it had to.
 */
ssize_t lsock__transfer_wait(struct lsock__transfer *transfer, struct lsock_deadline until,
			     ssize_t n, bool *waits);

/* Is n not yet the result? */
static inline bool lsock__must_wait(const struct lsock__transfer *transfer, ssize_t n)
{
	return n == -EINTR || (n == -EAGAIN && !transfer->blocks);
}

/* Try, then wait: what a call with a deadline does. */
static inline ssize_t lsock__transfer(struct lsock__transfer *transfer, struct lsock_deadline until)
{
	ssize_t n = lsock__transfer_once(transfer);

	return lsock__must_wait(transfer, n) ? lsock__transfer_wait(transfer, until, n, NULL) : n;
}

/* All of it, counted in *sent as it goes; both levels' send_all. */
int lsock__transfer_all(struct lsock__transfer *transfer, size_t *sent,
			struct lsock_deadline until);
