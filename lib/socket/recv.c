/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Receiving, into the caller's buffer or the object's own. */
#include <errno.h>

#include <linux_sock/family.h>

#include "base/export.h"
#include "core/io.h"
#include "core/sockname.h"
#include "socket/transfer.h"

static inline ssize_t receive(struct lsock_socket *socket, void *buf, size_t size, int flags,
			      struct lsock_addr *from)
{
	struct lsock__request request;
	int64_t ns = lsock__object_first_wait(socket, flags);
	ssize_t n;

	if (ns > 0)
		return lsock__wait_and_receive(socket, buf, size, flags, from, ns);
	request = (struct lsock__request){ socket, buf, size, flags, from };
	n = lsock__request_receive(&request);
	return lsock__was_refused(n) ? lsock__receive_refused(request, n) : n;
}

LSOCK_API ssize_t lsock_socket_recv_into(struct lsock_socket *socket, void *buf, size_t size,
					 int flags)
{
	return receive(socket, buf, size, flags, NULL);
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
	n = receive(socket, buf, size, flags, &raw);
	if (n >= 0)
		lsock__object_take_sender(socket, &raw.u, raw.len, ret_from);
	return n;
}

/* The old bytes need not be kept: they were good until this receive. */
int lsock__object_make_room(struct lsock_socket *socket, size_t size)
{
	void *buf;

	if (socket->buf && socket->size >= size)
		return 0;
	buf = lsock__sys_alloc(size > 0 ? size : 1);
	if (buf == NULL)
		return -ENOMEM;
	lsock__sys_free(socket->buf);
	socket->buf = buf;
	socket->size = size;
	return 0;
}

LSOCK_API ssize_t lsock_socket_recv(struct lsock_socket *socket, size_t size, int flags,
				    const void **ret_data)
{
	ssize_t n = lsock__object_make_room(socket, size);

	if (n == 0)
		n = lsock_socket_recv_into(socket, socket->buf, size, flags);
	if (n >= 0)
		*ret_data = socket->buf;
	return n;
}

LSOCK_API ssize_t lsock_socket_recvfrom(struct lsock_socket *socket, size_t size, int flags,
					const void **ret_data, struct lsock_addr *ret_from)
{
	ssize_t n = lsock__object_make_room(socket, size);

	if (n == 0)
		n = lsock_socket_recvfrom_into(socket, socket->buf, size, flags, ret_from);
	if (n >= 0)
		*ret_data = socket->buf;
	return n;
}

LSOCK_API int lsock_socket_ended(const struct lsock_socket *socket)
{
	return lsock__ended(lsock__object_fd(socket), socket->type);
}
