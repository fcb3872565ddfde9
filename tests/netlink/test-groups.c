/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets opened and adopted, groups and their events, and what is lost of these.
 * Of lib/netlink/socket.c, lib/netlink/limits.c.
 */
#include <linux_sock/netlink.h>

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/netlink/talk.h"

#define LO 1

static struct lsock_netlink *open_or_fail(int protocol, const struct lsock_netlink_options *options)
{
	struct lsock_netlink *n;
	int r = lsock_netlink_open(protocol, options, &n);

	ck_assert_msg(r == 0, "open gives %d (%s)", r, lsock_error_name(r));
	return n;
}

/* A request of another conversation, that is done. */
static void change(struct lsock_netlink *requests, struct lsock_nlreq *r, uint32_t mtu)
{
	talk_set_mtu(r, LO, mtu);
	ck_assert_int_eq(lsock_netlink_call(requests, r, NULL, lsock_in_ms(5000)), 0);
}

TEST(port_is_read_back)
{
	struct lsock_netlink *a = open_or_fail(NETLINK_ROUTE, NULL);
	struct lsock_netlink *b = open_or_fail(NETLINK_ROUTE, NULL);
	struct lsock_netlink_options options = { .size = sizeof(options), .port = 0x7abcdef1 };
	struct lsock_netlink *c = open_or_fail(NETLINK_ROUTE, &options), *d = NULL;

	ck_assert_uint_ne(lsock_netlink_port(a), 0);
	ck_assert_uint_ne(lsock_netlink_port(b), 0);
	ck_assert_uint_ne(lsock_netlink_port(a), lsock_netlink_port(b));
	ck_assert_uint_eq(lsock_netlink_port(c), 0x7abcdef1);
	ck_assert_int_eq(lsock_netlink_open(NETLINK_ROUTE, &options, &d), -EADDRINUSE);
	ck_assert_ptr_null(d);
	ck_assert_int_eq(lsock_netlink_protocol(a), NETLINK_ROUTE);
	lsock_netlink_free(a);
	lsock_netlink_free(b);
	lsock_netlink_free(c);
}

TEST(socket_has_what_the_kernel_can)
{
	struct lsock_netlink_options options = {
		.size = sizeof(options),
		.require = LSOCK_NETLINK_HAS_EXT_ACK | LSOCK_NETLINK_HAS_CAP_ACK |
			   LSOCK_NETLINK_HAS_PKTINFO,
	};
	struct lsock_netlink *n = open_or_fail(NETLINK_ROUTE, &options);
	int on = 0;
	socklen_t len = sizeof(on);

	ck_assert_uint_eq(lsock_netlink_has(n) & options.require, options.require);
	ck_assert_int_eq(getsockopt(lsock_netlink_fd(n), SOL_NETLINK, NETLINK_EXT_ACK, &on, &len),
			 0);
	ck_assert_int_eq(on, 1);
	ck_assert_int_ne(fcntl(lsock_netlink_fd(n), F_GETFD) & FD_CLOEXEC, 0);
	lsock_netlink_free(n);
	options.flags = LSOCK_NETLINK_NO_STRICT;
	n = open_or_fail(NETLINK_ROUTE, &options);
	ck_assert_uint_eq(lsock_netlink_has(n) & LSOCK_NETLINK_HAS_STRICT, 0);
	lsock_netlink_free(n);
}

/* As an older kernel would have it. */
TEST(option_that_is_not_there_is_refused_only_where_required)
{
	struct lsock_netlink_options options = { .size = sizeof(options) };
	struct lsock_netlink *n;

	seam_fail("setsockopt", 1, 1, -ENOPROTOOPT);
	n = open_or_fail(NETLINK_ROUTE, &options);
	ck_assert_uint_eq(lsock_netlink_has(n) & LSOCK_NETLINK_HAS_EXT_ACK, 0);
	lsock_netlink_free(n);
	options.require = LSOCK_NETLINK_HAS_EXT_ACK;
	seam_fail("setsockopt", 1, 1, -ENOPROTOOPT);
	ck_assert_int_eq(lsock_netlink_open(NETLINK_ROUTE, &options, &n), -EOPNOTSUPP);
	seam_reset();
}

TEST(wrong_options_are_refused_before_a_socket_is_made)
{
	static const struct lsock_netlink_options wrong[] = {
		{ .size = 0 },
		{ .size = sizeof(wrong[0]), .flags = 8 },
		{ .size = sizeof(wrong[0]), .require = 16 },
		{ .size = sizeof(wrong[0]), .from = 4 },
		{ .size = sizeof(wrong[0]), .from = LSOCK_NETLINK_FROM_PORT },
		{ .size = sizeof(wrong[0]), .from_port = 3 },
	};
	struct lsock_netlink *n;
	size_t k;

	seam_reset();
	for (k = 0; k < COUNT_OF(wrong); k++)
		ck_assert_int_eq(lsock_netlink_open(NETLINK_ROUTE, &wrong[k], &n), -EINVAL);
	ck_assert_uint_eq(seam_count(NULL), 0);
	ck_assert_int_eq(lsock_netlink_open(MAX_LINKS + 1, NULL, &n), -EPROTONOSUPPORT);
	ck_assert_ptr_null(lsock_netlink_free(NULL));
}

TEST(socket_is_opened_in_a_namespace)
{
	struct lsock_netlink_options options = {
		.size = sizeof(options), .flags = LSOCK_NETLINK_NETNS,
		.netns = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC),
	};
	struct lsock_netlink *n;

	ck_assert_int_ge(options.netns, 0);
	n = open_or_fail(NETLINK_ROUTE, &options);
	lsock_netlink_free(n);
	close(options.netns);
	options.netns = -1;
	ck_assert_int_eq(lsock_netlink_open(NETLINK_ROUTE, &options, &n), -EBADF);
}

TEST(event_comes_with_its_group)
{
	struct lsock_netlink *requests = talk_open(NULL), *n = open_or_fail(NETLINK_ROUTE, NULL);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;

	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_forever()), 0);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_nowait()), -EAGAIN);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_in_ms(1)), -ETIME);
	change(requests, r, 1400);
	item = talk_next(n);
	ck_assert_int_eq(item->kind, LSOCK_NETLINK_EVENT);
	ck_assert_uint_eq(item->group, RTNLGRP_LINK);
	ck_assert_int_eq(item->nsid, -1);
	ck_assert_uint_eq(item->message->nlmsg_type, RTM_NEWLINK);
	ck_assert_uint_eq(item->ask, 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	lsock_netlink_free(requests);
}

TEST(nsid_absent_is_own_of_all)
{
	struct lsock_netlink_options options = {
		.size = sizeof(options), .flags = LSOCK_NETLINK_ALL_NSID,
	};
	struct lsock_netlink *requests = talk_open(NULL), *n;
	struct lsock_nlreq *r = talk_request();
	int res = lsock_netlink_open(NETLINK_ROUTE, &options, &n);

	if (res == -EPERM)
		skip("LISTEN_ALL_NSID is refused here");
	ck_assert_int_eq(res, 0);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	change(requests, r, 1400);
	ck_assert_int_eq(talk_next(n)->nsid, -1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	lsock_netlink_free(requests);
}

TEST(joins_are_counted)
{
	struct lsock_netlink *requests = talk_open(NULL), *n = open_or_fail(NETLINK_ROUTE, NULL);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;

	ck_assert_int_eq(lsock_netlink_leave(n, RTNLGRP_LINK), -ENOENT);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	seam_reset();
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	ck_assert_int_eq(lsock_netlink_leave(n, RTNLGRP_LINK), 0);
	ck_assert_uint_eq(seam_count(NULL), 0);
	change(requests, r, 1400);
	ck_assert_int_eq(talk_next(n)->kind, LSOCK_NETLINK_EVENT);
	ck_assert_int_eq(lsock_netlink_leave(n, RTNLGRP_LINK), 0);
	change(requests, r, 1401);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_forever()), 0);
	ck_assert_int_eq(lsock_netlink_join(n, 0), -EINVAL);
	ck_assert_int_eq(lsock_netlink_join(n, UINT32_MAX), -EINVAL);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	lsock_netlink_free(requests);
}

TEST(requests_and_groups_are_apart)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct nlmsghdr *message;
	uint32_t ask;

	talk_get_link(r, LO);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &ask), 0);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), -EDEADLK);
	ck_assert_int_eq(lsock_netlink_join_names(n, "link", lsock_nowait()), -EDEADLK);
	ck_assert_int_eq(talk_end(n, ask), 0);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), -EDEADLK);
	ck_assert_int_eq(lsock_netlink_call(n, r, &message, lsock_in_ms(1000)), -EDEADLK);
	ck_assert_str_ne(lsock_netlink_why(n)->message, "");
	ck_assert_int_eq(lsock_netlink_leave(n, RTNLGRP_LINK), 0);
	ck_assert_int_eq(lsock_netlink_call(n, r, &message, lsock_in_ms(1000)), 1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

static bool is_member(const struct lsock_netlink *n, unsigned group)
{
	uint32_t bits[16] = { 0 };
	socklen_t len = sizeof(bits);

	ck_assert_int_eq(getsockopt(lsock_netlink_fd(n), SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS,
				    bits, &len), 0);
	return bits[(group - 1) / 32] >> (group - 1) % 32 & 1;
}

static int join(struct lsock_netlink *n, const char *names)
{
	return lsock_netlink_join_names(n, names, lsock_nowait());
}

TEST(names_are_joined_all_or_none)
{
	struct lsock_netlink *n = open_or_fail(NETLINK_ROUTE, NULL);

	ck_assert_int_eq(join(n, "link none ipv6-route"), -ENOENT);
	ck_assert_int_eq(join(n, "lin"), -ENOENT);
	ck_assert_int_eq(join(n, "nl80211/scan"), -ENOENT);
	ck_assert(!is_member(n, RTNLGRP_LINK));
	ck_assert_int_eq(lsock_netlink_join_names(n, "nsid", lsock_nowait()), 0);
	seam_fail("setsockopt", 2, 2, -EPERM);
	ck_assert_int_eq(lsock_netlink_join_names(n, "link ipv6-route", lsock_nowait()), -EPERM);
	seam_reset();
	ck_assert(!is_member(n, RTNLGRP_LINK));
	ck_assert_int_eq(join(n, " link  ipv6-route nexthop "), 0);
	ck_assert(is_member(n, RTNLGRP_LINK));
	ck_assert(is_member(n, RTNLGRP_IPV6_ROUTE));
	ck_assert(is_member(n, 32));
	ck_assert_int_eq(lsock_netlink_leave(n, 32), 0);
	ck_assert(!is_member(n, 32));
	ck_assert_int_eq(lsock_netlink_join_names(n, "", lsock_nowait()), 0);
	lsock_netlink_free(n);
}

TEST(groups_have_eight_megabytes_unless_said)
{
	struct lsock_netlink_options options = {
		.size = sizeof(options), .receive_room = 64 << 10,
	};
	struct lsock_netlink *n = open_or_fail(NETLINK_ROUTE, NULL);
	int before = 0, room = 0;
	socklen_t len = sizeof(room);

	getsockopt(lsock_netlink_fd(n), SOL_SOCKET, SO_RCVBUF, &before, &len);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	getsockopt(lsock_netlink_fd(n), SOL_SOCKET, SO_RCVBUF, &room, &len);
	ck_assert_int_gt(room, before);		/* as much of it as an administrator allows */
	lsock_netlink_free(n);
	n = open_or_fail(NETLINK_ROUTE, &options);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	getsockopt(lsock_netlink_fd(n), SOL_SOCKET, SO_RCVBUF, &room, &len);
	ck_assert_int_eq(room, 64 << 10);
	lsock_netlink_free(n);
}

TEST(room_that_is_forbidden_is_asked_for_as_others_do)
{
	struct lsock_netlink *n = open_or_fail(NETLINK_ROUTE, NULL);

	seam_fail("setsockopt", 1, 1, -EPERM);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	ck_assert_uint_eq(seam_count("setsockopt"), 3);
	seam_reset();
	ck_assert(is_member(n, RTNLGRP_LINK));
	lsock_netlink_free(n);
}

TEST(lost_events_are_told_behind_the_old_ones)
{
	struct lsock_netlink_options options = {
		.size = sizeof(options), .receive_room = 16 << 10,
	};
	struct lsock_netlink *requests = talk_open(NULL);
	struct lsock_netlink *n = open_or_fail(NETLINK_ROUTE, &options);
	struct lsock_nlreq *r = talk_request();
	struct lsock_netlink_counts counts = { .size = sizeof(counts) };
	const struct lsock_netlink_item *item;
	int events = 0, k;

	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	for (k = 0; k < 200; k++)
		change(requests, r, 1300 + (uint32_t) k);
	while ((item = talk_next(n))->kind == LSOCK_NETLINK_EVENT)
		events++;
	ck_assert_int_eq(item->kind, LSOCK_NETLINK_LOST);
	ck_assert_int_ge(events, 1);
	ck_assert_int_lt(events, 200);
	/* From then on it hears again. */
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_nowait()), -EAGAIN);
	change(requests, r, 1400);
	ck_assert_int_eq(talk_next(n)->kind, LSOCK_NETLINK_EVENT);
	ck_assert_int_eq(lsock_netlink_count(n, &counts), 0);
	ck_assert_uint_eq(counts.lost, 1);
	ck_assert_uint_eq(counts.messages, (uint64_t) events + 1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	lsock_netlink_free(requests);
}

TEST(adopted_socket_keeps_its_groups)
{
	struct lsock_netlink *requests = talk_open(NULL), *n = NULL;
	struct lsock_nlreq *r = talk_request();
	struct sockaddr_nl name = { .nl_family = AF_NETLINK };
	int fd = socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE), group = RTNLGRP_LINK;

	ck_assert_int_eq(lsock_netlink_adopt(fd, NULL, &n), -EINVAL);	/* it is not bound */
	ck_assert_int_eq(bind(fd, (void *) &name, sizeof(name)), 0);
	ck_assert_int_eq(setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group)),
			 0);
	ck_assert_int_eq(lsock_netlink_adopt(fd, NULL, &n), 0);
	ck_assert_int_eq(lsock_netlink_fd(n), fd);
	ck_assert_uint_ne(lsock_netlink_port(n), 0);
	change(requests, r, 1400);
	ck_assert_uint_eq(talk_next(n)->group, RTNLGRP_LINK);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), -EDEADLK);
	ck_assert_int_eq(lsock_netlink_leave(n, RTNLGRP_LINK), 0);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, lsock_in_ms(1000)), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	lsock_netlink_free(requests);
}

TEST(only_netlink_is_adopted)
{
	int fds[2];
	struct lsock_netlink *n;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	ck_assert_int_eq(lsock_netlink_adopt(fds[0], NULL, &n), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_netlink_adopt(-1, NULL, &n), -EBADF);
	close(fds[0]);
	close(fds[1]);
}

TEST(uevent_of_the_kernel_is_text)
{
	struct lsock_netlink *requests = talk_open(NULL), *n;
	const struct lsock_netlink_item *item;

	n = open_or_fail(NETLINK_KOBJECT_UEVENT, NULL);
	ck_assert_int_eq(lsock_netlink_join_names(n, "kernel", lsock_nowait()), 0);
	talk_make_link(requests, "link7");
	item = talk_next(n);
	ck_assert_int_eq(item->kind, LSOCK_NETLINK_EVENT);
	ck_assert_ptr_null(item->message);
	ck_assert_uint_eq(item->group, 1);
	ck_assert_uint_gt(item->text.size, 5);
	ck_assert_mem_eq(item->text.data, "add@/", 5);
	lsock_netlink_free(n);
	lsock_netlink_free(requests);
}
