/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The life of a stream.  Its two buffers are its own; the descriptor stays the caller's, who closes
 * it.
 */
#include "core/stream.h"

#include <errno.h>
#include <sys/socket.h>

#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "sys/sys.h"

#define DEFAULT_SIZE 8192

static int check_type(int fd)
{
	int type, r;

	r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_TYPE, &type);
	if (r < 0)
		return r;
	return type == SOCK_STREAM ? 0 : -EOPNOTSUPP;
}

LSOCK_API int lsock_stream_open(int fd, size_t read_size, size_t write_size,
				struct lsock_stream **ret_stream)
{
	struct lsock_stream *stream;
	int r = check_type(fd);

	if (r < 0)
		return r;
	stream = lsock__sys_alloc(sizeof(*stream));
	if (stream == NULL)
		return -ENOMEM;
	*stream = (struct lsock_stream){
		.fd = fd,
		.in.size = read_size ? read_size : DEFAULT_SIZE,
		.in.at = (char *) stream, .in.end = (char *) stream, .in.scan = (char *) stream,
		.out.size = write_size ? write_size : DEFAULT_SIZE,
	};
	*ret_stream = stream;
	return 0;
}

LSOCK_API struct lsock_stream *lsock_stream_free(struct lsock_stream *stream)
{
	if (stream) {
		lsock__sys_free(stream->in.buf);
		lsock__sys_free(stream->out.buf);
		lsock__sys_free(stream);
	}
	return NULL;
}
