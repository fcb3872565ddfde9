/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Level 1: descriptors beside bytes. */
#include "messages/fds.h"

#include <errno.h>

#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "core/sockname.h"
#include "messages/control.h"

static void begin(struct lsock__fds *fds, void *buf, size_t size)
{
	fds->vector = (struct iovec){ .iov_base = buf, .iov_len = size };
	lsock_control_init(&fds->control, fds->buf, sizeof(fds->buf));
	fds->message = (struct lsock_message){
		.vectors = &fds->vector, .vector_count = 1, .control = &fds->control,
	};
}

int lsock__fds_to_send(struct lsock__fds *ret_fds, const void *buf, size_t size, const int *fds,
		       size_t count, const struct lsock_addr *to)
{
	if (count > LSOCK_FDS_MAX)
		return -EINVAL;	/* as the kernel says of them */
	begin(ret_fds, (void *) buf, size);
	if (to)
		ret_fds->message.name = *to;
	if (count == 0)
		return 0;
	return lsock_control_put_fds(&ret_fds->control, fds, count);
}

int lsock__fds_check(int family, int type, size_t size)
{
	if (family != AF_UNIX)
		return -EOPNOTSUPP;
	return size == 0 && type == SOCK_STREAM ? -EINVAL : 0;
}

/* The type is asked for only where it matters. */
static int check_fd(int fd, size_t size)
{
	int family, type = 0, r;

	r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_DOMAIN, &family);
	if (r == 0 && size == 0)
		r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_TYPE, &type);
	return r < 0 ? r : lsock__fds_check(family, type, size);
}

int lsock__fds_receive(struct lsock__fds *ret_fds, void *buf, size_t size,
		       const struct lsock_fds *room)
{
	if (room->fds == NULL && room->room > 0)
		return -EINVAL;
	begin(ret_fds, buf, size);
	return 0;
}

void lsock__fds_received(struct lsock__fds *received, struct lsock_fds *fds,
			 struct lsock_addr *ret_from)
{
	int count = lsock_control_take_fds(&received->control, fds->fds, fds->room);

	fds->count = (size_t) count;
	fds->flags = received->message.flags;
	if (lsock__control_has_fds(&received->control))
		fds->flags |= MSG_CTRUNC;
	lsock_control_clear(&received->control);
	if (ret_from)
		*ret_from = received->message.name;
}

LSOCK_API ssize_t lsock_send_fds(int fd, const void *buf, size_t size, const int *fds,
				 size_t count, int flags, const struct lsock_addr *to,
				 struct lsock_deadline until)
{
	struct lsock__fds out;
	int r = check_fd(fd, size);

	if (r == 0)
		r = lsock__fds_to_send(&out, buf, size, fds, count, to);
	return r < 0 ? r : lsock_sendmsg(fd, &out.message, flags, until);
}

LSOCK_API ssize_t lsock_recv_fds(int fd, void *buf, size_t size, struct lsock_fds *fds, int flags,
				 struct lsock_addr *ret_from, struct lsock_deadline until)
{
	struct lsock__fds in;
	ssize_t n = lsock__fds_receive(&in, buf, size, fds);

	if (n < 0)
		return n;
	n = lsock_recvmsg(fd, &in.message, flags, until);
	if (n >= 0)
		lsock__fds_received(&in, fds, ret_from);
	return n;
}
