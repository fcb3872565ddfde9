#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Holds the manual pages to the public headers and the map: what is declared is described, and as it
# is declared.  The second half plants faults in a copy of the tree: each has to be found.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
builddir=$(cd "$builddir" && pwd)
work=$tap_dir/work
mkdir "$work" || exit 99

# ---- C

# On one line, without comments, preprocessor lines and every blank that means nothing.
canonical() {
	grep -v '^[[:space:]]*#' | tr '\n\t' '  ' |
		sed -E 's#/\*([^*]|\*+[^*/])*\*+/# #g; s/extern "C" \{//g; s/ +/ /g;
			s/ ?([][*(),{};]) ?/\1/g'
}

# One statement a line: prototypes of functions only.
prototypes() {
	tr ';' '\n' | sed -E 's/^[ }]+//; s/ +$//' | grep -E '^[^{]*[ *]lsock_[a-z0-9_]+\('
}

function_of() { # prototype
	echo "$1" | sed -E 's/^[^(]*[ *](lsock_[a-z0-9_]+)\(.*/\1/'
}

# "struct lsock_x{...}" with all members, one a line.
structures() {
	awk '{
		while (match($0, /struct lsock_[a-z0-9_]+\{/)) {
			$0 = substr($0, RSTART)
			depth = 0
			for (i = 1; i <= length($0); i++) {
				c = substr($0, i, 1)
				if (c == "{")
					depth++
				if (c == "}" && --depth == 0)
					break
			}
			print substr($0, 1, i)
			$0 = substr($0, i + 1)
		}
	}'
}

# The public headers, each as $work/NAME.h, canonical; all their prototypes, too.
read_headers() {
	rm -f "$work"/*.h
	for header in include/linux_sock/*.h; do
		canonical <"$header" >"$work/${header##*/}"
	done
	for header in "$work"/*.h; do
		prototypes <"$header"
	done >"$work/prototypes"
	[ -s "$work/prototypes" ] || echo "include has no prototypes"
}

# ---- pages

is_alias() { # page
	grep -q '^\.so ' "$1"
}

pages() {
	find man -name '*.[378]' | sort
}

bodies() {
	pages | while read -r page; do
		is_alias "$page" || echo "$page"
	done
}

# The text of the .B and .BI lines of SYNOPSIS.
synopsis() { # page
	awk '/^\.SH/ { on = $2 == "SYNOPSIS" }
	on && /^\.BI? / {
		glue = $1 == ".B" ? " " : ""
		line = ""
		rest = substr($0, length($1) + 2)
		while (match(rest, /^ *("[^"]*"|[^ ]+)/)) {
			word = substr(rest, 1, RLENGTH)
			rest = substr(rest, RLENGTH + 1)
			sub(/^ */, "", word)
			gsub(/"/, "", word)
			line = line (line == "" ? "" : glue) word
		}
		gsub(/\\-/, "-", line)
		print line
	}' "$1"
}

# What stands between .EX and .EE, as a reader sees it; with a number that block alone.
examples() { # page [number]
	awk -v wanted="${2:-0}" '/^\.EX/ { on = 1; n++; next }
	/^\.EE/ { on = 0 }
	on && (wanted == 0 || n == wanted)' "$1" |
		sed -E 's/\\f(.|\[[^]]*\])//g; s/\\-/-/g; s/\\&//g; s/\\\(ti/~/g; s/\\\(ha/^/g;
			s/\\\(aq/'"'"'/g; s/\\\(dq/"/g; s/\\e/\\/g'
}

names_of() { # page
	awk '/^\.SH/ { on = $2 == "NAME"; next } on' "$1" |
		tr '\n' ' ' | sed 's/ \\-.*//; s/\\-/-/g' | tr ',' '\n' | tr -d ' '
}

# ---- checks: what is wrong in the tree that is the working directory, a line each

symbols_without_page() {
	sed -n 's/^[[:space:]]*\(lsock_[a-z0-9_]*\);.*/\1/p' lib/linux_sock.map >"$work/symbols"
	[ -s "$work/symbols" ] || echo "lib/linux_sock.map has no symbols"
	while read -r symbol; do
		[ -f "man/man3/$symbol.3" ] || echo "$symbol has no page"
	done <"$work/symbols"
}

functions_without_page() {
	read_headers
	while read -r prototype; do
		name=$(function_of "$prototype")
		[ -f "man/man3/$name.3" ] || echo "$name has no page"
	done <"$work/prototypes"
}

aliases_astray() {
	pages | while read -r page; do
		is_alias "$page" || continue
		target=man/$(sed -n 's/^\.so //p' "$page")
		name=$(basename "$page" .3)
		if [ ! -f "$target" ] || is_alias "$target"; then
			echo "$page: there is no page $target"
		elif ! names_of "$target" | grep -qx "$name"; then
			echo "$target does not name $name"
		fi
	done
}

names_without_page() {
	bodies | while read -r page; do
		directory=${page%/*}
		section=${directory##*man}
		names_of "$page" >"$work/names"
		grep -qx "$(basename "$page" ".$section")" "$work/names" ||
			echo "$page does not name itself"
		while read -r name; do
			[ -f "$directory/$name.$section" ] || echo "$page: $name has no page"
		done <"$work/names"
	done
}

wrong_prototypes() {
	read_headers
	: >"$work/described"
	bodies | grep /man3/ | while read -r page; do
		names_of "$page" >"$work/names"
		synopsis "$page" | canonical | prototypes >"$work/here"
		cat "$work/here" >>"$work/described"
		while read -r prototype; do
			grep -qxF -e "$prototype" "$work/prototypes" ||
				echo "$page: no header has: $prototype"
			grep -qx "$(function_of "$prototype")" "$work/names" ||
				echo "$page: not in NAME: $prototype"
		done <"$work/here"
	done
	while read -r prototype; do
		n=$(grep -cxF -e "$prototype" "$work/described")
		[ "$n" = 1 ] || echo "$n pages have: $prototype"
	done <"$work/prototypes"
}

missing_includes() {
	read_headers
	bodies | grep /man3/ | while read -r page; do
		synopsis "$page" | canonical | prototypes >"$work/here"
		synopsis "$page" | sed -n 's/^#include <linux_sock\/\(.*\)>$/\1/p' |
			while read -r header; do
				prototypes <"$work/$header"
			done >"$work/included"
		grep -vxF -f "$work/included" "$work/here" |
			sed "s|^|$page includes no header of: |"
	done
}

wrong_structures() {
	read_headers
	cat "$work"/*.h >"$work/all"
	bodies | while read -r page; do
		examples "$page" | canonical | structures | while read -r structure; do
			echo "$structure" >>"$work/shown"
			grep -qF -e "$structure" "$work/all" ||
				echo "$page, not as in its header: $structure"
		done
	done
	structures <"$work/all" >"$work/declared"
	[ -s "$work/declared" ] || echo "the headers have no structures"
	grep -vxF -f "$work/shown" "$work/declared" | sed 's/^/no page has: /'
	rm -f "$work/shown"
}

untold_constants() {
	sed -nE 's/^#define (LSOCK_[A-Z0-9_]+).*/\1/p' include/linux_sock/*.h \
		include/linux_sock/*.h.in >"$work/constants"
	[ -s "$work/constants" ] || echo "the headers have no constants"
	bodies | while read -r page; do cat "$page"; done | tr -c 'A-Z0-9_\n' '\n' >"$work/words"
	while read -r constant; do
		grep -qx "$constant" "$work/words" || echo "no page tells of $constant"
	done <"$work/constants"
}

cat >"$tap_dir/sections" <<'EOF'
NAME
LIBRARY
SYNOPSIS
DESCRIPTION
OPTIONS
EXIT STATUS
RETURN VALUE
ERRORS
ENVIRONMENT
FILES
ATTRIBUTES
STANDARDS
NOTES
BUGS
EXAMPLES
SEE ALSO
EOF

sections_astray() {
	bodies | while read -r page; do
		sed -nE 's/^\.SH "?([^"]*)"?$/\1/p' "$page" | awk -v page="$page" '
			FNR == NR { place[$0] = FNR; next }
			!($0 in place) { print page ": unknown section " $0; next }
			place[$0] <= last { print page ": out of order: " $0 }
			{ last = place[$0]; seen[$0] = 1 }
			END {
				if (!("NAME" in seen && "DESCRIPTION" in seen &&
				      "SEE ALSO" in seen))
					print page ": NAME, DESCRIPTION or SEE ALSO is missing"
			}' "$tap_dir/sections" -
	done
}

references_astray() {
	bodies | while read -r page; do
		sed -nE 's/^\.BR ((lsock|linux_sock)[a-z0-9_\\-]*) \(([378])\).*/\1 \3/p' "$page" |
			sed 's/\\-/-/g' | while read -r name section; do
			[ -f "man/man$section/$name.$section" ] ||
				echo "$page: there is no page $name($section)"
		done
	done
}

pages_not_listed() {
	pages | while read -r page; do
		grep -q "/${page#man/}\( \|\$\)" man/local.mk ||
			echo "man/local.mk does not have $page"
	done
	sed -n 's/.*%D%\/\([^ ]*\.[378]\).*/\1/p' man/local.mk | while read -r page; do
		[ -f "man/$page" ] || echo "man/local.mk has $page, which does not exist"
	done
}

# In man/, where .so finds its page; that it is used at all is what mandoc calls fragile.  The width
# of source lines is a matter of check-sources.sh.
remarks_of_mandoc() {
	(cd man && find . -name '*.[378]' | sort | while read -r page; do
		mandoc -Tlint "$page"
	done) | grep -v -e '\.so is fragile' -e 'input text line longer than 80 bytes'
	true
}

# What mandoc does not see: lines and tables that do not fit.
remarks_of_groff() {
	bodies | while read -r page; do
		groff -t -man -ww -Tutf8 -rLL=72n -z "$page" 2>&1
	done
}

cc=${CC:-$(sed -n 's/^CC = //p' "$builddir/Makefile" 2>/dev/null)}

cxx=${CXX:-$(sed -n 's/^CXX = //p' "$builddir/Makefile" 2>/dev/null)}

compiles() { # where it is from, compiler, file, flags...
	from=$1 compiler=$2 file=$3
	shift 3
	# shellcheck disable=SC2086
	$compiler "$@" -D_DEFAULT_SOURCE -Wall -Wextra -Werror -Iinclude -I"$builddir/include" \
		-c -o "$work/program.o" "$file" >"$work/messages" 2>&1 && return
	echo "$from does not compile:"
	cat "$work/messages"
}

# A whole program must compile, and in C++ too: linux_sock(7) says what differs there, of which
# these use one thing, the names of members, which compilers take before C++20.
compile() { # file, where it is from
	grep -q 'int main(' "$1" || return
	echo "$2" >>"$work/programs"
	compiles "$2" "$cc" "$1" -std=c99
	if have "$cxx"; then
		cp "$1" "$work/program.cc"
		compiles "$2, as C++," "$cxx" "$work/program.cc" -std=c++17 \
			-Wno-missing-field-initializers -Wno-c++20-designator
	fi
}

programs_that_fail() {
	: >"$work/programs"
	bodies | while read -r page; do
		for n in $(seq "$(grep -c '^\.EX' "$page")"); do
			examples "$page" "$n" >"$work/program.c"
			compile "$work/program.c" "$page, example $n"
		done
	done
	awk '/^```/ { on = $0 == "```c"; next } on' README.md >"$work/program.c"
	compile "$work/program.c" README.md
	grep -q '^README.md$' "$work/programs" || echo "README.md has no program"
	[ "$(wc -l <"$work/programs")" -ge 10 ] || echo "there are fewer than 10 programs"
}

can_compile() {
	have "$cc" && [ -f "$builddir/include/linux_sock/version.h" ]
}

# What the check finds in the tree as it is.
holds() { # name, check
	(cd "$srcdir" && "$2") >"$work/$2.found"
	finds_nothing "$1" cat "$work/$2.found"
}

holds "every symbol of the map has a page" symbols_without_page
holds "every function of the headers has a page" functions_without_page
holds "every alias leads to a page that names it" aliases_astray
holds "every name has a page or an alias" names_without_page
holds "each prototype stands in one SYNOPSIS, as in its header" wrong_prototypes
holds "each SYNOPSIS includes the headers of its functions" missing_includes
holds "each structure is shown, as in its header" wrong_structures
holds "some page tells of each constant" untold_constants
holds "sections are in order" sections_astray
holds "references lead to pages" references_astray
holds "man/local.mk lists the pages that are there" pages_not_listed
if have mandoc; then
	holds "mandoc has nothing to remark" remarks_of_mandoc
else
	skips "mandoc has nothing to remark" "mandoc is not here"
fi
if have groff; then
	holds "groff has nothing to remark" remarks_of_groff
else
	skips "groff has nothing to remark" "groff is not here"
fi
if can_compile; then
	holds "programs in the pages and in README.md compile" programs_that_fail
else
	skips "programs in the pages and in README.md compile" "this is no build directory"
fi

# ---- the same with a fault

# Prints what the check finds beyond that in a copy, in which sed has changed a file.
plant() { # check, file, sed script
	rm -rf "$tap_dir/tree"
	mkdir -p "$tap_dir/tree/lib" || return
	cp -R "$srcdir/include" "$srcdir/man" "$srcdir/README.md" "$tap_dir/tree" || return
	cp "$srcdir/lib/linux_sock.map" "$tap_dir/tree/lib" || return
	chmod -R u+w "$tap_dir/tree"
	sed "$3" "$srcdir/$2" >"$tap_dir/tree/$2" || return
	(cd "$tap_dir/tree" && "$1") | diff "$work/$1.found" - | grep '^>'
}

while IFS='|' read -r name check file script; do
	case $check in
	remarks_of_mandoc) have mandoc ;;
	remarks_of_groff) have groff ;;
	programs_that_fail) can_compile ;;
	esac || continue
	[ "$name" != 'an example that is no C++' ] || have "$cxx" || continue
	works "finds $name" plant "$check" "$file" "$script"
done <<'PLANTS'
a symbol without a page|symbols_without_page|lib/linux_sock.map|s/lsock_dup;/lsock_new;/
a function without a page|functions_without_page|include/linux_sock/io.h|s/lsock_wait(/lsock_new(/
an alias of nothing|aliases_astray|man/man3/lsock_dup.3|s/lsock_open/lsock_new/
an alias that is not named|aliases_astray|man/man3/lsock_open.3|s/^lsock_dup,//
a name without an alias|names_without_page|man/man3/lsock_open.3|s/^lsock_dup,/lsock_new,/
a new type in a header|wrong_prototypes|include/linux_sock/io.h|s/lsock_ended(int/lsock_ended(long/
a new name in a page|wrong_prototypes|man/man3/lsock_open.3|/BI "int lsock_dup/s/fd/descriptor/
a prototype that is gone|wrong_prototypes|man/man3/lsock_open.3|/BI "int lsock_dup/d
the wrong header|missing_includes|man/man3/lsock_open.3|s/descriptor\.h/io.h/
a new member|wrong_structures|include/linux_sock/descriptor.h|s/bool nonblocking;/& bool new;/
a member that is gone|wrong_structures|man/man3/lsock_open.3|s/    bool nonblocking;//
a new constant|untold_constants|include/linux_sock/descriptor.h|s/ACCEPT_PAUSE/ACCEPT_NEW/
a section in the wrong place|sections_astray|man/man3/lsock_open.3|s/^.SH ERRORS/.SH NOTES/
a reference to nothing|references_astray|man/man3/lsock_open.3|s/^.BR lsock_recv (/.BR lsock_new (/
a page that is not installed|pages_not_listed|man/local.mk|/lsock_dup\.3/d
an unknown request|remarks_of_mandoc|man/man3/lsock_open.3|s/^\.SH NOTES/.BX/
a word that does not fit|remarks_of_groff|man/man3/lsock_option_get.3|s/^and any of/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/
an example that is no C++|programs_that_fail|man/man3/lsock_open.3|s/^int main(void)/int new(void);\n&/
an example that is wrong|programs_that_fail|man/man3/lsock_open.3|s/lsock_pair(AF_UNIX,/lsock_pair(/
a README that is wrong|programs_that_fail|README.md|s/lsock_open(/lsock_new(/
PLANTS
tap_end
