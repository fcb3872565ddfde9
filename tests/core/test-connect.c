/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/timed.h"

static struct lsock_addr address(const char *text)
{
	struct lsock_addr addr;

	ck_assert_msg(lsock_addr_parse(text, strlen(text), &addr, NULL) == 0, "%s", text);
	return addr;
}

/* A listener whose queue takes no more connections, and the one that fills it. */
struct full {
	struct way way;
	struct lsock_addr name;
	int listener, client;
};

static struct full make_full(int af, int type)
{
	struct full full = { .way = need_way(af, type) };
	struct pollfd fds = { .events = POLLIN };

	full.listener = way_listen(&full.way, 0, &full.name);
	full.client = way_dial(&full.way, &full.name);
	fds.fd = full.listener;
	ck_assert_int_eq(poll(&fds, 1, 2000), 1);
	return full;
}

static void end_full(const struct full *full)
{
	close(full->listener);
	close(full->client);
}

/* The two that have such a queue and say EAGAIN. */
static int unix_count(void)
{
	return 2;
}

static int unix_type(int i)
{
	return i == 0 ? SOCK_STREAM : SOCK_SEQPACKET;
}

static const char *unix_label(int i)
{
	return i == 0 ? "unix stream" : "unix seqpacket";
}

#define UNIX_CONNECTIONS .count = unix_count, .label = unix_label

TEST(connected_is_connected, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr name;
	int listener = way_listen(&way, 1, &name), fd = way_open(&way), peer, r;
	char byte;

	r = lsock_connect(fd, &name, lsock_nowait());
	ck_assert_msg(r == 0 || r == -EINPROGRESS, "%s", lsock_strerror(r));
	ck_assert_int_eq(lsock_wait(listener, POLLIN, lsock_in_ms(2000)), POLLIN);
	peer = accept(listener, NULL, NULL);
	ck_assert_int_ge(peer, 0);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_nowait()), 0);
	act_write(fd);
	ck_assert_uint_eq(drain(peer, &byte, 1), 1);
	close(peer);
	close(fd);
	close(listener);
}

/* In TIPC until it is accepted, in the other families until it is in the queue. */
TEST(connect_waits_until_it_is_connected, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr name;
	int listener = way_listen(&way, 1, &name), fd = way_open(&way);
	struct later *accepter = later(100, act_accept, listener);

	ck_assert_int_eq(lsock_connect(fd, &name, lsock_in_ms(5000)), 0);
	later_end(accepter);
	close(fd);
	close(listener);
}

TEST(nobody_there_is_refused, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr name;
	int64_t start = clock_ns();
	int fd, r;

	close(way_bound(&way, &name));
	fd = way_open(&way);
	r = lsock_connect(fd, &name, lsock_in_ms(5000));
	/* vsock resets, TIPC has no port of that number. */
	ck_assert_msg(r == -ECONNREFUSED || r == -ECONNRESET || r == -EHOSTUNREACH, "%s",
		      lsock_strerror(r));
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(5000)), -ENOTCONN);
	assert_took(start, 0, 1500);
	close(fd);
}

TEST(errors_of_the_call_itself_are_told)
{
	struct lsock_addr inet = address("127.0.0.1:1"), none = address("/nonexistent/socket");
	struct lsock_addr inet6 = address("[::1]:1"), dead = address("@lsock-nobody-listens-here");
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0), local = lsock_open(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_eq(lsock_connect(local, &none, lsock_in_ms(2000)), -ENOENT);
	ck_assert_int_eq(lsock_connect(local, &dead, lsock_in_ms(2000)), -ECONNREFUSED);
	ck_assert_int_eq(lsock_connect(local, &inet, lsock_in_ms(2000)), -EINVAL);
	ck_assert_int_eq(lsock_connect(fd, &inet6, lsock_in_ms(2000)), -EAFNOSUPPORT);
	inet.len = sizeof(inet.u) + 1;
	ck_assert_int_eq(lsock_connect(fd, &inet, lsock_in_ms(2000)), -EINVAL);
	inet.len = 3;
	ck_assert_int_eq(lsock_connect(fd, &inet, lsock_in_ms(2000)), -EINVAL);
	close(fd);
	close(local);
}

TEST(what_is_no_socket_is_refused_at_once)
{
	struct lsock_addr name = address("127.0.0.1:1");
	int64_t start = clock_ns();
	int fd = open("/dev/null", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	ck_assert_int_eq(lsock_connect(fd, &name, lsock_forever()), -ENOTSOCK);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_forever()), -ENOTSOCK);
	close(fd);
	ck_assert_int_eq(lsock_connect(fd, &name, lsock_forever()), -EBADF);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_forever()), -EBADF);
	ck_assert_int_eq(lsock_connect(-1, &name, lsock_forever()), -EBADF);
	ck_assert_int_eq(lsock_connect_finish(-1, lsock_forever()), -EBADF);
	assert_took(start, 0, 1000);
}

TEST(descriptor_that_blocks_is_refused, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr name;
	int listener = way_listen(&way, 1, &name), fd = way_open(&way);

	set_nonblocking(fd, false);
	ck_assert_int_eq(lsock_connect(fd, &name, lsock_forever()), -EINVAL);
	ck_assert_int_eq(lsock_wait(listener, POLLIN, lsock_in_ms(20)), -ETIME);
	close(fd);
	close(listener);
}

TEST(what_never_began_is_not_connected, CONNECTIONS)
{
	struct way way = need_connection(i);
	int fd = way_open(&way);

	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(500)), -ENOTCONN);
	close(fd);
}

TEST(passed_deadline_tries_once)
{
	struct way way = need_way(AF_UNIX, SOCK_STREAM);
	struct lsock_addr name;
	int listener = way_listen(&way, 1, &name), fd = way_open(&way);

	ck_assert_int_eq(lsock_connect(fd, &name, lsock_in_ms(-1)), 0);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(-1)), 0);
	close(fd);
	close(listener);
}

TEST(datagrams_are_connected_at_once)
{
	struct way way = need_way(AF_INET, SOCK_DGRAM);
	struct lsock_addr name, told;
	int peer = way_bound(&way, &name), fd = way_open(&way);
	char byte;

	ck_assert_int_eq(lsock_connect(fd, &name, lsock_nowait()), 0);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_nowait()), 0);
	ck_assert_int_eq(lsock_getpeername(fd, &told), 0);
	ck_assert(lsock_addr_equal(&name, &told));
	act_write(fd);
	ck_assert_uint_eq(drain(peer, &byte, 1), 1);
	close(fd);
	close(peer);
}

/* ---- AF_UNIX with a full backlog: nothing is started, and poll lies. */

static struct lsock_addr dialled;

static ssize_t connect_once(int fd, struct lsock_deadline until)
{
	return lsock_connect(fd, &dialled, until);
}

static const struct timed connecting = { .call = connect_once, .release = act_accept };

TEST(full_backlog_keeps_the_deadline, UNIX_CONNECTIONS)
{
	struct full full = make_full(AF_UNIX, unix_type(i));
	int fd = way_open(&full.way);

	dialled = full.name;
	keeps_deadlines(&connecting, fd);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(1000)), -ENOTCONN);
	close(fd);
	end_full(&full);
}

TEST(full_backlog_keeps_the_deadline_under_signals, UNIX_CONNECTIONS)
{
	struct full full = make_full(AF_UNIX, unix_type(i));
	int fd = way_open(&full.way);

	dialled = full.name;
	keeps_deadlines_under_signals(&connecting, fd);
	close(fd);
	end_full(&full);
}

TEST(full_backlog_is_waited_for_until_a_slot_is_free, UNIX_CONNECTIONS)
{
	struct full full = make_full(AF_UNIX, unix_type(i));
	int fd = way_open(&full.way), peer;
	char byte;

	dialled = full.name;
	waits_for_release(&connecting, fd, full.listener);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_nowait()), 0);
	peer = accept(full.listener, NULL, NULL);
	ck_assert_int_ge(peer, 0);
	act_write(fd);
	ck_assert_uint_eq(drain(peer, &byte, 1), 1);
	close(peer);
	close(fd);
	end_full(&full);
}

TEST(full_backlog_is_tried_at_intervals)
{
	struct full full = make_full(AF_UNIX, SOCK_STREAM);
	int fd = way_open(&full.way);

	seam_reset();
	ck_assert_int_eq(lsock_connect(fd, &full.name, lsock_in_ms(300)), -ETIME);
	ck_assert_uint_ge(seam_count("connect"), 10);
	ck_assert_uint_le(seam_count("connect"), 30);
	close(fd);
	end_full(&full);
}

TEST(listener_that_goes_while_its_backlog_is_full_refuses)
{
	struct full full = make_full(AF_UNIX, SOCK_STREAM);
	int fd = way_open(&full.way);
	struct later *closer = later(100, act_close, full.listener);

	ck_assert_int_eq(lsock_connect(fd, &full.name, lsock_in_ms(5000)), -ECONNREFUSED);
	later_end(closer);
	close(fd);
	close(full.client);
}

/* ---- TCP with a full backlog: the attempt goes on, nobody answers. */

static ssize_t finish(int fd, struct lsock_deadline until)
{
	return lsock_connect_finish(fd, until);
}

static const struct timed finishing = {
	.call = finish, .nowait = -EINPROGRESS, .release = act_accept,
};

TEST(unanswered_attempt_ends_at_the_deadline_and_can_be_finished)
{
	struct full full = make_full(AF_INET, SOCK_STREAM);
	struct lsock_deadline until = lsock_in_ms(150);
	int fd = way_open(&full.way), peer;
	char byte;

	seam_reset();
	ck_assert_int_eq(lsock_connect(fd, &full.name, until), -ETIME);
	assert_on_time(until);
	/* It goes on: who calls connect(2) again is told so. */
	ck_assert_int_eq(connect(fd, &full.name.u.sa, full.name.len), -1);
	ck_assert_int_eq(errno, EALREADY);
	keeps_deadlines(&finishing, fd);
	act_accept(full.listener);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(5000)), 0);
	ck_assert_uint_eq(seam_count("connect"), 1);
	peer = accept(full.listener, NULL, NULL);
	ck_assert_int_ge(peer, 0);
	act_write(peer);
	ck_assert_uint_eq(drain(fd, &byte, 1), 1);
	close(peer);
	close(fd);
	end_full(&full);
}

TEST(unanswered_attempt_with_nowait_is_in_progress)
{
	struct full full = make_full(AF_INET, SOCK_STREAM);
	int fd = way_open(&full.way);

	ck_assert_int_eq(lsock_connect(fd, &full.name, lsock_nowait()), -EINPROGRESS);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_nowait()), -EINPROGRESS);
	close(fd);
	end_full(&full);
}

TEST(unanswered_attempt_keeps_its_deadline_under_signals)
{
	struct full full = make_full(AF_INET, SOCK_STREAM);
	struct lsock_deadline until;
	int fd = way_open(&full.way);

	seam_reset();
	storm_begin(1000);
	until = lsock_in_ms(100);
	ck_assert_int_eq(lsock_connect(fd, &full.name, until), -ETIME);
	assert_on_time(until);
	storm_end();
	keeps_deadlines_under_signals(&finishing, fd);
	ck_assert_uint_eq(seam_count("connect"), 1);
	close(fd);
	end_full(&full);
}

TEST(signal_ends_an_attempt_that_says_so_and_it_can_be_finished)
{
	struct full full = make_full(AF_INET, SOCK_STREAM);
	int fd = way_open(&full.way), r;

	storm_begin(1000);
	seam_reset();
	ck_assert_int_eq(lsock_connect(fd, &full.name, lsock_or_signal(lsock_forever())), -EINTR);
	act_accept(full.listener);
	do
		r = lsock_connect_finish(fd, lsock_or_signal(lsock_in_ms(5000)));
	while (r == -EINTR);
	storm_end();
	ck_assert_int_eq(r, 0);
	ck_assert_uint_eq(seam_count("connect"), 1);
	close(fd);
	end_full(&full);
}

TEST(attempt_that_is_refused_late_is_told_by_finish)
{
	struct full full = make_full(AF_INET, SOCK_STREAM);
	int fd = way_open(&full.way);

	ck_assert_int_eq(lsock_connect(fd, &full.name, lsock_in_ms(50)), -ETIME);
	close(full.listener);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(5000)), -ECONNREFUSED);
	ck_assert_int_eq(lsock_connect_finish(fd, lsock_in_ms(5000)), -ENOTCONN);
	close(fd);
	close(full.client);
}

/* The kernel's own word for it stays apart from ours. */
TEST(timeout_of_the_transport_is_not_ours)
{
	struct way way = need_way(AF_INET, SOCK_STREAM);
	struct lsock_addr name;
	int listener = way_listen(&way, 1, &name), fd = way_open(&way);

	seam_fail("connect", 1, 1, -ETIMEDOUT);
	ck_assert_int_eq(lsock_connect(fd, &name, lsock_in_ms(2000)), -ETIMEDOUT);
	close(fd);
	close(listener);
}
