#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The tools on a kernel that has every family.
set -u
here=$(dirname "$(readlink -f "$0")")
. "$here/../harness/tap.sh"

works "lsock-check finds every family usable" lsock-check
for address in $(lsock-check --list | sed -n 's/^[^ ]* \(..\)/\1/p') @lsock-test unix:/tmp/lsock-test; do
	works "lsock-cat: $address" "$here/../../scripts/exchange" "$address"
done
tap_end
