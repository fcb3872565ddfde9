/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The sockets of c-ares, which would else be inherited by what other threads execute (it sets
 * FD_CLOEXEC behind socket(2)), and whose writes would raise SIGPIPE.
 */
#include <errno.h>
#include <sys/uio.h>

#include "names/cares/cares.h"
#include "sys/epoll.h"
#include "sys/sys.h"

/* The only errno that is written: c-ares reads it behind each of these calls. */
static ssize_t to_ares(ssize_t r)
{
	if (r >= 0)
		return r;
	errno = (int) -r;
	return -1;
}

/* To c-ares this would be a server that cannot be reached. */
static bool is_want(int error)
{
	return error == -EMFILE || error == -ENFILE || error == -ENOMEM || error == -ENOBUFS;
}

static ares_socket_t socket_make(int family, int type, int protocol, void *argument)
{
	struct lsock__cares *cares = argument;
	int r = lsock__sys_socket(family, type | SOCK_NONBLOCK, protocol);

	cares->no_socket = is_want(r) ? r : 0;
	return (ares_socket_t) to_ares(r);
}

static int socket_close(ares_socket_t fd, void *argument)
{
	(void) argument;
	return (int) to_ares(lsock__sys_close(fd));
}

static int socket_connect(ares_socket_t fd, const struct sockaddr *addr, ares_socklen_t len,
			  void *argument)
{
	(void) argument;
	return (int) to_ares(lsock__sys_connect(fd, addr, len));
}

/* c-ares reads until nothing is there: who keeps sending must not keep it for ever. */
static ares_ssize_t socket_receive(ares_socket_t fd, void *buf, size_t size, int flags,
				   struct sockaddr *from, ares_socklen_t *from_len,
				   void *argument)
{
	struct lsock__cares *cares = argument;
	ssize_t r;

	if (cares->receives == 0)
		return to_ares(-EAGAIN);
	cares->receives--;
	r = lsock__sys_recvfrom(fd, buf, size, flags, from, from_len);
	return to_ares(r == -EINTR ? -EAGAIN : r);
}

/* The first vector alone is as good as a write that was cut: c-ares goes on behind it. */
static ares_ssize_t socket_send(ares_socket_t fd, const struct iovec *vectors, int count,
				void *argument)
{
	(void) argument;
	if (count <= 0)
		return 0;
	return to_ares(lsock__sys_send(fd, vectors[0].iov_base, vectors[0].iov_len, MSG_NOSIGNAL));
}

void lsock__cares_use_sockets(struct lsock__cares *cares)
{
	static const struct ares_socket_functions functions = {
		socket_make, socket_close, socket_connect, socket_receive, socket_send,
	};

	ares_set_socket_functions(cares->channel, &functions, cares);
}

/* After fork(2) the epoll instance is the parent's, too, and stays as that one has it. */
void lsock__cares_watch(void *argument, ares_socket_t fd, int readable, int writable)
{
	struct lsock__cares *cares = argument;
	uint32_t events = (readable ? EPOLLIN : 0u) | (writable ? EPOLLOUT : 0u);
	int r;

	if (cares->ending)
		return;
	if (events == 0) {
		/* Sockets of which c-ares asks only how they would be routed were never in it. */
		(void) lsock__sys_epoll_drop(cares->epoll, fd);
		return;
	}
	r = lsock__sys_epoll_set(cares->epoll, fd, events);
	if (r < 0)
		cares->unwatched = r;
}
