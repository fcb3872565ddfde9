#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tools on a kernel that has every family.
set -u
here=$(dirname "$(readlink -f "$0")")
. "$here/../harness/tap.sh"

works "lsock-check finds every family usable" lsock-check
for address in 127.0.0.1:0 '[::1]:0' @lsock-test unix:/tmp/lsock-test netlink:usersock:4711 \
	packet:lo:0x88b5 vsock:local:7700 tipc:name:18888:17; do
	works "lsock-cat: $address" "$here/../../scripts/exchange" "$address"
done
tap_end
