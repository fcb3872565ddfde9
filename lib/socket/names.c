/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of an object's ends, as values and as text. */
#include <errno.h>
#include <string.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/family.h>

#include "base/export.h"
#include "socket/object.h"

static int refuse(struct lsock_why *why, int err, const char *message)
{
	if (why)
		*why = (struct lsock_why){ .message = message, .column = 1 };
	return err;
}

int lsock__object_parse(const struct lsock_socket *socket, const char *text,
			struct lsock_addr *ret_addr, struct lsock_why *ret_why)
{
	const struct lsock_family *row = lsock_family_by_af(socket->family);
	struct lsock_addr addr;
	int r;

	r = lsock_addr_parse(text, strlen(text), &addr, ret_why);
	if (r < 0)
		return r;
	if (addr.u.sa.sa_family != socket->family)
		return refuse(ret_why, -EAFNOSUPPORT, "not an address of the socket's family");
	if (row && row->flags & LSOCK_FAMILY_PROTOCOL && addr.protocol != LSOCK_PROTOCOL_UNSAID &&
	    addr.protocol != socket->protocol)
		return refuse(ret_why, -EPROTOTYPE, "not an address of the socket's protocol");
	*ret_addr = addr;
	return 0;
}

LSOCK_API int lsock_socket_bind(struct lsock_socket *socket, const struct lsock_addr *local)
{
	return lsock_bind(lsock__object_fd(socket), local);
}

LSOCK_API int lsock_socket_bind_text(struct lsock_socket *socket, const char *text,
				     struct lsock_why *ret_why)
{
	struct lsock_addr local;
	int r = lsock__object_parse(socket, text, &local, ret_why);

	return r < 0 ? r : lsock_socket_bind(socket, &local);
}

LSOCK_API int lsock_socket_getsockname(const struct lsock_socket *socket,
				       struct lsock_addr *ret_local)
{
	return lsock_getsockname(lsock__object_fd(socket), ret_local);
}

LSOCK_API int lsock_socket_getpeername(const struct lsock_socket *socket,
				       struct lsock_addr *ret_peer)
{
	return lsock_getpeername(lsock__object_fd(socket), ret_peer);
}
