/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_STREAM_H
#define LINUX_SOCK_STREAM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <linux_sock/deadline.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A buffered reader and writer over the descriptor of a stream.  No byte is lost by a deadline or a
 * signal: what was read stays for the next call, what was not sent stays to be sent.  The
 * descriptor stays the caller's.  Reading and writing share nothing: a thread each may do them.
 */
struct lsock_stream;

/* The most that is kept of what is read (also the longest line), of what is written; 0: 8192. */
int lsock_stream_open(int fd, size_t read_size, size_t write_size,
		      struct lsock_stream **ret_stream);
struct lsock_stream *lsock_stream_free(struct lsock_stream *stream);	/* sends nothing; NULL */

/* At least a byte, 0: the end. */
ssize_t lsock_stream_read(struct lsock_stream *stream, void *buf, size_t size,
			  struct lsock_deadline until);
/* size bytes or an error; *ret_read (always written) of them are in buf.  -ENODATA: the end. */
int lsock_stream_read_all(struct lsock_stream *stream, void *buf, size_t size, size_t *ret_read,
			  struct lsock_deadline until);
/*
 * A line with its '\n', good until the next read; its length.  0: the end; without '\n': what
 * stood before the end.  -EMSGSIZE: longer than the buffer; it can be read in pieces.
 */
ssize_t lsock_stream_getline(struct lsock_stream *stream, const char **ret_line,
			     struct lsock_deadline until);
/* What is there, good until the next read; waits for size bytes of it.  Takes nothing away. */
ssize_t lsock_stream_peek(struct lsock_stream *stream, const void **ret_data, size_t size,
			  struct lsock_deadline until);
size_t lsock_stream_buffered(const struct lsock_stream *stream);

/* 0: all was taken; *ret_taken (or NULL, always written) of it were on an error. */
int lsock_stream_write(struct lsock_stream *stream, const void *buf, size_t size,
		       size_t *ret_taken, struct lsock_deadline until);
int lsock_stream_flush(struct lsock_stream *stream, struct lsock_deadline until);
size_t lsock_stream_pending(const struct lsock_stream *stream);		/* not sent yet */

/*
 * At most count bytes of a file (LSOCK_TO_END: all) to a stream socket, from offset, or from and
 * moving the file's own position where it is -1.  0: all, or all that the file had; *ret_sent (or
 * NULL, always written): what went out.  The descriptor must be O_NONBLOCK: else -EINVAL.
 */
#define LSOCK_TO_END UINT64_MAX
int lsock_sendfile(int fd, int file, int64_t offset, uint64_t count, uint64_t *ret_sent,
		   struct lsock_deadline until);

#ifdef __cplusplus
}
#endif

#endif
