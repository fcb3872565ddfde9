/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Conversations over netlink, about the one link that every namespace has. */
#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"

#define LO 1
#define GROUP RTNLGRP_LINK

/* Room is said, so that none is made for the first group. */
static void make(struct scene *s)
{
	const struct lsock_netlink_options options = {
		.size = sizeof(options), .receive_room = 1 << 16,
	};

	ck_assert_int_eq(lsock_netlink_open(NETLINK_ROUTE, &options, &s->netlink), 0);
	ck_assert_int_eq(lsock_nlreq_new(&s->request), 0);
}

static void write_request(struct scene *s, uint16_t flags)
{
	const struct ifinfomsg head = { .ifi_index = flags ? 0 : LO };

	ck_assert_int_eq(lsock_nlreq_begin(s->request, RTM_GETLINK, flags, &head, sizeof(head)), 0);
}

static void ready(struct scene *s)
{
	make(s);
	write_request(s, 0);
}

static void asked(struct scene *s)
{
	ready(s);
	ck_assert_int_eq(lsock_netlink_ask(s->netlink, s->request, NULL, NULL), 0);
}

static void asked_for_all(struct scene *s)
{
	make(s);
	write_request(s, NLM_F_DUMP);
	ck_assert_int_eq(lsock_netlink_ask(s->netlink, s->request, NULL, NULL), 0);
}

static void corked(struct scene *s)
{
	const struct lsock_ask_options options = {
		.size = sizeof(options), .flags = LSOCK_ASK_CORK,
	};

	ready(s);
	ck_assert_int_eq(lsock_netlink_ask(s->netlink, s->request, &options, NULL), 0);
}

static void silent(struct scene *s)
{
	make(s);
	ck_assert_int_eq(lsock_netlink_join(s->netlink, GROUP), 0);
}

static void bound(struct scene *s)
{
	const struct sockaddr_nl name = { .nl_family = AF_NETLINK };

	s->fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	ck_assert_int_ge(s->fd, 0);
	ck_assert_int_eq(bind(s->fd, (const void *) &name, sizeof(name)), 0);
}

static int open_run(struct scene *s)
{
	int r = lsock_netlink_open(NETLINK_ROUTE, NULL, &s->out.netlink);

	if (r == 0)
		s->netlink = s->out.netlink;
	return r;
}

static int adopt_run(struct scene *s)
{
	int r = lsock_netlink_adopt(s->fd, NULL, &s->out.netlink);

	if (r == 0) {
		s->netlink = s->out.netlink;
		s->fd = -1;
	}
	return r;
}

/* What the kernel has not is left out. */
static const struct rule option_rules[] = {
	{ "setsockopt", ENOPROTOOPT, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int free_run(struct scene *s)
{
	s->netlink = lsock_netlink_free(s->netlink);
	return 0;
}

/* The descriptor is gone in any case. */
static const struct rule free_rules[] = {
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int join_run(struct scene *s)
{
	return lsock_netlink_join(s->netlink, GROUP);
}

static int join_names_run(struct scene *s)
{
	return lsock_netlink_join_names(s->netlink, "link", until(s));
}

static int leave_run(struct scene *s)
{
	return lsock_netlink_leave(s->netlink, GROUP);
}

static int call_run(struct scene *s)
{
	return lsock_netlink_call(s->netlink, s->request, (const struct nlmsghdr **) &s->out.data,
				  until(s));
}

static int ask_run(struct scene *s)
{
	return lsock_netlink_ask(s->netlink, s->request, NULL, &s->out.ask);
}

static int flush_run(struct scene *s)
{
	return lsock_netlink_flush(s->netlink);
}

static int next_run(struct scene *s)
{
	return lsock_netlink_next(s->netlink, (const struct lsock_netlink_item **) &s->out.data,
				  until(s));
}

/* An item is no result of its clean run, and nobody looks at it. */
static int wait_run(struct scene *s)
{
	const struct lsock_netlink_item *item;

	return lsock_netlink_next(s->netlink, &item, until(s));
}

static int reply_run(struct scene *s)
{
	return lsock_netlink_reply(s->netlink, (const struct nlmsghdr **) &s->out.data, until(s));
}

/* What the kernel has no room for is a loss, behind which everything is read. */
static const struct rule next_rules[] = {
	{ "recv", EAGAIN, CLEAN, -ETIME },
	{ "recv", EINTR, CLEAN, -ETIME },
	{ "recv", EINVAL, CLEAN, TOLD },	/* tried without MSG_CMSG_CLOEXEC */
	{ "recv", ENOBUFS, CLEAN, -ETIME },
	{ "send", EAGAIN, CLEAN, -ETIME },
	{ "send", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* A loss is an item. */
static const struct rule event_rules[] = {
	{ "recv", EAGAIN, CLEAN, -ETIME },
	{ "recv", EINTR, CLEAN, -ETIME },
	{ "recv", EINVAL, CLEAN, TOLD },
	{ "recv", ENOBUFS, 1, -ETIME },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* What could not be sent is told as the end of what was asked. */
static const struct rule ask_rules[] = {
	{ "send", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

const struct op netlink_ops[] = {
	OP("lsock_netlink_open", NULL, open_run, .fds = 1, .rules = option_rules),
	OP("lsock_netlink_adopt", bound, adopt_run, .rules = option_rules),
	OP("lsock_netlink_free", make, free_run, .fds = -1, .final = true, .rules = free_rules),
	OP("lsock_netlink_join", make, join_run),
	OP("lsock_netlink_join_names", make, join_names_run),
	OP("lsock_netlink_leave", silent, leave_run),
	OP("lsock_netlink_call", ready, call_run, .clean = 1, .rules = next_rules),
	OP("lsock_netlink_ask", ready, ask_run, .rules = ask_rules),
	OP("lsock_netlink_flush", corked, flush_run, .rules = ask_rules),
	OP("lsock_netlink_next", asked, next_run, .clean = 1, .rules = next_rules),
	OP("lsock_netlink_next of nothing", silent, wait_run, .clean = -ETIME, .rules = event_rules,
	   .vain = true),
	OP("lsock_netlink_reply", asked_for_all, reply_run, .clean = 1, .rules = next_rules),
	{ .name = NULL },
};
