#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lsock-cat at both ends of real sockets: both directions at once, ends, messages, deadlines, failures.
# TOOLS_DIR: where the tools are ($builddir/tools).
# shellcheck disable=SC2086,SC2317	# words without blanks; checks are called by their names
set -u
. "$(dirname "$0")/../harness/tap.sh"
LC_ALL=C
export LC_ALL
tools=${TOOLS_DIR:-$builddir/tools}
if ! [ -x "$tools/lsock-cat" ]; then
	echo "1..0 # SKIP the tools are not built"
	exit 0
fi
PATH=$(cd "$tools" && pwd):$PATH
export PATH
# shellcheck disable=SC2154	# tap.sh sets it
work=$tap_dir/work
mkdir "$work" && cd "$work" || exit 99
server=''
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$tap_dir"' EXIT

# ---- a server in the background; its address is $at

listen() { # input, output, arguments...
	input=$1 output=$2
	shift 2
	rm -f server.err
	lsock-cat -v -l "$@" <"$input" >"$output" 2>server.err &
	server=$!
	waits=0
	until at=$(sed -n 's/^lsock-cat: listening on //p' server.err 2>/dev/null) && [ -n "$at" ]; do
		if [ $waits -gt 500 ] || ! kill -0 $server 2>/dev/null; then
			echo "no server: $*"
			cat server.err
			return
		fi
		waits=$((waits + 1))
		sleep 0.02
	done
}

ends() { # status of the server
	wait "$server"
	got=$?
	server=''
	[ $got -eq "$1" ] || { echo "the server's status is $got, not $1"; cat server.err; }
}

stop() {
	# The shell tells of a job that a signal has ended.
	{ kill "$server" && wait "$server"; } 2>/dev/null
	server=''
}

asks() { # status, input, output, arguments...
	wanted=$1 input=$2 output=$3
	shift 3
	lsock-cat "$@" <"$input" >"$output" 2>client.err
	got=$?
	[ $got -eq "$wanted" ] || { echo "status $got, not $wanted: $*"; cat client.err; }
}

same() { # file, file
	cmp "$1" "$2" 2>&1
}

says() { # file, extended regular expression
	grep -qE -- "$2" "$1" || { echo "not said: $2"; cat "$1"; }
}

holds() { # file, text
	printf '%s' "$2" | cmp - "$1" 2>&1
}

printf 'question\n' >question
printf 'answer\n' >answer
head -c 20000000 /dev/urandom >big.a
head -c 20000000 /dev/urandom >big.b

# ---- both directions

# TIPC connections end by silence.
both_ways() { # address, arguments...
	listen big.a got.a -w 20s -q 500ms "$@"
	shift
	asks 0 big.b got.b -w 20s -q 500ms "$@" "$at"
	ends 0
	same big.a got.b
	same big.b got.a
}

can() { # address; can this host have a socket there?
	lsock-cat -w 1ms -l "$1" </dev/null >/dev/null 2>&1
	[ $? -eq 124 ]
}

for address in 127.0.0.1:0 '[::1]:0' "$work/socket" "@lsock-test-$$" unix: \
	vsock:1:any tipc:name:18888:$$; do
	name="20 MB both ways at once: $(echo "${address#"$work"}" | sed "s/.$$\$//")"
	if can "$address"; then
		finds_nothing "$name" both_ways "$address"
	else
		skips "$name" 'this host has no such address'
	fi
done
for address in unix: vsock:1:any tipc:name:18889:$$; do
	name="20 MB both ways at once: ${address%":$$"}, seqpacket"
	if can "$address"; then
		finds_nothing "$name" both_ways "$address" -t seqpacket
	else
		skips "$name" 'this host has no such address'
	fi
done

echoes() {
	for type in stream seqpacket; do
		listen /dev/null nothing -w 20s -e -t $type unix:
		asks 0 big.a got.a -w 20s -t $type "$at"
		ends 0
		same big.a got.a
		! [ -s nothing ] || echo 'an echo wrote to standard output'
	done
}
finds_nothing 'an echo sends all back' echoes

# Each reader sleeps first: both directions are full then.
slow_readers() {
	mkfifo out.a out.b
	{ sleep 0.5; cat; } <out.a >got.a &
	reader=$!
	listen big.a out.a -w 20s unix:
	{ sleep 0.3; cat; } <out.b >got.b &
	asks 0 big.b out.b -w 20s "$at"
	ends 0
	wait $! $reader
	same big.a got.b
	same big.b got.a
}
finds_nothing 'full pipes on both sides' slow_readers

# ---- ends

half_close() {
	mkfifo later
	{ sleep 0.3; cat answer; } >later &
	listen later got unix:
	asks 0 question got.answer "$at"
	ends 0
	same question got
	same answer got.answer
	rm later
}
finds_nothing 'an answer comes after the end of the question' half_close

# Whoever reads our output sees the end while we still send.
early_end() {
	mkfifo slow
	{ sleep 1; cat question; } >slow &
	listen answer got unix:
	begin=$(date +%s%N)
	lsock-cat "$at" <slow | { cat >got.answer; date +%s%N >end; }
	ends 0
	same answer got.answer
	same question got
	[ $((($(cat end) - begin) / 1000000)) -lt 800 ] || echo 'the end of the answer came late'
	rm slow
}
finds_nothing 'the end of the answer is passed on at once' early_end

vanished_peer() {
	mkfifo never
	exec 7<>never
	listen never got unix:
	lsock-cat "$at" <never >got.answer 2>client.err &
	client=$!
	waits=0
	until grep -q 'connection from' server.err || [ $waits -gt 200 ]; do
		sleep 0.02
		waits=$((waits + 1))
	done
	lsock-cat "$at" </dev/null >/dev/null 2>&1 && echo 'a second peer was let in'
	kill $client
	ends 0
	exec 7>&-
	rm never
}
finds_nothing 'a peer that is gone ends it' vanished_peer

# A client whose peer has said goodbye, and takes no more; its input is open as descriptor 7.
half_deaf() { # address
	rm -f later
	mkfifo later
	exec 7<>later
	listen /dev/null nothing "$1" 7<&-
	lsock-cat "$at" <later >got.answer 2>client.err 7<&- &
	client=$!
	waits=0
	while [ -e /proc/$client/fd/1 ] && [ $waits -lt 500 ]; do
		waits=$((waits + 1))
		sleep 0.02
	done
	kill -STOP "$server"
}

client_ends() { # status
	wait $client
	got=$?
	[ $got -eq "$1" ] || { echo "the client's status is $got, not $1"; cat client.err; }
}

# What the peer has not read is lost with it, though its host had taken it.
lost_unread() {
	for address in 127.0.0.1:0 unix:; do
		half_deaf $address
		head -c 50000 big.a >&7
		sleep 0.2
		{ kill -KILL "$server" && wait "$server"; } 2>/dev/null
		server=''
		client_ends 1
		says client.err '^lsock-cat: lost: .* of 50000 bytes'
		exec 7>&-
	done
}
finds_nothing 'input that a dead peer has not read is an error' lost_unread

# All was sent, and both sides have ended, but the peer's window is full.
lost_on_the_way() {
	half_deaf 127.0.0.1:0
	head -c 400000 big.a >&7
	exec 7>&-
	sleep 0.5
	{ kill -KILL "$server" && wait "$server"; } 2>/dev/null
	server=''
	client_ends 1
	says client.err '^lsock-cat: lost: at least [1-9][0-9]* of 400000 bytes$'
	half_deaf 127.0.0.1:0
	head -c 400000 big.a >&7
	exec 7>&-
	sleep 0.3
	kill -CONT "$server"
	ends 0
	client_ends 0
	head -c 400000 big.a | same - nothing
}
finds_nothing 'input on the way to a dead peer is an error' lost_on_the_way

lost_to_full_disk() {
	for _ in 1 2 3 4 5 6 7 8; do
		listen /dev/null /dev/full 127.0.0.1:0
		cat big.a big.b | lsock-cat "$at" 2>client.err >got.answer
		got=$?
		[ $got -eq 1 ] || echo "status $got, not 1"
		says client.err '^lsock-cat: lost: (at least [1-9][0-9]*|what .* has not read) of '
		ends 3
	done
}
finds_nothing 'input for a peer whose disk is full is an error' lost_to_full_disk

keeps_listening() {
	listen /dev/null got -k "@keep-$$"
	for text in one two three; do
		echo $text >question.$text
		asks 0 question.$text got.answer "$at"
	done
	waits=0
	until [ "$(wc -l <got)" -ge 3 ] || [ $waits -gt 100 ]; do
		sleep 0.02
		waits=$((waits + 1))
	done
	printf 'one\ntwo\nthree\n' | diff - got
	kill -0 "$server" || echo 'it has ended'
	stop
}
finds_nothing '-k takes one peer after the other' keeps_listening

removes_path() {
	listen /dev/null got "$work/file"
	[ -S file ] || echo 'there is no socket'
	asks 0 question got.answer "$at"
	ends 0
	[ -e file ] && echo 'the file is left'
	listen /dev/null got -k "$work/file"
	stop
	[ -e file ] && echo 'the file is left after a signal'
	asks 1 /dev/null got.answer "$work/file"
	: >file
	lsock-cat -l "$work/file" </dev/null >got 2>server.err && echo 'bound over a file'
	[ -e file ] || echo 'a file of others was removed'
	rm file
}
finds_nothing 'the file of a path is removed' removes_path

# ---- messages

datagrams() { # address, arguments...
	listen /dev/null got -e "$@"
	shift
	asks 0 question got.answer "$@" -q 500ms "$at"
	same question got.answer
	stop
}
for address in 127.0.0.1:0 '[::1]:0' "$work/datagrams" "@datagrams-$$"; do
	name="datagrams come back: ${address#"$work"}"
	finds_nothing "${name%"-$$"}" datagrams "$address" -t dgram
done
finds_nothing 'datagrams come back: netlink' datagrams "netlink:usersock:$$"

packets() {
	listen /dev/null got -w 1s packet:lo:0x88b6
	asks 0 question got.answer -q 0s "$at"
	ends 124
	same question got
}
if can packet:lo:0x88b6; then
	finds_nothing 'packets arrive' packets
else
	skips 'packets arrive' 'this needs CAP_NET_RAW'
fi

answers_last_sender() {
	mkfifo replies
	exec 8<>replies
	listen replies got -t dgram "@replies-$$" 8<&-
	lsock-cat -t dgram -q 5s "$at" <question >first 2>first.err &
	first=$!
	waits=0
	until [ -s got ] || [ $waits -gt 200 ]; do
		sleep 0.02
		waits=$((waits + 1))
	done
	cat answer >&8
	waits=0
	until [ -s first ] || [ $waits -gt 200 ]; do
		sleep 0.02
		waits=$((waits + 1))
	done
	same answer first
	kill $first
	exec 8>&-
	stop
	rm replies
}
finds_nothing 'a listener answers the last sender' answers_last_sender

# 1000 bytes a message; the receiver does not read for a while.
full_queue() {
	head -c 3000000 big.a >some
	listen /dev/null got -w 2s -t dgram unix:
	kill -STOP "$server"
	{ sleep 0.5; kill -CONT "$server"; } &
	asks 0 some got.answer -b 1000 -q 0s -t dgram "$at"
	ends 124
	same some got
}
finds_nothing 'no message is lost at a full queue' full_queue

too_long() {
	listen /dev/null got -t dgram 127.0.0.1:0
	asks 3 big.a got.answer -b 70000 -t dgram "$at"
	says client.err 'send: .*--block'
	stop
}
finds_nothing 'a message that is too long is told' too_long

# What a Python peer sends: empty messages are none of an end.
empty_messages() {
	cat >peer.py <<'END'
import os, signal, socket, subprocess, sys, time
listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
listener.bind('')
listener.listen(1)
name = '@' + listener.getsockname()[1:].decode()
cat = subprocess.Popen(['lsock-cat', '-v', '-t', 'seqpacket', name],
	stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
peer = listener.accept()[0]
for message in b'', b'', b'one', b'', b'two':
	peer.send(message)
peer.close()
out, err = cat.communicate(timeout=10)
if (out, cat.returncode, err.count(b'message of 0 bytes')) != (b'onetwo', 0, 3):
	print(out, err, cat.returncode)
END
	python3 peer.py
}
if have python3; then
	finds_nothing 'empty messages are no end' empty_messages
else
	skips 'empty messages are no end' 'there is no python3'
fi

# ---- refusals and deadlines

refusals() {
	asks 1 question got 127.0.0.1:1
	says client.err '^lsock-cat: connect: 127\.0\.0\.1:1: .*\(nobody listens there\)$'
	asks 1 question got "$work/no-such"
	asks 3 question got -l "$work/no-such/socket"
	says client.err 'bind: .*/no-such/socket: No such file or directory$'
	asks 3 question got -l 203.0.113.254:0
	says client.err 'bind: 203\.0\.113\.254:0: .*\(no interface here has'
	asks 2 question got localhost:80
	says client.err '^lsock-cat: .*lsock-addr --resolve'
	asks 1 question got "@no-such-$$"
	asks 1 question got -t dgram 127.0.0.1:1
	listen /dev/null got -t dgram "$work/type"
	asks 3 question got.answer -t stream "$at"
	says client.err '--type'
	stop
	listen /dev/null got 127.0.0.1:0
	lsock-cat -l "$at" </dev/null >got.answer 2>client.err
	[ $? -eq 3 ] || echo 'a port in use: not 3'
	says client.err 'bind: '
	stop
}
finds_nothing 'refusals have status 1, other failures 3' refusals

# Here the kernel knows the family, and no transport brings the address.
without_module() {
	asks 3 /dev/null got -l vsock:1:any
	says client.err '^lsock-cat: bind: vsock:1:any: .*\(modprobe vsock_loopback\)$'
}
lsock-cat -w 1ms -l vsock:1:any </dev/null >got 2>client.err
if grep -q 'bind: .*Cannot assign' client.err; then
	finds_nothing 'the hint of a missing address speaks of the module that brings it' without_module
else
	skips 'the hint of a missing address speaks of the module that brings it' \
		'vsock:1 is here, or nothing of it'
fi

# A port in use has no file.
busy() {
	listen /dev/null got 127.0.0.1:0
	asks 3 /dev/null got.answer -l "$at"
	says client.err '\(another socket is bound there\)$'
	stop
	: >left
	asks 3 /dev/null got.answer -l "$work/left"
	says client.err 'another socket is bound there, or its file was left over'
	rm left
}
finds_nothing 'the hint of an address in use speaks of files where there are some' busy

# What others take for an address is refused with the form that is right here.
lone_ports() {
	for text in :7998 '*:7998' 7998; do
		asks 2 /dev/null got.answer -l "$text"
		says client.err '^lsock-cat: a port needs a host: 127\.0\.0\.1:7998 .*\[::\]:7998 '
		asks 2 /dev/null got.answer -s "$text" 127.0.0.1:1
		says client.err '0\.0\.0\.0:7998'
		lsock-addr "$text" 2>client.err
		says client.err '^lsock-addr: a port needs a host: '
	done
	for text in :65536 :x '*:' '*' '' 1.2:80; do
		asks 2 /dev/null got.answer -l "$text"
		searching grep 'a port needs a host' client.err
	done
}
finds_nothing 'a port without a host is told what it needs' lone_ports

without_capability() {
	[ "$(id -u)" != 0 ] || set -- setpriv --bounding-set=-all --inh-caps=-all
	"$@" lsock-cat -w 1ms -l 127.0.0.1:80 </dev/null 2>client.err
	[ $? -eq 4 ] || echo 'port 80: not 4'
	says client.err '^lsock-cat: bind: .*\(.*CAP_NET_BIND_SERVICE.*1024\)$'
	mkdir closed
	chmod 500 closed
	"$@" lsock-cat -w 1ms -l "$work/closed/x" </dev/null 2>client.err
	[ $? -eq 4 ] || echo 'a folder that is closed: not 4'
	says client.err '^lsock-cat: bind: .*\(the folder cannot be written to\)$'
	rmdir closed
}
if [ "$(cat /proc/sys/net/ipv4/ip_unprivileged_port_start)" -le 80 ]; then
	skips 'a missing capability is told' 'everybody may bind port 80 here'
elif [ "$(id -u)" = 0 ] && ! setpriv --bounding-set=-all --inh-caps=-all true 2>/dev/null; then
	skips 'a missing capability is told' 'setpriv is refused'
else
	finds_nothing 'a missing capability is told' without_capability
fi

# A connection that a filter forbids is one of many: the listener goes on.
forbidden_connection() {
	cat >forbid.c <<-'END'
		#include <errno.h>
		#include <sys/syscall.h>
		#include <sys/socket.h>
		#include <unistd.h>
		int accept4(int fd, struct sockaddr *addr, socklen_t *len, int flags)
		{
			static const int errors[] = { EPERM, ENOSR, ESOCKTNOSUPPORT, EPROTONOSUPPORT };
			static unsigned n;

			if (n < sizeof(errors) / sizeof(errors[0])) {
				errno = errors[n++];
				return -1;
			}
			return (int) syscall(SYS_accept4, fd, addr, len, flags);
		}
	END
	${CC:-cc} -w -D_GNU_SOURCE -shared -fPIC -o forbid.so forbid.c
	LD_PRELOAD=$work/forbid.so listen /dev/null got -k "@forbid-$$"
	asks 0 question got.answer "$at"
	waits=0
	until [ -s got ] || [ $waits -gt 100 ]; do
		sleep 0.02
		waits=$((waits + 1))
	done
	same question got
	kill -0 "$server" || echo 'it has ended'
	stop
}
if have "${CC:-cc}" && [ -z "${SAN_CFLAGS:-}" ]; then
	finds_nothing '-k goes on after a connection that is forbidden' forbidden_connection
else
	skips '-k goes on after a connection that is forbidden' 'this needs a compiler, and no sanitizer'
fi

deadlines() {
	begin=$(date +%s%N)
	lsock-cat -w 200ms -l 127.0.0.1:0 </dev/null >got 2>client.err
	[ $? -eq 124 ] || echo 'nobody came: not 124'
	took=$((($(date +%s%N) - begin) / 1000000))
	[ $took -ge 200 ] || echo "after $took ms, not 200"
	says client.err 'accept: .*deadline'
	mkfifo silent
	exec 9<>silent
	listen silent got -w 1s unix:
	asks 0 silent got.answer "$at" 9<&-
	ends 124
	says server.err 'idle: .*deadline'
	# A backlog that is full: connect waits inside its deadline.
	listen silent got "@full-$$"
	kill -STOP "$server"
	for _ in 1 2 3 4; do
		lsock-cat -w 300ms "$at" <silent >got.answer 2>>client.all &
	done
	wait $!
	[ $? -eq 124 ] || echo 'a full backlog: not 124'
	kill -CONT "$server"
	stop
	exec 9>&-
	rm silent
}
finds_nothing 'deadlines have status 124' deadlines

failed_output() {
	listen /dev/null /dev/full "@full-disk-$$"
	asks 0 question got.answer "$at"
	ends 3
	says server.err 'standard output: '
	rm -f server.err
	lsock-cat -v -l "@closed-$$" </dev/null >&- 2>server.err &
	server=$!
	waits=0
	until asks 0 question got.answer "@closed-$$" >said && ! [ -s said ] || [ $waits -gt 200 ]; do
		sleep 0.02
		waits=$((waits + 1))
	done
	ends 3
	listen big.a got "@head-$$"
	lsock-cat "$at" </dev/null 2>client.err | head -c 10 >first
	ends 1
	says client.err 'standard output: Broken pipe'
	head -c 10 big.a | same - first
}
finds_nothing 'output that cannot be written has status 3' failed_output

no_input() {
	listen /dev/null got "@no-input-$$"
	lsock-cat "$at" <&- >got.answer || echo "status $?"
	ends 0
}
finds_nothing 'a closed standard input is its end' no_input

# ---- what it tells

dumps() {
	printf 'abc\0\033[31mxyz0123456789' >bytes
	listen bytes got -x "@hex-$$"
	asks 0 question got.answer -x "$at"
	ends 0
	has='< 00000000  61 62 63 00 1b 5b 33 31 6d 78 79 7a 30 31 32 33  |abc..[31mxyz0123|'
	grep -qxF -- "$has" client.err || cat client.err
	grep -qxF -- '> 00000000  71 75 65 73 74 69 6f 6e 0a                       |question.|' \
		client.err || cat client.err
	says client.err '^< 00000010  34 '
	says server.err '^> 00000010  34 '
	same bytes got.answer
}
finds_nothing '-x dumps both directions' dumps

tells_json() {
	rm -f server.err
	lsock-cat -j -l "@json-$$" <answer >got 2>server.err &
	server=$!
	waits=0
	until grep -qs listening server.err || [ $waits -gt 200 ]; do
		sleep 0.02
		waits=$((waits + 1))
	done
	asks 0 question got.answer -j "@json-$$"
	ends 0
	cat server.err client.err >events
	for event in listening connection connected end; do
		says events "^{\"event\":\"$event\""
	done
	says events '"event":"end","received":9,"sent":7}'
	if have python3; then
		python3 -c 'import json, sys
for line in open("events"): json.loads(line)' 2>&1
	fi
}
finds_nothing '-j tells in JSON' tells_json

# A terminal gets no byte that it might obey; a pipe gets them all.
terminal() {
	printf 'ok\tline\n\033[31mred\377\n' >bytes
	for how in '' -r; do
		listen bytes got "@terminal-$$"
		script -qec "lsock-cat $how $at" /dev/null </dev/null >typescript
		ends 0
		tr -d '\r' <typescript >seen$how
	done
	printf 'ok\tline\n\\x1b[31mred\\xff\n' | same - seen
	same bytes seen-r
}
if have script; then
	finds_nothing 'a terminal gets nothing raw' terminal
else
	skips 'a terminal gets nothing raw' 'there is no script(1)'
fi

# Standard input and output are shared with others: their mode stays.
blocking_mode() {
	cat >mode.py <<'END'
import fcntl, os, subprocess, sys
def mode(fd):
	return fcntl.fcntl(fd, fcntl.F_GETFL) & os.O_NONBLOCK
read_in, write_in = os.pipe()
read_out, write_out = os.pipe()
cat = subprocess.Popen(['lsock-cat', sys.argv[1]], stdin=read_in, stdout=write_out)
os.write(write_in, b'x')
os.read(read_out, 1)
print('' if mode(read_in) == mode(write_out) == 0 else 'O_NONBLOCK was set', end='')
os.close(write_in)
cat.wait()
print('' if mode(read_in) == mode(write_out) == 0 else 'O_NONBLOCK is left', end='')
END
	listen /dev/null got -e "@mode-$$"
	python3 mode.py "$at"
	ends 0
}
if have python3; then
	finds_nothing 'O_NONBLOCK is not set on what is shared' blocking_mode
else
	skips 'O_NONBLOCK is not set on what is shared' 'there is no python3'
fi

ticks() { # process
	awk '{ print $14 + $15 }' "/proc/$1/stat"
}

# Waiting costs nothing: a process that polls in vain would use a second of CPU here.
idles() {
	mkfifo quiet
	exec 6<>quiet
	listen quiet got -w 2s "@idle-$$" 6<&-
	lsock-cat "$at" <quiet >got.answer 6<&- &
	client=$!
	sleep 0.5
	for process in "$server" $client; do
		ticks $process >ticks.$process
	done
	sleep 1
	for process in "$server" $client; do
		more=$(($(ticks $process) - $(cat ticks.$process)))
		[ $more -le 10 ] || echo "$more ticks of CPU"
	done
	ends 124
	exec 6>&-
	wait $client
	rm quiet
}
finds_nothing 'silence costs no CPU' idles
cd / || exit 99
tap_end
