/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An echo server for stream sockets of any family: what a client sends comes back to it.
 *
 *	echo 127.0.0.1:7007
 *	echo @echo
 *	echo tipc:name:18888:17
 *
 * One thread serves all clients: the loop below waits for all of their descriptors at once, and the
 * calls of the library never wait themselves (lsock_nowait).  SIGINT and SIGTERM end it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/linux_sock.h>

#define CLIENTS_MAX 100
#define PAUSE_MS 50

struct client {
	char buf[4096];		/* what has come and not yet gone back: at..end */
	size_t at, end;
};

static struct client clients[CLIENTS_MAX];
static struct pollfd fds[1 + CLIENTS_MAX];	/* the listener, and beside clients[i] fds[1 + i] */
static int count;
static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void) number;
	stopped = 1;
}

static int fail(const char *what, int err)
{
	fprintf(stderr, "echo: %s: %s\n", what, lsock_strerror(err));
	return 1;
}

/* A socket that listens at this address, or an error. */
static int listen_at(const struct lsock_addr *addr)
{
	int fd = lsock_open(addr->u.sa.sa_family, SOCK_STREAM, 0);
	int r;

	if (fd < 0)
		return fd;
	/* Else a server that restarts waits a minute for its port.  Not every family knows it. */
	(void) lsock_setsockopt_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	r = lsock_bind(fd, addr);
	if (r == 0)
		r = lsock_listen(fd, SOMAXCONN);
	if (r == 0)
		return fd;
	lsock_close(fd);
	return r;
}

static void print_name(const char *what, const struct lsock_addr *addr)
{
	char text[LSOCK_ADDR_TEXT_SIZE] = "a socket without a name";

	if (addr->len > 0)
		lsock_addr_format(addr, text, sizeof(text));
	printf("%s %s\n", what, text);
	fflush(stdout);
}

/* As many as there is room for; true: not again before a pause. */
static bool accept_clients(void)
{
	struct lsock_addr peer;
	int fd;

	while (count < CLIENTS_MAX) {
		fd = lsock_accept(fds[0].fd, &peer, lsock_nowait());
		switch (lsock_accept_class(fd)) {
		case LSOCK_ACCEPT_OK:
			print_name("client", &peer);
			clients[count].at = clients[count].end = 0;
			fds[1 + count++] = (struct pollfd){ .fd = fd, .events = POLLIN };
			continue;
		case LSOCK_ACCEPT_PAUSE:
			return true;	/* out of descriptors: to poll at once would spin */
		case LSOCK_ACCEPT_FATAL:
			fail("accept", fd);
			stopped = 1;
			return false;
		default:
			return false;
		}
	}
	return false;
}

/* Moves bytes one way and then the other; false: it is done with. */
static bool serve(struct client *c, struct pollfd *fd)
{
	ssize_t n;

	if (c->at == c->end) {
		n = lsock_recv(fd->fd, c->buf, sizeof(c->buf), 0, lsock_nowait());
		if (n <= 0)
			return n == -EAGAIN;	/* a stream that gives 0 bytes has ended */
		c->at = 0;
		c->end = (size_t) n;
	}
	n = lsock_send(fd->fd, c->buf + c->at, c->end - c->at, 0, lsock_nowait());
	if (n < 0 && n != -EAGAIN)
		return false;
	if (n > 0)
		c->at += (size_t) n;
	fd->events = c->at < c->end ? POLLOUT : POLLIN;
	return true;
}

/* Its place goes to the last one. */
static void drop(int i)
{
	lsock_shutdown(fds[1 + i].fd, SHUT_RDWR);	/* TIPC's close(2) alone is a reset */
	lsock_close(fds[1 + i].fd);
	count--;
	clients[i] = clients[count];
	fds[1 + i] = fds[1 + count];
}

/* Signals come in ppoll(2) only: one just before it would go unseen until the next client. */
static int loop(const sigset_t *unblocked)
{
	const struct timespec pause = { .tv_nsec = PAUSE_MS * 1000000L };
	bool pausing = false;
	int i;

	while (!stopped) {
		/* No interest in the listener while there is no room, or nothing to accept with. */
		fds[0].events = count < CLIENTS_MAX && !pausing ? POLLIN : 0;
		if (ppoll(fds, (nfds_t) count + 1, pausing ? &pause : NULL, unblocked) < 0) {
			if (errno != EINTR)
				return fail("ppoll", -errno);
			continue;
		}
		for (i = count - 1; i >= 0; i--)
			if (fds[1 + i].revents && !serve(&clients[i], &fds[1 + i]))
				drop(i);
		pausing = (pausing || fds[0].revents) && accept_clients();
	}
	return 0;
}

/* Blocks what ends the server; the mask that was before. */
static void catch_signals(sigset_t *ret_unblocked)
{
	struct sigaction action = { .sa_handler = stop };
	sigset_t ends;

	sigemptyset(&ends);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGTERM);
	sigprocmask(SIG_BLOCK, &ends, ret_unblocked);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int main(int argc, char **argv)
{
	struct lsock_addr addr;
	struct lsock_why why;
	sigset_t unblocked;
	int r;

	if (argc != 2) {
		fprintf(stderr, "usage: echo ADDRESS\n");
		return 2;
	}
	r = lsock_addr_parse(argv[1], strlen(argv[1]), &addr, &why);
	if (r < 0) {
		fprintf(stderr, "echo: %s: byte %zu: %s\n", argv[1], why.column, why.message);
		return 2;
	}
	catch_signals(&unblocked);
	fds[0].fd = r = listen_at(&addr);
	if (r >= 0)
		r = lsock_getsockname(fds[0].fd, &addr);
	if (r < 0)
		return fail(argv[1], r);
	print_name("listening on", &addr);
	r = loop(&unblocked);
	while (count > 0)
		drop(count - 1);
	lsock_close(fds[0].fd);
	return r;
}
