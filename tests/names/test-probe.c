/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What lsock_has_ipv6() and lsock_has_dualstack_ipv6() say of a namespace as the test makes it. */
#include <errno.h>
#include <fcntl.h>
#include <linux_sock/linux_sock.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/harness/harness.h"

static void disable_ipv6(bool disabled)
{
	int fd = open("/proc/sys/net/ipv6/conf/all/disable_ipv6", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		skip("no disable_ipv6 here: %s", strerror(errno));
	ck_assert_int_eq(write(fd, disabled ? "1" : "0", 1), 1);
	close(fd);
}

static void loopback_down(void)
{
	struct ifreq lo = { .ifr_name = "lo" };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(ioctl(fd, SIOCSIFFLAGS, &lo), 0);
	close(fd);
}

static void no_descriptors(bool none)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = none ? 0 : limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

TEST(there_is_ipv6_where_it_works)
{
	need_family(AF_INET6);
	enter_netns();
	ck_assert_int_eq(lsock_has_ipv6(), 1);
	ck_assert_int_eq(lsock_has_dualstack_ipv6(), 1);
}

TEST(there_is_none_where_it_is_disabled)
{
	need_family(AF_INET6);
	enter_netns();
	disable_ipv6(true);
	ck_assert_int_eq(lsock_has_ipv6(), 0);
}

/* Each call asks anew. */
TEST(it_comes_back)
{
	need_family(AF_INET6);
	enter_netns();
	disable_ipv6(true);
	ck_assert_int_eq(lsock_has_ipv6(), 0);
	disable_ipv6(false);
	ck_assert_int_eq(lsock_has_ipv6(), 1);
	ck_assert_int_eq(lsock_has_dualstack_ipv6(), 1);
}

TEST(there_is_none_where_loopback_is_down)
{
	need_family(AF_INET6);
	enter_netns();
	loopback_down();
	ck_assert_int_eq(lsock_has_ipv6(), 0);
}

/* Nobody can say of a socket that was not made whether it would have worked. */
TEST(no_descriptor_is_not_taken_for_no_ipv6)
{
	int plain, dual;

	need_family(AF_INET6);
	enter_netns();
	no_descriptors(true);
	plain = lsock_has_ipv6();
	dual = lsock_has_dualstack_ipv6();
	no_descriptors(false);
	ck_assert_int_eq(plain, -EMFILE);
	ck_assert_int_eq(dual, -EMFILE);
}

static int twice(void)
{
	return 2;
}

static const char *with_or_without(int i)
{
	return i ? "without IPv6" : "with IPv6";
}

/* What it promises: an IPv4 client at a socket of AF_INET6; no address of inet6 is needed. */
TEST(dualstack_serves_ipv4_where_it_is_said, .count = twice, .label = with_or_without)
{
	struct lsock_addr any, client;
	int listener, fd, peer;

	need_family(AF_INET6);
	enter_netns();
	disable_ipv6(i);
	if (lsock_has_dualstack_ipv6() == 0)
		skip("no dual-stack sockets here");
	ck_assert_int_eq(lsock_addr_parse("[::]:7777", 9, &any, NULL), 0);
	ck_assert_int_eq(lsock_addr_parse("127.0.0.1:7777", 14, &client, NULL), 0);
	listener = lsock_open(AF_INET6, SOCK_STREAM, 0);
	ck_assert_int_ge(listener, 0);
	ck_assert_int_eq(lsock_setsockopt_int(listener, IPPROTO_IPV6, IPV6_V6ONLY, 0), 0);
	ck_assert_int_eq(lsock_bind(listener, &any), 0);
	ck_assert_int_eq(lsock_listen(listener, 1), 0);
	fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(lsock_connect(fd, &client, lsock_in_ms(5000)), 0);
	peer = lsock_accept(listener, NULL, lsock_in_ms(5000));
	ck_assert_int_ge(peer, 0);
	lsock_close(peer);
	lsock_close(fd);
	lsock_close(listener);
}
