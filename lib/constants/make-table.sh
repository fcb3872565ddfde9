#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# make-table.sh NAMES HEADER...: writes the registry's table, sorted, to standard output.  Values
# come from the compiler, which is not run on: it may be a cross compiler.  $COMPILE is it with the
# flags that decide about values, $AWK is awk.
#
# What a header defines is found out with #ifdef, and, for enumerators without a macro of the same
# name, in the preprocessed header.  Each header is a translation unit of its own; of a name that
# several have the first one counts.
# shellcheck disable=SC2016	# it is for awk
set -eu
LC_ALL=C
export LC_ALL
: "${AWK:=awk}"
names=$1
shift
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# "place group name other", other being what has the value: the name itself, another, a number.
"$AWK" '/^#/ { next }
/^\[/ { group = substr($1, 2, length($1) - 2); next }
$2 == "=" { print ++place, group, $1, $3; next }
{ for (i = 1; i <= NF; i++) print ++place, group, $i, $i }' "$names" >"$dir/names"

# What stands between the braces of "enum {...}", a name a line.
enumerators() { # header
	echo "#include \"$1\"" >"$dir/probe.c"
	$COMPILE -E "$dir/probe.c" | grep -v '^#' | tr '\n' ' ' | tr '{' '\n' >"$dir/blocks"
	"$AWK" 'enum {
		block = $0
		sub(/}.*/, "", block)
		n = split(block, item, ",")
		for (i = 1; i <= n; i++)
			if (match(item[i], /[A-Za-z_][A-Za-z0-9_]*/))
				print substr(item[i], RSTART, RLENGTH)
	}
	{ enum = $0 ~ /(^|[^A-Za-z0-9_])enum([ \t]+[A-Za-z0-9_]+)?[ \t]*$/ }' "$dir/blocks"
}

# A program whose assembly has the values, in halves of 32 bits, which fit any machine.
probe() { # header
	enumerators "$1" >"$dir/enumerators"
	cat <<EOF
#include <stdint.h>
#include "$1"
#define SAY(what, value)							\\
	__asm__ volatile ("\\n.ascii \\"->" what " %0 %1 %2\\"" : :			\\
			  "i" ((int32_t) ((int64_t) (value) >> 32)),		\\
			  "i" ((int32_t) (uint32_t) (value)),			\\
			  "i" ((__typeof__(value)) -1 > 0))
void probe(void)
{
EOF
	"$AWK" 'function say(value) {
		printf "SAY(\"%s %s %s\", %s);\n", $1, $2, $3, value
	}
	FNR == NR { is_enumerator[$1] = 1; next }
	$3 in is_enumerator { say($3); next }
	{
		print "#ifdef", $3
		say($3)
		if ($4 in is_enumerator) {
			print "#else"
			say($4)
		} else if ($4 != $3 && $4 !~ /^[0-9]/) {
			print "#elif defined(" $4 ")"
			say($4)
		}
		print "#endif"
	}' "$dir/enumerators" "$dir/names"
	echo '}'
}

# Made of what the assembly says, where an operand may be $1 or #1: "place group name value
# is_unsigned".  A name that is known is not asked for again: there, it may not even compile.
: >"$dir/values"
for header; do
	probe "$header" >"$dir/probe.c"
	$COMPILE -S -o "$dir/probe.s" "$dir/probe.c"
	sed -n 's/.*\.ascii[[:space:]]*"->\([^"]*\)".*/\1/p' "$dir/probe.s" | tr -d '$#' |
		"$AWK" '{
			low = $5 < 0 ? $5 + 4294967296 : $5
			printf "%s %s %s %.0f %s\n", $1, $2, $3, $4 * 4294967296 + low,
			       $6 ? "true" : "false"
		}' >>"$dir/values"
	"$AWK" 'FNR == NR { known[$3] = 1; next } !($3 in known)' "$dir/values" "$dir/names" \
		>"$dir/rest"
	mv "$dir/rest" "$dir/names"
done
"$AWK" '$4 ~ /^[0-9]/ { print $1, $2, $3, $4, "false" }' "$dir/names" >>"$dir/values"
sort -k2,2 -k4,4n -k1,1n "$dir/values" >"$dir/table"
[ "$(wc -l <"$dir/table")" -gt 1000 ] || {
	echo "make-table.sh: the headers have few of the names; is the assembly as expected?" >&2
	exit 1
}
"$AWK" '$2 != group { group = $2; print "GROUP(" group ")" }
{ printf "CONSTANT(%s, %s, %s, %s)\n", $3, $2, $4, $5 }' "$dir/table"
"$AWK" '{ print $3, NR - 1 }' "$dir/table" | sort -k1,1 | "$AWK" '{ print "BY_NAME(" $2 ")" }'
