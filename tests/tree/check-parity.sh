#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# doc/python-parity.md leaves out no name of Python's module socket, and what it names is there: each
# call in the map and with a page, each constant and structure in a header.  The second half plants
# faults in a copy of the tree: each has to be found.
# shellcheck disable=SC2016,SC2317	# awk's $; checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
page=doc/python-parity.md
work=$tap_dir/work
mkdir "$work" || exit 99

# "name<TAB>since<TAB>calls<TAB>differences" of each row; the name without its arguments.
rows() {
	sed -n 's/^| `//p' "$page" | awk -F ' *[|] *' '{
		name = $1
		sub(/[`(].*/, "", name)
		sub(/ +$/, "", name)
		printf "%s\t%s\t%s\t%s\n", name, $2, $3, $4
	}'
}

data() { # file
	grep -v '^#' "$1"
}

# Words of the page that begin so, and are not part of a longer word or of a path.
words() { # prefix
	sed 's/struct lsock_[a-z0-9_]*//g' "$page" | tr -c 'A-Za-z0-9_/-' '\n' |
		grep "^$1[A-Za-z0-9_]*\$" | sort -u
}

# ---- checks: what is wrong in the tree that is the working directory, a line each

# Five bars, none of them within a cell; a call or a reason.
bad_rows() {
	grep '^| `' "$page" | awk -F '|' 'NF != 6 || $3 ~ /^ *$/ { print "not four cells: " $0 }'
	rows | awk -F '\t' '
		$3 == "absent" { if ($4 == "") print $1 " is absent without a reason"; next }
		$3 !~ /^`lsock_/ { print $1 " has no call and is not absent" }'
	[ "$(rows | wc -l)" -gt 150 ] || echo "there are few rows"
}

names_without_row() {
	rows | cut -f 1,2 | sort >"$work/rows"
	data tests/tree/python-names.tsv | sort >"$work/names"
	[ -s "$work/names" ] || echo "there are no names"
	comm -23 "$work/names" "$work/rows" | sed 's/^/no such row: /'
	cut -f 1 "$work/rows" | uniq -d | sed 's/^/more than one row: /'
}

rows_without_name() {
	rows | cut -f 1,2 | grep -E '^(socket|sock|file)\.' | sort >"$work/rows"
	data tests/tree/python-names.tsv | sort | comm -13 - "$work/rows" | sed 's/^/no such name: /'
}

# A row is "SOMAXCONN", or "SO_*" for all that begin so.
constants_without_row() {
	rows | cut -f 1 >"$work/rows"
	data tests/constants/constants-python.tsv | awk -F '\t' '
		FNR == NR { row[$1] = 1; next }
		{
			n++
			prefix = $1
			found = prefix in row
			while (!found && sub(/_[^_]*$/, "", prefix))
				found = (prefix "_*") in row
			if (!found)
				print "no row has " $1
		}
		END { if (n < 300) print "there are few constants" }' "$work/rows" -
}

unknown_calls() {
	sed -n 's/^[[:space:]]*\(lsock_[a-z0-9_]*\);.*/\1/p' lib/linux_sock.map >"$work/map"
	words lsock_ >"$work/calls"
	[ "$(wc -l <"$work/calls")" -gt 100 ] || echo "there are few calls"
	grep -vxF -f "$work/map" "$work/calls" | sed 's/$/ is not in the map/'
}

calls_without_page() {
	words lsock_ | while read -r call; do
		[ -f "man/man3/$call.3" ] || echo "$call has no page"
	done
}

unknown_constants() {
	words LSOCK_ | while read -r name; do
		grep -q "^#define ${name}[ (]" include/linux_sock/*.h || echo "no header has $name"
	done
	grep -o 'struct lsock_[a-z0-9_]*' "$page" | sort -u | while read -r name; do
		grep -q "^${name}[ ;]" include/linux_sock/*.h || echo "no header has $name"
	done
}

# The page of the registry has each group, and none that is none.
groups_astray() {
	sed -n 's/^\[\([A-Za-z0-9_]*\)\] \(.*\)/\1 \2/p' lib/constants/names.list |
		sort >"$work/groups"
	[ "$(wc -l <"$work/groups")" -gt 50 ] || echo "there are few groups"
	awk '/^\.SS/ { on = $2 == "Groups" } on && /^\.nf/ { list = 1; next } /^\.fi/ { list = 0 }
		on && list { gsub(/\\-/, "-"); sub(/ +/, " "); print }' \
		man/man3/lsock_constant_at.3 | sort | diff "$work/groups" - | grep '^[<>]'
}

# What the check finds in the tree as it is.
holds() { # name, check
	(cd "$srcdir" && "$2") >"$work/$2.found"
	finds_nothing "$1" cat "$work/$2.found"
}

holds "each row has its cells, and a call or a reason" bad_rows
holds "each name of Python has one row" names_without_row
holds "each row is of a name of Python" rows_without_name
holds "each constant of Python has a row" constants_without_row
holds "each call is in the map" unknown_calls
holds "each call has its page" calls_without_page
holds "each constant and structure is in a header" unknown_constants
holds "the page of the registry has each group" groups_astray

# ---- the same with a fault

# Prints what the check finds beyond that in a copy, in which sed has changed a file.
plant() { # check, file, sed script
	rm -rf "$tap_dir/tree"
	mkdir -p "$tap_dir/tree/lib" "$tap_dir/tree/tests" "$tap_dir/tree/doc" || return
	(cd "$srcdir" && cp -R include man "$tap_dir/tree" &&
		cp -R lib/constants "$tap_dir/tree/lib" &&
		cp lib/linux_sock.map "$tap_dir/tree/lib" && cp "$page" "$tap_dir/tree/doc" &&
		cp -R tests/tree tests/constants "$tap_dir/tree/tests") || return
	chmod -R u+w "$tap_dir/tree"
	sed "$3" "$srcdir/$2" >"$tap_dir/tree/$2" || return
	(cd "$tap_dir/tree" && "$1") | diff "$work/$1.found" - | grep '^>'
}

while IFS='!' read -r name check file script; do
	works "finds $name" plant "$check" "$file" "$script"
done <<'PLANTS'
a row with a cell too many!bad_rows!doc/python-parity.md!/^. `sock.fileno/s/$/ |/
a row without a call!bad_rows!doc/python-parity.md!/^. `sock.fileno/s/`lsock_socket_fileno`//
an absence without a reason!bad_rows!doc/python-parity.md!/^. `socket.fromshare/s/Windows.*|/|/
a name without a row!names_without_row!doc/python-parity.md!/^. `sock.recvmsg_into/d
a name of another version!names_without_row!doc/python-parity.md!/^. `sock.sendfile/s/3\.5/3.6/
a name with two rows!names_without_row!doc/python-parity.md!/^. `sock.detach/p
a name that Python gained!names_without_row!tests/tree/python-names.tsv!$s/$/\nsock.new\t3.99/
a row of nothing!rows_without_name!doc/python-parity.md!s/`sock.detach()`/`sock.attach()`/
a constant without a row!constants_without_row!doc/python-parity.md!/^. `VMADDR/d
a call that is none!unknown_calls!doc/python-parity.md!s/lsock_socket_detach/lsock_socket_attach/
a call that left the map!unknown_calls!lib/linux_sock.map!/lsock_socket_detach;/d
a call in the text that is none!unknown_calls!doc/python-parity.md!s/`lsock_or_signal()`/`lsock_signal()`/
a call without a page!calls_without_page!doc/python-parity.md!s/lsock_socket_detach/lsock_socket_attach/
a constant that is none!unknown_constants!doc/python-parity.md!s/LSOCK_TO_END/LSOCK_TO_NEW/
a constant that left its header!unknown_constants!include/linux_sock/stream.h!/define LSOCK_TO_END/d
a structure that is none!unknown_constants!doc/python-parity.md!s/struct lsock_stream/struct lsock_new/
a group without a line in the page!groups_astray!lib/constants/names.list!s/^\[VM\]/[VN]/
PLANTS
tap_end
