/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects that receive: into buffers of theirs, and of the caller's.
 * Of lib/core/transfer.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/ends.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/timed.h"

/* ---- The four calls, for one byte. */

static ssize_t recv_one(struct lsock_socket *socket)
{
	const void *data = NULL;
	ssize_t n = lsock_socket_recv(socket, 1, 0, &data);

	ck_assert_int_eq(data != NULL, n >= 0);
	return n;
}

static ssize_t recvfrom_one(struct lsock_socket *socket)
{
	const void *data = NULL;
	struct lsock_addr from;
	ssize_t n;

	bytes_paint(&from, sizeof(from));
	n = lsock_socket_recvfrom(socket, 1, 0, &data, &from);
	ck_assert_int_eq(data != NULL, n >= 0);
	ck_assert_int_eq(bytes_painted(&from, sizeof(from)), n < 0);
	return n;
}

static ssize_t recv_one_into(struct lsock_socket *socket)
{
	char byte;

	return lsock_socket_recv_into(socket, &byte, 1, 0);
}

static ssize_t recvfrom_one_into(struct lsock_socket *socket)
{
	struct lsock_addr from;
	char byte;
	ssize_t n;

	bytes_paint(&from, sizeof(from));
	n = lsock_socket_recvfrom_into(socket, &byte, 1, 0, &from);
	ck_assert_int_eq(bytes_painted(&from, sizeof(from)), n < 0);
	return n;
}

static const struct {
	const char *name;
	struct timed timed;
} calls[] = {
	{ "recv", { .method = recv_one, .release = act_write } },
	{ "recvfrom", { .method = recvfrom_one, .release = act_write } },
	{ "recv_into", { .method = recv_one_into, .release = act_write } },
	{ "recvfrom_into", { .method = recvfrom_one_into, .release = act_write } },
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
	struct ends ends = unix_ends(SOCK_STREAM);

	keeps_timeouts(&calls[i].timed, ends.socket);
	close_ends(&ends);
}

TEST(call_without_timeout_waits_through_signals, CALLS)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	waits_without_timeout(&calls[i].timed, ends.socket, ends.other);
	close_ends(&ends);
}

TEST(recv_keeps_its_timeout, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct ends ends;
	int fds[2];

	way_pair(&way, fds);
	ends = ends_of(fds);
	keeps_timeouts(&calls[0].timed, ends.socket);
	act_write(ends.other);
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 2000 * MS), 0);
	ck_assert_int_eq(recv_one(ends.socket), 1);
	close_ends(&ends);
}

/* Another holder may have made the descriptor block. */
TEST(timeout_holds_on_a_descriptor_that_blocks, CALLS)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	struct lsock_deadline end;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 50 * MS), 0);
	set_nonblocking(lsock_socket_fileno(ends.socket), false);
	end = lsock_in_ms(50);
	ck_assert_int_eq(calls[i].timed.method(ends.socket), -ETIME);
	assert_on_time(end);
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 0), 0);
	set_nonblocking(lsock_socket_fileno(ends.socket), false);
	ck_assert_int_eq(calls[i].timed.method(ends.socket), -EAGAIN);
	close_ends(&ends);
}

TEST(timeout_of_any_length_is_waited_for, CALLS)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	struct later *writer;
	int64_t start;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, i % 2 ? INT64_MAX :
						 ((INT64_C(1) << 32) + 50) * MS), 0);
	writer = later(300, act_write, ends.other);
	start = clock_ns();
	ck_assert_int_eq(calls[i].timed.method(ends.socket), 1);
	assert_took(start, 250, 1300);
	later_end(writer);
	close_ends(&ends);
}

/* SO_RCVTIMEO is the user's own way to bound the kernel's wait, and it bounds it once. */
TEST(timeout_of_the_kernel_is_told_in_its_time, CALLS)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	struct timeval time = { 0, 100000 };
	int64_t start;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, -1), 0);
	ck_assert_int_eq(lsock_socket_setsockopt(ends.socket, SOL_SOCKET, SO_RCVTIMEO, &time,
						 sizeof(time)), 0);
	seam_reset();
	start = clock_ns();
	ck_assert_int_eq(calls[i].timed.method(ends.socket), -EAGAIN);
	assert_took(start, 90, 1000);
	ck_assert_uint_eq(seam_count("recv"), 1);
	close_ends(&ends);
}

/* ---- How many system calls it takes. */

TEST(call_makes_one_system_call_when_data_is_ready, CALLS)
{
	static const int64_t timeouts[] = { -1, 0, 2000 * MS };
	struct ends ends = unix_ends(SOCK_STREAM);
	size_t n;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeouts[n]), 0);
		act_write(ends.other);
		seam_reset();
		ck_assert_int_eq(calls[i].timed.method(ends.socket), 1);
		ck_assert_uint_eq(seam_count(NULL), 1);
	}
	close_ends(&ends);
}

/* The byte comes a little later: how many system calls it took. */
static unsigned calls_for_awaited(struct ends *ends, ssize_t (*method)(struct lsock_socket *))
{
	struct later *writer = later(20, act_write, ends->other);

	seam_reset();
	ck_assert_int_eq(method(ends->socket), 1);
	later_end(writer);
	return seam_count(NULL);
}

/* Five in a row: on a busy machine the byte is there before the call, once in a while. */
static void assert_steady(struct ends *ends, ssize_t (*method)(struct lsock_socket *),
			  unsigned expected)
{
	int in_a_row = 0, n;

	for (n = 0; n < 50 && in_a_row < 5; n++)
		in_a_row = calls_for_awaited(ends, method) == expected ? in_a_row + 1 : 0;
	ck_assert_int_eq(in_a_row, 5);
}

TEST(call_makes_two_system_calls_in_steady_waiting, CALLS)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 2000 * MS), 0);
	ck_assert_uint_le(calls_for_awaited(&ends, calls[i].timed.method), 3);
	assert_steady(&ends, calls[i].timed.method, 2);
	close_ends(&ends);
}

static unsigned calls_for_ready_data(struct ends *ends, ssize_t (*method)(struct lsock_socket *))
{
	act_write(ends->other);
	seam_reset();
	ck_assert_int_eq(method(ends->socket), 1);
	return seam_count(NULL);
}

/* Once at best; more often if another task takes the processor just then. */
TEST(call_that_waited_waits_in_vain_hardly_ever, CALLS)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int n = 0;

	if (under_uml())
		skip("a clock that is slower to read than a poll says nothing here");
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 2000 * MS), 0);
	assert_steady(&ends, calls[i].timed.method, 2);
	while (calls_for_ready_data(&ends, calls[i].timed.method) > 1)
		ck_assert_int_lt(n++, 50);
	for (n = 0; n < 5; n++)
		ck_assert_uint_eq(calls_for_ready_data(&ends, calls[i].timed.method), 1);
	close_ends(&ends);
}

TEST(call_makes_one_system_call_where_the_kernel_waits, CALLS)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	assert_steady(&ends, calls[i].timed.method, 1);
	close_ends(&ends);
}

TEST(dontwait_does_not_wait_whatever_the_timeout)
{
	static const int64_t timeouts[] = { -1, 0, 5000 * MS };
	struct ends ends = unix_ends(SOCK_STREAM);
	int64_t start = clock_ns();
	int tries;
	size_t n;
	char byte;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		/* Which had to wait: the next one would wait first. */
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 10 * MS), 0);
		ck_assert_int_eq(lsock_socket_recv_into(ends.socket, &byte, 1, 0), -ETIME);
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeouts[n]), 0);
		for (tries = 0; tries < 2; tries++)
			ck_assert_int_eq(lsock_socket_recv_into(ends.socket, &byte, 1,
								MSG_DONTWAIT), -EAGAIN);
	}
	assert_took(start, 0, 1000);
	close_ends(&ends);
}

/* ---- Buffers. */

TEST(data_is_good_until_the_next_receive)
{
	static char large[100000];
	struct ends ends = unix_ends(SOCK_STREAM);
	const void *data, *again;
	ssize_t n;
	size_t got = 0;

	ck_assert_int_eq(send(ends.other, "small", 5, 0), 5);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 16, 0, &data), 5);
	memset(large, 'l', sizeof(large));
	ck_assert_int_eq(send(ends.other, large, sizeof(large), 0), sizeof(large));
	ck_assert_int_eq(lsock_socket_send(ends.socket, "x", 1, 0), 1);
	ck_assert_int_eq(lsock_socket_recv_into(ends.socket, large, 10, 0), 10);
	ck_assert_mem_eq(data, "small", 5);
	while (got < sizeof(large) - 10) {
		n = lsock_socket_recv(ends.socket, sizeof(large), 0, &data);
		ck_assert_int_gt(n, 0);
		ck_assert_mem_eq(data, large, (size_t) n);
		got += (size_t) n;
	}
	act_write(ends.other);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 1, 0, &again), 1);
	ck_assert_ptr_eq(again, data);		/* it need not shrink */
	close_ends(&ends);
}

TEST(receiving_takes_no_more_than_was_asked_for)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	const void *data;
	char buf[8] = "........";

	ck_assert_int_eq(send(ends.other, "abcdefgh", 8, 0), 8);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 4, 0, &data), 4);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 2, 0, &data), 2);
	ck_assert_mem_eq(data, "ef", 2);
	ck_assert_int_eq(lsock_socket_recv_into(ends.socket, buf, 1, MSG_PEEK), 1);
	ck_assert_int_eq(lsock_socket_recv_into(ends.socket, buf + 1, 7, 0), 2);
	ck_assert_mem_eq(buf, "ggh.....", 8);
	close_ends(&ends);
}

TEST(receiving_nothing_takes_a_message_as_recv_does)
{
	struct ends ends = unix_ends(SOCK_DGRAM);
	const void *data = NULL;

	act_write(ends.other);
	act_write(ends.other);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 0, 0, &data), 0);
	ck_assert_ptr_nonnull(data);
	ck_assert_int_eq(lsock_socket_recv_into(ends.socket, NULL, 0, 0), 0);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 0, MSG_DONTWAIT, &data), -EAGAIN);
	close_ends(&ends);
}

TEST(no_memory_loses_no_data)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	struct lsock_addr from;
	const void *data = &from;

	act_write(ends.other);
	seam_fail("malloc", 1, 2, -ENOMEM);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 4, 0, &data), -ENOMEM);
	ck_assert_int_eq(lsock_socket_recvfrom(ends.socket, 4, 0, &data, &from), -ENOMEM);
	ck_assert_ptr_eq(data, &from);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 4, 0, &data), 1);
	seam_reset();
	close_ends(&ends);
}

TEST(sender_is_told)
{
	struct way way = need_way(AF_INET, SOCK_DGRAM);
	struct lsock_addr name, from;
	struct ends ends = ends_of((int[]){ way_bound(&way, &name), way_bound(&way, &from) });
	struct lsock_addr peer = from;
	const void *data;
	char byte;

	ck_assert_int_eq(sendto(ends.other, "xy", 2, 0, &name.u.sa, name.len), 2);
	ck_assert_int_eq(lsock_socket_recvfrom(ends.socket, 1, MSG_PEEK, &data, &from), 1);
	ck_assert(lsock_addr_equal(&from, &peer));
	ck_assert_int_eq(lsock_socket_recvfrom_into(ends.socket, &byte, 1, 0, &from), 1);
	ck_assert(lsock_addr_equal(&from, &peer));
	close_ends(&ends);
}

TEST(sender_of_netlink_has_the_sockets_protocol)
{
	struct way way = need_way(AF_NETLINK, SOCK_RAW);
	struct lsock_addr name, from;
	struct ends ends = ends_of((int[]){ way_bound(&way, &name), way_bound(&way, &from) });
	const void *data;

	ck_assert_int_eq(sendto(ends.other, "x", 1, 0, &name.u.sa, name.len), 1);
	ck_assert_int_eq(lsock_socket_recvfrom(ends.socket, 8, 0, &data, &from), 1);
	ck_assert_uint_eq(from.protocol, NETLINK_USERSOCK);
	close_ends(&ends);
}

TEST(end_is_told_apart_from_an_empty_message)
{
	struct ends ends = unix_ends(SOCK_SEQPACKET);
	const void *data;

	ck_assert_int_eq(send(ends.other, NULL, 0, 0), 0);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 8, 0, &data), 0);
	ck_assert_int_eq(lsock_socket_ended(ends.socket), 0);
	shutdown(ends.other, SHUT_WR);
	ck_assert_int_eq(lsock_socket_recv(ends.socket, 8, 0, &data), 0);
	ck_assert_int_eq(lsock_socket_ended(ends.socket), 1);
	close_ends(&ends);
	ends = unix_ends(SOCK_DGRAM);
	ck_assert_int_eq(lsock_socket_ended(ends.socket), 0);
	close_ends(&ends);
	ends = unix_ends(SOCK_STREAM);
	ck_assert_int_eq(lsock_socket_ended(ends.socket), 1);
	close_ends(&ends);
}
