#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lsock-addr and lsock-check as a user runs them, and what all three tools have in common: exit codes,
# errors, valid JSON, nothing raw on a terminal, pages and completions that know every option.
# TOOLS_DIR: where the tools are ($builddir/tools).
# shellcheck disable=SC2086,SC2317	# words without blanks; checks are called by their names
set -u
. "$(dirname "$0")/../harness/tap.sh"
LC_ALL=C
export LC_ALL
tools=${TOOLS_DIR:-$builddir/tools}
if ! [ -x "$tools/lsock-addr" ]; then
	echo "1..0 # SKIP the tools are not built"
	exit 0
fi
tools=$(cd "$tools" && pwd)
srcdir=$(cd "$srcdir" && pwd)
builddir=$(cd "$builddir" && pwd)
PATH=$tools:$PATH
export PATH
# shellcheck disable=SC2154	# tap.sh sets it
work=$tap_dir/work
mkdir "$work" && cd "$work" || exit 99
newline='
'

# The command's status; what it said is in out and err.
gives() { # status, command...
	wanted=$1
	shift
	"$@" >out 2>err
	got=$?
	[ $got -eq "$wanted" ] || { echo "status $got, not $wanted: $*"; cat out err; }
}

has_line() { # file, line
	grep -qxF -- "$2" "$1" || { echo "no line $2 in:"; cat "$1"; }
}

is_json() { # file of one value a line
	if have python3; then
		python3 -c 'import json, sys
for line in open(sys.argv[1], "rb"): json.loads(line.decode("ascii"))' "$1" || cat "$1"
	fi
	! [ -s "$1" ] && echo "no output"
	return 0
}

is_plain() { # file
	LC_ALL=C grep -n '[^ -~	]' "$1"
}

# ---- what all have in common

tool_options() { # tool
	"$1" --help | sed -n 's/^  \(-.,\|   \) --\([a-z-]*\).*/\2/p'
}

help_and_version() {
	for tool in lsock-addr lsock-cat lsock-check; do
		gives 0 $tool --help
		grep -q "^Usage: $tool " out || echo "$tool --help has no usage"
		[ -s err ] && cat err
		gives 0 $tool --version
		grep -q "^$tool (linux_sock) [0-9]" out || cat out
	done
}

one_line_of_usage() {
	for tool in lsock-addr lsock-cat lsock-check; do
		for bad in --no-such-option -Z --json=1 --; do
			[ $tool$bad = lsock-check-- ] && continue
			gives 2 $tool $bad
			[ "$(wc -l <err)" = 1 ] || cat err
			grep -q "^$tool: .*usage: $tool" err || cat err
			[ -s out ] && cat out
		done
	done
	gives 2 lsock-addr --sockaddr
	gives 2 lsock-check argument
	gives 2 lsock-check --family "x${newline}y"
	is_plain err
	gives 2 lsock-check --timeout 1x
	gives 2 lsock-check --timeout 0
	gives 2 lsock-check --rounds -1
	gives 2 lsock-check --family nosuch
	grep -q "'nosuch' is none of inet, inet6, " err || cat err
	gives 2 lsock-addr --batch 192.0.2.1
	gives 2 lsock-addr -t stream 192.0.2.1
	gives 2 lsock-addr -w 1s 192.0.2.1
	gives 2 lsock-addr -r -t stream --sockaddr 0100
	gives 2 lsock-cat 192.0.2.1:1 192.0.2.1:2
	gives 2 lsock-cat not-an-address
	gives 2 lsock-cat --type rdm 192.0.2.1:1
	gives 2 lsock-cat --type quick 192.0.2.1:1
	gives 2 lsock-cat --keep 192.0.2.1:1
	gives 2 lsock-cat --block 0 192.0.2.1:1
}

failed_output() {
	for command in 'lsock-addr 192.0.2.1' 'lsock-addr -j 192.0.2.1' 'lsock-addr --help' \
		'lsock-check -f unix' 'lsock-check -f unix -j' 'lsock-cat --version'; do
		{
			$command >/dev/full 2>err
			[ $? -eq 3 ] || echo "$command >/dev/full: not 3"
			grep -q 'standard output' err || cat err
			$command >&- 2>err
			[ $? -eq 3 ] || echo "$command >&-: not 3"
			$command 2>&- >out || echo "$command 2>&-: $?"
		}
	done
	echo 192.0.2.1 | lsock-addr --batch >/dev/full 2>err
	[ $? -eq 3 ] || echo "batch: not 3"
	lsock-addr --batch <&- >out 2>err
	[ $? -eq 3 ] || echo "batch without input: not 3"
}

described_options() {
	for tool in lsock-addr lsock-cat lsock-check; do
		page=$srcdir/man/man8/$tool.8 completion=$srcdir/tools/completion/$tool
		[ "$(tool_options $tool | wc -l)" -ge 5 ] || echo "$tool: no options found"
		for option in $(tool_options $tool); do
			sed 's/\\-/-/g' "$page" | grep -q -- "--$option\\>" ||
				echo "$page: no --$option"
			grep -q -- "--$option\\>" "$completion" || echo "$completion: no --$option"
		done
		# shellcheck disable=SC2013
		for option in $(grep -o -- '--[a-z]*' "$completion" | sed 's/^--//' | sort -u); do
			[ -z "$option" ] || tool_options $tool | grep -qx "$option" ||
				echo "$completion: --$option is no option"
		done
	done
}

finds_nothing 'help and version' help_and_version
finds_nothing 'wrong usage is one line and status 2' one_line_of_usage
finds_nothing 'output that cannot be written is status 3' failed_output
finds_nothing 'pages and completions know every option' described_options
# The list is not written down in the completion: a new row is in it at once.
completes_families() {
	cat >complete.sh <<-'END'
		_init_completion() { cur='' prev=-f; }
		. "$1"
		_lsock_check lsock-check
		echo "${COMPREPLY[@]}"
	END
	bash complete.sh "$srcdir/tools/completion/lsock-check" >out 2>&1
	lsock-check -f '' 2>&1 | sed "s/.*none of //; s/ (usage.*//; s/,//g" | diff - out
	grep -q 'inet inet6' out || cat out
}

if have bash; then
	finds_nothing 'families are completed' completes_families
	finds_nothing 'completions are bash' bash -n "$srcdir"/tools/completion/lsock-addr \
		"$srcdir"/tools/completion/lsock-cat "$srcdir"/tools/completion/lsock-check
else
	skips 'completions are bash' 'there is no bash'
fi
if have mandoc; then
	finds_nothing 'pages are right for mandoc' mandoc -Tlint "$srcdir"/man/man8/lsock-addr.8 \
		"$srcdir"/man/man8/lsock-cat.8 "$srcdir"/man/man8/lsock-check.8
else
	skips 'pages are right for mandoc' 'there is no mandoc'
fi

# ---- lsock-addr

explains() {
	gives 0 lsock-addr '[2001:db8:0::1]:80'
	has_line out 'address  [2001:db8::1]:80'
	has_line out 'family   inet6 (AF 10)'
	has_line out 'port     80'
	gives 0 lsock-addr tipc:name:0x10:17 unix:./x
	has_line out 'address  tipc:name:16:17'
	has_line out 'instance 17'
	has_line out 'address  unix:./x'
	[ "$(grep -c '^$' out)" = 1 ] || cat out
}

refuses() {
	gives 1 lsock-addr 192.0.2.1:65536
	has_line err 'lsock-addr: address, column 11: 192.0.2.1:65536: number out of range (port: 0 to 65535) (ERANGE)'
	has_line err '	          ^'
	[ -s out ] && cat out
	gives 1 lsock-addr 192.0.2.300 192.0.2.1
	has_line out 'address  192.0.2.1:0'
	gives 1 lsock-addr "unix:$(printf '\033[31m\377')"
	is_plain err
	for host in localhost localhost:80 example.org:http; do
		gives 1 lsock-addr $host
		has_line err 'lsock-addr: --resolve looks up the name of a host'
	done
	gives 1 lsock-addr 192.0.2.300 tipc:80 '' 127.1
	grep resolve err
	gives 1 lsock-addr --sockaddr zz
	grep resolve err
	gives 1 lsock-addr "$(head -c 3000 /dev/zero | tr '\0' a)"
	[ "$(wc -c <err)" -lt 600 ] || echo 'a long address is shown whole'
}

takes_sockaddrs() {
	for text in 192.0.2.1:80 '[fe80::1%1]:22' /run/x @name unix: vsock:1:5 tipc:id:0x1001001:7; do
		hex=$(lsock-addr "$text" | sed -n 's/^sockaddr \([0-9a-f]*\) .*/\1/p')
		gives 0 lsock-addr --sockaddr "$hex"
		canonical=$(lsock-addr "$text" | sed -n 's/^address  *//p')
		[ "$(sed -n 's/^address  *//p' out)" = "$canonical" ] || { echo "$text"; cat out; }
	done
	gives 0 lsock-addr --sockaddr 0100 --sockaddr '01 00 2f 78' 01002f79
	[ "$(grep -c ^address out)" = 3 ] || cat out
	gives 1 lsock-addr --sockaddr 010
	grep -q 'column 4' err || cat err
	gives 1 lsock-addr --sockaddr 0z
	grep -q 'column 2' err || cat err
	gives 1 lsock-addr --sockaddr 02000050
	gives 1 lsock-addr --sockaddr ''
	gives 0 lsock-addr --sockaddr 010000
	grep -q '^check .*abstract' out || cat out
}

prints_json() {
	gives 1 lsock-addr -j @plain 'unix:@\x01\xff' "unix:/$(printf '\303\251')" 'unix:/a"b' \
		"unix:/$(printf '\377')" netlink:route:0:0xffffffff af99:00 bad 1.2.3.4:70000
	is_json out
	is_plain out
	[ "$(wc -l <out)" = 9 ] || cat out
	grep -q '"path_hex":"0001ff"' out || cat out
	grep -q '"groups":4294967295' out || cat out
	grep -q '"max":65535' out || cat out
	gives 1 lsock-addr -j --sockaddr 0100 0z
	is_json out
}

batch() { # input of printf, expected output of printf
	# shellcheck disable=SC2059
	printf "$1" | lsock-addr --batch >out 2>err
	# shellcheck disable=SC2059
	printf "$2" | diff - out
	cat err
}

answers_each_line() {
	batch '' ''
	batch '192.0.2.1\n' 'ok\t192.0.2.1:0\n'
	batch '192.0.2.1' 'ok\t192.0.2.1:0\n'
	batch '\n@a\n' 'error\tEINVAL\t1\ta decimal octet is expected\nok\t@a\n'
	batch '@\\x41\\\\\n' 'ok\tunix:@A\\\\\n'
	batch '@a\\x00b\n' 'error\tEINVAL\t3\ta NUL byte in the text\n'
	batch '@a\000b\n' 'error\tEINVAL\t3\ta NUL byte in the text\n'
	batch '@abc\\q\n' 'error\tEINVAL\t6\tthe escapes of a line are \\\\ and \\xHH\n'
	batch '@\\x4' 'error\tEINVAL\t5\tthe escapes of a line are \\\\ and \\xHH\n'
	# shellcheck disable=SC1003	# printf makes one backslash of the two
	batch '@\\' 'error\tEINVAL\t3\tthe escapes of a line are \\\\ and \\xHH\n'
	batch '[::1]:65536\n' 'error\tERANGE\t7\tnumber out of range (port: 0 to 65535)\n'
	batch 'nosuch:1\n' 'error\tEAFNOSUPPORT\t1\tunknown address family\n'
}

answers_long_lines() {
	{ head -c 10000000 /dev/zero | tr '\0' x; echo; echo @a; } | lsock-addr --batch >out
	printf 'error\tENAMETOOLONG\t1025\tthe text is longer than any address\nok\t@a\n' | diff - out
	{ head -c 5000 /dev/zero | tr '\0' x; printf '\\x00\n'; } | lsock-addr --batch >out
	printf 'error\tEINVAL\t5001\ta NUL byte in the text\n' | diff - out
	{ head -c 5000 /dev/zero | tr '\0' x; printf '\\\n'; } | lsock-addr --batch >out
	cut -f 1-3 out | diff /dev/fd/3 - 3<<-END
		error	EINVAL	5002
	END
}

# The columns of the table are: id family kind input expected ...; what needs a device is left out.
replays_good() {
	awk -F '\t' '$3 == "text" { print $4 }' "$srcdir/tests/addresses/good.tsv" >lines
	awk -F '\t' '$3 == "text" { print "ok\t" $5 }' "$srcdir/tests/addresses/good.tsv" >wanted
	[ "$(wc -l <lines)" -ge 50 ] || echo 'too few lines'
	lsock-addr --batch <lines >out
	diff wanted out
}

replays_bad() {
	awk -F '\t' '$3 == "text" { print $4 }' "$srcdir/tests/addresses/bad.tsv" >lines
	awk -F '\t' '$3 == "text" { print "error\t" $5 }' "$srcdir/tests/addresses/bad.tsv" >wanted
	[ "$(wc -l <lines)" -ge 50 ] || echo 'too few lines'
	lsock-addr --batch <lines >out
	cut -f 1,2 out | diff wanted -
	awk -F '\t' 'NF != 4 || $3 < 1 || $4 == ""' out
	is_plain out
	lsock-addr -j --batch <lines >out
	[ "$(wc -l <out)" = "$(wc -l <lines)" ] || echo 'not one object a line'
	is_json out
}

answers_at_once() {
	rm -f out
	mkfifo ask
	lsock-addr --batch <ask >out &
	exec 5>ask
	echo @first >&5
	tries=0
	until [ -s out ] || [ $tries -gt 100 ]; do sleep 0.05; tries=$((tries + 1)); done
	has_line out 'ok	@first'
	exec 5>&-
	wait $! || echo "status $?"
}

finds_nothing 'lsock-addr explains addresses' explains
finds_nothing 'lsock-addr refuses with column and range' refuses
finds_nothing 'lsock-addr takes sockaddrs' takes_sockaddrs
finds_nothing 'lsock-addr -j is JSON for any bytes' prints_json
finds_nothing 'lsock-addr --batch answers each line' answers_each_line
finds_nothing 'lsock-addr --batch takes lines of any length' answers_long_lines
finds_nothing 'lsock-addr --batch knows the good addresses' replays_good
finds_nothing 'lsock-addr --batch knows the bad addresses' replays_bad
finds_nothing 'lsock-addr --batch answers before it waits' answers_at_once

# ---- lsock-check

checks_unix() {
	gives 0 lsock-check -f unix
	grep -Eq '^unix +ok +ok +[0-9.]+ ms +stream dgram seqpacket' out || cat out
	has_line out 'lsock-check: 1 of 1 families usable'
	gives 0 lsock-check -j -f unix -w 5s
	is_json out
	[ "$(grep -o '"exchange_ns":[1-9]' out | wc -l)" = 3 ] || cat out
}

# All rows: the exit code is what the report says.
checks_all() {
	lsock-check -j >out 2>err
	status=$?
	is_json out
	cat err
	if grep -q '"usable":false' out; then
		[ $status = 1 ] || [ $status = 4 ] || echo "status $status"
		grep -q '"errno":"E' out || cat out
	else
		[ $status = 0 ] || echo "status $status"
	fi
	lsock-check >out
	[ $? = $status ] || echo "another status than $status without -j"
}

# Each of them is an address that can be told of its family.
lists_families() {
	gives 0 lsock-check --list
	cp out list
	[ "$(wc -l <list)" -gt 1 ] || cat list
	while read -r family loopback; do
		gives 0 lsock-addr -j "$loopback"
		grep -q "\"family\":\"$family\"" out || cat out
	done <list
	gives 0 lsock-check -l -f unix
	has_line out 'unix unix:'
	gives 0 lsock-check -lj -f unix
	has_line out '{"families":[{"family":"unix","af":1,"loopback":"unix:"}]}'
}

proves_rows() {
	gives 0 lsock-check --prove
	grep -v ': ok: ' out
	gives 0 lsock-check --prove -j -f tipc --seed 7 --rounds 500
	is_json out
	grep -q '"seed":7' out || cat out
}

finds_nothing 'lsock-check exchanges over unix' checks_unix
finds_nothing 'lsock-check has the status of its report' checks_all
finds_nothing 'lsock-check --list: families and their addresses' lists_families
finds_nothing 'lsock-check --prove: the rows keep the contract' proves_rows

missing_loopback() {
	gives 1 unshare -rn lsock-check -f inet
	grep -q 'ENETUNREACH.*ip link set lo up' out || cat out
}

denied() {
	if [ "$(id -u)" = 0 ]; then
		gives 4 setpriv --bounding-set=-net_raw --inh-caps=-net_raw lsock-check -f packet -f unix
	else
		gives 4 lsock-check -f packet -f unix
	fi
	grep -q 'EPERM.*CAP_NET_RAW' out || cat out
}

if unshare -rn true 2>err; then
	finds_nothing 'lsock-check tells how to mend a loopback that is down' missing_loopback
else
	skips 'lsock-check tells how to mend a loopback that is down' 'unshare is refused'
fi
if [ "$(id -u)" != 0 ] || setpriv --bounding-set=-net_raw --inh-caps=-net_raw true 2>err; then
	finds_nothing 'lsock-check: status 4 where a permission is missing' denied
else
	skips 'lsock-check: status 4 where a permission is missing' 'setpriv is refused'
fi

# ---- plug-ins

plugin=$srcdir/examples/lsock-family-alg.c

build_plugin() { # source, output
	${CC:-cc} -std=gnu11 -w -fPIC -fvisibility=hidden -shared -I"$builddir/include" \
		-I"$srcdir/include" -o "$2" "$1"
}

proves_plugin() {
	build_plugin "$plugin" alg.so
	gives 0 lsock-check --plugin ./alg.so
	[ "$(grep -c '^alg: ok: ' out)" -ge 10 ] || cat out
	grep -Eq '^alg  ' out || cat out
	gives 0 lsock-check --plugin alg.so -j
	is_json out
	gives 0 lsock-check --plugin alg.so --prove -f alg --rounds 5000 --seed 3
	has_line out 'alg: ok: text is taken or refused (5000 cases)'
}

# Each fault is one that a row may have, and must be found.
broken() { # what is expected, sed script
	sed "$2" "$plugin" >broken.c
	cmp -s "$plugin" broken.c && echo "the fault is not planted: $2"
	build_plugin broken.c broken.so
	gives 1 lsock-check --plugin broken.so
	cat out err >said
	grep -qE -- "$1" said || { echo "expected $1:"; cat said; }
}

finds_faults() {
	broken 'VIOLATED: text round trip' 's/"alg:%\.\*s:%\.\*s"/"alg:%.*s;%.*s"/'
	broken 'VIOLATED: text round trip' 's/LSOCK_FIELD_NOT_IN_TEXT/0/'
	broken 'VIOLATED: fields round trip' '/\.from = alg_from,/d'
	broken 'VIOLATED: fields round trip' 's/return 0;.*the number of the form.*/return 1;/'
	broken 'VIOLATED: fields in buffers of every size' 's/if (size < type_len + name_len)/if (0)/'
	broken 'VIOLATED: text is taken or refused.*column' 's/type_len + 2, why/type_len + 3, why/'
	broken 'VIOLATED: .*message' 's/\.message = message, //'
	broken 'VIOLATED: port' 's/\.module = /.port_at = 2, .port_size = 2, .module = /'
	# A sanitizer ends the process itself.
	broken 'VIOLATED: .*(crashed, signal 11|ended the process)' 's/alg_bad_byte(word, len, end);/alg_bad_byte(word, len + 1, end) - 1;/'
	broken 'VIOLATED: .*ended the process' 's/if (len == 0)/if (len == 9) _exit(0); if (len == 0)/; 1i #include <unistd.h>'
	broken 'another ABI' 's/LSOCK_FAMILY_ABI/77/'
	broken 'incomplete' 's/\.name = "alg"/.name = "abc"/'
	broken 'File exists' 's/\.af = AF_ALG/.af = AF_INET/'
	broken 'no rows' 's/return i == 0 .*/(void) i; return NULL;/'
}

refuses_files() {
	gives 3 lsock-check --plugin ./no-such-file.so
	grep -q 'no-such-file.so' err || cat err
	echo 'int nothing;' >empty.c
	build_plugin empty.c empty.so
	gives 1 lsock-check --plugin empty.so
	grep -q lsock_plugin_family err || cat err
}

if have "${CC:-cc}"; then
	finds_nothing 'lsock-check proves a plug-in' proves_plugin
	finds_nothing 'lsock-check finds faults of plug-ins' finds_faults
	finds_nothing 'lsock-check refuses files that are no plug-ins' refuses_files
else
	skips 'lsock-check proves a plug-in' 'there is no compiler'
fi
cd / || exit 99
tap_end
