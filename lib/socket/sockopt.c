/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options of an object: those of its descriptor. */
#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "socket/object.h"

LSOCK_API int lsock_socket_getsockopt_int(const struct lsock_socket *socket, int level, int option,
					  int *ret_value)
{
	return lsock_getsockopt_int(lsock__object_fd(socket), level, option, ret_value);
}

LSOCK_API int lsock_socket_getsockopt_u64(const struct lsock_socket *socket, int level, int option,
					  uint64_t *ret_value)
{
	return lsock_getsockopt_u64(lsock__object_fd(socket), level, option, ret_value);
}

LSOCK_API int lsock_socket_getsockopt(const struct lsock_socket *socket, int level, int option,
				      void *buf, size_t *size)
{
	return lsock_getsockopt(lsock__object_fd(socket), level, option, buf, size);
}

LSOCK_API int lsock_socket_setsockopt_int(struct lsock_socket *socket, int level, int option,
					  int value)
{
	return lsock_setsockopt_int(lsock__object_fd(socket), level, option, value);
}

LSOCK_API int lsock_socket_setsockopt_u64(struct lsock_socket *socket, int level, int option,
					  uint64_t value)
{
	return lsock_setsockopt_u64(lsock__object_fd(socket), level, option, value);
}

LSOCK_API int lsock_socket_setsockopt(struct lsock_socket *socket, int level, int option,
				      const void *value, size_t size)
{
	return lsock_setsockopt(lsock__object_fd(socket), level, option, value, size);
}

LSOCK_API int lsock_socket_ioctl(struct lsock_socket *socket, unsigned long request, void *arg)
{
	return lsock_ioctl(lsock__object_fd(socket), request, arg);
}
