/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Sending: one call, or all of it. */
#include <errno.h>

#include "base/export.h"
#include "core/sockname.h"
#include "socket/transfer.h"

static inline ssize_t transmit(const struct lsock__request *request)
{
	ssize_t n = lsock__request_send(request);

	return lsock__was_refused(n) ? lsock__send_refused(*request, n) : n;
}

LSOCK_API ssize_t lsock_socket_send(struct lsock_socket *socket, const void *buf, size_t size,
				    int flags)
{
	return transmit(&(struct lsock__request){
		socket, (void *) buf, size, flags | MSG_NOSIGNAL, NULL });
}

LSOCK_API ssize_t lsock_socket_sendto(struct lsock_socket *socket, const void *buf, size_t size,
				      int flags, const struct lsock_addr *to)
{
	if (!lsock__name_is_sane(to))
		return -EINVAL;
	return transmit(&(struct lsock__request){
		socket, (void *) buf, size, flags | MSG_NOSIGNAL, (struct lsock_addr *) to });
}

/* One timeout, for the look-up of a name and for what is sent. */
LSOCK_API ssize_t lsock_socket_sendto_text(struct lsock_socket *socket, const void *buf,
					   size_t size, int flags, const char *text,
					   struct lsock_why *ret_why)
{
	struct lsock_deadline until = flags & MSG_DONTWAIT ? lsock_nowait() :
							     lsock__object_until(socket);
	struct lsock__transfer transfer;
	struct lsock_addr to;
	int r;

	r = lsock__object_find(socket, text, until, &to, ret_why);
	if (r < 0)
		return r;
	transfer = lsock__request_transfer(&(struct lsock__request){
		socket, (void *) buf, size, flags | MSG_NOSIGNAL, &to }, true);
	transfer.until = until;
	return lsock__transfer(&transfer);
}

LSOCK_API int lsock_socket_sendall(struct lsock_socket *socket, const void *buf, size_t size,
				   int flags, size_t *ret_sent)
{
	struct lsock__request request = { socket, (void *) buf, size, flags | MSG_NOSIGNAL, NULL };
	struct lsock__transfer transfer = lsock__request_transfer(&request, true);
	size_t sent;
	int r;

	transfer.until = lsock__object_transfer_until(socket, flags);
	r = lsock__transfer_all(&transfer, &sent);
	if (ret_sent)
		*ret_sent = sent;
	return r;
}
