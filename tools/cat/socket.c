/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One send, one receive, and what a receive of nothing means. */
#include "tools/cat/cat.h"

ssize_t cat_send(const struct cat_socket *socket, const void *bytes, size_t n)
{
	if (socket->to.len > 0)
		return lsock_sendto(socket->fd, bytes, n, 0, &socket->to, lsock_nowait());
	return lsock_send(socket->fd, bytes, n, 0, lsock_nowait());
}

ssize_t cat_receive(const struct cat_socket *socket, void *buf, size_t size,
		    struct lsock_addr *ret_from, bool *ret_end)
{
	/* Streams would throw bytes away for this flag; messages tell their length by it. */
	int flags = socket->messages ? MSG_TRUNC : 0;
	ssize_t n = lsock_recvfrom(socket->fd, buf, size, flags, ret_from, lsock_nowait());

	*ret_end = n == 0 && socket->connected && lsock_ended(socket->fd) != 0;
	return n;
}
