/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The time that the calls on streams take.
 * Of lib/core/stream-read.c, lib/core/stream-write.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/streams.h"
#include "tests/harness/timed.h"

static struct lsock_stream *waiting;

static ssize_t wait_read(int fd, struct lsock_deadline until)
{
	char byte;

	(void) fd;
	return lsock_stream_read(waiting, &byte, 1, until);
}

static ssize_t wait_read_all(int fd, struct lsock_deadline until)
{
	size_t got = 99;
	char byte;
	int r;

	(void) fd;
	r = lsock_stream_read_all(waiting, &byte, 1, &got, until);
	ck_assert_uint_eq(got, r == 0);
	return r;
}

static ssize_t wait_getline(int fd, struct lsock_deadline until)
{
	const char *line;

	(void) fd;
	return lsock_stream_getline(waiting, &line, until);
}

static ssize_t wait_peek(int fd, struct lsock_deadline until)
{
	const void *data;

	(void) fd;
	return lsock_stream_peek(waiting, &data, 1, until);
}

static void act_newline(int fd)
{
	(void) send(fd, "\n", 1, MSG_NOSIGNAL);
}

static ssize_t wait_flush(int fd, struct lsock_deadline until)
{
	(void) fd;
	return lsock_stream_flush(waiting, until);
}

static ssize_t wait_write(int fd, struct lsock_deadline until)
{
	size_t taken = 99;
	int r = lsock_stream_write(waiting, "x", 1, &taken, until);

	(void) fd;
	ck_assert_uint_eq(taken, r == 0);
	return r;
}

/* The queue is full, and the buffer too. */
static void nothing_fits(struct streamed *s)
{
	fill(s->fds[0]);
	ck_assert_int_eq(lsock_stream_write(s->stream, "0123456789", 10, NULL, lsock_nowait()), 0);
}

static const struct {
	const char *name;
	struct timed timed;
	void (*prepare)(struct streamed *s);
} calls[] = {
	{ "read", { .call = wait_read, .release = act_write }, NULL },
	{ "read_all", { .call = wait_read_all, .release = act_write }, NULL },
	{ "getline", { .call = wait_getline, .release = act_newline }, NULL },
	{ "peek", { .call = wait_peek, .release = act_write }, NULL },
	{ "flush", { .call = wait_flush, .release = act_drain }, nothing_fits },
	{ "write", { .call = wait_write, .release = act_drain }, nothing_fits },
};

static int call_count(void)
{
	return 2 * (int) COUNT_OF(calls);
}

static const char *call_label(int i)
{
	static char label[32];

	snprintf(label, sizeof(label), "%s%s", calls[i / 2].name, i % 2 ? ", blocking" : "");
	return label;
}

TEST(call_keeps_its_deadline, .count = call_count, .label = call_label)
{
	struct streamed s = streamed_unix(0, 10);

	if (calls[i / 2].prepare)
		calls[i / 2].prepare(&s);
	set_nonblocking(s.fds[0], i % 2 == 0);
	waiting = s.stream;
	keeps_deadlines(&calls[i / 2].timed, s.fds[0]);
	keeps_deadlines_under_signals(&calls[i / 2].timed, s.fds[0]);
	waits_for_release(&calls[i / 2].timed, s.fds[0], s.fds[1]);
	end_streamed(&s);
}

static ssize_t long_read_all(int fd, struct lsock_deadline until)
{
	static char buf[1 << 20];
	size_t got;

	(void) fd;
	return lsock_stream_read_all(waiting, buf, sizeof(buf), &got, until);
}

static ssize_t long_peek(int fd, struct lsock_deadline until)
{
	const void *data;

	(void) fd;
	return lsock_stream_peek(waiting, &data, 1 << 20, until);
}

/* Before each receive one byte comes: without a look at the clock it would go on to the end. */
TEST(peer_that_trickles_does_not_beat_the_deadline)
{
	static ssize_t (*const long_calls[])(int, struct lsock_deadline) = {
		long_read_all, long_peek, wait_getline,
	};
	struct streamed s = streamed_unix(1 << 20, 0);
	size_t n;

	waiting = s.stream;
	for (n = 0; n < COUNT_OF(long_calls); n++) {
		ck_assert_int_eq(send(s.fds[1], "xy", 2, 0), 2);
		seam_reset();
		ck_assert_int_eq(long_calls[n](s.fds[0], lsock_in_ms(-1)), -ETIME);
		ck_assert_uint_eq(seam_count("recv"), 1);
	}
	end_streamed(&s);
}
