#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What "make mutants" changes, and that it tells blind tests from those that see: in a small tree
# with one file and a test of it, of which is known what it does not see.
# shellcheck disable=SC2154,SC2317	# tap.sh has tap_dir; checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
tree=$tap_dir/tree
mkdir -p "$tree/lib/base" "$tree/tests/base" "$tree/tests/fault" "$tree/tests/mutants" \
	"$tree/build" || exit 99
cp "$srcdir/tests/tests-of" "$tree/tests"
cp "$srcdir/tests/mutants/run" "$srcdir/tests/mutants/mutate.awk" "$tree/tests/mutants"

cat >"$tree/lib/base/x.c" <<'C'
/* if (a < b) in a comment, and in "x.h" */
#include <stddef.h>
#define MOST 10
static const char text[14] = "a && b < 1";	// a || b

static void put(int *at, int n)
{
	*at = n;
}

int x(int n)
{
	int i = 0;

	(void) text;
	put(&i,
	    n);
	while (i > MOST)
		i--;
	return n == 99 && i == MOST ? 0 : i;
}
C

cat >"$tap_dir/changes" <<'CHANGES'
3 10 becomes (10 + 1)
13 0 becomes (0 + 1)
18 the condition is negated
18 > becomes >=
20 0 is returned
20 == becomes !=
20 99 becomes (99 + 1)
20 what is right of && is dropped
20 && becomes ||
20 == becomes !=
20 0 becomes (0 + 1)
8 the statement is dropped
15 the statement is dropped
16 the statement is dropped
19 the statement is dropped
CHANGES

list() { # file
	awk -f "$srcdir/tests/mutants/mutate.awk" "$1"
}

changes() {
	list "$tree/lib/base/x.c" | cut -f 2,4 | tr '\t' ' ' | diff "$tap_dir/changes" -
}

# Each one changes the line that it tells of, and no later line becomes another one.
lines_kept() {
	for file in "$tree/lib/base/x.c" "$srcdir/lib/core/connect.c"; do
		list "$file" | while read -r number line _; do
			awk -v want="$number" -f "$srcdir/tests/mutants/mutate.awk" "$file" |
				diff "$file" - | grep -q "^${line}[,c]" ||
				echo "$file: number $number leaves line $line"
		done
	done
}

number_that_is_none() {
	awk -v want=16 -f "$srcdir/tests/mutants/mutate.awk" "$tree/lib/base/x.c"
}

finds_nothing 'what can be changed is found' changes
finds_nothing 'lines keep their numbers' lines_kept
finds_nothing 'a number that is none fails' eval '! number_that_is_none'

# ---- the run

test_that() { # name, condition
	printf 'int printf(const char *, ...);\nint x(int n);\nint main(void)\n{\n'
	printf '\tint ok = %s;\n\n' "$2"
	printf '\tprintf("%%sok 1 - %s\\n1..1\\n", ok ? "" : "not ");\n\treturn !ok;\n}\n' "$1"
}

test_that sees 'x(3) == 3 && x(12) == 10' >"$tree/tests/base/test-x.c"
test_that 'is of none' 1 >"$tree/tests/fault/test-fault.c"
cat >"$tree/build/Makefile" <<'MAKE'
lib/libcore.la lib/libsys.la lib/libfault.la lib/liblinux_sock.la:
	mkdir -p lib/base tests/base tests/fault
	touch lib/base/x.lo $@
mutant.o mutant-fault.o: mutant.c
	$(CC) $(CFLAGS) -c -o $@ mutant.c
tests/%: ../tests/%.c
	$(CC) -o $@ $< $(or $(MUTANT),-x c ../lib/base/x.c)
MAKE

# What the test does not see: 99.  That 99 ends at MOST the compiler sees.
cat >"$tap_dir/blind" <<'BLIND'
lib/base/x.c:20:14: 99 becomes (99 + 1): return n == 99 && i == MOST ? 0 : i;
lib/base/x.c:20:22: == becomes !=: return n == 99 && i == MOST ? 0 : i;
lib/base/x.c:20:32: 0 becomes (0 + 1): return n == 99 && i == MOST ? 0 : i;
BLIND

mutants() { # argument...
	"$tree/tests/mutants/run" -n 100 -t 2 -d "$tree/build" "$@" >"$tap_dir/sum" 2>"$tap_dir/told"
}

survivors() {
	mutants
	diff "$tap_dir/blind" "$tap_dir/told"
	sed 's/(.* by time)//; s/; [0-9]* s$//' "$tap_dir/sum" >"$tap_dir/short"
	echo 'mutants: 9 killed , 3 survived; 3 were the same code, 0 no program, 0 not tried' |
		diff - "$tap_dir/short"
}

wrong_statuses() {
	mutants -g 50 lib/base/x.c:20 || echo "3 of 6 are 50 of 100: $?"
	! mutants -g 51 lib/base/x.c:20 || echo "3 of 6 are 51 of 100"
	mutants lib/base/x.c:99
	[ $? -eq 2 ] || echo "nothing to try: no failure"
}

# Then it says nothing of any mutant.
test_that_fails() {
	test_that fails 0 >"$tree/tests/base/test-x.c"
	mutants lib/base/x.c:3
	[ $? -eq 1 ] || echo "no failure"
	grep -qxF 'as it is: tests/base/test-x: fails' "$tap_dir/told" || cat "$tap_dir/told"
	grep -q ' 0 killed' "$tap_dir/sum" || cat "$tap_dir/sum"
}

if have "${CC:-cc}"; then
	export CC="${CC:-cc}"
	finds_nothing 'survivors are told' survivors
	finds_nothing 'the status tells how many are left' wrong_statuses
	finds_nothing 'a test that fails finds nothing' test_that_fails
else
	skips 'survivors are told' 'no compiler'
fi
tap_end
