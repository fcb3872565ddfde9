#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Are failures of tests seen?  Compares what harness-sample prints with what it must print.
set -u
. "$(dirname "$0")/tap.sh"
sample=$builddir/tests/harness/harness-sample
if ! [ -x "$sample" ]; then
	echo "1..0 # SKIP the tests are not built"
	exit 0
fi

expected='ok 1 - passes
not ok 2 - fails
ok 3 - skips # SKIP there is no reason
not ok 4 - loses_a_descriptor
ok 5 - zero: is_not_one
not ok 6 - one: is_not_one
ok 7 - two: is_not_one # SKIP two
not ok 8 - fails_by_chance'
forked='not ok 9 - hangs
not ok 10 - crashes'
alone='ok 9 - hangs # SKIP one process
ok 10 - crashes # SKIP one process'
end='ok 11 - passes_behind_all_of_them
1..11'

# Runs it with these settings: they, its status and what it printed are in $tap_dir/sample.
sample() { # setting...
	env "$@" "$sample" >"$tap_dir/sample" 2>&1
	echo "# status $?" >>"$tap_dir/sample"
}

printed() { # lines; comments are left out
	printf '%s\n' "$1" >"$tap_dir/expected"
	grep -v '^#' "$tap_dir/sample" | diff "$tap_dir/expected" -
}

said() { # a line, how often
	[ "$(grep -cxF -- "$1" "$tap_dir/sample")" = "$2" ] || cat "$tap_dir/sample"
}

sample TEST_SEED=0x1234
finds_nothing failures_hangs_and_crashes_are_not_ok printed "$expected
$forked
$end"
finds_nothing status_is_1_where_a_test_failed said '# status 1' 1
finds_nothing message_of_two_lines_is_two_comments said '# lines' 1
finds_nothing failure_has_its_line said '# harness-sample.c:17' 1
finds_nothing seed_is_told_where_random_numbers_were_used said '# again: TEST_SEED=0x1234' 1

sample CK_FORK=no
finds_nothing failures_and_skips_are_seen_without_fork printed "$expected
$alone
$end"
finds_nothing status_is_1_without_fork said '# status 1' 1

sample CK_RUN_CASE=passes
finds_nothing one_case_runs_alone printed "ok 1 - passes
1..1"
finds_nothing status_is_0_where_none_failed said '# status 0' 1
tap_end
