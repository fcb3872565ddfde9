#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# count.sh FOLDER: what the bench programs in FOLDER count themselves, counted once more from
# outside: system calls by strace, user instructions by the processor (perf) or else by valgrind.
# Each figure is the difference between two runs over the number of calls by which they differ.
set -u
LC_ALL=C
export LC_ALL
folder=${1:?usage: count.sh FOLDER}
calls=80
log=$(mktemp) || exit 3
trap 'rm -f "$log"' EXIT

has() {
	command -v "$1" >/dev/null 2>&1
}

# Each counter prints the number for a whole run.
by_perf() {
	perf stat -i -x, -e instructions:u -o "$log" -- "$@" >/dev/null 2>&1 &&
		sed -n 's/^\([0-9][0-9]*\),.*instructions.*/\1/p' "$log"
}

by_valgrind() {
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 |
		sed -n 's/.*Collected : \([0-9]*\).*/\1/p' | head -n 1
}

by_strace() {
	strace -qq -o "$log" "$@" && grep -c '(' "$log"
}

no_counter() {
	:
}

if has perf && [ -n "$(by_perf true)" ]; then
	counter=by_perf
elif has valgrind; then
	counter=by_valgrind
else
	counter=no_counter
fi
tracer=no_counter
if has strace && [ -n "$(by_strace true)" ]; then
	tracer=by_strace
fi
if [ $counter$tracer = no_counterno_counter ]; then
	echo "count.sh: neither perf nor valgrind nor strace can count here" >&2
	exit 1
fi

# Of one call: what 2 n calls take more than n.
per_call() { # counter program argument...
	with=$1
	shift
	once=$($with "$@" $calls)
	twice=$($with "$@" $((2 * calls)))
	if [ -z "$once" ] || [ -z "$twice" ]; then
		echo -
	else
		awk "BEGIN { printf \"%.2f\", ($twice - $once) / $calls }"
	fi
}

row() { # what program argument...
	what=$1
	shift
	printf '%-50s %8s %14s\n' "$what" "$(per_call $tracer "$@")" "$(per_call $counter "$@")"
}

printf '\nCounted from outside: %s, %s; of one call, wrapper and loop included\n%-50s %8s %14s\n' \
	"$tracer" "$counter" what calls instructions
for operation in recv-ready recv-waiting send; do
	for way in 'bare blocking' 'level 1, deadline' 'level 2, timeout' 'level 2, no timeout'; do
		row "unix $operation, $way" "$folder/bench-io" repeat unix "$operation" "$way"
	done
done
for text in 192.0.2.1:80 '[2001:db8::1]:443' /run/systemd/notify netlink:route:0:0x111; do
	row "$text there and back" "$folder/bench-addr" repeat "$text"
done
