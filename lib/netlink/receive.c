/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netlink/receive.h"

#include <errno.h>
#include <sys/socket.h>

#include <linux_sock/control.h>

#include "core/transfer.h"
#include "sys/map.h"

#define ROOM_MAX ((size_t) 64 << 20)
/* Behind the room, for what comes while something is kept: an ACK, with the request in it. */
#define TAIL ((size_t) 256 << 10)

/* Three items: struct nl_pktinfo, an int, struct ucred. */
union control {
	struct cmsghdr header;
	uint64_t aligned;
	char buf[3 * CMSG_SPACE(sizeof(struct ucred))];
};

int lsock__receiver_open(struct lsock__receiver *receiver, size_t room)
{
	void *memory;
	int r = lsock__sys_map(room + TAIL, &memory);

	if (r < 0)
		return r;
	*receiver = (struct lsock__receiver){ .memory = memory, .room = room };
	return 0;
}

void lsock__receiver_close(struct lsock__receiver *receiver)
{
	lsock__sys_unmap(receiver->memory, receiver->room + TAIL);
}

void lsock__receiver_keep(struct lsock__receiver *receiver, const struct nlmsghdr *message)
{
	const char *end = (const char *) message;

	if (message)
		end += lsock__nl_align(message->nlmsg_len);
	receiver->kept = message ? (size_t) (end - receiver->memory) : 0;
}

/* Room for so much; what was received is copied to where it is. */
static bool grow_receiver(struct lsock__receiver *receiver, struct lsock__datagram *datagram)
{
	size_t room = receiver->room;
	void *memory;

	while (room < datagram->whole && room < ROOM_MAX)
		room *= 2;
	if (room < datagram->whole || receiver->kept > 0 ||
	    lsock__sys_map(room + TAIL, &memory) < 0)
		return false;
	memcpy(memory, datagram->data, sizeof(struct nlmsghdr));
	datagram->data = memory;
	datagram->size = sizeof(struct nlmsghdr);
	lsock__receiver_close(receiver);
	receiver->memory = memory;
	receiver->room = room;
	return true;
}

/* The mask knows the first 32 groups alone; the item knows all. */
static uint32_t group_of(const struct sockaddr_nl *from)
{
	return from->nl_groups ? (uint32_t) __builtin_ffs((int) from->nl_groups) : 0;
}

static void read_item(const struct lsock_control_item *item, struct lsock__datagram *datagram)
{
	pid_t pid;
	uid_t uid;
	gid_t gid;

	if (item->level == SOL_NETLINK && item->type == NETLINK_PKTINFO &&
	    item->size >= sizeof(datagram->group))
		memcpy(&datagram->group, item->data, sizeof(datagram->group));
	else if (item->level == SOL_NETLINK && item->type == NETLINK_LISTEN_ALL_NSID &&
		 item->size >= sizeof(datagram->nsid))
		memcpy(&datagram->nsid, item->data, sizeof(datagram->nsid));
	else if (lsock_control_credentials(item, &pid, &uid, &gid) == 0)
		datagram->is_root = uid == 0;
}

static void read_control(const struct msghdr *message, struct lsock__datagram *datagram)
{
	const struct lsock_control control = {
		.buf = message->msg_control, .room = message->msg_controllen,
		.size = message->msg_controllen,
	};
	struct lsock_control_item item = { .data = NULL };

	while (lsock_control_next(&control, &item) > 0)
		read_item(&item, datagram);
}

static void describe(const struct msghdr *message, size_t whole, struct lsock__datagram *datagram)
{
	const struct sockaddr_nl *from = message->msg_name;
	const struct iovec *part = message->msg_iov;

	*datagram = (struct lsock__datagram){
		.data = part->iov_base,
		.size = whole < part->iov_len ? whole : part->iov_len,
		.whole = whole,
		.port = from->nl_pid,
		.group = group_of(from),
		.nsid = -1,
	};
	read_control(message, datagram);
}

int lsock__receive(struct lsock__receiver *receiver, int fd, struct lsock_deadline until,
		   struct lsock__datagram *ret_datagram)
{
	union control control;
	struct sockaddr_nl from = { .nl_family = AF_NETLINK };
	struct iovec part = {
		.iov_base = receiver->memory + receiver->kept,
		.iov_len = receiver->kept ? receiver->room + TAIL - receiver->kept : receiver->room,
	};
	struct msghdr message = {
		.msg_name = &from, .msg_namelen = sizeof(from),
		.msg_iov = &part, .msg_iovlen = 1,
		.msg_control = control.buf, .msg_controllen = sizeof(control.buf),
	};
	const struct lsock__transfer t = {
		.how = LSOCK__MESSAGE, .flags = MSG_DONTWAIT | MSG_TRUNC, .buf = &message,
		.fd = fd, .until = until,
	};
	ssize_t n = lsock__transfer(&t);

	if (n < 0)
		return (int) n;
	describe(&message, (size_t) n, ret_datagram);
	if (ret_datagram->whole > ret_datagram->size)
		ret_datagram->is_hopeless = !grow_receiver(receiver, ret_datagram);
	return 0;
}
