/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hands open files to another process:
 *
 *	fd-pass receive @fd-pass
 *	fd-pass send @fd-pass /etc/hostname /etc/hosts
 *
 * The receiver takes one message, prints who sent it, what was in it and which files came, and
 * copies them to its standard output: it reads what it may never have been allowed to open.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux_sock/linux_sock.h>

#define SECONDS 60
#define FILES_MAX 8

static int fail(const char *what, int err)
{
	fprintf(stderr, "fd-pass: %s: %s\n", what, lsock_strerror(err));
	return 1;
}

/* ---- Sending. */

static int open_files(int count, char **names, int *ret_fds)
{
	int i;

	for (i = 0; i < count; i++) {
		ret_fds[i] = open(names[i], O_RDONLY | O_CLOEXEC);
		if (ret_fds[i] < 0) {
			perror(names[i]);
			return -1;
		}
	}
	return 0;
}

static int send_files(const struct lsock_addr *to, int count, char **names)
{
	struct lsock_deadline until = lsock_in_ms(SECONDS * 1000);
	int fd = lsock_open(AF_UNIX, SOCK_SEQPACKET, 0), fds[FILES_MAX], size, r = fd;
	char text[64];

	if (open_files(count, names, fds) < 0)
		return 1;
	size = snprintf(text, sizeof(text), "%d files", count);
	if (r >= 0)
		r = lsock_connect(fd, to, until);
	if (r >= 0)
		r = (int) lsock_send_fds(fd, text, (size_t) size, fds, (size_t) count, 0, NULL,
					 until);
	return r < 0 ? fail("send", r) : 0;
}

/* ---- Receiving. */

static void print_sender(const struct lsock_control *control)
{
	struct lsock_control_item item = { 0 };
	pid_t pid;
	uid_t uid;
	gid_t gid;

	while (lsock_control_next(control, &item) > 0)
		if (lsock_control_credentials(&item, &pid, &uid, &gid) == 0)
			printf("from process %ld of user %lu\n", (long) pid, (unsigned long) uid);
}

static void copy(int file)
{
	struct stat status;
	char buf[4096];
	ssize_t n;

	if (fstat(file, &status) == 0)
		printf("descriptor %d: %lld bytes\n", file, (long long) status.st_size);
	while ((n = read(file, buf, sizeof(buf))) > 0)
		fwrite(buf, 1, (size_t) n, stdout);
	close(file);
}

/* What is not taken is closed with the control data. */
static int receive_files(int fd)
{
	uint64_t room[64];
	char text[64];
	struct iovec vector = { text, sizeof(text) };
	struct lsock_control control;
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
	int fds[FILES_MAX], count, i;
	ssize_t n;

	lsock_control_init(&control, room, sizeof(room));
	n = lsock_recvmsg(fd, &message, 0, lsock_in_ms(SECONDS * 1000));
	if (n < 0)
		return fail("receive", (int) n);
	printf("\"%.*s\"%s\n", (int) n, text,
	       message.flags & MSG_CTRUNC ? ", and not all of them came" : "");
	print_sender(&control);
	count = lsock_control_take_fds(&control, fds, FILES_MAX);
	lsock_control_clear(&control);
	for (i = 0; i < count; i++)
		copy(fds[i]);
	return 0;
}

static int serve(const struct lsock_addr *at)
{
	struct lsock_addr peer;
	int listener = lsock_open(AF_UNIX, SOCK_SEQPACKET, 0), fd, r = listener;

	if (r >= 0)
		r = lsock_setsockopt_int(listener, SOL_SOCKET, SO_PASSCRED, 1);
	if (r >= 0)
		r = lsock_bind(listener, at);
	if (r >= 0)
		r = lsock_listen(listener, 1);
	if (r < 0)
		return fail("listen", r);
	/* What it accepts tells of credentials, too. */
	fd = lsock_accept(listener, &peer, lsock_in_ms(SECONDS * 1000));
	if (fd < 0)
		return fail("accept", fd);
	r = receive_files(fd);
	lsock_close(fd);
	lsock_close(listener);
	return r;
}

int main(int argc, char **argv)
{
	struct lsock_addr addr;
	int r;

	if (argc < 3 || argc > 3 + FILES_MAX) {
		fprintf(stderr, "usage: fd-pass receive ADDRESS\n"
			"       fd-pass send ADDRESS FILE...\n");
		return 2;
	}
	r = lsock_addr_parse(argv[2], strlen(argv[2]), &addr, NULL);
	if (r < 0)
		return fail(argv[2], r);
	if (strcmp(argv[1], "send") == 0)
		return send_files(&addr, argc - 3, argv + 3);
	return serve(&addr);
}
