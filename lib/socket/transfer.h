/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "core/transfer.h"
#include "socket/object.h"

/* Fills in what the object decides: descriptor, blocking or not; flags are the caller's. */
static inline void lsock__object_aim(const struct lsock_socket *socket, int flags,
				     struct lsock__transfer *transfer)
{
	transfer->fd = lsock__object_fd(socket);
	transfer->blocks = lsock__object_blocks(socket);
	/* Another holder of the socket may have made it block: the timeout holds all the same. */
	transfer->flags = transfer->blocks ? flags : flags | MSG_DONTWAIT;
}

/* Until when, MSG_DONTWAIT of the caller's counted; the clock is read only if it matters. */
static inline struct lsock_deadline lsock__object_transfer_until(const struct lsock_socket *socket,
								 int flags)
{
	return flags & MSG_DONTWAIT ? lsock_nowait() : lsock__object_until(socket);
}
