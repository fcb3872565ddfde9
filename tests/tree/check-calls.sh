#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each public call is called by a unit test.  Each that can ask the kernel or allocate has a fault
# operation (fault-*.c); of one that calls through pointers, fault-pure.c may show that it does not.
# Which can is read from the objects.  The second half plants calls that lack something.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
core=$builddir/lib/.libs/libcore.a
seam=$builddir/lib/.libs/libfault.a
OBJDUMP=${OBJDUMP:-objdump}

sed -n 's/^[[:space:]]*\(lsock_[a-z0-9_]*\);.*/\1/p' "$srcdir/lib/linux_sock.map" |
	sort >"$tap_dir/calls"

# Names of public calls in code: neither comments nor strings.
named_in() { # file...
	sed -E 's:"([^"\\]|\\.)*":"":g; s:/\*.*\*/::; s:^ \*.*::' "$@" |
		grep -oE '\blsock_[a-z][a-z0-9_]*\b' | sort -u
}

# "call file" for each operation, which is named by its call.
operations() { # file...
	grep -oE 'OP\("lsock_[a-z0-9_]+' "$@" /dev/null |
		sed -E 's/^(.*):OP\("(.*)$/\2 \1/' | sort -u
}

find "$srcdir/tests" -name 'test-*.c' -exec cat {} + | named_in >"$tap_dir/tested"
find "$srcdir/tests" -name 'fault-*.c' ! -name fault-pure.c >"$tap_dir/files"
xargs grep -l '^const struct op ' <"$tap_dir/files" >"$tap_dir/fault_files"
pure=$(find "$srcdir/tests" -name fault-pure.c)
# shellcheck disable=SC2046	# names without blanks
operations $(cat "$tap_dir/fault_files") >"$tap_dir/operations"
operations "$pure" >"$tap_dir/pure_operations"
cut -d ' ' -f 1 "$tap_dir/operations" | sort -u >"$tap_dir/failed"
cut -d ' ' -f 1 "$tap_dir/pure_operations" | sort -u >"$tap_dir/shown"

# ---- checks, a line for each fault

untested() { # file of calls
	comm -23 "$1" "$tap_dir/tested" | sed 's/$/ is called by no test/'
}

# An operation named for a call that is none, or that its file does not make.
misnamed() { # file of operations
	while read -r call file; do
		grep -qx "$call" "$tap_dir/calls" || echo "$file: there is no $call"
		named_in "$file" | grep -qx "$call" || echo "$file: $call is not called"
	done <"$1"
}

unfailed() { # file of "call what"
	while read -r call what; do
		case $what in
		asks) wanted=$tap_dir/failed ;;
		pointer) wanted=$tap_dir/either ;;
		*) continue ;;
		esac
		grep -qx "$call" "$wanted" || echo "$call has no fault operation ($what)"
	done <"$1"
}

# Where the code shows that it asks, there is nothing to be shown.
impure() { # file of "call what"
	sed -n 's/ asks$//p' "$1" | comm -12 - "$tap_dir/shown" | sed 's/$/ is not pure/'
}

unread() { # file of "call what"
	cut -d ' ' -f 1 "$1" | comm -3 - "$tap_dir/calls"
}

planted() { # wanted, check, argument; it says just that
	"$2" "$3" >"$tap_dir/planted"
	echo "$1" | diff - "$tap_dir/planted"
}

sort -u "$tap_dir/failed" "$tap_dir/shown" >"$tap_dir/either"
finds_nothing 'each public call is called by a unit test' untested "$tap_dir/calls"
finds_nothing 'operations are named for the calls that they make' misnamed "$tap_dir/operations"
finds_nothing 'so are those that ask for nothing' misnamed "$tap_dir/pure_operations"

echo lsock_new_call >"$tap_dir/new"
finds_nothing 'a call without a test is found' planted \
	'lsock_new_call is called by no test' untested "$tap_dir/new"
echo "lsock_htons $pure" >"$tap_dir/new"
finds_nothing 'an operation that does not call is found' planted \
	"$pure: lsock_htons is not called" misnamed "$tap_dir/new"

# ---- what can be read from the objects

reason=''
have "$OBJDUMP" || reason="there is no $OBJDUMP"
[ -e "$seam" ] || reason='lib/libfault.la is not built'
[ -z "${SAN_CFLAGS:-}" ] || reason='sanitizers call through pointers of their own'
if [ -z "$reason" ]; then
	$OBJDUMP -dr --no-show-raw-insn "$core" "$seam" >"$tap_dir/code" 2>&1
	grep -qE 'file format (elf64-x86-64|elf32-i386)' "$tap_dir/code" ||
		reason='this is not the code of x86'
	grep -q '<lsock_open>:' "$tap_dir/code" || reason='objects of -flto have no code'
fi
if [ -n "$reason" ]; then
	skips 'each call that can fail has a fault operation' "$reason"
	tap_end
fi
awk -f "$(dirname "$0")/asks.awk" "$tap_dir/code" | sort >"$tap_dir/asks"

some_of_each() {
	for what in asks pointer nothing; do
		[ "$(grep -c " $what\$" "$tap_dir/asks")" -gt 9 ] || echo "hardly any: $what"
	done
	for line in 'lsock_open asks' 'lsock_addr_parse pointer' 'lsock_htons nothing'; do
		grep -x "$line" "$tap_dir/asks" >"$tap_dir/line" || echo "not so: $line"
	done
}

finds_nothing 'the code of each public call was read' unread "$tap_dir/asks"
finds_nothing 'it is told apart' some_of_each
finds_nothing 'each call that can fail has a fault operation' unfailed "$tap_dir/asks"
finds_nothing 'no call that asks is taken for pure' impure "$tap_dir/asks"

echo 'lsock_new_call asks' >"$tap_dir/new"
finds_nothing 'a call that asks, without an operation, is found' planted \
	'lsock_new_call has no fault operation (asks)' unfailed "$tap_dir/new"
echo 'lsock_new_call pointer' >"$tap_dir/new"
finds_nothing 'a call by a pointer, without an operation, is found' planted \
	'lsock_new_call has no fault operation (pointer)' unfailed "$tap_dir/new"
echo 'lsock_lookup_fd asks' >"$tap_dir/new"
finds_nothing 'a call that is not pure is found' planted 'lsock_lookup_fd is not pure' \
	impure "$tap_dir/new"
tap_end
