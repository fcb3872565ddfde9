/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The only receive: one datagram, whole, with who sent it to whom.  It owns the memory that it is
 * received into, of which only what was ever used is there.
 */
#include <linux_sock/deadline.h>

#include "netlink/machine.h"

#define LSOCK__RECEIVER_ROOM ((size_t) 1 << 20)	/* the largest dumps send 32 KiB at a time */

struct lsock__receiver {
	char *memory;
	size_t room;		/* of a datagram */
	size_t kept;		/* bytes at the front that are still looked at */
};

/* With room for datagrams of so many bytes at first. */
int lsock__receiver_open(struct lsock__receiver *receiver, size_t room);
void lsock__receiver_close(struct lsock__receiver *receiver);

/* Keeps that message where it is: what comes is put behind it.  NULL: none. */
void lsock__receiver_keep(struct lsock__receiver *receiver, const struct nlmsghdr *message);

/*
 * 0, or why not.  One that does not fit comes cut, and there is room for the like of it next time,
 * or it is hopeless.
 */
int lsock__receive(struct lsock__receiver *receiver, int fd, struct lsock_deadline until,
		   struct lsock__datagram *ret_datagram);
