/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects by the composed calls.  What these have opened belongs to the object once there is one,
 * and is closed where there is none.
 */
#include <errno.h>
#include <sys/ioctl.h>

#include "base/export.h"
#include "names/create.h"
#include "socket/object.h"
#include "sys/sys.h"

/* The descriptor is O_NONBLOCK, as it was needed to connect. */
static int fill(struct lsock_socket *socket, const struct lsock__made *made)
{
	int nonblocking = 0, r = 0;

	if (lsock__object_blocks(socket))
		r = lsock__sys_ioctl(made->fd, FIONBIO, &nonblocking);
	if (r < 0) {
		(void) lsock__sys_close(made->fd);	/* r is the error to tell of */
		return r;
	}
	socket->family = (uint16_t) made->family;
	socket->type = (uint16_t) made->type;
	socket->protocol = made->protocol;
	socket->handle.fd = socket->descriptor = made->fd;
	return 0;
}

LSOCK_API int lsock_socket_create_connection(const char *host, const char *service,
					     int64_t timeout_ns,
					     const struct lsock_connection_options *options,
					     struct lsock_socket **ret_socket,
					     struct lsock_report **ret_report)
{
	struct lsock_socket *socket;
	struct lsock__made made;
	int r;

	if (ret_report)
		*ret_report = NULL;
	if (timeout_ns == LSOCK_TIMEOUT_DEFAULT)
		timeout_ns = lsock_getdefaulttimeout();
	if (timeout_ns < -1)
		return -EINVAL;
	/* Now, when there is no connection yet that a lack of memory could cost. */
	r = lsock__object_new(-1, 0, 0, 0, timeout_ns, &socket);
	if (r < 0)
		return r;
	r = lsock__create_connection(host, service, options, lsock__object_until(socket), &made,
				     ret_report);
	if (r == 0)
		r = fill(socket, &made);
	if (r < 0) {
		lsock__sys_free(socket);
		return r;
	}
	socket->shut = lsock__object_must_be_shut(socket);
	*ret_socket = socket;
	return 0;
}

LSOCK_API int lsock_socket_create_server(const char *host, const char *service,
					 const struct lsock_server_options *options,
					 struct lsock_socket **ret_socket)
{
	struct lsock_socket *socket;
	struct lsock__made made;
	int r;

	r = lsock__object_new(-1, 0, 0, 0, lsock_getdefaulttimeout(), &socket);
	if (r < 0)
		return r;
	r = lsock__create_server(host, service, options, lsock__object_until(socket), &made);
	if (r == 0)
		r = fill(socket, &made);
	if (r < 0) {
		lsock__sys_free(socket);
		return r;
	}
	*ret_socket = socket;
	return 0;
}
