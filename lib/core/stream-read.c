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
	return in->end - in->begin;
}

/* The end is kept: not every family (TIPC) tells it twice. */
static ssize_t receive(struct lsock_stream *stream, void *buf, size_t size,
		       struct lsock_deadline until)
{
	ssize_t n;

	if (stream->in.ended)
		return 0;
	n = lsock__transfer(&(struct lsock__transfer){
		.fd = stream->fd, .flags = MSG_DONTWAIT, .buf = buf, .size = size, .until = until,
	});
	stream->in.ended = n == 0;
	return n;
}

/*
 * Moved are at most as many bytes as were read since the last move, unless there is no other room.
 */
static void make_room(struct lsock__reader *in)
{
	size_t n = held(in);

	if (n > in->begin && in->end < in->size)
		return;
	memmove(in->buf, in->buf + in->begin, n);
	in->begin = 0;
	in->end = n;
}

/* More bytes behind those that are held; there is room for them. */
static ssize_t fill(struct lsock_stream *stream, struct lsock_deadline until)
{
	struct lsock__reader *in = &stream->in;
	ssize_t n;

	make_room(in);
	n = receive(stream, in->buf + in->end, in->size - in->end, until);
	if (n > 0)
		in->end += (size_t) n;
	return n;
}

/* The same as a step of many that one deadline is for. */
static ssize_t fill_in_time(struct lsock_stream *stream, bool first, struct lsock_deadline until)
{
	int r = first ? 0 : lsock__may_go_on(until);

	return r < 0 ? r : fill(stream, until);
}

/* Takes size bytes, which are held, from the front. */
static void take(struct lsock__reader *in, size_t size)
{
	in->begin += size;
	in->scanned -= size < in->scanned ? size : in->scanned;
	if (in->begin == in->end)
		in->begin = in->end = 0;
}

static size_t copy_out(struct lsock__reader *in, void *buf, size_t size)
{
	size_t n = held(in) < size ? held(in) : size;

	memcpy(buf, in->buf + in->begin, n);
	take(in, n);
	return n;
}

LSOCK_API ssize_t lsock_stream_read(struct lsock_stream *stream, void *buf, size_t size,
				    struct lsock_deadline until)
{
	struct lsock__reader *in = &stream->in;
	ssize_t n;

	if (size == 0)
		return 0;
	if (held(in) == 0) {
		if (size >= in->size)
			return receive(stream, buf, size, until);
		n = fill(stream, until);
		if (n <= 0)
			return n;
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

/* How long the line is that is held; 0: it is not whole yet. */
static size_t find_line(struct lsock__reader *in)
{
	const char *begin = in->buf + in->begin, *newline;

	newline = memchr(begin + in->scanned, '\n', held(in) - in->scanned);
	if (newline)
		return (size_t) (newline - begin) + 1;
	in->scanned = held(in);
	return 0;
}

/* A whole line's length, or at the end that of the rest. */
static ssize_t await_line(struct lsock_stream *stream, struct lsock_deadline until)
{
	struct lsock__reader *in = &stream->in;
	bool first = true;
	size_t length;
	ssize_t n;

	while ((length = find_line(in)) == 0) {
		if (held(in) == in->size)
			return -EMSGSIZE;
		n = fill_in_time(stream, first, until);
		if (n < 0)
			return n;
		if (n == 0)
			return (ssize_t) held(in);
		first = false;
	}
	return (ssize_t) length;
}

LSOCK_API ssize_t lsock_stream_getline(struct lsock_stream *stream, const char **ret_line,
				       struct lsock_deadline until)
{
	ssize_t n = await_line(stream, until);

	if (n < 0)
		return n;
	*ret_line = stream->in.buf + stream->in.begin;
	take(&stream->in, (size_t) n);
	return n;
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
	*ret_data = in->buf + in->begin;
	return (ssize_t) held(in);
}

LSOCK_API size_t lsock_stream_buffered(const struct lsock_stream *stream)
{
	return held(&stream->in);
}
