/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Receiving all of it: pieces, the end, and a deadline that no piece stretches. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

struct trickle {
	int fd;
	int pieces, ms;		/* a byte each */
};

static void *trickle_run(void *argument)
{
	const struct trickle *trickle = argument;
	int i;

	for (i = 0; i < trickle->pieces; i++) {
		usleep((useconds_t) trickle->ms * 1000);
		if (write(trickle->fd, "abcdefghijklmnopqrstuvwxyz" + i % 26, 1) != 1)
			break;
	}
	return NULL;
}

TEST(pieces_are_put_together)
{
	char buf[8] = "........";
	size_t received = 99;
	struct trickle trickle;
	pthread_t thread;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	trickle = (struct trickle){ fds[1], 5, 5 };
	thread = start_thread(trickle_run, &trickle);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, 5, 0, &received, lsock_in_ms(10000)), 0);
	end_thread(thread);
	ck_assert_uint_eq(received, 5);
	ck_assert_mem_eq(buf, "abcde...", 8);
	close_both(fds);
}

TEST(what_is_there_already_is_not_waited_for)
{
	size_t received = 99;
	char buf[4];
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(write(fds[1], "abcdef", 6), 6);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, 4, 0, NULL, lsock_nowait()), 0);
	ck_assert_mem_eq(buf, "abcd", 4);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, 4, 0, &received, lsock_nowait()), -EAGAIN);
	ck_assert_uint_eq(received, 2);
	ck_assert_mem_eq(buf, "efcd", 4);
	ck_assert_int_eq(lsock_recv_all(fds[0], NULL, 0, 0, &received, lsock_nowait()), 0);
	ck_assert_uint_eq(received, 0);
	close_both(fds);
}

TEST(end_before_all_of_it_is_told_with_what_came)
{
	size_t received = 99;
	char buf[4];
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(write(fds[1], "ab", 2), 2);
	close(fds[1]);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, 4, 0, &received, lsock_in_ms(1000)), -ENODATA);
	ck_assert_uint_eq(received, 2);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, 1, 0, &received, lsock_in_ms(1000)), -ENODATA);
	ck_assert_uint_eq(received, 0);
	close(fds[0]);
}

TEST(peer_that_sends_a_byte_now_and_then_stretches_no_deadline)
{
	struct lsock_deadline until;
	char buf[1000];
	struct trickle trickle;
	size_t received = 0;
	pthread_t thread;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	trickle = (struct trickle){ fds[1], 60, 5 };
	thread = start_thread(trickle_run, &trickle);
	until = lsock_in_ms(100);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, sizeof(buf), 0, &received, until), -ETIME);
	assert_on_time(until);
	end_thread(thread);
	ck_assert_uint_gt(received, 0);
	ck_assert_uint_le(received, 60);
	ck_assert_uint_eq(drain(fds[0], buf, sizeof(buf)), 60 - received);
	close_both(fds);
}

/* Ready each time: there the deadline is looked at between the pieces alone. */
TEST(peer_that_is_always_ready_does_not_beat_the_deadline)
{
	char buf[4096];
	size_t received = 0;
	int fds[2];

	unix_pair(SOCK_SEQPACKET, fds);
	ck_assert_int_eq(send(fds[1], "ab", 2, 0), 2);
	ck_assert_int_eq(send(fds[1], "cd", 2, 0), 2);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, sizeof(buf), 0, &received, lsock_in_ns(0)),
			 -ETIME);
	ck_assert_uint_eq(received, 2);
	close_both(fds);
}

TEST(flags_that_would_bring_the_same_bytes_are_refused)
{
	static const int flags[] = { MSG_PEEK, MSG_TRUNC, MSG_ERRQUEUE };
	size_t n, received = 99;
	char buf[4];
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(write(fds[1], "abcd", 4), 4);
	for (n = 0; n < COUNT_OF(flags); n++) {
		ck_assert_int_eq(lsock_recv_all(fds[0], buf, 4, flags[n], &received,
						lsock_nowait()), -EINVAL);
		ck_assert_uint_eq(received, 0);
	}
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, 4, MSG_WAITALL, &received, lsock_nowait()), 0);
	close_both(fds);
}

TEST(signal_ends_it_where_it_is_to)
{
	struct trickle trickle;
	char buf[1000];
	size_t received = 99;
	pthread_t thread;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	trickle = (struct trickle){ fds[1], 3, 1 };
	thread = start_thread(trickle_run, &trickle);
	end_thread(thread);
	storm_begin(20000);
	ck_assert_int_eq(lsock_recv_all(fds[0], buf, sizeof(buf), 0, &received,
					lsock_or_signal(lsock_in_ms(10000))), -EINTR);
	storm_end();
	ck_assert_uint_eq(received, 3);
	close_both(fds);
}
