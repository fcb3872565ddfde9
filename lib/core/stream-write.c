/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The writing half of a stream. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "base/export.h"
#include "core/stream.h"
#include "core/transfer.h"

static int send_all(struct lsock_stream *stream, const void *buf, size_t size, size_t *sent,
		    struct lsock_deadline until)
{
	struct lsock__transfer transfer = {
		.fd = stream->fd, .flags = MSG_DONTWAIT | MSG_NOSIGNAL, .how = LSOCK__SENDS,
		.buf = (void *) buf, .size = size, .until = until,
	};

	return lsock__transfer_all(&transfer, sent);
}

/* How much of n bytes from a place of the ring on lies before its upper edge. */
static size_t before_edge(const struct lsock__writer *out, size_t place, size_t n)
{
	return n < out->size - place ? n : out->size - place;
}

/* As much as fits; how much that was. */
static size_t put(struct lsock__writer *out, const char *buf, size_t size)
{
	size_t room = out->size - out->used, left = out->size - out->begin, n, place;

	if (size > room)
		size = room;
	if (size == 0)
		return 0;
	place = out->used < left ? out->begin + out->used : out->used - left;
	n = before_edge(out, place, size);
	memcpy(out->buf + place, buf, n);
	if (n < size)
		memcpy(out->buf, buf + n, size - n);
	out->used += size;
	return size;
}

/* size bytes at the front have been sent; they do not go beyond the edge. */
static void drop(struct lsock__writer *out, size_t size)
{
	out->used -= size;
	out->begin = out->used == 0 || out->begin + size == out->size ? 0 : out->begin + size;
}

/* What lies at the front, up to the edge. */
static inline struct lsock__transfer outgoing(const struct lsock_stream *stream,
					      struct lsock_deadline until)
{
	const struct lsock__writer *out = &stream->out;

	return (struct lsock__transfer){
		.fd = stream->fd, .flags = MSG_DONTWAIT | MSG_NOSIGNAL, .how = LSOCK__SENDS,
		.buf = out->buf + out->begin, .size = before_edge(out, out->begin, out->used),
		.until = until,
	};
}

/* Behind a first try that gave n, and not all there is. */
STREAM_SLOW static int flush_rest(struct lsock_stream *stream, struct lsock_deadline until,
				  ssize_t n)
{
	struct lsock__writer *out = &stream->out;
	struct lsock__transfer t = outgoing(stream, until);
	int r = 0;

	if (n < 0)
		n = lsock__transfer_go_on(t, n);
	while (n >= 0) {
		drop(out, (size_t) n);
		if ((size_t) n < t.size)
			r = lsock__may_go_on(until);
		if (r < 0 || out->used == 0)
			return r;
		t = outgoing(stream, until);
		n = lsock__transfer(&t);
	}
	return (int) n;
}

static int flush_some(struct lsock_stream *stream, struct lsock_deadline until)
{
	struct lsock__transfer t = outgoing(stream, until);
	ssize_t n = lsock__transfer_try(&t, t.fd, t.flags);

	if (n != (ssize_t) stream->out.used)
		return flush_rest(stream, until, n);
	stream->out.begin = stream->out.used = 0;
	return 0;
}

LSOCK_API int lsock_stream_flush(struct lsock_stream *stream, struct lsock_deadline until)
{
	return stream->out.used > 0 ? flush_some(stream, until) : 0;
}

/* Has the time come to an end, and not the connection? */
static bool goes_on(int r)
{
	return r == -ETIME || r == -EAGAIN || r == -EINTR;
}

/* All of buf, which is more than there is room for: what is pending first; *taken goes up. */
static int send_or_keep(struct lsock_stream *stream, const char *buf, size_t size, size_t *taken,
			struct lsock_deadline until)
{
	struct lsock__writer *out = &stream->out;
	int r = lsock_stream_flush(stream, until);

	if (r == 0 && size >= out->size)
		r = send_all(stream, buf, size, taken, until);
	if (r == 0 || goes_on(r))
		*taken += put(out, buf + *taken, size - *taken);
	return *taken == size ? 0 : r;
}

/* What is not simply put behind what is kept. */
STREAM_SLOW static int write_slowly(struct lsock_stream *stream, const char *buf, size_t size,
				    size_t *ret_taken, struct lsock_deadline until)
{
	struct lsock__writer *out = &stream->out;
	size_t taken = 0;
	int r = lsock__stream_buffer(&out->buf, out->size, &out->ready);

	if (r == 0 && size <= out->size - out->used)
		taken = put(out, buf, size);
	else if (r == 0)
		r = send_or_keep(stream, buf, size, &taken, until);
	if (ret_taken)
		*ret_taken = taken;
	return r;
}

LSOCK_API int lsock_stream_write(struct lsock_stream *stream, const void *buf, size_t size,
				 size_t *ret_taken, struct lsock_deadline until)
{
	struct lsock__writer *out = &stream->out;

	if (out->begin > 0 || size > out->ready - out->used || size == 0)
		return write_slowly(stream, buf, size, ret_taken, until);
	memcpy(out->buf + out->used, buf, size);
	out->used += size;
	if (ret_taken)
		*ret_taken = size;
	return 0;
}

LSOCK_API size_t lsock_stream_pending(const struct lsock_stream *stream)
{
	return stream->out.used;
}
