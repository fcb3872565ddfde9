/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Messages on their way between the caller and the kernel; both levels'. */
#include <sys/socket.h>

#include <linux_sock/message.h>

/* -EMSGSIZE: too many vectors; -EINVAL: a name or control data that cannot be. */
int lsock__message_to_send(const struct lsock_message *message, struct msghdr *ret_header);

/* A receive's outputs, until it has succeeded. */
struct lsock__receipt {
	struct msghdr header;
	struct sockaddr_storage name;
};

/*
 * Closes the descriptors that control still owns, as every receive begins, whatever becomes of it.
 * -EINVAL: it is control data that cannot be, and is left alone.
 */
int lsock__message_empty(const struct lsock_message *message);

/* Empties it: the kernel is about to write over what is in it.  The receipt stays where it is. */
int lsock__receipt_begin(struct lsock__receipt *receipt, const struct lsock_message *message);
void lsock__receipt_end(const struct lsock__receipt *receipt, struct lsock_message *message);
