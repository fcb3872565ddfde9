/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * How many look-ups there may be, in a process and from many threads.
 * Of lib/names/nss/outstanding.c, lib/names/nss/job.c.
 */
#include "names/nss/outstanding.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

#include <linux_sock/host.h>

#include "core/process.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/names/gate.h"

#define LIMIT LSOCK__PLACES

static struct lsock_lookup *start(const char *host)
{
	struct lsock_lookup *lookup = NULL;

	ck_assert_int_eq(lsock_getaddrinfo_start(host, "80", NULL, &lookup), 0);
	return lookup;
}

static void finishes(struct lsock_lookup *lookup)
{
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), 0);
	ck_assert_uint_ge(lsock_answer_count(answer), 1);
	lsock_answer_free(answer);
}

static int ask(struct lsock_deadline until)
{
	struct lsock_answer *answer;
	int r = lsock_getaddrinfo("name.example", "80", NULL, until, &answer);

	if (r == 0)
		lsock_answer_free(answer);
	return r;
}

TEST(at_most_32_are_outstanding_and_those_that_were_left_count)
{
	struct lsock_lookup *lookups[LIMIT], *more = NULL;
	struct lsock_deadline until;

	gate_close();
	for (i = 0; i < LIMIT; i++)
		lookups[i] = start("held.example");
	ck_assert_int_eq(lsock_getaddrinfo_start("one.more", "80", NULL, &more), -EAGAIN);
	until = lsock_in_ms(50);
	ck_assert_int_eq(ask(until), -ETIME);
	assert_on_time(until);
	for (i = 0; i < LIMIT; i += 2)
		lsock_lookup_free(lookups[i]);
	ck_assert_int_eq(lsock_getaddrinfo_start("one.more", "80", NULL, &more), -EAGAIN);
	lsock_lookup_free(start("127.0.0.1"));	/* needs no thread */
	gate_await(LIMIT);
	gate_settle();
	for (i = 1; i < LIMIT; i += 2) {
		finishes(lookups[i]);
		lsock_lookup_free(lookups[i]);
	}
	for (i = 0; i < 2 * LIMIT; i++)		/* one after the other there is no limit */
		ck_assert_int_eq(ask(lsock_forever()), 0);
	gate_settle();
}

static void *open_later(void *argument)
{
	const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };

	nanosleep(&pause, NULL);
	gate_open();
	return argument;
}

TEST(call_waits_until_a_place_is_free)
{
	struct lsock_lookup *lookups[LIMIT];
	pthread_t thread;

	gate_close();
	for (i = 0; i < LIMIT; i++)
		lookups[i] = start("held.example");
	thread = start_thread(open_later, NULL);
	ck_assert_int_eq(ask(lsock_in_ms((int64_t) (8000 * slowness()))), 0);
	end_thread(thread);
	for (i = 0; i < LIMIT; i++)
		lsock_lookup_free(lookups[i]);
	gate_settle();
}

TEST(signal_ends_the_wait_for_a_place_where_it_is_to)
{
	struct lsock_lookup *lookup;

	ck_assert_int_eq(lsock_lookup_set_places(1), LSOCK__PLACES);
	gate_close();
	lookup = start("held.example");
	storm_begin(2000);
	ck_assert_int_eq(ask(lsock_or_signal(lsock_in_ms(8000))), -EINTR);
	ck_assert_int_eq(ask(lsock_in_ms(50)), -ETIME);
	storm_end();
	lsock_lookup_free(lookup);
	gate_settle();
}

static int fill_places(struct lsock_lookup **lookups)
{
	int n = 0, r;

	while ((r = lsock_getaddrinfo_start("held.example", "80", NULL, &lookups[n])) == 0)
		n++;
	ck_assert_int_eq(r, -EAGAIN);
	return n;
}

TEST(program_says_how_many_places_there_are)
{
	struct lsock_lookup *lookups[LSOCK__PLACES_MOST + 1];
	int n;

	ck_assert_int_eq(lsock_lookup_set_places(0), -ERANGE);
	ck_assert_int_eq(lsock_lookup_set_places(LSOCK__PLACES_MOST + 1), -ERANGE);
	ck_assert_int_eq(lsock_lookup_set_places(3), LSOCK__PLACES);
	gate_close();
	n = fill_places(lookups);
	ck_assert_int_eq(n, 3);
	ck_assert_int_eq(lsock_lookup_set_places(LSOCK__PLACES_MOST), 3);
	n += fill_places(&lookups[n]);
	ck_assert_int_eq(n, LSOCK__PLACES_MOST);
	ck_assert_int_eq(lsock_lookup_set_places(1), LSOCK__PLACES_MOST);	/* those stay */
	gate_await(LSOCK__PLACES_MOST);
	while (n-- > 0)
		lsock_lookup_free(lookups[n]);
	gate_settle();
	ck_assert_int_eq(fill_places(lookups), 1);
	lsock_lookup_free(lookups[0]);
	gate_settle();
}

static void *ask_in_time(void *result)
{
	*(int *) result = ask(lsock_in_ms((int64_t) (15000 * slowness())));
	return NULL;
}

TEST(threads_share_the_places, .seconds = 60)
{
	pthread_t threads[100];
	int results[COUNT_OF(threads)];
	size_t n;

	ck_assert_int_eq(lsock_lookup_set_places(2), LSOCK__PLACES);
	for (n = 0; n < COUNT_OF(threads); n++)
		threads[n] = start_thread(ask_in_time, &results[n]);
	for (n = 0; n < COUNT_OF(threads); n++)
		end_thread(threads[n]);
	for (n = 0; n < COUNT_OF(threads); n++)
		ck_assert_int_eq(results[n], 0);
	gate_settle();
}

/* Each thread: look-ups that are waited for, and such that are given up at any moment. */
static void *ask_and_leave(void *argument)
{
	int n;

	for (n = 0; n < 50; n++) {
		struct lsock_lookup *lookup;
		struct lsock_answer *answer;

		if (lsock_getaddrinfo_start("name.example", "80", NULL, &lookup) < 0)
			continue;	/* too many are outstanding */
		if (n % 3 == 0 && lsock_lookup_finish(lookup, lsock_forever(), &answer) == 0)
			lsock_answer_free(answer);
		if (n % 3 == 1 && lsock_lookup_finish(lookup, lsock_nowait(), &answer) == 0)
			lsock_answer_free(answer);
		lsock_lookup_free(lookup);
	}
	return argument;
}

TEST(many_threads_ask_and_leave, .seconds = 60)
{
	pthread_t threads[4];
	size_t n;

	for (n = 0; n < COUNT_OF(threads); n++)
		threads[n] = start_thread(ask_and_leave, NULL);
	for (n = 0; n < COUNT_OF(threads); n++)
		end_thread(threads[n]);
	gate_settle();
}

/* Counted without threads: the word has room for the largest process id. */
TEST(count_is_of_one_process)
{
	const uint32_t pids[] = { 1, 2, 4194304 };
	uint32_t own;
	size_t n;

	ck_assert_int_eq(lsock__process(&own), 0);
	for (n = 0; n < COUNT_OF(pids); n++) {
		for (i = 0; i < LIMIT; i++)
			ck_assert_int_eq(lsock__outstanding_add(pids[n]), 0);
		ck_assert_int_eq(lsock__outstanding_add(pids[n]), -EAGAIN);
		lsock__outstanding_drop(pids[n]);
		ck_assert_int_eq(lsock__outstanding_add(pids[n]), 0);
		lsock__outstanding_drop(pids[n] - 1);	/* of another: nothing */
		ck_assert_int_eq(lsock__outstanding_add(pids[n]), -EAGAIN);
	}
}
