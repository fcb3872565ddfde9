/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Threads in which name services run. */
#include "sys/thread.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <unistd.h>

#include "sys/sys.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static struct {
	int event;
	size_t stack;
	bool detached, deaf;
} found;

static void *look_around(void *argument)
{
	pthread_attr_t attr;
	sigset_t mask;
	int state;

	ck_assert_int_eq(pthread_getattr_np(pthread_self(), &attr), 0);
	pthread_attr_getstacksize(&attr, &found.stack);
	pthread_attr_getdetachstate(&attr, &state);
	pthread_attr_destroy(&attr);
	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	found.detached = state == PTHREAD_CREATE_DETACHED;
	found.deaf = sigismember(&mask, SIGTERM) && sigismember(&mask, SIGRTMAX);
	lsock__sys_event_set(found.event);
	return argument;
}

static void run(void)
{
	struct pollfd event;
	uint64_t count;

	found.event = lsock__sys_event(0);
	ck_assert_int_ge(found.event, 0);
	event = (struct pollfd){ .fd = found.event, .events = POLLIN };
	ck_assert_int_eq(lsock__sys_thread(look_around, NULL), 0);
	ck_assert_int_eq(poll(&event, 1, (int) (8000 * slowness())), 1);
	ck_assert_int_eq(read(found.event, &count, sizeof(count)), sizeof(count));
	lsock__sys_close(found.event);
}

TEST(thread_is_detached_and_hears_no_signal)
{
	run();
	ck_assert(found.detached);
	ck_assert(found.deaf);
}

static void set_default(size_t size)
{
	pthread_attr_t attr;

	pthread_attr_init(&attr);
	ck_assert_int_eq(pthread_attr_setstacksize(&attr, size), 0);
	ck_assert_int_eq(pthread_setattr_default_np(&attr), 0);
	pthread_attr_destroy(&attr);
}

/* Modules of name services are loaded in it, and run over where it is small. */
TEST(stack_is_large_enough_whatever_the_program_gives_its_own)
{
	set_default(64 * 1024);
	run();
	ck_assert_uint_ge(found.stack, LSOCK__STACK_LEAST);
}

TEST(stack_is_as_large_as_the_program_wants_it)
{
	set_default(4 * LSOCK__STACK_LEAST);
	run();
	ck_assert_uint_ge(found.stack, 4 * LSOCK__STACK_LEAST);
}

#define MS INT64_C(1000000)

static _Atomic uint32_t word;

static void *change_word(void *argument)
{
	atomic_store(&word, 1);
	lsock__sys_word_wake(&word);
	return argument;
}

TEST(word_that_is_another_one_by_now_is_not_waited_for)
{
	ck_assert_int_eq(lsock__sys_word_wait(&word, 1, -1), 0);
}

TEST(word_wakes_who_waits_for_its_change)
{
	pthread_t thread = start_thread(change_word, NULL);

	while (atomic_load(&word) == 0)
		ck_assert_int_eq(lsock__sys_word_wait(&word, 0, -1), 0);
	end_thread(thread);
}

TEST(wait_for_a_word_ends_at_its_time)
{
	int64_t start = clock_ns();

	ck_assert_int_eq(lsock__sys_word_wait(&word, 0, 50 * MS), 0);
	assert_took(start, 50, 8000);
}

TEST(wait_for_a_word_is_ended_by_a_signal)
{
	storm_begin(1000);
	ck_assert_int_eq(lsock__sys_word_wait(&word, 0, INT64_MAX), -EINTR);
	storm_end();
}
