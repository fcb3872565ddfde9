/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* One transfer of an object. */
#include "core/transfer.h"
#include "socket/object.h"

/* As the caller asked for it; goes by value for the reason that core/transfer.h gives. */
struct lsock__request {
	struct lsock_socket *socket;
	void *buf;
	size_t size;
	int flags;
	struct lsock_addr *name;
};

/* Another holder of the socket may have made it block: a timeout holds all the same. */
static inline int lsock__request_flags(const struct lsock__request *request)
{
	return lsock__object_blocks(request->socket) ? request->flags :
						       request->flags | MSG_DONTWAIT;
}

/* The system calls, once. */
static inline ssize_t lsock__request_receive(const struct lsock__request *request)
{
	struct lsock_addr *from = request->name;

	return lsock__sys_recvfrom(lsock__object_fd(request->socket), request->buf, request->size,
				   lsock__request_flags(request), from ? &from->u : NULL,
				   from ? &from->len : NULL);
}

static inline ssize_t lsock__request_send(const struct lsock__request *request)
{
	const struct lsock_addr *to = request->name;

	return lsock__sys_sendto(lsock__object_fd(request->socket), request->buf, request->size,
				 lsock__request_flags(request), to ? &to->u : NULL,
				 to ? to->len : 0);
}

/* What takes more than one call. */
struct lsock__transfer lsock__request_transfer(const struct lsock__request *request, bool sends);

/* For how many ns a call has to wait; 0: not at all, or the kernel does it, without our timeout. */
static inline int64_t lsock__object_patience(const struct lsock_socket *socket, int flags)
{
	int64_t timeout = lsock__object_timeout(socket);

	return timeout > 0 && !(flags & MSG_DONTWAIT) ? timeout : 0;
}

/* The same as a deadline from now. */
struct lsock_deadline lsock__object_transfer_until(const struct lsock_socket *socket, int flags);

/* Waits before the first try, for at most ns > 0. */
ssize_t lsock__wait_and_receive(struct lsock_socket *socket, void *buf, size_t size, int flags,
				struct lsock_addr *from, int64_t ns);

/*
 * Where the last receive had to wait this one waits first, for so many ns: two system calls instead
 * of three.
 */
static inline int64_t lsock__object_first_wait(const struct lsock_socket *socket, int flags)
{
	if (!atomic_load_explicit(&((struct lsock_socket *) socket)->waits, memory_order_relaxed))
		return 0;
	return lsock__object_patience(socket, flags);
}

/* Messages, which are rarer, and never so short that an instruction matters. */
ssize_t lsock__object_receive_message(struct lsock_socket *socket, struct msghdr *message,
				      int flags);
ssize_t lsock__object_send_message(struct lsock_socket *socket, const struct msghdr *message,
				   int flags);

/* Room for size bytes in the object's own buffer. */
int lsock__object_make_room(struct lsock_socket *socket, size_t size);

/* The sender that the kernel wrote, as an address of this socket. */
void lsock__object_take_sender(const struct lsock_socket *socket, const void *sockaddr,
			       socklen_t len, struct lsock_addr *ret_from);

/* Go on with what gave n, -EAGAIN or -EINTR. */
ssize_t lsock__receive_refused(struct lsock__request request, ssize_t n);
ssize_t lsock__send_refused(struct lsock__request request, ssize_t n);
