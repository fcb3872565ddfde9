/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connections of level 1. */
#include <check.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"

/* Of a connection that is gone or forbidden, of descriptors or memory that ran out. */
#define GONE(error) { "accept4", error, CLEAN, TOLD }
#define ACCEPT_RULES							\
	{ "accept4", EAGAIN, CLEAN, -ETIME },				\
	{ "accept4", EINTR, CLEAN, -ETIME },				\
	GONE(ECONNABORTED), GONE(ECONNRESET), GONE(EHOSTDOWN), GONE(EHOSTUNREACH),	\
	GONE(ENETDOWN), GONE(ENETUNREACH), GONE(ENONET), GONE(ENOPROTOOPT), GONE(EPROTO),	\
	GONE(ETIMEDOUT), GONE(EPERM), GONE(EPROTONOSUPPORT), GONE(ESOCKTNOSUPPORT)

static const struct rule accept_rules[] = {
	ACCEPT_RULES, GONE(EMFILE), GONE(ENFILE), GONE(ENOBUFS), GONE(ENOMEM),
	{ NULL, 0, 0, 0 },
};

/* The deadline comes in the pause, and it is told why there was one. */
static const struct rule vain_accept_rules[] = {
	ACCEPT_RULES,
	{ "ppoll", EINTR, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int accepted(struct scene *s, int fd)
{
	if (fd >= 0)
		s->made[0] = fd;
	return fd < 0 ? fd : 0;
}

static int accept_run(struct scene *s)
{
	return accepted(s, lsock_accept(s->fd, &s->out.addr, until(s)));
}

static void accept_check(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_UNIX);
}

static int accept_nameless_run(struct scene *s)
{
	return accepted(s, lsock_accept(s->fd, NULL, until(s)));
}

static int accept_nowait_run(struct scene *s)
{
	return accepted(s, lsock_accept(s->fd, &s->out.addr, lsock_nowait()));
}

/* No pause is made: everything that is no connection is told at once. */
static const struct rule accept_nowait_rules[] = {
	{ "accept4", EAGAIN, TOLD, TOLD },
	{ "accept4", EINTR, CLEAN, -EAGAIN },
	{ "accept4", EMFILE, TOLD, TOLD }, { "accept4", ENFILE, TOLD, TOLD },
	{ "accept4", ENOBUFS, TOLD, TOLD }, { "accept4", ENOMEM, TOLD, TOLD },
	ACCEPT_RULES,
	{ NULL, 0, 0, 0 },
};

static int connect_run(struct scene *s)
{
	return lsock_connect(s->fd, &s->addr, until(s));
}

/* Where a call of the wait failed the attempt goes on; where connect(2) did there is none. */
static int connect_again(struct scene *s)
{
	int r = lsock_connect_finish(s->fd, until(s));

	return r == -ENOTCONN ? connect_run(s) : r;
}

static const struct rule connect_inet_rules[] = {
	{ "connect", EINPROGRESS, CLEAN, CLEAN },
	{ "connect", EINTR, CLEAN, CLEAN },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* AF_UNIX connects at once or not at all: EINPROGRESS would promise an attempt that is not. */
static const struct rule connect_unix_rules[] = {
	{ "connect", EINPROGRESS, NEVER, NEVER },
	{ "connect", EAGAIN, CLEAN, -ETIME },
	{ "connect", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static void scene_started(struct scene *s)
{
	scene_inet_listener(s);
	if (connect(s->fd, &s->addr.u.sa, s->addr.len) < 0)
		ck_assert_int_eq(errno, EINPROGRESS);
}

static int connect_finish_run(struct scene *s)
{
	return lsock_connect_finish(s->fd, until(s));
}

static const struct rule connect_finish_rules[] = {
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

const struct op connect_ops[] = {
	OP("lsock_accept", scene_pending, accept_run, .check = accept_check, .rules = accept_rules,
	   .fds = 1),
	OP("lsock_accept without a name", scene_pending, accept_nameless_run, .rules = accept_rules,
	   .fds = 1),
	OP("lsock_accept with nobody there", scene_idle, accept_run, .clean = -ETIME,
	   .rules = vain_accept_rules, .vain = true),
	OP("lsock_accept, nowait", scene_pending, accept_nowait_run, .check = accept_check,
	   .rules = accept_nowait_rules, .fds = 1),
	OP("lsock_connect", scene_inet_listener, connect_run, .again = connect_again,
	   .hook = connect_hook, .rules = connect_inet_rules),
	OP("lsock_connect of unix", scene_unix_listener, connect_run,
	   .rules = connect_unix_rules),
	OP("lsock_connect on a full backlog", scene_full_listener, connect_run,
	   .clean = -ETIME, .rules = connect_unix_rules, .vain = true),
	OP("lsock_connect_finish", scene_started, connect_finish_run,
	   .rules = connect_finish_rules),
	{ .name = NULL },
};
