#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Every #include points one way, one file knows all rows, one calls libmnl, no tool knows another one,
# and lib/sys alone makes system calls and allocates.  The second half plants violations in a copy of the tree: each has
# to be found.
# shellcheck disable=SC2317	# checks are called by their names
set -u
. "${srcdir:-.}/tests/harness/tap.sh"

# Prints "file:line: what" for each violation in the tree $1.
violations() (
	cd "$1" || exit 1
	find include lib tools examples bench fuzz -name '*.[ch]' | sort >"$tap_dir/files"
	xargs awk -f "$tap_dir/layers.awk" <"$tap_dir/files"
)

cat >"$tap_dir/layers.awk" <<'AWK'
BEGIN {
	# Those of one line do not know each other.
	split("base,sys constants,families,address,core,options messages,netlink,names,tipc," \
	      "listen,socket", line_of, ",")
	for (i in line_of) {
		n = split(line_of[i], names, " ")
		while (n > 0)
			rank[names[n--]] = i + 0
	}

	n = split("accept accept4 bind close connect dup dup2 dup3 epoll_create epoll_create1 " \
		  "epoll_ctl epoll_pwait epoll_wait eventfd fcntl getpeername getsockname " \
		  "getsockopt if_indextoname if_nameindex if_nametoindex ioctl listen open openat " \
		  "pipe pipe2 poll ppoll pselect read readv recv recvfrom recvmmsg recvmsg select " \
		  "send sendfile sendmmsg sendmsg sendto setsockopt shutdown socket socketpair " \
		  "splice syscall write writev " \
		  "clock_gettime clock_nanosleep gettimeofday nanosleep sleep time usleep " \
		  "fork getrandom kill raise sigaction signal sigprocmask vfork " \
		  "aligned_alloc alloca asprintf calloc free madvise malloc mmap munmap posix_memalign " \
		  "realloc reallocarray strdup strndup vasprintf " \
		  "eventfd_read eventfd_write fopencookie fstat getpid gethostname lseek pread " \
		  "pthread_create pthread_sigmask pwrite sethostname setns sigpending sigtimedwait " \
		  "stat unshare " \
		  "timerfd_create timerfd_settime " \
		  "freeaddrinfo getaddrinfo gethostbyaddr gethostbyaddr_r gethostbyname " \
		  "gethostbyname2_r gethostbyname_r getnameinfo getprotobyname getprotobyname_r " \
		  "getprotobynumber getprotobynumber_r getservbyname getservbyname_r getservbyport " \
		  "getservbyport_r if_freenameindex inet_aton freeifaddrs getifaddrs res_nclose " \
		  "res_ninit", names, " ")
	for (i = 1; i <= n; i++)
		raw[names[i]] = 1
}

FNR == 1 {
	in_comment = 0
	split(FILENAME, part, "/")
	user = part[1] != "lib" && part[1] != "include"
	layer = part[1] == "lib" ? part[2] : ""
	folder = layer == "families" && part[4] != "" ? part[3] : ""
	is_table = FILENAME == "lib/families/table.c"
	if (part[1] == "lib" && !(layer in rank))
		found("lib/" layer " is no layer")
}

function found(what) {
	print FILENAME ":" FNR ": " what
}

# The line without comments and what stands in quotes.
function code(line,  out, c, two) {
	out = ""
	while (line != "") {
		two = substr(line, 1, 2)
		c = substr(line, 1, 1)
		if (in_comment) {
			if (two == "*/") {
				in_comment = 0
				line = substr(line, 3)
			} else
				line = substr(line, 2)
		} else if (two == "/*") {
			in_comment = 1
			line = substr(line, 3)
		} else if (two == "//") {
			line = ""
		} else if (match(line, /^("([^"\\]|\\.)*"|'([^'\\]|\\.)*')/)) {
			out = out "\"\""
			line = substr(line, RLENGTH + 1)
		} else {
			out = out c
			line = substr(line, 2)
		}
	}
	return out
}

# What may a file of this layer include of the layer "to"?
function family_include(name, from_row,  path) {
	split(name, path, "/")
	if (name == "families/table.inc" || name == "families/table.h")
		return is_table || (name == "families/table.h" && layer == "address")
	# What rows share is for those that read or write such texts, too; a row is its own.
	if (layer != "families")
		return (layer == "address" || layer == "options") && path[3] == ""
	return path[3] == "" || path[2] == folder
}

function lib_include(name,  path, to) {
	split(name, path, "/")
	to = path[1]
	if (!(to in rank) || path[2] == "")
		return found("includes \"" name "\", which is no header of lib/")
	if (rank[to] > rank[layer] || (rank[to] == rank[layer] && to != layer))
		return found(layer " includes \"" name "\", which is above it")
	if (to == "families" && !family_include(name))
		return found("includes \"" name "\" of the rows")
}

# A fuzz target of what is pure below the public calls has its headers, and names its layer.
function user_include(name,  path) {
	split(name, path, "/")
	if (FILENAME == "fuzz/fuzz-machine.c" && path[1] == "netlink")
		return
	if (path[2] != "" && path[1] != part[1])
		return found(part[1] " includes \"" name "\"; it knows public headers only")
	if (path[1] == "tools" && path[2] != "common" && path[2] != part[2])
		found(part[2] " includes \"" name "\" of another tool")
}

function include(line,  name, quoted, path) {
	quoted = line ~ /^[ \t]*#[ \t]*include[ \t]*"/
	name = line
	sub(/^[^<"]*[<"]/, "", name)
	sub(/[>"].*/, "", name)
	split(name, path, "/")
	if (name ~ /(^|\/)\.\.?\//)
		return found("includes \"" name "\" by a relative path")
	# Neither what users include nor what is received depends on it; a bench is held against it.
	if (path[1] == "libmnl")
		return FILENAME == "lib/netlink/request.c" || part[1] == "bench" ? 0 : \
		       found("includes " name ", which only lib/netlink/request.c may")
	if (path[1] == "linux_sock")
		return layer == "base" && path[2] != "why.h" ? \
		       found("base knows no sockets, but includes " name) : 0
	# Angle brackets reach the folders of lib, too; <sys/...> is the C library's.
	if (!quoted && (!(path[1] in rank) || path[1] == "sys"))
		return layer == "base" && name ~ /socket\.h$|^(arpa|linux|net|netinet|netpacket)\// ? \
		       found("base knows no sockets, but includes " name) : 0
	if (part[1] == "include")
		return found("a public header includes \"" name "\"")
	return user ? user_include(name) : lib_include(name)
}

function rows(line,  name) {
	while (match(line, /lsock__family_[a-z0-9]+/)) {
		name = substr(line, RSTART + 14, RLENGTH - 14)
		if (!is_table && name != folder)
			found("names the row of " name)
		line = substr(line, RSTART + RLENGTH)
	}
}

function calls(line,  name, before) {
	while (match(line, /[A-Za-z_][A-Za-z0-9_]*[ \t]*\(/)) {
		name = substr(line, RSTART, RLENGTH - 1)
		sub(/[ \t]+$/, "", name)
		before = substr(line, 1, RSTART - 1)
		sub(/[ \t]+$/, "", before)
		if (name in raw && before !~ /(\.|->)$/)
			found("calls " name "(), which only lib/sys may")
		line = substr(line, RSTART + RLENGTH)
	}
}

!in_comment && /^[ \t]*#[ \t]*include[ \t]*[<"]/ {
	include($0)
	next
}

{
	line = code($0)
	if (layer != "")
		rows(line)
	if (layer != "" && layer != "sys")
		calls(line)
}
AWK

finds_nothing 'the tree keeps its layers' violations "$srcdir"

violations "$srcdir" >"$tap_dir/before"

# What is found beyond that when the line $2 stands at the end of the file $1 of a copy.
plant() { # file, line
	rm -rf "$tap_dir/tree"
	mkdir "$tap_dir/tree"
	(cd "$srcdir" && cp -R include lib tools examples bench fuzz "$tap_dir/tree")
	chmod -R u+w "$tap_dir/tree"
	mkdir -p "$tap_dir/tree/$(dirname "$1")"
	printf '%s\n' "$2" >>"$tap_dir/tree/$1"
	violations "$tap_dir/tree" | diff "$tap_dir/before" - | sed -n 's/^> //p'
}

plant_is_found() {
	plant "$1" "$2" | grep "^$1:"
}

while IFS='|' read -r verdict name file line; do
	case $verdict in
	finds) works "finds $name" plant_is_found "$file" "$line" ;;
	leaves) finds_nothing "leaves $name alone" plant "$file" "$line" ;;
	esac
done <<'PLANTS'
finds|base including sys|lib/base/out.c|#include "sys/sys.h"
finds|base knowing sockets|lib/base/scan.h|#include <sys/socket.h>
finds|base knowing addresses|lib/base/out.h|#include <linux_sock/addr.h>
finds|sys including core|lib/sys/sys.c|#include "core/wait.h"
finds|sys including a shared converter|lib/sys/sys.h|#include "families/interface.h"
finds|a shared converter including core|lib/families/port.c|#include "core/wait.h"
finds|a row including another row|lib/families/inet/inet.c|#include "families/tipc/tipc_text.h"
finds|a row including the table|lib/families/unix/unix.c|#include "families/table.h"
finds|a row including the list of rows|lib/families/unix/unix.c|#include "families/table.inc"
finds|a row naming another row|lib/families/inet/inet.c|extern const struct lsock_family lsock__family_unix;
finds|address naming a row|lib/address/parse.c|extern const struct lsock_family lsock__family_inet;
finds|address including a row|lib/address/addr.c|#include "families/tipc/tipc_text.h"
finds|core including the socket object|lib/core/wait.c|#include "socket/object.h"
finds|core going up in angle brackets|lib/core/wait.c|#include <socket/object.h>
finds|core including a tool|lib/core/wait.c|#include "tools/common/tool.h"
finds|a relative path|lib/core/wait.c|#include "../socket/object.h"
finds|a layer that is none|lib/extra/extra.c|int extra;
finds|sys including constants|lib/sys/sys.c|#include "constants/libc.h"
finds|constants including sys|lib/constants/constants.c|#include "sys/sys.h"
finds|address including core|lib/address/parse.c|#include "core/wait.h"
finds|core including options|lib/core/wait.c|#include "options/value.h"
finds|core including the table of rows|lib/core/wait.c|#include "families/table.h"
finds|options including messages|lib/options/value.c|#include "messages/control.h"
finds|messages including options|lib/messages/control.c|#include "options/value.h"
finds|messages including netlink|lib/messages/control.c|#include "netlink/walk.h"
finds|netlink including names|lib/netlink/walk.c|#include "names/lookup.h"
finds|netlink including libmnl|lib/netlink/walk.c|#include <libmnl/libmnl.h>
finds|names including libmnl|lib/names/lookup.c|#include "libmnl/libmnl.h"
finds|a public header including libmnl|include/linux_sock/addr.h|#include <libmnl/libmnl.h>
finds|a tool including libmnl|tools/common/tool.c|#include <libmnl/libmnl.h>
leaves|what writes requests including libmnl|lib/netlink/request.c|#include <libmnl/libmnl.h>
leaves|a bench including libmnl|bench/new.c|#include <libmnl/libmnl.h>
finds|netlink including tipc|lib/netlink/walk.c|#include "tipc/watch.h"
finds|names including listen|lib/names/lookup.c|#include "listen/spec.h"
finds|tipc including listen|lib/tipc/watch.c|#include "listen/spec.h"
finds|listen including the socket object|lib/listen/spec.c|#include "socket/object.h"
finds|core making a system call|lib/core/wait.c|int f(void) { return socket (1, 2, 3); }
finds|core going to another namespace|lib/core/wait.c|int f(int fd) { return setns(fd, 0); }
finds|core mapping memory|lib/core/wait.c|void *f(void) { return mmap(0, 1, 0, 0, -1, 0); }
finds|core receiving many messages|lib/core/wait.c|int f(void) { return recvmmsg(0, 0, 0, 0, 0); }
finds|names asking the C library|lib/names/host.c|int f(void) { return getaddrinfo(0, 0, 0, 0); }
finds|names including the socket object|lib/names/host.c|#include "socket/object.h"
finds|core including names|lib/core/wait.c|#include "names/lookup.h"
finds|the socket object allocating|lib/socket/object.c|void *f(void) { return "free(" ? malloc(3) : 0; }
finds|a row asking for an interface|lib/families/inet6/inet6.c|unsigned f(void) { return if_nametoindex("lo"); }
finds|a public header including lib|include/linux_sock/addr.h|#include "base/out.h"
finds|a tool including lib|tools/common/tool.h|#include "core/wait.h"
finds|a tool including lib in angle brackets|tools/common/tool.h|#include <base/out.h>
finds|a tool including another tool|tools/addr/main.c|#include "tools/cat/cat.h"
finds|what tools share including a tool|tools/common/tool.c|#include "tools/addr/batch.h"
finds|an example including a tool|examples/new.c|#include "tools/common/tool.h"
finds|an example including lib|examples/new.c|#include "../lib/core/wait.h"
finds|a bench including lib|bench/new.c|#include "sys/sys.h"
finds|a fuzz target including lib|fuzz/new.c|#include "address/rows.h"
leaves|a call in a comment|lib/core/wait.c|/* poll() and malloc(3), "quoted" */ // free(p)
leaves|a call in a string|lib/core/wait.c|const char *f(void) { return "socket(\"malloc(\")"; }
leaves|a call of a member|lib/core/wait.c|int f(struct x *x) { return x->connect(1) + x->y.free(2); }
leaves|a longer name|lib/core/wait.c|int f(void) { return lsock_socket(1) + my_free(2); }
leaves|the C library's sys/ in angle brackets|lib/core/wait.c|#include <sys/socket.h>
leaves|an include in a comment|lib/core/wait.c|/* #include "socket/object.h" */
leaves|what tools share including its own|tools/common/tool.c|#include "tools/common/json.h"
leaves|a tool's own header|tools/cat/open.c|#include "tools/cat/cat.h"
leaves|a tool's inner folder|tools/check/prove/make.c|#include "tools/check/check.h"
leaves|a tool including what tools share|tools/addr/batch.c|#include "tools/common/tool.h"
finds|core including a shared converter|lib/core/wait.c|#include "families/interface.h"
leaves|options including a shared converter|lib/options/interface.c|#include "families/interface.h"
finds|names including a shared converter|lib/names/host.c|#include "families/interface.h"
leaves|address including a shared converter|lib/address/ip.c|#include "families/rfc5952.h"
leaves|names on core|lib/names/host.c|#include "core/wait.h"
leaves|names on netlink|lib/names/host.c|#include "netlink/walk.h"
leaves|tipc on names|lib/tipc/node.c|#include "names/lookup.h"
leaves|tipc on netlink|lib/tipc/node.c|#include "netlink/walk.h"
leaves|listen on tipc|lib/listen/spec.c|#include "tipc/watch.h"
leaves|the socket object on listen|lib/socket/send.c|#include "listen/spec.h"
PLANTS

tap_end
