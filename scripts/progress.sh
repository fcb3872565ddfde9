# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# For what takes long; scripts read it with ".".

# Every 10 seconds how long the command has taken, and the last line that it said.
tell_progress() { # log
	seconds=0
	# A signal that ends the script may pass us by.
	while sleep 10 >/dev/null 2>&1 && kill -s 0 $$ 2>/dev/null; do
		seconds=$((seconds + 10))
		printf '  %3d s: %s\n' $seconds "$(tail -n 1 "$1" | tr -cd ' -~' | cut -c 1-80)"
	done
}

# Runs the command with its output in the log, and shows that it goes on.
with_progress() { # log, command...
	progress_log=$1
	shift
	: >"$progress_log"
	tell_progress "$progress_log" &
	teller=$!
	"$@" >"$progress_log" 2>&1 </dev/null
	set -- $?
	kill $teller
	wait $teller 2>/dev/null
	return "$1"
}
