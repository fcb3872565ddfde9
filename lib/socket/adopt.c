/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects of descriptors that were made elsewhere. */
#include <sys/ioctl.h>

#include <linux_sock/descriptor.h>

#include "base/export.h"
#include "socket/object.h"
#include "sys/sys.h"

/* close-on-exec and the mode of the timeout, or as it was. */
static int take_over(int fd, const struct lsock_identity *identity, int64_t timeout)
{
	int nonblocking = timeout >= 0, r;

	r = lsock__sys_ioctl(fd, FIONBIO, &nonblocking);
	if (r < 0)
		return r;
	r = lsock__sys_setcloexec(fd);
	if (r < 0) {
		nonblocking = identity->nonblocking;
		(void) lsock__sys_ioctl(fd, FIONBIO, &nonblocking);	/* r is the error */
	}
	return r;
}

LSOCK_API int lsock_socket_adopt(int fd, struct lsock_socket **ret_socket)
{
	int64_t timeout = lsock_getdefaulttimeout();
	struct lsock_identity identity;
	struct lsock_socket *socket;
	int r;

	r = lsock_identify(fd, &identity);
	if (r < 0)
		return r;
	r = lsock__object_new(fd, identity.family, identity.type, identity.protocol, timeout,
			      &socket);
	if (r < 0)
		return r;
	r = take_over(fd, &identity, timeout);
	if (r < 0) {
		lsock__sys_free(socket);
		return r;
	}
	socket->shared = true;
	*ret_socket = socket;
	return 0;
}

LSOCK_API int lsock_socket_fromfd(int fd, struct lsock_socket **ret_socket)
{
	int twin = lsock__sys_dup(fd), r;

	if (twin < 0)
		return twin;
	r = lsock_socket_adopt(twin, ret_socket);
	if (r < 0)
		(void) lsock__sys_close(twin);	/* r is the error to tell of */
	return r;
}
