/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Receiving, into the caller's buffer or the object's own. */
#include "socket/recv.h"

#include <errno.h>

#include <linux_sock/family.h>

#include "base/export.h"
#include "core/io.h"
#include "core/sockname.h"
#include "socket/transfer.h"

LSOCK_API ssize_t lsock_socket_recv_into(struct lsock_socket *socket, void *buf, size_t size,
					 int flags)
{
	return lsock__object_transfer(socket, 0, buf, size, flags, NULL);
}

void lsock__object_take_sender(const struct lsock_socket *socket, const void *sockaddr,
			       socklen_t len, struct lsock_addr *ret_from)
{
	const struct lsock_family *row = lsock_family_by_af(socket->family);

	lsock__name_take(sockaddr, len, ret_from);
	if (row && row->flags & LSOCK_FAMILY_PROTOCOL && ret_from->len > 0)
		ret_from->protocol = (uint16_t) socket->protocol;
}

LSOCK_API ssize_t lsock_socket_recvfrom_into(struct lsock_socket *socket, void *buf, size_t size,
					     int flags, struct lsock_addr *ret_from)
{
	struct lsock_addr raw;
	ssize_t n;

	raw.len = sizeof(raw.u);
	n = lsock__object_transfer(socket, 0, buf, size, flags, &raw);
	if (n >= 0)
		lsock__object_take_sender(socket, &raw.u, raw.len, ret_from);
	return n;
}

/* The old bytes need not be kept: they were good until this receive. */
int lsock__object_grow(struct lsock_socket *socket, size_t size)
{
	struct lsock__buffer *buffer;

	if (size > SIZE_MAX - sizeof(*buffer))
		return -ENOMEM;
	buffer = lsock__sys_alloc(sizeof(*buffer) + size);
	if (buffer == NULL)
		return -ENOMEM;
	buffer->size = size;
	lsock__sys_free(socket->buffer);
	socket->buffer = buffer;
	return 0;
}

LSOCK_API ssize_t lsock_socket_recv(struct lsock_socket *socket, size_t size, int flags,
				    const void **ret_data)
{
	ssize_t n = lsock__object_make_room(socket, size);

	if (n == 0)
		n = lsock__object_transfer(socket, 0, socket->buffer->bytes, size, flags, NULL);
	if (n >= 0)
		*ret_data = socket->buffer->bytes;
	return n;
}

LSOCK_API ssize_t lsock_socket_recvfrom(struct lsock_socket *socket, size_t size, int flags,
					const void **ret_data, struct lsock_addr *ret_from)
{
	ssize_t n = lsock__object_make_room(socket, size);

	if (n == 0)
		n = lsock_socket_recvfrom_into(socket, socket->buffer->bytes, size, flags,
					       ret_from);
	if (n >= 0)
		*ret_data = socket->buffer->bytes;
	return n;
}

LSOCK_API int lsock_socket_ended(const struct lsock_socket *socket)
{
	return lsock__ended(lsock__object_fd(socket), socket->type);
}
