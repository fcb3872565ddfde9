/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connections of socket objects. */
#include <check.h>
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"

/* So says the object with a timeout; the one without ends only with a connection. */
#define UNTIL(timed, error) { "accept4", error, CLEAN, timed }
#define ACCEPT_RULES(timed)								\
	UNTIL(timed, ECONNABORTED), UNTIL(timed, ECONNRESET), UNTIL(timed, EHOSTDOWN),	\
	UNTIL(timed, EHOSTUNREACH), UNTIL(timed, ENETDOWN), UNTIL(timed, ENETUNREACH),	\
	UNTIL(timed, EPERM), UNTIL(timed, EPROTONOSUPPORT), UNTIL(timed, ESOCKTNOSUPPORT), \
	UNTIL(timed, ENONET), UNTIL(timed, ENOPROTOOPT), UNTIL(timed, EPROTO),		\
	UNTIL(timed, ETIMEDOUT), UNTIL(timed, EMFILE), UNTIL(timed, ENFILE),		\
	UNTIL(timed, ENOBUFS), { "accept4", ENOMEM, CLEAN, timed }

static const struct rule accept_rules[] = {
	{ "accept4", EAGAIN, CLEAN, -ETIME },
	{ "accept4", EINTR, CLEAN, -ETIME },
	ACCEPT_RULES(TOLD),
	{ NULL, 0, 0, 0 },
};

/* EAGAIN is the end of the user's own SO_RCVTIMEO. */
static const struct rule accept_blocking_rules[] = {
	{ "accept4", EINTR, CLEAN, NEVER },
	ACCEPT_RULES(NEVER),
	{ NULL, 0, 0, 0 },
};

static void pending(struct scene *s)
{
	scene_pending(s);
	scene_object(s);
}

static void pending_blocking(struct scene *s)
{
	scene_pending(s);
	scene_object_timeout(s, -1);
}

static int accept_run(struct scene *s)
{
	int r = lsock_socket_accept(s->socket, &s->out.sockets[0], &s->out.addr);

	if (r == 0)
		s->objects[0] = s->out.sockets[0];
	return r;
}

static void accept_check(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_UNIX);
	ck_assert_int_eq(lsock_socket_type(s->objects[0]), SOCK_STREAM);
}

/* A connection for which there is no memory is closed. */
static int accept_again(struct scene *s)
{
	struct pollfd fds = { .fd = lsock_socket_fileno(s->socket), .events = POLLIN };

	if (poll(&fds, 1, 0) == 0)
		scene_connect_again(s);
	return accept_run(s);
}

static void idle(struct scene *s)
{
	scene_idle(s);
	scene_object(s);
}

/* In a pause the deadline comes, and it is told why there was one. */
#define PAUSED(error) { "accept4", error, TOLD, TOLD }
static const struct rule vain_accept_rules[] = {
	PAUSED(EMFILE), PAUSED(ENFILE), PAUSED(ENOBUFS), PAUSED(ENOMEM),
	{ "accept4", EAGAIN, CLEAN, -ETIME },
	{ "accept4", EINTR, CLEAN, -ETIME },
	ACCEPT_RULES(TOLD),
	{ "ppoll", EINTR, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int connect_run(struct scene *s)
{
	return lsock_socket_connect(s->socket, &s->addr);
}

static int connect_text_run(struct scene *s)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	lsock_addr_format(&s->addr, text, sizeof(text));
	return lsock_socket_connect_text(s->socket, text, &s->why);
}

static void inet(struct scene *s)
{
	scene_inet_listener(s);
	scene_object(s);
}

static void inet_blocking(struct scene *s)
{
	scene_inet_listener(s);
	scene_object_timeout(s, -1);
}

static void inet_nonblocking(struct scene *s)
{
	scene_inet_listener(s);
	scene_object_timeout(s, 0);
}

/* As a loop of events does it, but not for ever. */
static int connect_nonblocking_run(struct scene *s)
{
	struct pollfd fds = { .fd = lsock_socket_fileno(s->socket), .events = POLLOUT };
	int r = connect_run(s), rounds;

	for (rounds = 0; r == -EINPROGRESS && rounds < 4; rounds++) {
		ck_assert_int_eq(poll(&fds, 1, 10000), 1);
		r = connect_run(s);
	}
	return r;
}

static const struct rule connect_inet_rules[] = {
	{ "connect", EINPROGRESS, CLEAN, CLEAN },
	{ "connect", EINTR, CLEAN, CLEAN },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* A poll that need not wait is interrupted only before there is an event: there is one soon. */
static const struct rule connect_nonblocking_rules[] = {
	{ "connect", EINPROGRESS, CLEAN, CLEAN },
	{ "connect", EINTR, CLEAN, CLEAN },
	{ "ppoll", EINTR, CLEAN, NEVER },
	{ NULL, 0, 0, 0 },
};

/* EINPROGRESS is the end of the user's own SO_SNDTIMEO: the attempt goes on. */
static const struct rule connect_blocking_rules[] = {
	{ "connect", EINTR, CLEAN, NEVER },
	{ "ppoll", EINTR, CLEAN, NEVER },
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

/* EAGAIN is the end of the user's own SO_SNDTIMEO. */
static const struct rule connect_unix_blocking_rules[] = {
	{ "connect", EINPROGRESS, NEVER, NEVER },
	{ "connect", EINTR, CLEAN, NEVER },
	{ NULL, 0, 0, 0 },
};

static void unix_free(struct scene *s)
{
	scene_unix_listener(s);
	scene_object(s);
}

static void unix_blocking(struct scene *s)
{
	scene_unix_listener(s);
	scene_object_timeout(s, -1);
}

static void unix_full(struct scene *s)
{
	scene_full_listener(s);
	scene_object(s);
}

const struct op object_connect_ops[] = {
	OP("lsock_socket_accept", pending, accept_run, .check = accept_check, .again = accept_again,
	   .rules = accept_rules, .fds = 1),
	OP("lsock_socket_accept, blocking", pending_blocking, accept_run, .check = accept_check,
	   .again = accept_again, .rules = accept_blocking_rules, .fds = 1),
	OP("lsock_socket_accept with nobody there", idle, accept_run, .clean = -ETIME,
	   .rules = vain_accept_rules, .vain = true),
	OP("lsock_socket_connect", inet, connect_run, .hook = connect_hook,
	   .rules = connect_inet_rules),
	OP("lsock_socket_connect, nonblocking", inet_nonblocking, connect_nonblocking_run,
	   .hook = connect_hook, .rules = connect_nonblocking_rules),
	OP("lsock_socket_connect, blocking", inet_blocking, connect_run, .hook = connect_hook,
	   .rules = connect_blocking_rules),
	OP("lsock_socket_connect of unix", unix_free, connect_run, .rules = connect_unix_rules),
	OP("lsock_socket_connect of unix, blocking", unix_blocking, connect_run,
	   .rules = connect_unix_blocking_rules),
	OP("lsock_socket_connect on a full backlog", unix_full, connect_run, .clean = -ETIME,
	   .rules = connect_unix_rules, .vain = true),
	OP("lsock_socket_connect_text", unix_free, connect_text_run, .rules = connect_unix_rules),
	{ .name = NULL },
};
