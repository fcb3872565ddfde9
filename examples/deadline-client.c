/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One deadline over all of it, from the look-up of the name to the last byte of the answer:
 *
 *	deadline-client localhost:7007 hello 500
 *	deadline-client /run/echo hello
 *
 * Sends the text, ends its side, and prints what the server answers until it ends, too; on standard
 * error, how each address that was tried took it.  The last argument is how long, in ms.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/linux_sock.h>

#define PATIENCE_MS 5000

static int fail(const char *what, int err)
{
	fprintf(stderr, "deadline-client: %s: %s (%s)\n", what, lsock_strerror(err),
		lsock_error_name(err));
	return 1;
}

static const char *stage_name(int stage)
{
	switch (stage) {
	case LSOCK_STAGE_OPEN:
		return "socket";
	case LSOCK_STAGE_BIND:
		return "bind";
	default:
		return "connect";
	}
}

static void print_attempt(const struct lsock_attempt *attempt)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	double ms = (double) (attempt->end_ns - attempt->begin_ns) / 1e6;

	lsock_addr_format(&attempt->addr, text, sizeof(text));
	fprintf(stderr, "%s: %s: %s after %.3f ms\n", text, stage_name(attempt->stage),
		attempt->error ? lsock_strerror(attempt->error) : "connected", ms);
}

/* No report, as after a look-up that failed, is an empty one. */
static void print_report(const struct lsock_report *report)
{
	size_t i;

	for (i = 0; i < lsock_report_count(report); i++)
		print_attempt(lsock_report_at(report, i));
}

static int exchange(int fd, const char *question, struct lsock_deadline until)
{
	char answer[4096];
	ssize_t n;
	int r;

	r = lsock_send_all(fd, question, strlen(question), 0, NULL, until);
	if (r < 0)
		return fail("send", r);
	r = lsock_shutdown(fd, SHUT_WR);
	if (r < 0)
		return fail("shutdown", r);
	while ((n = lsock_recv(fd, answer, sizeof(answer), 0, until)) > 0)
		fwrite(answer, 1, (size_t) n, stdout);
	return n < 0 ? fail("receive", (int) n) : 0;
}

/* Digits and nothing else, else -1. */
static int64_t milliseconds(const char *text)
{
	int64_t ms = 0;

	for (; *text >= '0' && *text <= '9' && ms < 1000000000; text++)
		ms = ms * 10 + (*text - '0');
	return *text == '\0' ? ms : -1;
}

int main(int argc, char **argv)
{
	int64_t ms = argc == 4 ? milliseconds(argv[3]) : PATIENCE_MS;
	struct lsock_deadline until;
	struct lsock_report *report;
	int fd, r;

	if (argc < 3 || argc > 4 || ms < 0) {
		fprintf(stderr, "usage: deadline-client ADDRESS TEXT [MS]\n");
		return 2;
	}
	until = lsock_in_ms(ms);
	fd = lsock_create_connection(argv[1], NULL, NULL, until, &report);
	print_report(report);
	lsock_report_free(report);
	if (fd < 0)
		return fail(argv[1], fd);
	r = exchange(fd, argv[2], until);
	lsock_close(fd);
	return r;
}
