/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Transfers of an object that have to wait. */
#include "socket/transfer.h"

#include "core/wait.h"

/*
 * What a ready poll() takes between its two looks at the clock is well below, what a switch to
 * another task and back takes is above, in ns.
 */
#define SLEPT (INT64_C(2) * 1000)

struct lsock__transfer lsock__request_transfer(const struct lsock__request *request, bool sends)
{
	return (struct lsock__transfer){
		.fd = lsock__object_fd(request->socket), .flags = lsock__request_flags(request),
		.sends = sends, .blocks = lsock__object_blocks(request->socket),
		.buf = request->buf, .size = request->size, .name = request->name,
	};
}

struct lsock_deadline lsock__object_transfer_until(const struct lsock_socket *socket, int flags)
{
	int64_t ns = lsock__object_patience(socket, flags);

	return ns > 0 ? lsock_in_ns(ns) : lsock_nowait();
}

/* The clock is read, and the time becomes a deadline, only where one wait was not enough. */
ssize_t lsock__wait_and_receive(struct lsock_socket *socket, void *buf, size_t size, int flags,
				struct lsock_addr *from, int64_t ns)
{
	const struct lsock__request request = { socket, buf, size, flags, from };
	struct lsock__transfer transfer;
	int64_t left = ns;
	ssize_t n;

	n = lsock__wait_for(lsock__object_fd(socket), lsock__receive_events(flags), &left);
	atomic_store_explicit(&socket->waits, ns - left > SLEPT, memory_order_relaxed);
	if (n > 0)
		n = lsock__request_receive(&request);
	else if (n == 0)
		n = -EAGAIN;
	if (!lsock__was_refused(n))
		return n;
	transfer = lsock__request_transfer(&request, false);
	transfer.until = lsock_in_ns(left);
	return lsock__transfer_wait(transfer, n);
}

ssize_t lsock__receive_refused(struct lsock__request request, ssize_t n)
{
	int64_t ns = lsock__object_patience(request.socket, request.flags);

	if (ns > 0)
		return lsock__wait_and_receive(request.socket, request.buf, request.size,
					       request.flags, request.name, ns);
	return lsock__transfer_wait(lsock__request_transfer(&request, false), n);
}

ssize_t lsock__send_refused(struct lsock__request request, ssize_t n)
{
	struct lsock__transfer transfer = lsock__request_transfer(&request, true);

	transfer.until = lsock__object_transfer_until(request.socket, request.flags);
	return lsock__transfer_wait(transfer, n);
}
