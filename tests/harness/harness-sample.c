/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What check-harness.sh runs: tests that pass, fail, skip, hang, crash and lose descriptors. */
#include "tests/harness/harness.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

TEST(passes)
{
	ck_assert_int_eq(1, 1);
}

TEST(fails)
{
	ck_assert_msg(0, "on two\nlines");
}

static void skip_from_below(void)
{
	skip("there is no %s", "reason");
}

TEST(skips)
{
	skip_from_below();
	ck_abort_msg("not reached");
}

TEST(loses_a_descriptor)
{
	(void) !dup(0);
}

static int three(void)
{
	return 3;
}

static const char *number_label(int i)
{
	static const char *const labels[] = { "zero", "one", "two" };

	return labels[i];
}

TEST(is_not_one, .count = three, .label = number_label)
{
	if (i == 2)
		skip("two");
	ck_assert_int_ne(i, 1);
}

TEST(fails_by_chance)
{
	ck_assert_uint_eq(random_u64(), random_u64());
}

/* These two need a process of their own. */
TEST(hangs, .seconds = 0.5)
{
	if (getenv("CK_FORK"))
		skip("one process");
	pause();
}

TEST(crashes)
{
	if (getenv("CK_FORK"))
		skip("one process");
	raise(SIGKILL);
}

TEST(passes_behind_all_of_them)
{
}
