# SPDX-License-Identifier: LGPL-2.1-or-later
# Makes libFuzzer's dictionary of the vectors of all families: the words of each text, with what
# stands before and behind them, and the first two bytes of each sockaddr.
function word(text) {
	if (length(text) > 1 && !(text in known)) {
		known[text]
		print "\"" text "\""
	}
}

# Of the escapes of C, which the vectors have, dictionaries know \\ and \xHH.
function words(text) {
	while (match(text, /[,@%[]?[A-Za-z0-9_.<>-]+[:=\]]*|::|\\\\(x[0-9a-f][0-9a-f]|\\\\)/)) {
		word(substr(text, RSTART, RLENGTH))
		text = substr(text, RSTART + RLENGTH)
	}
}

function strings(line,  string) {
	while (match(line, /"([^"\\]|\\.)*"/)) {
		string = substr(line, RSTART + 1, RLENGTH - 2)
		line = substr(line, RSTART + RLENGTH)
		words(string)
	}
}

# What belongs to no family, or is taken in fields only.
BEGIN {
	print "# SPDX-License-Identifier:", "LGPL-2.1-or-later"
	words("af44: ::ffff: <broadcast> \\\\xff")
}

/^(GOOD|BAD)\(/ {
	strings($0)
}

/^KERNEL(_BAD)?\("[0-9a-f][0-9a-f][0-9a-f][0-9a-f]/ {
	hex = substr($0, index($0, "\"") + 1, 4)
	word("\\x" substr(hex, 1, 2) "\\x" substr(hex, 3, 2))
	sub(/"[0-9a-f]*"/, "")
	strings($0)
}
