#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Each file of the library has a test, and each test says of which file it is: by its name, or in its
# head (tests/tests-of).  The second half plants faults in a copy of the tree: each has to be found.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
work=$tap_dir/work
mkdir "$work" || exit 99

# ---- checks: what is wrong in the tree that is the working directory, a line each

files_without_test() {
	find lib -name '*.c' | sort >"$work/files"
	[ "$(wc -l <"$work/files")" -gt 100 ] || echo "there are few files"
	while read -r file; do
		[ -n "$(tests/tests-of "$file")" ] || echo "$file has no test"
	done <"$work/files"
}

# Those of fault/ and vm/ are of all files.
tests_without_file() {
	for test in tests/*/test-*.c; do
		layer=$(basename "$(dirname "$test")") name=${test##*/test-}
		case $layer in
		fault | vm) continue ;;
		esac
		[ -e "lib/$layer/$name" ] || grep -q '^ \* Of lib/' "$test" ||
			echo "$test does not say of which file it is"
	done
}

# What stands in a head, on its own lines; a path there is one of the tree.
paths_astray() {
	for test in tests/*/test-*.c; do
		sed -n '/^#/q; p' "$test" | grep -o 'lib/[a-z0-9_/.-]*' | sed 's/\.$//' |
			while read -r path; do
				[ -e "$path" ] || echo "$test: there is no $path"
			done
	done
}

# The words of the lists in a folder, but those of what runs a second time.
listed() { # folder
	awk '/_TESTS \+?= / { on = $1 != "VM_TESTS" } on { print } !/\\$/ { on = 0 }' "$1/local.mk" |
		tr -s ' \t' '\n'
}

programs_not_listed() {
	for test in tests/*/test-*.c; do
		listed "$(dirname "$test")" | grep -qxF "%D%/$(basename "$test" .c)" ||
			echo "$test is in no list"
	done
}

# What the check finds in the tree as it is.
holds() { # name, check
	(cd "$srcdir" && "$2") >"$work/$2.found" 2>&1
	finds_nothing "$1" cat "$work/$2.found"
}

holds 'each file of the library has a test' files_without_test
holds 'each test says of which file it is' tests_without_file
holds 'each path in the head of a test is there' paths_astray
holds 'each test is in a list of its folder' programs_not_listed

# ---- the same with a fault

copy_tree() {
	rm -rf "$tap_dir/tree"
	mkdir -p "$tap_dir/tree/tests" || return
	(cd "$srcdir" && cp -R lib "$tap_dir/tree" && cp tests/tests-of "$tap_dir/tree/tests" &&
		for folder in tests/*/; do
			mkdir "$tap_dir/tree/$folder"
			cp "$folder"test-*.c "$folder"local.mk "$tap_dir/tree/$folder" 2>/dev/null
		done)
	chmod -R u+w "$tap_dir/tree"
}

# Prints what the check finds beyond that in a copy where a command was run.
plant() { # check, command
	copy_tree
	(cd "$tap_dir/tree" && eval "$2" && "$1") | diff "$work/$1.found" - | grep '^>'
}

while IFS='!' read -r name check command; do
	works "finds $name" plant "$check" "$command"
done <<'PLANTS'
a file without a test!files_without_test!: >lib/core/new.c
a file whose test is in another layer!files_without_test!: >lib/core/new.c; : >tests/base/test-new.c
a test that went!files_without_test!rm tests/core/test-deadline.c
a head that went!files_without_test!sed -i 's/ lib.core.stream-read\.c//' tests/core/test-*.c
a list that ended before!files_without_test!: >lib/core/new.c; sed -i 's/Of lib.core.stream-read\.c\./&\n * lib\/core\/new.c/' tests/core/test-stream.c
a path behind the head!files_without_test!: >lib/core/new.c; echo ' * Of lib/core/new.c.' >>tests/core/test-stream.c
a test of nothing!tests_without_file!: >tests/core/test-new.c
a path that is none!paths_astray!sed -i 's/lib.core.stream-read\.c/lib\/core\/read.c/' tests/core/test-stream.c
a test that is in no list!programs_not_listed!: >tests/core/test-new.c
a test that left its list!programs_not_listed!sed -i '/test-io /d' tests/core/local.mk
a test that is run in the virtual machine only!programs_not_listed!sed -i '/test-io /d; s/^VM_TESTS.*/&\n	%D%\/test-io \\/' tests/core/local.mk
PLANTS

# By name first, then those of its layer, then others, which name a folder here.
order() {
	copy_tree
	cd "$tap_dir/tree" || exit 1
	: >tests/core/test-new.c
	printf '/*\n * Of lib/core/accept.c,\n * lib/core/new.c.\n */\n' >tests/core/test-a.c
	printf '/*\n * Of lib/core.\n */\n' >tests/address/test-b.c
	printf '%s\n' tests/core/test-new tests/core/test-a tests/address/test-b >"$work/expected"
	tests/tests-of lib/core/new.c | diff "$work/expected" -
	tests/tests-of lib/none/none.c
}
finds_nothing 'tests are told in their order' order
tap_end
