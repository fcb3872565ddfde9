/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The reading half of streams, and their making.
 * Of lib/core/stream-read.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/streams.h"

#define LONG lsock_in_ms(20000)

/* This program is linked with --wrap: what is looked through for newlines is counted. */
static size_t looked_through;

void *__real_memchr(const void *s, int c, size_t n);
void *__wrap_memchr(const void *s, int c, size_t n);

void *__wrap_memchr(const void *s, int c, size_t n)
{
	void *found = __real_memchr(s, c, n);

	looked_through += found ? (size_t) ((char *) found - (const char *) s) + 1 : n;
	return found;
}

static void tell(int fd, const char *text)
{
	ssize_t n = (ssize_t) strlen(text);

	ck_assert_int_eq(send(fd, text, (size_t) n, MSG_NOSIGNAL), n);
}

static void assert_line(struct lsock_stream *stream, const char *expected)
{
	const char *line = NULL;
	ssize_t n = lsock_stream_getline(stream, &line, LONG);

	ck_assert_int_eq(n, (ssize_t) strlen(expected));
	ck_assert_mem_eq(line, expected, (size_t) n);
}

/* ---- Made. */

TEST(stream_is_of_a_stream_socket_only)
{
	struct lsock_stream *stream;
	int fds[2];

	bytes_paint(&stream, sizeof(stream));
	ck_assert_int_eq(lsock_stream_open(-1, 0, 0, &stream), -EBADF);
	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	ck_assert_int_eq(lsock_stream_open(fds[0], 0, 0, &stream), -ENOTSOCK);
	close_both(fds);
	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_stream_open(fds[0], 0, 0, &stream), -EOPNOTSUPP);
	close_both(fds);
	unix_pair(SOCK_SEQPACKET, fds);
	ck_assert_int_eq(lsock_stream_open(fds[0], 0, 0, &stream), -EOPNOTSUPP);
	close_both(fds);
	ck_assert(bytes_painted(&stream, sizeof(stream)));
}

TEST(stream_that_cannot_be_made_writes_nothing)
{
	struct lsock_stream *stream;
	int fds[2];

	bytes_paint(&stream, sizeof(stream));
	unix_pair(SOCK_STREAM, fds);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_stream_open(fds[0], 0, 0, &stream), -ENOMEM);
	seam_reset();
	ck_assert(bytes_painted(&stream, sizeof(stream)));
	ck_assert_ptr_null(lsock_stream_free(NULL));
	close_both(fds);
}

TEST(descriptor_stays_the_callers)
{
	struct streamed s = streamed_unix(0, 0);

	s.stream = lsock_stream_free(s.stream);
	act_write(s.fds[0]);
	ck_assert_uint_eq(drain(s.fds[1], (char[1]){ 0 }, 1), 1);
	end_streamed(&s);
}

/* ---- Lines. */

TEST(lines_come_one_by_one)
{
	struct streamed s = streamed_unix(16, 0);

	tell(s.fds[1], "a\n\r\n\nbcd\r\nabcdefghijklmno\nx");
	assert_line(s.stream, "a\n");
	assert_line(s.stream, "\r\n");
	assert_line(s.stream, "\n");
	assert_line(s.stream, "bcd\r\n");
	assert_line(s.stream, "abcdefghijklmno\n");	/* as long as the buffer */
	close(s.fds[1]);
	assert_line(s.stream, "x");
	assert_line(s.stream, "");
	assert_line(s.stream, "");
	lsock_stream_free(s.stream);
	close(s.fds[0]);
}

TEST(nul_is_a_byte_of_a_line)
{
	struct streamed s = streamed_unix(0, 0);
	const char *line;

	ck_assert_int_eq(send(s.fds[1], "a\0b\n", 4, 0), 4);
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, LONG), 4);
	ck_assert_mem_eq(line, "a\0b\n", 4);
	end_streamed(&s);
}

TEST(deadline_takes_nothing_from_a_line)
{
	struct streamed s = streamed_unix(0, 0);
	const char *line;

	bytes_paint(&line, sizeof(line));
	tell(s.fds[1], "par");
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, lsock_in_ms(10)), -ETIME);
	ck_assert_uint_eq(lsock_stream_buffered(s.stream), 3);
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, lsock_nowait()), -EAGAIN);
	tell(s.fds[1], "ti");
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, lsock_in_ms(-1)), -ETIME);
	ck_assert(bytes_painted(&line, sizeof(line)));
	tell(s.fds[1], "al\n");
	assert_line(s.stream, "partial\n");
	end_streamed(&s);
}

TEST(line_that_is_too_long_can_be_read_in_pieces)
{
	struct streamed s = streamed_unix(8, 0);
	const char *line;
	char buf[8];
	int n;

	tell(s.fds[1], "12345678901\n");
	bytes_paint(&line, sizeof(line));
	for (n = 0; n < 3; n++)
		ck_assert_int_eq(lsock_stream_getline(s.stream, &line, LONG), -EMSGSIZE);
	ck_assert(bytes_painted(&line, sizeof(line)));
	ck_assert_uint_eq(lsock_stream_buffered(s.stream), 8);
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 5, LONG), 5);
	ck_assert_mem_eq(buf, "12345", 5);
	assert_line(s.stream, "678901\n");
	end_streamed(&s);
}

/* Were each piece of a line looked through from its beginning, it would be 200 megabytes. */
TEST(line_is_looked_through_once, .seconds = 60)
{
	enum { LENGTH = 20000 };
	struct streamed s = streamed_unix(LENGTH, 0);
	const char *line = NULL;
	ssize_t r = -EAGAIN;
	char byte = 'x';
	size_t n;

	looked_through = 0;
	/* Each assertion of the check library would be a system call. */
	for (n = 1; n < LENGTH && r == -EAGAIN; n++) {
		(void) send(s.fds[1], &byte, 1, 0);
		r = lsock_stream_getline(s.stream, &line, lsock_nowait());
	}
	ck_assert_int_eq(r, -EAGAIN);
	ck_assert_uint_eq(lsock_stream_buffered(s.stream), LENGTH - 1);
	tell(s.fds[1], "\n");
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, LONG), LENGTH);
	ck_assert_uint_ge(looked_through, LENGTH);
	ck_assert_uint_le(looked_through, LENGTH + 100);
	end_streamed(&s);
}

TEST(what_was_looked_through_is_forgotten_as_it_is_read)
{
	struct streamed s = streamed_unix(8, 0);
	const char *line;
	char buf[4];

	tell(s.fds[1], "abcdef");
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, lsock_nowait()), -EAGAIN);
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 4, LONG), 4);
	tell(s.fds[1], "\ngh\n");
	assert_line(s.stream, "ef\n");
	assert_line(s.stream, "gh\n");
	ck_assert_uint_eq(lsock_stream_buffered(s.stream), 0);
	end_streamed(&s);
}

/* ---- The end. */

TEST(end_is_told_for_ever, STREAMS)
{
	struct way way = need_stream(i);
	struct streamed s = streamed_of(&way, 0, 0);
	const void *data;
	char buf[8];
	size_t got;
	int n;

	tell(s.fds[1], "rest");
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 4, LONG), 4);
	ck_assert_int_eq(shutdown(s.fds[1], SHUT_RDWR), 0);
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 5, LONG), 4);
	ck_assert_mem_eq(data, "rest", 4);
	ck_assert_int_eq(lsock_stream_read_all(s.stream, buf, 8, &got, LONG), -ENODATA);
	ck_assert_uint_eq(got, 4);
	ck_assert_mem_eq(buf, "rest", 4);
	for (n = 0; n < 2; n++) {
		ck_assert_int_eq(lsock_stream_read(s.stream, buf, 8, LONG), 0);
		ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 1, LONG), 0);
		ck_assert_int_eq(lsock_stream_read_all(s.stream, buf, 8, &got, LONG), -ENODATA);
		ck_assert_uint_eq(got, 0);
		assert_line(s.stream, "");
	}
	end_streamed(&s);
}

TEST(error_is_no_end)
{
	struct streamed s = streamed_unix(0, 0);
	const char *line;

	tell(s.fds[1], "cut");
	seam_fail("recv", 2, 2, -ECONNRESET);
	ck_assert_int_eq(lsock_stream_getline(s.stream, &line, LONG), -ECONNRESET);
	ck_assert_uint_eq(lsock_stream_buffered(s.stream), 3);
	tell(s.fds[1], " off\n");
	assert_line(s.stream, "cut off\n");
	end_streamed(&s);
}

/* ---- Reading and looking ahead. */

TEST(read_takes_what_is_there)
{
	struct streamed s = streamed_unix(8, 0);
	char buf[16];

	tell(s.fds[1], "abcdefghij");
	seam_reset();
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 3, LONG), 3);
	ck_assert_mem_eq(buf, "abc", 3);
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 16, LONG), 5);
	ck_assert_mem_eq(buf, "defgh", 5);
	ck_assert_uint_eq(seam_count(NULL), 1);
	ck_assert_int_eq(lsock_stream_read(s.stream, NULL, 0, LONG), 0);
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 16, LONG), 2);
	ck_assert_mem_eq(buf, "ij", 2);
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 16, lsock_nowait()), -EAGAIN);
	end_streamed(&s);
}

TEST(large_read_goes_around_the_buffer)
{
	static char buf[20000];
	struct streamed s = streamed_unix(8, 0);
	size_t got;

	pattern_fill(buf, 0, 8000);
	ck_assert_int_eq(send(s.fds[1], buf, 8000, 0), 8000);
	seam_reset();
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, sizeof(buf), LONG), 8000);
	ck_assert_uint_eq(seam_count(NULL), 1);
	ck_assert(pattern_is(buf, 0, 8000));
	tell(s.fds[1], "abcdef");
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 1, LONG), 1);
	pattern_fill(buf + 10000, 0, 8000);
	ck_assert_int_eq(send(s.fds[1], buf + 10000, 8000, 0), 8000);
	seam_reset();
	ck_assert_int_eq(lsock_stream_read_all(s.stream, buf, 8005, &got, LONG), 0);
	ck_assert_uint_eq(got, 8005);
	ck_assert_uint_eq(seam_count("recv"), 1);
	ck_assert_mem_eq(buf, "bcdef", 5);
	ck_assert(pattern_is(buf + 5, 0, 8000));
	end_streamed(&s);
}

TEST(read_all_tells_how_much_it_has)
{
	struct streamed s = streamed_unix(4, 0);
	char buf[16] = "................";
	size_t got = 99;

	tell(s.fds[1], "abcdef");
	ck_assert_int_eq(lsock_stream_read_all(s.stream, buf, 16, &got, lsock_in_ms(10)), -ETIME);
	ck_assert_uint_eq(got, 6);
	ck_assert_mem_eq(buf, "abcdef..........", 16);
	tell(s.fds[1], "ghijk");
	ck_assert_int_eq(lsock_stream_read_all(s.stream, buf, 3, &got, LONG), 0);
	ck_assert_uint_eq(got, 3);
	ck_assert_mem_eq(buf, "ghi", 3);
	ck_assert_int_eq(lsock_stream_read_all(s.stream, buf, 16, &got, lsock_nowait()), -EAGAIN);
	ck_assert_uint_eq(got, 2);
	ck_assert_int_eq(lsock_stream_read_all(s.stream, buf, 16, &got, lsock_nowait()), -EAGAIN);
	ck_assert_uint_eq(got, 0);
	ck_assert_int_eq(lsock_stream_read_all(s.stream, NULL, 0, &got, lsock_nowait()), 0);
	end_streamed(&s);
}

TEST(peek_takes_nothing_away)
{
	struct streamed s = streamed_unix(8, 0);
	const void *data = NULL;
	char buf[8];

	seam_reset();
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 0, LONG), 0);
	ck_assert_uint_eq(seam_count(NULL), 0);
	tell(s.fds[1], "abc");
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 1, LONG), 3);
	ck_assert_mem_eq(data, "abc", 3);
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 4, lsock_in_ms(5)), -ETIME);
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 9, LONG), -EMSGSIZE);
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 2, LONG), 2);
	tell(s.fds[1], "defghijklm");
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 8, LONG), 8);
	ck_assert_mem_eq(data, "cdefghij", 8);
	ck_assert_int_eq(lsock_stream_peek(s.stream, &data, 1, LONG), 8);
	ck_assert_int_eq(lsock_stream_read(s.stream, buf, 8, LONG), 8);
	ck_assert_mem_eq(buf, "cdefghij", 8);
	end_streamed(&s);
}
