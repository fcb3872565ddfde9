/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors: made, taken over, doubled, closed.  They are the caller's, and nothing else is kept.
 */
#include <linux_sock/descriptor.h>

#include <errno.h>
#include <fcntl.h>

#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "sys/sys.h"

LSOCK_API int lsock_open(int family, int type, int protocol)
{
	return lsock__sys_socket(family, type | SOCK_NONBLOCK, protocol);
}

LSOCK_API int lsock_pair(int family, int type, int protocol, int ret_fds[2])
{
	int fds[2], r;

	r = lsock__sys_socketpair(family, type | SOCK_NONBLOCK, protocol, fds);
	if (r < 0)
		return r;
	ret_fds[0] = fds[0];
	ret_fds[1] = fds[1];
	return 0;
}

LSOCK_API int lsock_dup(int fd)
{
	return lsock__sys_dup(fd);
}

/* The descriptor is gone in any case; these two are no news for who wanted to be rid of it. */
LSOCK_API int lsock_close(int fd)
{
	int r = lsock__sys_close(fd);

	return r == -ECONNRESET || r == -EINTR ? 0 : r;
}

LSOCK_API int lsock_identify(int fd, struct lsock_identity *ret_identity)
{
	struct lsock_identity identity;
	int listening, flags, r;

	r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_DOMAIN, &identity.family);
	if (r == 0)
		r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_TYPE, &identity.type);
	if (r == 0)
		r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_PROTOCOL, &identity.protocol);
	if (r == 0)
		r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening);
	if (r < 0)
		return r;
	flags = lsock__sys_getflags(fd);
	if (flags < 0)
		return flags;
	identity.listening = listening != 0;
	identity.nonblocking = (flags & O_NONBLOCK) != 0;
	*ret_identity = identity;
	return 0;
}

LSOCK_API int lsock_adopt(int fd, struct lsock_identity *ret_identity)
{
	struct lsock_identity identity;
	int flags, r;

	r = lsock_identify(fd, &identity);
	if (r < 0)
		return r;
	flags = lsock__sys_getflags(fd);
	if (flags < 0)
		return flags;
	r = lsock__sys_setflags(fd, flags | O_NONBLOCK);
	if (r < 0)
		return r;
	r = lsock__sys_setcloexec(fd);
	if (r < 0) {
		(void) lsock__sys_setflags(fd, flags);	/* nothing more can be done */
		return r;
	}
	identity.nonblocking = true;
	*ret_identity = identity;
	return 0;
}

LSOCK_API int lsock_listen(int fd, int backlog)
{
	return lsock__sys_listen(fd, backlog < 0 ? 0 : backlog);
}

LSOCK_API int lsock_shutdown(int fd, int how)
{
	return lsock__sys_shutdown(fd, how);
}
