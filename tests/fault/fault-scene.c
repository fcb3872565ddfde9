/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

#define STREAM (SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC)
#define DGRAM (SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC)
#define NS_PER_MS INT64_C(1000000)

struct lsock_deadline until(const struct scene *s)
{
	return lsock_in_ms(s->patience);
}

static int must(int r, const char *what)
{
	ck_assert_msg(r >= 0, "%s: %d, errno says %s", what, r, strerror(errno));
	return r;
}

static int fd_of(const struct scene *s)
{
	return s->socket ? lsock_socket_fileno(s->socket) : s->fd;
}

static void pair(struct scene *s, int type)
{
	int fds[2];

	must(socketpair(AF_UNIX, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, fds), "socketpair");
	s->fd = fds[0];
	s->peer = fds[1];
}

void scene_unix_pair(struct scene *s)
{
	pair(s, SOCK_STREAM);
}

void scene_seqpacket_pair(struct scene *s)
{
	pair(s, SOCK_SEQPACKET);
}

void scene_foreign(struct scene *s)
{
	scene_seqpacket_pair(s);
	must(fcntl(s->fd, F_SETFD, 0), "F_SETFD");
	must(fcntl(s->fd, F_SETFL, 0), "F_SETFL");
}

void is_foreign(const struct scene *s)
{
	ck_assert_int_eq(fcntl(s->fd, F_GETFD), 0);
	if (fault_failures() == 1)
		ck_assert_int_eq(fcntl(s->fd, F_GETFL) & O_NONBLOCK, 0);
}

static void narrow(int fd)
{
	int size = 1;	/* the kernel makes of it the least it has */

	must(setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size)), "SO_SNDBUF");
}

void scene_narrow_pair(struct scene *s)
{
	scene_unix_pair(s);
	narrow(s->fd);
}

void scene_full_pair(struct scene *s)
{
	static const char bytes[512];

	scene_narrow_pair(s);
	while (send(s->fd, bytes, sizeof(bytes), MSG_NOSIGNAL) > 0)
		;
	ck_assert_int_eq(errno, EAGAIN);
}

void scene_told_pair(struct scene *s)
{
	scene_unix_pair(s);
	must((int) send(s->peer, "hello", 5, MSG_NOSIGNAL), "send");
}

static void loopback(struct scene *s)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };

	must(lsock_addr_from(&in, sizeof(in), &s->addr), "lsock_addr_from");
}

void scene_inet_socket(struct scene *s)
{
	loopback(s);
	s->fd = must(socket(AF_INET, STREAM, 0), "socket");
}

/* Of the kernel's choice: a free port, a free abstract name. */
static int bound(struct scene *s, int family, int type)
{
	struct sockaddr_storage name = { .ss_family = (sa_family_t) family };
	socklen_t len = sizeof(name.ss_family);
	int fd = must(socket(family, type, 0), "socket");

	if (family == AF_INET) {
		loopback(s);
		memcpy(&name, &s->addr.u, s->addr.len);
		len = s->addr.len;
	}
	must(bind(fd, (struct sockaddr *) &name, len), "bind");
	len = sizeof(name);
	must(getsockname(fd, (struct sockaddr *) &name, &len), "getsockname");
	must(lsock_addr_from(&name, len, &s->addr), "lsock_addr_from");
	return fd;
}

static void listener(struct scene *s, int family, int backlog)
{
	s->peer = bound(s, family, STREAM);
	must(listen(s->peer, backlog), "listen");
	s->fd = must(socket(family, STREAM, 0), "socket");
}

void scene_inet_listener(struct scene *s)
{
	listener(s, AF_INET, 8);
}

void scene_unix_listener(struct scene *s)
{
	listener(s, AF_UNIX, 8);
}

void scene_full_listener(struct scene *s)
{
	size_t i;

	listener(s, AF_UNIX, 0);
	for (i = 0; i < COUNT_OF(s->others); i++) {
		s->others[i] = must(socket(AF_UNIX, STREAM, 0), "socket");
		if (connect(s->others[i], &s->addr.u.sa, s->addr.len) < 0)
			break;
	}
	ck_assert_int_eq(errno, EAGAIN);
}

static void wait_for(int fd, short events)
{
	struct pollfd fds = { .fd = fd, .events = events };

	ck_assert_int_eq(poll(&fds, 1, 10000), 1);
}

void scene_connect_again(struct scene *s)
{
	if (s->peer >= 0)
		close(s->peer);
	s->peer = must(socket(AF_UNIX, STREAM, 0), "socket");
	must(connect(s->peer, &s->addr.u.sa, s->addr.len), "connect");
	wait_for(fd_of(s), POLLIN);
}

void scene_idle(struct scene *s)
{
	s->fd = bound(s, AF_UNIX, STREAM);
	must(listen(s->fd, 8), "listen");
}

void scene_pending(struct scene *s)
{
	scene_idle(s);
	scene_connect_again(s);
}

void scene_udp(struct scene *s)
{
	s->fd = bound(s, AF_INET, DGRAM);
	s->peer = must(socket(AF_INET, DGRAM, 0), "socket");
	must((int) sendto(s->peer, "hello", 5, 0, &s->addr.u.sa, s->addr.len), "sendto");
	wait_for(s->fd, POLLIN);
}

void scene_full_dgram(struct scene *s)
{
	s->peer = bound(s, AF_UNIX, DGRAM);
	s->fd = must(socket(AF_UNIX, DGRAM, 0), "socket");
	while (sendto(s->fd, "x", 1, 0, &s->addr.u.sa, s->addr.len) > 0)
		;
	ck_assert_int_eq(errno, EAGAIN);
}

void scene_drain(struct scene *s)
{
	char buf[4096];
	ssize_t n;

	while ((n = recv(s->peer, buf, sizeof(buf), MSG_DONTWAIT)) > 0)
		s->drained += (size_t) n;
}

void drain_hook(void *arg, const char *call, int error)
{
	(void) error;
	if (strcmp(call, "ppoll") == 0)
		scene_drain(arg);
}

void connect_hook(void *arg, const char *call, int error)
{
	struct scene *s = arg;

	if (strcmp(call, "connect") != 0)
		return;
	ck_assert_msg(!s->started, "connect(2) is called for an attempt that goes on");
	if (error == EINPROGRESS || error == EINTR) {
		if (connect(fd_of(s), &s->addr.u.sa, s->addr.len) < 0)
			ck_assert_int_eq(errno, EINPROGRESS);
		error = 0;
	}
	s->started = error == 0;
}

void scene_object_timeout(struct scene *s, int64_t ns)
{
	must(lsock_socket_adopt(s->fd, &s->socket), "lsock_socket_adopt");
	must(lsock_socket_settimeout(s->socket, ns), "lsock_socket_settimeout");
	s->fd = -1;
}

void scene_object(struct scene *s)
{
	scene_object_timeout(s, s->patience * NS_PER_MS);
}

/* A TIPC connection stands when it is accepted. */
void scene_tipc(struct scene *s)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	int n = snprintf(text, sizeof(text), "tipc:name:18888:%u,scope=node", (unsigned) getpid());

	need_family(AF_TIPC);
	must(lsock_addr_parse(text, (size_t) n, &s->addr, NULL), text);
	s->peer = must(socket(AF_TIPC, STREAM, 0), "socket");
	must(bind(s->peer, &s->addr.u.sa, s->addr.len), "bind");
	must(listen(s->peer, 1), "listen");
	must(lsock_socket_open(AF_TIPC, STREAM, 0, &s->socket), "lsock_socket_open");
	ck_assert_int_eq(lsock_socket_connect(s->socket, &s->addr), -EINPROGRESS);
	wait_for(s->peer, POLLIN);
	s->others[0] = must(accept4(s->peer, NULL, NULL, SOCK_CLOEXEC), "accept4");
	wait_for(lsock_socket_fileno(s->socket), POLLOUT);
	must(lsock_socket_connect(s->socket, &s->addr), "lsock_socket_connect");
}

void scene_patience(struct scene *s, int64_t ms)
{
	s->patience = ms;
	if (s->socket && lsock_socket_gettimeout(s->socket) > 0)
		must(lsock_socket_settimeout(s->socket, ms * NS_PER_MS), "lsock_socket_settimeout");
}

void scene_begin(struct scene *s)
{
	size_t i;

	memset(s, 0, sizeof(*s));
	s->fd = s->peer = s->made[0] = s->made[1] = -1;
	for (i = 0; i < COUNT_OF(s->others); i++)
		s->others[i] = -1;
}

static void close_some(int *fds, size_t count)
{
	for (; count > 0; count--, fds++) {
		if (*fds >= 0)
			must(close(*fds), "close");
		*fds = -1;
	}
}

void scene_end(struct scene *s)
{
	lsock_netlink_free(s->netlink);
	lsock_nlreq_free(s->request);
	close_some(&s->fd, 1);
	close_some(&s->peer, 1);
	close_some(s->others, COUNT_OF(s->others));
	close_some(s->made, COUNT_OF(s->made));
	if (s->file)
		(void) fclose(s->file);		/* what was not written fails again */
	lsock_stream_free(s->stream);
	lsock_lookup_free(s->lookup);
	lsock_socket_free(s->socket);
	lsock_socket_free(s->objects[0]);
	lsock_socket_free(s->objects[1]);
	must(lsock_setdefaulttimeout(-1), "lsock_setdefaulttimeout");
}
