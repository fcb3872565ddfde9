/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Datagrams of every size and from everybody: of the kernel, and of a fake one over
 * NETLINK_USERSOCK, which needs no privilege.
 * Of lib/netlink/conversation.c, lib/sys/map.c.
 */
#include "netlink/receive.h"

#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>
#include <unistd.h>

#include "netlink/conversation.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/netlink/talk.h"

#define LO 1

/* Who is no kernel: a bare socket. */
static int stranger(uint32_t *ret_port)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_USERSOCK);
	struct sockaddr_nl name = { .nl_family = AF_NETLINK };
	socklen_t len = sizeof(name);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(bind(fd, (void *) &name, sizeof(name)), 0);
	ck_assert_int_eq(getsockname(fd, (void *) &name, &len), 0);
	*ret_port = name.nl_pid;
	return fd;
}

static void say(int fd, uint32_t port, const void *bytes, size_t size)
{
	const struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = port };

	ck_assert_int_eq(sendto(fd, bytes, size, 0, (const void *) &to, sizeof(to)),
			 (ssize_t) size);
}

static struct lsock_netlink *open_to(uint32_t port)
{
	const struct lsock_netlink_options options = {
		.size = sizeof(options), .from = LSOCK_NETLINK_FROM_PORT, .from_port = port,
	};
	struct lsock_netlink *n;

	ck_assert_int_eq(lsock_netlink_open(NETLINK_USERSOCK, &options, &n), 0);
	return n;
}

/* The request that has come, with as much behind it as the receiver likes. */
struct request {
	struct nlmsghdr header;
	char rest[100];
};

static struct nlmsghdr hear(int fd)
{
	struct request request;

	ck_assert_int_ge(recv(fd, &request, sizeof(request), MSG_DONTWAIT),
			 (ssize_t) sizeof(request.header));
	return request.header;
}

struct ack {
	struct nlmsghdr header;
	int32_t error;
	struct nlmsghdr request;
};

static struct ack ack_of(const struct nlmsghdr *request, int error)
{
	return (struct ack){
		.header = { .nlmsg_len = sizeof(struct ack), .nlmsg_type = NLMSG_ERROR,
			    .nlmsg_flags = NLM_F_CAPPED, .nlmsg_seq = request->nlmsg_seq,
			    .nlmsg_pid = request->nlmsg_pid },
		.error = error,
		.request = *request,
	};
}

static void begin(struct lsock_nlreq *r)
{
	ck_assert_int_eq(lsock_nlreq_begin(r, 0x20, 0, NULL, 0), 0);
}

/* What would be believed if it came from whom it says it is of. */
static void forge(int fd, const struct nlmsghdr *request, unsigned kind)
{
	struct ack ack = ack_of(request, kind % 2 ? -EPERM : 0);

	switch (kind % 5) {
	case 1:
		ack.header.nlmsg_type = NLMSG_DONE;
		break;
	case 2:
		ack.header.nlmsg_type = 0x20;
		break;
	case 3:
		ack.header.nlmsg_len = 0x80000000;
		break;
	case 4:
		ack.header.nlmsg_type = NLMSG_OVERRUN;
		break;
	default:
		break;
	}
	say(fd, request->nlmsg_pid, &ack, sizeof(ack));
}

TEST(forged_messages_are_never_acted_on, .seconds = 60)
{
	uint32_t port, other_port;
	int kernel = stranger(&port), forger = stranger(&other_port);
	struct lsock_netlink *n = open_to(port);
	struct lsock_nlreq *r = talk_request();
	struct lsock_netlink_counts counts = { .size = sizeof(counts) };
	const struct lsock_netlink_item *item;
	unsigned real, k;

	for (real = 0; real < 1000; real++) {
		struct nlmsghdr request;
		struct ack ack;
		uint32_t ask;

		begin(r);
		ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &ask), 0);
		request = hear(kernel);
		ck_assert_uint_eq(request.nlmsg_seq, ask);
		for (k = 0; k < 5; k++)
			forge(forger, &request, k);
		ack = ack_of(&request, real % 3 ? 0 : -EEXIST);
		say(kernel, request.nlmsg_pid, &ack, sizeof(ack));
		for (k = 0; k < 5; k++)
			forge(forger, &request, k + 1);
		item = talk_next(n);
		ck_assert_int_eq(item->kind, LSOCK_NETLINK_END);
		ck_assert_uint_eq(item->ask, ask);
		ck_assert_int_eq(item->error, real % 3 ? 0 : -EEXIST);
		ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_nowait()), 0);
	}
	lsock_netlink_count(n, &counts);
	ck_assert_uint_le(counts.foreign, 10000);
	ck_assert_uint_ge(counts.foreign, 9995);	/* the last ones are still there */
	ck_assert_uint_eq(counts.messages, 1000);
	ck_assert_uint_eq(counts.malformed + counts.stray + counts.lost, 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	close(kernel);
	close(forger);
}

TEST(flood_of_strangers_holds_nobody)
{
	uint32_t port, other_port;
	int kernel = stranger(&port), forger = stranger(&other_port);
	struct lsock_netlink *n = open_to(port);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;
	int64_t start = clock_ns();
	struct nlmsghdr request;
	int k;

	begin(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	request = hear(kernel);
	for (k = 0; k < 100; k++)
		forge(forger, &request, 0);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_nowait()), -EAGAIN);
	for (k = 0; k < 100; k++)
		forge(forger, &request, 0);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_in_ms(20)), -ETIME);
	assert_took(start, 20, 1000);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	close(kernel);
	close(forger);
}

TEST(silence_ends_at_the_ask_s_deadline)
{
	uint32_t port;
	int kernel = stranger(&port);
	struct lsock_netlink *n = open_to(port);
	struct lsock_nlreq *r = talk_request();
	struct lsock_ask_options options = { .size = sizeof(options), .until = lsock_in_ms(30) };
	const struct lsock_netlink_item *item;
	int64_t start = clock_ns();

	begin(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, &options, NULL), 0);
	ck_assert_int_eq(lsock_netlink_due(n).ns, options.until.ns);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_in_ms(10)), -ETIME);
	item = talk_next(n);
	assert_took(start, 30, 1000);
	ck_assert_int_eq(item->kind, LSOCK_NETLINK_END);
	ck_assert_int_eq(item->error, -ETIME);
	ck_assert_uint_eq(item->flags, LSOCK_NETLINK_UNKNOWN);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	close(kernel);
}

TEST(call_that_is_too_late_is_cancelled)
{
	uint32_t port;
	int kernel = stranger(&port);
	struct lsock_netlink *n = open_to(port);
	struct lsock_nlreq *r = talk_request();
	struct nlmsghdr first, second;
	struct ack ack;

	begin(r);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, lsock_in_ms(10)), -ETIME);
	ck_assert_uint_eq(lsock_netlink_why(n)->flags, LSOCK_NLERROR_UNKNOWN);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, lsock_nowait()), -EAGAIN);
	first = hear(kernel);
	second = hear(kernel);
	ck_assert_uint_ne(first.nlmsg_seq, second.nlmsg_seq);
	/* What comes of them is nobody's. */
	ack = ack_of(&first, -EPERM);
	say(kernel, first.nlmsg_pid, &ack, sizeof(ack));
	ack = ack_of(&second, -EPERM);
	say(kernel, second.nlmsg_pid, &ack, sizeof(ack));
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, lsock_in_ms(10)), -ETIME);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	close(kernel);
}

TEST(signal_ends_a_wait_that_says_so)
{
	uint32_t port;
	int kernel = stranger(&port);
	struct lsock_netlink *n = open_to(port);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;

	begin(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	storm_begin(1000);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_or_signal(lsock_in_ms(5000))), -EINTR);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_in_ms(20)), -ETIME);
	storm_end();
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	close(kernel);
}

/* 222 virtual functions: more than 16 bits can count. */
TEST(link_of_90_kib)
{
	static struct {
		struct nlmsghdr header;
		char rest[90 << 10];
	} link;
	uint32_t port;
	int kernel = stranger(&port);
	struct lsock_netlink *n = open_to(port);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;
	struct nlmsghdr request;

	begin(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	request = hear(kernel);
	link.header = (struct nlmsghdr){
		.nlmsg_len = sizeof(link), .nlmsg_type = RTM_NEWLINK,
		.nlmsg_seq = request.nlmsg_seq, .nlmsg_pid = request.nlmsg_pid,
	};
	memset(link.rest, 'x', sizeof(link.rest));
	say(kernel, request.nlmsg_pid, &link, sizeof(link));
	item = talk_next(n);
	ck_assert_int_eq(item->kind, LSOCK_NETLINK_REPLY);
	ck_assert_uint_eq(item->message->nlmsg_len, sizeof(link));
	ck_assert_mem_eq(item->message, &link, sizeof(link));
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	close(kernel);
}

/* A conversation with so little room that nothing fits. */
static struct lsock_netlink *open_narrow(void)
{
	struct lsock_netlink *n = talk_open(NULL);

	lsock__receiver_close(&n->receiver);
	ck_assert_int_eq(lsock__receiver_open(&n->receiver, 128), 0);
	return n;
}

TEST(get_that_does_not_fit_is_asked_again)
{
	struct lsock_netlink *n = open_narrow();
	struct lsock_nlreq *r = talk_request();
	struct lsock_netlink_counts counts = { .size = sizeof(counts) };
	const struct nlmsghdr *reply;

	talk_get_link(r, LO);
	ck_assert_int_eq(lsock_netlink_call(n, r, &reply, lsock_in_ms(5000)), 1);
	ck_assert_uint_eq(reply->nlmsg_type, RTM_NEWLINK);
	lsock_netlink_count(n, &counts);
	ck_assert_uint_eq(counts.truncated, 1);
	ck_assert_uint_eq(counts.retried, 1);
	ck_assert_uint_ge(n->receiver.room, reply->nlmsg_len);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(dump_that_does_not_fit_begins_anew)
{
	struct lsock_netlink *n = open_narrow();
	struct lsock_nlreq *r = talk_request();
	struct lsock_netlink_counts counts = { .size = sizeof(counts) };
	uint32_t ask;

	talk_dump_links(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &ask), 0);
	ck_assert_int_eq(talk_next(n)->kind, LSOCK_NETLINK_REPLY);
	ck_assert_int_eq(talk_end(n, ask), 0);
	lsock_netlink_count(n, &counts);
	ck_assert_uint_eq(counts.truncated, 1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(event_that_does_not_fit_is_lost)
{
	struct lsock_netlink *n = open_narrow(), *requests;
	struct lsock_nlreq *r = talk_request();

	ck_assert_int_eq(lsock_netlink_open(NETLINK_ROUTE, NULL, &requests), 0);
	ck_assert_int_eq(lsock_netlink_join(n, RTNLGRP_LINK), 0);
	talk_set_mtu(r, LO, 1400);
	ck_assert_int_eq(lsock_netlink_call(requests, r, NULL, lsock_in_ms(5000)), 0);
	ck_assert_int_eq(talk_next(n)->kind, LSOCK_NETLINK_LOST);
	talk_set_mtu(r, LO, 1401);
	ck_assert_int_eq(lsock_netlink_call(requests, r, NULL, lsock_in_ms(5000)), 0);
	ck_assert_int_eq(talk_next(n)->kind, LSOCK_NETLINK_EVENT);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
	lsock_netlink_free(requests);
}

TEST(what_no_memory_is_had_for_is_emsgsize)
{
	struct lsock_netlink *n = open_narrow();
	struct lsock_nlreq *r = talk_request();
	const struct nlmsghdr *reply;

	talk_get_link(r, LO);
	seam_fail("mmap", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_netlink_call(n, r, &reply, lsock_in_ms(5000)), -EMSGSIZE);
	seam_reset();
	ck_assert_int_eq(lsock_netlink_call(n, r, &reply, lsock_in_ms(5000)), 1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}
