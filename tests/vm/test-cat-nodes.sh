#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck disable=SC2317	# works() calls what is not called here
# lsock-cat on one TIPC node speaks to lsock-cat on another one.
set -u
here=$(dirname "$(readlink -f "$0")")
. "$here/../harness/tap.sh"
work=$tap_dir
instance=60

on="timeout 20 ip netns exec"

# A name is known to other nodes a moment after it was bound.
knows() {	# node, instance
	$on "$1" tipc nametable show type 18888 | grep -q "^18888  *$2 "
}

# Names are one space for all types: a socket that is about to go would still get its share.
asks() {	# type, file
	instance=$((instance + 1))
	at=tipc:name:18888:$instance
	$on n2 lsock-cat -l -e -t "$1" "$at" &
	server=$!
	tries=0
	until knows n1 "$instance"; do
		[ $((tries += 1)) -lt 200 ] || return 1
		sleep 0.05
	done
	$on n1 lsock-cat -t "$1" -b 1000 -w 5s -q 500ms "$at" <"$2" >"$work/answer"
	kill "$server" 2>/dev/null
	wait "$server"
	cmp "$2" "$work/answer"
}

echo "from node to node" >"$work/short"
head -c 2000000 /dev/urandom >"$work/long"
for type in stream seqpacket rdm dgram; do
	works "$type: a message there and back" asks $type "$work/short"
done
works "stream: 2 MB there and back" asks stream "$work/long"
works "seqpacket: 2 MB there and back" asks seqpacket "$work/long"
tap_end
