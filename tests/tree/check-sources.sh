#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What holds for each source file: its licence and its head, its size and that of its functions, its
# columns and includes, the names of its statics, and the functions of the C library that are not
# called.  That internal symbols begin with lsock__ is proved on the objects: check-symbols.sh.
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

# Tools that gather copyrights take what looks like a licence for one, in a string, too.
spdx='SPDX-License-Identifier:' licence=LGPL-2.1-or-later

holder() {
	grep -q '^Copyright (C) 2026 the linux_sock authors$' COPYING || echo 'COPYING has no holder'
	grep -q '^SPDX-FileCopyrightText = "2026 the linux_sock authors"$' REUSE.toml ||
		echo 'REUSE.toml has no holder'
	[ -s AUTHORS ] || echo 'there is no AUTHORS'
	text_files | xargs grep -nE "$spdx [A-Za-z0-9.-]+['\"]" || true
}

licence() {
	text_files | while read -r file; do
		head -n 1 "$file" | grep -q '^\.so ' && continue
		head -n 2 "$file" | grep -q "$spdx $licence\>" ||
			echo "$file does not begin with its licence"
	done
}

# The harness runs tests by their names.
not_executable() {
	text_files | while read -r file; do
		head -n 1 "$file" | grep -q '^#!' && [ ! -x "$file" ] && echo "$file is not executable"
	done
	true
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

# "file:line: code" without comments, and with nothing in its strings.
code() { # folder...
	c_files "$@" | xargs awk '
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
			if (!in_comment && line != "")
				print FILENAME ":" FNR ": " line
			if (comment_begins)
				in_comment = 1
			comment_begins = 0
		}'
}

calls() { # extended regular expression of names, folder...
	names=$1
	shift
	code "$@" | grep -E "[^A-Za-z0-9_>.]($names)[[:blank:]]*\\("
}

# c-ares reads it behind the calls that it is given.
errno_read() { # folder...
	code "$@" | grep -E '[^A-Za-z0-9_]errno([^A-Za-z0-9_.]|$)' |
		grep -vE '^lib/(sys/|names/cares/socket\.c:[0-9]+:[[:blank:]]+errno = )'
}

# The comment behind the licence, and #pragma once; nothing else comes before it.
head_of() { # file
	[ ! -e "$1" ] || awk '
		NR == 1 { sub(/SPDX-License-Identifier:.*/, "") }
		/^#pragma once$/ { next }
		!in_comment && !/^\/\*/ { exit }
		{ print; in_comment = !/\*\/$/ }' "$1"
}

# What it is, in four words at least: here, or in the header of its name.
headless() { # folder...
	find "$@" -name '*.c' | sort | while read -r file; do
		words=$({ head_of "$file"; head_of "${file%.c}.h"; } | grep -oE "[A-Za-z0-9_']+" | wc -l)
		[ "$words" -ge 4 ] || echo "$file does not say what it is"
	done
}

# Who allocates says there whose that is and when it goes.
ownerless() { # folder...
	code "$@" | sed -nE 's/^([^:]*\.c):.*[^a-z_]lsock__sys_(alloc|realloc)\(.*/\1/p' | sort -u |
		grep -v '^lib/sys/sys\.c$' | while read -r file; do
		{ head_of "$file"; head_of "${file%.c}.h"; } |
			grep -qE '\b(owns?|owners?|belongs?|freed|frees|holders?)\b' ||
			echo "$file allocates, and does not say who owns that"
	done
}

# "folder name file" of each static function, once a file: of #if's two there is one.
statics() { # folder...
	c_files "$@" | grep '\.c$' | xargs awk '
		function told(line,  file, folder) {
			sub(/\(.*/, "", line)
			sub(/.*[ *]/, "", line)
			file = folder = FILENAME
			sub(/\/[^\/]*$/, "", folder)
			if (!((file, line) in seen))
				print folder, line, file
			seen[file, line] = 1
		}
		/^static [^=;]*[a-z0-9_]\(/ { signature = $0; if ($0 ~ /\{$/) told($0) }
		/^\{$/ && signature { told(signature) }
		/^[{}]/ || /;$/ { signature = "" }' | sort
}

# In a backtrace and for grep: one name, one function.
statics_twice() { # folder...
	statics "$@" | awk '
		$1 == folder && $2 == name { print file " and " $3 " both have " name "()" }
		{ folder = $1; name = $2; file = $3 }'
}

# One of ours may be first, which the file is of or about; then the system's and public ones, then
# ours.  The own header is first, or the public one whose calls these are.  Tables (.def) stand where
# they are needed.
includes_astray() { # folder...
	c_files "$@" | xargs awk '
		FNR == 1 {
			number = ours = is_own = 0
			own = FILENAME
			sub(/\.c$/, ".h", own)
			sub(/^lib\//, "", own)
		}
		!/^#[ \t]*include [<"].*\.h[>"]/ { next }
		{
			name = $0
			gsub(/^[^<"]*[<"]|[>"].*/, "", name)
			if (++number == 1)
				is_first_public = name ~ /^linux_sock\//
		}
		/"/ && name == own && number > 1 && !is_first_public {
			print FILENAME ":" FNR ": its own header comes first"
		}
		/"/ && number > 1 { ours = 1 }
		/</ && ours { print FILENAME ":" FNR ": " name " comes behind our headers" }'
}

# (void) before a call says why its result is no news: once a function, behind it or before it.
ignored() { # folder...
	c_files "$@" | xargs awk '
		/^}/ { said = 0 }
		/^[ \t]+\(void\) [a-zA-Z0-9_>.()*-]+\(/ {
			said = said || before || /\/\*/
			if (!said)
				print FILENAME ":" FNR ": a result is ignored, and it does not say why"
		}
		{ before = /\*\/$/ }'
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

plant() { # line, another file's
	mkdir -p "$tap_dir/planted"
	printf '%s\n' "$1" >"$tap_dir/planted/planted.c"
	printf '%s\n' "${2:-}" >"$tap_dir/planted/other.c"
}

licence_line="/* $spdx $licence */"

for folder in $folders; do
	finds_nothing "functions are short in $folder" function_sizes "$folder"
done
finds_nothing 'each file begins with its licence' licence
finds_nothing 'who holds the copyright is said' holder
finds_nothing 'scripts are executable' not_executable
finds_nothing 'files have at most 400 lines' too_long
finds_nothing 'lines have at most 100 columns' columns
finds_nothing 'internal headers have #pragma once, installed ones have not' searching guards
finds_nothing 'nothing unsafe is called but in tests' searching calls "$unsafe" lib tools examples bench fuzz
finds_nothing 'nothing impolite is called in the library' searching calls "$impolite" lib
finds_nothing 'errno is known to lib/sys alone' searching errno_read lib
finds_nothing 'each file says what it is' headless lib tools
finds_nothing 'what allocates says who owns it' ownerless lib
finds_nothing 'no two files of a folder have a static of one name' statics_twice lib tools
# shellcheck disable=SC2086
finds_nothing 'includes stand in their order' includes_astray $folders
finds_nothing 'who ignores a result says why' ignored lib

plant '/* a */ int x = atoi(text); /* strcpy() */'
works 'an unsafe call is found' planted calls "$unsafe" "$tap_dir/planted"
plant '	if (getenv ("HOME"))'
works 'an impolite call is found' planted calls "$impolite" "$tap_dir/planted"
plant '/* exit() and atoi(), */ const char *f = "abort()"; p->exit(1); my_exit(2);'
finds_nothing 'only calls are found' searching calls "$unsafe|$impolite" "$tap_dir/planted"
plant "$(printf '/*\n * exit(1)\n */\nint x; /* abort()\n atoi() */')"
finds_nothing 'nothing is found in comments of several lines' searching calls "$unsafe|$impolite" \
	"$tap_dir/planted"
plant "$(printf '{\n'; seq 61; printf '}\n')"
works 'a long function is found' planted function_sizes "$tap_dir/planted"
plant '	return -errno;'
works 'errno is found' planted errno_read "$tap_dir/planted"
plant "$(printf '%s\n#include <errno.h>	/* errno */\nint r = -errno_name(1);' "$licence_line")"
finds_nothing 'only errno is found' searching errno_read "$tap_dir/planted"
plant "$(printf '%s\n#include <x.h>\n/* It comes too late to be read first. */\n' "$licence_line")"
works 'a missing head is found' planted headless "$tap_dir/planted"
plant "$(printf '%s\n/* A new file. */\n' "$licence_line")"
works 'a head of three words is found' planted headless "$tap_dir/planted"
plant "$(printf '%s\n/* What it does, and to what. */\nint *p = lsock__sys_alloc(4);' "$licence_line")"
works 'a missing owner is found' planted ownerless "$tap_dir/planted"
plant "$(printf 'static int same(int a,\n		int b)\n{\n}')" "$(printf 'static char *same(void)\n{\n}')"
works 'a static of two files is found' planted statics_twice "$tap_dir/planted"
plant "$(printf 'static int same(int a);\n#if A\nstatic int same(int a)\n{\n}\n#else\nstatic int same(int a)\n{\n}\n#endif')"
finds_nothing 'a static of one file is left alone' statics_twice "$tap_dir/planted"
plant "$(printf '#include "a.h"\n#include "core/wait.h"\n\n#include <errno.h>')"
works 'a header of ours before one of the system is found' planted includes_astray "$tap_dir/planted"
plant "$(printf '#include <errno.h>\n#include "%s/planted/planted.h"' "$tap_dir")"
works 'an own header that is not first is found' planted includes_astray "$tap_dir/planted"
plant '	(void) lsock__sys_close(fd);'
works 'a result that is ignored in silence is found' planted ignored "$tap_dir/planted"
tap_end
