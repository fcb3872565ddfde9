/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One socket for IPv6 and IPv4: tells each client the address that it comes from.
 *
 *	dualstack-server 7007
 *
 * An IPv4 client is an IPv6 address to such a socket, "[::ffff:192.0.2.1]:1234".  Where the kernel
 * has no IPv6 the server serves IPv4 alone.  SIGINT and SIGTERM end it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/socket.h>

#include <linux_sock/linux_sock.h>

#define CLIENT_MS 1000	/* for as long a client may hold the others up */
#define LOOK_MS 500

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void) number;
	stopped = 1;
}

static int serve(const char *service)
{
	static const struct lsock_server_options dualstack = {
		.size = sizeof(dualstack), .family = AF_INET6, .dualstack = true,
	};
	struct lsock_deadline until = lsock_in_ms(5000);	/* service may be a name */
	int fd = lsock_create_server(NULL, service, &dualstack, until);

	if (fd != -EAFNOSUPPORT && fd != -EADDRNOTAVAIL)
		return fd;
	return lsock_create_server(NULL, service, NULL, until);
}

/* To close while something of the client's is unread would reset the connection. */
static void answer(int fd, const struct lsock_addr *peer)
{
	struct lsock_deadline until = lsock_in_ms(CLIENT_MS);
	char text[LSOCK_ADDR_TEXT_SIZE], rest[512];
	int n = lsock_addr_format(peer, text, sizeof(text)), r;

	if (n < 0)
		return;
	text[n] = '\n';	/* in the place of its NUL */
	r = lsock_send_all(fd, text, (size_t) n + 1, 0, NULL, until);
	if (r == 0)
		r = lsock_shutdown(fd, SHUT_WR);
	while (r == 0 && lsock_recv(fd, rest, sizeof(rest), 0, until) > 0)
		;
	if (r < 0)
		fprintf(stderr, "%.*s: %s\n", n, text, lsock_strerror(r));
}

/*
 * accept waits out what goes by, as having no descriptor for the client.  A signal ends the wait;
 * one that came just before it is seen half a second later.
 */
static int loop(int listener)
{
	struct lsock_addr peer;
	int fd;

	while (!stopped) {
		fd = lsock_accept(listener, &peer, lsock_or_signal(lsock_in_ms(LOOK_MS)));
		if (fd >= 0) {
			answer(fd, &peer);
			lsock_close(fd);
		} else if (fd != -ETIME && lsock_accept_class(fd) == LSOCK_ACCEPT_FATAL) {
			return fd;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = stop };
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr name;
	int fd, r;

	if (argc != 2) {
		fprintf(stderr, "usage: dualstack-server SERVICE\n");
		return 2;
	}
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	r = fd = serve(argv[1]);
	if (r >= 0)
		r = lsock_getsockname(fd, &name);
	if (r >= 0) {
		lsock_addr_format(&name, text, sizeof(text));
		printf("listening on %s\n", text);
		fflush(stdout);
		r = loop(fd);
	}
	if (r < 0)
		fprintf(stderr, "dualstack-server: %s: %s\n", argv[1], lsock_strerror(r));
	if (fd >= 0)
		lsock_close(fd);
	return r < 0;
}
