/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of an object's ends, as values and as text. */
#include <errno.h>
#include <string.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/family.h>
#include <linux_sock/host.h>

#include "base/export.h"
#include "core/wait.h"
#include "names/addresses.h"
#include "names/host-family.h"
#include "socket/object.h"

static int refuse(struct lsock_why *why, int err, const char *message)
{
	if (why)
		*why = (struct lsock_why){ .message = message, .column = 1 };
	return err;
}

static int fits(const struct lsock_socket *socket, const struct lsock_family *row,
		const struct lsock_addr *addr, struct lsock_why *ret_why)
{
	if (addr->u.sa.sa_family != socket->family)
		return refuse(ret_why, -EAFNOSUPPORT, "not an address of the socket's family");
	if (row && row->flags & LSOCK_FAMILY_PROTOCOL &&
	    addr->protocol != LSOCK_PROTOCOL_UNSAID && addr->protocol != socket->protocol)
		return refuse(ret_why, -EPROTOTYPE, "not an address of the socket's protocol");
	return 0;
}

/* The first address counts.  Where no look-up is waited for the resolver begins none. */
static int look_up(const struct lsock_socket *socket, const char *text, struct lsock_deadline until,
		   struct lsock_addr *ret_addr, struct lsock_why *ret_why)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .family = socket->family, .type = socket->type,
		.protocol = lsock__protocol_to_look_up(socket->protocol),
	};
	struct lsock_answer *answer;
	int r;

	r = lsock_resolve(text, &hints, until, &answer, ret_why);
	if (r == -EAGAIN && lsock__is_nowait(until))
		return refuse(ret_why, r, "a name has to be looked up, which would have to wait");
	if (r < 0)
		return r;
	*ret_addr = *lsock_answer_at(answer, 0);
	lsock_answer_free(answer);
	return 0;
}

/* Is it an address at a host of another family, which this one takes its hosts from? */
static bool is_borrowed(int family, const struct lsock_addr *addr)
{
	const struct lsock_family *borrower = lsock__borrower(family);

	return borrower && addr->u.sa.sa_family == borrower->host_af;
}

int lsock__object_find(const struct lsock_socket *socket, const char *text,
		       struct lsock_deadline until, struct lsock_addr *ret_addr,
		       struct lsock_why *ret_why)
{
	const struct lsock_family *row = lsock_family_by_af(socket->family);
	struct lsock_addr addr;
	struct lsock_why why;
	int r;

	if (lsock__object_fd(socket) < 0)
		return -EBADF;
	r = lsock_addr_parse(text, text ? strlen(text) : 0, &addr, &why);
	if (r == 0 && !is_borrowed(socket->family, &addr))
		r = fits(socket, row, &addr, ret_why);
	else if (text && row && row->flags & LSOCK_FAMILY_HOST_NAMES)
		r = look_up(socket, text, until, &addr, ret_why);
	else if (ret_why)
		*ret_why = why;
	if (r == 0)
		*ret_addr = addr;
	return r;
}

LSOCK_API int lsock_socket_bind(struct lsock_socket *socket, const struct lsock_addr *local)
{
	return lsock_bind(lsock__object_fd(socket), local);
}

LSOCK_API int lsock_socket_bind_text(struct lsock_socket *socket, const char *text,
				     struct lsock_why *ret_why)
{
	struct lsock_addr local;
	int r = lsock__object_find(socket, text, lsock__object_until(socket), &local, ret_why);

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
