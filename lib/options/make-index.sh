#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# make-index.sh FILE...: writes the index of the options' names and aliases, sorted, to standard
# output.  FILE is that of a level, in the order of the table.  Which rows a level has, its headers
# decide: $COMPILE, the compiler with its flags, is asked for no more than the preprocessed file, so
# that it may be a cross compiler.  $AWK is awk.
set -eu
LC_ALL=C
export LC_ALL
: "${AWK:=awk}"
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# "text which place level row" of each name and alias in the rows, which are all that it looks at.
for file; do
	level=$(basename "$file" .c)
	place=$((${place:-0} + 1))
	$COMPILE -E "$file" >"$dir/level"
	grep -v '^#' "$dir/level" | tr '\n' ' ' |
		sed 's/.*struct lsock__option_row rows\[\] = {\(.*\)struct lsock__option_level .*/\1/' |
		"$AWK" -v level="$level" -v place="$place" '{
			row = -1
			while (match($0, /\.(name|alias) = "[^"]*"/)) {
				split(substr($0, RSTART + 1, RLENGTH - 2), word, " = \"")
				row += word[1] == "name"
				print word[2], word[1], place, level, row
				$0 = substr($0, RSTART + RLENGTH)
			}
		}'
done >"$dir/names"
[ "$(wc -l <"$dir/names")" -gt 200 ] || {
	echo "make-index.sh: there are few options; is what the preprocessor gives as expected?" >&2
	exit 1
}
sort -k1,1 -k3,3n -k5,5n "$dir/names" | "$AWK" '{ print "BY_NAME(" $2 ", " $4 ", " $5 ")" }'
