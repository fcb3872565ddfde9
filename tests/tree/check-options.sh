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
options=$srcdir/lib/options
excluded=$srcdir/tests/tree/options-excluded.tsv
cc=${CC:-$(sed -n 's/^CC = //p' "$builddir/Makefile" 2>/dev/null)}
library=$builddir/lib/.libs/liblinux_sock.so
rows=$tap_dir/rows

# Beside the headers that the file of a level includes; some exclude each other.
header_sets='
sys/socket.h netinet/in.h netinet/tcp.h netinet/udp.h linux/filter.h linux/errqueue.h
netinet/in.h linux/in.h linux/in6.h linux/ipv6.h
linux/socket.h'

# A level is a .def with the .c of its name.
levels_of() { # folder
	for rows_of in "$1"/*.def; do
		[ -e "${rows_of%.def}.c" ] && echo "${rows_of%.def}"
	done
}

# The first words of the names that stand behind $2, an extended regular expression.
prefixes_of() { # folder, what
	levels_of "$1" | while read -r level; do
		sed -nE "s/^$2([A-Z0-9]+)_.*/\\1/p" "$level.def"
	done | sort -u
}

headers_of_levels() { # folder
	levels_of "$1" | while read -r level; do
		sed -n 's/^#include <\(.*\)>$/\1/p' "$level.c" | tr '\n' ' '
		echo
	done
}

preprocessed() { # folder, flags
	{ echo "$header_sets" && headers_of_levels "$1"; } | while read -r headers; do
		for header in $headers; do
			echo "#include <$header>"
		done | $cc -D_GNU_SOURCE -E $2 -x c - || echo "nothing of $headers" >&2
	done
}

# What has the prefix of an option: macros, and enumerators where no #ifdef asks for the names.
header_names() { # folder of levels
	prefixes_of "$1" '#ifdef ' >"$tap_dir/macros"
	preprocessed "$1" -dM | sed -nE 's/^#define ([A-Z0-9]+)(_[A-Z0-9_]+).*/\1 \1\2/p' |
		with_prefix "$tap_dir/macros" >"$tap_dir/names"
	prefixes_of "$1" '[A-Z0-9_]+\(' | comm -23 - "$tap_dir/macros" >"$tap_dir/enumerators"
	preprocessed "$1" -P | grep -oE '\<[A-Z0-9]+_[A-Z0-9_]+\>' | sed -E 's/([A-Z0-9]+)_.*/\1 &/' |
		with_prefix "$tap_dir/enumerators" >>"$tap_dir/names"
	sort -u "$tap_dir/names"
}

# Of lines "PREFIX NAME" the names.
with_prefix() { # file of prefixes
	awk 'FNR == NR { known[$1]; next } $1 in known { print $2 }' "$1" -
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
# What the page has to have, for who adds an option: make option-page.
if [ -n "${PRINT_PAGE:-}" ]; then
	cat "$tap_dir/printed"
	exit
fi
"$rows" names | sort -u >"$tap_dir/table"
header_names "$options" >"$tap_dir/headers"
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
			cat "$options"/*.def | grep -qx "#ifdef $name" ||
				echo "no table has $name"
		fi
	done
}

# Which family has a level is told before the list; option-rows.c prints "?" for one it cannot name.
untold_levels() { # what was printed, page
	sed -n 's/^\.SS //p' "$1" | while read -r level; do
		sed '/^\.SS /q' "$2" | grep -v '^\.SS ' | grep -qwF -- "$level" ||
			echo "the page does not say whose level $level is"
	done
}

works 'there are options' plenty
finds_nothing 'the table has every option of the headers' missing "$tap_dir/headers"
finds_nothing 'what is excluded is not in the table' excluded_rows
finds_nothing 'what is excluded is so for a reason' without_reason
finds_nothing 'the manual page has the table' not_in_page "$page"

finds_nothing 'the manual page tells of each level' untold_levels "$tap_dir/printed" "$page"

finds() { # command...; prints something
	[ -n "$("$@")" ]
}

printf '%s\n' SO_KEEPALIVE SO_NEW_ONE TIPC_NODE_STATE >"$tap_dir/new"
works 'a new option is found' finds missing "$tap_dir/new"
sed 's/^int in bytes; before listen/int in words; before listen/' "$page" >"$tap_dir/changed.7"

# A level that nobody has put into the table, of macros and of enumerators.
finds_level() { # row, header, name
	rm -rf "$tap_dir/options"
	cp -R "$options" "$tap_dir/options" && chmod -R u+w "$tap_dir/options" || return
	echo "$1" >"$tap_dir/options/new.def"
	echo "#include <$2>" >"$tap_dir/options/new.c"
	header_names "$tap_dir/options" >"$tap_dir/headers"
	missing "$tap_dir/headers" | grep "^$3 "
}
cat >"$tap_dir/newlevel.h" <<'NEWLEVEL'
#define NEWMACROS_ONE 1
#define NEWMACROS_OTHER 2
enum { NEWLEVEL_ONE = 1, NEWLEVEL_OTHER, };
NEWLEVEL
works 'a new level of macros is found' finds_level \
	'#ifdef NEWMACROS_ONE' "$tap_dir/newlevel.h" NEWMACROS_OTHER
works 'a new level of enumerators is found' finds_level \
	'FLAG(NEWLEVEL_ONE, READY, BOTH, 0)' "$tap_dir/newlevel.h" NEWLEVEL_OTHER
printf '.SS SOL_SOCKET\n.SS ?\n' >"$tap_dir/levels"
works 'a level without a name is found' finds untold_levels "$tap_dir/levels" "$page"
works 'a page that is wrong is found' finds not_in_page "$tap_dir/changed.7"
tap_end
