/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* How long an object waits, and whether for signals, too. */
#include <errno.h>
#include <sys/ioctl.h>

#include "base/export.h"
#include "core/blocking.h"
#include "socket/object.h"
#include "sys/sys.h"

#define BLOCKS -1

LSOCK_API int lsock_socket_settimeout(struct lsock_socket *socket, int64_t ns)
{
	int nonblocking = ns >= 0, r;

	if (ns < BLOCKS)
		return -EINVAL;
	r = lsock__sys_ioctl(lsock__object_fd(socket), FIONBIO, &nonblocking);
	if (r < 0)
		return r;
	lsock__handle_set_timeout(&socket->handle, ns);
	return 0;
}

LSOCK_API int64_t lsock_socket_gettimeout(const struct lsock_socket *socket)
{
	return lsock__object_timeout(socket);
}

LSOCK_API int lsock_socket_setblocking(struct lsock_socket *socket, bool blocking)
{
	return lsock_socket_settimeout(socket, blocking ? BLOCKS : 0);
}

LSOCK_API bool lsock_socket_getblocking(const struct lsock_socket *socket)
{
	return lsock__object_timeout(socket) != 0;
}

LSOCK_API void lsock_socket_setinterruptible(struct lsock_socket *socket, bool interruptible)
{
	socket->handle.interruptible = interruptible;
}

LSOCK_API bool lsock_socket_getinterruptible(const struct lsock_socket *socket)
{
	return socket->handle.interruptible;
}

int lsock__object_check_mode(const struct lsock_socket *socket)
{
	if (lsock__object_blocks(socket) || !socket->shared)
		return 0;
	return lsock__refuse_blocking(lsock__object_fd(socket));
}

struct lsock_deadline lsock__object_until(const struct lsock_socket *socket)
{
	int64_t timeout = lsock__object_timeout(socket);
	struct lsock_deadline until;

	if (timeout < 0)
		until = lsock_forever();
	else
		until = timeout == 0 ? lsock_nowait() : lsock_in_ns(timeout);
	return socket->handle.interruptible ? lsock_or_signal(until) : until;
}
