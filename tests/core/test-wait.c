/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The wait engine on the kernel's clock, and on one of our own where a month has to pass: this
 * program is linked with --wrap for the two system calls that know the time.
 */
#include "core/wait.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <unistd.h>

#include <linux_sock/io.h>

#include "sys/sys.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#define DAY (INT64_C(24) * 3600 * 1000 * MS)

int __real_lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left);
int64_t __real_lsock__sys_now(void);
int __wrap_lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left);
int64_t __wrap_lsock__sys_now(void);

/* now 0: the real one. */
static struct {
	int64_t now, ready_at;
	int64_t longest;	/* poll */
	unsigned polls;
} ours;

int64_t __wrap_lsock__sys_now(void)
{
	return ours.now ? ours.now : __real_lsock__sys_now();
}

/* Sleeps through all of its time, if nothing becomes ready. */
int __wrap_lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left)
{
	if (!ours.now)
		return __real_lsock__sys_poll(fds, count, left);
	ours.polls++;
	ck_assert_int_ge(*left, 0);
	if (*left > ours.longest)
		ours.longest = *left;
	if (count > 0 && ours.now + *left >= ours.ready_at) {
		*left -= ours.ready_at - ours.now;
		ours.now = ours.ready_at;
		fds[0].revents = fds[0].events;
		return 1;
	}
	ours.now += *left;
	*left = 0;
	return 0;
}

TEST(a_month_of_waiting_is_in_chunks_and_ends_at_its_instant)
{
	struct lsock_deadline until;

	ours.now = 1000 * DAY;
	ours.ready_at = INT64_MAX;
	until = lsock_in_ns(31 * DAY + 5);
	ck_assert_int_eq(lsock_wait(0, POLLIN, until), -ETIME);
	ck_assert_int_eq(ours.now, 1031 * DAY + 5);
	ours.now = 0;
	ck_assert_int_le(ours.longest, DAY);
	ck_assert_uint_ge(ours.polls, 31);
}

TEST(what_comes_in_a_later_chunk_is_seen)
{
	int64_t left = 31 * DAY, start;

	ours.now = start = 1000 * DAY;
	ours.ready_at = start + 20 * DAY + 1;
	ck_assert_int_eq(lsock__wait(0, POLLIN, lsock_in_ns(left)), POLLIN);
	ck_assert_int_eq(ours.now, start + 20 * DAY + 1);
	ours.ready_at = INT64_MAX;
	ck_assert_int_eq(lsock__wait_for(0, POLLIN, &left), 0);
	ck_assert_int_eq(left, 30 * DAY);
	ours.ready_at = ours.now + 1;
	ck_assert_int_eq(lsock__wait_for(0, POLLIN, &left), POLLIN);
	ours.now = 0;
	ck_assert_int_eq(left, 30 * DAY - 1);
}

TEST(wait_returns_the_events_that_came)
{
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN | POLLOUT, lsock_in_ms(1000)), POLLOUT);
	act_write(fds[1]);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN, lsock_in_ms(1000)), POLLIN);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN | POLLOUT, lsock_forever()), POLLIN | POLLOUT);
	close(fds[1]);
	ck_assert_int_ne(lsock_wait(fds[0], 0, lsock_in_ms(1000)) & POLLHUP, 0);
	close(fds[0]);
}

TEST(nowait_looks_once)
{
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN, lsock_nowait()), -EAGAIN);
	ck_assert_int_eq(lsock_wait(fds[0], POLLOUT, lsock_nowait()), POLLOUT);
	close_both(fds);
}

TEST(passed_deadline_looks_once)
{
	struct lsock_deadline passed = lsock_in_ms(-1), long_passed = lsock_in_ms(INT64_MIN);
	int64_t start = clock_ns();
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN, passed), -ETIME);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN, long_passed), -ETIME);
	ck_assert_int_eq(lsock_wait(fds[0], POLLOUT, passed), POLLOUT);
	ck_assert_int_eq(lsock_wait(fds[0], POLLOUT, long_passed), POLLOUT);
	assert_took(start, 0, 500);
	close_both(fds);
}

TEST(wait_ends_at_its_deadline)
{
	static const int64_t times[] = { 1, 999, 1000 * 1000, 1500 * 1000, 7 * MS, 150 * MS };
	struct lsock_deadline until;
	int fds[2];
	size_t t;

	unix_pair(SOCK_STREAM, fds);
	for (t = 0; t < COUNT_OF(times); t++) {
		until = lsock_in_ns(times[t]);
		ck_assert_int_eq(lsock_wait(fds[0], POLLIN, until), -ETIME);
		assert_on_time(until);
	}
	close_both(fds);
}

TEST(wait_without_end_is_ended_by_what_it_waits_for)
{
	static const int64_t times[] = { (int64_t) INT_MAX + 50, (INT64_C(1) << 32) + 50,
					 INT64_MAX };
	int64_t start;
	struct later *writer;
	size_t t;
	int fds[2];
	char byte;

	unix_pair(SOCK_STREAM, fds);
	for (t = 0; t < COUNT_OF(times); t++) {
		writer = later(300, act_write, fds[1]);
		start = clock_ns();
		ck_assert_int_eq(lsock_wait(fds[0], POLLIN, lsock_in_ms(times[t])), POLLIN);
		assert_took(start, 250, 1300);
		later_end(writer);
		ck_assert_uint_eq(drain(fds[0], &byte, 1), 1);
	}
	close_both(fds);
}

TEST(no_descriptor_is_an_error_and_no_wait)
{
	int64_t start = clock_ns();
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	close_both(fds);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN, lsock_in_ms(2000)), -EBADF);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN, lsock_nowait()), -EBADF);
	ck_assert_int_eq(lsock_wait(-1, POLLIN, lsock_in_ms(2000)), -EBADF);
	ck_assert_int_eq(lsock_wait(INT_MIN, POLLIN, lsock_nowait()), -EBADF);
	assert_took(start, 0, 1000);
}

TEST(signals_neither_end_a_wait_nor_lengthen_it)
{
	struct lsock_deadline until;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	storm_begin(1000);
	until = lsock_in_ms(150);
	ck_assert_int_eq(lsock_wait(fds[0], POLLIN, until), -ETIME);
	assert_on_time(until);
	storm_end();
	close_both(fds);
}

TEST(signal_ends_a_wait_that_says_so_and_the_deadline_stays)
{
	struct lsock_deadline until = lsock_or_signal(lsock_in_ms(150));
	unsigned interrupted = 0;
	int fds[2], r;

	unix_pair(SOCK_STREAM, fds);
	storm_begin(1000);
	while ((r = lsock_wait(fds[0], POLLIN, until)) == -EINTR)
		interrupted++;
	storm_end();
	ck_assert_int_eq(r, -ETIME);
	ck_assert_uint_gt(interrupted, 0);
	assert_on_time(until);
	close_both(fds);
}

TEST(a_signal_ends_even_a_wait_for_ever)
{
	int fds[2], n;

	unix_pair(SOCK_STREAM, fds);
	storm_begin(1000);
	for (n = 0; n < 20; n++)
		ck_assert_int_eq(lsock_wait(fds[0], POLLIN, lsock_or_signal(lsock_forever())),
				 -EINTR);
	storm_end();
	close_both(fds);
}

TEST(wait_for_tells_what_is_left)
{
	int64_t left = 2000 * MS;
	struct later *writer;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	writer = later(50, act_write, fds[1]);
	ck_assert_int_eq(lsock__wait_for(fds[0], POLLIN, &left), POLLIN);
	ck_assert_int_lt(left, 1980 * MS);
	ck_assert_int_gt(left, 0);
	later_end(writer);
	close_both(fds);
}

TEST(wait_for_takes_no_time_where_there_is_no_need)
{
	int64_t left = 0;
	unsigned tries;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	/* Another task may take the processor in between, once in a while. */
	for (tries = 0; left < 1900 * MS && tries < 100; tries++) {
		left = 2000 * MS;
		ck_assert_int_eq(lsock__wait_for(fds[0], POLLOUT, &left), POLLOUT);
	}
	ck_assert_int_lt(tries, 100);
	close_both(fds);
}

TEST(pause_is_as_long_as_it_says)
{
	struct lsock_deadline end = lsock_in_ms(30);

	ck_assert_int_eq(lsock__pause(30 * MS, lsock_in_ms(2000)), 0);
	assert_on_time(end);
	end = lsock_in_ms(30);
	ck_assert_int_eq(lsock__pause(30 * MS, lsock_forever()), 0);
	assert_on_time(end);
}

TEST(pause_ends_with_the_deadline)
{
	int64_t start = clock_ns();
	struct lsock_deadline until = lsock_in_ms(30);

	ck_assert_int_eq(lsock__pause(5000 * MS, until), -ETIME);
	assert_on_time(until);
	ck_assert_int_eq(lsock__pause(5000 * MS, until), -ETIME);
	ck_assert_int_eq(lsock__pause(5000 * MS, lsock_nowait()), -EAGAIN);
	assert_took(start, 30, 1000);
}

TEST(pause_goes_on_after_signals_or_ends_by_one)
{
	struct lsock_deadline end;

	storm_begin(1000);
	end = lsock_in_ms(60);
	ck_assert_int_eq(lsock__pause(60 * MS, lsock_in_ms(5000)), 0);
	assert_on_time(end);
	ck_assert_int_eq(lsock__pause(5000 * MS, lsock_or_signal(lsock_in_ms(5000))), -EINTR);
	storm_end();
}

TEST(backoff_doubles_up_to_16_ms)
{
	static const int64_t expected[] = { 1, 2, 4, 8, 16, 16, 16 };
	unsigned n;

	for (n = 0; n < COUNT_OF(expected); n++)
		ck_assert_int_eq(lsock__backoff(n), expected[n] * MS);
	ck_assert_int_eq(lsock__backoff(UINT_MAX), 16 * MS);
}

/* A socket that polls writable at once, as a full queue of an unconnected AF_UNIX peer does. */
TEST(waiting_again_sleeps_where_poll_lies)
{
	struct lsock_deadline until = lsock_in_ms(200);
	unsigned futile = 0, tries = 0;
	int64_t used = cpu_ns();
	int fds[2], r;

	unix_pair(SOCK_STREAM, fds);
	while ((r = lsock__wait_again(fds[0], POLLOUT, -EAGAIN, &futile, until)) == 0)
		tries++;
	ck_assert_int_eq(r, -ETIME);
	assert_on_time(until);
	ck_assert_uint_ge(tries, 5);
	ck_assert_uint_le(tries, 25);
	assert_cheap(used, 20 * MS);
	close_both(fds);
}

TEST(waiting_again_is_woken_where_poll_tells_the_truth)
{
	struct later *writer;
	unsigned futile = 0;
	int64_t start;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	writer = later(100, act_write, fds[1]);
	start = clock_ns();
	ck_assert_int_eq(lsock__wait_again(fds[0], POLLIN, -EAGAIN, &futile, lsock_in_ms(5000)), 0);
	assert_took(start, 90, 1000);
	ck_assert_uint_eq(futile, 1);
	later_end(writer);
	close_both(fds);
}

TEST(interrupted_call_is_waited_for_again_unless_signals_end_it)
{
	unsigned futile = 0;
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock__wait_again(fds[0], POLLOUT, -EINTR, &futile, lsock_in_ms(50)), 0);
	ck_assert_int_eq(lsock__wait_again(fds[0], POLLIN, -EINTR, &futile, lsock_in_ms(5)),
			 -ETIME);
	ck_assert_int_eq(lsock__wait_again(fds[0], POLLOUT, -EINTR, &futile,
					   lsock_or_signal(lsock_in_ms(50))), -EINTR);
	close_both(fds);
}

TEST(nowait_tries_an_interrupted_call_again_but_not_for_ever)
{
	unsigned futile = 0, tries = 0;
	int fds[2], r;

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock__wait_again(fds[0], POLLOUT, -EAGAIN, &futile, lsock_nowait()),
			 -EAGAIN);
	futile = 0;
	while ((r = lsock__wait_again(fds[0], POLLOUT, -EINTR, &futile, lsock_nowait())) == 0)
		ck_assert_uint_lt(tries++, 10);
	ck_assert_int_eq(r, -EAGAIN);
	ck_assert_uint_ge(tries, 1);
	close_both(fds);
}
