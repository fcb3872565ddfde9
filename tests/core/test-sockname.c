/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The names of a socket's ends: of descriptors, and of objects by value and by text.
 * Of lib/socket/sockname.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static struct lsock_addr address(const char *text)
{
	struct lsock_addr addr;

	ck_assert_msg(lsock_addr_parse(text, strlen(text), &addr, NULL) == 0, "%s", text);
	return addr;
}

static void assert_text(const struct lsock_addr *addr, const char *expected)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_eq(lsock_addr_format(addr, text, sizeof(text)), (int) strlen(expected));
	ck_assert_str_eq(text, expected);
}

TEST(each_end_names_itself_and_the_other, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr names[2], peers[2];
	int fds[2], n;

	way_pair(&way, fds);
	for (n = 0; n < 2; n++) {
		ck_assert_int_eq(lsock_getsockname(fds[n], &names[n]), 0);
		ck_assert_int_eq(lsock_getpeername(fds[n], &peers[n]), 0);
		ck_assert_int_eq(names[n].u.sa.sa_family, way.row->af);
	}
	ck_assert(same_end(&names[0], &peers[1]));
	ck_assert(same_end(&names[1], &peers[0]));
	close_both(fds);
}

/* The name can be said, read and taken again. */
TEST(bound_name_goes_through_text, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr name, again;
	char text[LSOCK_ADDR_TEXT_SIZE];
	int fd = way_open(&way), len;

	ck_assert_int_eq(lsock_bind(fd, &way.loopback), 0);
	ck_assert_int_eq(lsock_getsockname(fd, &name), 0);
	len = lsock_addr_format(&name, text, sizeof(text));
	ck_assert_int_gt(len, 0);
	ck_assert_int_eq(lsock_addr_parse(text, (size_t) len, &again, NULL), 0);
	ck_assert_msg(lsock_addr_equal(&name, &again), "%s", text);
	close(fd);
}

TEST(port_is_chosen_by_the_kernel)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	struct lsock_addr addr = address("127.0.0.1:0");

	ck_assert_int_eq(lsock_bind(fd, &addr), 0);
	ck_assert_int_eq(lsock_getsockname(fd, &addr), 0);
	ck_assert_int_gt(lsock_addr_port(&addr), 0);
	ck_assert_int_eq(lsock_addr_set_port(&addr, 0), 0);
	assert_text(&addr, "127.0.0.1:0");
	close(fd);
}

TEST(name_of_netlink_has_the_protocol_of_its_socket)
{
	struct lsock_addr addr = address("netlink:*:0");
	int fd = lsock_open(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_bind(fd, &addr), 0);
	ck_assert_int_eq(lsock_getsockname(fd, &addr), 0);
	ck_assert_uint_eq(addr.protocol, NETLINK_GENERIC);
	ck_assert_int_eq(lsock_getpeername(fd, &addr), 0);
	assert_text(&addr, "netlink:generic:0");
	close(fd);
}

TEST(unnamed_and_abstract_unix_names_are_told)
{
	struct way way = need_way(AF_UNIX, SOCK_STREAM);
	struct lsock_addr addr = { 0 };
	char text[] = "unix:@lsock-\\x00-\\xff-test-00000000000";
	int fd = way_open(&way);

	ck_assert_int_eq(lsock_getsockname(fd, &addr), 0);
	assert_text(&addr, "unix:");
	ck_assert_uint_eq(addr.len, sizeof(sa_family_t));
	snprintf(text + strlen(text) - 11, 12, "%011d", getpid());
	addr = address(text);
	ck_assert_int_eq(lsock_bind(fd, &addr), 0);
	ck_assert_int_eq(lsock_getsockname(fd, &addr), 0);
	assert_text(&addr, text);
	close(fd);
}

static void make_directory(char *template)
{
	ck_assert_ptr_nonnull(mkdtemp(template));
}

TEST(path_is_told_whether_its_nul_is_counted_or_not)
{
	char dir[] = "/tmp/lsock-XXXXXX", path[64];
	struct lsock_addr addr, told;
	int fd, counted;

	make_directory(dir);
	snprintf(path, sizeof(path), "%s/socket", dir);
	addr = address(path);
	for (counted = 0; counted < 2; counted++) {
		fd = lsock_open(AF_UNIX, SOCK_STREAM, 0);
		addr.len = (socklen_t) (sizeof(sa_family_t) + strlen(path)) + (socklen_t) counted;
		ck_assert_int_eq(lsock_bind(fd, &addr), 0);
		ck_assert_int_eq(lsock_getsockname(fd, &told), 0);
		assert_text(&told, path);
		close(fd);
		ck_assert_int_eq(unlink(path), 0);
	}
	ck_assert_int_eq(rmdir(dir), 0);
}

/* The kernel tells 111 bytes of the 110 that sockaddr_un has. */
TEST(path_of_108_bytes_is_told_within_bounds)
{
	char dir[] = "/tmp/lsock-XXXXXX", path[sizeof(((struct sockaddr_un *) 0)->sun_path) + 1];
	struct { struct sockaddr_un un; char nul[2]; } name = { .un.sun_family = AF_UNIX };
	struct { struct lsock_addr addr; unsigned char guard[64]; } told;
	struct sockaddr_un *un = &name.un;
	struct lsock_addr read_back;
	char text[LSOCK_ADDR_TEXT_SIZE];
	int fd = lsock_open(AF_UNIX, SOCK_STREAM, 0), home = open(".", O_PATH | O_CLOEXEC);

	make_directory(dir);
	ck_assert_int_eq(chdir(dir), 0);
	memset(un->sun_path, 'x', sizeof(un->sun_path));
	ck_assert_int_eq(bind(fd, (struct sockaddr *) un, sizeof(*un)), 0);
	bytes_paint(told.guard, sizeof(told.guard));
	ck_assert_int_eq(lsock_getsockname(fd, &told.addr), 0);
	ck_assert_uint_eq(told.addr.len, sizeof(*un));
	ck_assert_mem_eq(&told.addr.u, un, sizeof(*un));
	ck_assert(bytes_painted(told.guard, sizeof(told.guard)));
	ck_assert_int_gt(lsock_addr_format(&told.addr, text, sizeof(text)), 0);
	read_back = address(text);
	ck_assert(lsock_addr_equal(&told.addr, &read_back));
	close(fd);
	snprintf(path, sizeof(path), "%.*s", (int) sizeof(un->sun_path), un->sun_path);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert_int_eq(fchdir(home), 0);
	ck_assert_int_eq(rmdir(dir), 0);
	close(home);
}

/* A dual-stack socket's peer is what the kernel says, not an IPv4 address made of it. */
TEST(mapped_peer_stays_inet6)
{
	struct way way = need_way(AF_INET6, SOCK_STREAM);
	struct lsock_addr any = address("[::]:0"), peer, name;
	int listener = way_open(&way), client, fd;
	char text[LSOCK_ADDR_TEXT_SIZE], expected[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_eq(lsock_setsockopt_int(listener, IPPROTO_IPV6, IPV6_V6ONLY, 0), 0);
	ck_assert_int_eq(lsock_bind(listener, &any), 0);
	ck_assert_int_eq(lsock_listen(listener, 1), 0);
	ck_assert_int_eq(lsock_getsockname(listener, &any), 0);
	client = lsock_open(AF_INET, SOCK_STREAM, 0);
	peer = address("127.0.0.1:0");
	ck_assert_int_eq(lsock_addr_set_port(&peer, (uint32_t) lsock_addr_port(&any)), 0);
	ck_assert_int_eq(lsock_connect(client, &peer, lsock_in_ms(2000)), 0);
	fd = lsock_accept(listener, &peer, lsock_in_ms(2000));
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_getsockname(client, &name), 0);
	snprintf(expected, sizeof(expected), "[::ffff:127.0.0.1]:%d", (int) lsock_addr_port(&name));
	ck_assert_int_gt(lsock_addr_format(&peer, text, sizeof(text)), 0);
	ck_assert_str_eq(text, expected);
	ck_assert_int_eq(lsock_getpeername(fd, &name), 0);
	ck_assert(lsock_addr_equal(&name, &peer));
	close(fd);
	close(client);
	close(listener);
}

TEST(bind_passes_on_what_the_kernel_refuses)
{
	struct lsock_addr addr = address("127.0.0.1:0"), other = address("192.0.2.1:0");
	int first = lsock_open(AF_INET, SOCK_STREAM, 0);
	int second = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(lsock_bind(first, &addr), 0);
	ck_assert_int_eq(lsock_bind(first, &addr), -EINVAL);
	ck_assert_int_eq(lsock_getsockname(first, &addr), 0);
	ck_assert_int_eq(lsock_bind(second, &addr), -EADDRINUSE);
	ck_assert_int_eq(lsock_bind(second, &other), -EADDRNOTAVAIL);
	other = address("[::1]:0");
	ck_assert_int_eq(lsock_bind(second, &other), -EAFNOSUPPORT);
	close(first);
	close(second);
	ck_assert_int_eq(lsock_bind(second, &addr), -EBADF);
}

TEST(address_longer_than_any_is_refused)
{
	int fd = lsock_open(AF_INET, SOCK_DGRAM, 0);
	struct lsock_addr addr = address("127.0.0.1:0");

	addr.len = sizeof(addr.u) + 1;
	ck_assert_int_eq(lsock_bind(fd, &addr), -EINVAL);
	addr.len = UINT32_MAX;
	ck_assert_int_eq(lsock_bind(fd, &addr), -EINVAL);
	addr.len = 0;
	ck_assert_int_eq(lsock_bind(fd, &addr), -EINVAL);
	close(fd);
}

TEST(no_address_is_refused)
{
	int fd = lsock_open(AF_INET, SOCK_DGRAM, 0);
	struct lsock_socket *socket = NULL;

	ck_assert_int_eq(lsock_bind(fd, NULL), -EINVAL);
	ck_assert_int_eq(lsock_connect(fd, NULL, lsock_nowait()), -EINVAL);
	ck_assert_int_eq(lsock_sendto(fd, "x", 1, 0, NULL, lsock_nowait()), -EINVAL);
	ck_assert_int_eq(lsock_socket_open(AF_INET, SOCK_DGRAM, 0, &socket), 0);
	ck_assert_int_eq(lsock_socket_bind(socket, NULL), -EINVAL);
	ck_assert_int_eq(lsock_socket_connect(socket, NULL), -EINVAL);
	ck_assert_int_eq(lsock_socket_sendto(socket, "x", 1, 0, NULL), -EINVAL);
	lsock_socket_free(socket);
	close(fd);
}

TEST(name_that_cannot_be_told_writes_nothing)
{
	struct lsock_addr addr;
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0), fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_getpeername(fd, &addr), -ENOTCONN);
	ck_assert_int_eq(lsock_getsockname(fds[0], &addr), -ENOTSOCK);
	ck_assert_int_eq(lsock_getsockname(-1, &addr), -EBADF);
	ck_assert_int_eq(lsock_getpeername(-1, &addr), -EBADF);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
	close_both(fds);
	close(fd);
}

static struct lsock_socket *object(int family, int type, int protocol)
{
	struct lsock_socket *socket = NULL;

	ck_assert_int_eq(lsock_socket_open(family, type, protocol, &socket), 0);
	return socket;
}

TEST(object_is_bound_by_text_and_tells_its_names)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, 0), *other;
	struct lsock_addr name, peer;
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_eq(lsock_socket_bind_text(socket, "127.0.0.1:0", NULL), 0);
	ck_assert_int_eq(lsock_socket_getsockname(socket, &name), 0);
	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	other = object(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_eq(lsock_socket_connect_text(other, text, NULL), 0);
	ck_assert_int_eq(lsock_socket_getpeername(other, &peer), 0);
	ck_assert(lsock_addr_equal(&name, &peer));
	lsock_socket_free(other);
	lsock_socket_free(socket);
}

TEST(object_is_bound_by_value)
{
	struct lsock_socket *socket = object(AF_INET6, SOCK_STREAM, 0);
	struct lsock_addr any = address("[::]:0"), name;

	ck_assert_int_eq(lsock_socket_bind(socket, &any), 0);
	ck_assert_int_eq(lsock_socket_getsockname(socket, &name), 0);
	ck_assert_int_gt(lsock_addr_port(&name), 0);
	bytes_paint(&name, sizeof(name));
	ck_assert_int_eq(lsock_socket_getpeername(socket, &name), -ENOTCONN);
	ck_assert(bytes_painted(&name, sizeof(name)));
	lsock_socket_free(socket);
}

/* All three calls that take text refuse it alike, before the kernel hears of it. */
static void assert_refused(struct lsock_socket *socket, const char *text, int error, size_t column)
{
	struct lsock_why whys[3];
	size_t n;

	bytes_paint(whys, sizeof(whys));
	ck_assert_int_eq(lsock_socket_bind_text(socket, text, &whys[0]), error);
	ck_assert_int_eq(lsock_socket_connect_text(socket, text, &whys[1]), error);
	ck_assert_int_eq(lsock_socket_sendto_text(socket, "x", 1, 0, text, &whys[2]), error);
	for (n = 0; n < COUNT_OF(whys); n++) {
		ck_assert_uint_eq(whys[n].column, column);
		ck_assert_ptr_nonnull(whys[n].message);
		ck_assert_uint_gt(strlen(whys[n].message), 5);
	}
	ck_assert_int_eq(lsock_socket_bind_text(socket, text, NULL), error);
	ck_assert_int_eq(lsock_socket_connect_text(socket, text, NULL), error);
	ck_assert_int_eq(lsock_socket_sendto_text(socket, "x", 1, 0, text, NULL), error);
}

TEST(text_that_is_no_address_is_refused_with_its_column)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, 0);

	assert_refused(socket, "127.0.0.1:65536", -ERANGE, 11);
	assert_refused(socket, "127.0.0.256:1", -EINVAL, 9);
	assert_refused(socket, "host name:1", -EINVAL, 1);
	assert_refused(socket, "localhost:65536", -ERANGE, 11);
	assert_refused(socket, "", -EINVAL, 1);
	lsock_socket_free(socket);
}

TEST(text_of_another_family_is_refused)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, 0);

	assert_refused(socket, "[::1]:1", -EAFNOSUPPORT, 1);
	assert_refused(socket, "/run/x", -EAFNOSUPPORT, 1);
	assert_refused(socket, "netlink:route:0", -EAFNOSUPPORT, 1);
	lsock_socket_free(socket);
}

TEST(text_of_another_netlink_protocol_is_refused)
{
	struct lsock_socket *socket = object(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
	struct lsock_addr name;

	assert_refused(socket, "netlink:generic:0", -EPROTOTYPE, 1);
	ck_assert_int_eq(lsock_socket_bind_text(socket, "netlink:route:0", NULL), 0);
	ck_assert_int_eq(lsock_socket_getsockname(socket, &name), 0);
	ck_assert_uint_eq(name.protocol, NETLINK_ROUTE);
	lsock_socket_free(socket);
	socket = object(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC);
	ck_assert_int_eq(lsock_socket_bind_text(socket, "netlink:*:0", NULL), 0);
	lsock_socket_free(socket);
}
