/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The buffers of a stream, which are made when they are first used.
 * Of lib/core/stream.c, lib/core/stream-read.c, lib/core/stream-write.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/harness/streams.h"

#define LONG lsock_in_ms(20000)

static void tell(int fd, const char *text)
{
	ssize_t n = (ssize_t) strlen(text);

	ck_assert_int_eq(send(fd, text, (size_t) n, MSG_NOSIGNAL), n);
}

static void assert_line(struct lsock_stream *stream, const char *expected)
{
	const char *line = NULL;

	ck_assert_int_eq(lsock_stream_getline(stream, &line, LONG), (int) strlen(expected));
	ck_assert_mem_eq(line, expected, strlen(expected));
}

TEST(buffers_are_made_once_and_only_if_used)
{
	struct streamed s;
	char bytes[64];

	seam_reset();
	s = streamed_unix(16, 16);
	ck_assert_uint_eq(seam_count("malloc"), 1);
	ck_assert_int_eq(lsock_stream_flush(s.stream, lsock_nowait()), 0);
	ck_assert_int_eq(lsock_stream_read(s.stream, bytes, 0, lsock_nowait()), 0);
	tell(s.fds[1], "hello");
	ck_assert_int_eq(lsock_stream_read(s.stream, bytes, 16, LONG), 5);	/* around it */
	ck_assert_uint_eq(seam_count("malloc"), 1);
	tell(s.fds[1], "hello");
	ck_assert_int_eq(lsock_stream_read(s.stream, bytes, 15, LONG), 5);
	tell(s.fds[1], "hello\n");
	assert_line(s.stream, "hello\n");
	ck_assert_uint_eq(seam_count("malloc"), 2);
	ck_assert_int_eq(lsock_stream_write(s.stream, "ab", 2, NULL, LONG), 0);
	ck_assert_int_eq(lsock_stream_flush(s.stream, LONG), 0);
	ck_assert_int_eq(lsock_stream_write(s.stream, "cd", 2, NULL, LONG), 0);
	ck_assert_uint_eq(seam_count("malloc"), 3);
	end_streamed(&s);
}

/* The end that a read around the buffer was told needs none, and is not asked for again. */
TEST(end_needs_no_buffer)
{
	struct streamed s = streamed_unix(16, 16);
	const char *line;
	char bytes[16];

	close(s.fds[1]);
	s.fds[1] = -1;
	ck_assert_int_eq(lsock_stream_read(s.stream, bytes, 16, LONG), 0);
	seam_reset();
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, LONG), 0);
	ck_assert_int_eq(lsock_stream_read(s.stream, bytes, 8, LONG), 0);
	ck_assert_uint_eq(seam_count(NULL), 0);
	end_streamed(&s);
}

/* Without memory for them nothing is lost: the next call has it all. */
TEST(want_of_a_buffer_loses_nothing)
{
	struct streamed s = streamed_unix(0, 0);
	const char *line;
	const void *data;
	char bytes[8];
	size_t taken;

	tell(s.fds[1], "hello\n");
	seam_fail("malloc", 1, UINT_MAX, -ENOMEM);
	ck_assert_int_eq(lsock_stream_read(s.stream, bytes, sizeof(bytes), LONG), -ENOMEM);
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, LONG), -ENOMEM);
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 1, LONG), -ENOMEM);
	ck_assert_int_eq(lsock_stream_write(s.stream, "ab", 2, &taken, LONG), -ENOMEM);
	ck_assert_uint_eq(taken, 0);
	ck_assert_uint_eq(lsock_stream_pending(s.stream), 0);
	ck_assert_uint_eq(lsock_stream_buffered(s.stream), 0);
	seam_reset();
	assert_line(s.stream, "hello\n");
	end_streamed(&s);
}
