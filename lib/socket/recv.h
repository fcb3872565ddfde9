/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What all receives of an object share.  The buffer of those that bring their own belongs to the
 * object, and is good until the next of them.
 */
#include "socket/object.h"

/* Room for size bytes in the object's own buffer. */
int lsock__object_grow(struct lsock_socket *socket, size_t size);

static inline int lsock__object_make_room(struct lsock_socket *socket, size_t size)
{
	if (socket->buffer && socket->buffer->size >= size)
		return 0;
	return lsock__object_grow(socket, size);
}

/* The sender that the kernel wrote, as an address of this socket. */
void lsock__object_take_sender(const struct lsock_socket *socket, const void *sockaddr,
			       socklen_t len, struct lsock_addr *ret_from);
