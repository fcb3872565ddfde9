/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * stdio streams over objects.
 * Of lib/sys/cookie.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/ends.h"
#include "tests/harness/flow.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/streams.h"

/* What was read before a failure glibc hands out; others drop it. */
#ifdef __GLIBC__
#define HANDS_OUT_PARTS 1
#else
#define HANDS_OUT_PARTS 0
#endif

static struct ends ends_with(int64_t timeout)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeout), 0);
	return ends;
}

static FILE *file_over(struct lsock_socket *socket, const char *mode)
{
	FILE *file = NULL;
	int r = lsock_socket_makefile(socket, mode, &file);

	ck_assert_msg(r == 0, "%s", lsock_strerror(r));
	ck_assert_ptr_nonnull(file);
	return file;
}

static void tell(int fd, const char *text)
{
	ssize_t n = (ssize_t) strlen(text);

	ck_assert_int_eq(send(fd, text, (size_t) n, MSG_NOSIGNAL), n);
}

static void assert_hears(int fd, const char *text)
{
	char buf[256];
	size_t n = drain(fd, buf, strlen(text));

	ck_assert_uint_eq(n, strlen(text));
	ck_assert_mem_eq(buf, text, n);
}

/* ---- Bytes. */

TEST(files_carry_text_both_ways, STREAMS)
{
	struct way way = need_stream(i);
	struct lsock_socket *pair[2];
	char line[64];
	FILE *in, *out;

	way_objects(&way, pair);
	out = file_over(pair[0], "w");
	in = file_over(pair[1], "r");
	ck_assert_int_gt(fprintf(out, "one %d\ntwo\nrest", 1), 0);
	ck_assert_int_eq(fflush(out), 0);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), in));
	ck_assert_str_eq(line, "one 1\n");
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), in));
	ck_assert_str_eq(line, "two\n");
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_int_eq(lsock_socket_close(pair[0]), 0);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), in));
	ck_assert_str_eq(line, "rest");
	ck_assert(feof(in));
	ck_assert(!ferror(in));
	ck_assert_int_eq(fclose(in), 0);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
}

static int flow_write(void *file, const void *buf, size_t size)
{
	return fwrite(buf, 1, size, file) == size && fflush(file) == 0 ? 0 : -errno;
}

static ssize_t flow_read(void *file, void *buf, size_t size)
{
	size_t n = fread(buf, 1, size, file);

	return n > 0 || feof((FILE *) file) ? (ssize_t) n : -errno;
}

static int timeout_count(void)
{
	return 2;
}

static const char *timeout_label(int i)
{
	return i ? "with a timeout" : "without a timeout";
}

TEST(a_megabyte_under_signals_is_whole, .count = timeout_count, .label = timeout_label)
{
	struct lsock_socket *pair[2];
	struct flow_end from, to;
	FILE *files[2];
	int n;

	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	for (n = 0; n < 2; n++)
		ck_assert_int_eq(lsock_socket_settimeout(pair[n], i ? 20000 * MS : -1), 0);
	files[0] = file_over(pair[0], "wb");
	files[1] = file_over(pair[1], "rb");
	from = (struct flow_end){ flow_write, flow_read, files[0], true };
	to = (struct flow_end){ flow_write, flow_read, files[1], true };
	flow_under_signals(&from, &to, true);
	flow_under_signals(&from, &to, false);
	for (n = 0; n < 2; n++) {
		ck_assert_int_eq(fclose(files[n]), 0);
		lsock_socket_free(pair[n]);
	}
}

TEST(only_reading_and_only_writing_are_modes)
{
	static const char *const modes[] = { "", "a", "r+", "w+", "rw", "re", "rbe", "br", "R" };
	struct ends ends = ends_with(-1);
	FILE *file;
	size_t n;

	bytes_paint(&file, sizeof(file));
	for (n = 0; n < COUNT_OF(modes); n++)
		ck_assert_int_eq(lsock_socket_makefile(ends.socket, modes[n], &file), -EINVAL);
	ck_assert(bytes_painted(&file, sizeof(file)));
	file = file_over(ends.socket, "rb");
	ck_assert_int_eq(fputs("x", file), EOF);
	ck_assert_int_eq(fclose(file), 0);
	file = file_over(ends.socket, "wb");
	ck_assert_int_eq(fgetc(file), EOF);
	ck_assert_int_ne(fseek(file, 0, SEEK_SET), 0);
	ck_assert_int_eq(fclose(file), 0);
	close_ends(&ends);
}

/* As a file of fdopen(3) over a socket says it. */
TEST(file_has_no_position_and_loses_nothing_by_it)
{
	struct ends ends = ends_with(-1);
	FILE *in = file_over(ends.socket, "r");
	char line[16];

	tell(ends.other, "abc\n");
	ck_assert_int_eq(fgetc(in), 'a');
	errno = 0;
	ck_assert_int_eq(fseek(in, 0, SEEK_CUR), -1);
	ck_assert_int_eq(errno, ESPIPE);
	errno = 0;
	ck_assert_int_eq((int) ftell(in), -1);
	ck_assert_int_eq(errno, ESPIPE);
	if (HANDS_OUT_PARTS)		/* musl drops what it has read */
		ck_assert_int_eq(fflush(in), 0);
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), in));
	ck_assert_str_eq(line, "bc\n");
	ck_assert_int_eq(fclose(in), 0);
	close_ends(&ends);
}

/* TIPC itself tells it once. */
TEST(file_tells_its_end_for_ever, STREAMS)
{
	struct way way = need_stream(i);
	struct lsock_socket *pair[2];
	FILE *in;
	int n;

	way_objects(&way, pair);
	ck_assert_int_eq(lsock_socket_settimeout(pair[1], 2000 * MS), 0);
	in = file_over(pair[1], "r");
	ck_assert_int_eq(lsock_socket_sendall(pair[0], "x", 1, 0, NULL), 0);
	lsock_socket_free(pair[0]);
	ck_assert_int_eq(fgetc(in), 'x');
	for (n = 0; n < 3; n++) {
		ck_assert_int_eq(fgetc(in), EOF);
		ck_assert(feof(in) && !ferror(in));
		clearerr(in);
	}
	ck_assert_int_eq(fclose(in), 0);
	lsock_socket_free(pair[1]);
}

TEST(file_is_of_an_open_stream_only)
{
	static const int types[] = { SOCK_DGRAM, SOCK_SEQPACKET };
	struct ends ends;
	FILE *file;
	size_t n;

	bytes_paint(&file, sizeof(file));
	for (n = 0; n < COUNT_OF(types); n++) {
		ends = unix_ends(types[n]);
		ck_assert_int_eq(lsock_socket_makefile(ends.socket, "r", &file), -EOPNOTSUPP);
		close_ends(&ends);
	}
	ends = ends_with(-1);
	lsock_socket_close(ends.socket);
	ck_assert_int_eq(lsock_socket_makefile(ends.socket, "r", &file), -EBADF);
	close_ends(&ends);
	ends = ends_with(-1);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_makefile(ends.socket, "r", &file), -ENOMEM);
	seam_fail("fopencookie", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_makefile(ends.socket, "r", &file), -ENOMEM);
	ck_assert(bytes_painted(&file, sizeof(file)));
	close_ends(&ends);
}

/* ---- Time. */

TEST(read_that_times_out_can_go_on)
{
	struct ends ends = ends_with(60 * MS);
	FILE *in = file_over(ends.socket, "r");
	struct lsock_deadline end;
	char line[16];

	tell(ends.other, "par");
	end = lsock_in_ms(60);
	errno = 0;
	/* glibc hands out what it has, with errno EAGAIN alone. */
	ck_assert_int_eq(fgets(line, sizeof(line), in) != NULL, HANDS_OUT_PARTS);
	ck_assert_int_eq(errno, EAGAIN);
	assert_on_time(end);
	ck_assert_mem_eq(line, "par", HANDS_OUT_PARTS ? 4 : 3);
	ck_assert(ferror(in));
	clearerr(in);
	ck_assert_int_eq(fgetc(in), EOF);
	ck_assert_int_eq(errno, EAGAIN);
	ck_assert(ferror(in) && !feof(in));
	clearerr(in);
	tell(ends.other, "tial\n");
	ck_assert_ptr_nonnull(fgets(line, sizeof(line), in));
	ck_assert_str_eq(line, "tial\n");
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 0), 0);
	ck_assert_int_eq(fgetc(in), EOF);
	ck_assert_int_eq(errno, EAGAIN);
	ck_assert_int_eq(fclose(in), 0);
	close_ends(&ends);
}

TEST(read_without_timeout_waits_through_signals)
{
	struct ends ends = ends_with(-1);
	FILE *in = file_over(ends.socket, "r");
	struct later *writer = later(200, act_write, ends.other);

	storm_begin(1000);
	ck_assert_int_eq(fgetc(in), '!');
	storm_end();
	later_end(writer);
	ck_assert_int_eq(fclose(in), 0);
	close_ends(&ends);
}

TEST(write_that_times_out_is_the_last)
{
	struct ends ends = ends_with(60 * MS);
	FILE *out = file_over(ends.socket, "w");
	size_t filled = fill(lsock_socket_fileno(ends.socket));
	struct lsock_deadline end;
	char *bytes = malloc(filled);

	ck_assert_ptr_nonnull(bytes);
	ck_assert_int_ge(fputs("lost", out), 0);
	end = lsock_in_ms(60);
	ck_assert_int_eq(fflush(out), EOF);
	ck_assert_int_eq(errno, EAGAIN);
	assert_on_time(end);
	ck_assert(ferror(out));
	ck_assert_uint_eq(drain(ends.other, bytes, filled), filled);
	clearerr(out);
	ck_assert_int_ge(fputs("more", out), 0);
	ck_assert_int_eq(fflush(out), EOF);
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_int_eq(fclose(out), EOF);	/* something was lost */
	ck_assert_int_eq(errno, EAGAIN);
	ck_assert_int_eq(recv(ends.other, bytes, 1, MSG_DONTWAIT), -1);
	free(bytes);
	close_ends(&ends);
}

TEST(close_flushes_under_the_timeout)
{
	struct ends ends = ends_with(60 * MS);
	FILE *out = file_over(ends.socket, "w");
	struct lsock_deadline end;

	ck_assert_int_ge(fputs("hello", out), 0);
	ck_assert_int_eq(fclose(out), 0);
	assert_hears(ends.other, "hello");
	fill(lsock_socket_fileno(ends.socket));
	out = file_over(ends.socket, "w");
	ck_assert_int_ge(fputs("lost", out), 0);
	end = lsock_in_ms(60);
	ck_assert_int_eq(fclose(out), EOF);
	ck_assert_int_eq(errno, EAGAIN);
	assert_on_time(end);
	close_ends(&ends);
}

TEST(dead_peer_is_an_error_and_no_signal)
{
	struct ends ends = ends_with(-1);
	FILE *out = file_over(ends.socket, "w");

	ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
	close(ends.other);
	ck_assert_int_ge(fputs("x", out), 0);
	ck_assert_int_eq(fflush(out), EOF);
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_int_eq(fclose(out), EOF);
	lsock_socket_free(ends.socket);
}
