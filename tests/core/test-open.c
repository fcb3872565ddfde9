/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors: made, taken over, doubled, closed.
 * Of lib/sys/sys.c.
 */
#include <linux_sock/descriptor.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

#define OURS (FD_CLOEXEC | O_NONBLOCK)

/* FD_CLOEXEC and O_NONBLOCK of a descriptor. */
static int modes(int fd)
{
	int modes = fcntl(fd, F_GETFD) & FD_CLOEXEC;

	return modes | (fcntl(fd, F_GETFL) & O_NONBLOCK);
}

TEST(open_makes_one_of_ours)
{
	int fd = lsock_open(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(modes(fd), OURS);
	ck_assert_int_eq(lsock_close(fd), 0);
	fd = lsock_open(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(modes(fd), OURS);
	ck_assert_int_eq(lsock_close(fd), 0);
}

TEST(open_passes_on_what_the_kernel_refuses)
{
	ck_assert_int_eq(lsock_open(AF_MAX, SOCK_STREAM, 0), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_open(-1, SOCK_STREAM, 0), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_open(AF_INET, SOCK_STREAM, IPPROTO_UDP), -EPROTONOSUPPORT);
	ck_assert_int_eq(lsock_open(AF_UNIX, SOCK_RDM, 0), -ESOCKTNOSUPPORT);
}

TEST(pair_is_connected_and_ours)
{
	char byte = 0;
	int fds[2];

	ck_assert_int_eq(lsock_pair(AF_UNIX, SOCK_SEQPACKET, 0, fds), 0);
	ck_assert_int_eq(modes(fds[0]), OURS);
	ck_assert_int_eq(modes(fds[1]), OURS);
	ck_assert_int_eq(send(fds[0], "x", 1, 0), 1);
	ck_assert_int_eq(recv(fds[1], &byte, 1, 0), 1);
	ck_assert_int_eq(byte, 'x');
	close_both(fds);
}

TEST(pair_that_fails_writes_nothing)
{
	int fds[2];

	bytes_paint(fds, sizeof(fds));
	ck_assert_int_eq(lsock_pair(AF_INET, SOCK_STREAM, 0, fds), -EOPNOTSUPP);
	ck_assert_int_eq(lsock_pair(AF_MAX, SOCK_STREAM, 0, fds), -EAFNOSUPPORT);
	seam_fail("socketpair", 1, 1, -EMFILE);
	ck_assert_int_eq(lsock_pair(AF_UNIX, SOCK_STREAM, 0, fds), -EMFILE);
	ck_assert(bytes_painted(fds, sizeof(fds)));
}

TEST(dup_is_close_on_exec_and_shares_the_mode)
{
	int fd = lsock_open(AF_UNIX, SOCK_STREAM, 0);
	int twin = lsock_dup(fd);

	ck_assert_int_ge(twin, 0);
	ck_assert_int_ne(twin, fd);
	ck_assert_int_eq(modes(twin), OURS);
	set_nonblocking(fd, false);
	ck_assert_int_eq(modes(twin), FD_CLOEXEC);
	ck_assert_int_eq(lsock_close(fd), 0);
	ck_assert_int_eq(modes(twin), FD_CLOEXEC);
	ck_assert_int_eq(lsock_close(twin), 0);
	ck_assert_int_eq(lsock_dup(twin), -EBADF);
	ck_assert_int_eq(lsock_dup(-1), -EBADF);
}

TEST(close_is_called_once_whatever_it_returns)
{
	static const int results[][2] = {
		{ -ECONNRESET, 0 }, { -EINTR, 0 }, { -EIO, -EIO }, { -ENOSPC, -ENOSPC },
	};
	size_t n;
	int fd;

	for (n = 0; n < COUNT_OF(results); n++) {
		fd = lsock_open(AF_UNIX, SOCK_STREAM, 0);
		seam_fail("close", 1, 1, results[n][0]);
		ck_assert_int_eq(lsock_close(fd), results[n][1]);
		ck_assert_uint_eq(seam_count("close"), 1);
		ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
	}
	seam_reset();
	ck_assert_int_eq(lsock_close(fd), -EBADF);
	ck_assert_int_eq(lsock_close(-1), -EBADF);
}

static void assert_identity(int fd, const struct way *way, bool listening, bool nonblocking)
{
	struct lsock_identity identity = { 0 };
	int protocol = way->protocol;

	/* The kernel fills in the protocol that 0 stood for. */
	if (protocol == 0 && way->type == SOCK_STREAM &&
	    (way->row->af == AF_INET || way->row->af == AF_INET6))
		protocol = IPPROTO_TCP;
	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	ck_assert_int_eq(identity.family, way->row->af);
	ck_assert_int_eq(identity.type, way->type);
	ck_assert_int_eq(identity.protocol, protocol);
	ck_assert_int_eq(identity.listening, listening);
	ck_assert_int_eq(identity.nonblocking, nonblocking);
}

TEST(identity_is_that_of_the_socket, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr name;
	int fd, fds[2];

	fd = way_bound(&way, &name);
	assert_identity(fd, &way, false, true);
	ck_assert_int_eq(listen(fd, 1), 0);
	assert_identity(fd, &way, true, true);
	set_nonblocking(fd, false);
	assert_identity(fd, &way, true, false);
	close(fd);
	way_pair(&way, fds);
	assert_identity(fds[0], &way, false, true);
	assert_identity(fds[1], &way, false, true);
	close_both(fds);
}

TEST(identity_of_datagram_sockets_is_theirs)
{
	struct lsock_identity identity;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	ck_assert_int_eq(identity.family, AF_INET);
	ck_assert_int_eq(identity.type, SOCK_DGRAM);
	ck_assert_int_eq(identity.protocol, IPPROTO_UDP);
	ck_assert(!identity.listening);
	ck_assert(!identity.nonblocking);
	close(fd);
}

TEST(what_is_no_socket_stays_as_it_was)
{
	struct lsock_identity identity;
	int fds[2], before;

	ck_assert_int_eq(pipe(fds), 0);
	before = modes(fds[0]);
	bytes_paint(&identity, sizeof(identity));
	ck_assert_int_eq(lsock_identify(fds[0], &identity), -ENOTSOCK);
	ck_assert_int_eq(lsock_adopt(fds[0], &identity), -ENOTSOCK);
	ck_assert_int_eq(modes(fds[0]), before);
	close_both(fds);
	ck_assert_int_eq(lsock_identify(fds[0], &identity), -EBADF);
	ck_assert_int_eq(lsock_adopt(fds[0], &identity), -EBADF);
	ck_assert_int_eq(lsock_adopt(-1, &identity), -EBADF);
	ck_assert(bytes_painted(&identity, sizeof(identity)));
}

TEST(adopted_is_one_of_ours)
{
	int fd = socket(AF_UNIX, SOCK_SEQPACKET, 0);
	struct lsock_identity identity;

	ck_assert_int_eq(modes(fd), 0);
	ck_assert_int_eq(lsock_adopt(fd, &identity), 0);
	ck_assert_int_eq(modes(fd), OURS);
	ck_assert_int_eq(identity.family, AF_UNIX);
	ck_assert_int_eq(identity.type, SOCK_SEQPACKET);
	ck_assert_int_eq(identity.protocol, 0);
	ck_assert(!identity.listening);
	ck_assert(identity.nonblocking);
	ck_assert_int_eq(lsock_adopt(fd, &identity), 0);
	ck_assert_int_eq(lsock_close(fd), 0);
}

TEST(adopt_does_not_ask_for_a_name)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	struct lsock_identity identity;

	seam_fail("getsockname", 1, UINT32_MAX, -EOPNOTSUPP);
	ck_assert_int_eq(lsock_adopt(fd, &identity), 0);
	ck_assert_int_eq(lsock_close(fd), 0);
}

/* Its kind fails when it is asked for one. */
TEST(adopt_takes_what_has_no_name)
{
	struct lsock_identity identity;
	int fd = socket(AF_ALG, SOCK_SEQPACKET, 0);

	if (fd < 0)
		skip("no AF_ALG here: %s", strerror(errno));
	ck_assert_int_eq(lsock_adopt(fd, &identity), 0);
	ck_assert_int_eq(identity.family, AF_ALG);
	ck_assert_int_eq(identity.type, SOCK_SEQPACKET);
	ck_assert_int_eq(lsock_close(fd), 0);
}

/* Each of adopt's system calls but the one that undoes the mode, which has no other way to go. */
TEST(adopt_that_fails_leaves_the_descriptor_as_it_was)
{
	static const struct {
		const char *call;
		unsigned nth;
	} steps[] = {
		{ "getsockopt", 1 }, { "getsockopt", 2 }, { "getsockopt", 3 }, { "getsockopt", 4 },
		{ "fcntl", 1 }, { "fcntl", 2 }, { "fcntl", 3 }, { "fcntl", 4 },
	};
	struct lsock_identity identity;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	size_t n;

	bytes_paint(&identity, sizeof(identity));
	for (n = 0; n < COUNT_OF(steps); n++) {
		seam_fail(steps[n].call, steps[n].nth, steps[n].nth, -ENOMEM);
		ck_assert_int_eq(lsock_adopt(fd, &identity), -ENOMEM);
		ck_assert_int_eq(modes(fd), 0);
		ck_assert_int_eq(fcntl(fd, F_GETFL), O_RDWR);
	}
	ck_assert(bytes_painted(&identity, sizeof(identity)));
	seam_reset();
	ck_assert_int_eq(lsock_adopt(fd, &identity), 0);
	ck_assert_uint_eq(seam_count("getsockopt"), 4);
	ck_assert_uint_eq(seam_count("fcntl"), 4);
	close(fd);
}

TEST(listen_takes_any_backlog)
{
	static const int backlogs[] = { -1, INT32_MIN, 0, 1, SOMAXCONN, INT32_MAX };
	struct way way = need_way(AF_UNIX, SOCK_STREAM);
	struct lsock_identity identity;
	struct lsock_addr name;
	size_t n;
	int fd;

	for (n = 0; n < COUNT_OF(backlogs); n++) {
		fd = way_bound(&way, &name);
		ck_assert_int_eq(lsock_listen(fd, backlogs[n]), 0);
		ck_assert_int_eq(lsock_identify(fd, &identity), 0);
		ck_assert(identity.listening);
		ck_assert_int_eq(lsock_close(fd), 0);
	}
}

/* Below 0 is 0 and not the kernel's reading of it, which is without limit. */
TEST(negative_backlog_is_none)
{
	struct way way = need_way(AF_UNIX, SOCK_STREAM);
	struct lsock_addr name;
	int fds[3], fd = way_bound(&way, &name), n;

	ck_assert_int_eq(lsock_listen(fd, -1), 0);
	for (n = 0; n < 3; n++)
		fds[n] = way_open(&way);
	ck_assert_int_eq(connect(fds[0], &name.u.sa, name.len), 0);
	ck_assert_int_eq(connect(fds[1], &name.u.sa, name.len), -1);
	ck_assert_int_eq(errno, EAGAIN);
	for (n = 0; n < 3; n++)
		close(fds[n]);
	close(fd);
}

TEST(listen_passes_on_what_the_kernel_refuses)
{
	int fd = lsock_open(AF_INET, SOCK_DGRAM, 0);

	ck_assert_int_eq(lsock_listen(fd, 1), -EOPNOTSUPP);
	ck_assert_int_eq(lsock_close(fd), 0);
	ck_assert_int_eq(lsock_listen(fd, 1), -EBADF);
}

TEST(shutdown_is_of_the_half_that_it_names)
{
	char byte;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_shutdown(fds[0], SHUT_WR), 0);
	ck_assert_int_eq(recv(fds[1], &byte, 1, 0), 0);
	ck_assert_int_eq(send(fds[1], "x", 1, MSG_NOSIGNAL), 1);
	ck_assert_int_eq(recv(fds[0], &byte, 1, 0), 1);
	ck_assert_int_eq(send(fds[0], "x", 1, MSG_NOSIGNAL), -1);
	ck_assert_int_eq(lsock_shutdown(fds[0], SHUT_RD), 0);
	ck_assert_int_eq(send(fds[1], "x", 1, MSG_NOSIGNAL), -1);
	ck_assert_int_eq(lsock_shutdown(fds[1], SHUT_RDWR), 0);
	ck_assert_int_eq(lsock_shutdown(fds[1], 7), -EINVAL);
	close_both(fds);
	ck_assert_int_eq(lsock_shutdown(fds[0], SHUT_RDWR), -EBADF);
}

TEST(shutdown_of_what_is_not_connected_says_so)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(lsock_shutdown(fd, SHUT_RDWR), -ENOTCONN);
	ck_assert_int_eq(lsock_close(fd), 0);
}
