/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages of both levels, with and without descriptors. */
#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/fault/fault-op.h"

#define ROOM 4096

/* EINVAL may be about a flag of ours beside control data: the call is made again without it. */
static const struct rule flag_rules[] = {
	{ "recv", EAGAIN, CLEAN, -ETIME },
	{ "recv", EINTR, CLEAN, -ETIME },
	{ "recv", EINVAL, CLEAN, -EINVAL },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* ---- Bytes and a name. */

static int recvmsg_run(struct scene *s)
{
	struct iovec vector = { s->out.buf, sizeof(s->out.buf) };
	struct lsock_message message = { .vectors = &vector, .vector_count = 1 };
	ssize_t n = lsock_recvmsg(s->fd, &message, 0, until(s));

	if (n >= 0)
		s->out.addr = message.name;
	else
		ck_assert_int_eq(message.flags + (int) message.name.len, 0);
	return (int) n;
}

static void recvmsg_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.buf, "hello", 5);
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_INET);
}

static struct lsock_message hello(struct iovec *vector)
{
	*vector = (struct iovec){ (void *) "hello", 5 };
	return (struct lsock_message){ .vectors = vector, .vector_count = 1 };
}

static int sendmsg_run(struct scene *s)
{
	struct iovec vector;
	struct lsock_message message = hello(&vector);

	return (int) lsock_sendmsg(s->fd, &message, 0, until(s));
}

static void arrived_check(struct scene *s)
{
	scene_drain(s);
	ck_assert_uint_eq(s->drained, 5);
}

/* ---- Descriptors: two come, one is handed out. */

static void send_two(int fd)
{
	ck_assert_int_eq(lsock_send_fds(fd, "hello", 5, (int[]){ fd, fd }, 2, 0, NULL,
					lsock_nowait()), 5);
}

static void two_fds(struct scene *s)
{
	scene_unix_pair(s);
	send_two(s->peer);
}

static int recv_fds_run(struct scene *s)
{
	struct lsock_fds fds = { .fds = s->made, .room = 1, .count = 7 };
	int n = (int) lsock_recv_fds(s->fd, s->out.buf, sizeof(s->out.buf), &fds, 0, NULL,
				     until(s));

	ck_assert_uint_eq(fds.count, n < 0 ? 7 : 1);
	return n;
}

static void bytes_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.buf, "hello", 5);
}

static void recv_fds_check(struct scene *s)
{
	bytes_check(s);
	ck_assert_int_ge(s->made[0], 0);
}

/* Control data owns two from before, which are closed whatever comes of the receive. */
static int recvmsg_owning_run(struct scene *s)
{
	_Alignas(uint64_t) char room[256];
	struct lsock_control control;
	struct lsock_message message = { .control = &control };
	int fds[] = { dup(s->fd), dup(s->fd) }, n;

	lsock_control_init(&control, room, sizeof(room));
	ck_assert_int_eq(lsock_control_put_fds(&control, fds, 2), 0);
	control.flags = LSOCK_CONTROL_RECEIVED;
	n = (int) lsock_recvmsg(s->fd, &message, 0, until(s));
	if (n < 0)
		ck_assert_uint_eq(control.size, 0);
	lsock_control_clear(&control);
	return n;
}

static int clear_run(struct scene *s)
{
	_Alignas(uint64_t) char room[256];
	struct lsock_control control;
	int fds[] = { dup(s->fd), dup(s->fd) };

	lsock_control_init(&control, room, sizeof(room));
	ck_assert_int_eq(lsock_control_put_fds(&control, fds, 2), 0);
	control.flags = LSOCK_CONTROL_RECEIVED;
	lsock_control_clear(&control);
	ck_assert_uint_eq(control.size, 0);
	return 0;
}

static int send_fds_run(struct scene *s)
{
	return (int) lsock_send_fds(s->fd, "hello", 5, &s->fd, 1, 0, NULL, until(s));
}

static void empty_dgram(struct scene *s)
{
	int fds[2];

	ck_assert_int_eq(lsock_pair(AF_UNIX, SOCK_DGRAM, 0, fds), 0);
	s->fd = fds[0];
	s->peer = fds[1];
}

static int send_fds_empty_run(struct scene *s)
{
	return (int) lsock_send_fds(s->fd, NULL, 0, &s->fd, 1, 0, NULL, until(s));
}

/* A close that fails has closed all the same. */
static const struct rule fds_rules[] = {
	{ "recv", EAGAIN, CLEAN, -ETIME },
	{ "recv", EINTR, CLEAN, -ETIME },
	{ "send", EAGAIN, CLEAN, -ETIME },
	{ "send", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

/* ---- Notices. */

/* Of a message to where nobody is any more. */
static void noticed(struct scene *s)
{
	const int one = 1;
	struct pollfd ready = { .events = 0 };

	scene_udp(s);
	close(s->fd);
	s->fd = s->peer;
	s->peer = -1;
	ck_assert_int_eq(setsockopt(s->fd, IPPROTO_IP, IP_RECVERR, &one, sizeof(one)), 0);
	ck_assert_int_eq(sendto(s->fd, "hello", 5, 0, &s->addr.u.sa, s->addr.len), 5);
	ready.fd = s->fd;
	ck_assert_int_eq(poll(&ready, 1, 10000), 1);
}

static int recv_notice_run(struct scene *s)
{
	struct lsock_notice notice = { .kind = 77 };
	int n = (int) lsock_recv_notice(s->fd, s->out.buf, sizeof(s->out.buf), &notice, until(s));

	ck_assert_int_eq(notice.kind, n < 0 ? 77 : LSOCK_NOTICE_ERROR);
	return n;
}

/* ---- Objects. */

static void told(struct scene *s)
{
	scene_told_pair(s);
	scene_object(s);
}

static void told_blocking(struct scene *s)
{
	scene_told_pair(s);
	scene_object_timeout(s, -1);
}

static void silent(struct scene *s)
{
	scene_unix_pair(s);
	scene_object(s);
}

/* Its last receive had to wait, so that the next one polls first. */
static void told_after_wait(struct scene *s)
{
	char buf[1];

	scene_unix_pair(s);
	scene_object_timeout(s, 1);
	ck_assert_int_eq(lsock_socket_recv_into(s->socket, buf, sizeof(buf), 0), -ETIME);
	scene_patience(s, s->patience);
	ck_assert_int_eq(send(s->peer, "hello", 5, MSG_NOSIGNAL), 5);
}

static int object_recvmsg_run(struct scene *s)
{
	struct lsock_message message = { .control = NULL };

	return (int) lsock_socket_recvmsg(s->socket, ROOM, &message, 0, &s->out.data);
}

static int object_recvmsg_into_run(struct scene *s)
{
	struct iovec vector = { s->out.buf, sizeof(s->out.buf) };
	struct lsock_message message = { .vectors = &vector, .vector_count = 1 };

	return (int) lsock_socket_recvmsg_into(s->socket, &message, 0);
}

static void data_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.data, "hello", 5);
}

static int object_sendmsg_run(struct scene *s)
{
	struct iovec vector;
	struct lsock_message message = hello(&vector);

	return (int) lsock_socket_sendmsg(s->socket, &message, 0);
}

static void silent_blocking(struct scene *s)
{
	scene_unix_pair(s);
	scene_object_timeout(s, -1);
}

static void object_two_fds(struct scene *s)
{
	two_fds(s);
	scene_object(s);
}

static int object_recv_fds_run(struct scene *s)
{
	struct lsock_fds fds = { .fds = s->made, .room = 1 };

	return (int) lsock_socket_recv_fds(s->socket, s->out.buf, sizeof(s->out.buf), &fds, 0,
					   NULL);
}

static int object_send_fds_run(struct scene *s)
{
	int fd = s->peer;

	return (int) lsock_socket_send_fds(s->socket, "hello", 5, &fd, 1, 0, NULL);
}

const struct op message_ops[] = {
	OP("lsock_recvmsg", scene_udp, recvmsg_run, .clean = 5, .check = recvmsg_check,
	   .rules = transfer_rules),
	OP("lsock_recvmsg of nothing", scene_unix_pair, recvmsg_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_recvmsg with fds from before", scene_told_pair, recvmsg_owning_run,
	   .rules = fds_rules),
	OP("lsock_sendmsg", scene_unix_pair, sendmsg_run, .clean = 5, .check = arrived_check,
	   .rules = transfer_rules),
	OP("lsock_sendmsg into a full queue", scene_full_pair, sendmsg_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_recv_fds", two_fds, recv_fds_run, .clean = 5, .check = recv_fds_check,
	   .rules = fds_rules, .fds = 1),
	OP("lsock_control_clear", scene_unix_pair, clear_run, .rules = fds_rules),
	OP("lsock_send_fds", scene_unix_pair, send_fds_run, .clean = 5, .check = arrived_check,
	   .rules = transfer_rules),
	OP("lsock_send_fds of no bytes", empty_dgram, send_fds_empty_run, .rules = transfer_rules),
	OP("lsock_recv_notice", noticed, recv_notice_run, .clean = 5, .rules = flag_rules),
	OP("lsock_socket_recvmsg", told, object_recvmsg_run, .clean = 5, .check = data_check,
	   .rules = transfer_rules),
	OP("lsock_socket_recvmsg, blocking", told_blocking, object_recvmsg_run, .clean = 5,
	   .check = data_check, .rules = untimed_rules),
	OP("lsock_socket_recvmsg after a wait", told_after_wait, object_recvmsg_run, .clean = 5,
	   .check = data_check, .rules = transfer_rules),
	OP("lsock_socket_recvmsg_into", told, object_recvmsg_into_run, .clean = 5,
	   .check = bytes_check, .rules = transfer_rules),
	OP("lsock_socket_recvmsg_into of nothing", silent, object_recvmsg_into_run,
	   .clean = -ETIME, .rules = transfer_rules, .vain = true),
	OP("lsock_socket_recvmsg of nothing", silent, object_recvmsg_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_socket_sendmsg", silent, object_sendmsg_run, .clean = 5, .check = arrived_check,
	   .rules = transfer_rules),
	OP("lsock_socket_sendmsg, blocking", silent_blocking, object_sendmsg_run, .clean = 5,
	   .check = arrived_check, .rules = untimed_rules),
	OP("lsock_socket_recv_fds", object_two_fds, object_recv_fds_run, .clean = 5,
	   .rules = fds_rules, .fds = 1),
	OP("lsock_socket_send_fds", silent, object_send_fds_run, .clean = 5,
	   .check = arrived_check, .rules = transfer_rules),
	{ .name = NULL },
};
