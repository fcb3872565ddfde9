# SPDX-License-Identifier: LGPL-2.1-or-later
# Changes one thing of a C file at a time: a condition, a comparison, a constant, a result, a
# statement that is dropped.
#	awk -f mutate.awk FILE		a line for each mutant: number, line, column, what, source
#	awk -v want=12 -f mutate.awk FILE	the file with that change
# Lines keep their numbers.

{ text = text $0 "\n" }

END {
	other["<"] = "<="; other["<="] = "<"; other[">"] = ">="; other[">="] = ">"
	other["=="] = "!="; other["!="] = "=="; other["&&"] = "||"; other["||"] = "&&"
	other["+="] = "-="; other["-="] = "+="; other["true"] = "false"; other["false"] = "true"
	split("break continue else case default do for goto if return sizeof switch while", words, " ")
	for (w in words)
		keyword[words[w]] = 1
	read_tokens()
	for (i = 1; i <= count; i++)
		if (opens_room(i))
			i = closing(i)
		else
			change_token(i)
	change_statements()
	if (want > number)
		exit 1
}

# ---- tokens: what is neither comment nor blank nor a line for the preprocessor

# How long is the comment, string or directive that text goes on with?  0: none.
function skipped(rest,  two) {
	two = substr(rest, 1, 2)
	if (two == "/*")
		return index(rest, "*/") + 1
	if (two == "//")
		return index(rest, "\n") - 1
	if (match(rest, /^([ \t\n]+|#([^\n\\]|\\.|\\\n)*)/))
		return RLENGTH
	return 0
}

function token_length(rest) {
	if (match(rest, /^("([^"\\]|\\.)*"|'([^'\\]|\\.)*'|[A-Za-z0-9_]+)/))
		return RLENGTH
	if (match(rest, /^(<<=|>>=|\.\.\.|->|\+\+|--|<<|>>|&&|\|\||[-<>=!+*\/&|^%]=)/))
		return RLENGTH
	return 1
}

function add_token(at, length_) {
	token[++count] = substr(text, at, length_)
	start[count] = at
}

# A macro that is one number is changed as others are.
function read_directive(at, line) {
	if (match(line, /^#define[ \t]+[A-Za-z0-9_]+[ \t]+[0-9][0-9a-fx]*$/)) {
		match(line, /[0-9a-fx]+$/)
		add_token(at + RSTART - 1, RLENGTH)
	}
}

function read_tokens(  at, size, rest) {
	for (at = 1; at <= length(text); at += size) {
		rest = substr(text, at, 4000)
		size = skipped(rest)
		if (size > 0) {
			if (substr(rest, 1, 1) == "#")
				read_directive(at, substr(rest, 1, size))
			continue
		}
		size = token_length(rest)
		add_token(at, size)
	}
}

function is_name(t) {
	return t ~ /^[A-Za-z_]/ && !(t in keyword)
}

# The token that closes what opens at i.
function closing(i,  depth) {
	for (; i <= count; i++) {
		if (token[i] ~ /^[([{]$/)
			depth++
		if (token[i] ~ /^[])}]$/ && --depth == 0)
			return i
	}
	return count
}

# ---- changes

function line_of(at,  before) {
	before = substr(text, 1, at - 1)
	return gsub(/\n/, "", before) + 1
}

function line_start(at) {
	while (at > 1 && substr(text, at - 1, 1) != "\n")
		at--
	return at
}

function whole_line(at,  line) {
	line = substr(text, line_start(at))
	sub(/\n.*/, "", line)
	sub(/^[ \t]+/, "", line)
	return line
}

function end_of(i) {
	return start[i] + length(token[i])
}

# Tokens i to last become new.
function mutant(i, last, new, what) {
	if (++number == want)
		printf "%s%s%s", substr(text, 1, start[i] - 1), new, substr(text, end_of(last))
	else if (!want)
		print number "\t" line_of(start[i]) "\t" start[i] - line_start(start[i]) + 1 "\t" \
			what "\t" whole_line(start[i])
}

function swap(i, new) {
	mutant(i, i, new, token[i] " becomes " new)
}

# Of an array that is declared: a larger one changes nothing, a smaller one is for sanitizers to find.
function opens_room(i) {
	return token[i] == "[" && is_name(token[i - 1]) && (is_name(token[i - 2]) || token[i - 2] == "*")
}

function change_condition(i,  last, inside) {
	last = closing(i + 1)
	inside = substr(text, end_of(i + 1), start[last] - end_of(i + 1))
	mutant(i + 2, last - 1, "!(" inside ")", "the condition is negated")
}

function change_return(i,  last) {
	for (last = i + 1; last < count && token[last] != ";"; last++)
		;
	if (last > i + 1 && token[i + 1] !~ /^([0-9].*|NULL|true|false)$/)
		mutant(i + 1, last - 1, "0" newlines(i + 1, last), "0 is returned")
}

# Up to where does the right side of a "&&" go?
function change_sides(i,  last) {
	for (last = i + 1; last < count && token[last] !~ /^(&&|\|\||[]),;:?}])$/; last++)
		if (token[last] ~ /^[([]$/)
			last = closing(last)
	mutant(i, last - 1, newlines(i, last), "what is right of " token[i] " is dropped")
}

function change_token(i,  t) {
	t = token[i]
	if (t == "&&" || t == "||")
		change_sides(i)
	if (t in other)
		swap(i, other[t])
	else if (t ~ /^[-+]$/ && (is_name(token[i - 1]) || token[i - 1] ~ /^([0-9].*|[])])$/))
		swap(i, t == "+" ? "-" : "+")
	else if (t ~ /^(0x[0-9a-fA-F]+|[0-9]+)[uUlL]*$/)
		swap(i, "(" t " + 1)")
	else if (t == "if" || t == "while")
		change_condition(i)
	else if (t == "return")
		change_return(i)
}

# ---- statements

function newlines(first, last,  between) {
	between = substr(text, start[first], start[last] - start[first])
	gsub(/[^\n]/, "", between)
	return between
}

# A declaration begins with two names, or with a star between them.
function is_declaration(i) {
	if (!is_name(token[i]))
		return 0
	while (token[++i] == "*")
		;
	return is_name(token[i])
}

function is_label(i) {
	return token[i + 1] == ":" && (is_name(token[i]) || token[i] == "default")
}

function drop(i, last) {
	if (i == last || is_declaration(i))
		return
	if (is_name(token[i]) || token[i] ~ /^(break|continue|\(|\*|\+\+|--)$/)
		mutant(i, last, newlines(i, last) ";", "the statement is dropped")
}

# Goes from statement to statement; what is in braces behind a "=" has no semicolon.
function change_statements(  i, last, depth) {
	for (i = 1; i <= count; i = last + 1) {
		last = i
		if (token[i] == "{")
			depth++
		else if (token[i] == "}")
			depth--
		else if (token[i] ~ /^(if|while|for|switch)$/)
			last = closing(i + 1)
		else if (token[i] == "case")
			while (token[last] != ":")
				last++
		else if (is_label(i))
			last = i + 1
		else if (token[i] !~ /^(else|do)$/) {
			last = statement_end(i)
			if (depth > 0 && token[last] == ";")
				drop(i, last)
		}
	}
}

# Its semicolon; or, of a function or a structure, what comes before its braces.
function statement_end(i,  is_value) {
	for (; i < count && token[i] != ";"; i++) {
		if (token[i] == "=")
			is_value = 1
		if (token[i] == "{" && !is_value)
			return i - 1
		if (token[i] ~ /^[([{]$/)
			i = closing(i)
	}
	return i
}
