/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes of socket objects. */
#include <check.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"

#define MUCH 30000	/* many times what scene_narrow_pair() takes at once */
#define ROOM 4096

static const char much[MUCH];

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

static void told_nonblocking(struct scene *s)
{
	scene_told_pair(s);
	scene_object_timeout(s, 0);
}

static void silent(struct scene *s)
{
	scene_unix_pair(s);
	scene_object(s);
}

static void silent_blocking(struct scene *s)
{
	scene_unix_pair(s);
	scene_object_timeout(s, -1);
}

static void silent_nonblocking(struct scene *s)
{
	scene_unix_pair(s);
	scene_object_timeout(s, 0);
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

/* Its buffer is too small for the next receive. */
static void told_twice(struct scene *s)
{
	const void *data;

	told(s);
	ck_assert_int_eq(lsock_socket_recv(s->socket, 1, 0, &data), 1);
	ck_assert_int_eq(send(s->peer, "hello", 5, MSG_NOSIGNAL), 5);
}

static int recv_run(struct scene *s)
{
	return (int) lsock_socket_recv(s->socket, ROOM, 0, &s->out.data);
}

static void recv_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.data, "hello", 5);
}

static void recv_twice_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.data, "ellohello", 9);
}

static int recvfrom_run(struct scene *s)
{
	return (int) lsock_socket_recvfrom(s->socket, ROOM, 0, &s->out.data, &s->out.addr);
}

static void is_inet(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_INET);
	ck_assert_int_gt(lsock_addr_port(&s->out.addr), 0);
}

static void recvfrom_check(struct scene *s)
{
	recv_check(s);
	is_inet(s);
}

static void udp(struct scene *s)
{
	scene_udp(s);
	scene_object(s);
}

static int recv_into_run(struct scene *s)
{
	return (int) lsock_socket_recv_into(s->socket, s->out.buf, sizeof(s->out.buf), 0);
}

static void recv_into_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.buf, "hello", 5);
}

static int recvfrom_into_run(struct scene *s)
{
	return (int) lsock_socket_recvfrom_into(s->socket, s->out.buf, sizeof(s->out.buf), 0,
						&s->out.addr);
}

static void recvfrom_into_check(struct scene *s)
{
	recv_into_check(s);
	is_inet(s);
}

static int ended_run(struct scene *s)
{
	return lsock_socket_ended(s->socket);
}

static void ended(struct scene *s)
{
	scene_seqpacket_pair(s);
	ck_assert_int_eq(shutdown(s->peer, SHUT_RDWR), 0);
	scene_object(s);
}

/* A poll that need not wait is interrupted only where it has seen no event. */
static const struct rule ended_rules[] = {
	{ "ppoll", EINTR, NEVER, NEVER },
	{ "ioctl", 0, CLEAN, CLEAN },	/* not every family counts what is queued */
	{ NULL, 0, 0, 0 },
};

static int send_run(struct scene *s)
{
	return (int) lsock_socket_send(s->socket, "hello", 5, 0);
}

static void arrived_check(struct scene *s)
{
	scene_drain(s);
	ck_assert_uint_eq(s->drained, 5);
}

static void full(struct scene *s)
{
	scene_full_pair(s);
	scene_object(s);
}

static void narrow(struct scene *s)
{
	scene_narrow_pair(s);
	scene_object(s);
}

/* What is counted has gone out, and nothing else. */
static int sendall_of(struct scene *s, size_t size)
{
	int r;

	s->sent = SIZE_MAX;
	r = lsock_socket_sendall(s->socket, much, size, 0, &s->sent);
	scene_drain(s);
	ck_assert_uint_eq(s->sent, s->drained);
	if (r == 0)
		ck_assert_uint_eq(s->sent, size);
	s->drained = 0;
	return r;
}

static int sendall_run(struct scene *s)
{
	return sendall_of(s, MUCH);
}

static int sendall_little_run(struct scene *s)
{
	return sendall_of(s, 5);
}

/* Its own socket is the receiver. */
static int sendto_run(struct scene *s)
{
	return (int) lsock_socket_sendto(s->socket, "hello", 5, 0, &s->addr);
}

static int sendto_text_run(struct scene *s)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	lsock_addr_format(&s->addr, text, sizeof(text));
	return (int) lsock_socket_sendto_text(s->socket, "hello", 5, 0, text, &s->why);
}

static void full_dgram(struct scene *s)
{
	scene_full_dgram(s);
	scene_object(s);
}

const struct op object_io_ops[] = {
	OP("lsock_socket_recv", told, recv_run, .clean = 5, .check = recv_check,
	   .rules = transfer_rules),
	OP("lsock_socket_recv, blocking", told_blocking, recv_run, .clean = 5, .check = recv_check,
	   .rules = untimed_rules),
	OP("lsock_socket_recv, nonblocking", told_nonblocking, recv_run, .clean = 5,
	   .check = recv_check, .rules = untimed_rules),
	OP("lsock_socket_recv with a wait before it", told_after_wait, recv_run, .clean = 5,
	   .check = recv_check, .rules = transfer_rules),
	OP("lsock_socket_recv with more room", told_twice, recv_run, .clean = 9,
	   .check = recv_twice_check, .rules = transfer_rules),
	OP("lsock_socket_recv of nothing", silent, recv_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_socket_recvfrom", udp, recvfrom_run, .clean = 5, .check = recvfrom_check,
	   .rules = transfer_rules),
	OP("lsock_socket_recv_into", told, recv_into_run, .clean = 5, .check = recv_into_check,
	   .rules = transfer_rules),
	OP("lsock_socket_recv_into, blocking", told_blocking, recv_into_run, .clean = 5,
	   .check = recv_into_check, .rules = untimed_rules),
	OP("lsock_socket_recvfrom_into", udp, recvfrom_into_run, .clean = 5,
	   .check = recvfrom_into_check, .rules = transfer_rules),
	OP("lsock_socket_ended", ended, ended_run, .clean = 1, .rules = ended_rules),
	OP("lsock_socket_send", silent, send_run, .clean = 5, .check = arrived_check,
	   .rules = transfer_rules),
	OP("lsock_socket_send, blocking", silent_blocking, send_run, .clean = 5,
	   .check = arrived_check, .rules = untimed_rules),
	OP("lsock_socket_send, nonblocking", silent_nonblocking, send_run, .clean = 5,
	   .check = arrived_check, .rules = untimed_rules),
	OP("lsock_socket_send into a full queue", full, send_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_socket_sendall", narrow, sendall_run, .hook = drain_hook,
	   .rules = transfer_rules),
	OP("lsock_socket_sendall, blocking", silent_blocking, sendall_little_run,
	   .rules = untimed_rules),
	OP("lsock_socket_sendall into a full queue", narrow, sendall_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_socket_sendto", udp, sendto_run, .clean = 5, .rules = datagram_rules),
	OP("lsock_socket_sendto into a full queue", full_dgram, sendto_run, .clean = -ETIME,
	   .rules = datagram_rules, .vain = true),
	OP("lsock_socket_sendto_text", udp, sendto_text_run, .clean = 5, .rules = datagram_rules),
	{ .name = NULL },
};
