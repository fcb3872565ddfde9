/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many requests to the kernel and what comes of them.
 * Of lib/netlink/ask.c.
 */
#include <linux_sock/netlink.h>

#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <poll.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/netlink/talk.h"

#define LO 1

static struct lsock_deadline soon(void)
{
	return lsock_in_ms(5000);
}

TEST(dump_gives_each_link_and_its_end)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;
	int tag, links = 0;
	struct lsock_ask_options options = { .size = sizeof(options), .tag = &tag };
	uint32_t ask;

	talk_dump_links(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, &options, &ask), 0);
	while ((item = talk_next(n))->kind == LSOCK_NETLINK_REPLY) {
		ck_assert_uint_eq(item->ask, ask);
		ck_assert_ptr_eq(item->tag, &tag);
		ck_assert_uint_eq(item->message->nlmsg_type, RTM_NEWLINK);
		links++;
	}
	ck_assert_int_ge(links, 1);
	ck_assert_int_eq(item->kind, LSOCK_NETLINK_END);
	ck_assert_int_eq(item->error, 0);
	ck_assert_ptr_eq(item->tag, &tag);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_forever()), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(done_error_of_the_kernel_is_the_result)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	uint32_t ask;

	talk_dump_routes(r, 9999);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &ask), 0);
	ck_assert_int_eq(talk_end(n, ask), -ENOENT);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(kernel_of_one_socket_does_one_dump_at_a_time)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	uint32_t asks[3];
	int k;

	for (k = 0; k < 3; k++) {
		talk_dump_links(r);
		ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &asks[k]), 0);
	}
	for (k = 0; k < 3; k++)
		ck_assert_int_eq(talk_end(n, asks[k]), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(busy_socket_of_another_holder_is_waited_for)
{
	struct lsock_netlink *n = talk_open(NULL), *other;
	struct lsock_nlreq *r = talk_request();
	struct lsock_netlink_counts counts = { .size = sizeof(counts) };
	uint32_t ask;
	char name[16];
	int k;

	/* More than one datagram of links. */
	for (k = 0; k < 40; k++) {
		snprintf(name, sizeof(name), "d%d", k);
		talk_make_link(n, name);
	}
	ck_assert_int_eq(lsock_netlink_adopt(dup(lsock_netlink_fd(n)), NULL, &other), 0);
	talk_dump_links(r);
	ck_assert_int_eq(lsock_netlink_ask(other, r, NULL, NULL), 0);	/* nobody reads it */
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &ask), 0);
	ck_assert_int_eq(talk_end(n, ask), 0);
	ck_assert_int_eq(lsock_netlink_count(n, &counts), 0);
	ck_assert_uint_ge(counts.retried, 1);
	lsock_netlink_free(other);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

/* 10 000 changes of which each has its result, and no overrun. */
TEST(window_never_overruns, .seconds = 60)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	struct lsock_ask_options corked = { .size = sizeof(corked), .flags = LSOCK_ASK_CORK };
	struct lsock_netlink_counts counts = { .size = sizeof(counts) };
	const struct lsock_netlink_item *item;
	int asked, ended, wrong = 0;

	seam_reset();
	for (asked = 0; asked < 10000; asked++) {
		if (asked % 10 == 0)
			talk_set_mtu(r, 4711, 1500);
		else
			talk_set_mtu(r, LO, 1400 + (uint32_t) asked % 100);
		ck_assert_int_eq(lsock_netlink_ask(n, r, &corked, NULL), 0);
	}
	for (ended = 0; ended < asked; ended++) {
		item = talk_next(n);
		ck_assert_int_eq(item->kind, LSOCK_NETLINK_END);
		ck_assert_int_eq(item->error, ended % 10 == 0 ? -ENODEV : 0);
		wrong += item->error != 0;
	}
	ck_assert_int_eq(wrong, 1000);
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_nowait()), 0);
	ck_assert_int_eq(lsock_netlink_count(n, &counts), 0);
	ck_assert_uint_eq(counts.lost + counts.stray + counts.malformed + counts.foreign, 0);
	ck_assert_uint_le(seam_count("send"), 200);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

/* Without a window the ACKs of so many do not fit: what became of the rest is not known. */
TEST(overrun_of_acks_makes_unknown)
{
	struct lsock_netlink_options options = { .size = sizeof(options), .window = 100000 };
	struct lsock_netlink *n = talk_open(&options);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;
	int asked, known = 0, unknown = 0;

	for (asked = 0; asked < 2000; asked++) {
		talk_set_mtu(r, LO, 1500);
		ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	}
	while (known + unknown < asked) {
		item = talk_next(n);
		ck_assert_int_eq(item->kind, LSOCK_NETLINK_END);
		if (item->error == 0) {
			known++;
			continue;
		}
		ck_assert_int_eq(item->error, -ENOBUFS);
		ck_assert_uint_eq(item->flags, LSOCK_NETLINK_UNKNOWN);
		ck_assert_uint_eq(lsock_netlink_why(n)->flags, LSOCK_NLERROR_UNKNOWN);
		unknown++;
	}
	ck_assert_int_gt(known, 100);
	ck_assert_int_gt(unknown, 1000);
	/* It can hear again. */
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(quiet_changes_tell_their_errors_only)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	struct lsock_ask_options quiet = {
		.size = sizeof(quiet), .flags = LSOCK_ASK_QUIET | LSOCK_ASK_CORK,
	};
	const struct lsock_netlink_item *item;
	uint32_t asks[4], k;

	for (k = 0; k < 3; k++) {
		talk_set_mtu(r, k == 1 ? 4711 : LO, 1500);
		ck_assert_int_eq(lsock_netlink_ask(n, r, &quiet, &asks[k]), 0);
	}
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &asks[3]), 0);
	for (k = 0; k < 4; k++) {
		item = talk_next(n);
		ck_assert_uint_eq(item->ask, asks[k]);
		ck_assert_int_eq(item->error, k == 1 ? -ENODEV : 0);
	}
	ck_assert_int_eq(lsock_netlink_next(n, &item, lsock_nowait()), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(cork_waits_for_flush)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	struct lsock_ask_options corked = { .size = sizeof(corked), .flags = LSOCK_ASK_CORK };
	const struct lsock_netlink_item *item;
	int k;

	seam_reset();
	for (k = 0; k < 10; k++) {
		talk_set_mtu(r, LO, 1500);
		ck_assert_int_eq(lsock_netlink_ask(n, r, &corked, NULL), 0);
	}
	ck_assert_uint_eq(seam_count("send"), 0);
	ck_assert_int_eq(lsock_netlink_due(n).ns, 0);
	ck_assert_int_eq(lsock_netlink_flush(n), 0);
	ck_assert_uint_eq(seam_count("send"), 1);
	ck_assert_int_ne(lsock_netlink_due(n).ns, 0);
	for (k = 0; k < 10; k++)
		ck_assert_int_eq((item = talk_next(n))->kind, LSOCK_NETLINK_END);
	ck_assert_uint_eq(seam_count("send"), 1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(cancelled_dump_is_read_and_dropped)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;
	uint32_t first, second;

	talk_dump_links(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &first), 0);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &second), 0);
	ck_assert_int_eq(lsock_netlink_cancel(n, first), 0);
	ck_assert_int_eq(lsock_netlink_cancel(n, first), -ENOENT);
	do {
		item = talk_next(n);
		ck_assert_uint_eq(item->ask, second);
	} while (item->kind != LSOCK_NETLINK_END);
	ck_assert_int_eq(item->error, 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(child_is_refused_and_parent_goes_on)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;
	const struct nlmsghdr *message;
	int status;
	pid_t child;

	talk_get_link(r, LO);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	child = fork();
	if (child == 0) {
		int wrong = lsock_netlink_next(n, &item, lsock_nowait()) != -ECHILD;

		wrong |= (lsock_netlink_call(n, r, &message, soon()) != -ECHILD) << 1;
		wrong |= (lsock_netlink_ask(n, r, NULL, NULL) != -ECHILD) << 2;
		wrong |= (lsock_netlink_flush(n) != -ECHILD) << 3;
		wrong |= (lsock_netlink_join(n, 1) != -ECHILD) << 4;
		wrong |= (lsock_netlink_reply(n, &message, soon()) != -ECHILD) << 5;
		lsock_netlink_free(n);
		_exit(wrong);
	}
	ck_assert_int_gt(child, 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(lsock_netlink_reply(n, &message, soon()), 1);
	ck_assert_int_eq(lsock_netlink_reply(n, &message, soon()), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(foreign_loop_is_served_by_fd_and_due)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_netlink_item *item;
	struct pollfd fds = { .fd = lsock_netlink_fd(n), .events = POLLIN };
	int got, ends = 0, asked;

	ck_assert_int_eq(lsock_netlink_due(n).ns, lsock_forever().ns);
	for (asked = 0; asked < 5; asked++) {
		talk_dump_links(r);
		ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	}
	while (ends < asked) {
		ck_assert_int_ge(poll(&fds, 1, lsock_deadline_poll_ms(lsock_netlink_due(n))), 0);
		while ((got = lsock_netlink_next(n, &item, lsock_nowait())) == 1)
			ends += item->kind == LSOCK_NETLINK_END;
		ck_assert_int_eq(got, ends < asked ? -EAGAIN : 0);
	}
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(dump_needs_no_memory_a_message)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	int round;

	for (round = 0; round < 2; round++) {
		uint32_t ask;

		seam_reset();
		talk_dump_links(r);
		ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &ask), 0);
		ck_assert_int_eq(talk_end(n, ask), 0);
	}
	ck_assert_uint_eq(seam_count("malloc") + seam_count("mmap"), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}
