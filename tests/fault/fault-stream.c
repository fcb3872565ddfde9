/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Buffered streams. */
#include <check.h>
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"

#define MUCH 30000	/* many times what scene_narrow_pair() takes at once */
#define SIZE 1000

static const char much[MUCH];

static void make(struct scene *s)
{
	ck_assert_int_eq(lsock_stream_open(s->fd, SIZE, SIZE, &s->stream), 0);
}

static void silent(struct scene *s)
{
	scene_unix_pair(s);
	make(s);
}

static void told(struct scene *s)
{
	scene_told_pair(s);
	make(s);
}

static void narrow(struct scene *s)
{
	scene_narrow_pair(s);
	make(s);
}

/* The queue is full, and some waits to be sent. */
static void full(struct scene *s)
{
	scene_full_pair(s);
	make(s);
	ck_assert_int_eq(lsock_stream_write(s->stream, much, SIZE, NULL, lsock_nowait()), 0);
}

static void pending(struct scene *s)
{
	silent(s);
	ck_assert_int_eq(lsock_stream_write(s->stream, "hello", 5, NULL, lsock_nowait()), 0);
}

static int open_run(struct scene *s)
{
	int r = lsock_stream_open(s->fd, 0, 0, &s->out.stream);

	if (r == 0)
		s->stream = s->out.stream;
	return r;
}

static int read_run(struct scene *s)
{
	return (int) lsock_stream_read(s->stream, s->out.buf, sizeof(s->out.buf), until(s));
}

static void read_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.buf, "hello", 5);
	ck_assert_uint_eq(lsock_stream_buffered(s->stream), 0);
}

static int read_around_run(struct scene *s)
{
	char buf[SIZE];
	ssize_t n = lsock_stream_read(s->stream, buf, sizeof(buf), until(s));

	if (n >= 0)
		ck_assert_mem_eq(buf, "hello", 5);
	return (int) n;
}

/* What comes in two parts, the second one while it is waited for. */
static void rest_hook(void *arg, const char *call, int error)
{
	struct scene *s = arg;

	(void) error;
	if (strcmp(call, "ppoll") != 0 || s->sent > 0)
		return;
	ck_assert_int_eq(send(s->peer, " you\n", 5, MSG_NOSIGNAL), 5);
	s->sent = 5;
}

/* What was read before an error is in buf, and counts. */
static int read_all_run(struct scene *s)
{
	char buf[10];
	size_t got = SIZE_MAX;
	int r = lsock_stream_read_all(s->stream, buf, 10 - s->drained, &got, until(s));

	ck_assert_mem_eq(buf, &"hello you\n"[s->drained], got);
	s->drained += got;
	return r;
}

static void read_all_check(struct scene *s)
{
	ck_assert_uint_eq(s->drained, 10);
}

static int getline_run(struct scene *s)
{
	return (int) lsock_stream_getline(s->stream, (const char **) &s->out.data, until(s));
}

static int peek_run(struct scene *s)
{
	return (int) lsock_stream_peek(s->stream, &s->out.data, 10, until(s));
}

static void line_check(struct scene *s)
{
	ck_assert_mem_eq(s->out.data, "hello you\n", 10);
}

/* What is taken has gone out or is pending, and nothing else. */
static int write_run(struct scene *s)
{
	size_t before = lsock_stream_pending(s->stream);
	int r;

	s->sent = SIZE_MAX;
	r = lsock_stream_write(s->stream, much, sizeof(much), &s->sent, until(s));
	scene_drain(s);
	ck_assert_uint_eq(before + s->sent, s->drained + lsock_stream_pending(s->stream));
	if (r == 0)
		ck_assert_uint_eq(s->sent, MUCH);
	s->drained = 0;
	return r;
}

static int flush_run(struct scene *s)
{
	return lsock_stream_flush(s->stream, until(s));
}

static void flush_check(struct scene *s)
{
	ck_assert_uint_eq(lsock_stream_pending(s->stream), 0);
	scene_drain(s);
	ck_assert_uint_eq(s->drained, 5);
}

const struct op stream_ops[] = {
	OP("lsock_stream_open", scene_unix_pair, open_run),
	OP("lsock_stream_read", told, read_run, .clean = 5, .check = read_check,
	   .rules = transfer_rules),
	OP("lsock_stream_read around the buffer", told, read_around_run, .clean = 5,
	   .rules = transfer_rules),
	OP("lsock_stream_read of nothing", silent, read_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_stream_read_all", told, read_all_run, .check = read_all_check,
	   .hook = rest_hook, .rules = transfer_rules),
	OP("lsock_stream_getline", told, getline_run, .clean = 10, .check = line_check,
	   .hook = rest_hook, .rules = transfer_rules),
	OP("lsock_stream_getline of a part", told, getline_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_stream_peek", told, peek_run, .clean = 10, .check = line_check,
	   .hook = rest_hook, .rules = transfer_rules),
	OP("lsock_stream_write", narrow, write_run, .hook = drain_hook, .rules = transfer_rules),
	OP("lsock_stream_write into a full queue", narrow, write_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	OP("lsock_stream_flush", pending, flush_run, .check = flush_check, .rules = transfer_rules),
	OP("lsock_stream_flush into a full queue", full, flush_run, .clean = -ETIME,
	   .rules = transfer_rules, .vain = true),
	{ .name = NULL },
};
