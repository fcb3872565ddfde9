/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The reading half of a stream. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/export.h"
#include "core/stream.h"
#include "core/transfer.h"

static size_t held(const struct lsock__reader *in)
{
	return (size_t) (in->end - in->at);
}

static inline struct lsock__transfer incoming(const struct lsock_stream *stream, void *buf,
					      size_t size, struct lsock_deadline until)
{
	return (struct lsock__transfer){
		.fd = stream->fd, .flags = MSG_DONTWAIT, .buf = buf, .size = size, .until = until,
	};
}

/* What a receive gave at first becomes its result.  The end, which TIPC tells once, is kept. */
STREAM_SLOW static ssize_t settle(struct lsock_stream *stream, void *buf, size_t size,
				  struct lsock_deadline until, ssize_t n)
{
	if (n < 0)
		n = lsock__transfer_go_on(incoming(stream, buf, size, until), n);
	if (n == 0) {
		stream->in.ended = true;
		stream->in.ready = 0;
	}
	return n;
}

static ssize_t receive(struct lsock_stream *stream, void *buf, size_t size,
		       struct lsock_deadline until)
{
	struct lsock__transfer t = incoming(stream, buf, size, until);
	ssize_t n;

	if (stream->in.ended)
		return 0;
	n = lsock__transfer_try(&t, t.fd, t.flags);
	return n > 0 ? n : settle(stream, buf, size, until, n);
}

/* So many bytes are held, from at on; how many of them are known to have no '\n'. */
static void hold(struct lsock__reader *in, char *at, size_t size, size_t scanned)
{
	in->at = at;
	in->end = at + size;
	in->scan = at + scanned;
}

/*
 * Moved are at most as many bytes as were read since the last move, unless there is no other room.
 */
static void make_room(struct lsock__reader *in)
{
	size_t n = held(in), before;

	if (n == 0) {
		hold(in, in->buf, 0, 0);
		return;
	}
	before = (size_t) (in->at - in->buf);
	if (before == 0 || (n > before && before + n < in->size))
		return;
	memmove(in->buf, in->at, n);
	hold(in, in->buf, n, (size_t) (in->scan - in->at));
}

/* More bytes behind those that are held, which do not fill all there is. */
static ssize_t fill(struct lsock_stream *stream, struct lsock_deadline until)
{
	struct lsock__reader *in = &stream->in;
	ssize_t n;

	if (in->ended)
		return 0;
	n = lsock__stream_buffer(&in->buf, in->size, &in->ready);
	if (n < 0)
		return n;
	make_room(in);
	n = receive(stream, in->end, in->size - (size_t) (in->end - in->buf), until);
	if (n > 0)
		in->end += n;
	return n;
}

/* The same as a step of many that one deadline is for. */
static ssize_t fill_in_time(struct lsock_stream *stream, bool first, struct lsock_deadline until)
{
	int r = first ? 0 : lsock__may_go_on(until);

	return r < 0 ? r : fill(stream, until);
}

/* Takes size bytes, which are held, from the front. */
static inline void take(struct lsock__reader *in, size_t size)
{
	in->at += size;
	if (in->scan < in->at)
		in->scan = in->at;
}

static inline size_t copy_out(struct lsock__reader *in, void *buf, size_t size)
{
	size_t n = held(in) < size ? held(in) : size;

	memcpy(buf, in->at, n);
	take(in, n);
	return n;
}

/* Where nothing is held: around the buffer, or into one that may have to be made. */
STREAM_SLOW static ssize_t read_anew(struct lsock_stream *stream, void *buf, size_t size,
				     struct lsock_deadline until)
{
	ssize_t n;

	if (size == 0)
		return 0;
	if (size >= stream->in.size)
		return receive(stream, buf, size, until);
	n = fill(stream, until);
	return n > 0 ? (ssize_t) copy_out(&stream->in, buf, size) : n;
}

LSOCK_API ssize_t lsock_stream_read(struct lsock_stream *stream, void *buf, size_t size,
				    struct lsock_deadline until)
{
	struct lsock__reader *in = &stream->in;
	ssize_t n;

	if (held(in) == 0) {
		struct lsock__transfer t = incoming(stream, in->buf, in->size, until);

		if (size == 0 || size >= in->ready)
			return read_anew(stream, buf, size, until);
		n = lsock__transfer_try(&t, t.fd, t.flags);
		if (n <= 0)
			n = settle(stream, in->buf, in->size, until, n);
		if (n <= 0)
			return n;
		hold(in, in->buf, (size_t) n, 0);
	}
	return (ssize_t) copy_out(in, buf, size);
}

LSOCK_API int lsock_stream_read_all(struct lsock_stream *stream, void *buf, size_t size,
				    size_t *ret_read, struct lsock_deadline until)
{
	size_t got = 0;
	ssize_t n = 0;

	while (got < size) {
		if (got > 0 && held(&stream->in) == 0)
			n = lsock__may_go_on(until);
		if (n >= 0)
			n = lsock_stream_read(stream, (char *) buf + got, size - got, until);
		if (n <= 0)
			break;
		got += (size_t) n;
	}
	*ret_read = got;
	if (got == size)
		return 0;
	return n < 0 ? (int) n : -ENODATA;
}

/* The next line, if it is held whole: its length. */
static inline size_t take_line(struct lsock__reader *in, const char **ret_line)
{
	char *newline = memchr(in->scan, '\n', (size_t) (in->end - in->scan)), *line = in->at;

	if (newline == NULL)
		return 0;
	*ret_line = line;
	in->at = in->scan = newline + 1;
	return (size_t) (newline + 1 - line);
}

/* At the end the rest is a line. */
static ssize_t take_rest(struct lsock__reader *in, const char **ret_line)
{
	size_t n = held(in);

	*ret_line = in->at;
	take(in, n);
	return (ssize_t) n;
}

/* None is held, which has been looked for. */
STREAM_SLOW static ssize_t await_line(struct lsock_stream *stream, const char **ret_line,
				      struct lsock_deadline until)
{
	struct lsock__reader *in = &stream->in;
	size_t length = 0;
	bool first = true;
	ssize_t n;

	while (length == 0) {
		in->scan = in->end;
		if (held(in) == in->size)
			return -EMSGSIZE;
		n = fill_in_time(stream, first, until);
		if (n < 0)
			return n;
		if (n == 0)
			return take_rest(in, ret_line);
		length = take_line(in, ret_line);
		first = false;
	}
	return (ssize_t) length;
}

LSOCK_API ssize_t lsock_stream_getline(struct lsock_stream *stream, const char **ret_line,
				       struct lsock_deadline until)
{
	size_t length = take_line(&stream->in, ret_line);

	return length > 0 ? (ssize_t) length : await_line(stream, ret_line, until);
}

LSOCK_API ssize_t lsock_stream_peek(struct lsock_stream *stream, const void **ret_data, size_t size,
				    struct lsock_deadline until)
{
	struct lsock__reader *in = &stream->in;
	size_t before = held(in);
	ssize_t n = 1;

	if (size > in->size)
		return -EMSGSIZE;
	while (n > 0 && held(in) < size)
		n = fill_in_time(stream, held(in) == before, until);
	if (n < 0)
		return n;
	*ret_data = in->at;
	return (ssize_t) held(in);
}

LSOCK_API size_t lsock_stream_buffered(const struct lsock_stream *stream)
{
	return held(&stream->in);
}
