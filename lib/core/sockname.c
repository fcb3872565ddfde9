/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A socket's own name and its peer's. */
#include "core/sockname.h"

#include <errno.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/sockopt.h>

#include "address/rows.h"
#include "base/export.h"
#include "sys/sys.h"

void lsock__name_take(const void *sockaddr, socklen_t len, struct lsock_addr *ret_addr)
{
	if (lsock_addr_from(sockaddr, len, ret_addr) < 0)
		*ret_addr = (struct lsock_addr){ .protocol = LSOCK_PROTOCOL_UNSAID };
}

/* sockaddr_nl does not tell the protocol that the text of netlink begins with; the socket does. */
static int name_protocol(int fd, struct lsock_addr *addr)
{
	const struct lsock_family *row = lsock__row_of(addr);
	int protocol, r;

	if (row == NULL || !(row->flags & LSOCK_FAMILY_PROTOCOL))
		return 0;
	r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_PROTOCOL, &protocol);
	if (r == 0)
		addr->protocol = (uint16_t) protocol;
	return r;
}

static int name_of(int fd, int (*call)(int, void *, socklen_t *), struct lsock_addr *ret_addr)
{
	struct sockaddr_storage storage;
	socklen_t len = sizeof(storage);
	struct lsock_addr addr;
	int r;

	r = call(fd, &storage, &len);
	if (r < 0)
		return r;
	r = lsock_addr_from(&storage, len, &addr);
	if (r < 0)
		return r;
	r = name_protocol(fd, &addr);
	if (r < 0)
		return r;
	*ret_addr = addr;
	return 0;
}

LSOCK_API int lsock_getsockname(int fd, struct lsock_addr *ret_local)
{
	return name_of(fd, lsock__sys_getsockname, ret_local);
}

LSOCK_API int lsock_getpeername(int fd, struct lsock_addr *ret_peer)
{
	return name_of(fd, lsock__sys_getpeername, ret_peer);
}

LSOCK_API int lsock_bind(int fd, const struct lsock_addr *local)
{
	if (!lsock__name_is_sane(local))
		return -EINVAL;
	return lsock__sys_bind(fd, &local->u, local->len);
}
