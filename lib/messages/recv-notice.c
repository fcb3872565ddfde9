/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Level 1: the next message of a socket's error queue. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <linux_sock/message.h>
#include <linux_sock/notice.h>

#include "base/export.h"
#include "messages/control.h"

/* The error itself with its offender, times, and what the socket is set to tell of a packet. */
#define CONTROL_SIZE 512

/* What some item says; what none says stays as it is. */
static void read_items(const struct lsock_control *control, struct lsock_notice *ret_notice)
{
	struct lsock_control_item item = { .data = NULL };
	struct lsock_timestamps times = { .software_ns = 0 };

	while (lsock_control_next(control, &item) > 0) {
		if (lsock_control_notice(&item, ret_notice) == -ENOMSG)
			(void) lsock_control_timestamps(&item, &times);	/* others do not matter */
	}
	ret_notice->times = times;
}

static void read_message(const struct lsock_message *message, struct lsock_notice *ret_notice)
{
	*ret_notice = (struct lsock_notice){ .offender.protocol = LSOCK_PROTOCOL_UNSAID };
	read_items(message->control, ret_notice);
	ret_notice->destination = message->name;
	ret_notice->flags = message->flags & (MSG_TRUNC | MSG_CTRUNC);
}

/*
 * A family without an error queue does not know the flag, and would give its next message away.
 * MSG_PEEK keeps that where it is; error queues take no notice of it.
 */
LSOCK_API ssize_t lsock_recv_notice(int fd, void *buf, size_t size,
				    struct lsock_notice *ret_notice, struct lsock_deadline until)
{
	_Alignas(uint64_t) char items[CONTROL_SIZE];
	struct lsock_control control;
	struct iovec vector = { .iov_base = buf, .iov_len = size };
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
	ssize_t n;

	lsock_control_init(&control, items, sizeof(items));
	n = lsock_recvmsg(fd, &message, MSG_ERRQUEUE | MSG_PEEK, until);
	if (n < 0)
		return n;
	if (message.flags & MSG_ERRQUEUE)
		read_message(&message, ret_notice);
	else
		n = -EOPNOTSUPP;
	lsock_control_clear(&control);	/* what was peeked at may have had descriptors */
	return n;
}
