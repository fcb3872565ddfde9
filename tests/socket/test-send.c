/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects that send: once, or all of it, and a megabyte back and forth.
 * Of lib/core/transfer.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/harness/ends.h"
#include "tests/harness/flow.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/timed.h"

/* ---- The four calls, for one byte. */

static struct lsock_addr receiver;

static ssize_t send_one(struct lsock_socket *socket)
{
	return lsock_socket_send(socket, "x", 1, 0);
}

static ssize_t sendall_one(struct lsock_socket *socket)
{
	size_t sent = 99;
	int r = lsock_socket_sendall(socket, "x", 1, 0, &sent);

	ck_assert_uint_eq(sent, r == 0);
	return r;
}

static ssize_t sendto_one(struct lsock_socket *socket)
{
	return lsock_socket_sendto(socket, "x", 1, 0, &receiver);
}

static ssize_t sendto_one_text(struct lsock_socket *socket)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_gt(lsock_addr_format(&receiver, text, sizeof(text)), 0);
	return lsock_socket_sendto_text(socket, "x", 1, 0, text, NULL);
}

static struct ends full_pair(void)
{
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	fill(fds[0]);
	return ends_of(fds);
}

/* Not connected: poll says that one can write, and one cannot. */
static struct ends full_queue(void)
{
	struct way way = need_way(AF_UNIX, SOCK_DGRAM);
	int fds[2] = { way_open(&way), way_bound(&way, &receiver) };

	while (sendto(fds[0], "x", 1, MSG_DONTWAIT, &receiver.u.sa, receiver.len) == 1)
		;
	ck_assert_int_eq(errno, EAGAIN);
	return ends_of(fds);
}

static const struct {
	const char *name;
	struct ends (*prepare)(void);
	struct timed timed;
} calls[] = {
	{ "send", full_pair, { .method = send_one, .release = act_drain } },
	{ "sendall", full_pair, { .method = sendall_one, .release = act_drain } },
	{ "sendto", full_queue, { .method = sendto_one, .release = act_drain } },
	{ "sendto_text", full_queue, { .method = sendto_one_text, .release = act_drain } },
};

static int call_count(void)
{
	return (int) COUNT_OF(calls);
}

static const char *call_label(int i)
{
	return calls[i].name;
}

#define CALLS .count = call_count, .label = call_label

TEST(call_keeps_its_timeout, CALLS)
{
	struct ends ends = calls[i].prepare();

	keeps_timeouts(&calls[i].timed, ends.socket);
	close_ends(&ends);
}

TEST(call_without_timeout_waits_through_signals, CALLS)
{
	struct ends ends = calls[i].prepare();

	waits_without_timeout(&calls[i].timed, ends.socket, ends.other);
	close_ends(&ends);
}

TEST(timeout_holds_on_a_descriptor_that_blocks, CALLS)
{
	struct ends ends = calls[i].prepare();
	struct lsock_deadline end;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 50 * MS), 0);
	set_nonblocking(lsock_socket_fileno(ends.socket), false);
	end = lsock_in_ms(50);
	ck_assert_int_eq(calls[i].timed.method(ends.socket), -ETIME);
	assert_on_time(end);
	close_ends(&ends);
}

/* Its deadline is half a second: spinning would use all of that. */
TEST(full_queue_is_waited_for_without_spinning)
{
	struct ends ends = full_queue();
	struct lsock_deadline end;
	struct later *drainer;
	int64_t used;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 500 * MS), 0);
	used = cpu_ns();
	end = lsock_in_ms(500);
	ck_assert_int_eq(sendto_one(ends.socket), -ETIME);
	assert_on_time(end);
	assert_cheap(used, 50 * MS);
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 5000 * MS), 0);
	drainer = later(200, act_drain, ends.other);
	used = clock_ns();
	ck_assert_int_eq(sendto_one(ends.socket), 1);
	assert_took(used, 150, 1200);
	later_end(drainer);
	close_ends(&ends);
}

/* SO_SNDTIMEO is the user's own way to bound the kernel's wait, and it bounds it once. */
TEST(timeout_of_the_kernel_is_told_in_its_time, CALLS)
{
	struct ends ends = calls[i].prepare();
	struct timeval time = { 0, 100000 };
	int64_t start;

	ck_assert_int_eq(lsock_socket_setsockopt(ends.socket, SOL_SOCKET, SO_SNDTIMEO, &time,
						 sizeof(time)), 0);
	seam_reset();
	start = clock_ns();
	ck_assert_int_eq(calls[i].timed.method(ends.socket), -EAGAIN);
	assert_took(start, 90, 1000);
	ck_assert_uint_eq(seam_count("send"), 1);
	close_ends(&ends);
}

TEST(call_makes_one_system_call_when_there_is_room, CALLS)
{
	static const int64_t timeouts[] = { -1, 0, 2000 * MS };
	struct ends ends = calls[i].prepare();
	size_t n;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		act_drain(ends.other);
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeouts[n]), 0);
		seam_reset();
		ck_assert_int_ge(calls[i].timed.method(ends.socket), 0);
		ck_assert_uint_eq(seam_count(NULL), 1);
	}
	close_ends(&ends);
}

static unsigned calls_of_one_that_waits(void)
{
	struct ends ends = full_pair();
	struct later *drainer = later(50, act_drain, ends.other);

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 2000 * MS), 0);
	seam_reset();
	ck_assert_int_eq(send_one(ends.socket), 1);
	later_end(drainer);
	close_ends(&ends);
	return seam_count("send") + seam_count("ppoll");
}

TEST(call_that_waits_makes_three_system_calls)
{
	unsigned made = 0;
	int tries;

	/* On a busy machine there may be room before the call, once in a while. */
	for (tries = 0; tries < 5 && made != 3; tries++)
		made = calls_of_one_that_waits();
	ck_assert_uint_eq(made, 3);
}

TEST(dontwait_does_not_wait_whatever_the_timeout)
{
	static const int64_t timeouts[] = { -1, 0, 5000 * MS };
	struct ends ends = full_pair();
	int64_t start = clock_ns();
	size_t n, sent;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeouts[n]), 0);
		ck_assert_int_eq(lsock_socket_send(ends.socket, "x", 1, MSG_DONTWAIT), -EAGAIN);
		ck_assert_int_eq(lsock_socket_sendall(ends.socket, "x", 1, MSG_DONTWAIT, &sent),
				 -EAGAIN);
	}
	assert_took(start, 0, 1000);
	close_ends(&ends);
}

/* ---- All of it. */

static char bytes[4 << 20];

TEST(progress_of_sendall_is_what_the_peer_gets)
{
	static const int64_t timeouts[] = { 50 * MS, 0 };
	static const int errors[] = { -ETIME, -EAGAIN };
	struct ends ends;
	size_t n, sent;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		ends = unix_ends(SOCK_STREAM);
		sent = 0;
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeouts[n]), 0);
		ck_assert_int_eq(lsock_socket_sendall(ends.socket, bytes, sizeof(bytes), 0, &sent),
				 errors[n]);
		ck_assert_uint_gt(sent, 0);
		ck_assert_uint_lt(sent, sizeof(bytes));
		ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
		ck_assert_uint_eq(drain(ends.other, bytes, sizeof(bytes)), sent);
		close_ends(&ends);
	}
}

TEST(sendall_of_nothing_sends_an_empty_message)
{
	struct ends ends = unix_ends(SOCK_SEQPACKET);
	size_t sent = 99;
	char byte = 0;

	ck_assert_int_eq(lsock_socket_sendall(ends.socket, NULL, 0, 0, &sent), 0);
	ck_assert_uint_eq(sent, 0);
	ck_assert_int_eq(lsock_socket_send(ends.socket, NULL, 0, 0), 0);
	ck_assert_int_eq(lsock_socket_send(ends.socket, "x", 1, 0), 1);
	ck_assert_int_eq(recv(ends.other, &byte, 1, 0), 0);
	ck_assert_int_eq(recv(ends.other, &byte, 1, 0), 0);
	ck_assert_int_eq(recv(ends.other, &byte, 1, 0), 1);
	ck_assert_int_eq(byte, 'x');
	close_ends(&ends);
}

TEST(dead_peer_is_an_error_and_no_signal, CONNECTIONS)
{
	static const int64_t timeouts[] = { -1, 0, 100 * MS };
	struct way way = need_connection(i);
	struct ends ends;
	ssize_t r;
	size_t n;
	int fds[2], tries;

	ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
	for (n = 0; n < COUNT_OF(timeouts); n++) {
		way_pair(&way, fds);
		ends = ends_of(fds);
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeouts[n]), 0);
		close(ends.other);
		/* A reset may be told first, and only when it has come. */
		for (r = 0, tries = 0; tries < 1000 && r != -EPIPE; tries++)
			r = lsock_socket_send(ends.socket, "x", 1, 0);
		ck_assert_msg(r == -EPIPE, "%s", lsock_strerror((int) r));
		ck_assert_int_eq(lsock_socket_sendall(ends.socket, "x", 1, 0, NULL), -EPIPE);
		lsock_socket_free(ends.socket);
	}
}

TEST(receiver_is_named_by_value_and_by_text)
{
	struct way way = need_way(AF_INET6, SOCK_DGRAM);
	struct ends ends = ends_of((int[]){ way_open(&way), way_bound(&way, &receiver) });
	char buf[4];

	ck_assert_int_eq(sendto_one(ends.socket), 1);
	ck_assert_int_eq(sendto_one_text(ends.socket), 1);
	ck_assert_int_eq(recv(ends.other, buf, sizeof(buf), 0), 1);
	ck_assert_int_eq(recv(ends.other, buf, sizeof(buf), 0), 1);
	ck_assert_int_eq(buf[0], 'x');
	ck_assert_int_eq(lsock_socket_send(ends.socket, "x", 1, 0), -EDESTADDRREQ);
	receiver.len = sizeof(receiver.u) + 1;
	ck_assert_int_eq(sendto_one(ends.socket), -EINVAL);
	close_ends(&ends);
}

/* ---- Much of it. */

static int flow_send(void *socket, const void *buf, size_t size)
{
	return lsock_socket_sendall(socket, buf, size, 0, NULL);
}

static ssize_t flow_receive(void *socket, void *buf, size_t size)
{
	const void *data;
	ssize_t n = lsock_socket_recv(socket, size, 0, &data);

	if (n > 0)
		memcpy(buf, data, (size_t) n);
	return n;
}

static int timeout_count(void)
{
	return 2;
}

static const char *timeout_label(int i)
{
	return i ? "with a timeout" : "without a timeout";
}

TEST(a_megabyte_under_signals_is_whole, .count = timeout_count, .label = timeout_label)
{
	struct lsock_socket *pair[2];
	struct flow_end from, to;
	int n;

	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	for (n = 0; n < 2; n++)
		ck_assert_int_eq(lsock_socket_settimeout(pair[n], i ? 10000 * MS : -1), 0);
	from = (struct flow_end){ flow_send, flow_receive, pair[0], true };
	to = (struct flow_end){ flow_send, flow_receive, pair[1], true };
	flow_under_signals(&from, &to, true);
	flow_under_signals(&to, &from, false);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
}

static void *echo(void *fd)
{
	char buf[4096];
	ssize_t n;

	while ((n = recv(*(int *) fd, buf, sizeof(buf), 0)) > 0)
		(void) send(*(int *) fd, buf, (size_t) n, MSG_NOSIGNAL);
	return NULL;
}

/* One thread receives while another one sends on the same object, to a peer that echoes. */
TEST(two_threads_share_an_object, .count = timeout_count, .label = timeout_label)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	struct flow_end both = { flow_send, flow_receive, ends.socket, true };
	pthread_t echoing;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, i ? 10000 * MS : -1), 0);
	set_nonblocking(ends.other, false);
	echoing = start_thread(echo, &ends.other);
	flow_under_signals(&both, &both, i);
	ck_assert_int_eq(lsock_socket_shutdown(ends.socket, SHUT_RDWR), 0);
	end_thread(echoing);
	close_ends(&ends);
}
