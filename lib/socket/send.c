/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sending: one call, or all of it. */
#include <errno.h>

#include "base/export.h"
#include "core/sockname.h"
#include "socket/transfer.h"

LSOCK_API ssize_t lsock_socket_send(struct lsock_socket *socket, const void *buf, size_t size,
				    int flags)
{
	return lsock__object_transfer(socket, LSOCK__SENDS, (void *) buf, size,
				      flags | MSG_NOSIGNAL, NULL);
}

LSOCK_API ssize_t lsock_socket_sendto(struct lsock_socket *socket, const void *buf, size_t size,
				      int flags, const struct lsock_addr *to)
{
	if (!lsock__name_is_sane(to))
		return -EINVAL;
	return lsock__object_transfer(socket, LSOCK__SENDS, (void *) buf, size,
				      flags | MSG_NOSIGNAL, (struct lsock_addr *) to);
}

/* One timeout, for the look-up of a name and for what is sent. */
LSOCK_API ssize_t lsock_socket_sendto_text(struct lsock_socket *socket, const void *buf,
					   size_t size, int flags, const char *text,
					   struct lsock_why *ret_why)
{
	struct lsock_deadline until = flags & MSG_DONTWAIT ? lsock_nowait() :
							     lsock__object_until(socket);
	struct lsock_addr to;
	int r;

	r = lsock__object_find(socket, text, until, &to, ret_why);
	if (r < 0)
		return r;
	return lsock__transfer(&(struct lsock__transfer){
		.fd = lsock__object_fd(socket),
		.flags = flags | MSG_NOSIGNAL | lsock__handle_flags(&socket->handle),
		.how = LSOCK__SENDS | LSOCK__NAMED, .buf = (void *) buf, .size = size,
		.name = &to, .until = until,
	});
}

LSOCK_API int lsock_socket_sendall(struct lsock_socket *socket, const void *buf, size_t size,
				   int flags, size_t *ret_sent)
{
	const struct lsock__transfer all = {
		.how = LSOCK__SENDS | LSOCK__PATIENT, .flags = flags | MSG_NOSIGNAL,
		.buf = (void *) buf, .size = size, .handle = &socket->handle,
	};
	size_t sent;
	int r = lsock__transfer_all(&all, &sent);

	if (ret_sent)
		*ret_sent = sent;
	return r;
}
