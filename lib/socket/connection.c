/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Connections of an object: listening, accepting, connecting, shutting down. */
#include <errno.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/family.h>

#include "base/export.h"
#include "core/accept.h"
#include "core/connect.h"
#include "socket/object.h"
#include "sys/sys.h"

/* A connection of ours alone, in a family whose close(2) is a reset to the peer. */
bool lsock__object_must_be_shut(const struct lsock_socket *socket)
{
	const struct lsock_family *row = lsock_family_by_af(socket->family);

	return row && row->flags & LSOCK_FAMILY_CLOSE_SHUTDOWN && !socket->shared &&
	       (socket->type == SOCK_STREAM || socket->type == SOCK_SEQPACKET);
}

LSOCK_API int lsock_socket_listen(struct lsock_socket *socket, int backlog)
{
	return lsock_listen(lsock__object_fd(socket), backlog);
}

LSOCK_API int lsock_socket_accept(struct lsock_socket *socket, struct lsock_socket **ret_socket,
				  struct lsock_addr *ret_peer)
{
	int64_t timeout = lsock_getdefaulttimeout();
	struct lsock_socket *accepted;
	struct lsock_addr peer;
	int fd, r;

	r = lsock__object_check_mode(socket);
	if (r < 0)
		return r;
	fd = lsock__accept(lsock__object_fd(socket), lsock__object_blocks(socket),
			   timeout >= 0 ? SOCK_NONBLOCK : 0, ret_peer ? &peer : NULL,
			   lsock__object_until(socket));
	if (fd < 0)
		return fd;
	r = lsock__object_new(fd, socket->family, socket->type, socket->protocol, timeout,
			      &accepted);
	if (r < 0) {
		(void) lsock__sys_close(fd);	/* r is the error to tell of */
		return r;
	}
	accepted->shut = lsock__object_must_be_shut(accepted);
	if (ret_peer)
		*ret_peer = peer;
	*ret_socket = accepted;
	return 0;
}

/* peer is of no account while an attempt goes on. */
static int connect_until(struct lsock_socket *socket, const struct lsock_addr *peer,
			 struct lsock_deadline until)
{
	int fd = lsock__object_fd(socket), r;
	bool goes_on;

	r = lsock__object_check_mode(socket);
	if (r < 0)
		return r;
	if (socket->connecting)
		r = lsock__connect_finish(fd, until, &goes_on);
	else
		r = lsock__connect(fd, lsock__object_blocks(socket), peer, until, &goes_on);
	socket->connecting = goes_on;
	if (r == 0)
		socket->shut = lsock__object_must_be_shut(socket);
	return r;
}

LSOCK_API int lsock_socket_connect(struct lsock_socket *socket, const struct lsock_addr *peer)
{
	return connect_until(socket, peer, lsock__object_until(socket));
}

/* What waits for an attempt needs no address: nothing is looked up a second time for it. */
LSOCK_API int lsock_socket_connect_text(struct lsock_socket *socket, const char *text,
					struct lsock_why *ret_why)
{
	struct lsock_deadline until = lsock__object_until(socket);
	struct lsock_addr peer;
	int r;

	if (socket->connecting)
		return connect_until(socket, NULL, until);
	r = lsock__object_find(socket, text, until, &peer, ret_why);
	return r < 0 ? r : connect_until(socket, &peer, until);
}

LSOCK_API int lsock_socket_shutdown(struct lsock_socket *socket, int how)
{
	return lsock_shutdown(lsock__object_fd(socket), how);
}
