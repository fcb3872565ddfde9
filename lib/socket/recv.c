/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Receiving, into the caller's buffer or the object's own. */
#include <errno.h>

#include <linux_sock/family.h>

#include "base/export.h"
#include "core/io.h"
#include "core/names.h"
#include "socket/transfer.h"

/* Where the last receive had to wait this one waits first: two system calls instead of three. */
static bool waits_first(const struct lsock_socket *socket, int flags)
{
	return lsock__object_timeout(socket) > 0 && !(flags & MSG_DONTWAIT) &&
	       atomic_load_explicit(&((struct lsock_socket *) socket)->waits, memory_order_relaxed);
}

static ssize_t receive(struct lsock_socket *socket, struct lsock__transfer *transfer, int flags)
{
	bool waits = true;
	ssize_t n = 0;

	lsock__object_aim(socket, flags, transfer);
	if (!waits_first(socket, flags)) {
		n = lsock__transfer_once(transfer);
		if (!lsock__must_wait(transfer, n))
			return n;
	}
	n = lsock__transfer_wait(transfer, lsock__object_transfer_until(socket, flags), n, &waits);
	atomic_store_explicit(&socket->waits, waits, memory_order_relaxed);
	return n;
}

LSOCK_API ssize_t lsock_socket_recv_into(struct lsock_socket *socket, void *buf, size_t size,
					 int flags)
{
	struct lsock__transfer transfer = { .in = buf, .size = size };

	return receive(socket, &transfer, flags);
}

LSOCK_API ssize_t lsock_socket_recvfrom_into(struct lsock_socket *socket, void *buf, size_t size,
					     int flags, struct lsock_addr *ret_from)
{
	struct sockaddr_storage storage;
	struct lsock__transfer transfer = {
		.in = buf, .size = size, .from = &storage, .len = sizeof(storage),
	};
	const struct lsock_family *row;
	ssize_t n;

	n = receive(socket, &transfer, flags);
	if (n < 0)
		return n;
	lsock__name_take(&storage, transfer.len, ret_from);
	row = lsock_family_by_af(socket->family);
	if (row && row->flags & LSOCK_FAMILY_PROTOCOL && ret_from->len > 0)
		ret_from->protocol = (uint16_t) socket->protocol;
	return n;
}

/* The old bytes need not be kept: they were good until this receive. */
static int make_room(struct lsock_socket *socket, size_t size)
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
	ssize_t n = make_room(socket, size);

	if (n == 0)
		n = lsock_socket_recv_into(socket, socket->buf, size, flags);
	if (n >= 0)
		*ret_data = socket->buf;
	return n;
}

LSOCK_API ssize_t lsock_socket_recvfrom(struct lsock_socket *socket, size_t size, int flags,
					const void **ret_data, struct lsock_addr *ret_from)
{
	ssize_t n = make_room(socket, size);

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
