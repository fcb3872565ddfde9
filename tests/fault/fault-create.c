/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The composed calls: connections and servers, as descriptors and as objects. */
#include <check.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

/* Written in any case, so that it is no output of the scene's. */
static struct lsock_report *report;

static int made(struct scene *s, int fd)
{
	report = lsock_report_free(report);
	if (fd >= 0)
		s->made[0] = fd;
	return fd < 0 ? fd : 0;
}

static int made_object(struct scene *s, int r)
{
	report = lsock_report_free(report);
	if (r == 0)
		s->objects[0] = s->out.sockets[0];
	return r;
}

static const char *text_of(const struct scene *s)
{
	static char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_gt(lsock_addr_format(&s->addr, text, sizeof(text)), 0);
	return text;
}

static int connect_run(struct scene *s)
{
	return made(s, lsock_create_connection(text_of(s), NULL, NULL, until(s), &report));
}

static int connect_from_run(struct scene *s)
{
	struct lsock_addr source;
	const struct lsock_connection_options options = {
		.size = sizeof(options), .source = &source,
	};

	ck_assert_int_eq(lsock_addr_parse("127.0.0.1:0", 11, &source, NULL), 0);
	return made(s, lsock_create_connection(text_of(s), NULL, &options, until(s), &report));
}

/*
 * connect(2) that gives EINPROGRESS or EINTR has begun an attempt; the seam does not call it then,
 * and of a socket that never began TCP says that it is connected.  fault-connect.c has those.
 */
#define NOT_BEGUN { "connect", EINPROGRESS, NEVER, NEVER }, { "connect", EINTR, NEVER, NEVER }

static const struct rule connect_inet_rules[] = {
	NOT_BEGUN,
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

static const struct rule connect_unix_rules[] = {
	{ "connect", EINPROGRESS, NEVER, NEVER },
	{ "connect", EAGAIN, CLEAN, -ETIME },
	{ "connect", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

/* The socket of an attempt that failed is closed; what that gives is told to nobody. */
static const struct rule vain_rules[] = {
	{ "connect", EINPROGRESS, NEVER, NEVER },
	{ "connect", EAGAIN, CLEAN, -ETIME },
	{ "connect", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, CLEAN },
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

/* peer listens on loopback of inet6 and of inet. */
static void dual_listener(struct scene *s)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	socklen_t len = sizeof(in6);
	int off = 0;

	need_family(AF_INET6);
	s->peer = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	ck_assert_int_ge(s->peer, 0);
	ck_assert_int_eq(setsockopt(s->peer, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off)), 0);
	ck_assert_int_eq(bind(s->peer, (struct sockaddr *) &in6, len), 0);
	ck_assert_int_eq(listen(s->peer, 8), 0);
	ck_assert_int_eq(getsockname(s->peer, (struct sockaddr *) &in6, &len), 0);
	ck_assert_int_eq(lsock_addr_from(&in6, len, &s->addr), 0);
}

/* What fails once fails the first of the two addresses only. */
static int connect_either_run(struct scene *s)
{
	char port[8];

	snprintf(port, sizeof(port), "%d", (int) lsock_addr_port(&s->addr));
	return made(s, lsock_create_connection(NULL, port, NULL, until(s), &report));
}

static const struct rule connect_either_rules[] = {
	NOT_BEGUN,
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ "ppoll", 0, CLEAN, TOLD },
	{ "socket", 0, CLEAN, TOLD },
	{ "connect", 0, CLEAN, TOLD },
	{ "getsockopt", 0, CLEAN, TOLD },
	{ NULL, 0, 0, 0 },
};

static int serve_run(struct scene *s)
{
	return made(s, lsock_create_server("127.0.0.1:0", NULL, NULL, until(s)));
}

static int serve_unix_run(struct scene *s)
{
	return made(s, lsock_create_server("unix:", NULL, NULL, until(s)));
}

static int serve_dual_run(struct scene *s)
{
	const struct lsock_server_options options = {
		.size = sizeof(options), .reuse_port = true, .dualstack = true,
	};

	return made(s, lsock_create_server(NULL, "0", &options, until(s)));
}

static void inet6(struct scene *s)
{
	(void) s;
	need_family(AF_INET6);
}

static int connect_object_run(struct scene *s)
{
	return made_object(s, lsock_socket_create_connection(text_of(s), NULL,
							     s->patience * INT64_C(1000000), NULL,
							     &s->out.sockets[0], &report));
}

static int connect_blocking_run(struct scene *s)
{
	return made_object(s, lsock_socket_create_connection(text_of(s), NULL, -1, NULL,
							     &s->out.sockets[0], &report));
}

/* Interrupted for ever it waits for ever. */
static const struct rule connect_blocking_rules[] = {
	NOT_BEGUN,
	{ "ppoll", EINTR, CLEAN, NEVER },
	{ NULL, 0, 0, 0 },
};

static int serve_object_run(struct scene *s)
{
	return made_object(s, lsock_socket_create_server("127.0.0.1:0", NULL, NULL,
							 &s->out.sockets[0]));
}

static void object_check(struct scene *s)
{
	ck_assert_int_eq(lsock_socket_family(s->objects[0]), AF_INET);
	ck_assert_int_eq(lsock_socket_type(s->objects[0]), SOCK_STREAM);
}

const struct op create_ops[] = {
	OP("lsock_create_connection", scene_inet_listener, connect_run,
	   .rules = connect_inet_rules, .fds = 1),
	OP("lsock_create_connection of unix", scene_unix_listener, connect_run,
	   .rules = connect_unix_rules, .fds = 1),
	OP("lsock_create_connection from an address", scene_inet_listener, connect_from_run,
	   .rules = connect_inet_rules, .fds = 1),
	OP("lsock_create_connection to either", dual_listener, connect_either_run,
	   .rules = connect_either_rules, .fds = 1),
	OP("lsock_create_connection on a full backlog", scene_full_listener, connect_run,
	   .clean = -ETIME, .rules = vain_rules, .vain = true),
	OP("lsock_create_server", NULL, serve_run, .fds = 1),
	OP("lsock_create_server of unix", NULL, serve_unix_run, .fds = 1),
	OP("lsock_create_server of both", inet6, serve_dual_run, .fds = 1),
	OP("lsock_socket_create_connection", scene_inet_listener, connect_object_run,
	   .check = object_check, .rules = connect_inet_rules, .fds = 1),
	OP("lsock_socket_create_connection, blocking", scene_inet_listener, connect_blocking_run,
	   .check = object_check, .rules = connect_blocking_rules, .fds = 1),
	OP("lsock_socket_create_server", NULL, serve_object_run, .check = object_check, .fds = 1),
	{ .name = NULL },
};
