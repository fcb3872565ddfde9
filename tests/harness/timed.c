/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/timed.h"

#include <errno.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

/* In the 60 ms of these tests; a call that spins makes some ten thousand. */
static void assert_idle(unsigned calls_before)
{
	ck_assert_uint_le(seam_count(NULL) - calls_before, 30);
}

static int nowait_of(const struct timed *timed)
{
	return timed->nowait ? timed->nowait : -EAGAIN;
}

void keeps_deadlines(const struct timed *timed, int fd)
{
	struct lsock_deadline until;
	int64_t start = clock_ns();
	unsigned calls;

	ck_assert_int_eq(timed->call(fd, lsock_nowait()), nowait_of(timed));
	ck_assert_int_eq(timed->call(fd, lsock_in_ms(-1)), -ETIME);
	ck_assert_int_eq(timed->call(fd, lsock_in_ms(INT64_MIN)), -ETIME);
	assert_took(start, 0, 500);
	until = lsock_in_ns(1700 * 1000);
	ck_assert_int_eq(timed->call(fd, until), -ETIME);
	assert_on_time(until);
	calls = seam_count(NULL);
	until = lsock_in_ms(60);
	ck_assert_int_eq(timed->call(fd, until), -ETIME);
	assert_on_time(until);
	assert_idle(calls);
}

void keeps_deadlines_under_signals(const struct timed *timed, int fd)
{
	struct lsock_deadline until;
	unsigned interrupted = 0, tries;
	ssize_t r;

	storm_begin(1000);
	until = lsock_in_ms(60);
	ck_assert_int_eq(timed->call(fd, until), -ETIME);
	assert_on_time(until);
	/* A machine may stall for one of them as a whole. */
	for (tries = 0; interrupted == 0 && tries < 5; tries++) {
		until = lsock_or_signal(lsock_in_ms(40));
		while ((r = timed->call(fd, until)) == -EINTR)
			interrupted++;
		ck_assert_int_eq(r, -ETIME);
		assert_on_time(until);
	}
	storm_end();
	ck_assert_uint_gt(interrupted, 0);
}

static void waits_until_released(const struct timed *timed, int fd, int other,
				 struct lsock_deadline until)
{
	struct later *releaser = later(300, timed->release, other);
	int64_t start = clock_ns();
	ssize_t r = timed->call(fd, until);

	ck_assert_msg(r >= 0, "%zd", r);
	assert_took(start, 250, 2300);
	later_end(releaser);
}

void waits_for_release(const struct timed *timed, int fd, int other)
{
	/* 50 ms beyond what an int of ms can say would be 50 ms in a poll that takes an int. */
	waits_until_released(timed, fd, other, lsock_in_ms((INT64_C(1) << 32) + 50));
}

static void times_out(const struct timed *timed, struct lsock_socket *socket, int64_t ns)
{
	struct lsock_deadline end;

	ck_assert_int_eq(lsock_socket_settimeout(socket, ns), 0);
	end = lsock_in_ns(ns);
	ck_assert_int_eq(timed->method(socket), -ETIME);
	assert_on_time(end);
}

void keeps_timeouts(const struct timed *timed, struct lsock_socket *socket)
{
	int64_t start = clock_ns();
	unsigned calls;

	ck_assert_int_eq(lsock_socket_settimeout(socket, 0), 0);
	ck_assert_int_eq(timed->method(socket), nowait_of(timed));
	assert_took(start, 0, 500);
	times_out(timed, socket, 1);
	calls = seam_count(NULL);
	times_out(timed, socket, 60 * MS);
	assert_idle(calls);
	storm_begin(1000);
	times_out(timed, socket, 60 * MS);
	storm_end();
}

/* The kernel itself waits here; signals end that, but not the call. */
void waits_without_timeout(const struct timed *timed, struct lsock_socket *socket, int other)
{
	struct later *releaser;
	int64_t start;
	ssize_t r;

	ck_assert_int_eq(lsock_socket_settimeout(socket, -1), 0);
	releaser = later(300, timed->release, other);
	storm_begin(1000);
	start = clock_ns();
	r = timed->method(socket);
	storm_end();
	ck_assert_msg(r >= 0, "%zd", r);
	assert_took(start, 250, 2300);
	later_end(releaser);
}
