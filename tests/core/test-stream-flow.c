/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Much over streams, in random pieces, with deadlines and signals in between.
 * Of lib/core/stream-read.c, lib/core/stream-write.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <sys/socket.h>
#include <time.h>

#include "tests/harness/flow.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/streams.h"

#define LENGTH 300000
#define BUFFER 700

/* Now and then, and long enough for signals to come. */
static void dawdle(void)
{
	const struct timespec a_while = { 0, (long) (slowness() * (double) MS) };

	if (random_below(16) == 0)
		nanosleep(&a_while, NULL);
}

/* What has come so far is right; then a random way to get on. */
struct reading {
	struct lsock_stream *stream;
	size_t at;
	bool ended;
};

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

static bool in_time(ssize_t n)
{
	if (n == -ETIME || n == -EAGAIN || n == -EINTR)
		return false;
	ck_assert_msg(n >= 0, "%s", lsock_strerror((int) n));
	return true;
}

static void come(struct reading *r, const void *bytes, size_t n)
{
	ck_assert(pattern_is(bytes, r->at, n));
	r->at += n;
}

static void read_some(struct reading *r)
{
	char buf[2 * BUFFER];
	size_t size = 1 + random_index(sizeof(buf));
	ssize_t n = lsock_stream_read(r->stream, buf, size, any_deadline());

	if (!in_time(n))
		return;
	come(r, buf, (size_t) n);
	r->ended = n == 0;
}

static void read_all(struct reading *r)
{
	char buf[2 * BUFFER];
	size_t got = SIZE_MAX, size = random_index(sizeof(buf));
	int e = lsock_stream_read_all(r->stream, buf, size, &got, any_deadline());

	ck_assert_uint_le(got, size);
	come(r, buf, got);
	if (e == -ENODATA)
		r->ended = true;
	else if (in_time(e))
		ck_assert_uint_eq(got, size);
}

static void read_line(struct reading *r)
{
	const char *line = NULL;
	ssize_t n = lsock_stream_getline(r->stream, &line, any_deadline());
	size_t i;

	if (n == -EMSGSIZE) {
		ck_assert_uint_eq(lsock_stream_buffered(r->stream), BUFFER);
		read_some(r);
		return;
	}
	if (!in_time(n))
		return;
	for (i = 0; (ssize_t) i + 1 < n; i++)
		ck_assert_int_ne(line[i], '\n');
	r->ended = n == 0;
	come(r, line, (size_t) n);
	if (n > 0 && line[n - 1] != '\n')
		ck_assert_uint_eq(r->at, LENGTH);
}

static void peek(struct reading *r)
{
	size_t size = random_index(BUFFER + 1);
	const void *data = NULL;
	ssize_t n = lsock_stream_peek(r->stream, &data, size, any_deadline());

	if (!in_time(n))
		return;
	ck_assert_uint_eq(lsock_stream_buffered(r->stream), (size_t) n);
	ck_assert(pattern_is(data, r->at, (size_t) n));
	if ((size_t) n < size)
		ck_assert_uint_eq(r->at + (size_t) n, LENGTH);
}

TEST(no_byte_is_lost_or_comes_twice_in_reading, STREAMS, .seconds = 60)
{
	static void (*const ways[])(struct reading *r) = { read_some, read_all, read_line, peek };
	struct way way = need_stream(i);
	struct streamed s = streamed_of(&way, BUFFER, 0);
	struct reading r = { .stream = s.stream };
	struct pattern_thread *sender = pattern_send(s.fds[1], LENGTH);

	storm_begin((int) (500 * slowness()));
	while (!r.ended) {
		ways[random_below(COUNT_OF(ways))](&r);
		dawdle();
	}
	storm_end();
	ck_assert_uint_eq(r.at, LENGTH);
	ck_assert_uint_eq(pattern_end(sender), LENGTH);
	end_streamed(&s);
}

/* Sometimes one byte, sometimes more than the buffer holds. */
static size_t write_some(struct lsock_stream *stream, size_t at)
{
	char buf[3 * BUFFER];
	size_t size = random_index(random_below(2) ? 8 : sizeof(buf) + 1);
	size_t taken = SIZE_MAX;
	int r;

	if (size > LENGTH - at)
		size = LENGTH - at;
	pattern_fill(buf, at, size);
	r = lsock_stream_write(stream, buf, size, &taken, any_deadline());
	if (in_time(r))
		ck_assert_uint_eq(taken, size);
	else
		ck_assert_uint_lt(taken, size);
	ck_assert_uint_le(lsock_stream_pending(stream), BUFFER);
	return taken;
}

static void flush(struct lsock_stream *stream)
{
	size_t before = lsock_stream_pending(stream);

	if (in_time(lsock_stream_flush(stream, any_deadline())))
		ck_assert_uint_eq(lsock_stream_pending(stream), 0);
	ck_assert_uint_le(lsock_stream_pending(stream), before);
}

TEST(no_byte_is_lost_or_goes_twice_in_writing, STREAMS, .seconds = 60)
{
	struct way way = need_stream(i);
	struct streamed s = streamed_of(&way, 0, BUFFER);
	struct pattern_thread *receiver = pattern_receive(s.fds[1]);
	size_t at = 0;

	storm_begin((int) (500 * slowness()));
	while (at < LENGTH) {
		at += write_some(s.stream, at);
		if (random_below(16) == 0)
			flush(s.stream);
		dawdle();
	}
	storm_end();
	ck_assert_int_eq(lsock_stream_flush(s.stream, lsock_in_ms(20000)), 0);
	ck_assert_int_eq(shutdown(s.fds[0], SHUT_RDWR), 0);
	ck_assert_uint_eq(pattern_end(receiver), LENGTH);
	end_streamed(&s);
}

/* ---- A megabyte each way, and one thread for each half of one stream. */

static int flow_send(void *stream, const void *buf, size_t size)
{
	struct lsock_deadline until = lsock_in_ms(20000);
	int r = lsock_stream_write(stream, buf, size, NULL, until);

	return r < 0 ? r : lsock_stream_flush(stream, until);
}

static ssize_t flow_receive(void *stream, void *buf, size_t size)
{
	return lsock_stream_read(stream, buf, size, lsock_in_ms(20000));
}

TEST(a_megabyte_under_signals_is_whole, STREAMS, .seconds = 60)
{
	struct way way = need_stream(i);
	struct streamed s = streamed_of(&way, 0, 0);
	struct flow_end from = { flow_send, flow_receive, s.stream, true };
	struct flow_end to = from;
	struct lsock_stream *other;

	ck_assert_int_eq(lsock_stream_open(s.fds[1], 0, 0, &other), 0);
	to.socket = other;
	flow_under_signals(&from, &to, true);
	flow_under_signals(&to, &from, false);
	lsock_stream_free(other);
	end_streamed(&s);
}

static void *echo(void *fd)
{
	char buf[4096];
	ssize_t n;

	while ((n = recv(*(int *) fd, buf, sizeof(buf), 0)) > 0)
		(void) send(*(int *) fd, buf, (size_t) n, MSG_NOSIGNAL);
	return NULL;
}

static int half_count(void)
{
	return 2;
}

static const char *half_label(int i)
{
	return i ? "this one writes" : "this one reads";
}

TEST(a_thread_may_read_while_another_one_writes, .count = half_count, .label = half_label)
{
	struct streamed s = streamed_unix(0, 0);
	struct flow_end both = { flow_send, flow_receive, s.stream, true };
	pthread_t echoing;

	set_nonblocking(s.fds[1], false);
	echoing = start_thread(echo, &s.fds[1]);
	flow_under_signals(&both, &both, i);
	ck_assert_int_eq(shutdown(s.fds[0], SHUT_RDWR), 0);
	end_thread(echoing);
	end_streamed(&s);
}
