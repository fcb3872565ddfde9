/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects of descriptors that somebody else holds, too. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"

static bool blocks(int fd)
{
	return !(fcntl(fd, F_GETFL) & O_NONBLOCK);
}

static struct lsock_socket *adopted(int fd, int family, int type, int protocol)
{
	struct lsock_socket *object;
	int r = lsock_socket_adopt_as(fd, family, type, protocol, &object);

	ck_assert_msg(r == 0, "%s", lsock_strerror(r));
	ck_assert_int_eq(lsock_socket_fileno(object), fd);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	return object;
}

TEST(mode_stays_as_it_was)
{
	static const int modes[] = { 0, SOCK_NONBLOCK };
	struct lsock_socket *object;
	size_t n;

	for (n = 0; n < COUNT_OF(modes); n++) {
		int fd = socket(AF_UNIX, SOCK_DGRAM | modes[n], 0);

		object = adopted(fd, AF_UNIX, SOCK_DGRAM, 0);
		ck_assert_int_eq(blocks(fd), modes[n] == 0);
		ck_assert_int_eq(lsock_socket_gettimeout(object), -1);
		lsock_socket_free(object);
	}
}

/* As Python: who asks for a timeout for all objects gets one that can be kept. */
TEST(default_timeout_makes_it_nonblocking)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM, 0);
	struct lsock_socket *object;

	ck_assert_int_eq(lsock_setdefaulttimeout(INT64_C(1000000)), 0);
	object = adopted(fd, -1, -1, -1);
	ck_assert(!blocks(fd));
	ck_assert_int_eq(lsock_socket_gettimeout(object), INT64_C(1000000));
	lsock_socket_free(object);
	ck_assert_int_eq(lsock_setdefaulttimeout(-1), 0);
}

TEST(what_is_told_is_remembered_and_the_rest_found_out)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	struct lsock_socket *object = adopted(fd, -1, -1, -1);

	ck_assert_int_eq(lsock_socket_family(object), AF_INET);
	ck_assert_int_eq(lsock_socket_type(object), SOCK_STREAM);
	ck_assert_int_eq(lsock_socket_proto(object), IPPROTO_TCP);
	ck_assert_int_eq(lsock_socket_detach(object), fd);
	lsock_socket_free(object);
	object = adopted(fd, AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	ck_assert_int_eq(lsock_socket_family(object), AF_INET6);
	ck_assert_int_eq(lsock_socket_type(object), SOCK_DGRAM);
	ck_assert_int_eq(lsock_socket_proto(object), 0);
	lsock_socket_free(object);
}

/* lsock_socket_fromfd() would make the listener block, of which its own object has a timeout. */
TEST(listener_with_a_timeout_keeps_it)
{
	struct lsock_socket *listener, *second, *connection;

	ck_assert_int_eq(lsock_socket_create_server("127.0.0.1:0", NULL, NULL, &listener), 0);
	ck_assert_int_eq(lsock_socket_settimeout(listener, INT64_C(20000000)), 0);
	second = adopted(lsock_dup(lsock_socket_fileno(listener)), AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(lsock_socket_accept(listener, &connection, NULL), -ETIME);
	ck_assert_int_eq(lsock_socket_settimeout(second, INT64_C(20000000)), 0);
	ck_assert_int_eq(lsock_socket_accept(second, &connection, NULL), -ETIME);
	lsock_socket_free(second);
	lsock_socket_free(listener);
}

TEST(no_socket_stays_the_callers)
{
	struct lsock_socket *object;
	int file = open("/dev/null", O_RDONLY), fd = socket(AF_UNIX, SOCK_DGRAM, 0);

	ck_assert_int_eq(lsock_socket_adopt_as(file, AF_INET, SOCK_STREAM, 0, &object), -ENOTSOCK);
	ck_assert_int_eq(lsock_socket_adopt_as(-1, AF_INET, SOCK_STREAM, 0, &object), -EBADF);
	ck_assert_int_eq(lsock_socket_adopt_as(fd, 65536, SOCK_STREAM, 0, &object), -EINVAL);
	ck_assert_int_eq(lsock_socket_adopt_as(fd, AF_INET, 65536, 0, &object), -EINVAL);
	ck_assert_int_eq(fcntl(file, F_GETFD), 0);
	ck_assert_int_eq(close(file), 0);
	ck_assert_int_eq(fcntl(fd, F_GETFD), 0);
	ck_assert_int_eq(close(fd), 0);
}
