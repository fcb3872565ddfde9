/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Transfers of an object. */
#include "core/transfer.h"
#include "socket/object.h"

/*
 * Where the last receive had to wait this one waits first: two system calls instead of three.  What
 * other threads may change is read before the transfer begins, which thus stays known to the
 * compiler; and no member is written that it does not use.
 */
LSOCK__INLINE ssize_t lsock__object_transfer(struct lsock_socket *socket, unsigned how, void *buf,
					     size_t size, int flags, struct lsock_addr *name)
{
	const bool waits = !(how & LSOCK__SENDS) &&
			   atomic_load_explicit(&socket->handle.waits, memory_order_relaxed);
	const int dontwait = lsock__handle_flags(&socket->handle);
	const int fd = lsock__object_fd(socket);
	struct lsock__transfer t;
	ssize_t n;

	how |= LSOCK__PATIENT | (name ? LSOCK__NAMED : 0);
	if (LSOCK__RARELY(waits))
		return lsock__receive_patiently(&socket->handle, how, buf, size, flags, name);
	t.how = how;
	t.flags = flags;
	t.buf = buf;
	t.size = size;
	if (name)
		t.name = name;
	t.handle = &socket->handle;
	n = lsock__transfer_try(&t, fd, flags | dontwait);
	return LSOCK__RARELY(n < 0) ? lsock__transfer_go_on(t, n) : n;
}
