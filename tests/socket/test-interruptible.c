/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects whose waits signals end, with a timeout and without, and those whose waits go on.
 * Of lib/socket/timeout.c, lib/core/transfer.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/ends.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

#define LARGE 4000000	/* more than goes into a socket at a time */

static char bytes[LARGE];
static struct lsock_addr name;	/* of the other end, where it is not connected */
static size_t sent;		/* as the call tells */

/* ---- Ends of which the object has to wait. */

static struct ends silent(void)
{
	return unix_ends(SOCK_STREAM);
}

/* Its last receive had to wait, so that the next one waits first. */
static struct ends silent_for_long(void)
{
	struct ends ends = silent();

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, MS), 0);
	ck_assert_int_eq(lsock_socket_recv_into(ends.socket, bytes, 1, 0), -ETIME);
	return ends;
}

static struct ends full(void)
{
	struct ends ends = silent();

	fill(lsock_socket_fileno(ends.socket));
	return ends;
}

static struct ends full_queue(void)
{
	struct way way = need_way(AF_UNIX, SOCK_DGRAM);
	int fds[2] = { way_open(&way), way_bound(&way, &name) };

	while (sendto(fds[0], "x", 1, MSG_DONTWAIT, &name.u.sa, name.len) == 1)
		;
	return ends_of(fds);
}

/* A listener, and who is about to connect to it. */
static struct ends idle_listener(void)
{
	struct way way = need_way(AF_UNIX, SOCK_STREAM);
	int fds[2] = { way_listen(&way, 5, &name), way_open(&way) };

	return ends_of(fds);
}

static void act_connect(int fd)
{
	ck_assert_int_eq(connect(fd, &name.u.sa, name.len), 0);
}

static int crowd[2];

/* A client, and a listener that takes no more of them. */
static struct ends full_listener(int af)
{
	struct way way = need_way(af, SOCK_STREAM);
	int fds[2];
	size_t n;

	fds[1] = way_listen(&way, 1, &name);
	for (n = 0; n < COUNT_OF(crowd); n++) {
		crowd[n] = way_dial(&way, &name);
		ck_assert_int_gt(lsock_wait(crowd[n], POLLOUT, lsock_in_ms(5000)), 0);
	}
	fds[0] = way_open(&way);
	return ends_of(fds);
}

static struct ends full_unix_listener(void)
{
	return full_listener(AF_UNIX);
}

static struct ends full_inet_listener(void)
{
	return full_listener(AF_INET);
}

static void act_make_room(int fd)
{
	size_t n;

	for (n = 0; n < COUNT_OF(crowd); n++) {
		act_accept(fd);
		close(crowd[n]);
	}
}

/* ---- The calls. */

static ssize_t recv_call(struct lsock_socket *socket)
{
	const void *data;

	return lsock_socket_recv(socket, 1, 0, &data);
}

static ssize_t recvmsg_call(struct lsock_socket *socket)
{
	struct lsock_message message = { .vector_count = 0 };
	const void *data;

	return lsock_socket_recvmsg(socket, 1, &message, 0, &data);
}

static ssize_t send_call(struct lsock_socket *socket)
{
	return lsock_socket_send(socket, "x", 1, 0);
}

static ssize_t sendto_call(struct lsock_socket *socket)
{
	return lsock_socket_sendto(socket, "x", 1, 0, &name);
}

static ssize_t sendto_text_call(struct lsock_socket *socket)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	return lsock_socket_sendto_text(socket, "x", 1, 0, text, NULL);
}

static ssize_t sendall_call(struct lsock_socket *socket)
{
	return lsock_socket_sendall(socket, bytes, sizeof(bytes), 0, &sent);
}

static ssize_t sendfile_call(struct lsock_socket *socket)
{
	int file = memfd_create("file", MFD_CLOEXEC);
	uint64_t moved = 0;
	int r;

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(ftruncate(file, LARGE), 0);
	r = lsock_socket_sendfile(socket, file, 0, LSOCK_TO_END, &moved);
	sent = (size_t) moved;
	close(file);
	return r;
}

static ssize_t accept_call(struct lsock_socket *socket)
{
	struct lsock_socket *accepted;
	int r = lsock_socket_accept(socket, &accepted, NULL);

	if (r < 0)
		return r;
	ck_assert(!lsock_socket_getinterruptible(accepted));
	lsock_socket_free(accepted);
	return 0;
}

static ssize_t connect_call(struct lsock_socket *socket)
{
	return lsock_socket_connect(socket, &name);
}

/* By a file of its own each time, as what it could not write it never tries again. */
static ssize_t file_call(struct lsock_socket *socket, const char *mode)
{
	FILE *file;
	int r;

	ck_assert_int_eq(lsock_socket_makefile(socket, mode, &file), 0);
	setvbuf(file, NULL, _IONBF, 0);
	errno = 0;
	r = *mode == 'r' ? fgetc(file) : fputc('x', file);
	if (r == EOF)
		r = errno == EAGAIN ? -ETIME : -errno;
	fclose(file);
	return r;
}

static ssize_t read_call(struct lsock_socket *socket)
{
	return file_call(socket, "r");
}

static ssize_t write_call(struct lsock_socket *socket)
{
	return file_call(socket, "w");
}

static const struct {
	const char *name;
	struct ends (*prepare)(void);
	ssize_t (*call)(struct lsock_socket *socket);
	void (*release)(int other);
} calls[] = {
	{ "recv", silent, recv_call, act_write },
	{ "recv that waits first", silent_for_long, recv_call, act_write },
	{ "recvmsg", silent, recvmsg_call, act_write },
	{ "send", full, send_call, act_drain },
	{ "sendto", full_queue, sendto_call, act_drain },
	{ "sendto_text", full_queue, sendto_text_call, act_drain },
	{ "accept", idle_listener, accept_call, act_connect },
	{ "connect, unix", full_unix_listener, connect_call, act_make_room },
	{ "connect, inet", full_inet_listener, connect_call, act_make_room },
	{ "read of a file", silent, read_call, act_write },
	{ "write of a file", full, write_call, act_drain },
};

/* Each with a timeout, and each without. */
static int call_count(void)
{
	return 2 * (int) COUNT_OF(calls);
}

static const char *call_label(int i)
{
	static char label[64];

	snprintf(label, sizeof(label), "%s, %s", calls[i / 2].name, i % 2 ? "blocking" : "timeout");
	return label;
}

static void set_timeout(struct lsock_socket *socket, int i)
{
	ck_assert_int_eq(lsock_socket_settimeout(socket, i % 2 ? -1 : 15000 * MS), 0);
}

TEST(signal_ends_the_wait_and_nothing_is_lost, .count = call_count, .label = call_label)
{
	struct ends ends = calls[i / 2].prepare();
	int64_t start = clock_ns();

	set_timeout(ends.socket, i);
	lsock_socket_setinterruptible(ends.socket, true);
	storm_begin(20000);
	ck_assert_int_eq(calls[i / 2].call(ends.socket), -EINTR);
	ck_assert_int_eq(calls[i / 2].call(ends.socket), -EINTR);
	storm_end();
	assert_took(start, 0, 5000);
	calls[i / 2].release(ends.other);
	ck_assert_int_ge(calls[i / 2].call(ends.socket), 0);
	close_ends(&ends);
}

TEST(without_it_signals_end_no_wait, .count = call_count, .label = call_label)
{
	struct ends ends = calls[i / 2].prepare();
	struct later *releaser;
	int64_t start;

	set_timeout(ends.socket, i);
	lsock_socket_setinterruptible(ends.socket, true);
	lsock_socket_setinterruptible(ends.socket, false);
	releaser = later(200, calls[i / 2].release, ends.other);
	storm_begin(20000);
	start = clock_ns();
	ck_assert_int_ge(calls[i / 2].call(ends.socket), 0);
	storm_end();
	assert_took(start, 150, 5000);
	later_end(releaser);
	close_ends(&ends);
}

/* ---- How much was sent. */

static const struct {
	const char *name;
	ssize_t (*call)(struct lsock_socket *socket);
} senders[] = {
	{ "sendall", sendall_call },
	{ "sendfile", sendfile_call },
};

static int sender_count(void)
{
	return 2 * (int) COUNT_OF(senders);
}

static const char *sender_label(int i)
{
	static char label[64];

	snprintf(label, sizeof(label), "%s, %s", senders[i / 2].name,
		 i % 2 ? "blocking" : "timeout");
	return label;
}

TEST(what_was_sent_until_the_signal_is_counted, .count = sender_count, .label = sender_label)
{
	struct ends ends = silent();

	set_timeout(ends.socket, i);
	lsock_socket_setinterruptible(ends.socket, true);
	sent = 0;
	storm_begin(20000);
	ck_assert_int_eq(senders[i / 2].call(ends.socket), -EINTR);
	storm_end();
	ck_assert_uint_gt(sent, 0);
	ck_assert_uint_lt(sent, LARGE);
	ck_assert_int_eq(lsock_socket_shutdown(ends.socket, SHUT_WR), 0);
	ck_assert_uint_eq(drain(ends.other, bytes, LARGE), sent);
	close_ends(&ends);
}

TEST(attempt_to_connect_goes_on_and_is_made_once)
{
	struct ends ends = full_inet_listener();

	set_timeout(ends.socket, 0);
	lsock_socket_setinterruptible(ends.socket, true);
	storm_begin(20000);
	seam_reset();
	ck_assert_int_eq(lsock_socket_connect(ends.socket, &name), -EINTR);
	ck_assert_int_eq(lsock_socket_connect(ends.socket, &name), -EINTR);
	storm_end();
	act_make_room(ends.other);
	ck_assert_int_eq(lsock_socket_connect(ends.socket, &name), 0);
	ck_assert_uint_eq(seam_count("connect"), 1);
	close_ends(&ends);
}

/* ---- Which objects are so. */

TEST(objects_begin_as_before_and_a_duplicate_is_as_its_original)
{
	struct lsock_socket *socket, *twin, *pair[2];
	int interruptible;

	ck_assert_int_eq(lsock_socket_open(AF_UNIX, SOCK_STREAM, 0, &socket), 0);
	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	ck_assert(!lsock_socket_getinterruptible(socket));
	ck_assert(!lsock_socket_getinterruptible(pair[0]));
	for (interruptible = 1; interruptible >= 0; interruptible--) {
		lsock_socket_setinterruptible(socket, interruptible);
		ck_assert_int_eq(lsock_socket_getinterruptible(socket), interruptible);
		ck_assert_int_eq(lsock_socket_dup(socket, &twin), 0);
		ck_assert_int_eq(lsock_socket_getinterruptible(twin), interruptible);
		lsock_socket_free(twin);
	}
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
	lsock_socket_free(socket);
}
