# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# What the check-*.sh have in common; they read it with ".".  Each check prints what it finds, a
# line for each fault, and nothing if all is well.

srcdir=${srcdir:-$(cd "$(dirname "$0")/../.." && pwd)}
builddir=${builddir:-.}
tap_count=0 tap_failed=0

tap_dir=$(mktemp -d) || exit 99
trap 'rm -rf "$tap_dir"' EXIT
trap 'exit 99' HUP INT TERM

tap_line() { # "ok" or "not ok", name
	tap_count=$((tap_count + 1))
	echo "$1 $tap_count - $2"
}

# What the command finds is a failure, and so is that it could not look.
finds_nothing() { # name, command...
	tap_name=$1
	shift
	if "$@" >"$tap_dir/found" 2>&1 && ! [ -s "$tap_dir/found" ]; then
		tap_line ok "$tap_name"
	else
		tap_line 'not ok' "$tap_name"
		sed 's/^/# /' "$tap_dir/found"
		tap_failed=1
	fi
}

# Before a search, as grep's or diff's: that it found nothing is no failure of its own.
searching() { # command...
	"$@"
	[ $? -le 1 ]
}

# The command succeeds; what it prints is shown if not.
works() { # name, command...
	tap_name=$1
	shift
	if "$@" >"$tap_dir/said" 2>&1; then
		tap_line ok "$tap_name"
	else
		tap_line 'not ok' "$tap_name"
		sed 's/^/# /' "$tap_dir/said"
		tap_failed=1
	fi
}

skips() { # name, reason
	tap_line ok "$1 # SKIP $2"
}

# Does the program exist?  $1 may be a command line.
have() {
	# shellcheck disable=SC2086
	set -- $1
	[ $# -gt 0 ] && command -v "$1" >/dev/null 2>&1
}

tap_end() {
	echo "1..$tap_count"
	exit $tap_failed
}
