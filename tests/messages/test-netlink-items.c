/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What netlink tells beside a message, on real sockets.
 * Of lib/messages/netlink.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/netns.h"

#define SOON lsock_in_ms(5000)
#define NSID 7

static struct lsock_control control;
static uint64_t room[16];
static uint64_t data[1024];

static int open_netlink(int protocol, uint32_t group, int option)
{
	struct sockaddr_nl any = { .nl_family = AF_NETLINK };
	int fd = lsock_open(AF_NETLINK, SOCK_RAW, protocol);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (struct sockaddr *) &any, sizeof(any)), 0);
	ck_assert_int_eq(lsock_setsockopt_int(fd, SOL_NETLINK, NETLINK_PKTINFO, 1), 0);
	if (option != 0)
		ck_assert_int_eq(lsock_setsockopt_int(fd, SOL_NETLINK, option, 1), 0);
	ck_assert_int_eq(lsock_setsockopt_int(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
					      (int) group), 0);
	return fd;
}

static void receive(int fd)
{
	struct iovec vector = { data, sizeof(data) };
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};

	lsock_control_init(&control, room, sizeof(room));
	ck_assert_int_gt(lsock_recvmsg(fd, &message, 0, SOON), 0);
	ck_assert_int_eq(message.flags & MSG_CTRUNC, 0);
}

/* What the message has beside it; -1: nothing. */
static int64_t group_told(void)
{
	struct lsock_control_item item = { .level = 0 };
	int64_t group = -1, r;

	while (lsock_control_next(&control, &item) > 0) {
		r = lsock_control_netlink_group(&item);
		if (r >= 0)
			group = r;
		else
			ck_assert_int_eq(r, -ENOMSG);
	}
	return group;
}

static int32_t nsid_told(void)
{
	struct lsock_control_item item = { .level = 0 };
	int32_t nsid = -1;

	while (lsock_control_next(&control, &item) > 0)
		if (lsock_control_nsid(&item, &nsid) < 0)
			ck_assert_int_ge(lsock_control_netlink_group(&item), 0);
	return nsid;
}

TEST(group_is_that_which_the_message_went_to)
{
	struct lsock_addr name;
	struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_groups = 1u << 16 };
	int fd, by;

	enter_netns();		/* to join a group takes a privilege */
	fd = open_netlink(NETLINK_USERSOCK, 17, 0);
	by = lsock_open(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);
	/* It goes to port 0 as well, and there the kernel is no receiver of this protocol. */
	ck_assert_int_eq(sendto(by, "x", 1, 0, (struct sockaddr *) &to, sizeof(to)), -1);
	ck_assert_int_eq(errno, ECONNREFUSED);
	receive(fd);
	ck_assert_int_eq(group_told(), 17);
	ck_assert_int_eq(lsock_getsockname(fd, &name), 0);
	memcpy(&to, &name.u, sizeof(to));
	to.nl_groups = 0;
	ck_assert_int_eq(sendto(by, "x", 1, 0, (struct sockaddr *) &to, sizeof(to)), 1);
	receive(fd);
	ck_assert_int_eq(group_told(), 0);
	close(by);
	close(fd);
}

/* The namespace that netns stands for gets this number in that of the socket by. */
static void number_namespace(int by, int netns)
{
	struct {
		struct nlmsghdr header;
		struct rtgenmsg gen;
		char pad[3];
		struct nlattr nsid_head;
		int32_t nsid;
		struct nlattr fd_head;
		uint32_t fd;
	} request = {
		.header = { .nlmsg_len = sizeof(request), .nlmsg_type = RTM_NEWNSID,
			    .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		.nsid_head = { 8, NETNSA_NSID }, .nsid = NSID,
		.fd_head = { 8, NETNSA_FD }, .fd = (uint32_t) netns,
	};
	struct nlmsgerr answer;

	ck_assert_int_eq(lsock_send(by, &request, sizeof(request), 0, SOON), sizeof(request));
	ck_assert_int_ge(lsock_recv(by, data, sizeof(data), 0, SOON), NLMSG_HDRLEN + 4);
	memcpy(&answer, (char *) data + NLMSG_HDRLEN, 4);
	ck_assert_int_eq(answer.error, 0);
}

TEST(namespace_is_told_unless_it_is_the_own_one)
{
	int fd, by, netns;

	enter_netns();
	by = lsock_open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	fd = open_netlink(NETLINK_ROUTE, RTNLGRP_LINK, NETLINK_LISTEN_ALL_NSID);
	ck_assert_int_eq(netns_rename_loopback("here"), 0);
	receive(fd);
	ck_assert_int_eq(nsid_told(), -1);
	ck_assert_int_eq(group_told(), RTNLGRP_LINK);
	while (lsock_recv(fd, data, sizeof(data), 0, lsock_nowait()) > 0)
		;
	enter_netns();
	netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	number_namespace(by, netns);
	ck_assert_int_eq(netns_rename_loopback("there"), 0);
	receive(fd);
	ck_assert_int_eq(nsid_told(), NSID);
	ck_assert_int_eq(group_told(), RTNLGRP_LINK);
	close(netns);
	close(fd);
	close(by);
}
