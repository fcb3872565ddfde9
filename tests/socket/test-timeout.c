/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The timeout of an object, and the one that new objects begin with.
 * Of lib/socket/default-timeout.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static bool is_nonblocking(const struct lsock_socket *socket)
{
	return (fcntl(lsock_socket_fileno(socket), F_GETFL) & O_NONBLOCK) != 0;
}

static struct lsock_socket *make(int type)
{
	struct lsock_socket *socket = NULL;

	ck_assert_int_eq(lsock_socket_open(AF_UNIX, type, 0, &socket), 0);
	return socket;
}

static void assert_mode(const struct lsock_socket *socket, int64_t timeout)
{
	ck_assert_int_eq(lsock_socket_gettimeout(socket), timeout);
	ck_assert_int_eq(lsock_socket_getblocking(socket), timeout != 0);
	ck_assert_int_eq(is_nonblocking(socket), timeout >= 0);
}

TEST(mode_of_the_descriptor_follows_the_timeout)
{
	static const int64_t timeouts[] = { -1, 0, 1, 1000 * MS, -1, INT64_MAX, 0, -1 };
	struct lsock_socket *socket = make(SOCK_STREAM);
	size_t n;

	assert_mode(socket, -1);
	for (n = 0; n < COUNT_OF(timeouts); n++) {
		ck_assert_int_eq(lsock_socket_settimeout(socket, timeouts[n]), 0);
		assert_mode(socket, timeouts[n]);
	}
	ck_assert_int_eq(lsock_socket_setblocking(socket, false), 0);
	assert_mode(socket, 0);
	ck_assert_int_eq(lsock_socket_setblocking(socket, true), 0);
	assert_mode(socket, -1);
	lsock_socket_free(socket);
}

TEST(timeout_below_none_is_refused)
{
	struct lsock_socket *socket = make(SOCK_STREAM);

	ck_assert_int_eq(lsock_socket_settimeout(socket, 5), 0);
	ck_assert_int_eq(lsock_socket_settimeout(socket, -2), -EINVAL);
	ck_assert_int_eq(lsock_socket_settimeout(socket, INT64_MIN), -EINVAL);
	assert_mode(socket, 5);
	ck_assert_int_eq(lsock_setdefaulttimeout(-2), -EINVAL);
	ck_assert_int_eq(lsock_getdefaulttimeout(), -1);
	lsock_socket_free(socket);
}

TEST(timeout_stays_where_its_mode_cannot_be_set)
{
	struct lsock_socket *socket = make(SOCK_STREAM);

	ck_assert_int_eq(lsock_socket_settimeout(socket, 5), 0);
	ck_assert_int_eq(lsock_socket_close(socket), 0);
	ck_assert_int_eq(lsock_socket_settimeout(socket, -1), -EBADF);
	ck_assert_int_eq(lsock_socket_gettimeout(socket), 5);
	lsock_socket_free(socket);
}

TEST(there_is_no_default_until_one_is_set)
{
	struct lsock_socket *socket;

	ck_assert_int_eq(lsock_getdefaulttimeout(), -1);
	ck_assert_int_eq(lsock_setdefaulttimeout(3000 * MS), 0);
	ck_assert_int_eq(lsock_getdefaulttimeout(), 3000 * MS);
	socket = make(SOCK_STREAM);
	ck_assert_int_eq(lsock_setdefaulttimeout(-1), 0);
	assert_mode(socket, 3000 * MS);
	lsock_socket_free(socket);
}

static int default_count(void)
{
	return 3;
}

static int64_t default_timeout(int i)
{
	static const int64_t timeouts[] = { -1, 0, 3000 * MS };

	return timeouts[i];
}

static const char *default_label(int i)
{
	static const char *const labels[] = { "none", "non-blocking", "three seconds" };

	return labels[i];
}

/* However an object came about; only SOCK_NONBLOCK and dup have their own say. */
TEST(objects_begin_with_the_default, .count = default_count, .label = default_label)
{
	struct lsock_socket *socket, *pair[2], *adopted, *twin;
	int mode, fd;

	ck_assert_int_eq(lsock_setdefaulttimeout(default_timeout(i)), 0);
	socket = make(SOCK_STREAM);
	assert_mode(socket, default_timeout(i));
	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_DGRAM, 0, pair), 0);
	assert_mode(pair[0], default_timeout(i));
	assert_mode(pair[1], default_timeout(i));
	for (mode = 0; mode < 2; mode++) {
		fd = lsock_open(AF_UNIX, SOCK_DGRAM, 0);
		set_nonblocking(fd, mode);
		ck_assert_int_eq(lsock_socket_adopt(fd, &adopted), 0);
		assert_mode(adopted, default_timeout(i));
		lsock_socket_free(adopted);
	}
	adopted = make(SOCK_STREAM | SOCK_NONBLOCK);
	assert_mode(adopted, 0);
	ck_assert_int_eq(lsock_socket_settimeout(socket, 42), 0);
	ck_assert_int_eq(lsock_socket_dup(socket, &twin), 0);
	assert_mode(twin, 42);
	lsock_setdefaulttimeout(-1);
	lsock_socket_free(twin);
	lsock_socket_free(adopted);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
	lsock_socket_free(socket);
}

/* Whatever its listener's is. */
TEST(accepted_begins_with_the_default, .count = default_count, .label = default_label)
{
	static const int64_t listening[] = { -1, 0, 2000 * MS };
	struct way way = need_way(AF_UNIX, SOCK_STREAM);
	struct lsock_socket *listener = make(SOCK_STREAM), *accepted;
	struct lsock_addr name;
	size_t n;
	int client;

	ck_assert_int_eq(lsock_socket_bind(listener, &way.loopback), 0);
	ck_assert_int_eq(lsock_socket_listen(listener, 1), 0);
	ck_assert_int_eq(lsock_socket_getsockname(listener, &name), 0);
	ck_assert_int_eq(lsock_setdefaulttimeout(default_timeout(i)), 0);
	for (n = 0; n < COUNT_OF(listening); n++) {
		ck_assert_int_eq(lsock_socket_settimeout(listener, listening[n]), 0);
		client = way_dial(&way, &name);
		ck_assert_int_eq(lsock_socket_accept(listener, &accepted, NULL), 0);
		assert_mode(accepted, default_timeout(i));
		lsock_socket_free(accepted);
		close(client);
	}
	lsock_setdefaulttimeout(-1);
	lsock_socket_free(listener);
}

TEST(mode_is_shared_by_who_holds_the_same_socket)
{
	struct lsock_socket *socket = make(SOCK_STREAM), *twin;

	ck_assert_int_eq(lsock_socket_dup(socket, &twin), 0);
	ck_assert_int_eq(lsock_socket_settimeout(twin, 0), 0);
	ck_assert(is_nonblocking(socket));
	ck_assert_int_eq(lsock_socket_gettimeout(socket), -1);
	lsock_socket_free(twin);
	lsock_socket_free(socket);
}
