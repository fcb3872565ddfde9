/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Descriptors made, taken over, doubled, closed, named; their options. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

static int keep(struct scene *s, int fd)
{
	if (fd >= 0)
		s->made[0] = fd;
	return fd < 0 ? fd : 0;
}

static void is_ours(int fd)
{
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_ne(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
}

static int open_run(struct scene *s)
{
	return keep(s, lsock_open(AF_INET, SOCK_STREAM, 0));
}

static void open_check(struct scene *s)
{
	is_ours(s->made[0]);
}

static int netns_here(void)
{
	int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	return fd;
}

static void own_netns(struct scene *s)
{
	s->fd = netns_here();
}

static void new_netns(void)
{
	if (unshare(CLONE_NEWNET) < 0 && unshare(CLONE_NEWUSER | CLONE_NEWNET) < 0)
		skip("unshare: %s", strerror(errno));
}

/* Back where it was; an ordinary user cannot, and goes on to a third one. */
static void other_netns(struct scene *s)
{
	int home = netns_here();

	new_netns();
	s->fd = netns_here();
	if (setns(home, CLONE_NEWNET) < 0)
		new_netns();
	close(home);
}

static int open_in_run(struct scene *s)
{
	return keep(s, lsock_open_in(s->fd, AF_UNIX, SOCK_STREAM, 0));
}

/* Without /proc no namespace is known for the own one, and the thread goes, if it may. */
static const struct rule open_in_rules[] = {
	{ "stat", ENOENT, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static const struct rule open_own_rules[] = {
	{ "stat", ENOENT, NEVER, NEVER },
	{ NULL, 0, 0, 0 },
};

static int pair_run(struct scene *s)
{
	int r = lsock_pair(AF_UNIX, SOCK_SEQPACKET, 0, s->out.fds);

	if (r == 0)
		memcpy(s->made, s->out.fds, sizeof(s->made));
	return r;
}

static void pair_check(struct scene *s)
{
	is_ours(s->made[0]);
	is_ours(s->made[1]);
}

static int dup_run(struct scene *s)
{
	return keep(s, lsock_dup(s->fd));
}

static int close_run(struct scene *s)
{
	int fd = s->fd;

	s->fd = -1;
	return lsock_close(fd);
}

static const struct rule close_rules[] = {
	{ "close", EINTR, CLEAN, CLEAN },
	{ "close", ECONNRESET, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int identify_run(struct scene *s)
{
	return lsock_identify(s->fd, &s->out.identity);
}

static void identify_check(struct scene *s)
{
	ck_assert_int_eq(s->out.identity.family, AF_UNIX);
	ck_assert_int_eq(s->out.identity.type, SOCK_SEQPACKET);
	ck_assert_int_eq(s->out.identity.protocol, 0);
	ck_assert(!s->out.identity.listening);
	ck_assert(s->out.identity.nonblocking);
}

static int adopt_run(struct scene *s)
{
	int r = lsock_adopt(s->fd, &s->out.identity);

	if (r < 0)
		is_foreign(s);
	return r;
}

static void adopt_check(struct scene *s)
{
	identify_check(s);
	is_ours(s->fd);
}

static int bind_run(struct scene *s)
{
	return lsock_bind(s->fd, &s->addr);
}

static int listen_run(struct scene *s)
{
	return lsock_listen(s->fd, 1);
}

static int shutdown_run(struct scene *s)
{
	return lsock_shutdown(s->fd, SHUT_WR);
}

static int getsockname_run(struct scene *s)
{
	return lsock_getsockname(s->fd, &s->out.addr);
}

static void getsockname_check(struct scene *s)
{
	ck_assert(lsock_addr_equal(&s->out.addr, &s->addr));
}

static void netlink(struct scene *s)
{
	s->fd = lsock_open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	ck_assert_int_ge(s->fd, 0);
}

static void netlink_check(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_NETLINK);
	if (lsock_family_by_af(AF_NETLINK))
		ck_assert_uint_eq(s->out.addr.protocol, NETLINK_ROUTE);
}

static int getpeername_run(struct scene *s)
{
	return lsock_getpeername(s->fd, &s->out.addr);
}

static void getpeername_check(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_UNIX);
}

static int getsockopt_int_run(struct scene *s)
{
	return lsock_getsockopt_int(s->fd, SOL_SOCKET, SO_TYPE, &s->out.number);
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
	return lsock_getsockopt_u64(s->fd, SOL_SOCKET, SO_COOKIE, &s->out.wide);
}

static void getsockopt_u64_check(struct scene *s)
{
	ck_assert_uint_ne(s->out.wide, 0);
}

/* size is an input, too: where the call fails it is what it was. */
static int getsockopt_run(struct scene *s)
{
	size_t size = sizeof(s->out.buf);
	int r = lsock_getsockopt(s->fd, SOL_SOCKET, SO_LINGER, s->out.buf, &size);

	if (r == 0)
		s->out.size = size;
	else
		ck_assert_uint_eq(size, sizeof(s->out.buf));
	return r;
}

static void getsockopt_check(struct scene *s)
{
	ck_assert_uint_eq(s->out.size, sizeof(struct linger));
}

static int setsockopt_int_run(struct scene *s)
{
	return lsock_setsockopt_int(s->fd, SOL_SOCKET, SO_KEEPALIVE, 1);
}

/* No option that a user may set takes 64 bits; the kernel reads the 32 it wants. */
static int setsockopt_u64_run(struct scene *s)
{
	return lsock_setsockopt_u64(s->fd, SOL_SOCKET, SO_KEEPALIVE, UINT64_C(0x100000001));
}

static int setsockopt_run(struct scene *s)
{
	const struct linger linger = { .l_onoff = 1, .l_linger = 1 };

	return lsock_setsockopt(s->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
}

static int ioctl_run(struct scene *s)
{
	return lsock_ioctl(s->fd, FIONREAD, &s->out.number);
}

static void ioctl_check(struct scene *s)
{
	ck_assert_int_eq(s->out.number, 5);
}

const struct op descriptor_ops[] = {
	OP("lsock_open", NULL, open_run, .check = open_check, .fds = 1),
	OP("lsock_open_in", other_netns, open_in_run, .check = open_check,
	   .rules = open_in_rules, .fds = 1),
	OP("lsock_open_in of its own", own_netns, open_in_run, .check = open_check,
	   .rules = open_own_rules, .fds = 1),
	OP("lsock_pair", NULL, pair_run, .check = pair_check, .fds = 2),
	OP("lsock_dup", scene_unix_pair, dup_run, .check = open_check, .fds = 1),
	OP("lsock_close", scene_unix_pair, close_run, .rules = close_rules, .fds = -1,
	   .final = true),
	OP("lsock_identify", scene_seqpacket_pair, identify_run, .check = identify_check),
	OP("lsock_adopt", scene_foreign, adopt_run, .check = adopt_check),
	OP("lsock_bind", scene_inet_socket, bind_run),
	OP("lsock_listen", scene_inet_socket, listen_run),
	OP("lsock_shutdown", scene_unix_pair, shutdown_run),
	OP("lsock_getsockname", scene_udp, getsockname_run, .check = getsockname_check),
	OP("lsock_getsockname of netlink", netlink, getsockname_run, .check = netlink_check),
	OP("lsock_getpeername", scene_unix_pair, getpeername_run, .check = getpeername_check),
	OP("lsock_getsockopt_int", scene_unix_pair, getsockopt_int_run,
	   .check = getsockopt_int_check),
	OP("lsock_getsockopt_u64", scene_unix_pair, getsockopt_u64_run,
	   .check = getsockopt_u64_check, .rules = u64_rules),
	OP("lsock_getsockopt", scene_unix_pair, getsockopt_run, .check = getsockopt_check),
	OP("lsock_setsockopt_int", scene_unix_pair, setsockopt_int_run),
	OP("lsock_setsockopt_u64", scene_unix_pair, setsockopt_u64_run),
	OP("lsock_setsockopt", scene_unix_pair, setsockopt_run),
	OP("lsock_ioctl", scene_told_pair, ioctl_run, .check = ioctl_check),
	{ .name = NULL },
};
