/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks a server of any family one question, and prints what it answers:
 *
 *	client 127.0.0.1:7007 hello
 *
 * One deadline serves for all of it, the connection, the question and the answer.  It is an
 * instant, so that no step has to work out what the steps before it have left.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/linux_sock.h>

#define SECONDS 5

static int fail(const char *what, int err)
{
	fprintf(stderr, "client: %s: %s (%s)\n", what, lsock_strerror(err), lsock_error_name(err));
	return 1;
}

/* As many bytes as were sent, or fewer if the server ends before: how many came, or an error. */
static ssize_t receive(int fd, char *buf, size_t size, struct lsock_deadline until)
{
	size_t have = 0;
	ssize_t n = 1;

	while (have < size && n > 0) {
		n = lsock_recv(fd, buf + have, size - have, 0, until);
		if (n > 0)
			have += (size_t) n;
	}
	return n < 0 ? n : (ssize_t) have;
}

static int ask(int fd, const struct lsock_addr *server, const char *question)
{
	struct lsock_deadline until = lsock_in_ms(SECONDS * 1000);
	char answer[4096];
	size_t size = strlen(question), sent;
	ssize_t n;
	int r;

	if (size > sizeof(answer))
		size = sizeof(answer);
	r = lsock_connect(fd, server, until);
	if (r < 0)
		return fail("connect", r);
	r = lsock_send_all(fd, question, size, 0, &sent, until);
	if (r < 0) {
		fprintf(stderr, "client: %zu of %zu bytes were sent\n", sent, size);
		return fail("send", r);
	}
	n = receive(fd, answer, size, until);
	if (n < 0)
		return fail("receive", (int) n);
	printf("%.*s\n", (int) n, answer);
	return (size_t) n == size ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct lsock_addr server;
	struct lsock_why why;
	int fd, r;

	if (argc != 3) {
		fprintf(stderr, "usage: client ADDRESS TEXT\n");
		return 2;
	}
	r = lsock_addr_parse(argv[1], strlen(argv[1]), &server, &why);
	if (r < 0) {
		fprintf(stderr, "client: %s: byte %zu: %s\n", argv[1], why.column, why.message);
		return 2;
	}
	fd = lsock_open(server.u.sa.sa_family, SOCK_STREAM, 0);
	if (fd < 0)
		return fail(argv[1], fd);
	r = ask(fd, &server, argv[2]);
	lsock_shutdown(fd, SHUT_RDWR);	/* TIPC's close(2) alone is a reset */
	lsock_close(fd);
	return r;
}
