/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ways.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux_sock/io.h>

#include "bench.h"

#define LONG_MS 60000	/* longer than any bench: no deadline is ever met */
#define NO_OBJECT (-2)

static ssize_t bare_recv(struct bench_end *end, void *buf, size_t size)
{
	return recv(end->fd, buf, size, 0);
}

static ssize_t bare_send(struct bench_end *end, const void *buf, size_t size)
{
	return send(end->fd, buf, size, MSG_NOSIGNAL);
}

const struct bench_way bench_bare_blocking = {
	"bare blocking", true, NO_OBJECT, bare_recv, bare_send,
	&bench_bare_blocking, &bench_bare_blocking,
};

static void bare_wait(int fd, short events, int ms)
{
	struct pollfd fds = { .fd = fd, .events = events };

	while (poll(&fds, 1, ms) < 0 && errno == EINTR)
		;
}

/* What level 1 promises has to be kept by hand too: the deadline is an instant. */
static int ms_left(const struct bench_end *end)
{
	return (int) ((end->until.ns - bench_now() + 999999) / 1000000);
}

static ssize_t try_recv(struct bench_end *end, void *buf, size_t size)
{
	ssize_t n;

	while ((n = recv(end->fd, buf, size, MSG_DONTWAIT)) < 0 && errno == EAGAIN)
		bare_wait(end->fd, POLLIN, ms_left(end));
	return n;
}

static ssize_t try_send(struct bench_end *end, const void *buf, size_t size)
{
	ssize_t n;

	while ((n = send(end->fd, buf, size, MSG_DONTWAIT | MSG_NOSIGNAL)) < 0 && errno == EAGAIN)
		bare_wait(end->fd, POLLOUT, ms_left(end));
	return n;
}

const struct bench_way bench_bare_try = {
	"bare try, poll, call", false, NO_OBJECT, try_recv, try_send,
	&bench_bare_try, &bench_bare_try,
};

static ssize_t poll_recv(struct bench_end *end, void *buf, size_t size)
{
	bare_wait(end->fd, POLLIN, LONG_MS);
	return recv(end->fd, buf, size, MSG_DONTWAIT);
}

const struct bench_way bench_bare_poll = {
	"bare poll, call", false, NO_OBJECT, poll_recv, try_send,
	&bench_bare_poll, &bench_bare_poll,
};

static ssize_t level1_recv(struct bench_end *end, void *buf, size_t size)
{
	return lsock_recv(end->fd, buf, size, 0, end->until);
}

static ssize_t level1_send(struct bench_end *end, const void *buf, size_t size)
{
	return lsock_send(end->fd, buf, size, 0, end->until);
}

const struct bench_way bench_level1 = {
	"level 1, deadline", false, NO_OBJECT, level1_recv, level1_send,
	&bench_bare_try, &bench_bare_try,
};

static ssize_t level2_recv(struct bench_end *end, void *buf, size_t size)
{
	return lsock_socket_recv_into(end->socket, buf, size, 0);
}

static ssize_t level2_send(struct bench_end *end, const void *buf, size_t size)
{
	return lsock_socket_send(end->socket, buf, size, 0);
}

const struct bench_way bench_level2_timeout = {
	"level 2, timeout", false, LONG_MS * INT64_C(1000000), level2_recv, level2_send,
	&bench_bare_try, &bench_bare_poll,
};

const struct bench_way bench_level2 = {
	"level 2, no timeout", true, -1, level2_recv, level2_send,
	&bench_bare_blocking, &bench_bare_blocking,
};

const struct bench_way *const bench_ways[BENCH_WAYS + 1] = {
	&bench_bare_blocking, &bench_bare_try, &bench_bare_poll,
	&bench_level1, &bench_level2_timeout, &bench_level2, NULL,
};

const char *const bench_transports[BENCH_TRANSPORTS] = { "unix", "tcp" };

static int checked(int r, const char *call)
{
	if (r < 0)
		bench_fail(call, -errno);
	return r;
}

static void unix_pair(int ret_fds[2])
{
	checked(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ret_fds), "socketpair");
}

static void tcp_pair(int ret_fds[2])
{
	struct sockaddr_in in = {
		.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct sockaddr *name = (struct sockaddr *) &in;
	socklen_t len = sizeof(in);
	int listener, on = 1, i;

	listener = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	checked(bind(listener, name, len), "bind");
	checked(listen(listener, 1), "listen");
	checked(getsockname(listener, name, &len), "getsockname");
	ret_fds[0] = checked(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), "socket");
	checked(connect(ret_fds[0], name, len), "connect");
	ret_fds[1] = checked(accept4(listener, NULL, NULL, SOCK_CLOEXEC), "accept");
	close(listener);
	for (i = 0; i < 2; i++)
		checked(setsockopt(ret_fds[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)),
			"setsockopt");
}

static void end_of(const struct bench_way *way, int fd, struct bench_end *ret_end)
{
	int r;

	*ret_end = (struct bench_end){ .fd = fd, .until = lsock_in_ms(LONG_MS) };
	if (!way->blocks)
		checked(fcntl(fd, F_SETFL, O_RDWR | O_NONBLOCK), "fcntl");
	if (way->timeout == NO_OBJECT)
		return;
	r = lsock_socket_adopt(fd, &ret_end->socket);
	if (r == 0)
		r = lsock_socket_settimeout(ret_end->socket, way->timeout);
	if (r < 0)
		bench_fail("a socket object", r);
}

void bench_connect(const struct bench_way *way, unsigned transport, struct bench_end ret_ends[2])
{
	int fds[2], i;

	if (transport == 0)
		unix_pair(fds);
	else
		tcp_pair(fds);
	for (i = 0; i < 2; i++)
		end_of(way, fds[i], &ret_ends[i]);
}

void bench_close(struct bench_end *end)
{
	if (end->socket)
		lsock_socket_free(end->socket);
	else
		close(end->fd);
}
