/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/timed.h"

/* This program is linked with --wrap: a peer can be had that takes one byte at a time, for ever. */
static bool trickles;

ssize_t __real_lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
				 socklen_t len);
ssize_t __wrap_lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
				 socklen_t len);

ssize_t __wrap_lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
				 socklen_t len)
{
	static const struct timespec a_while = { 0, 100000 };

	if (!trickles)
		return __real_lsock__sys_sendto(fd, buf, size, flags, addr, len);
	nanosleep(&a_while, NULL);
	return 1;
}

/* ---- Each call where it has to wait: fd is not ready, and other makes it so. */

static struct lsock_addr receiver;	/* whose queue is full: for lsock_sendto() */

static ssize_t call_recv(int fd, struct lsock_deadline until)
{
	char byte;

	return lsock_recv(fd, &byte, 1, 0, until);
}

static ssize_t call_recvfrom(int fd, struct lsock_deadline until)
{
	struct lsock_addr from;
	char byte;
	ssize_t n;

	bytes_paint(&from, sizeof(from));
	n = lsock_recvfrom(fd, &byte, 1, 0, &from, until);
	ck_assert_int_eq(bytes_painted(&from, sizeof(from)), n < 0);
	return n;
}

static ssize_t call_send(int fd, struct lsock_deadline until)
{
	return lsock_send(fd, "x", 1, 0, until);
}

static ssize_t call_sendto(int fd, struct lsock_deadline until)
{
	return lsock_sendto(fd, "x", 1, 0, &receiver, until);
}

static ssize_t call_send_all(int fd, struct lsock_deadline until)
{
	size_t sent = 99;
	int r = lsock_send_all(fd, "x", 1, 0, &sent, until);

	ck_assert_uint_eq(sent, r == 0);
	return r;
}

static void empty_pair(int fds[2])
{
	unix_pair(SOCK_STREAM, fds);
}

static void full_pair(int fds[2])
{
	unix_pair(SOCK_STREAM, fds);
	fill(fds[0]);
}

/* Not connected: poll says that one can write, and one cannot. */
static void full_queue(int fds[2])
{
	struct way way = need_way(AF_UNIX, SOCK_DGRAM);

	fds[0] = way_open(&way);
	fds[1] = way_bound(&way, &receiver);
	while (sendto(fds[0], "x", 1, MSG_DONTWAIT, &receiver.u.sa, receiver.len) == 1)
		;
	ck_assert_int_eq(errno, EAGAIN);
}

static const struct {
	const char *name;
	void (*prepare)(int fds[2]);
	struct timed timed;
} calls[] = {
	{ "recv", empty_pair, { .call = call_recv, .release = act_write } },
	{ "recvfrom", empty_pair, { .call = call_recvfrom, .release = act_write } },
	{ "send", full_pair, { .call = call_send, .release = act_drain } },
	{ "sendto", full_queue, { .call = call_sendto, .release = act_drain } },
	{ "send_all", full_pair, { .call = call_send_all, .release = act_drain } },
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

TEST(call_keeps_its_deadline, CALLS)
{
	int fds[2];

	calls[i].prepare(fds);
	keeps_deadlines(&calls[i].timed, fds[0]);
	close_both(fds);
}

TEST(call_keeps_its_deadline_where_the_descriptor_blocks, CALLS)
{
	int fds[2];

	calls[i].prepare(fds);
	set_nonblocking(fds[0], false);
	keeps_deadlines(&calls[i].timed, fds[0]);
	close_both(fds);
}

TEST(call_keeps_its_deadline_under_signals, CALLS)
{
	int fds[2];

	calls[i].prepare(fds);
	keeps_deadlines_under_signals(&calls[i].timed, fds[0]);
	close_both(fds);
}

TEST(call_waits_until_it_can_be_done, CALLS)
{
	int fds[2];

	calls[i].prepare(fds);
	set_nonblocking(fds[0], i % 2 == 0);
	waits_for_release(&calls[i].timed, fds[0], fds[1]);
	close_both(fds);
}

/* The other end makes it ready a little later: how many system calls that took. */
static unsigned calls_of_one_that_waits(int i)
{
	struct later *releaser;
	int fds[2];

	calls[i].prepare(fds);
	releaser = later(50, calls[i].timed.release, fds[1]);
	seam_reset();
	ck_assert_int_ge(calls[i].timed.call(fds[0], lsock_in_ms(5000)), 0);
	later_end(releaser);
	close_both(fds);
	return seam_count(NULL);
}

TEST(call_that_waits_makes_three_system_calls, CALLS)
{
	unsigned made = 0;
	int tries;

	/* On a busy machine it may be ready before the call, once in a while. */
	for (tries = 0; tries < 5 && made != 3; tries++)
		made = calls_of_one_that_waits(i);
	if (calls[i].prepare != full_queue)	/* there poll is of no use */
		ck_assert_uint_eq(made, 3);
	ck_assert_uint_le(made, 40);
}

TEST(call_makes_one_system_call_when_ready_whatever_the_deadline, CALLS)
{
	struct lsock_deadline untils[] = { lsock_in_ms(5000), lsock_in_ms(-1), lsock_nowait() };
	int fds[2];
	size_t n;

	calls[i].prepare(fds);
	for (n = 0; n < COUNT_OF(untils); n++) {
		calls[i].timed.release(fds[1]);
		seam_reset();
		ck_assert_int_ge(calls[i].timed.call(fds[0], untils[n]), 0);
		ck_assert_uint_eq(seam_count(NULL), 1);
	}
	close_both(fds);
}

TEST(interrupted_call_is_made_again_or_told, CALLS)
{
	const char *name = calls[i].prepare == empty_pair ? "recv" : "send";
	int fds[2];

	calls[i].prepare(fds);
	calls[i].timed.release(fds[1]);
	seam_fail(name, 1, 3, -EINTR);
	ck_assert_int_ge(calls[i].timed.call(fds[0], lsock_in_ms(1000)), 0);
	calls[i].timed.release(fds[1]);
	seam_fail(name, 1, UINT32_MAX, -EINTR);
	ck_assert_int_eq(calls[i].timed.call(fds[0], lsock_or_signal(lsock_in_ms(1000))), -EINTR);
	seam_reset();
	ck_assert_int_ge(calls[i].timed.call(fds[0], lsock_or_signal(lsock_in_ms(1000))), 0);
	close_both(fds);
}

TEST(descriptors_above_1023_are_no_different, CALLS)
{
	int fds[2];

	calls[i].prepare(fds);
	fds[0] = move_high(fds[0], i % 2 ? 1500 : 9000);
	ck_assert_int_eq(calls[i].timed.call(fds[0], lsock_in_ms(5)), -ETIME);
	calls[i].timed.release(fds[1]);
	ck_assert_int_ge(calls[i].timed.call(fds[0], lsock_in_ms(2000)), 0);
	close_both(fds);
}

TEST(what_is_no_socket_is_refused_at_once, CALLS)
{
	int64_t start = clock_ns();
	int fds[2];

	receiver = need_way(AF_UNIX, SOCK_DGRAM).loopback;
	ck_assert_int_eq(pipe(fds), 0);
	ck_assert_int_eq(calls[i].timed.call(fds[0], lsock_forever()), -ENOTSOCK);
	close_both(fds);
	ck_assert_int_eq(calls[i].timed.call(fds[0], lsock_forever()), -EBADF);
	ck_assert_int_eq(calls[i].timed.call(-1, lsock_forever()), -EBADF);
	assert_took(start, 0, 1000);
}

TEST(recv_keeps_its_deadline, CONNECTIONS)
{
	struct way way = need_connection(i);
	int fds[2];

	way_pair(&way, fds);
	keeps_deadlines(&calls[0].timed, fds[0]);
	close_both(fds);
}

TEST(send_keeps_its_deadline, CONNECTIONS)
{
	struct way way = need_connection(i);
	int fds[2];

	way_pair(&way, fds);
	fill(fds[0]);
	keeps_deadlines(&calls[2].timed, fds[0]);
	close(fds[1]);	/* TIPC waits for 8 s where the end that cannot send is closed first */
	close(fds[0]);
}

/* ---- Waiting for other than data. */

TEST(error_queue_is_waited_for)
{
	struct way way = need_way(AF_INET, SOCK_DGRAM);
	struct lsock_deadline until;
	struct lsock_addr name;
	int fd = way_open(&way);
	char byte = 0;

	ck_assert_int_eq(lsock_setsockopt_int(fd, IPPROTO_IP, IP_RECVERR, 1), 0);
	seam_reset();
	until = lsock_in_ms(60);
	ck_assert_int_eq(lsock_recv(fd, &byte, 1, MSG_ERRQUEUE, until), -ETIME);
	assert_on_time(until);
	ck_assert_uint_eq(seam_count(NULL), 2);
	close(way_bound(&way, &name));
	ck_assert_int_eq(lsock_connect(fd, &name, lsock_nowait()), 0);
	ck_assert_int_eq(lsock_send(fd, "x", 1, 0, lsock_in_ms(2000)), 1);
	ck_assert_int_eq(lsock_recv(fd, &byte, 1, MSG_ERRQUEUE, lsock_in_ms(2000)), 1);
	ck_assert_int_eq(byte, 'x');
	close(fd);
}

TEST(urgent_byte_is_received_out_of_band)
{
	struct way way = need_way(AF_INET, SOCK_STREAM);
	int fds[2];
	char byte = 0;

	way_pair(&way, fds);
	ck_assert_int_eq(lsock_send(fds[0], "!", 1, MSG_OOB, lsock_in_ms(2000)), 1);
	ck_assert_int_eq(lsock_wait(fds[1], POLLPRI, lsock_in_ms(2000)), POLLPRI);
	ck_assert_int_eq(lsock_recv(fds[1], &byte, 1, MSG_OOB, lsock_in_ms(2000)), 1);
	ck_assert_int_eq(byte, '!');
	close_both(fds);
}

/* ---- How far a call came that did not come to its end. */

TEST(progress_of_send_all_is_what_the_peer_gets)
{
	static char bytes[4 << 20];
	struct lsock_deadline until;
	size_t sent = 0;
	int fds[2], r;

	unix_pair(SOCK_STREAM, fds);
	until = lsock_in_ms(50);
	r = lsock_send_all(fds[0], bytes, sizeof(bytes), 0, &sent, until);
	ck_assert_int_eq(r, -ETIME);
	assert_on_time(until);
	ck_assert_uint_gt(sent, 0);
	ck_assert_uint_lt(sent, sizeof(bytes));
	ck_assert_int_eq(lsock_send_all(fds[0], bytes, 1, 0, NULL, lsock_nowait()), -EAGAIN);
	close(fds[0]);
	ck_assert_uint_eq(drain(fds[1], bytes, sizeof(bytes)), sent);
	close(fds[1]);
}

/* It always takes a little: each wait of the call ends well before the deadline. */
static void *sip(void *fd)
{
	static const struct timespec a_while = { 0, 5 * MS };
	char buf[4096];
	ssize_t n;

	while ((n = recv(*(int *) fd, buf, sizeof(buf), 0)) != 0)
		nanosleep(&a_while, NULL);
	return NULL;
}

TEST(peer_that_always_takes_a_byte_does_not_beat_the_deadline)
{
	static char bytes[1 << 20];
	struct lsock_deadline until = lsock_in_ms(50);
	size_t sent = 0;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	trickles = true;
	ck_assert_int_eq(lsock_send_all(fds[0], bytes, sizeof(bytes), 0, &sent, until), -ETIME);
	trickles = false;
	assert_on_time(until);
	ck_assert_uint_gt(sent, 5);
	ck_assert_uint_lt(sent, 600);
	close_both(fds);
}

TEST(slow_peer_does_not_beat_the_deadline)
{
	static char bytes[8 << 20];
	struct lsock_deadline until;
	pthread_t sipper;
	size_t sent = 0;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	sipper = start_thread(sip, &fds[1]);
	until = lsock_in_ms(200);
	ck_assert_int_eq(lsock_send_all(fds[0], bytes, sizeof(bytes), 0, &sent, until), -ETIME);
	assert_on_time(until);
	ck_assert_uint_gt(sent, 0);
	close(fds[0]);
	shutdown(fds[1], SHUT_RDWR);
	end_thread(sipper);
	close(fds[1]);
}

TEST(progress_of_send_all_is_told_of_other_errors_too)
{
	static char bytes[4 << 20];
	struct later *closer;
	size_t sent = 0;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	closer = later(50, act_close, fds[1]);
	ck_assert_int_eq(lsock_send_all(fds[0], bytes, sizeof(bytes), 0, &sent, lsock_in_ms(5000)),
			 -EPIPE);
	ck_assert_uint_gt(sent, 0);
	later_end(closer);
	ck_assert_int_eq(lsock_send_all(fds[0], bytes, 1, 0, &sent, lsock_in_ms(5000)), -EPIPE);
	ck_assert_uint_eq(sent, 0);
	close(fds[0]);
}
