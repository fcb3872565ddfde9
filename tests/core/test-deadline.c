/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <linux_sock/deadline.h>

#include <limits.h>

#include "tests/harness/harness.h"

#define MS INT64_C(1000000)
#define S (1000 * MS)

static bool is_forever(struct lsock_deadline until)
{
	return lsock_deadline_left(until) == -1;
}

TEST(deadline_is_that_far_from_now)
{
	int64_t before = clock_ns(), after;
	struct lsock_deadline until = lsock_in_ns(5 * S), same = lsock_in_ms(5000);

	after = clock_ns();
	ck_assert_int_ge(until.ns, before + 5 * S);
	ck_assert_int_le(until.ns, same.ns);
	ck_assert_int_le(same.ns, after + 5 * S);
	ck_assert_uint_eq(until.flags, 0);
	ck_assert_uint_eq(until.reserved, 0);
}

TEST(left_is_what_is_left)
{
	struct lsock_deadline until = { .ns = clock_ns() + 5 * S };
	int64_t left = lsock_deadline_left(until);

	ck_assert_int_le(left, 5 * S);
	ck_assert_int_ge(left, until.ns - clock_ns());
	ck_assert_int_gt(left, 0);
}

TEST(deadline_too_far_for_the_clock_is_forever)
{
	ck_assert(is_forever(lsock_forever()));
	ck_assert(is_forever(lsock_in_ns(INT64_MAX)));
	ck_assert(is_forever(lsock_in_ns(INT64_MAX - clock_ns())));
	ck_assert(is_forever(lsock_in_ms(INT64_MAX)));
	ck_assert(is_forever(lsock_in_ms(INT64_MAX / MS + 1)));
	ck_assert(is_forever(lsock_in_ms(INT64_MAX / MS)));
	ck_assert_int_eq(lsock_in_ms(INT64_MAX).ns, lsock_forever().ns);
}

TEST(deadline_just_within_the_clock_is_kept)
{
	int64_t far = INT64_MAX - clock_ns() - 60 * S;
	struct lsock_deadline until = lsock_in_ns(far);

	ck_assert(!is_forever(until));
	ck_assert_int_ge(until.ns, INT64_MAX - 60 * S);
	ck_assert(!is_forever(lsock_in_ms(far / MS)));
}

/* How far back does not matter, but it must not look like lsock_nowait(). */
static void has_passed(struct lsock_deadline until)
{
	ck_assert_int_gt(until.ns, lsock_nowait().ns);
	ck_assert_int_le(until.ns, clock_ns());
	ck_assert_uint_eq(until.flags, 0);
	ck_assert_int_eq(lsock_deadline_left(until), 0);
	ck_assert_int_eq(lsock_deadline_poll_ms(until), 0);
}

TEST(negative_time_is_a_deadline_that_has_passed)
{
	has_passed(lsock_in_ms(0));
	has_passed(lsock_in_ns(0));
	has_passed(lsock_in_ms(-1));
	has_passed(lsock_in_ns(-1));
	has_passed(lsock_in_ns(-clock_ns()));
	has_passed(lsock_in_ns(-clock_ns() - 60 * S));
	has_passed(lsock_in_ms(-clock_ns() / MS));
	has_passed(lsock_in_ms(INT64_MIN / MS));
	has_passed(lsock_in_ms(INT64_MIN / MS - 1));
	has_passed(lsock_in_ms(INT64_MIN));
	has_passed(lsock_in_ns(INT64_MIN));
}

TEST(nowait_is_zero_and_leaves_nothing)
{
	struct lsock_deadline nowait = lsock_nowait();

	ck_assert_int_eq(nowait.ns, 0);
	ck_assert_uint_eq(nowait.flags, 0);
	ck_assert_uint_eq(nowait.reserved, 0);
	ck_assert_int_eq(lsock_deadline_left(nowait), 0);
	ck_assert_int_eq(lsock_deadline_poll_ms(nowait), 0);
}

TEST(instant_before_the_clock_leaves_nothing)
{
	ck_assert_int_eq(lsock_deadline_left((struct lsock_deadline){ .ns = -1 }), 0);
	ck_assert_int_eq(lsock_deadline_left((struct lsock_deadline){ .ns = INT64_MIN }), 0);
	ck_assert_int_eq(lsock_deadline_poll_ms((struct lsock_deadline){ .ns = INT64_MIN }), 0);
}

TEST(signal_flag_keeps_the_instant)
{
	struct lsock_deadline until = lsock_in_ms(5000), flagged = lsock_or_signal(until);

	ck_assert_int_eq(flagged.ns, until.ns);
	ck_assert_uint_eq(flagged.flags, LSOCK_DEADLINE_SIGNALS);
	ck_assert_uint_eq(flagged.reserved, 0);
	ck_assert_int_eq(lsock_or_signal(flagged).ns, until.ns);
	ck_assert_uint_eq(lsock_or_signal(flagged).flags, LSOCK_DEADLINE_SIGNALS);
	ck_assert(is_forever(lsock_or_signal(lsock_forever())));
	ck_assert_int_eq(lsock_or_signal(lsock_nowait()).ns, 0);
}

/* A poll that ends a fraction of a millisecond early would have to be called again, with 0. */
TEST(poll_ms_is_rounded_up)
{
	int64_t begin, left;
	int ms, n;

	for (n = 1; n < 2000; n++) {
		struct lsock_deadline until = { .ns = clock_ns() + 1000 * MS + n * INT64_C(997) };

		begin = clock_ns();
		ms = lsock_deadline_poll_ms(until);
		left = until.ns - clock_ns();
		ck_assert_int_ge(ms * MS, left);
		ck_assert_int_lt((ms - 1) * MS, until.ns - begin);
	}
}

TEST(poll_ms_below_one_is_no_busy_loop)
{
	struct lsock_deadline until;
	int64_t before, after;
	int ms, n, seen = 0;

	for (n = 0; n < 1000; n++) {
		before = clock_ns();
		until = (struct lsock_deadline){ .ns = before + 100000 + 800 * n };
		ms = lsock_deadline_poll_ms(until);
		after = clock_ns();
		if (after < until.ns) {
			ck_assert_int_eq(ms, 1);
			seen++;
		}
	}
	ck_assert_int_gt(seen, 0);
}

TEST(poll_ms_is_clamped_to_an_int)
{
	ck_assert_int_eq(lsock_deadline_poll_ms(lsock_forever()), -1);
	ck_assert_int_eq(lsock_deadline_poll_ms(lsock_in_ms(INT64_C(1) << 40)), INT_MAX);
	ck_assert_int_eq(lsock_deadline_poll_ms(lsock_in_ms(INT64_C(3) * INT_MAX)), INT_MAX);
	ck_assert_int_eq(lsock_deadline_poll_ms(lsock_in_ms((int64_t) INT_MAX + 60000)), INT_MAX);
	ck_assert_int_eq(lsock_deadline_poll_ms((struct lsock_deadline){ .ns = INT64_MAX - 1 }),
			 INT_MAX);
	ck_assert_int_lt(lsock_deadline_poll_ms(lsock_in_ms((int64_t) INT_MAX - 60000)), INT_MAX);
}
