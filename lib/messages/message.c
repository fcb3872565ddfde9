/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Level 1: messages with addresses, vectors and control data. */
#include "messages/message.h"

#include <limits.h>

#include "base/export.h"
#include "core/sockname.h"
#include "core/transfer.h"
#include "messages/control.h"

#define VECTORS_MAX 1024	/* UIO_MAXIOV of the kernel; msg_iovlen may be an int */

static int check_message(const struct lsock_message *message)
{
	if (message->vector_count > VECTORS_MAX)
		return -EMSGSIZE;
	if (message->control && !lsock__control_is_sane(message->control))
		return -EINVAL;
	return 0;
}

/* The kernel refuses what an int cannot count, and msg_controllen may have 32 bits. */
static bool is_countable(const struct lsock_control *control)
{
	return control == NULL || control->size <= INT_MAX;
}

/* All that one message can fill. */
static socklen_t offered_room(const struct lsock_control *control)
{
	if (control == NULL)
		return 0;
	return control->room < INT_MAX ? (socklen_t) control->room : INT_MAX;
}

int lsock__message_to_send(const struct lsock_message *message, struct msghdr *ret_header)
{
	const struct lsock_control *control = message->control;
	int r = check_message(message);

	if (r < 0)
		return r;
	if (!lsock__name_is_sane(&message->name))
		return -EINVAL;
	if (!is_countable(control))
		return -ENOBUFS;
	*ret_header = (struct msghdr){
		.msg_name = message->name.len > 0 ? (void *) &message->name.u : NULL,
		.msg_namelen = message->name.len, .msg_iov = message->vectors,
		.msg_iovlen = (uint16_t) message->vector_count,
		.msg_control = control && control->size > 0 ? control->buf : NULL,
		.msg_controllen = control ? (socklen_t) control->size : 0,
	};
	return 0;
}

int lsock__message_empty(const struct lsock_message *message)
{
	if (message->control == NULL)
		return 0;
	if (!lsock__control_is_sane(message->control))
		return -EINVAL;
	lsock_control_clear(message->control);
	return 0;
}

int lsock__receipt_begin(struct lsock__receipt *receipt, const struct lsock_message *message)
{
	const struct lsock_control *control = message->control;
	int r = lsock__message_empty(message);

	if (r == 0)
		r = check_message(message);
	if (r < 0)
		return r;
	receipt->header = (struct msghdr){
		.msg_name = &receipt->name, .msg_namelen = sizeof(receipt->name),
		.msg_iov = message->vectors, .msg_iovlen = (uint16_t) message->vector_count,
		.msg_control = control && control->room > 0 ? control->buf : NULL,
		.msg_controllen = offered_room(control),
	};
	return 0;
}

/* MSG_CMSG_CLOEXEC is told back, too, but it is ours. */
void lsock__receipt_end(const struct lsock__receipt *receipt, struct lsock_message *message)
{
	lsock__name_take(&receipt->name, receipt->header.msg_namelen, &message->name);
	message->flags = receipt->header.msg_flags & ~MSG_CMSG_CLOEXEC;
	if (message->control == NULL)
		return;
	message->control->size = receipt->header.msg_controllen;
	message->control->flags = LSOCK_CONTROL_RECEIVED;
}

LSOCK_API ssize_t lsock_sendmsg(int fd, const struct lsock_message *message, int flags,
				struct lsock_deadline until)
{
	struct msghdr header;
	int r = lsock__message_to_send(message, &header);

	if (r < 0)
		return r;
	return lsock__transfer(&(struct lsock__transfer){
		.fd = fd, .flags = flags | MSG_DONTWAIT | MSG_NOSIGNAL,
		.how = LSOCK__SENDS | LSOCK__MESSAGE, .buf = &header, .until = until,
	});
}

LSOCK_API ssize_t lsock_recvmsg(int fd, struct lsock_message *message, int flags,
				struct lsock_deadline until)
{
	struct lsock__receipt receipt;
	ssize_t n = lsock__receipt_begin(&receipt, message);

	if (n < 0)
		return n;
	n = lsock__transfer(&(struct lsock__transfer){
		.fd = fd, .flags = flags | MSG_DONTWAIT, .how = LSOCK__MESSAGE,
		.buf = &receipt.header, .until = until,
	});
	if (n >= 0)
		lsock__receipt_end(&receipt, message);
	return n;
}
