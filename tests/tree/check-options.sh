#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every socket option that the system's headers define is in the table, or in the list of what is no
# option; and the manual page has the table as it is.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
builddir=$(cd "$builddir" && pwd)
page=$srcdir/man/man7/linux_sock_options.7
excluded=$srcdir/tests/tree/options-excluded.tsv
cc=${CC:-$(sed -n 's/^CC = //p' "$builddir/Makefile" 2>/dev/null)}
library=$builddir/lib/.libs/liblinux_sock.so
rows=$tap_dir/rows

# Some headers exclude each other.
header_sets='
sys/socket.h netinet/in.h netinet/tcp.h netinet/udp.h linux/if_packet.h linux/netlink.h linux/tipc.h linux/vm_sockets.h linux/filter.h linux/errqueue.h
netinet/in.h linux/in.h linux/in6.h linux/ipv6.h
linux/tcp.h linux/udp.h linux/socket.h
asm/socket.h'

# Macros with the prefixes of options.
header_names() {
	echo "$header_sets" | while read -r headers; do
		for header in $headers; do
			echo "#include <$header>"
		done | $cc -D_GNU_SOURCE -E -dM -x c - || echo "no macros of $headers" >&2
	done | sed -nE 's/^#define ((SO|IP|IPV6|TCP|UDP|NETLINK|TIPC|PACKET|MCAST)_[A-Z0-9_]+).*/\1/p' |
		sort -u
}

if [ ! -f "$library" ] || ! have "$cc"; then
	skips 'the table has every option of the headers' 'this is no build directory'
	tap_end
fi

# shellcheck disable=SC2086
works 'the table can be printed' $cc ${SAN_CFLAGS:-} -I"$srcdir/include" \
	-I"$builddir/include" -o "$rows" "$srcdir/tests/tree/option-rows.c" "$library" \
	-Wl,-rpath,"$(dirname "$library")"
"$rows" >"$tap_dir/printed"
"$rows" names | sort -u >"$tap_dir/table"
header_names >"$tap_dir/headers"
grep -v '^#' "$excluded" >"$tap_dir/excluded"

is_excluded() { # name
	while read -r pattern _; do
		# shellcheck disable=SC2254
		case $1 in
		$pattern) return 0 ;;
		esac
	done <"$tap_dir/excluded"
	return 1
}

# Of the names in $1, not in the table and not excluded either.
missing() { # file
	comm -23 "$1" "$tap_dir/table" | while read -r name; do
		is_excluded "$name" || echo "$name is not in the table"
	done
}

excluded_rows() {
	while read -r name; do
		is_excluded "$name" && echo "$name is in the table, and excluded"
	done <"$tap_dir/table"
	true
}

without_reason() {
	grep -nvE '^[][A-Z0-9_*]+	(address|control|error|flag|limit|macro|protocol|removed|unimplemented|value)$' \
		"$tap_dir/excluded"
	[ $? -le 1 ]
}

plenty() {
	[ "$(wc -l <"$tap_dir/headers")" -gt 300 ] && [ "$(wc -l <"$tap_dir/table")" -gt 200 ]
}

# An entry, which has three lines, on one.
entries() {
	awk '/^\.TP$/ { getline name; getline text; print name "|" text }' "$@" |
		grep -E '^\.BR? [A-Z0-9]+_' | sort
}

# What the page has beyond this must be in some .def: newer headers have it.
not_in_page() {
	entries "$tap_dir/printed" >"$tap_dir/entries"
	entries "$1" >"$tap_dir/page"
	comm -23 "$tap_dir/entries" "$tap_dir/page" | sed 's/^/the page does not have /'
	comm -13 "$tap_dir/entries" "$tap_dir/page" |
		sed -E 's/^\.BR? ([A-Z0-9_]+).*/\1/' | while read -r name; do
		if grep -qx "$name" "$tap_dir/table"; then
			echo "the page says something else of $name"
		else
			cat "$srcdir"/lib/options/*.def | grep -qx "#ifdef $name" ||
				echo "no table has $name"
		fi
	done
}

works 'there are options' plenty
finds_nothing 'the table has every option of the headers' missing "$tap_dir/headers"
finds_nothing 'what is excluded is not in the table' excluded_rows
finds_nothing 'what is excluded is so for a reason' without_reason
finds_nothing 'the manual page has the table' not_in_page "$page"

finds() { # command...; prints something
	[ -n "$("$@")" ]
}

printf '%s\n' SO_KEEPALIVE SO_NEW_ONE TIPC_NODE_STATE >"$tap_dir/new"
works 'a new option is found' finds missing "$tap_dir/new"
sed 's/^int in bytes; before listen/int in words; before listen/' "$page" >"$tap_dir/changed.7"
works 'a page that is wrong is found' finds not_in_page "$tap_dir/changed.7"
tap_end
