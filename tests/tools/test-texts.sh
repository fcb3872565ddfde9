#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Whatever text a tool prints of an address is that address when it is given back.  SEED chooses the
# addresses that are made up, and is told.
# TOOLS_DIR: where the tools are ($builddir/tools).
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "$(dirname "$0")/../harness/tap.sh"
LC_ALL=C
export LC_ALL
tools=${TOOLS_DIR:-$builddir/tools}
if ! [ -x "$tools/lsock-addr" ]; then
	echo "1..0 # SKIP the tools are not built"
	exit 0
fi
srcdir=$(cd "$srcdir" && pwd)
PATH=$(cd "$tools" && pwd):$PATH
export PATH
# shellcheck disable=SC2154	# tap.sh sets it
work=$tap_dir/work
mkdir "$work" && cd "$work" || exit 99
seed=${SEED:-$$}
echo "# SEED=$seed"

# Sockaddrs in hexadecimal: paths, abstract names and families without a row, of all bytes, and more
# often than by chance of backslashes, "x", digits and blanks.
made_up() { # how many
	awk -v seed="$seed" -v count="$1" 'BEGIN {
		srand(seed)
		split("5c 5c 78 30 34 31 20 25 27 22 40 2f 3a 0a 7f c3 a4 ff", often)
		while (count-- > 0) {
			kind = int(rand() * 4)
			hex = kind < 3 ? "0100" : "f300"
			if (kind == 0) hex = hex "2f"
			if (kind == 1) hex = hex "00"
			if (kind == 2) hex = hex "2e2f61"
			for (n = 1 + int(rand() * 20); n > 0; n--) {
				byte = rand() < 0.6 ? often[1 + int(rand() * 18)] : \
					sprintf("%02x", int(rand() * 256))
				hex = hex (kind != 1 && byte == "00" ? "01" : byte)
			}
			print hex
		}
	}'
}

# "sockaddr text" of each address in a table.
pairs() {
	awk '$1 == "address" { sub(/^address  */, ""); text = $0 }
	$1 == "sockaddr" { print $2, text }'
}

# What the tool makes of these texts, a line each, is what they were made of.
given_back() { # file of pairs
	cut -d ' ' -f 2- "$1" >texts
	set --
	while IFS= read -r text; do
		set -- "$@" "$text"
	done <texts
	lsock-addr "$@" >out 2>err
	cat err
	pairs <out >back
}

explained() {
	made_up 400 >sockaddrs
	# shellcheck disable=SC2046	# they are hexadecimal
	lsock-addr --sockaddr $(cat sockaddrs) >table
	pairs <table >made
	[ "$(wc -l <made)" -eq 400 ] || echo 'they are not 400'
	given_back made
	diff made back
}

# As scripts take it.
explained_as_json() {
	# shellcheck disable=SC2046
	lsock-addr -j --sockaddr $(cat sockaddrs) >objects
	python3 -c 'import json, sys
for line in sys.stdin:
	one = json.loads(line)
	print(one["sockaddr"], one["address"])' <objects | diff made -
}

good_ones() {
	awk -F '\t' '$3 == "text" { print $5 }' "$srcdir/tests/addresses/good.tsv" | sort -u >texts
	sed 's/^/- /' texts >good
	given_back good
	cut -d ' ' -f 2- back | diff texts -
}

# A text that is refused is shown as it was typed.
refused() {
	awk -F '\t' '$3 == "text" && length($4) < 24 && n++ % 4 == 0 && $4 ~ /^[ -~]+$/ { print $4 }' \
		"$srcdir/tests/addresses/bad.tsv" >bad
	# shellcheck disable=SC1003	# the backslashes are what is tried
	printf '%s\n' 'unix:@a\x00b\q' 'unix:/a\x00' 'unix:@\' '@a\b:80\' '/' >>bad
	while IFS= read -r text; do
		lsock-addr "$text" >out 2>err && continue
		grep -q '^	' err || continue
		sed -n '2s/^	//p' err >shown
		printf '%s\n' "$text" | diff - shown
		lsock-cat "$text" 2>&1 </dev/null | sed -n '2s/^	//p' | diff shown -
	done <bad
	[ "$(wc -l <bad)" -gt 30 ] || echo 'there are few texts'
}

# "sockaddr text" of what lsock-cat says, where that is right.
told() { # what it said
	text=$(sed -n 's/^lsock-cat: \(connect:\|listening on\) \(.*\)/\2/p' "$1" |
		sed 's/: \(Connection refused\|No such file\).*//')
	printf '%s %s\n' "$(lsock-addr "$text" | sed -n 's/^sockaddr *\([0-9a-f]*\) .*/\1/p')" "$text"
}

connected() {
	grep '^01002f\|^010000' made | head -n 20 >some
	[ "$(wc -l <some)" -eq 20 ] || echo 'they are not 20'
	while IFS= read -r pair; do
		lsock-cat "${pair#* }" </dev/null 2>said
		told said
	done <some >back
	diff some back
}

# Paths are in this folder, whatever bytes they have.
listening() {
	grep '^01002e2f61\|^010000' made | grep -v '2f.*2f' | head -n 20 >some
	while IFS= read -r pair; do
		lsock-cat -w 1ms -v -l "${pair#* }" </dev/null 2>said
		told said
	done <some >back
	diff some back
}

# The type is no address.
listed() {
	lsock-check --list | sed -n 's/^[^ ]* \(..\)/\1/p' >texts
	while IFS= read -r text; do
		lsock-addr "$text" >out || echo "$text"
	done <texts
	[ -s texts ] || echo 'there are none'
}

finds_nothing 'lsock-addr: what it explains' explained
if have python3; then
	finds_nothing 'lsock-addr -j: what it explains' explained_as_json
else
	skips 'lsock-addr -j: what it explains' 'there is no python3'
fi
finds_nothing 'canonical texts of all families' good_ones
finds_nothing 'lsock-addr and lsock-cat: what they refuse is shown as typed' refused
finds_nothing 'lsock-cat: where nobody listens' connected
finds_nothing 'lsock-cat: where it listens' listening
finds_nothing 'lsock-check --list: addresses' listed
cd / || exit 99
tap_end
