/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes of level 1. */
#include <check.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"

#define MUCH 30000	/* many times what scene_narrow_pair() takes at once */

static const char much[MUCH];

static int recv_run(struct scene *s)
{
	return (int) lsock_recv(s->fd, s->out.buf, sizeof(s->out.buf), 0, until(s));
}

static int recv_nowait_run(struct scene *s)
{
	return (int) lsock_recv(s->fd, s->out.buf, sizeof(s->out.buf), 0, lsock_nowait());
}

static void recv_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.buf, "hello", 5);
}

/* Here all of it comes at once. */
static int recv_all_run(struct scene *s)
{
	int r = lsock_recv_all(s->fd, s->out.buf, 5, 0, &s->sent, until(s));

	ck_assert_uint_eq(s->sent, r == 0 ? 5 : 0);
	return r;
}

static int recvfrom_run(struct scene *s)
{
	return (int) lsock_recvfrom(s->fd, s->out.buf, sizeof(s->out.buf), 0, &s->out.addr,
				    until(s));
}

static void recvfrom_check(struct scene *s)
{
	recv_check(s);
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_INET);
	ck_assert_int_gt(lsock_addr_port(&s->out.addr), 0);
}

static int send_run(struct scene *s)
{
	return (int) lsock_send(s->fd, "hello", 5, 0, until(s));
}

static int send_nowait_run(struct scene *s)
{
	return (int) lsock_send(s->fd, "hello", 5, 0, lsock_nowait());
}

static void arrived_check(struct scene *s)
{
	scene_drain(s);
	ck_assert_uint_eq(s->drained, 5);
}

static int sendto_run(struct scene *s)
{
	return (int) lsock_sendto(s->peer, "hello", 5, 0, &s->addr, until(s));
}

static int sendto_full_run(struct scene *s)
{
	return (int) lsock_sendto(s->fd, "hello", 5, 0, &s->addr, until(s));
}

/* What is counted has gone out, and nothing else. */
static int counted(struct scene *s, int r)
{
	scene_drain(s);
	ck_assert_uint_eq(s->sent, s->drained);
	if (r == 0)
		ck_assert_uint_eq(s->sent, MUCH);
	s->drained = 0;
	return r;
}

static int send_all_run(struct scene *s)
{
	s->sent = SIZE_MAX;
	return counted(s, lsock_send_all(s->fd, much, sizeof(much), 0, &s->sent, until(s)));
}

static int ended_run(struct scene *s)
{
	return lsock_ended(s->fd);
}

static void seqpacket_ended(struct scene *s)
{
	scene_seqpacket_pair(s);
	ck_assert_int_eq(shutdown(s->peer, SHUT_RDWR), 0);
}

/* A poll that need not wait is interrupted only where it has seen no event. */
static const struct rule ended_rules[] = {
	{ "ppoll", EINTR, NEVER, NEVER },
	{ "ioctl", 0, CLEAN, CLEAN },	/* not every family counts what is queued */
	{ NULL, 0, 0, 0 },
};

static const struct rule not_ended_rules[] = {
	{ "ppoll", EINTR, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int wait_run(struct scene *s)
{
	return lsock_wait(s->fd, POLLIN, until(s));
}

const struct op io_ops[] = {
	OP("lsock_recv", scene_told_pair, recv_run, .clean = 5, .check = recv_check,
	   .rules = transfer_rules),
	OP("lsock_recv of nothing", scene_unix_pair, recv_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_recv, nowait", scene_told_pair, recv_nowait_run, .clean = 5, .check = recv_check,
	   .rules = untimed_rules),
	OP("lsock_recv_all", scene_told_pair, recv_all_run, .check = recv_check,
	   .rules = transfer_rules),
	OP("lsock_recvfrom", scene_udp, recvfrom_run, .clean = 5, .check = recvfrom_check,
	   .rules = transfer_rules),
	OP("lsock_send", scene_unix_pair, send_run, .clean = 5, .check = arrived_check,
	   .rules = transfer_rules),
	OP("lsock_send into a full queue", scene_full_pair, send_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_send, nowait", scene_unix_pair, send_nowait_run, .clean = 5,
	   .check = arrived_check, .rules = untimed_rules),
	OP("lsock_sendto", scene_udp, sendto_run, .clean = 5, .rules = datagram_rules),
	OP("lsock_sendto into a full queue", scene_full_dgram, sendto_full_run, .clean = -ETIME,
	   .rules = datagram_rules, .vain = true),
	OP("lsock_send_all", scene_narrow_pair, send_all_run, .hook = drain_hook,
	   .rules = transfer_rules),
	OP("lsock_send_all into a full queue", scene_narrow_pair, send_all_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_ended of a stream", scene_unix_pair, ended_run, .clean = 1),
	OP("lsock_ended", seqpacket_ended, ended_run, .clean = 1, .rules = ended_rules),
	OP("lsock_ended before the end", scene_seqpacket_pair, ended_run, .rules = not_ended_rules),
	OP("lsock_wait", scene_told_pair, wait_run, .clean = POLLIN, .rules = transfer_rules),
	OP("lsock_wait for nothing", scene_unix_pair, wait_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	{ .name = NULL },
};
