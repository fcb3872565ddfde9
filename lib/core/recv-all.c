/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Level 1: all bytes that were asked for, under one deadline. */
#include <linux_sock/io.h>

#include <errno.h>

#include "base/export.h"
#include "core/transfer.h"

/* By these the same bytes come again, or fewer than are told. */
#define ONCE_FLAGS (MSG_PEEK | MSG_TRUNC | MSG_ERRQUEUE)

static int receive_all(struct lsock__transfer *t, size_t *received)
{
	ssize_t n;
	int r = 0;

	for (; r == 0 && t->size > 0; r = t->size > 0 ? lsock__may_go_on(t->until) : 0) {
		n = lsock__transfer(t);
		if (n <= 0)
			return n < 0 ? (int) n : -ENODATA;
		*received += (size_t) n;
		t->size -= (size_t) n;
		t->buf = (char *) t->buf + n;
	}
	return r;
}

LSOCK_API int lsock_recv_all(int fd, void *buf, size_t size, int flags, size_t *ret_received,
			     struct lsock_deadline until)
{
	struct lsock__transfer transfer = {
		.fd = fd, .flags = flags | MSG_DONTWAIT, .buf = buf, .size = size, .until = until,
	};
	size_t received = 0;
	int r = flags & ONCE_FLAGS ? -EINVAL : receive_all(&transfer, &received);

	if (ret_received)
		*ret_received = received;
	return r;
}
