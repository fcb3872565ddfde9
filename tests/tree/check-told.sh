#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What is written by hand beside the code: a family, a public header or a page of its own is told in
# each place where its kind is.  The second half plants a new one of each in a copy of the tree, and
# takes an old family out of each place: all of it has to be found.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
# shellcheck disable=SC2154	# tap.sh sets it
tree=$tap_dir/tree

# The text $1 has $2, an extended regular expression; else it is said where it is missing.
told() { # text, expression, what
	printf '%s\n' "$1" | grep -qE -- "$2" || echo "$3"
}

# ---- checks of the tree that is the working directory, a line for each fault

family_built() { # name
	folder=lib/families/$1
	told "$(cat Makefile.am)" "^include $folder/family\\.mk$" "Makefile.am does not build $1"
	told "$(cat "$folder/family.mk")" "^FAMILIES \\+= $1$" "$folder/family.mk does not add $1"
	for kind in GOOD BAD KERNEL KERNEL_BAD; do
		told "$(cat "$folder/vectors.def")" "^$kind\\(" "$folder/vectors.def has no $kind"
	done
	for kind in text fields sockaddr; do
		ls fuzz/corpus-addr/"$kind-$1"* >/dev/null 2>&1 ||
			echo "fuzz/corpus-addr has no $kind-$1"
	done
}

family_described() { # name
	word="(^|[^a-z0-9])$1([^a-z0-9]|$)"
	lower='y/ABCDEFGHIJKLMNOPQRSTUVWXYZ/abcdefghijklmnopqrstuvwxyz/'
	told "$(sed '/^```/q' README.md | sed "$lower")" "$word" "README.md does not begin with $1"
	told "$(cat README.md)" "^\\| $1 \\| .* \\| .* \\| .*\\|$" "README.md has no row of $1"
	told "$(sed "$lower" NEWS)" "$word" "NEWS does not know $1"
	told "$(sed '/^\.SS/q' man/man7/linux_sock.7)" "$word" "linux_sock(7) does not name $1"
	told "$(sed -n '/^\.EX/,/^\.EE/p' man/man7/linux_sock_addr.7)" "^$1 " \
		"linux_sock_addr(7) has no grammar of $1 in short"
	told "$(cat man/man7/linux_sock_addr.7)" "^\\.SS $1$" "linux_sock_addr(7) has no section $1"
}

families() {
	for row in lib/families/*/; do
		name=$(basename "$row")
		family_built "$name"
		family_described "$name"
	done
}

headers() {
	for header in include/linux_sock/*.h; do
		name=${header##*/}
		[ "$name" = version.h ] ||
			told "$(cat include/local.mk)" "^	%D%/linux_sock/$name( \\\\)?$" \
				"include/local.mk does not install $name"
		[ "$name" = linux_sock.h ] ||
			told "$(cat include/linux_sock/linux_sock.h)" \
				"^#include <linux_sock/$name>$" "linux_sock.h does not include $name"
	done
}

# A page that is no alias is one of those that the first page leads to.
pages() {
	sed '1,/^\.SH SEE ALSO/d; s/\\-/-/g' man/man7/linux_sock.7 >"$tap_dir/see_also"
	for page in man/man[378]/*.[378]; do
		grep -q '^\.so ' "$page" && continue
		name=${page##*/}
		section=${name##*.} name=${name%.*}
		[ "$name" = linux_sock ] ||
			told "$(cat "$tap_dir/see_also")" "^\\.BR $name \\($section\\),?$" \
				"linux_sock(7) does not lead to $name($section)"
	done
}

# A path in what is read first, but for one with a word in capitals, which stands for any.
paths_astray() {
	grep -oE '`[^` ]+`|\]\([^)]+\)' CONTRIBUTING.md README.md SECURITY.md bench/README.md |
		sed -nE 's/^([^:]*):(`|\]\()([A-Za-z0-9_.*/-]+)[`)]$/\1 \3/p' |
		while read -r page path; do
			case $path in
			*[A-Z][A-Z]*[A-Z]/* | */*[A-Z][A-Z]* | /* | ./* | http*) continue ;;
			include/* | lib/* | tools/* | tests/* | examples/* | bench/* | fuzz/* | man/* | \
				scripts/* | doc/* | m4/* | *.md) ;;
			*) continue ;;
			esac
			# It may be a pattern, or a program.
			# shellcheck disable=SC2086
			ls -d $path >/dev/null 2>&1 || [ -e "$path.c" ] || ls -d "$(dirname "$page")/$path" >/dev/null 2>&1 ||
				echo "$page: there is no $path"
		done
}

in_tree() ( # tree, check
	cd "$1" && "$2"
)

# What is missing in the tree as it is, is said once; plants are told by what comes to it.
in_tree "$srcdir" families >"$tap_dir/missing"
finds_nothing 'each family is built, tested and told of' cat "$tap_dir/missing"
finds_nothing 'each public header is installed and included' in_tree "$srcdir" headers
finds_nothing 'linux_sock(7) leads to each page' in_tree "$srcdir" pages
finds_nothing 'each path in what is read first is there' in_tree "$srcdir" paths_astray

# ---- plants

copy() {
	rm -rf "$tree"
	mkdir -p "$tree/lib" "$tree/fuzz"
	(cd "$srcdir" && cp -R Makefile.am README.md NEWS include man "$tree" &&
		cp -R lib/families "$tree/lib" && cp -R fuzz/corpus-addr "$tree/fuzz")
	chmod -R u+w "$tree"
}

planted_missed() {
	in_tree "$tree" families | diff "$tap_dir/missing" - | sed -n 's/^> //p' >"$tap_dir/missed"
}

# A new family that has no more than its folder is missed in each place.
new_family() {
	copy
	mkdir "$tree/lib/families/smc"
	touch "$tree/lib/families/smc/family.mk" "$tree/lib/families/smc/vectors.def"
	planted_missed
	[ "$(wc -l <"$tap_dir/missed")" -eq 15 ] || cat "$tap_dir/missed"
}

# One that is no longer told of in one place is missed there, and nowhere else.
untold() { # file, sed command, what is said
	copy
	sed "$2" "$tree/$1" >"$tap_dir/edited"
	cp "$tap_dir/edited" "$tree/$1"
	planted_missed
	echo "$3" | diff - "$tap_dir/missed"
}

new_header() {
	copy
	echo '/* new */' >"$tree/include/linux_sock/new.h"
	in_tree "$tree" headers >"$tap_dir/missed"
	printf '%s\n' 'include/local.mk does not install new.h' 'linux_sock.h does not include new.h' |
		diff - "$tap_dir/missed"
}

new_page() {
	copy
	echo '.TH LSOCK_NEW 3' >"$tree/man/man3/lsock_new.3"
	in_tree "$tree" pages >"$tap_dir/missed"
	echo 'linux_sock(7) does not lead to lsock_new(3)' | diff - "$tap_dir/missed"
}

finds_nothing 'a family that is told of nowhere is found' new_family
while IFS='|' read -r file edit said; do
	finds_nothing "found: $said" untold "$file" "$edit" "$said"
done <<'PLANTS'
Makefile.am|/families\/tipc/d|Makefile.am does not build tipc
README.md|1,6s/TIPC//|README.md does not begin with tipc
README.md|/^. tipc/d|README.md has no row of tipc
NEWS|s/TIPC//|NEWS does not know tipc
man/man7/linux_sock.7|s/tipc/x/|linux_sock(7) does not name tipc
man/man7/linux_sock_addr.7|/^\.EX/,/^\.EE/s/^tipc /     /|linux_sock_addr(7) has no grammar of tipc in short
man/man7/linux_sock_addr.7|s/^\.SS tipc/.SS tip/|linux_sock_addr(7) has no section tipc
lib/families/tipc/vectors.def|/^KERNEL_BAD/d|lib/families/tipc/vectors.def has no KERNEL_BAD
PLANTS
path_astray() {
	copy
	(cd "$srcdir" && cp CONTRIBUTING.md SECURITY.md "$tree" && mkdir "$tree/bench" &&
		cp bench/README.md "$tree/bench" && find lib tools tests examples bench fuzz man scripts \
			doc m4 include -type d) | (cd "$tree" && xargs mkdir -p)
	in_tree "$tree" paths_astray >"$tap_dir/before"
	chmod u+w "$tree/CONTRIBUTING.md"
	printf 'See `lib/core/gone.c`, `lib/LAYER/FILE.c`.\n' >>"$tree/CONTRIBUTING.md"
	in_tree "$tree" paths_astray | diff "$tap_dir/before" - | sed -n 's/^> //p' >"$tap_dir/missed"
	echo 'CONTRIBUTING.md: there is no lib/core/gone.c' | diff - "$tap_dir/missed"
}

finds_nothing 'a path that is gone is found' path_astray
finds_nothing 'a new header that nobody includes is found' new_header
finds_nothing 'a new page that nothing leads to is found' new_page
tap_end
