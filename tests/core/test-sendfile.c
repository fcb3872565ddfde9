/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files of every kind to streams of every family.
 * Of lib/sys/file.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/sources.h"
#include "tests/harness/streams.h"

#define LONG lsock_in_ms(20000)
#define LENGTH SOURCE_LENGTH

static char bytes[LENGTH];

/* ---- All of it. */

TEST(file_goes_whole, SOURCES, .seconds = 60)
{
	struct way way = source_way(i);
	struct pattern_thread *receiver;
	struct source source;
	uint64_t sent = 0;
	int fds[2], r;

	way_pair(&way, fds);
	source_make(&source, i);
	receiver = pattern_receive(fds[1]);
	r = lsock_sendfile(fds[0], source.file, -1, LSOCK_TO_END, &sent, LONG);
	ck_assert_msg(r == 0, "%s", lsock_strerror(r));
	ck_assert_uint_eq(sent, LENGTH);
	assert_position(&source, LENGTH);
	ck_assert_int_eq(shutdown(fds[0], SHUT_RDWR), 0);
	ck_assert_uint_eq(pattern_end(receiver), LENGTH);
	source_end(&source);
	close_both(fds);
}

static struct lsock_deadline any_deadline(void)
{
	switch (random_below(4)) {
	case 0:
		return lsock_nowait();
	case 1:
		return lsock_in_ms(-1);
	default:
		return lsock_or_signal(lsock_in_ns((int64_t) random_below(3000000)));
	}
}

/* One call; how much went out.  Time may be up when only the end is still to be seen. */
static uint64_t send_some(int fd, const struct source *source, uint64_t rest)
{
	uint64_t count = random_below(random_below(8) ? 20000 : 300000), sent = UINT64_MAX;
	int r = lsock_sendfile(fd, source->file, -1, count, &sent, any_deadline());

	if (r == -ETIME || r == -EAGAIN || r == -EINTR)
		ck_assert_uint_lt(sent, count);
	else
		ck_assert_msg(r == 0 && sent == (count < rest ? count : rest), "%s, %ju",
			      lsock_strerror(r), sent);
	ck_assert_uint_le(sent, rest);
	return sent;
}

/* Now and then, and long enough for signals to come. */
static void dawdle(void)
{
	const struct timespec a_while = { 0, (long) (slowness() * (double) MS) };

	if (random_below(2) == 0)
		nanosleep(&a_while, NULL);
}

TEST(no_byte_is_lost_to_deadlines_and_signals, SOURCES, .seconds = 60)
{
	struct way way = source_way(i);
	struct pattern_thread *receiver;
	struct source source;
	uint64_t sent = 0;
	int fds[2];

	way_pair(&way, fds);
	source_make(&source, i);
	receiver = pattern_receive(fds[1]);
	storm_begin((int) (200 * slowness()));
	while (sent < LENGTH) {
		sent += send_some(fds[0], &source, LENGTH - sent);
		assert_position(&source, (size_t) sent);
		dawdle();
	}
	storm_end();
	ck_assert_int_eq(shutdown(fds[0], SHUT_RDWR), 0);
	ck_assert_uint_eq(pattern_end(receiver), LENGTH);
	source_end(&source);
	close_both(fds);
}

TEST(passed_deadline_tries_once, SOURCES)
{
	struct way way = source_way(i);
	struct source source;
	uint64_t sent = 0;
	int fds[2];

	way_pair(&way, fds);
	source_make(&source, i);
	ck_assert_int_gt(lsock_wait(source.file, POLLIN, LONG), 0);
	ck_assert_int_eq(lsock_sendfile(fds[0], source.file, -1, 10, &sent, lsock_in_ms(-1)), 0);
	ck_assert_uint_eq(sent, 10);
	ck_assert_int_eq(lsock_sendfile(fds[0], source.file, -1, 10, &sent, lsock_nowait()), 0);
	ck_assert_uint_eq(sent, 10);
	ck_assert_uint_eq(drain(fds[1], bytes, 20), 20);
	ck_assert(pattern_is(bytes, 0, 20));
	source_end(&source);
	close_both(fds);
}

/* ---- Parts of it. */

static void assert_sends(const int fds[2], int file, int64_t offset, uint64_t count,
			 uint64_t expected)
{
	int64_t from = offset < 0 ? lseek(file, 0, SEEK_CUR) : offset;
	uint64_t sent = UINT64_MAX;
	int r = lsock_sendfile(fds[0], file, offset, count, &sent, LONG);

	ck_assert_msg(r == 0, "%s", lsock_strerror(r));
	ck_assert_uint_eq(sent, expected);
	ck_assert_uint_eq(drain(fds[1], bytes, (size_t) expected), expected);
	ck_assert(pattern_is(bytes, (size_t) from, (size_t) expected));
	ck_assert_int_eq(recv(fds[1], bytes, 1, MSG_DONTWAIT), -1);
}

TEST(offset_and_count_choose_the_bytes, BOTH)
{
	int fds[2], file = pattern_file(20000);

	unix_pair(SOCK_STREAM, fds);
	without_sendfile(i);
	assert_sends(fds, file, 0, 100, 100);
	assert_sends(fds, file, 5000, LSOCK_TO_END, 15000);
	assert_sends(fds, file, 19999, 2, 1);
	assert_sends(fds, file, 20000, 2, 0);
	assert_sends(fds, file, INT64_C(1) << 40, 2, 0);
	assert_sends(fds, file, 7, 0, 0);
	ck_assert_int_eq(lseek(file, 0, SEEK_CUR), 0);
	assert_sends(fds, file, -1, 10000, 10000);
	ck_assert_int_eq(lseek(file, 0, SEEK_CUR), 10000);
	assert_sends(fds, file, -1, LSOCK_TO_END, 10000);
	ck_assert_int_eq(lseek(file, 0, SEEK_CUR), 20000);
	assert_sends(fds, file, -1, 0, 0);
	assert_sends(fds, file, -1, 10, 0);
	ck_assert_int_eq(lseek(file, 0, SEEK_CUR), 20000);
	close(file);
	close_both(fds);
}

TEST(position_is_behind_what_was_sent_on_errors_too, BOTH)
{
	int fds[2], file = pattern_file(LENGTH);
	uint64_t sent = 0;

	unix_pair(SOCK_STREAM, fds);
	without_sendfile(i);
	ck_assert_int_eq(lseek(file, 1000, SEEK_SET), 1000);
	ck_assert_int_eq(lsock_sendfile(fds[0], file, -1, LSOCK_TO_END, &sent, lsock_in_ms(30)),
			 -ETIME);
	ck_assert_uint_gt(sent, 0);
	ck_assert_uint_lt(sent, LENGTH - 1000);
	ck_assert_int_eq(lseek(file, 0, SEEK_CUR), 1000 + (off_t) sent);
	ck_assert_uint_eq(drain(fds[1], bytes, (size_t) sent), sent);
	ck_assert(pattern_is(bytes, 1000, (size_t) sent));
	close(fds[1]);
	ck_assert_int_eq(lsock_sendfile(fds[0], file, -1, LSOCK_TO_END, NULL, LONG), -EPIPE);
	ck_assert_int_eq(lseek(file, 0, SEEK_CUR), 1000 + (off_t) sent);
	close(file);
	close(fds[0]);
}

/* Between two pieces of one call. */
static int shrinking;

static void act_shrink(int fd)
{
	if (ftruncate(shrinking, LENGTH / 2) < 0)
		abort();
	act_drain(fd);
}

TEST(file_that_is_cut_meanwhile_ends_there, BOTH)
{
	int fds[2], file = pattern_file(LENGTH);
	struct later *later_shrunk;
	uint64_t sent = 0;

	unix_pair(SOCK_STREAM, fds);
	without_sendfile(i);
	shrinking = file;
	later_shrunk = later(100, act_shrink, fds[1]);
	ck_assert_int_eq(lsock_sendfile(fds[0], file, 0, LSOCK_TO_END, &sent, LONG), 0);
	/* What was read before lay in a buffer. */
	ck_assert_uint_ge(sent, LENGTH / 2);
	ck_assert_uint_le(sent, LENGTH / 2 + 65536);
	later_end(later_shrunk);
	close(file);
	close_both(fds);
}

/* The kernel makes it as it is read, and tells no size. */
TEST(file_of_proc_goes_whole)
{
	int fds[2], file = open("/proc/self/mounts", O_RDONLY | O_CLOEXEC);
	static char expected[65536];
	uint64_t sent = 0;
	ssize_t n, size = 0;

	if (file < 0)
		skip("/proc/self/mounts: %s", strerror(errno));
	while ((n = read(file, expected + size, sizeof(expected) - (size_t) size)) > 0)
		size += n;
	ck_assert_int_gt(size, 0);
	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_sendfile(fds[0], file, 0, LSOCK_TO_END, &sent, LONG), 0);
	ck_assert_uint_eq(sent, (uint64_t) size);
	ck_assert_uint_eq(drain(fds[1], bytes, (size_t) sent), sent);
	ck_assert_mem_eq(bytes, expected, (size_t) sent);
	close(file);
	close_both(fds);
}

/* ---- What cannot be. */

static void refuses(int fd, int file, int64_t offset, int error)
{
	uint64_t sent = 99;

	ck_assert_int_eq(lsock_sendfile(fd, file, offset, 10, &sent, LONG), error);
	ck_assert_uint_eq(sent, 0);
	ck_assert_int_eq(lsock_sendfile(fd, file, offset, 10, NULL, LONG), error);
}

TEST(socket_must_be_a_stream_that_does_not_block)
{
	int fds[2], file = pattern_file(10);

	refuses(-1, file, 0, -EBADF);
	refuses(file, file, 0, -ENOTSOCK);
	unix_pair(SOCK_DGRAM, fds);
	refuses(fds[0], file, 0, -EOPNOTSUPP);
	close_both(fds);
	unix_pair(SOCK_SEQPACKET, fds);
	refuses(fds[0], file, 0, -EOPNOTSUPP);
	close_both(fds);
	unix_pair(SOCK_STREAM, fds);
	set_nonblocking(fds[0], false);
	refuses(fds[0], file, 0, -EINVAL);
	close_both(fds);
	close(file);
}

TEST(file_must_be_one_that_gives_its_bytes_back)
{
	int fds[2], other[2], file = pattern_file(10), terminal;

	unix_pair(SOCK_STREAM, fds);
	refuses(fds[0], -1, 0, -EBADF);
	refuses(fds[0], file, -2, -EINVAL);
	refuses(fds[0], file, INT64_MIN, -EINVAL);
	close(file);
	file = open("/", O_RDONLY | O_CLOEXEC);
	refuses(fds[0], file, 0, -EISDIR);
	refuses(fds[0], file, -1, -EISDIR);
	close(file);
	file = open("/dev/null", O_WRONLY | O_CLOEXEC);
	refuses(fds[0], file, 0, -EBADF);
	close(file);
	terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal >= 0)
		refuses(fds[0], terminal, -1, -ESPIPE);
	close(terminal);
	unix_pair(SOCK_DGRAM, other);
	refuses(fds[0], other[0], -1, -ESPIPE);
	close_both(other);
	unix_pair(SOCK_STREAM, other);
	refuses(fds[0], other[0], 0, -ESPIPE);
	close_both(other);
	ck_assert_int_eq(pipe2(other, O_CLOEXEC), 0);
	refuses(fds[0], other[0], 0, -ESPIPE);
	close_both(other);
	ck_assert_int_eq(recv(fds[1], bytes, 1, MSG_DONTWAIT), -1);
	close_both(fds);
}
