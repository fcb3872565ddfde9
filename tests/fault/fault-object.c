/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Socket objects made, taken over, doubled, closed; their names, timeouts and options.  The program
 * is linked with --wrap: whether it has threads is said here, so that each close goes a known way.
 */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "sys/thread.h"
#include "tests/fault/fault-op.h"

static bool threaded;

bool __wrap_lsock__sys_is_threaded(void);

bool __wrap_lsock__sys_is_threaded(void)
{
	return threaded;
}

static int keep(struct scene *s, int r)
{
	if (r == 0)
		s->objects[0] = s->out.sockets[0];
	return r;
}

static void is_object(const struct lsock_socket *socket, int family, int type)
{
	ck_assert_int_eq(lsock_socket_family(socket), family);
	ck_assert_int_eq(lsock_socket_type(socket), type);
	ck_assert_int_eq(fcntl(lsock_socket_fileno(socket), F_GETFD), FD_CLOEXEC);
}

static int open_run(struct scene *s)
{
	return keep(s, lsock_socket_open(AF_INET, SOCK_STREAM, 0, &s->out.sockets[0]));
}

static void open_check(struct scene *s)
{
	is_object(s->objects[0], AF_INET, SOCK_STREAM);
}

static int pair_run(struct scene *s)
{
	int r = lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, s->out.sockets);

	if (r == 0)
		memcpy(s->objects, s->out.sockets, sizeof(s->objects));
	return r;
}

static void pair_check(struct scene *s)
{
	is_object(s->objects[0], AF_UNIX, SOCK_STREAM);
	is_object(s->objects[1], AF_UNIX, SOCK_STREAM);
}

/* The timeout of 0 is what makes the descriptor O_NONBLOCK. */
static void foreign(struct scene *s)
{
	scene_foreign(s);
	ck_assert_int_eq(lsock_setdefaulttimeout(0), 0);
}

static int adopt_run(struct scene *s)
{
	int r = keep(s, lsock_socket_adopt(s->fd, &s->out.sockets[0]));

	if (r < 0)
		is_foreign(s);
	else
		s->fd = -1;
	return r;
}

static int adopt_as_run(struct scene *s)
{
	int r = keep(s, lsock_socket_adopt_as(s->fd, AF_UNIX, SOCK_SEQPACKET, -1,
					      &s->out.sockets[0]));

	if (r < 0)
		is_foreign(s);
	else
		s->fd = -1;
	return r;
}

static void adopt_check(struct scene *s)
{
	int fd = lsock_socket_fileno(s->objects[0]);

	is_object(s->objects[0], AF_UNIX, SOCK_SEQPACKET);
	ck_assert_int_ne(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
}

static void object(struct scene *s)
{
	scene_unix_pair(s);
	scene_object(s);
}

static int dup_run(struct scene *s)
{
	return keep(s, lsock_socket_dup(s->socket, &s->out.sockets[0]));
}

static void dup_check(struct scene *s)
{
	is_object(s->objects[0], AF_UNIX, SOCK_STREAM);
	ck_assert_int_eq(lsock_socket_gettimeout(s->objects[0]),
			 lsock_socket_gettimeout(s->socket));
}

static int close_run(struct scene *s)
{
	int r = lsock_socket_close(s->socket);

	ck_assert_int_eq(lsock_socket_fileno(s->socket), -EBADF);
	ck_assert_int_eq(lsock_socket_close(s->socket), 0);
	ck_assert_uint_eq(fault_calls_of("close"), 1);
	return r;
}

static const struct rule close_rules[] = {
	{ "shutdown", 0, CLEAN, CLEAN },
	{ "close", EINTR, CLEAN, CLEAN },
	{ "close", ECONNRESET, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

/* The number stays taken, whatever fails. */
static int close_for_threads_run(struct scene *s)
{
	int r;

	threaded = true;
	r = lsock_socket_close(s->socket);
	ck_assert_int_eq(lsock_socket_fileno(s->socket), -EBADF);
	ck_assert_int_eq(lsock_socket_close(s->socket), 0);
	threaded = false;
	ck_assert_uint_eq(fault_calls_of("close"), 0);
	return r;
}

static int free_run(struct scene *s)
{
	s->socket = lsock_socket_free(s->socket);
	ck_assert_ptr_null(s->socket);
	return 0;
}

static const struct rule free_rules[] = {
	{ "shutdown", 0, CLEAN, CLEAN },
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int settimeout_run(struct scene *s)
{
	int64_t before = lsock_socket_gettimeout(s->socket);
	int r = lsock_socket_settimeout(s->socket, -1);

	ck_assert_int_eq(lsock_socket_gettimeout(s->socket), r < 0 ? before : -1);
	return r;
}

static int setblocking_run(struct scene *s)
{
	int64_t before = lsock_socket_gettimeout(s->socket);
	int r = lsock_socket_setblocking(s->socket, false);

	ck_assert_int_eq(lsock_socket_gettimeout(s->socket), r < 0 ? before : 0);
	return r;
}

static void unbound(struct scene *s)
{
	scene_inet_socket(s);
	scene_object(s);
}

static int bind_run(struct scene *s)
{
	return lsock_socket_bind(s->socket, &s->addr);
}

static int bind_text_run(struct scene *s)
{
	return lsock_socket_bind_text(s->socket, "127.0.0.1:0", &s->why);
}

static int listen_run(struct scene *s)
{
	return lsock_socket_listen(s->socket, 1);
}

static int shutdown_run(struct scene *s)
{
	return lsock_socket_shutdown(s->socket, SHUT_WR);
}

static void netlink(struct scene *s)
{
	s->fd = lsock_open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	ck_assert_int_ge(s->fd, 0);
	scene_object(s);
}

static int getsockname_run(struct scene *s)
{
	return lsock_socket_getsockname(s->socket, &s->out.addr);
}

static void getsockname_check(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_NETLINK);
}

static int getpeername_run(struct scene *s)
{
	return lsock_socket_getpeername(s->socket, &s->out.addr);
}

static void getpeername_check(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_UNIX);
}

static int getsockopt_int_run(struct scene *s)
{
	return lsock_socket_getsockopt_int(s->socket, SOL_SOCKET, SO_TYPE, &s->out.number);
}

static void getsockopt_int_check(struct scene *s)
{
	ck_assert_int_eq(s->out.number, SOCK_STREAM);
}

/* The kernel may have refused the length alone. */
static const struct rule u64_rules[] = {
	{ "getsockopt", EINVAL, CLEAN, -EINVAL },
	{ NULL, 0, 0, 0 },
};

static int getsockopt_u64_run(struct scene *s)
{
	return lsock_socket_getsockopt_u64(s->socket, SOL_SOCKET, SO_COOKIE, &s->out.wide);
}

static int getsockopt_run(struct scene *s)
{
	size_t size = sizeof(s->out.buf);
	int r = lsock_socket_getsockopt(s->socket, SOL_SOCKET, SO_LINGER, s->out.buf, &size);

	ck_assert_uint_eq(size, r < 0 ? sizeof(s->out.buf) : sizeof(struct linger));
	return r;
}

static int setsockopt_int_run(struct scene *s)
{
	return lsock_socket_setsockopt_int(s->socket, SOL_SOCKET, SO_KEEPALIVE, 1);
}

static int setsockopt_u64_run(struct scene *s)
{
	return lsock_socket_setsockopt_u64(s->socket, SOL_SOCKET, SO_KEEPALIVE,
					   UINT64_C(0x100000001));
}

static int setsockopt_run(struct scene *s)
{
	const struct linger linger = { .l_onoff = 1, .l_linger = 1 };

	return lsock_socket_setsockopt(s->socket, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

static int ioctl_run(struct scene *s)
{
	return lsock_socket_ioctl(s->socket, FIONREAD, &s->out.number);
}

static void ioctl_check(struct scene *s)
{
	ck_assert_int_eq(s->out.number, 0);
}

const struct op object_ops[] = {
	OP("lsock_socket_open", NULL, open_run, .check = open_check, .fds = 1),
	OP("lsock_socket_pair", NULL, pair_run, .check = pair_check, .fds = 2),
	OP("lsock_socket_adopt", foreign, adopt_run, .check = adopt_check),
	OP("lsock_socket_adopt_as", foreign, adopt_as_run, .check = adopt_check),
	OP("lsock_socket_dup", object, dup_run, .check = dup_check, .fds = 1),
	OP("lsock_socket_close", object, close_run, .rules = close_rules, .fds = -1, .final = true),
	OP("lsock_socket_close where there are threads", object, close_for_threads_run,
	   .final = true),
	OP("lsock_socket_close of tipc", scene_tipc, close_run, .rules = close_rules, .fds = -1,
	   .final = true),
	OP("lsock_socket_free", object, free_run, .rules = free_rules, .fds = -1, .final = true),
	OP("lsock_socket_settimeout", object, settimeout_run),
	OP("lsock_socket_setblocking", object, setblocking_run),
	OP("lsock_socket_bind", unbound, bind_run),
	OP("lsock_socket_bind_text", unbound, bind_text_run),
	OP("lsock_socket_listen", unbound, listen_run),
	OP("lsock_socket_shutdown", object, shutdown_run),
	OP("lsock_socket_getsockname", netlink, getsockname_run, .check = getsockname_check),
	OP("lsock_socket_getpeername", object, getpeername_run, .check = getpeername_check),
	OP("lsock_socket_getsockopt_int", object, getsockopt_int_run,
	   .check = getsockopt_int_check),
	OP("lsock_socket_getsockopt_u64", object, getsockopt_u64_run, .rules = u64_rules),
	OP("lsock_socket_getsockopt", object, getsockopt_run),
	OP("lsock_socket_setsockopt_int", object, setsockopt_int_run),
	OP("lsock_socket_setsockopt_u64", object, setsockopt_u64_run),
	OP("lsock_socket_setsockopt", object, setsockopt_run),
	OP("lsock_socket_ioctl", object, ioctl_run, .check = ioctl_check),
	{ .name = NULL },
};
