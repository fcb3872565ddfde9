/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netlink/limits.h"

#include <errno.h>
#include <limits.h>
#include <sys/socket.h>

#include <linux_sock/sockopt.h>

#define GROUPS_ROOM (8 << 20)
/*
 * What the kernel counts for the smallest message: an ACK is 832 bytes of the receive room on Linux
 * 6.18, 768 on 6.1, an event of nothing 512 and more.
 */
#define ACK_COST 1024
#define EVENT_COST 512
#define BATCH_MAX (32 << 10)
/* A message that is larger than the rest is refused (net/netlink/af_netlink.c). */
#define SEND_COST 32

/* Beyond what an administrator allows everybody, where that is granted; the kernel doubles it. */
static int set_room(int fd, uint32_t room)
{
	int half = (int) (room / 2 < INT_MAX ? room / 2 : INT_MAX);
	int r = lsock_setsockopt_int(fd, SOL_SOCKET, SO_RCVBUFFORCE, half);

	return r == -EPERM ? lsock_setsockopt_int(fd, SOL_SOCKET, SO_RCVBUF, half) : r;
}

/* What it came to be decides what may be in flight. */
static int read_room(struct lsock_netlink *netlink)
{
	int room, r = lsock_getsockopt_int(netlink->fd, SOL_SOCKET, SO_RCVBUF, &room);

	if (r < 0)
		return r;
	netlink->machine.room = (uint32_t) room / EVENT_COST;
	if (!netlink->has_window)
		netlink->window = (uint32_t) room / ACK_COST;
	if (netlink->window == 0)
		netlink->window = 1;
	return 0;
}

static int read_send_room(struct lsock_netlink *netlink)
{
	int room, r = lsock_getsockopt_int(netlink->fd, SOL_SOCKET, SO_SNDBUF, &room);

	if (r < 0)
		return r;
	room -= SEND_COST;
	netlink->send_room = (size_t) (room < BATCH_MAX ? room : BATCH_MAX);
	return 0;
}

int lsock__limits_begin(struct lsock_netlink *netlink)
{
	int r = 0;

	if (netlink->receive_room > 0)
		r = set_room(netlink->fd, netlink->receive_room);
	if (r == 0)
		r = read_room(netlink);
	return r == 0 ? read_send_room(netlink) : r;
}

int lsock__limits_for_groups(struct lsock_netlink *netlink)
{
	int r;

	if (netlink->receive_room > 0 || netlink->machine.listens)
		return 0;
	r = set_room(netlink->fd, GROUPS_ROOM);
	return r == 0 ? read_room(netlink) : r;
}
