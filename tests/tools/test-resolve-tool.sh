#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lsock-addr --resolve as a user runs it, where names are those of tests/dns/nameservice.c and
# tests/dns/dns-script.c: tests/dns/with-names runs it there.
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
if ! [ -x "$builddir/tests/dns/with-names" ]; then
	echo "1..0 # SKIP tests/dns/with-names is not built"
	exit 0
fi
tools=$(cd "$tools" && pwd)
names=$(cd "$builddir/tests/dns" && pwd)/with-names
PATH=$tools:$PATH
export PATH
# shellcheck disable=SC2154	# tap.sh sets it
work=$tap_dir/work
mkdir "$work" && cd "$work" || exit 99
if ! "$names" true 2>err; then
	echo "1..0 # SKIP $(cat err)"
	exit 0
fi

# Other C libraries know no raw sockets, and tell less; linux_sock_resolver(7).
library=${names%/tests/dns/with-names}/lib/.libs/liblinux_sock.so
is_glibc() {
	! have readelf || ! [ -e "$library" ] || readelf -d "$library" | grep -qF '[libc.so.6]'
}

# The tool's status; what it said is in out and err.
gives() { # status, argument...
	wanted=$1
	shift
	"$names" lsock-addr "$@" >out 2>err
	got=$?
	[ $got -eq "$wanted" ] || { echo "status $got, not $wanted: $*"; cat out err; }
}

has_line() { # file, line
	grep -qxF -- "$2" "$1" || { echo "no line $2 in:"; cat "$1"; }
}

has() { # file, text
	grep -qF -- "$2" "$1" || { echo "no $2 in:"; cat "$1"; }
}

has_no() { # file, regular expression
	! grep -- "$2" "$1"
}

is_silent() { # file
	! [ -s "$1" ] || cat "$1"
}

is_plain() { # file
	LC_ALL=C grep -n '[^ -~	]' "$1"
	return 0
}

is_json() { # file of one value a line
	if have python3; then
		python3 -c 'import json, sys
for line in open(sys.argv[1], "rb"): json.loads(line.decode("ascii"))' "$1" || cat "$1"
	fi
	! [ -s "$1" ] && echo "no output"
	return 0
}

finds_names() {
	gives 0 -r -t stream multi.example.test:http
	is_silent err
	has_line out 'address  [2001:db8:1::11]:80'
	has_line out 'address  198.51.100.11:80'
	has_line out 'address  198.51.100.12:80'
	has_line out 'socket   stream, protocol 6'
	has_line out 'name     multi.example.test'
	[ "$(grep -c '^$' out)" = 2 ] || cat out
	gives 0 --resolve --type dgram alias-one:split
	has_line out 'address  198.51.100.10:4003'
	has_line out 'socket   dgram, protocol 17'
	has_line out 'name     plain.example.test'
	gives 0 -r four.test
	types=2
	is_glibc && types=3
	[ "$(grep -c '^address  127.9.0.[12]:0$' out)" = $((2 * types)) ] || cat out
	gives 0 -r -t stream chain-3.test:1
	has_line out 'name     c1.test'
}

takes_addresses() {
	gives 0 -r 192.0.2.1:7
	has_line out 'address  192.0.2.1:7'
	has_line out 'name     pointer.example.test'
	has_no out '^socket'
	gives 0 -r '[2001:db8:1::20]:7' /run/x tipc:name:1:2
	has_line out 'name     six.example.test'
	has_line out 'address  /run/x'
	has_line out 'address  tipc:name:1:2'
	[ "$(grep -c ^name out)" = 1 ] || cat out
	gives 0 -r --sockaddr 02000007c00002010000000000000000
	has_line out 'name     pointer.example.test'
}

# 16 is NXDOMAIN, 2 a name with bytes that no name has.
names_nobody() {
	gives 0 -r 192.0.2.16
	is_silent err
	has_line out 'address  192.0.2.16:0'
	has_no out '^name'
	gives 0 -r 192.0.2.2
	is_plain out
}

looks_nothing_up() {
	gives 1 multi.example.test:80
	is_silent out
	gives 0 192.0.2.1
	has_no out name
	gives 2 -r --batch
	gives 2 -r -t seqpacket localhost
	gives 2 -r -w 0 localhost
	gives 2 -r -w soon localhost
	gives 2 -r
}

refuses() {
	gives 1 -r nosuch.test
	is_silent out
	has err 'lsock-addr: address: nosuch.test: '
	has err '(EAI_NONAME)'
	gives 1 -r 127.1
	has err '(EINVAL)'
	gives 1 -r -t stream localhost:only-udp
	has err '(EAI_SERVICE)'
	gives 1 -r localhost:65536
	has err 'column 11'
	has err '(port: 0 to 65535) (ERANGE)'
	gives 1 -r "$(printf 'a\033[31m.test')"
	is_plain err
	gives 1 -r nosuch.test localhost
	has_line out 'address  127.0.0.1:0'
}

is_late() {
	gives 124 -r -w 200ms silent.test
	has err '(ETIME)'
	gives 124 -r -w 200ms nosuch.test silent.test localhost
	has_line out 'address  127.0.0.1:0'
	gives 124 -r -w 200ms 192.0.2.15	# whose name server keeps silent
	has_line out 'address  192.0.2.15:0'
	has err 'lsock-addr: name: 192.0.2.15:0: '
}

prints_json() {
	gives 1 -j -r -t stream four.test:80 192.0.2.1 192.0.2.17 nosuch.test
	is_silent err
	is_json out
	is_plain out
	[ "$(wc -l <out)" = 5 ] || cat out
	[ "$(grep -c '"text":"four.test:80","type":"stream","name":"four.test"' out)" = 2 ] || cat out
	has out '"protocol":6'
	has out '"text":"192.0.2.1","type":"stream","name":"pointer.example.test"'
	is_glibc && has out '"name_error":{"errno":"EAI_AGAIN",'
	has out '{"text":"nosuch.test","error":{"errno":"EAI_NONAME",'
}

finds_nothing 'lsock-addr -r finds the addresses of names' finds_names
finds_nothing 'lsock-addr -r finds the names of addresses' takes_addresses
finds_nothing 'lsock-addr -r: an address needs no name' names_nobody
finds_nothing 'lsock-addr asks nobody without -r' looks_nothing_up
finds_nothing 'lsock-addr -r tells why a name is refused' refuses
finds_nothing 'lsock-addr -r ends in time with status 124' is_late
finds_nothing 'lsock-addr -r -j is JSON' prints_json
cd / || exit 99
tap_end
