#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# scripts/check-commits finds each fault of a commit, and nothing in one that is well made; and those
# of this tree that are not upstream are well made.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL
srcdir=$(cd "$srcdir" && pwd)
if ! have git; then
	echo "1..0 # SKIP there is no git"
	exit 0
fi

# Of this user's and this machine's settings nothing counts in the planted tree.
GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null
export GIT_CONFIG_NOSYSTEM GIT_CONFIG_GLOBAL
planted_git() {
	git -C "$tap_dir/tree" -c user.name=a -c user.email=a@b "$@"
}

start() {
	mkdir -p "$tap_dir/tree/lib/core" && planted_git init -q &&
		echo 'int wait;' >"$tap_dir/tree/lib/core/wait.c" &&
		seq 2000 >"$tap_dir/tree/lib/core/numbers" &&
		planted_git add . && planted_git commit -q -m 'core: begin' -m 'There was nothing.'
}

# What is said of a commit with this message, of what lies there now.
said() { # message
	planted_git add -A
	planted_git commit -q --allow-empty -m "$1"
	(cd "$tap_dir/tree" && "$srcdir/scripts/check-commits" HEAD^..HEAD)
}

is_said() { # words, message
	said "$2" | grep -F -e "$1"
}

nothing_is_said() { # message
	said "$1"
}

grow() {
	seq "$1" >"$tap_dir/tree/lib/core/$2"
}

why='

It was wrong, and this is why.'
works 'a tree with commits is planted' start
finds_nothing 'a commit that is well made is left alone' nothing_is_said "core: wait for less$why"
finds_nothing 'an area is a file, too' nothing_is_said "wait: look at the clock once$why"
works 'a subject of 61 is found' is_said 'has 61 characters' \
	"core: $(printf 'x%.0s' $(seq 55))$why"
works 'a subject without area is found' is_said 'is not "area: what"' "Wait for less$why"
works 'a subject that ends as a sentence is found' is_said 'full stop' "core: wait for less.$why"
works 'an area that is nowhere is found' is_said 'no path has its area' "kernel: wait$why"
works 'a commit that does not say why is found' is_said 'does not say why' 'core: wait for less'
works 'a line that is too long is found' is_said '101 columns' \
	"core: wait$why $(printf 'x%.0s' $(seq 70))"
grow 1000 a
finds_nothing 'a thousand lines are left alone' nothing_is_said "core: count$why"
grow 1001 b
works 'a line more is found' is_said '1001 lines are added' "core: count on$why"
grow 1001 c
finds_nothing 'it is left alone where it says why' nothing_is_said \
	"core: count on$why
Large: they are numbers."
mv "$tap_dir/tree/lib/core/numbers" "$tap_dir/tree/lib/numbers"
finds_nothing 'what is moved is not counted' nothing_is_said "core: move the numbers out$why"

if [ "$(git -C "$srcdir" rev-parse --show-toplevel 2>/dev/null)" != "$srcdir" ]; then
	skips 'commits of this tree are well made' 'it is no working tree of git'
elif ! git -C "$srcdir" rev-parse -q --verify HEAD^ >/dev/null; then
	skips 'commits of this tree are well made' 'there is but one'
else
	finds_nothing 'commits of this tree are well made' \
		env -C "$srcdir" scripts/check-commits
fi
tap_end
