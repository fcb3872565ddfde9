#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each public header is short, is plain declarations, and compiles alone as C99 and as C++11.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"

headers=$(cd "$srcdir/include" && ls linux_sock/*.h)
headers="$headers linux_sock/version.h"

# A header that has macros only would be an empty unit.
alone() { # compiler, language, flags...
	compiler=$1 language=$2
	shift 2
	for header in $headers; do
		printf '#include <%s>\nint lsock_test_dummy;\n' "$header" >"$tap_dir/alone.$language"
		# shellcheck disable=SC2086
		$compiler "$@" -Wall -Wextra -Werror -fsyntax-only -I "$builddir/include" \
			-I "$srcdir/include" "$tap_dir/alone.$language" 2>&1
	done
}

c_and_cxx() { # C compiler, C++ compiler
	for c in "$1 -std=c99" "$1 -std=c11"; do
		finds_nothing "compiles alone: $c" alone "$c" c -pedantic -Wstrict-prototypes
	done
	for cxx in "$2 -std=c++11" "$2 -std=c++17"; do
		if have "$cxx"; then
			finds_nothing "compiles alone: $cxx" alone "$cxx" cc -pedantic
		else
			skips "compiles alone: $cxx" 'there is no such compiler'
		fi
	done
}

# Each compiler that is there, each once.
CC=${CC:-cc} CXX=${CXX:-c++}
c_and_cxx "$CC" "$CXX"
for pair in gcc,g++ clang,clang++; do
	c=${pair%,*}
	[ "${CC%% *}" = "$c" ] || ! have "$c" || c_and_cxx "$c" "${pair#*,}"
done

lines() {
	for header in $headers; do
		[ -e "$srcdir/include/$header" ] || continue
		count=$(wc -l <"$srcdir/include/$header")
		[ "$count" -le 150 ] || echo "$header has $count lines, 150 are the most"
	done
}

mentions() { # extended regular expression
	(cd "$srcdir/include" && grep -nE "$1" linux_sock/*.h linux_sock/*.in)
}

guards() {
	for header in $headers; do
		[ -e "$srcdir/include/$header" ] || continue
		guard=$(echo "$header" | tr 'a-z/.' 'A-Z__')
		grep -q "^#ifndef $guard\$" "$srcdir/include/$header" &&
			grep -q "^#define $guard\$" "$srcdir/include/$header" ||
			echo "$header has no guard $guard"
	done
}

everything() {
	for header in $headers; do
		[ "$header" = linux_sock/linux_sock.h ] ||
			grep -q "^#include <$header>\$" "$srcdir/include/linux_sock/linux_sock.h" ||
			echo "linux_sock.h does not include $header"
	done
}

# Behind an output comes another one, the room that it has, or until when.
outputs_astray() { # header...
	sed 's:/\*.*\*/::' "$@" | tr '\n' ' ' | grep -oE '\blsock_[a-z0-9_]+\([^;{}]*\);' |
		grep -E '\bret_[a-z0-9_]+(\[[^]]*\])?,.*' |
		awk '{
			n = split($0, argument, /,/)
			last = 0
			for (i = 1; i <= n; i++) {
				sub(/\);.*/, "", argument[i])
				if (argument[i] ~ /[ *]ret_/)
					last = 1
				else if (last && argument[i] !~ /[ *](room|size|until)$/) {
					print $0 " has \"" argument[i] "\" behind an output"
					break
				}
			}
		}'
}

astray_is_found() {
	echo 'int lsock_new(int fd, int *ret_number, int how);' >"$tap_dir/new.h"
	[ -n "$(outputs_astray "$tap_dir/new.h")" ]
}

# What it declares has C's linkage in C++, too.
without_linkage() { # header...
	for header; do
		! grep -qE '\blsock_[a-z0-9_]+\(.*' "$header" || grep -q '^extern "C" {$' "$header" ||
			echo "$header has calls, and no extern \"C\""
	done
}

without_linkage_is_found() {
	echo 'int lsock_new(int fd);' >"$tap_dir/new.h"
	[ -n "$(without_linkage "$tap_dir/new.h")" ]
}

finds_nothing 'has at most 150 lines' lines
finds_nothing 'has C linkage' without_linkage "$srcdir"/include/linux_sock/*.h
works 'a call without C linkage is found' without_linkage_is_found
finds_nothing 'has its outputs last' searching outputs_astray "$srcdir"/include/linux_sock/*.h
works 'an output that is not last is found' astray_is_found
finds_nothing 'has no inline function' searching mentions '\binline\b'
finds_nothing 'knows nothing of config.h' searching mentions 'config\.h|\bHAVE_[A-Z]'
finds_nothing 'asks for no features' searching mentions '^#[[:space:]]*define[[:space:]]+_'
finds_nothing 'has no bit field' searching mentions '^[[:space:]]+[a-z][a-z_0-9 ]*[[:space:]][a-z_]+[[:space:]]*:[[:space:]]*[0-9]+;'
finds_nothing 'has a guard of its own name' guards
finds_nothing 'is in linux_sock.h' everything
tap_end
