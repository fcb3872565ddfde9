/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors in messages.  Whatever happens, those of the process afterwards are those before and
 * those that were handed out.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#define SOON lsock_in_ms(5000)
#define MOST (LSOCK_FDS_MAX + 1)

/* What the kernel may add to each message, by options of the receiver. */
static const struct {
	const char *name;
	int options[3];
} ways[] = {
	{ "bare", { 0 } },
	{ "SO_PASSCRED", { SO_PASSCRED } },
	{ "SO_PASSSEC", { SO_PASSSEC } },
	{ "SO_PASSPIDFD", { 76 } },
	{ "all", { SO_PASSCRED, SO_PASSSEC, 76 } },
};

static int way_count(void)
{
	return (int) COUNT_OF(ways);
}

static const char *way_label(int i)
{
	return ways[i].name;
}

#define WAYS .count = way_count, .label = way_label, .seconds = 60

static void set_options(int fd, int i)
{
	const int one = 1;
	size_t n;

	for (n = 0; n < COUNT_OF(ways[i].options) && ways[i].options[n]; n++)
		if (setsockopt(fd, SOL_SOCKET, ways[i].options[n], &one, sizeof(one)) < 0)
			skip("%s: %s", ways[i].name, strerror(errno));
}

static void receiving_pair(int type, int way, int ret_fds[2])
{
	unix_pair(type, ret_fds);
	set_options(ret_fds[1], way);
}

/* Copies of one descriptor: the kernel takes the same number many times. */
static ssize_t send_copies(int fd, size_t count)
{
	int fds[MOST];
	size_t n;

	for (n = 0; n < COUNT_OF(fds); n++)
		fds[n] = fd;
	return lsock_send_fds(fd, "x", 1, fds, count, 0, NULL, SOON);
}

static void close_received(const struct lsock_fds *received)
{
	size_t n;

	for (n = 0; n < received->count; n++) {
		ck_assert_int_eq(fcntl(received->fds[n], F_GETFD), FD_CLOEXEC);
		ck_assert_int_eq(close(received->fds[n]), 0);
	}
}

/* sent many come into room for room; right is how many are to be handed out. */
static void pass(const int pair[2], size_t sent, size_t room, size_t right)
{
	int fds[MOST], before = count_descriptors();
	struct lsock_fds received = { .fds = fds, .room = room };
	char byte = 0;

	ck_assert_int_eq(send_copies(pair[0], sent), 1);
	ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &received, 0, NULL, SOON), 1);
	ck_assert_int_eq(byte, 'x');
	ck_assert_uint_eq(received.count, right);
	ck_assert_int_eq(count_descriptors(), before + (int) right);
	ck_assert_int_eq((received.flags & MSG_CTRUNC) != 0, right < sent);
	close_received(&received);
}

TEST(as_many_as_there_is_room_for, WAYS)
{
	static const size_t counts[] = { 0, 1, 2, 3, 252, 253 };
	static const size_t rooms[] = { 0, 1, 2, 3, 4, 253, 254 };
	int pair[2];
	size_t n, m;

	receiving_pair(SOCK_STREAM, i, pair);
	for (n = 0; n < COUNT_OF(counts); n++)
		for (m = 0; m < COUNT_OF(rooms); m++)
			pass(pair, counts[n], rooms[m],
			     counts[n] < rooms[m] ? counts[n] : rooms[m]);
	close_both(pair);
}

TEST(too_many_are_refused_and_nothing_is_sent)
{
	struct lsock_fds none = { .room = 0 };
	int pair[2];
	char byte;

	unix_pair(SOCK_STREAM, pair);
	ck_assert_int_eq(send_copies(pair[0], LSOCK_FDS_MAX + 1), -EINVAL);
	ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &none, 0, NULL, lsock_nowait()),
			 -EAGAIN);
	close_both(pair);
}

/* From now on one number can be given. */
static void leave_one(void)
{
	int one = fcntl(0, F_DUPFD_CLOEXEC, 0);

	ck_assert_int_ge(one, 0);
	forbid_descriptors();
	close(one);
}

/* Not by count_descriptors(), which opens a folder. */
static int count_by_hand(void)
{
	int fd, count = 0;

	for (fd = 0; fd < 1024; fd++)
		count += fcntl(fd, F_GETFD) >= 0;
	return count;
}

/* The pidfd comes behind the others, and gets none. */
TEST(what_finds_no_number_is_lost_and_told, WAYS)
{
	static const size_t rooms[] = { 0, 1, 2, 3, 253 };
	int pair[2], before, fds[253];
	struct lsock_fds received = { .fds = fds };
	size_t n;
	char byte;

	receiving_pair(SOCK_STREAM, i, pair);
	leave_one();
	before = count_by_hand();
	for (n = 0; n < COUNT_OF(rooms); n++) {
		received.room = rooms[n];
		ck_assert_int_eq(send_copies(pair[0], 3), 1);
		ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &received, 0, NULL, SOON), 1);
		ck_assert_uint_eq(received.count, rooms[n] > 0);
		ck_assert_int_ne(received.flags & MSG_CTRUNC, 0);
		ck_assert_int_eq(count_by_hand(), before + (int) received.count);
		close_received(&received);
	}
	close_both(pair);
}

/* ---- Of the same file, and any number. */

TEST(number_0_is_a_descriptor_like_others)
{
	int pair[2], saved = fcntl(0, F_DUPFD_CLOEXEC, 3), zero = 0, got[2], count;
	struct lsock_fds received = { .fds = got, .room = 2 };
	struct lsock_control control;
	uint64_t buf[16];
	char byte;

	unix_pair(SOCK_STREAM, pair);
	ck_assert_int_eq(lsock_send_fds(pair[0], "x", 1, &zero, 1, 0, NULL, SOON), 1);
	ck_assert_int_eq(lsock_send_fds(pair[0], "x", 1, &zero, 1, 0, NULL, SOON), 1);
	close(0);
	ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &received, 0, NULL, SOON), 1);
	ck_assert_uint_eq(received.count, 1);
	ck_assert_int_eq(got[0], 0);
	close(0);
	/* And it is closed when nobody takes it. */
	lsock_control_init(&control, buf, sizeof(buf));
	ck_assert_int_eq(lsock_recvmsg(pair[1], &(struct lsock_message){
		.vectors = &(struct iovec){ &byte, 1 }, .vector_count = 1, .control = &control,
	}, 0, SOON), 1);
	ck_assert_int_ge(fcntl(0, F_GETFD), 0);
	lsock_control_clear(&control);
	count = fcntl(0, F_GETFD);
	ck_assert_int_eq(dup2(saved, 0), 0);
	close(saved);
	close_both(pair);
	ck_assert_int_eq(count, -1);
}

TEST(it_is_the_same_file)
{
	int pair[2], pipes[2], got;
	struct lsock_fds received = { .fds = &got, .room = 1 };
	char byte;

	ck_assert_int_eq(pipe(pipes), 0);
	unix_pair(SOCK_SEQPACKET, pair);
	ck_assert_int_eq(lsock_send_fds(pair[0], NULL, 0, &pipes[0], 1, 0, NULL, SOON), 0);
	ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &received, 0, NULL, SOON), 0);
	ck_assert_uint_eq(received.count, 1);
	ck_assert_int_eq(write(pipes[1], "p", 1), 1);
	ck_assert_int_eq(read(got, &byte, 1), 1);
	ck_assert_int_eq(byte, 'p');
	close(got);
	close_both(pipes);
	close_both(pair);
}

/* ---- Where descriptors cannot go. */

TEST(a_stream_needs_a_byte_to_carry_them)
{
	int pair[2], other[2];

	unix_pair(SOCK_STREAM, pair);
	ck_assert_int_eq(lsock_send_fds(pair[0], NULL, 0, pair, 1, 0, NULL, SOON), -EINVAL);
	unix_pair(SOCK_DGRAM, other);
	ck_assert_int_eq(lsock_send_fds(other[0], NULL, 0, pair, 1, 0, NULL, SOON), 0);
	close_both(pair);
	close_both(other);
}

TEST(a_family_that_would_drop_them_is_refused)
{
	static const int families[] = { AF_INET, AF_INET6, AF_NETLINK, AF_TIPC };
	size_t n;
	int fd;

	for (n = 0; n < COUNT_OF(families); n++) {
		fd = socket(families[n], SOCK_DGRAM | SOCK_CLOEXEC, 0);
		if (fd < 0)
			continue;
		ck_assert_int_eq(lsock_send_fds(fd, "x", 1, &fd, 1, 0, NULL, SOON), -EOPNOTSUPP);
		close(fd);
	}
	ck_assert_int_eq(lsock_send_fds(-1, "x", 1, &fd, 1, 0, NULL, SOON), -EBADF);
}

TEST(a_descriptor_that_is_none_is_refused)
{
	int pair[2], wrong = 1000000;

	unix_pair(SOCK_STREAM, pair);
	ck_assert_int_eq(lsock_send_fds(pair[0], "x", 1, &wrong, 1, 0, NULL, SOON), -EBADF);
	ck_assert_int_eq(lsock_send_fds(pair[0], "x", 1, NULL, 1, 0, NULL, SOON), -EINVAL);
	ck_assert_int_eq(lsock_recv_fds(pair[1], &wrong, 1, &(struct lsock_fds){ .room = 1 }, 0,
					NULL, SOON), -EINVAL);
	close_both(pair);
}

TEST(bytes_go_without_any)
{
	int pair[2];
	struct lsock_fds received = { .room = 0 };
	char buf[8];

	unix_pair(SOCK_STREAM, pair);
	ck_assert_int_eq(lsock_send_fds(pair[0], "hello", 5, NULL, 0, 0, NULL, SOON), 5);
	ck_assert_int_eq(lsock_recv_fds(pair[1], buf, sizeof(buf), &received, 0, NULL, SOON), 5);
	ck_assert_uint_eq(received.count, 0);
	ck_assert_int_eq(received.flags, 0);
	close_both(pair);
}

/* ---- With an address, flags, and nothing there. */

TEST(datagrams_have_receivers_and_senders)
{
	struct lsock_addr at, from;
	int fd = lsock_open(AF_UNIX, SOCK_DGRAM, 0), got;
	struct lsock_fds received = { .fds = &got, .room = 1 };
	char buf[8];

	ck_assert_int_eq(lsock_addr_parse("unix:", 5, &at, NULL), 0);
	ck_assert_int_eq(lsock_bind(fd, &at), 0);
	ck_assert_int_eq(lsock_getsockname(fd, &at), 0);
	ck_assert_int_eq(lsock_send_fds(fd, "abc", 3, &fd, 1, 0, &at, SOON), 3);
	ck_assert_int_eq(lsock_recv_fds(fd, buf, 2, &received, 0, &from, SOON), 2);
	ck_assert(lsock_addr_equal(&from, &at));
	ck_assert_int_eq(received.flags, MSG_TRUNC);
	ck_assert_uint_eq(received.count, 1);
	close(got);
	at.len = sizeof(at);
	ck_assert_int_eq(lsock_send_fds(fd, "abc", 3, &fd, 1, 0, &at, SOON), -EINVAL);
	close(fd);
}

TEST(those_that_are_peeked_at_come_again)
{
	int pair[2], got[2], before;
	struct lsock_fds received = { .fds = got, .room = 1 };
	char byte;

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	ck_assert_int_eq(send_copies(pair[0], 2), 1);
	ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &received, MSG_PEEK, NULL, SOON), 1);
	ck_assert_int_eq(count_descriptors(), before + 1);
	close_received(&received);
	received.room = 2;
	ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &received, 0, NULL, SOON), 1);
	ck_assert_uint_eq(received.count, 2);
	close_received(&received);
	ck_assert_int_eq(count_descriptors(), before);
	close_both(pair);
}

TEST(a_failure_writes_nothing)
{
	struct lsock_fds received = { .room = 0, .count = 77, .flags = 78 };
	struct lsock_addr from = { .len = 79 };
	int pair[2];
	char byte = 'b';

	unix_pair(SOCK_STREAM, pair);
	ck_assert_int_eq(lsock_recv_fds(pair[1], &byte, 1, &received, 0, &from, lsock_in_ms(20)),
			 -ETIME);
	ck_assert_uint_eq(received.count, 77);
	ck_assert_int_eq(received.flags, 78);
	ck_assert_uint_eq(from.len, 79);
	ck_assert_int_eq(byte, 'b');
	close_both(pair);
}

/* ---- Objects. */

TEST(objects_pass_them)
{
	struct lsock_socket *pair[2], *inet;
	int fd, got, before;
	struct lsock_fds received = { .fds = &got, .room = 1 };
	char byte;

	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	ck_assert_int_eq(lsock_socket_open(AF_INET, SOCK_DGRAM, 0, &inet), 0);
	fd = lsock_socket_fileno(pair[0]);
	before = count_descriptors();
	ck_assert_int_eq(lsock_socket_send_fds(pair[0], "x", 1, (int[]){ fd, fd }, 2, 0, NULL), 1);
	ck_assert_int_eq(lsock_socket_recv_fds(pair[1], &byte, 1, &received, 0, NULL), 1);
	ck_assert_uint_eq(received.count, 1);
	ck_assert_int_eq(received.flags, MSG_CTRUNC);
	ck_assert_int_eq(count_descriptors(), before + 1);
	close_received(&received);
	ck_assert_int_eq(lsock_socket_send_fds(pair[0], NULL, 0, &fd, 1, 0, NULL), -EINVAL);
	ck_assert_int_eq(lsock_socket_send_fds(inet, "x", 1, &fd, 1, 0, NULL), -EOPNOTSUPP);
	ck_assert_int_eq(lsock_socket_close(pair[0]), 0);
	ck_assert_int_eq(lsock_socket_send_fds(pair[0], "x", 1, &got, 1, 0, NULL), -EBADF);
	ck_assert_int_eq(lsock_socket_recv_fds(pair[0], &byte, 1, &received, 0, NULL), -EBADF);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
	lsock_socket_free(inet);
}
