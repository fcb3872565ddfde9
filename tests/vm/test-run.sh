#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck disable=SC2317	# works() calls what is not called here
# What tests/vm/run promises.
set -u
here=$(dirname "$(readlink -f "$0")")
run=$here/run
. "$here/../harness/tap.sh"

equal() {
	[ "$1" = "$2" ] || { echo "'$1' is not '$2'"; return 1; }
}

below() {
	[ "$1" -lt "$2" ] || { echo "$1 is not below $2"; return 1; }
}

is_gone() {	# process group
	! kill -s 0 -- "-$1" 2>/dev/null
}

# For what ends within moments.
soon() {
	tries=0
	until "$@"; do
		tries=$((tries + 1))
		[ $tries -lt 200 ] || return 1
		sleep 0.05
	done
}

"$run" true || { echo "Bail out! no virtual machine: status $?"; exit 1; }
work=$tap_dir
mkdir "$work/seen" "$work/open" "$work/hidden" "$work/jobs"
cd "$work/seen" || exit 1
export TMPDIR="$work/jobs"

# Bytes, words and directories.
head -c 3000000 /dev/urandom >out
head -c 3000000 /dev/urandom >err
export LSOCK_TEST_WORD="it's a \"word\" \$of
two lines	and\\more "
words() { printf '%s\0' "$LSOCK_TEST_WORD" "$@" | od -c; }
words "$LSOCK_TEST_WORD" '' ' *' "'" >"$work/words"
# shellcheck disable=SC2016
"$run" -w "$work/open" -- sh -c '
	cat out
	cat err >&2
	exec 2>/dev/null
	(: >new)
	cd ../open
	printf "%s\0" "$LSOCK_TEST_WORD" "$@" | od -c >words
	ls .. >siblings
	cat /proc/net/protocols >protocols
	exit 7' sh "$LSOCK_TEST_WORD" '' ' *' "'" >"$work/out" 2>"$work/err"
works "the exit status is the command's" equal $? 7
works "standard output is whole and pure" cmp "$work/out" out
works "standard error is whole and pure" cmp "$work/err" err
works "arguments and environment are the same bytes" cmp "$work/words" "$work/open/words"
works "the current directory is shown and cannot be changed" test ! -e new
works "nothing else below /tmp is shown" equal "$(tr '\n' ' ' <"$work/open/siblings")" "open seen "
works "TIPC is there" grep -q ^TIPC "$work/open/protocols"
works "vsock is there" grep -q ^AF_VSOCK "$work/open/protocols"
works "no directory of a job is left" rmdir "$TMPDIR"
mkdir "$TMPDIR"

# How it ends otherwise.
"$run" -- sh -c 'kill -KILL $$'
works "a command killed by a signal gives 128 and its number" equal $? 137
# shellcheck disable=SC2016
UML_KERNEL=/nowhere/linux.uml "$run" true 2>"$work/err"
works "no linux.uml gives 123" equal $? 123
works "and a message" grep -q linux.uml "$work/err"
start=$(date +%s)
"$run" -t 4 sleep 1000 2>/dev/null
works "the time limit gives 124" equal $? 124
works "in time" below $(($(date +%s) - start)) 7
"$run" -- sh -c 'echo c >/proc/sysrq-trigger' 2>"$work/err"
works "a guest that panics gives 125" equal $? 125
works "and the kernel's log" grep -q 'Kernel panic' "$work/err"

# Two at once, the first killed.
mkdir "$TMPDIR/first"
TMPDIR=$TMPDIR/first "$run" -w "$work/open" -- sh -c ': >../open/up; sleep 1000' &
first=$!
"$run" -- sh -c 'sleep 1; echo second' >"$work/out" &
second=$!
soon test -e "$work/open/up"
group=$(cat "$TMPDIR"/first/lsock-vm.*/group)
works "a machine is a process group" kill -s 0 -- "-$group"
kill -s KILL $first
works "SIGKILL ends the guest's processes" soon is_gone "$group"
wait $second
works "a second machine at the same time is not disturbed" equal "$(cat "$work/out")" second
works "nothing is left of the one" soon rmdir "$TMPDIR/first"
works "nor of the others" rmdir "$TMPDIR"
tap_end
