/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Calls that go through pointers, of rows and others, and ask nothing of lib/sys. */
#include <check.h>
#include <errno.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

/* ---- Of each row its loopback, and one with a zone. */

static struct lsock_addr addrs[16];
static size_t addr_count;

static void add(const char *text)
{
	ck_assert_uint_lt(addr_count, COUNT_OF(addrs));
	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addrs[addr_count++], NULL), 0);
}

static void each_row(struct scene *s)
{
	const struct lsock_family *row;
	size_t i;

	(void) s;
	addr_count = 0;
	for (i = 0; (row = lsock_family_at(i)) != NULL; i++)
		add(row->loopback);
	add("[fe80::1%1]:80");
	ck_assert_uint_gt(i, 1);
}

static int check_run(struct scene *s)
{
	size_t i;

	for (i = 0; i < addr_count; i++)
		ck_assert_int_eq(lsock_addr_check(&addrs[i], &s->why), 0);
	return 0;
}

static int from_run(struct scene *s)
{
	size_t i;

	for (i = 0; i < addr_count; i++) {
		ck_assert_int_eq(lsock_addr_from(&addrs[i].u, addrs[i].len, &s->out.addr), 0);
		ck_assert_int_eq(s->out.addr.u.sa.sa_family, addrs[i].u.sa.sa_family);
	}
	return 0;
}

static int ip_to_addr_run(struct scene *s)
{
	static const struct lsock_ip host = { AF_INET, 32, { 127, 0, 0, 1 } };
	static const struct lsock_ip zoned = { AF_INET6, 128, { 0xfe, 0x80 } };

	ck_assert_int_eq(lsock_ip_to_addr(&zoned, 80, 1, &s->out.addr), 0);
	return lsock_ip_to_addr(&host, 80, 0, &s->out.addr);
}

static void ip_to_addr_check(struct scene *s)
{
	ck_assert_int_eq(s->out.addr.u.sa.sa_family, AF_INET);
}

static int ntoa_run(struct scene *s)
{
	struct in_addr loopback = { htonl(INADDR_LOOPBACK) };

	return lsock_inet_ntoa(loopback, s->out.buf, sizeof(s->out.buf));
}

static int ntop_run(struct scene *s)
{
	int n = lsock_inet_ntop(AF_INET6, &in6addr_loopback, 16, s->out.buf, sizeof(s->out.buf));

	ck_assert_int_eq(n, 3);
	return lsock_inet_ntop(AF_INET, "\x7f\0\0\1", 4, s->out.buf, sizeof(s->out.buf));
}

static void ntop_check(struct scene *s)
{
	ck_assert_str_eq(s->out.buf, "127.0.0.1");
}

static int pton_run(struct scene *s)
{
	ck_assert_int_eq(lsock_inet_pton(AF_INET, "127.0.0.1", s->out.buf, 4), 0);
	return lsock_inet_pton(AF_INET6, "fe80::1", s->out.buf, 16);
}

/* ---- Control data, with the descriptors of the scene. */

static _Alignas(uint64_t) char room[256];
static struct lsock_control control;

static struct lsock_control_item first_item(void)
{
	struct lsock_control_item item = { .level = 0 };

	ck_assert_int_eq(lsock_control_next(&control, &item), 1);
	return item;
}

static void put(int level, int type, const void *data, size_t size)
{
	lsock_control_init(&control, room, sizeof(room));
	ck_assert_int_eq(lsock_control_put(&control, level, type, data, size), 0);
	control.flags = LSOCK_CONTROL_RECEIVED;
}

static void with_pktinfo(struct scene *s)
{
	struct in_pktinfo info = { .ipi_ifindex = 1, .ipi_addr = { htonl(INADDR_LOOPBACK) } };

	(void) s;
	put(IPPROTO_IP, IP_PKTINFO, &info, sizeof(info));
}

static int destination_run(struct scene *s)
{
	struct lsock_control_item item = first_item();
	uint32_t interface;

	return lsock_control_destination(&item, &s->out.addr, &interface);
}

/* Who sent it is an address, which the row makes. */
static void with_notice(struct scene *s)
{
	struct {
		struct sock_extended_err error;
		struct sockaddr_in offender;
	} data = {
		{ .ee_errno = ECONNREFUSED, .ee_origin = SO_EE_ORIGIN_ICMP },
		{ .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } },
	};

	(void) s;
	put(IPPROTO_IP, IP_RECVERR, &data, sizeof(data));
}

static int notice_run(struct scene *s)
{
	struct lsock_control_item item = first_item();
	struct lsock_notice notice;
	int r = lsock_control_notice(&item, &notice);

	(void) s;
	ck_assert_int_eq(notice.offender.u.sa.sa_family, AF_INET);
	return r;
}

static void with_fds(struct scene *s)
{
	scene_unix_pair(s);
	put(SOL_SOCKET, SCM_RIGHTS, (int[]){ s->fd, s->peer }, 2 * sizeof(int));
}

/* They are the scene's, and stay open. */
static int take_fds_run(struct scene *s)
{
	int fds[2] = { -1, -1 }, count = lsock_control_take_fds(&control, fds, 2);

	ck_assert_int_eq(fds[0], s->fd);
	ck_assert_int_eq(fds[1], s->peer);
	return count;
}

static void with_pidfd(struct scene *s)
{
	scene_unix_pair(s);
	put(SOL_SOCKET, 4, &s->fd, sizeof(s->fd));	/* SCM_PIDFD */
}

static int take_pidfd_run(struct scene *s)
{
	return lsock_control_take_pidfd(&control) == s->fd ? 0 : -EBADF;
}

/* ---- A look-up. */

static void known(struct scene *s)
{
	ck_assert_int_eq(lsock_getaddrinfo_start("192.0.2.1", "80", NULL, &s->lookup), 0);
}

static int lookup_fd_run(struct scene *s)
{
	return lsock_lookup_fd(s->lookup) >= 0 ? 0 : -EBADF;
}

const struct op pure_ops[] = {
	OP("lsock_addr_check", each_row, check_run),
	OP("lsock_addr_from", each_row, from_run),
	OP("lsock_ip_to_addr", NULL, ip_to_addr_run, .check = ip_to_addr_check),
	OP("lsock_inet_ntoa", NULL, ntoa_run, .clean = 9, .check = ntop_check),
	OP("lsock_inet_ntop", NULL, ntop_run, .clean = 9, .check = ntop_check),
	OP("lsock_inet_pton", NULL, pton_run),
	OP("lsock_control_destination", with_pktinfo, destination_run),
	OP("lsock_control_notice", with_notice, notice_run),
	OP("lsock_control_take_fds", with_fds, take_fds_run, .clean = 2),
	OP("lsock_control_take_pidfd", with_pidfd, take_pidfd_run),
	OP("lsock_lookup_fd", known, lookup_fd_run),
	{ .name = NULL },
};
