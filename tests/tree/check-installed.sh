#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Installs into a folder of its own and does there what a user does: compiles a daemon with what
# pkg-config says, runs it, runs the examples, and has lsock-check prove a family of a third party.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
srcdir=$(cd "$srcdir" && pwd)

CC=${CC:-cc} CXX=${CXX:-c++} PKG_CONFIG=${PKG_CONFIG:-pkg-config} MAKE=${MAKE:-make}
SAN_CFLAGS=${SAN_CFLAGS:-}	# a program has the sanitizers of its library
stage=$tap_dir/stage
work=$tap_dir/work
server=''
mkdir "$work"
trap '[ -z "$server" ] || kill "$server"; rm -rf "$tap_dir"' EXIT

# A make that is not the one that runs this test.
own_make() {
	env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL "$MAKE" --no-print-directory "$@"
}

works 'make install succeeds' own_make -C "$builddir" -s install DESTDIR="$stage"

installed() { # name of a file; prints the first path
	find "$stage" -name "$1" | head -n 1
}

pc=$(installed linux_sock.pc)
library=$(installed 'liblinux_sock.so.0')
archive=$(installed liblinux_sock.a)
documents=$(dirname "$(installed echo.c)")
lsock_check=$(find "$stage" -path '*/bin/lsock-check')	# its completion has the same name
libdir=$(dirname "$(dirname "$pc")")
bindir=$(dirname "$lsock_check")

# Paths in the file are those of the final place: the stage is put before them.
# The system's own are behind ours: --with-c-ares requires one.
PKG_CONFIG_LIBDIR=$(dirname "$pc"):$($PKG_CONFIG --variable pc_path pkg-config)
PKG_CONFIG_SYSROOT_DIR=$stage
PKG_CONFIG_ALLOW_SYSTEM_CFLAGS=1 PKG_CONFIG_ALLOW_SYSTEM_LIBS=1
export PKG_CONFIG_SYSROOT_DIR PKG_CONFIG_LIBDIR
export PKG_CONFIG_ALLOW_SYSTEM_CFLAGS PKG_CONFIG_ALLOW_SYSTEM_LIBS
unset PKG_CONFIG_PATH
LD_LIBRARY_PATH=$libdir
PATH=$bindir:$PATH
export LD_LIBRARY_PATH PATH

headers() {
	(cd "$srcdir/include/linux_sock" && ls ./*.h && echo ./version.h) | sort -u >"$tap_dir/wanted"
	(cd "$(dirname "$(installed descriptor.h)")" && ls ./*.h) | sort | diff "$tap_dir/wanted" -
}

version() {
	sed -n 's/#define LSOCK_VERSION "\(.*\)"/\1/p' "$builddir/include/linux_sock/version.h" \
		>"$tap_dir/wanted"
	$PKG_CONFIG --modversion linux_sock | diff "$tap_dir/wanted" -
}

# A program that looks for its library in the folder where it was built would find it there.
traces_of_the_build() {
	find "$stage" -type f | while read -r file; do
		readelf -d "$file" 2>/dev/null | grep -E 'RPATH|RUNPATH' | grep -F "$(pwd)"
	done
	grep -F "$(pwd)" "$pc"
}

finds_nothing 'all headers are installed, and no others' headers
finds_nothing 'pkg-config tells the version' version
finds_nothing 'nothing points to the folder of the build' searching traces_of_the_build

compile() { # output, sources and flags...
	output=$1
	shift
	# shellcheck disable=SC2046,SC2086
	$CC $SAN_CFLAGS -g -Wall -Wextra -Werror -o "$work/$output" "$@" \
		$($PKG_CONFIG --cflags --libs linux_sock)
}

cat >"$work/daemon.c" <<'C'
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <linux_sock/linux_sock.h>

/* Answers each message with its number of bytes until the peer ends. */
static int serve(struct lsock_socket *listener)
{
	struct lsock_socket *peer;
	const void *data;
	char answer[20];
	ssize_t n;

	if (lsock_socket_accept(listener, &peer, NULL) < 0)
		return 1;
	while ((n = lsock_socket_recv(peer, 1000, 0, &data)) > 0) {
		int size = snprintf(answer, sizeof(answer), "%d", (int) n);

		if (lsock_socket_sendall(peer, answer, (size_t) size, 0, NULL) < 0)
			return 2;
	}
	lsock_socket_free(peer);
	return n < 0 ? 3 : 0;
}

static int ask(const struct lsock_addr *server)
{
	int fd = lsock_open(AF_UNIX, SOCK_STREAM, 0);
	char answer[20] = "";

	if (fd < 0 || lsock_connect(fd, server, lsock_in_ms(5000)) < 0)
		return 4;
	if (lsock_send(fd, "hello", 5, 0, lsock_in_ms(5000)) != 5)
		return 5;
	if (lsock_recv(fd, answer, sizeof(answer), 0, lsock_in_ms(5000)) != 1)
		return 6;
	lsock_close(fd);
	return strcmp(answer, "5") == 0 ? 0 : 7;
}

int main(void)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_socket *listener;
	struct lsock_addr local;
	int status, r;

	if (lsock_socket_open(AF_UNIX, SOCK_STREAM, 0, &listener) < 0 ||
	    lsock_socket_settimeout(listener, 5000000000) < 0 ||
	    lsock_socket_bind_text(listener, "unix:", NULL) < 0 ||
	    lsock_socket_listen(listener, 1) < 0 ||
	    lsock_socket_getsockname(listener, &local) < 0 ||
	    lsock_addr_format(&local, text, sizeof(text)) < 0)
		return 8;
	if (fork() == 0)
		_exit(ask(&local));
	r = serve(listener);
	lsock_socket_free(listener);
	wait(&status);
	printf("linux_sock %s at %s: %d, %d\n", LSOCK_VERSION, text, r, status);
	return r != 0 || status != 0;
}
C
works 'a daemon compiles with what pkg-config says' compile daemon "$work/daemon.c"
works 'the daemon runs' "$work/daemon"

needed() {
	readelf -d "$work/daemon" | grep -q 'NEEDED.*\[liblinux_sock\.so\.0\]'
}
[ -z "$library" ] || works 'the daemon wants the soname' needed

# What it needs itself comes as it is there.
static_daemon() {
	# shellcheck disable=SC2046,SC2086
	$CC $SAN_CFLAGS -o "$work/static" "$work/daemon.c" $($PKG_CONFIG --cflags linux_sock) \
		$($PKG_CONFIG --libs-only-L linux_sock) \
		-Wl,-Bstatic $($PKG_CONFIG --libs-only-l linux_sock) -Wl,-Bdynamic \
		$($PKG_CONFIG --static --libs linux_sock) &&
		! readelf -d "$work/static" | grep liblinux_sock
}

# Debian's libmnl, for one, is a shared library only.
has_archives() {
	echo 'int main(void) { return 0; }' >"$work/nothing.c"
	# shellcheck disable=SC2046
	$CC -static -o "$work/nothing" "$work/nothing.c" \
		$($PKG_CONFIG --static --libs $(sed -n 's/^Requires.private: //p' "$pc" | tr -d ,)) \
		2>/dev/null
}
all_static_daemon() {
	# shellcheck disable=SC2046,SC2086
	$CC -static -o "$work/static" "$work/daemon.c" \
		$($PKG_CONFIG --static --cflags --libs linux_sock) && "$work/static"
}
if [ -n "$archive" ]; then
	works 'the daemon links to the static library' static_daemon
	works 'it runs without the shared one' env -u LD_LIBRARY_PATH "$work/static"
	if [ -n "$SAN_CFLAGS" ]; then
		skips 'the daemon links with -static' 'sanitizers do not'
	elif ! has_archives; then
		skips 'the daemon links with -static' 'what the library needs is shared only'
	else
		works 'the daemon links with -static' all_static_daemon
	fi
else
	skips 'the daemon links to the static library' 'it was not built'
fi

cxx() {
	printf '#include <linux_sock/linux_sock.h>\nint main() { return lsock_error_domain(0); }\n' \
		>"$work/cxx.cc"
	# shellcheck disable=SC2046,SC2086
	$CXX $SAN_CFLAGS -std=c++11 -Wall -Wextra -Werror -o "$work/cxx" "$work/cxx.cc" \
		$($PKG_CONFIG --cflags --libs linux_sock) && "$work/cxx"
}
if have "$CXX"; then
	works 'a program in C++ compiles and runs' cxx
else
	skips 'a program in C++ compiles and runs' 'there is no compiler'
fi

# The examples, as they were installed.  $at is where the server listens.
start_echo() { # address
	: >"$work/echo.out"
	"$work/echo" "$1" >"$work/echo.out" 2>&1 &
	server=$!
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		at=$(sed -n 's/^listening on //p' "$work/echo.out")
		[ -z "$at" ] || return 0
		kill -0 "$server" 2>/dev/null || break
		sleep 0.1
	done
	cat "$work/echo.out"
	return 1
}

stop_echo() {
	kill "$server" && wait "$server" && server=''
}

exchange() { # address
	start_echo "$1" || return 1
	for text in hello 'a longer text'; do
		"$work/client" "$at" "$text" >"$work/answer" && echo "$text" | diff - "$work/answer" ||
			return 1
	done
	stop_echo
}

works 'the echo example compiles' compile echo "$documents/echo.c"
works 'the client example compiles' compile client "$documents/client.c"
for example in deadline-client dualstack-server fd-pass multicast; do
	works "the $example example compiles" compile $example "$documents/$example.c"
done
for address in 127.0.0.1:0 @linux_sock-check-installed-$$ "$work/socket"; do
	works "they speak to each other over ${address%%-*}" exchange "$address"
done

refused() {
	"$work/client" 127.0.0.1:http hello
	[ $? -eq 2 ]
}
works 'the client says what is wrong with an address' refused

# A third party's family, built outside the tree.
if [ -e "$documents/lsock-family-alg.c" ] && [ -n "$lsock_check" ]; then
	cp "$documents/lsock-family-alg.c" "$documents/Makefile" "$work"
	works 'the plug-in example builds' own_make -C "$work" CC="$CC" PKG_CONFIG="$PKG_CONFIG"
	works 'lsock-check proves the plug-in' lsock-check --plugin "$work/lsock-family-alg.so"
	works 'make takes PKG_CONFIG_PATH, too' env -u PKG_CONFIG_LIBDIR "$MAKE" -s -B -C "$work" \
		CC="$CC" PKG_CONFIG="$PKG_CONFIG" PKG_CONFIG_PATH="$(dirname "$pc")"
else
	skips 'lsock-check proves the plug-in' 'the example or the tool was not installed'
fi

# The folders of the prefix stay, whatever their names.
uninstall() {
	own_make -C "$builddir" -s uninstall DESTDIR="$stage" >"$tap_dir/uninstall" ||
		cat "$tap_dir/uninstall"
	find "$stage" ! -type d -o -name 'linux_sock*' -empty
}
finds_nothing 'make uninstall leaves nothing' uninstall
tap_end
