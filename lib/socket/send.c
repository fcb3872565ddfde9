/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sending: one call, or all of it. */
#include <errno.h>

#include "base/export.h"
#include "core/names.h"
#include "socket/transfer.h"

static ssize_t transmit(struct lsock_socket *socket, struct lsock__transfer *transfer, int flags)
{
	ssize_t n;

	lsock__object_aim(socket, flags | MSG_NOSIGNAL, transfer);
	n = lsock__transfer_once(transfer);
	if (!lsock__must_wait(transfer, n))
		return n;
	return lsock__transfer_wait(transfer, lsock__object_transfer_until(socket, flags), n,
				    NULL);
}

LSOCK_API ssize_t lsock_socket_send(struct lsock_socket *socket, const void *buf, size_t size,
				    int flags)
{
	struct lsock__transfer transfer = { .sends = true, .out = buf, .size = size };

	return transmit(socket, &transfer, flags);
}

LSOCK_API ssize_t lsock_socket_sendto(struct lsock_socket *socket, const void *buf, size_t size,
				      int flags, const struct lsock_addr *to)
{
	struct lsock__transfer transfer = {
		.sends = true, .out = buf, .size = size, .to = &to->u, .len = to->len,
	};

	if (!lsock__name_is_sane(to))
		return -EINVAL;
	return transmit(socket, &transfer, flags);
}

LSOCK_API ssize_t lsock_socket_sendto_text(struct lsock_socket *socket, const void *buf,
					   size_t size, int flags, const char *text,
					   struct lsock_why *ret_why)
{
	struct lsock_addr to;
	int r = lsock__object_parse(socket, text, &to, ret_why);

	return r < 0 ? r : lsock_socket_sendto(socket, buf, size, flags, &to);
}

LSOCK_API int lsock_socket_sendall(struct lsock_socket *socket, const void *buf, size_t size,
				   int flags, size_t *ret_sent)
{
	struct lsock__transfer transfer = { .sends = true, .out = buf, .size = size };
	size_t sent;
	int r;

	lsock__object_aim(socket, flags | MSG_NOSIGNAL, &transfer);
	r = lsock__transfer_all(&transfer, &sent, lsock__object_transfer_until(socket, flags));
	if (ret_sent)
		*ret_sent = sent;
	return r;
}
