/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The writing half of streams. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/streams.h"

#define LONG lsock_in_ms(20000)

static char bytes[4 << 20];

static void write_pattern(struct lsock_stream *stream, size_t at, size_t size)
{
	size_t taken = 0;

	pattern_fill(bytes, at, size);
	ck_assert_int_eq(lsock_stream_write(stream, bytes, size, &taken, LONG), 0);
	ck_assert_uint_eq(taken, size);
}

static void assert_arrives(int fd, size_t at, size_t size)
{
	ck_assert_uint_eq(drain(fd, bytes, size), size);
	ck_assert(pattern_is(bytes, at, size));
}

TEST(what_fits_makes_no_system_call)
{
	struct streamed s = streamed_unix(0, 100);

	seam_reset();
	write_pattern(s.stream, 0, 60);
	write_pattern(s.stream, 60, 0);
	write_pattern(s.stream, 60, 40);
	ck_assert_int_eq(lsock_stream_write(s.stream, NULL, 0, NULL, LONG), 0);
	ck_assert_uint_eq(seam_count(NULL), 0);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 100);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	ck_assert_uint_eq(seam_count(NULL), 1);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	ck_assert_uint_eq(seam_count(NULL), 1);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 0);
	assert_arrives(s.fds[1], 0, 100);
	end_streamed(&s);
}

TEST(large_write_goes_around_the_buffer)
{
	struct streamed s = streamed_unix(0, 100);

	seam_reset();
	write_pattern(s.stream, 0, 10000);
	ck_assert_uint_eq(seam_count(NULL), 1);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 0);
	write_pattern(s.stream, 10000, 10);
	write_pattern(s.stream, 10010, 10000);
	ck_assert_uint_eq(seam_count(NULL), 3);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 0);
	assert_arrives(s.fds[1], 0, 20010);
	end_streamed(&s);
}

TEST(a_million_single_bytes_make_few_system_calls, .seconds = 60)
{
	enum { LENGTH = 1000000, SIZE = 8192 };
	struct streamed s = streamed_unix(0, SIZE);
	struct pattern_thread *receiver = pattern_receive(s.fds[1]);
	struct lsock_deadline until = lsock_in_ms(60000);	/* one clock for a million calls */
	int r = 0;
	char byte;
	size_t n;

	seam_reset();
	/* Each assertion of the check library would be a system call. */
	for (n = 0; n < LENGTH && r == 0; n++) {
		byte = pattern_at(n);
		r = lsock_stream_write(s.stream, &byte, 1, NULL, until);
	}
	ck_assert_int_eq(r, 0);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	/* A full queue may make three of one. */
	ck_assert_uint_le(seam_count(NULL), 3 * (LENGTH / SIZE + 1));
	ck_assert_int_eq(shutdown(s.fds[0], SHUT_RDWR), 0);
	ck_assert_uint_eq(pattern_end(receiver), LENGTH);
	end_streamed(&s);
}

TEST(progress_is_what_the_peer_gets_and_what_is_pending, STREAMS)
{
	struct way way = need_stream(i);
	struct streamed s = streamed_of(&way, 0, 1000);
	size_t taken = 0, pending, got;

	pattern_fill(bytes, 0, sizeof(bytes));
	ck_assert_int_eq(lsock_stream_write(s.stream, bytes, sizeof(bytes), &taken,
					    lsock_in_ms(100)), -ETIME);
	pending = lsock_stream_pending(s.stream);
	ck_assert_uint_eq(pending, 1000);	/* as much as fits */
	ck_assert_uint_gt(taken, pending);
	ck_assert_uint_lt(taken, sizeof(bytes));
	got = drain(s.fds[1], bytes, taken - pending);
	ck_assert_uint_eq(got, taken - pending);
	ck_assert(pattern_is(bytes, 0, got));
	ck_assert_int_eq(recv(s.fds[1], bytes, 1, MSG_DONTWAIT), -1);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	assert_arrives(s.fds[1], got, pending);
	end_streamed(&s);
}

/* More room comes piece by piece, and the ring goes round. */
TEST(full_queue_keeps_the_order_of_what_waits)
{
	struct streamed s = streamed_unix(0, 1000);
	size_t filled = fill(s.fds[0]), at = 0, taken;
	char buf[300];
	int r = 0;

	while (r == 0) {
		pattern_fill(buf, at, sizeof(buf));
		r = lsock_stream_write(s.stream, buf, sizeof(buf), &taken, lsock_nowait());
		at += taken;
	}
	ck_assert_int_eq(r, -EAGAIN);
	ck_assert_uint_eq(at, 1000);
	ck_assert_int_eq(lsock_stream_flush(s.stream, lsock_in_ms(1)), -ETIME);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 1000);
	ck_assert_uint_eq(drain(s.fds[1], bytes, filled), filled);
	write_pattern(s.stream, at, 700);
	write_pattern(s.stream, at + 700, 650);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	assert_arrives(s.fds[1], 0, at + 1350);
	end_streamed(&s);
}

/* The kernel takes 7 bytes at a time here, so that each place of the ring is its beginning once. */
static size_t most_at_once;

ssize_t __real_lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
				 socklen_t len);
ssize_t __wrap_lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
				 socklen_t len);

ssize_t __wrap_lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
				 socklen_t len)
{
	static unsigned calls;

	if (most_at_once == 0)
		return __real_lsock__sys_sendto(fd, buf, size, flags, addr, len);
	if (++calls % 2 == 0)
		return -EAGAIN;
	return __real_lsock__sys_sendto(fd, buf, size < most_at_once ? size : most_at_once, flags,
					addr, len);
}

TEST(ring_goes_round_at_every_place)
{
	struct streamed s = streamed_unix(0, 40);
	size_t at = 0, got = 0, size, taken, n;
	char buf[40];
	int round;

	most_at_once = 7;
	for (round = 0; round < 2000; round++) {
		size = 1 + random_index(39);
		pattern_fill(buf, at, size);
		(void) lsock_stream_write(s.stream, buf, size, &taken, lsock_nowait());
		at += taken;
		n = lsock_stream_pending(s.stream);
		ck_assert_uint_le(n, 40);
		n = at - got - n;
		ck_assert_uint_eq(drain(s.fds[1], bytes, n), n);
		ck_assert(pattern_is(bytes, got, n));
		got += n;
	}
	most_at_once = 0;
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	assert_arrives(s.fds[1], got, at - got);
	end_streamed(&s);
}

/* A signal ends no connection: what fits is kept, as behind a deadline. */
TEST(signal_that_ends_a_write_keeps_what_fits)
{
	struct streamed s = streamed_unix(0, 100);
	size_t taken = 0;

	fill(s.fds[0]);
	pattern_fill(bytes, 0, 150);
	seam_fail("ppoll", 1, 1, -EINTR);
	ck_assert_int_eq(lsock_stream_write(s.stream, bytes, 150, &taken, lsock_or_signal(LONG)),
			 -EINTR);
	ck_assert_uint_eq(taken, 100);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 100);
	act_drain(s.fds[1]);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	assert_arrives(s.fds[1], 0, 100);
	end_streamed(&s);
}

TEST(what_an_error_has_cut_is_told)
{
	struct streamed s = streamed_unix(0, 100);
	size_t taken = 99;

	seam_fail("send", 1, 1, -ECONNRESET);
	ck_assert_int_eq(lsock_stream_write(s.stream, bytes, 150, &taken, LONG), -ECONNRESET);
	ck_assert_uint_eq(taken, 0);
	write_pattern(s.stream, 0, 90);
	seam_fail("send", 2, 2, -ECONNRESET);	/* behind the 90 */
	pattern_fill(bytes, 90, 150);
	ck_assert_int_eq(lsock_stream_write(s.stream, bytes, 150, &taken, LONG), -ECONNRESET);
	ck_assert_uint_eq(taken, 0);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 0);
	assert_arrives(s.fds[1], 0, 90);
	end_streamed(&s);
}

TEST(dead_peer_is_an_error_and_no_signal, STREAMS)
{
	struct way way = need_stream(i);
	struct streamed s = streamed_of(&way, 0, 1);
	size_t taken;
	int r = 0, n;

	ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
	close(s.fds[1]);
	/* A reset may be told first, and only when it has come. */
	for (n = 0; n < 1000 && r != -EPIPE; n++)
		r = lsock_stream_write(s.stream, "abc", 3, &taken, lsock_in_ms(10));
	ck_assert_msg(r == -EPIPE, "%s", lsock_strerror(r));
	ck_assert_uint_eq(taken, 0);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 0);
	ck_assert_int_eq(lsock_stream_write(s.stream, "a", 1, &taken, LONG), 0);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), -EPIPE);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 1);
	lsock_stream_free(s.stream);
	close(s.fds[0]);
}

TEST(free_sends_nothing)
{
	struct streamed s = streamed_unix(0, 0);

	write_pattern(s.stream, 0, 10);
	s.stream = lsock_stream_free(s.stream);
	ck_assert_int_eq(recv(s.fds[1], bytes, 1, MSG_DONTWAIT), -1);
	ck_assert_int_eq(errno, EAGAIN);
	end_streamed(&s);
}
