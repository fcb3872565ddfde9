/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every row on a socket of every kind that it fits: what the kernel has is what the table says.
 * Of lib/options/ip.c, lib/options/ipv6.c, lib/options/netlink.c, lib/options/option.c,
 * lib/options/packet.c, lib/options/socket.c, lib/options/table.c, lib/options/tcp.c,
 * lib/options/tipc.c, lib/options/udp.c, lib/options/value.c, lib/options/vsock.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "tests/harness/harness.h"

static const struct kind {
	const char *label;
	int family, type, protocol;
} kinds[] = {
	{ "tcp", AF_INET, SOCK_STREAM, 0 }, { "tcp6", AF_INET6, SOCK_STREAM, 0 },
	{ "udp", AF_INET, SOCK_DGRAM, 0 }, { "udp6", AF_INET6, SOCK_DGRAM, 0 },
	{ "raw", AF_INET, SOCK_RAW, IPPROTO_UDP }, { "raw6", AF_INET6, SOCK_RAW, IPPROTO_UDP },
	{ "unix", AF_UNIX, SOCK_STREAM, 0 }, { "unix dgram", AF_UNIX, SOCK_DGRAM, 0 },
	{ "unix seqpacket", AF_UNIX, SOCK_SEQPACKET, 0 },
	{ "netlink", AF_NETLINK, SOCK_RAW, 0 },
	{ "packet", AF_PACKET, SOCK_RAW, 0 }, { "packet dgram", AF_PACKET, SOCK_DGRAM, 0 },
	{ "tipc", AF_TIPC, SOCK_STREAM, 0 }, { "tipc seqpacket", AF_TIPC, SOCK_SEQPACKET, 0 },
	{ "tipc rdm", AF_TIPC, SOCK_RDM, 0 }, { "tipc dgram", AF_TIPC, SOCK_DGRAM, 0 },
	{ "vsock", AF_VSOCK, SOCK_STREAM, 0 }, { "vsock seqpacket", AF_VSOCK, SOCK_SEQPACKET, 0 },
	{ "vsock dgram", AF_VSOCK, SOCK_DGRAM, 0 },
};

static int kind_count(void)
{
	return (int) COUNT_OF(kinds);
}

static const char *kind_label(int i)
{
	return kinds[i].label;
}

#define KINDS .count = kind_count, .label = kind_label, .seconds = 60

static int need_socket(int i)
{
	int fd = lsock_open(kinds[i].family, kinds[i].type, kinds[i].protocol);

	if (fd < 0)
		skip("%s: %s", kinds[i].label, lsock_strerror(fd));
	return fd;
}

/* Major * 1000 + minor of the running kernel. */
static uint32_t kernel(void)
{
	struct utsname name;
	char *rest;
	uint32_t major;

	uname(&name);
	major = (uint32_t) strtoul(name.release, &rest, 10);
	return major * 1000 + (uint32_t) strtoul(*rest ? rest + 1 : rest, NULL, 10);
}

/* What a new socket may answer in place of a value. */
static const struct excuse {
	const char *name;
	int error;
} unread[] = {
	{ "SO_PEERNAME", ENOTCONN },
	{ "SO_PEERSEC", ENOPROTOOPT },	/* no security module labels it */
	{ "SO_PEERGROUPS", ENODATA },
	{ "SO_PEERPIDFD", ENODATA },
	{ "SO_PEERPIDFD", ESRCH },	/* of older kernels */
	{ "SO_PEEK_OFF", EOPNOTSUPP },	/* of TCP before 6.10 */
	{ "SO_BUSY_POLL", ENOPROTOOPT },	/* CONFIG_NET_RX_BUSY_POLL */
	{ "SO_PREFER_BUSY_POLL", ENOPROTOOPT },
	{ "IP_MTU", ENOTCONN },
	{ "IP_ROUTER_ALERT", ENOPROTOOPT },	/* of older kernels, as others below */
	{ "IP_PROTOCOL", ENOPROTOOPT },	/* stable kernels have it, too */
	{ "IPV6_ADDRFORM", ENOTCONN },
	{ "IPV6_MTU", ENOTCONN },
	{ "IPV6_PATHMTU", ENOTCONN },
	{ "IPV6_ROUTER_ALERT", ENOPROTOOPT },
	{ "TCP_REPAIR_QUEUE", EINVAL },
	{ "TCP_QUEUE_SEQ", EINVAL },
	{ "TCP_REPAIR_WINDOW", EPERM },
	{ "NETLINK_LISTEN_ALL_NSID", ENOPROTOOPT },
	{ "PACKET_COPY_THRESH", ENOPROTOOPT },
	{ "PACKET_ROLLOVER_STATS", EINVAL },
	{ "SO_VM_SOCKETS_PEER_HOST_VM_ID", ENOPROTOOPT },
	{ "SO_VM_SOCKETS_TRUSTED", ENOPROTOOPT },
	{ "SO_VM_SOCKETS_NONBLOCK_TXRX", ENOPROTOOPT },
};

/* What setting it to what it was, or a flag to the other value, may answer. */
static const struct excuse unset[] = {
	{ "SO_RESERVE_MEM", EOPNOTSUPP },	/* without a memory group */
	{ "SO_BINDTODEVICE", EPERM },
	{ "SO_ATTACH_FILTER", EINVAL },	/* none is none that can be set */
	{ "SO_ZEROCOPY", EOPNOTSUPP },	/* of vsock */
	{ "SO_PREFER_BUSY_POLL", EPERM },
	{ "IP_ROUTER_ALERT", ENOBUFS },	/* there was none */
	{ "IP_RECVFRAGSIZE", EINVAL },
	{ "IPV6_V6ONLY", EINVAL },		/* a raw socket counts as bound */
	{ "IPV6_ROUTER_ALERT", ENOPROTOOPT },	/* but of protocol 255 */
	{ "TCP_MAXSEG", EINVAL },		/* tells what it would not take */
	{ "TCP_ULP", ERANGE },
	{ "TCP_FASTOPEN_KEY", ERANGE },
	{ "TCP_TIMESTAMP", EPERM },		/* but in repair */
	{ "TCP_FASTOPEN_CONNECT", EOPNOTSUPP },	/* by sysctl */
	{ "TCP_TX_DELAY", EOPNOTSUPP },
	{ "PACKET_FANOUT", EINVAL },		/* none */
};

#define IS_EXCUSED(option, error, excuses) is_excused(option, error, excuses, COUNT_OF(excuses))

static bool is_excused(const struct lsock_option *option, int error,
		       const struct excuse *excuses, size_t count)
{
	size_t n;

	if (error == ENOPROTOOPT && option->since > kernel())
		return true;
	for (n = 0; n < count; n++)
		if (strcmp(excuses[n].name, option->name) == 0 && excuses[n].error == error)
			return true;
	return false;
}

/* The next row that fits and has all the flags, beginning with *n. */
static bool next_fit(int fd, size_t *n, uint32_t flags, struct lsock_option *ret_option)
{
	struct lsock_identity identity;

	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	while (lsock_option_at((*n)++, ret_option) == 0)
		if (!(~ret_option->flags & flags) && lsock_option_fits(ret_option, &identity))
			return true;
	return false;
}

/* By a bare system call; the length of the value, or -errno. */
static int bare_size(int fd, const struct lsock_option *option)
{
	static unsigned char value[8192];
	socklen_t len = sizeof(value);

	memset(value, 0, sizeof(value));
	if (getsockopt(fd, option->level, option->number, value, &len) == 0)
		return (int) len;
	if (errno != EINVAL || option->value_size == 0)
		return -errno;
	len = option->value_size;
	if (getsockopt(fd, option->level, option->number, value, &len) == 0)
		return (int) len;
	return -errno;
}

/* SO_MAX_PACING_RATE has less in a kernel of 32 bits, whatever the program has. */
static bool has_size(const struct lsock_option *option, int size)
{
	return size == (int) option->value_size ||
	       (size == 4 && strcmp(option->name, "SO_MAX_PACING_RATE") == 0);
}

TEST(value_has_the_size_of_the_table, KINDS)
{
	struct lsock_option option;
	int fd = need_socket(i);
	size_t n = 0, seen = 0;

	while (next_fit(fd, &n, LSOCK_OPTION_READ, &option)) {
		int size = bare_size(fd, &option);

		if (size < 0)
			continue;
		seen++;
		if (option.value_size > 0)
			ck_assert_msg(has_size(&option, size), "%s has %d bytes", option.name,
				      size);
	}
	ck_assert_uint_gt(seen, 30);
	close(fd);
}

/* Whatever the table calls readable is, but for what a new socket has not yet. */
TEST(readable_rows_are_told, KINDS)
{
	struct lsock_option option;
	char buf[LSOCK_OPTION_TEXT_SIZE], by_row[LSOCK_OPTION_TEXT_SIZE];
	int fd = need_socket(i), r, row_r;
	struct lsock_why why;
	size_t n = 0;

	while (next_fit(fd, &n, LSOCK_OPTION_READ, &option)) {
		row_r = lsock_option_get_text(fd, &option, by_row, sizeof(by_row), NULL);
		r = lsock_option_get(fd, option.name, buf, sizeof(buf), &why);
		if (option.type != LSOCK_OPTION_NUMBERS)	/* which go on counting */
			ck_assert(row_r == r && (r < 0 || strcmp(buf, by_row) == 0));
		if (r >= 0)
			ck_assert_int_eq(r, (int) strlen(buf));
		else
			ck_assert_msg(IS_EXCUSED(&option, -r, unread), "%s: %s, %s", option.name,
				      lsock_error_name(r), why.message);
	}
	close(fd);
}

/* And whatever it does not call readable is not; TIPC_GROUP_JOIN tells a type, not a group. */
TEST(other_rows_are_not_told, KINDS)
{
	struct lsock_option option;
	int fd = need_socket(i);
	size_t n = 0;

	while (next_fit(fd, &n, LSOCK_OPTION_WRITE, &option)) {
		if (option.flags & (LSOCK_OPTION_READ | LSOCK_OPTION_ARGUMENT) ||
		    strcmp(option.name, "TIPC_GROUP_JOIN") == 0)
			continue;
		ck_assert_msg(bare_size(fd, &option) < 0, "%s is told", option.name);
	}
	close(fd);
}

TEST(rows_without_write_are_not_set, KINDS)
{
	struct lsock_option option;
	unsigned char zeros[64] = { 0 };
	int fd = need_socket(i);
	size_t n = 0;

	while (next_fit(fd, &n, LSOCK_OPTION_READ, &option)) {
		if (option.flags & (LSOCK_OPTION_WRITE | LSOCK_OPTION_SYNONYM))
			continue;
		ck_assert_msg(setsockopt(fd, option.level, option.number, zeros, 4) < 0,
			      "%s is set", option.name);
	}
	close(fd);
}

/* Its own doubling, and what the kernel rounds. */
static bool may_differ(const struct lsock_option *option)
{
	static const char *const names[] = { "SO_SNDBUF", "SO_RCVBUF", "TCP_MAXSEG" };
	size_t n;

	for (n = 0; n < COUNT_OF(names); n++)
		if (strcmp(names[n], option->name) == 0)
			return true;
	return false;
}

static bool may_be_forbidden(const struct lsock_option *option, int error)
{
	return (option->flags & LSOCK_OPTION_PRIVILEGED) && (error == EPERM || error == EACCES);
}

static void judge_set(const struct lsock_option *option, const char *text, int r,
		      const struct lsock_why *why)
{
	if (r < 0)
		ck_assert_msg(may_be_forbidden(option, -r) || IS_EXCUSED(option, -r, unset),
			      "%s=%s: %s, %s", option->name, text, lsock_error_name(r),
			      why->message);
	else
		ck_assert_msg(r == 0 || may_differ(option), "%s=%s: the kernel says another value",
			      option->name, text);
}

TEST(what_was_told_can_be_set_again, KINDS)
{
	struct lsock_option option;
	char before[LSOCK_OPTION_TEXT_SIZE], after[LSOCK_OPTION_TEXT_SIZE];
	int fd = need_socket(i), r;
	struct lsock_why why;
	size_t n = 0;

	while (next_fit(fd, &n, LSOCK_OPTION_READ | LSOCK_OPTION_WRITE, &option)) {
		if (lsock_option_get(fd, option.name, before, sizeof(before), NULL) < 0)
			continue;
		r = lsock_option_set(fd, option.name, before, &why);
		judge_set(&option, before, r, &why);
		if (r != 0)
			continue;
		r = lsock_option_get(fd, option.name, after, sizeof(after), NULL);
		ck_assert_int_ge(r, 0);
		ck_assert_msg(strcmp(before, after) == 0, "%s: %s, then %s", option.name, before,
			      after);
	}
	close(fd);
}

/* The same with numbers and bytes. */
TEST(typed_value_can_be_set_again, KINDS)
{
	struct lsock_option option;
	struct lsock_value value, again;
	char a[1024], b[1024];
	int fd = need_socket(i), r;
	struct lsock_why why;
	size_t n = 0;

	while (next_fit(fd, &n, LSOCK_OPTION_READ | LSOCK_OPTION_WRITE, &option)) {
		if (lsock_option_get_value(fd, &option, a, sizeof(a), &value) < 0 ||
		    (option.min > 0 && value.kind != LSOCK_KIND_NUMBER))
			continue;
		r = lsock_option_set_value(fd, &option, &value, &why);
		judge_set(&option, "its value", r, &why);
		if (r != 0)
			continue;
		ck_assert_int_eq(lsock_option_get_value(fd, &option, b, sizeof(b), &again), 0);
		ck_assert_int_eq(again.kind, value.kind);
		ck_assert_int_eq(again.number, value.number);
		ck_assert_uint_eq(again.size, value.size);
		ck_assert_msg(value.size == 0 || memcmp(a, b, value.size) == 0, "%s",
			      option.name);
	}
	close(fd);
}

/* Does the kernel take it, and do nothing of the kind? */
static bool does_nothing(const struct lsock_option *option)
{
	static const char *const names[] = { "SO_BSDCOMPAT", "TCP_THIN_DUPACK" };
	size_t n;

	for (n = 0; n < COUNT_OF(names); n++)
		if (strcmp(names[n], option->name) == 0)
			return true;
	return false;
}

static void flip(int i, const struct lsock_option *option)
{
	int fd = need_socket(i), r;
	struct lsock_why why;
	char before[8], after[8];
	const char *other;

	if (lsock_option_get(fd, option->name, before, sizeof(before), NULL) > 0) {
		other = strcmp(before, "yes") == 0 ? "no" : "yes";
		r = lsock_option_set(fd, option->name, other, &why);
		if (does_nothing(option))
			ck_assert_int_eq(r, 1);
		else
			judge_set(option, other, r, &why);
		if (r == 0) {
			lsock_option_get(fd, option->name, after, sizeof(after), NULL);
			ck_assert_str_eq(after, other);
		}
	}
	close(fd);
}

/* On a socket of its own each: some stay as they are set, some hang together. */
TEST(flags_can_be_set_to_their_other_value, KINDS)
{
	struct lsock_option option;
	int fd = need_socket(i);
	size_t n = 0;

	while (next_fit(fd, &n, LSOCK_OPTION_READ | LSOCK_OPTION_WRITE, &option))
		if (option.type == LSOCK_OPTION_BOOL)
			flip(i, &option);
	close(fd);
}

/* What the table says does not fit is refused before the kernel is asked. */
TEST(other_rows_are_refused, KINDS)
{
	struct lsock_option option;
	struct lsock_identity identity;
	struct lsock_why why;
	int fd = need_socket(i);
	char buf[8];
	size_t n;

	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		if (lsock_option_fits(&option, &identity) || strncmp(option.name, "MCAST", 5) == 0)
			continue;
		ck_assert_int_eq(lsock_option_get(fd, option.name, buf, sizeof(buf), &why),
				 -EOPNOTSUPP);
		ck_assert_ptr_nonnull(strstr(why.message, "do not have the option"));
		ck_assert_int_eq(lsock_option_set(fd, option.name, "", &why), -EOPNOTSUPP);
	}
	ck_assert_uint_gt(n, 0);
	close(fd);
}
