/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One request and its answer, with the system calls that it takes.
 * Of lib/netlink/ask.c.
 */
#include <linux_sock/netlink.h>

#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/netlink/talk.h"

#define LO 1

static struct lsock_deadline soon(void)
{
	return lsock_in_ms(5000);
}

TEST(request_is_two_system_calls)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct nlmsghdr *reply;
	int k;

	for (k = 0; k < 2; k++) {	/* the second time with memory that is there */
		talk_set_mtu(r, LO, 1500);
		seam_reset();
		ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), 0);
		ck_assert_uint_eq(seam_count(NULL), 2);
		ck_assert_uint_eq(seam_count("send"), 1);
		ck_assert_uint_eq(seam_count("recv"), 1);
		talk_get_link(r, LO);
		seam_reset();
		ck_assert_int_eq(lsock_netlink_call(n, r, &reply, soon()), 1);
		ck_assert_uint_eq(seam_count(NULL), 3);
		ck_assert_uint_eq(seam_count("recv"), 2);
	}
	ck_assert_uint_eq(seam_count("malloc"), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(reply_outlives_its_ack)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct nlmsghdr *reply = NULL;
	const struct ifinfomsg *link;

	talk_get_link(r, LO);
	ck_assert_int_eq(lsock_netlink_call(n, r, &reply, soon()), 1);
	ck_assert_uint_eq(reply->nlmsg_type, RTM_NEWLINK);
	link = (const void *) (reply + 1);
	ck_assert_int_eq(link->ifi_index, LO);
	ck_assert_uint_gt(reply->nlmsg_len, 500);	/* an ACK has 36 bytes */
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(error_is_told_with_its_words)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct nlmsghdr *reply = (const void *) &n;
	const struct lsock_nlerror *why;

	talk_get_link(r, 4711);
	ck_assert_int_eq(lsock_netlink_call(n, r, &reply, soon()), -ENODEV);
	ck_assert_ptr_eq(reply, &n);
	why = lsock_netlink_why(n);
	ck_assert_int_eq(why->error, -ENODEV);
	ck_assert_int_eq(why->origin, LSOCK_NLERROR_KERNEL);
	ck_assert_uint_eq(why->type, RTM_GETLINK);
	ck_assert_uint_ne(why->ask, 0);

	talk_set_mtu(r, LO, UINT32_MAX);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), -EINVAL);
	ck_assert_uint_gt(strlen(lsock_netlink_why(n)->message), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(reply_gives_the_replies_of_the_one_ask)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct nlmsghdr *message = NULL;
	int links = 0, reply;

	ck_assert_int_eq(lsock_netlink_reply(n, &message, soon()), -EDEADLK);
	talk_dump_links(r);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	while ((reply = lsock_netlink_reply(n, &message, soon())) == 1) {
		ck_assert_uint_eq(message->nlmsg_type, RTM_NEWLINK);
		links++;
	}
	ck_assert_int_eq(reply, 0);
	ck_assert_int_ge(links, 1);
	talk_get_link(r, 4711);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	ck_assert_int_eq(lsock_netlink_reply(n, &message, soon()), -ENODEV);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), 0);
	ck_assert_int_eq(lsock_netlink_reply(n, &message, soon()), -EDEADLK);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(dump_flags_in_a_change_are_refused)
{
	static const struct rtmsg head = { .rtm_family = AF_INET };
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();

	seam_reset();
	lsock_nlreq_begin(r, RTM_NEWROUTE, NLM_F_REPLACE | NLM_F_EXCL, &head, sizeof(head));
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), -EINVAL);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), -EINVAL);
	ck_assert_int_eq(lsock_netlink_why(n)->origin, LSOCK_NLERROR_LIBRARY);
	ck_assert_str_ne(lsock_netlink_why(n)->message, "");
	talk_dump_links(r);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), -EINVAL);
	ck_assert_uint_eq(seam_count(NULL), 0);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(unwritten_request_is_refused)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	static const char large[70000];

	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, NULL), -EINVAL);
	talk_get_link(r, LO);
	lsock_nlreq_put(r, 3, large, sizeof(large));
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), -EMSGSIZE);
	talk_get_link(r, LO);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), 1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

TEST(call_beside_asks_is_refused)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	uint32_t ask;

	talk_get_link(r, LO);
	ck_assert_int_eq(lsock_netlink_ask(n, r, NULL, &ask), 0);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), -EDEADLK);
	ck_assert_int_eq(talk_end(n, ask), 0);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, soon()), 1);
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}
