/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The object: a socket, the machine that reads it, and what is needed to speak.  It owns its
 * descriptor, its memory and all asks.
 */
#include <linux_sock/netlink.h>

#include "netlink/machine.h"
#include "netlink/receive.h"

/* How often a group was joined. */
struct lsock__membership {
	uint32_t group, count;
};

struct lsock_netlink {
	struct lsock__machine machine;	/* first, for it is what every message goes by */
	struct lsock__receiver receiver;
	int fd, protocol;
	uint32_t process;		/* core/process.h */
	uint32_t port, has, from, from_port;
	uint32_t receive_room;		/* as asked for; 0: as it is, with groups more */
	uint32_t window;
	bool has_window;		/* as asked for */
	size_t send_room;		/* of a datagram */
	size_t corked;			/* bytes that nobody has tried to send */
	int64_t send_at;		/* ns: refused before, and tried again then; 0: never */
	unsigned refusals;
	bool is_behind;			/* a call gave up with datagrams still there */
	struct lsock__membership *groups;
	size_t group_count, group_room;
};

/* 0; -ECHILD, -ENOTRECOVERABLE: nothing may be done with it. */
int lsock__netlink_usable(const struct lsock_netlink *netlink);

/* The same error, which lsock_netlink_why() then tells of: a system call's, or ours with words. */
int lsock__netlink_fail(struct lsock_netlink *netlink, int error, const char *message);

/* lsock_netlink_next(), whose item is netlink->machine.item. */
int lsock__netlink_next(struct lsock_netlink *netlink, struct lsock_deadline until);

/* Sends what may be sent.  What becomes of it is told as the ends of asks. */
void lsock__netlink_send(struct lsock_netlink *netlink, int64_t now);
