/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Level 1: bytes in and out of a descriptor. */
#include <linux_sock/io.h>

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>

#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "core/io.h"
#include "core/sockname.h"
#include "core/transfer.h"
#include "core/wait.h"

#define IN_FLAGS MSG_DONTWAIT
#define OUT_FLAGS (MSG_DONTWAIT | MSG_NOSIGNAL)

LSOCK_API ssize_t lsock_recv(int fd, void *buf, size_t size, int flags, struct lsock_deadline until)
{
	return lsock__transfer(&(struct lsock__transfer){
		.fd = fd, .flags = flags | IN_FLAGS, .buf = buf, .size = size, .until = until,
	});
}

LSOCK_API ssize_t lsock_recvfrom(int fd, void *buf, size_t size, int flags,
				 struct lsock_addr *ret_from, struct lsock_deadline until)
{
	struct lsock_addr raw;
	ssize_t n;

	raw.len = sizeof(raw.u);
	n = lsock__transfer(&(struct lsock__transfer){
		.fd = fd, .flags = flags | IN_FLAGS, .how = LSOCK__NAMED, .buf = buf,
		.size = size, .name = &raw, .until = until,
	});
	if (n >= 0)
		lsock__name_take(&raw.u, raw.len, ret_from);
	return n;
}

LSOCK_API ssize_t lsock_send(int fd, const void *buf, size_t size, int flags,
			     struct lsock_deadline until)
{
	return lsock__transfer(&(struct lsock__transfer){
		.fd = fd, .flags = flags | OUT_FLAGS, .how = LSOCK__SENDS, .buf = (void *) buf,
		.size = size, .until = until,
	});
}

LSOCK_API ssize_t lsock_sendto(int fd, const void *buf, size_t size, int flags,
			       const struct lsock_addr *to, struct lsock_deadline until)
{
	if (!lsock__name_is_sane(to))
		return -EINVAL;
	return lsock__transfer(&(struct lsock__transfer){
		.fd = fd, .flags = flags | OUT_FLAGS, .how = LSOCK__SENDS | LSOCK__NAMED,
		.buf = (void *) buf, .size = size, .name = (struct lsock_addr *) to,
		.until = until,
	});
}

LSOCK_API int lsock_send_all(int fd, const void *buf, size_t size, int flags, size_t *ret_sent,
			     struct lsock_deadline until)
{
	struct lsock__transfer transfer = {
		.fd = fd, .flags = flags | OUT_FLAGS, .how = LSOCK__SENDS, .buf = (void *) buf,
		.size = size, .until = until,
	};
	size_t sent;
	int r = lsock__transfer_all(&transfer, &sent);

	if (ret_sent)
		*ret_sent = sent;
	return r;
}

/* Are there bytes to come?  Not every family counts them; then a look at the next message tells. */
static int has_more(int fd)
{
	char byte;
	ssize_t n;
	int queued;

	if (lsock__sys_ioctl(fd, FIONREAD, &queued) >= 0)
		return queued > 0;
	n = lsock__sys_recv(fd, &byte, sizeof(byte), MSG_PEEK | MSG_DONTWAIT);
	if (n == -EAGAIN)
		return 0;	/* TIPC tells the end once */
	return n < 0 ? (int) n : n > 0;
}

int lsock__ended(int fd, int type)
{
	int r;

	if (fd < 0)
		return -EBADF;
	if (type == SOCK_STREAM)
		return 1;
	if (type != SOCK_SEQPACKET)
		return 0;	/* datagrams have no end */
	r = lsock__wait(fd, POLLRDHUP, lsock_nowait());
	if (r <= 0)
		return r == -EAGAIN ? 0 : r;
	/* The peer has gone; what it sent before may still be to come. */
	r = has_more(fd);
	return r < 0 ? r : !r;
}

LSOCK_API int lsock_ended(int fd)
{
	int type, r;

	r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_TYPE, &type);
	return r < 0 ? r : lsock__ended(fd, type);
}
