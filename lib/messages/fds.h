/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Descriptors beside bytes, as messages; both levels'. */
#include <sys/socket.h>
#include <sys/uio.h>

#include <linux_sock/message.h>

/*
 * Room for what the kernel may put before and behind the descriptors if the socket is set so: those
 * who have sent it, and the label of a security module, which is of any length.
 */
#define LSOCK__FDS_CONTROL 4096

/* Stays where it is: the message points into it. */
struct lsock__fds {
	struct lsock_message message;
	struct lsock_control control;
	struct iovec vector;
	_Alignas(8) char buf[LSOCK__FDS_CONTROL];
};

int lsock__fds_to_send(struct lsock__fds *ret_fds, const void *buf, size_t size, const int *fds,
		       size_t count, const struct lsock_addr *to);

/* Would the kernel send them over such a socket?  Elsewhere it drops them and says nothing. */
int lsock__fds_check(int family, int type, size_t size);

int lsock__fds_receive(struct lsock__fds *ret_fds, void *buf, size_t size,
		       const struct lsock_fds *room);

/* Hands out what came; what finds no room is closed. */
void lsock__fds_received(struct lsock__fds *received, struct lsock_fds *fds,
			 struct lsock_addr *ret_from);
