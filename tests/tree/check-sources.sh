#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What holds for each source file: its licence, its size and that of its functions, its columns, and
# the functions of the C library that are not called.  That internal symbols begin with lsock__ is
# proved on the objects: check-symbols.sh.
# shellcheck disable=SC2016,SC2317	# awk's $; checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
cd "$srcdir" || exit 99

folders='include lib tools tests examples bench fuzz'

c_files() { # folder...
	find "$@" -name '*.[ch]' | sort
}

# Generated files, data and what only says where another page is are left out.
text_files() {
	# shellcheck disable=SC2086
	find $folders man scripts pkgconfig m4/lsock_flags.m4 configure.ac Makefile.am bootstrap \
		quickstart runtests -type f ! -path '*/corpus-*' ! -path '*/results/*' \
		! -name '*.tsv' ! -name '*.md' ! -name '*.pc' ! -name 'version.h' \
		! -name '*.inc' ! -name '*.o' ! -name '*.lo' ! -name '*.la' ! -name '*.log' \
		! -name '*.trs' ! -path '*/.libs/*' ! -path '*/.deps/*' ! -name .dirstamp | sort |
		while read -r file; do
			# A program, where the tree is its own build directory.
			[ -e "$file.c" ] || echo "$file"
		done
}

licence() {
	text_files | while read -r file; do
		head -n 1 "$file" | grep -q '^\.so ' && continue
		head -n 2 "$file" | grep -q 'SPDX-License-Identifier: LGPL-2.1-or-later' ||
			echo "$file does not begin with its licence"
	done
}

# A longer file says why it is so in its first comment, with these words.
too_long() {
	# shellcheck disable=SC2086
	c_files $folders | while read -r file; do
		lines=$(wc -l <"$file")
		[ "$lines" -le 400 ] || head -n 15 "$file" | grep -q 'over 400 lines' ||
			echo "$file has $lines lines; its head does not say why it is over 400 lines"
	done
}

# "length file:line" of each function, as the braces of the kernel's style tell.
functions() { # folder...
	c_files "$@" | xargs awk '
		/^\{$/ { start = FNR }
		/^\}/ && start { print FNR - start - 1, FILENAME ":" start; start = 0 }' |
		sort -n
}

function_sizes() { # folder
	functions "$1" | awk -v folder="$1" '
		{ length_of[NR] = $1; place[NR] = $2 }
		$1 > 60 { print $2 ": a function of " $1 " lines, 60 are the most" }
		END {
			if (NR == 0)
				exit
			if (length_of[int((NR + 1) / 2)] > 10)
				print folder ": the median of functions is over 10 lines"
			last = int((NR * 95 + 99) / 100)
			if (length_of[last] > 40)
				print folder ": more than 5 % of functions have over 40 lines; " place[last]
		}'
}

columns() {
	# shellcheck disable=SC2086
	c_files $folders | xargs awk '
		{
			column = 0
			for (i = 1; i <= length($0); i++)
				column += substr($0, i, 1) == "\t" ? 8 - column % 8 : 1
		}
		column > 100 { print FILENAME ":" FNR ": " column " columns, 100 are the most" }
		/[ \t]$/ { print FILENAME ":" FNR ": a blank at the end" }
		/^ +[^ *]/ { print FILENAME ":" FNR ": indented with blanks" }'
}

guards() {
	c_files lib tools tests examples bench fuzz | grep '\.h$' | while read -r file; do
		grep -q '^#pragma once$' "$file" || echo "$file has no #pragma once"
	done
	grep -l '^#pragma once' include/linux_sock/*
}

# Comments and strings may name them.
calls() { # extended regular expression of names, folder...
	names=$1
	shift
	c_files "$@" | xargs awk -v names="(^|[^A-Za-z0-9_>.])($names)[ \t]*\\\\(" '
		FNR == 1 { in_comment = 0 }
		{
			line = $0
			gsub(/"([^"\\]|\\.)*"/, "\"\"", line)
			gsub(/\/\*([^*]|\*[^\/])*\*\//, "", line)
			sub(/\/\/.*/, "", line)
			if (in_comment && sub(/^.*\*\//, "", line))
				in_comment = 0
			if (!in_comment && sub(/\/\*.*/, "", line))
				comment_begins = 1
			if (!in_comment && line ~ names)
				print FILENAME ":" FNR ": " $0
			if (comment_begins)
				in_comment = 1
			comment_begins = 0
		}'
}

unsafe='strcpy|strcat|stpcpy|v?sprintf|gets|strtok|tmpnam|mktemp|alloca|atoi|atol|atoll|atof'
unsafe="$unsafe|v?s?scanf|v?fscanf|setjmp|system|popen"

# What a library must not do in a process that is not its own, and numbers that are read too mildly.
impolite='exit|_exit|abort|assert|atexit|v?f?printf|v?dprintf|v?snprintf|puts|fputs|putchar|perror'
impolite="$impolite|syslog|(secure_)?getenv|setenv|putenv|signal|sigaction|setlocale"
impolite="$impolite|strto(l|ul|ll|ull|d|imax|umax)|is(digit|xdigit|alnum|alpha|space|print)"
impolite="$impolite|to(lower|upper)|inet_(addr|ntoa|ntop|pton)|inet_network|gethostby[a-z]+"

# Does the check find what is planted?
planted() { # check...; finds something
	[ -n "$("$@")" ]
}

plant() { # line
	mkdir -p "$tap_dir/planted"
	printf '%s\n' "$1" >"$tap_dir/planted/planted.c"
}

for folder in $folders; do
	finds_nothing "functions are short in $folder" function_sizes "$folder"
done
finds_nothing 'each file begins with its licence' licence
finds_nothing 'files have at most 400 lines' too_long
finds_nothing 'lines have at most 100 columns' columns
finds_nothing 'internal headers have #pragma once, installed ones have not' searching guards
finds_nothing 'nothing unsafe is called but in tests' calls "$unsafe" lib tools examples bench fuzz
finds_nothing 'nothing impolite is called in the library' calls "$impolite" lib

plant '/* a */ int x = atoi(text); /* strcpy() */'
works 'an unsafe call is found' planted calls "$unsafe" "$tap_dir/planted"
plant '	if (getenv ("HOME"))'
works 'an impolite call is found' planted calls "$impolite" "$tap_dir/planted"
plant '/* exit() and atoi(), */ const char *f = "abort()"; p->exit(1); my_exit(2);'
finds_nothing 'only calls are found' calls "$unsafe|$impolite" "$tap_dir/planted"
plant "$(printf '/*\n * exit(1)\n */\nint x; /* abort()\n atoi() */')"
finds_nothing 'nothing is found in comments of several lines' calls "$unsafe|$impolite" \
	"$tap_dir/planted"
plant "$(printf '{\n'; seq 61; printf '}\n')"
works 'a long function is found' planted function_sizes "$tap_dir/planted"
tap_end
