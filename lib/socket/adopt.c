/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects of descriptors that were made elsewhere. */
#include <errno.h>
#include <sys/ioctl.h>

#include <linux_sock/descriptor.h>

#include "base/export.h"
#include "names/create.h"
#include "socket/object.h"
#include "sys/sys.h"

/* What an object takes over. */
struct taken {
	struct lsock_identity identity;
	int64_t timeout;
	bool sets_mode;		/* to that of the timeout */
};

/* close-on-exec and the mode of the timeout, or as it was. */
static int take_over(int fd, const struct taken *taken)
{
	int nonblocking = taken->timeout >= 0, r = 0;

	if (taken->sets_mode)
		r = lsock__sys_ioctl(fd, FIONBIO, &nonblocking);
	if (r < 0)
		return r;
	r = lsock__sys_setcloexec(fd);
	if (r < 0 && taken->sets_mode) {
		nonblocking = taken->identity.nonblocking;
		(void) lsock__sys_ioctl(fd, FIONBIO, &nonblocking);	/* r is the error */
	}
	return r;
}

static int adopt(int fd, const struct taken *taken, struct lsock_socket **ret_socket)
{
	const struct lsock_identity *identity = &taken->identity;
	struct lsock_socket *socket;
	int r;

	r = lsock__object_new(fd, identity->family, identity->type, identity->protocol,
			      taken->timeout, &socket);
	if (r < 0)
		return r;
	r = take_over(fd, taken);
	if (r < 0) {
		lsock__sys_free(socket);
		return r;
	}
	socket->shared = true;
	*ret_socket = socket;
	return 0;
}

LSOCK_API int lsock_socket_adopt(int fd, struct lsock_socket **ret_socket)
{
	struct taken taken = { .timeout = lsock_getdefaulttimeout(), .sets_mode = true };
	int r = lsock_identify(fd, &taken.identity);

	return r < 0 ? r : adopt(fd, &taken, ret_socket);
}

/* Others may hold the socket: without a timeout of its own the object changes nothing for them. */
LSOCK_API int lsock_socket_adopt_as(int fd, int family, int type, int protocol,
				    struct lsock_socket **ret_socket)
{
	struct taken taken = { .timeout = lsock_getdefaulttimeout() };
	struct lsock_identity *identity = &taken.identity;
	int r;

	if (type >= 0)
		type &= ~LSOCK__TYPE_FLAGS;
	if (family > UINT16_MAX || type > UINT16_MAX)
		return -EINVAL;
	r = lsock_identify(fd, identity);
	if (r < 0)
		return r;
	taken.sets_mode = taken.timeout >= 0;
	identity->family = family >= 0 ? family : identity->family;
	identity->type = type >= 0 ? type : identity->type;
	identity->protocol = protocol >= 0 ? protocol : identity->protocol;
	return adopt(fd, &taken, ret_socket);
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
