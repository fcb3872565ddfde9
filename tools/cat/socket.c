/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One send, one receive, what a receive of nothing means, and what became of what was sent. */
#include <errno.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <sys/ioctl.h>

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

/* TCP counts bytes that were not acknowledged; others count memory, or nothing. */
static size_t unacknowledged(const struct cat_socket *socket)
{
	struct lsock_identity identity;
	int n = 0;

	if (lsock_identify(socket->fd, &identity) < 0 || identity.type != SOCK_STREAM ||
	    identity.protocol != IPPROTO_TCP || lsock_ioctl(socket->fd, SIOCOUTQ, &n) < 0)
		return 0;
	/* The end of our side counts as a byte. */
	return (size_t) n - (n > 0 && socket->ended);
}

int cat_fate(const struct cat_socket *socket, size_t *ret_untaken)
{
	struct lsock_addr peer;
	int error = 0;

	*ret_untaken = unacknowledged(socket);
	if (lsock_getsockopt_int(socket->fd, SOL_SOCKET, SO_ERROR, &error) >= 0 && error > 0)
		return -error;
	if (*ret_untaken == 0)
		return 0;
	/* A connection that was broken off has no peer any more, and acknowledges nothing. */
	return lsock_getpeername(socket->fd, &peer) == -ENOTCONN ? -ECONNRESET : -EAGAIN;
}
