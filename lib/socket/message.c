/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Messages of an object: vectors, control data, descriptors. */
#include "messages/message.h"

#include <errno.h>

#include "base/export.h"
#include "messages/fds.h"
#include "socket/recv.h"
#include "socket/transfer.h"

LSOCK_API ssize_t lsock_socket_sendmsg(struct lsock_socket *socket,
				       const struct lsock_message *message, int flags)
{
	struct msghdr header;
	int r = lsock__message_to_send(message, &header);

	if (r < 0)
		return r;
	return lsock__object_transfer(socket, LSOCK__SENDS | LSOCK__MESSAGE, &header, 0,
				      flags | MSG_NOSIGNAL, NULL);
}

LSOCK_API ssize_t lsock_socket_recvmsg_into(struct lsock_socket *socket,
					    struct lsock_message *message, int flags)
{
	struct lsock__receipt receipt;
	ssize_t n = lsock__receipt_begin(&receipt, message);

	if (n < 0)
		return n;
	n = lsock__object_transfer(socket, LSOCK__MESSAGE, &receipt.header, 0, flags, NULL);
	if (n < 0)
		return n;
	lsock__receipt_end(&receipt, message);
	lsock__object_take_sender(socket, &receipt.name, receipt.header.msg_namelen,
				  &message->name);
	return n;
}

LSOCK_API ssize_t lsock_socket_recvmsg(struct lsock_socket *socket, size_t size,
				       struct lsock_message *message, int flags,
				       const void **ret_data)
{
	struct iovec vector = { .iov_len = size };
	struct lsock_message own = {
		.vectors = &vector, .vector_count = 1, .control = message->control,
	};
	ssize_t n = lsock__message_empty(message);

	if (n == 0)
		n = lsock__object_make_room(socket, size);
	if (n < 0)
		return n;
	vector.iov_base = socket->buffer->bytes;
	n = lsock_socket_recvmsg_into(socket, &own, flags);
	if (n < 0)
		return n;
	message->name = own.name;
	message->flags = own.flags;
	*ret_data = socket->buffer->bytes;
	return n;
}

LSOCK_API ssize_t lsock_socket_send_fds(struct lsock_socket *socket, const void *buf, size_t size,
					const int *fds, size_t count, int flags,
					const struct lsock_addr *to)
{
	struct lsock__fds out;
	int r;

	if (lsock__object_fd(socket) < 0)
		return -EBADF;
	r = lsock__fds_check(socket->family, socket->type, size);
	if (r == 0)
		r = lsock__fds_to_send(&out, buf, size, fds, count, to);
	return r < 0 ? r : lsock_socket_sendmsg(socket, &out.message, flags);
}

LSOCK_API ssize_t lsock_socket_recv_fds(struct lsock_socket *socket, void *buf, size_t size,
					struct lsock_fds *fds, int flags,
					struct lsock_addr *ret_from)
{
	struct lsock__fds in;
	ssize_t n = lsock__fds_receive(&in, buf, size, fds);

	if (n < 0)
		return n;
	n = lsock_socket_recvmsg_into(socket, &in.message, flags);
	if (n >= 0)
		lsock__fds_received(&in, fds, ret_from);
	return n;
}
