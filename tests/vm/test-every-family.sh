#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tools on a kernel that has every family.
# shellcheck disable=SC2317	# works() calls what is not called here
set -u
here=$(dirname "$(readlink -f "$0")")
. "$here/../harness/tap.sh"

works "lsock-check finds every family usable" lsock-check
for address in $(lsock-check --list | sed -n 's/^[^ ]* \(..\)/\1/p') @lsock-test unix:/tmp/lsock-test; do
	works "lsock-cat: $address" "$here/../../scripts/exchange" "$address"
done

# How families say that nobody is there differs.
refused() { # address, hint
	lsock-cat -w 5s "$1" </dev/null 2>"$tap_dir/said"
	[ $? -eq 1 ] && grep -qF "($2)" "$tap_dir/said" || { cat "$tap_dir/said" && return 1; }
}
works "lsock-cat: vsock refuses" refused vsock:1:9 'nobody listens there'
works "lsock-cat: nobody has a TIPC name" refused tipc:name:18888:9 'nobody has bound that name'
tap_end
