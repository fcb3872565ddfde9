/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files of the caller's that an object sends. */
#include "core/sendfile.h"

#include <errno.h>
#include <sys/socket.h>

#include "base/export.h"
#include "socket/object.h"

static int check(const struct lsock_socket *socket)
{
	if (lsock__object_fd(socket) < 0)
		return -EBADF;
	if (socket->type != SOCK_STREAM)
		return -EOPNOTSUPP;
	if (lsock__object_timeout(socket) == 0)
		return -EINVAL;
	return lsock__object_check_mode(socket);
}

LSOCK_API int lsock_socket_sendfile(struct lsock_socket *socket, int file, int64_t offset,
				    uint64_t count, uint64_t *ret_sent)
{
	int r = check(socket);

	if (r == 0)
		return lsock__sendfile(lsock__object_fd(socket), lsock__object_blocks(socket), file,
				       offset, count, ret_sent, lsock__object_until(socket));
	if (ret_sent)
		*ret_sent = 0;
	return r;
}
