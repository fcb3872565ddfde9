# SPDX-License-Identifier: LGPL-2.1-or-later
# Of "objdump -dr" of the library above the seam, on x86: each public call, and whether its code can
# come to the seam ("asks"), may by a pointer ("pointer"), or cannot ("nothing").  A static function
# is looked for in its own object first.
function names(name) {
	sub(/[-+@].*/, "", name)
	if (name != "" && name != at)
		named[object, at] = named[object, at] " " name
}

function reach(object, name,  n, i, to) {
	if (!((object, name) in known) && name in owner)
		object = owner[name]
	if ((object, name) in seen)
		return
	seen[object, name]
	reached[name]
	n = split(named[object, name], to, " ")
	for (i = 1; i <= n; i++)
		reach(object, to[i])
}

function class_of(name) {
	split("", seen)
	split("", reached)
	reach(owner[name], name)
	if ("lsock__fault" in reached)
		return "asks"
	return "(pointer)" in reached ? "pointer" : "nothing"
}

/:[ \t]+file format/ {
	names(operand)
	object = $1
	operand = at = ""
	next
}

/^[0-9a-f]+ <[^>]+>:$/ {
	names(operand)
	operand = ""
	at = substr($2, 2, length($2) - 3)
	known[object, at]
	owner[at] = object
	next
}

# The relocation says what the operand before it is, which is no address yet.
/: R_[A-Z0-9_]+[ \t]/ {
	operand = ""
	sub(/.*: R_[A-Z0-9_]+[ \t]+/, "")
	names($0)
	next
}

# A jump to what has just been added up is that of a switch.
/\t(notrack )?(call|jmp)[a-z]* +\*/ && !/notrack/ && !(/\tjmp/ && before ~ /\tadd/) {
	names("(pointer)")
}

{
	names(operand)
	operand = ""
	before = $0
}

match($0, /<[A-Za-z_][A-Za-z0-9_.]*(\+0x[0-9a-f]+)?>$/) {
	operand = substr($0, RSTART + 1, RLENGTH - 2)
}

END {
	names(operand)
	for (name in owner)
		if (name ~ /^lsock_[a-z]/)
			print name, class_of(name)
}
