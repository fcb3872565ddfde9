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
		.fd = lsock__object_fd(request->socket), .owner = &request->socket->fd,
		.flags = lsock__request_flags(request), .sends = sends,
		.blocks = lsock__object_blocks(request->socket),
		.buf = request->buf, .size = request->size, .name = request->name,
	};
}

struct lsock_deadline lsock__object_transfer_until(const struct lsock_socket *socket, int flags)
{
	int64_t ns = lsock__object_patience(socket, flags);

	return ns > 0 ? lsock_in_ns(ns) : lsock_nowait();
}

/* The first wait: *left becomes what it has left, the result is that of lsock__wait_for(). */
static inline int wait_first(struct lsock_socket *socket, int flags, int64_t *left)
{
	int64_t ns = *left;
	int r = lsock__wait_for(lsock__object_fd(socket), lsock__receive_events(flags), left);

	atomic_store_explicit(&socket->waits, ns - *left > SLEPT, memory_order_relaxed);
	return r;
}

/* The clock is read, and the time becomes a deadline, only where one wait was not enough. */
ssize_t lsock__wait_and_receive(struct lsock_socket *socket, void *buf, size_t size, int flags,
				struct lsock_addr *from, int64_t ns)
{
	const struct lsock__request request = { socket, buf, size, flags, from };
	struct lsock__transfer transfer;
	ssize_t n = wait_first(socket, flags, &ns);

	if (n > 0)
		n = lsock__request_receive(&request);
	else if (n == 0)
		n = -EAGAIN;
	if (!lsock__was_refused(n))
		return n;
	transfer = lsock__request_transfer(&request, false);
	transfer.until = lsock_in_ns(ns);
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

static struct lsock__transfer message_transfer(struct lsock_socket *socket, struct msghdr *message,
					       int flags, bool sends)
{
	const struct lsock__request request = { socket, message, 0, flags, NULL };
	struct lsock__transfer transfer = lsock__request_transfer(&request, sends);

	transfer.has_message = true;
	return transfer;
}

static ssize_t wait_and_receive_message(struct lsock_socket *socket, struct lsock__transfer t,
					int64_t ns)
{
	ssize_t n = wait_first(socket, t.flags, &ns);

	t.fd = lsock__object_fd(socket);	/* it may have been closed meanwhile */
	if (n > 0)
		n = lsock__transfer_once(&t);
	else if (n == 0)
		n = -EAGAIN;
	if (!lsock__was_refused(n))
		return n;
	t.until = lsock_in_ns(ns);
	return lsock__transfer_wait(t, n);
}

ssize_t lsock__object_receive_message(struct lsock_socket *socket, struct msghdr *message,
				      int flags)
{
	struct lsock__transfer transfer = message_transfer(socket, message, flags, false);
	int64_t ns = lsock__object_first_wait(socket, flags);
	ssize_t n = -EAGAIN;

	if (ns == 0) {
		n = lsock__transfer_once(&transfer);
		ns = lsock__object_patience(socket, flags);
	}
	if (!lsock__was_refused(n))
		return n;
	if (ns > 0)
		return wait_and_receive_message(socket, transfer, ns);
	return lsock__transfer_wait(transfer, n);
}

ssize_t lsock__object_send_message(struct lsock_socket *socket, const struct msghdr *message,
				   int flags)
{
	struct lsock__transfer transfer;

	transfer = message_transfer(socket, (struct msghdr *) message, flags, true);
	transfer.until = lsock__object_transfer_until(socket, flags);
	return lsock__transfer(&transfer);
}
