/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The life of an object: made, taken over, doubled, given away, closed. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

static struct lsock_socket *make(int family, int type, int protocol)
{
	struct lsock_socket *socket = NULL;

	ck_assert_int_eq(lsock_socket_open(family, type, protocol, &socket), 0);
	ck_assert_ptr_nonnull(socket);
	return socket;
}

static int modes(int fd)
{
	int modes = fcntl(fd, F_GETFD) & FD_CLOEXEC;

	return modes | (fcntl(fd, F_GETFL) & O_NONBLOCK);
}

TEST(object_remembers_what_it_is)
{
	struct lsock_socket *socket = make(AF_INET6, SOCK_DGRAM, IPPROTO_UDP);

	ck_assert_int_ge(lsock_socket_fileno(socket), 0);
	ck_assert_int_eq(lsock_socket_family(socket), AF_INET6);
	ck_assert_int_eq(lsock_socket_type(socket), SOCK_DGRAM);
	ck_assert_int_eq(lsock_socket_proto(socket), IPPROTO_UDP);
	ck_assert_int_eq(modes(lsock_socket_fileno(socket)), FD_CLOEXEC);
	ck_assert_ptr_null(lsock_socket_free(socket));
	socket = make(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(lsock_socket_proto(socket), 0);
	lsock_socket_free(socket);
}

TEST(flags_of_the_type_are_modes_and_no_type)
{
	struct lsock_socket *socket = make(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	struct lsock_socket *pair[2];

	ck_assert_int_eq(lsock_socket_type(socket), SOCK_STREAM);
	ck_assert_int_eq(lsock_socket_gettimeout(socket), 0);
	ck_assert_int_eq(modes(lsock_socket_fileno(socket)), FD_CLOEXEC | O_NONBLOCK);
	lsock_socket_free(socket);
	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0, pair), 0);
	ck_assert_int_eq(lsock_socket_type(pair[1]), SOCK_SEQPACKET);
	ck_assert_int_eq(lsock_socket_gettimeout(pair[1]), 0);
	ck_assert_int_eq(modes(lsock_socket_fileno(pair[1])), FD_CLOEXEC | O_NONBLOCK);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
}

TEST(pair_speaks)
{
	struct lsock_socket *pair[2];
	const void *data;

	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	ck_assert_int_eq(lsock_socket_family(pair[0]), AF_UNIX);
	ck_assert_int_eq(lsock_socket_send(pair[0], "abc", 3, 0), 3);
	ck_assert_int_eq(lsock_socket_recv(pair[1], 10, 0, &data), 3);
	ck_assert_mem_eq(data, "abc", 3);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
}

TEST(what_cannot_be_made_writes_nothing)
{
	struct lsock_socket *pair[2], *socket;

	bytes_paint(pair, sizeof(pair));
	bytes_paint(&socket, sizeof(socket));
	ck_assert_int_eq(lsock_socket_open(AF_MAX, SOCK_STREAM, 0, &socket), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_socket_pair(AF_INET, SOCK_STREAM, 0, pair), -EOPNOTSUPP);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_open(AF_UNIX, SOCK_STREAM, 0, &socket), -ENOMEM);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), -ENOMEM);
	seam_fail("malloc", 2, 2, -ENOMEM);
	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), -ENOMEM);
	ck_assert(bytes_painted(pair, sizeof(pair)));
	ck_assert(bytes_painted(&socket, sizeof(socket)));
}

TEST(adopted_is_found_out, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_socket *socket;
	struct lsock_addr name;
	int fd = way_listen(&way, 1, &name);

	ck_assert_int_eq(lsock_socket_adopt(fd, &socket), 0);
	ck_assert_int_eq(lsock_socket_fileno(socket), fd);
	ck_assert_int_eq(lsock_socket_family(socket), way.row->af);
	ck_assert_int_eq(lsock_socket_type(socket), way.type);
	if (way.row->af == AF_INET)
		ck_assert_int_eq(lsock_socket_proto(socket), IPPROTO_TCP);
	ck_assert_int_eq(modes(fd), FD_CLOEXEC);
	lsock_socket_free(socket);
	ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
}

TEST(adopt_that_fails_leaves_the_descriptor_as_it_was)
{
	static const struct {
		const char *call;
		unsigned nth;
	} steps[] = {
		{ "getsockopt", 1 }, { "getsockopt", 2 }, { "getsockopt", 3 }, { "getsockopt", 4 },
		{ "fcntl", 1 }, { "malloc", 1 }, { "ioctl", 1 }, { "fcntl", 2 },
	};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0), mode;
	struct lsock_socket *adopted;
	size_t n;

	bytes_paint(&adopted, sizeof(adopted));
	for (mode = 0; mode < 2; mode++) {
		set_nonblocking(fd, mode);
		ck_assert_int_eq(lsock_setdefaulttimeout(mode ? -1 : 1000), 0);
		for (n = 0; n < COUNT_OF(steps); n++) {
			seam_fail(steps[n].call, steps[n].nth, steps[n].nth, -ENOMEM);
			ck_assert_int_eq(lsock_socket_adopt(fd, &adopted), -ENOMEM);
			ck_assert_int_eq(modes(fd), mode ? O_NONBLOCK : 0);
		}
	}
	ck_assert_int_eq(lsock_setdefaulttimeout(-1), 0);
	seam_reset();
	close(fd);
	ck_assert_int_eq(lsock_socket_adopt(fd, &adopted), -EBADF);
	ck_assert_int_eq(lsock_socket_adopt(-1, &adopted), -EBADF);
	fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	ck_assert_int_eq(lsock_socket_adopt(fd, &adopted), -ENOTSOCK);
	ck_assert(bytes_painted(&adopted, sizeof(adopted)));
	close(fd);
}

TEST(dup_is_the_same_socket_with_the_same_timeout)
{
	struct lsock_socket *socket = make(AF_INET, SOCK_STREAM, IPPROTO_TCP), *twin;
	int value = 0;

	ck_assert_int_eq(lsock_socket_settimeout(socket, 7000 * MS), 0);
	ck_assert_int_eq(lsock_socket_dup(socket, &twin), 0);
	ck_assert_int_ne(lsock_socket_fileno(twin), lsock_socket_fileno(socket));
	ck_assert_int_eq(modes(lsock_socket_fileno(twin)), FD_CLOEXEC | O_NONBLOCK);
	ck_assert_int_eq(lsock_socket_family(twin), AF_INET);
	ck_assert_int_eq(lsock_socket_type(twin), SOCK_STREAM);
	ck_assert_int_eq(lsock_socket_proto(twin), IPPROTO_TCP);
	ck_assert_int_eq(lsock_socket_gettimeout(twin), 7000 * MS);
	ck_assert_int_eq(lsock_socket_setsockopt_int(socket, SOL_SOCKET, SO_KEEPALIVE, 1), 0);
	lsock_socket_free(socket);
	ck_assert_int_eq(lsock_socket_getsockopt_int(twin, SOL_SOCKET, SO_KEEPALIVE, &value), 0);
	ck_assert_int_eq(value, 1);
	lsock_socket_free(twin);
}

TEST(dup_that_fails_writes_nothing)
{
	struct lsock_socket *socket = make(AF_UNIX, SOCK_STREAM, 0), *twin;

	bytes_paint(&twin, sizeof(twin));
	seam_fail("fcntl", 1, 1, -EMFILE);
	ck_assert_int_eq(lsock_socket_dup(socket, &twin), -EMFILE);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_dup(socket, &twin), -ENOMEM);
	ck_assert(bytes_painted(&twin, sizeof(twin)));
	lsock_socket_free(socket);
}

TEST(detached_descriptor_is_the_callers)
{
	struct lsock_socket *socket = make(AF_UNIX, SOCK_STREAM, 0);
	int fd = lsock_socket_fileno(socket);

	ck_assert_int_eq(lsock_socket_detach(socket), fd);
	ck_assert_int_eq(lsock_socket_detach(socket), -EBADF);
	ck_assert_int_eq(lsock_socket_fileno(socket), -EBADF);
	ck_assert_int_eq(lsock_socket_close(socket), 0);
	lsock_socket_free(socket);
	ck_assert_int_ge(fcntl(fd, F_GETFD), 0);
	close(fd);
}

static void assert_closed_to_names(struct lsock_socket *s)
{
	struct lsock_addr addr = { .len = 0 }, unix_addr;

	ck_assert_int_eq(lsock_addr_parse("unix:", 5, &unix_addr, NULL), 0);
	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_socket_bind(s, &unix_addr), -EBADF);
	ck_assert_int_eq(lsock_socket_bind_text(s, "@x", NULL), -EBADF);
	ck_assert_int_eq(lsock_socket_connect(s, &unix_addr), -EBADF);
	ck_assert_int_eq(lsock_socket_connect_text(s, "@x", NULL), -EBADF);
	ck_assert_int_eq(lsock_socket_getsockname(s, &addr), -EBADF);
	ck_assert_int_eq(lsock_socket_getpeername(s, &addr), -EBADF);
	ck_assert_int_eq(lsock_socket_sendto(s, "x", 1, 0, &unix_addr), -EBADF);
	ck_assert_int_eq(lsock_socket_sendto_text(s, "x", 1, 0, "@x", NULL), -EBADF);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
}

static void assert_closed_to_bytes(struct lsock_socket *s)
{
	struct lsock_addr from;
	const void *data = &from;
	size_t sent = 1;
	char buf[4];

	ck_assert_int_eq(lsock_socket_recv(s, 4, 0, &data), -EBADF);
	ck_assert_int_eq(lsock_socket_recvfrom(s, 4, 0, &data, &from), -EBADF);
	ck_assert_int_eq(lsock_socket_recv_into(s, buf, 4, 0), -EBADF);
	ck_assert_int_eq(lsock_socket_recvfrom_into(s, buf, 4, 0, &from), -EBADF);
	ck_assert_int_eq(lsock_socket_send(s, "x", 1, 0), -EBADF);
	ck_assert_int_eq(lsock_socket_sendall(s, "x", 1, 0, &sent), -EBADF);
	ck_assert_uint_eq(sent, 0);
	ck_assert_int_eq(lsock_socket_ended(s), -EBADF);
	ck_assert_ptr_eq(data, &from);
}

static void assert_closed_to_the_rest(struct lsock_socket *s)
{
	struct lsock_socket *other = NULL;
	uint64_t wide;
	size_t size = 4;
	int value;

	ck_assert_int_eq(lsock_socket_fileno(s), -EBADF);
	ck_assert_int_eq(lsock_socket_detach(s), -EBADF);
	ck_assert_int_eq(lsock_socket_dup(s, &other), -EBADF);
	ck_assert_int_eq(lsock_socket_listen(s, 1), -EBADF);
	ck_assert_int_eq(lsock_socket_accept(s, &other, NULL), -EBADF);
	ck_assert_int_eq(lsock_socket_shutdown(s, SHUT_WR), -EBADF);
	ck_assert_int_eq(lsock_socket_settimeout(s, 5), -EBADF);
	ck_assert_int_eq(lsock_socket_setblocking(s, true), -EBADF);
	ck_assert_int_eq(lsock_socket_getsockopt_int(s, SOL_SOCKET, SO_TYPE, &value), -EBADF);
	ck_assert_int_eq(lsock_socket_getsockopt_u64(s, SOL_SOCKET, SO_COOKIE, &wide), -EBADF);
	ck_assert_int_eq(lsock_socket_getsockopt(s, SOL_SOCKET, SO_TYPE, &value, &size), -EBADF);
	ck_assert_int_eq(lsock_socket_setsockopt_int(s, SOL_SOCKET, SO_KEEPALIVE, 1), -EBADF);
	ck_assert_int_eq(lsock_socket_setsockopt_u64(s, SOL_SOCKET, SO_KEEPALIVE, 1), -EBADF);
	ck_assert_int_eq(lsock_socket_setsockopt(s, SOL_SOCKET, SO_KEEPALIVE, "1234", 4), -EBADF);
	ck_assert_int_eq(lsock_socket_ioctl(s, FIONREAD, &value), -EBADF);
	ck_assert_ptr_null(other);
}

static int type_count(void)
{
	return 3;
}

static const char *type_label(int i)
{
	static const char *const labels[] = { "stream", "seqpacket", "dgram" };

	return labels[i];
}

/* With each mode that a call could take another way in. */
TEST(closed_object_is_closed_to_every_call, .count = type_count, .label = type_label)
{
	static const int types[] = { SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM };
	static const int64_t timeouts[] = { -1, 0, 2000 * MS };
	int64_t start = clock_ns();
	struct lsock_socket *socket;
	size_t n;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		socket = make(AF_UNIX, types[i], 0);
		ck_assert_int_eq(lsock_socket_settimeout(socket, timeouts[n]), 0);
		ck_assert_int_eq(lsock_socket_close(socket), 0);
		assert_closed_to_the_rest(socket);
		assert_closed_to_names(socket);
		assert_closed_to_bytes(socket);
		ck_assert_int_eq(lsock_socket_close(socket), 0);
		ck_assert_int_eq(lsock_socket_family(socket), AF_UNIX);
		ck_assert_int_eq(lsock_socket_type(socket), types[i]);
		lsock_socket_free(socket);
	}
	assert_took(start, 0, 1000);
}

/* ---- What the peer sees of a close. */

TEST(closing_one_end_is_an_end_to_the_other, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_socket *pair[2];
	int first;
	char byte;

	for (first = 0; first < 2; first++) {
		way_objects(&way, pair);
		ck_assert_int_eq(lsock_socket_close(pair[first]), 0);
		ck_assert_int_eq(lsock_socket_recv_into(pair[1 - first], &byte, 1, 0), 0);
		ck_assert_int_eq(lsock_socket_ended(pair[1 - first]), 1);
		lsock_socket_free(pair[0]);
		lsock_socket_free(pair[1]);
	}
}

/* Shutting down would end it for the other holder as well. */
TEST(closing_a_twin_ends_nothing, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_socket *pair[2], *twin;
	char byte;
	int n;

	for (n = 0; n < 2; n++) {
		way_objects(&way, pair);
		ck_assert_int_eq(lsock_socket_dup(pair[0], &twin), 0);
		ck_assert_int_eq(lsock_socket_close(n ? twin : pair[0]), 0);
		ck_assert_int_eq(lsock_socket_send(n ? pair[0] : twin, "x", 1, 0), 1);
		ck_assert_int_eq(lsock_socket_recv_into(pair[1], &byte, 1, 0), 1);
		lsock_socket_free(twin);
		lsock_socket_free(pair[0]);
		lsock_socket_free(pair[1]);
	}
}

/* Whoever connected it. */
TEST(closing_what_was_adopted_ends_nothing, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_socket *adopted;
	struct lsock_addr name;
	int listener = way_listen(&way, 1, &name), fd = way_open(&way), peer, r;
	int other = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	char byte;

	ck_assert_int_eq(lsock_socket_adopt(fd, &adopted), 0);
	ck_assert_int_eq(lsock_socket_settimeout(adopted, 0), 0);
	r = lsock_socket_connect(adopted, &name);
	peer = lsock_accept(listener, NULL, lsock_in_ms(2000));
	ck_assert_int_ge(peer, 0);
	ck_assert_int_eq(lsock_socket_settimeout(adopted, 2000 * MS), 0);
	if (r == -EINPROGRESS)
		ck_assert_int_eq(lsock_socket_connect(adopted, &name), 0);
	lsock_socket_free(adopted);
	act_write(other);
	ck_assert_uint_eq(drain(peer, &byte, 1), 1);
	close(other);
	close(peer);
	close(listener);
}
