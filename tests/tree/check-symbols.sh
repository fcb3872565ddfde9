#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What the headers declare is what the map lists is what the library exports.  Everything else is
# hidden, and what the library itself wants from the C library is decent.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"
LC_ALL=C
export LC_ALL

NM=${NM:-nm}
map=$srcdir/lib/linux_sock.map
library=$builddir/lib/.libs/liblinux_sock.so
core=$builddir/lib/.libs/libcore.a
sys=$builddir/lib/.libs/libsys.a

# The names of all nodes, and each with its node.
sed 's:/\*.*\*/::' "$map" | awk '
	/\{/ { node = $1 }
	/global:/ { global = 1; next }
	/local:/ { global = 0 }
	global && /;/ { sub(/;/, ""); print $1, node }' >"$tap_dir/nodes"
cut -d ' ' -f 1 "$tap_dir/nodes" | sort >"$tap_dir/map"

# Names before "(" that are no members of a struct.  lsock_plugin_family() is what a plug-in exports.
(cd "$srcdir/include/linux_sock" && cat ./*.h) | grep -v '^[[:space:]]*#' | tr '\n\t' '  ' |
	sed -E 's:/\*([^*]|\*+[^*/])*\*+/::g; s/extern "C" \{//g; s/\{[^{}]*\}//g; s/\{[^{}]*\}//g' |
	grep -oE '\blsock_[a-z0-9_]+ ?\(' | tr -d ' (' | grep -v '^lsock_plugin_family$' |
	sort -u >"$tap_dir/headers"

# of the shared library, "name@@node"; the node's own name is a symbol, too.
$NM -D --defined-only --with-symbol-versions "$library" 2>"$tap_dir/nm" |
	awk '$2 != "A" { print $3 }' >"$tap_dir/versioned"
sed 's/@.*//' "$tap_dir/versioned" | sort >"$tap_dir/exported"

same() { # file, file
	diff "$1" "$2" | sed -n "s:^<:only in $(basename "$1")\::p; s:^>:only in $(basename "$2")\::p"
}

is_not_empty() {
	[ -s "$1" ] || echo "found no names for the $(basename "$1")"
}

well_named() {
	grep -vE '^lsock_[a-z][a-z0-9_]*$' "$1"
	grep -E '^lsock__' "$1"
}

nodes() {
	sed 's/@@*/ /' "$tap_dir/versioned" | sort | diff - "$tap_dir/nodes" | grep '^[<>]'
}

# "name visibility" of what the objects of an archive define for each other; sanitizers and
# coverage add names that begin with two underscores, gcc -flto such as connect.c.509874dd.
globals() {
	readelf -Ws "$@" | awk '($5 == "GLOBAL" || $5 == "WEAK") && $7 != "UND" { print $8, $6 }' |
		grep -v -e '^__' -e '^[^ ]*\.c\.[0-9a-f]* ' | sort -u
}

hidden() {
	globals "$core" "$sys" >"$tap_dir/globals"
	is_not_empty "$tap_dir/globals"
	awk -v map="$tap_dir/map" '
		BEGIN { while ((getline name <map) > 0) public[name] = 1 }
		$1 in public && $2 != "DEFAULT" { print $1 " is in the map, but " $2 }
		!($1 in public) && $2 != "HIDDEN" { print $1 " is not in the map, but " $2 }
		!($1 in public) && $1 !~ /^lsock__/ { print $1 " does not begin with lsock__" }
	' "$tap_dir/globals"
}

imports() { # archive: without what it defines itself
	$NM -u "$1" | awk '$1 == "U" { print $2 }' | sort -u
}

# In objects, where no macro hides a call.  The checked variants are __read_chk and the like.
calls_kernel() {
	imports "$core" | sed -E 's/^__(.*)_chk$/\1/; s/^__//' | grep -xE "$kernel"
}
kernel='accept4?|bind|close|connect|dup[23]?|epoll_.*|eventfd|fcntl(64)?|get(peer|sock)name'
kernel="$kernel|getsockopt|if_.*|ioctl|listen|open(at)?(64)?|pipe2?|ppoll|poll|p?select|readv?"
kernel="$kernel|recv(from|m?msg)?|send(to|file(64)?|m?msg)?|setsockopt|shutdown|socket(pair)?"
kernel="$kernel|splice|syscall|writev?|clock_.*|gettimeofday|nanosleep|u?sleep|time|fork|kill|raise"
kernel="$kernel|getrandom|sig.*|pthread_sigmask|(m|c|re)alloc|reallocarray|free|mmap|munmap"
kernel="$kernel|v?asprintf|strn?dup|posix_memalign|aligned_alloc"

# No process state, no output, no locale, no lenient parsing, no descriptors up to 1023 only, no
# answers that the next thread overwrites.
indecent() {
	$NM -D -u "$library" | awk '{ sub(/@.*/, "", $2); print $2 }' |
		sed -E 's/^__(.*)_chk$/\1/; s/^__isoc[0-9]+_//; s/^__//' | grep -xE "$banned"
}
banned='abort|assert_fail|exit|_exit|atexit|sigaction|signal|s?rand(om)?|environ|(secure_)?getenv|setenv|putenv'
banned="$banned|setlocale|newlocale|uselocale|nl_langinfo|ctype_.*|isdigit|isalnum|isxdigit|tolower"
banned="$banned|(v?[fds]?n?printf)|puts|putc|fputs|fwrite|perror|syslog|std(out|err)"
banned="$banned|strto(u?l|u?ll|d|f|imax|umax|ul|ull)|ato[ifl]l?|v?s?scanf|strcpy|strcat|stpcpy|gets"
banned="$banned|sprintf|strtok(_r)?|inet_(addr|ntoa|ntop|pton)|gethostby(name2?|addr)|gethostent"
banned="$banned|select|fdelt|FD_SET|pthread_(atfork|cancel|join|kill)|alloca|strerror_r"

# newlocale(3) tells strerror_l(3) to use none, where there is no strerrordesc_np(3).
grep -q '^#define HAVE_STRERRORDESC_NP 1$' "$builddir/config.h" ||
	banned=$(printf '%s' "$banned" | sed 's/|newlocale|/|/')

# Sanitizers and coverage bring their own, and so does --with-c-ares.
cares=$(sed -n 's/^#define HAVE_CARES 1$/|libcares/p' "$builddir/config.h")

needs() {
	readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p' >"$tap_dir/needed"
	is_not_empty "$tap_dir/needed"
	grep -vE "^(libc|libmnl|libpthread|libdl|ld-linux.*|libgcc_s|lib(a|t|ub|l)san$cares)\\.so" \
		"$tap_dir/needed"
}

soname() {
	readelf -d "$library" | grep -q '(SONAME).*\[liblinux_sock\.so\.0\]' ||
		readelf -d "$library" | grep SONAME
}

finds_nothing 'the map has names' is_not_empty "$tap_dir/map"
finds_nothing 'the headers have names' is_not_empty "$tap_dir/headers"
finds_nothing 'the headers declare what the map lists' same "$tap_dir/headers" "$tap_dir/map"
finds_nothing 'names in the map are public ones' searching well_named "$tap_dir/map"
if [ -e "$library" ]; then
	finds_nothing 'the library exports what the map lists' same "$tap_dir/exported" "$tap_dir/map"
	finds_nothing 'each name has the node of the map' searching nodes
	finds_nothing 'the library has its soname' soname
	finds_nothing 'the library needs libc and libmnl alone' searching needs
	finds_nothing 'the library wants nothing indecent' searching indecent
else
	skips 'the library exports what the map lists' 'there is no shared library'
fi
if readelf -Ws "$core" 2>&1 | grep -q -e __gnu_lto_slim -e LLVM; then
	skips 'what is not in the map is hidden and begins with lsock__' 'objects of -flto have no names'
else
	finds_nothing 'what is not in the map is hidden and begins with lsock__' hidden
fi
finds_nothing 'lib/sys alone calls the kernel' searching calls_kernel
tap_end
