/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of options by itself: names, numbers, what fits.
 * Of lib/options/fit.c, lib/options/ip.c, lib/options/ipv6.c, lib/options/netlink.c,
 * lib/options/packet.c, lib/options/socket.c, lib/options/table.c, lib/options/tcp.c,
 * lib/options/tipc.c, lib/options/udp.c, lib/options/vsock.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/options/option-named.h"

TEST(rows_are_whole)
{
	struct lsock_option option;
	size_t n;

	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		ck_assert_int_ge(option.type, LSOCK_OPTION_BOOL);
		ck_assert_int_le(option.type, LSOCK_OPTION_NONE);
		ck_assert_int_ge(option.unit, LSOCK_UNIT_NONE);
		ck_assert_int_le(option.unit, LSOCK_UNIT_BYTES_PER_S);
		ck_assert_int_ge(option.phase, LSOCK_PHASE_OPEN);
		ck_assert_int_le(option.phase, LSOCK_PHASE_CONNECTED);
		ck_assert_uint_ne(option.flags & (LSOCK_OPTION_READ | LSOCK_OPTION_WRITE |
						   LSOCK_OPTION_ARGUMENT), 0);
		ck_assert_ptr_nonnull(option.form);
		if (option.type != LSOCK_OPTION_U64)
			ck_assert_int_le(option.min, option.max);
	}
	ck_assert_uint_gt(n, 200);
}

/* A table's row may have a name only once in each level. */
TEST(names_are_unique_in_their_level)
{
	struct lsock_option a, b;
	size_t n, m;

	for (n = 0; lsock_option_at(n, &a) == 0; n++)
		for (m = n + 1; lsock_option_at(m, &b) == 0; m++)
			ck_assert_msg(a.level != b.level || strcmp(a.name, b.name) != 0,
				      "%s twice", a.name);
}

/* Of two rows with one number in one level all but the first are synonyms. */
TEST(numbers_are_unique_but_for_synonyms)
{
	struct lsock_option a, b;
	size_t n, m;

	for (n = 0; lsock_option_at(n, &a) == 0; n++) {
		for (m = n + 1; lsock_option_at(m, &b) == 0; m++) {
			if (a.level == b.level && a.number == b.number)
				ck_assert_msg(b.flags & LSOCK_OPTION_SYNONYM,
					      "%s has the number of %s", b.name, a.name);
		}
	}
}

TEST(what_a_word_means_is_in_range)
{
	struct lsock_option option;
	const struct lsock_word *word;
	size_t n;

	for (n = 0; lsock_option_at(n, &option) == 0; n++)
		for (word = option.words; word && word->word; word++)
			ck_assert_msg(word->number >= option.min && word->number <= option.max,
				      "%s=%s", option.name, word->word);
}

/* A struct timeval of 32 bits each has no more seconds. */
TEST(times_fit_into_their_struct)
{
	struct lsock_option option;
	size_t n, seen = 0;

	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		if (option.type != LSOCK_OPTION_TIME)
			continue;
		seen++;
		if (option.value_size == 2 * sizeof(int32_t))
			ck_assert_msg(option.max / 1000000000 <= INT32_MAX, "%s", option.name);
	}
	ck_assert_uint_ge(seen, 2);
}

/* Some of each way in which they were checked; lib/options/since.def tells. */
static const struct {
	const char *name;
	uint32_t since;
} versions[] = {
	{ "PACKET_FANOUT", 3001 }, { "SO_WIFI_STATUS", 3003 }, { "SO_NOFCS", 3004 },
	{ "IP_UNICAST_IF", 3004 }, { "TCP_REPAIR", 3005 }, { "TCP_FASTOPEN", 3007 },
	{ "SO_GET_FILTER", 3008 }, { "SO_REUSEPORT", 3009 }, { "IP_CHECKSUM", 4000 },
	{ "IP_RECVFRAGSIZE", 4010 }, { "IPV6_RECVFRAGSIZE", 4010 }, { "IPV6_FREEBIND", 4015 },
	{ "TCP_ZEROCOPY_RECEIVE", 4018 }, { "PACKET_IGNORE_OUTGOING", 4020 },
	{ "UDP_GRO", 5000 }, { "IPV6_RECVERR_RFC4884", 5009 }, { "SO_RCVMARK", 5019 },
};

TEST(versions_are_those_whose_headers_have_it_first)
{
	size_t n;

	for (n = 0; n < COUNT_OF(versions); n++) {
		struct lsock_option option;

		if (lsock_option_by_name(versions[n].name, &option) == 0)	/* or not yet */
			ck_assert_msg(option.since == versions[n].since, "%s: %u",
				      option.name, (unsigned) option.since);
	}
}

static const struct {
	const char *alias, *name;
} aliases[] = {
	{ "KeepAlive", "SO_KEEPALIVE" }, { "KeepAliveTimeSec", "TCP_KEEPIDLE" },
	{ "KeepAliveIntervalSec", "TCP_KEEPINTVL" }, { "KeepAliveProbes", "TCP_KEEPCNT" },
	{ "NoDelay", "TCP_NODELAY" }, { "ReceiveBuffer", "SO_RCVBUF" },
	{ "SendBuffer", "SO_SNDBUF" }, { "Priority", "SO_PRIORITY" }, { "Mark", "SO_MARK" },
	{ "IPTOS", "IP_TOS" }, { "IPTTL", "IP_TTL" }, { "ReusePort", "SO_REUSEPORT" },
	{ "FreeBind", "IP_FREEBIND" }, { "Transparent", "IP_TRANSPARENT" },
	{ "Broadcast", "SO_BROADCAST" }, { "PassCredentials", "SO_PASSCRED" },
	{ "PassSecurity", "SO_PASSSEC" }, { "PassPacketInfo", "IP_PKTINFO" },
	{ "TCPCongestion", "TCP_CONGESTION" }, { "DeferAcceptSec", "TCP_DEFER_ACCEPT" },
	{ "BindToDevice", "SO_BINDTODEVICE" }, { "BindIPv6Only", "IPV6_V6ONLY" },
};

TEST(aliases_are_found)
{
	size_t n;

	for (n = 0; n < COUNT_OF(aliases); n++)
		ck_assert_str_eq(option_named(aliases[n].alias).name, aliases[n].name);
}

/* The first row of a name or alias, looked for in all of them. */
static int first_row(const char *name, struct lsock_option *ret_option)
{
	size_t n;
	int r;

	for (n = 0; (r = lsock_option_at(n, ret_option)) == 0; n++)
		if (strcmp(ret_option->name, name) == 0 ||
		    (ret_option->alias && strcmp(ret_option->alias, name) == 0))
			break;
	return r;
}

/* The index has what the rows have. */
static void index_agrees(const char *name)
{
	struct lsock_option expected, found;
	int r = first_row(name, &expected);

	ck_assert_msg(lsock_option_by_name(name, &found) == r, "%s", name);
	if (r == 0)
		ck_assert_msg(found.name == expected.name, "%s: %s", name, found.name);
}

/* And as it would be read with one byte less, one more, or another one anywhere. */
static void index_agrees_near(const char *name)
{
	size_t len = strlen(name), n;
	char near[64];

	ck_assert_uint_lt(len + 2, sizeof(near));
	index_agrees(name);
	memcpy(near, name, len + 1);
	near[len - 1] = '\0';
	index_agrees(near);
	memcpy(near, name, len);
	memcpy(near + len, "_", 2);
	index_agrees(near);
	for (n = 0; n < len; n++) {
		memcpy(near, name, len + 1);
		near[n] ^= 0x20;	/* of the other case */
		index_agrees(near);
		near[n] = (char) (name[n] + 1);
		index_agrees(near);
	}
}

TEST(each_name_and_alias_is_found_and_nothing_beside_it)
{
	struct lsock_option option;
	size_t n;

	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		index_agrees_near(option.name);
		if (option.alias)
			index_agrees_near(option.alias);
	}
}

TEST(names_that_are_none_are_not_found)
{
	static const char *const names[] = {
		"", "SO_", "so_keepalive", "SO_KEEPALIVE ", "KEEPALIVE", "keepalive",
		"Timestamping", "A", "zzz", "\xff",
	};
	struct lsock_option option = { .name = "as it was" };
	size_t n;

	for (n = 0; n < COUNT_OF(names); n++)
		ck_assert_int_eq(lsock_option_by_name(names[n], &option), -ENOENT);
	ck_assert_int_eq(lsock_option_at(SIZE_MAX, &option), -ENOENT);
	ck_assert_str_eq(option.name, "as it was");
}

/* Of another family's protocol the kernel would have to be asked before (lib/options/fit.c). */
TEST(rows_with_a_protocol_are_of_the_internet)
{
	struct lsock_option option;
	size_t n;

	for (n = 0; lsock_option_at(n, &option) == 0; n++)
		if (option.protocol != -1)
			ck_assert_msg(option.families && option.families[0] == AF_INET &&
				      option.families[1] == AF_INET6 && option.families[2] == 0,
				      "%s", option.name);
}

static void number_is(int family, int level, int number, const char *name)
{
	struct lsock_option option;
	int r = lsock_option_by_number(family, level, number, &option);

	ck_assert_int_eq(r, name == NULL ? -ENOENT : 0);
	if (r == 0)
		ck_assert_str_eq(option.name, name);
}

/* The same number is another option in each level, and in some families none. */
TEST(numbers_are_found_by_family_and_level)
{
	number_is(AF_INET, SOL_SOCKET, SO_KEEPALIVE, "SO_KEEPALIVE");
	number_is(AF_TIPC, SOL_SOCKET, SO_KEEPALIVE, "SO_KEEPALIVE");
	number_is(AF_INET, IPPROTO_TCP, 9, "TCP_DEFER_ACCEPT");
	number_is(AF_INET6, IPPROTO_TCP, 9, "TCP_DEFER_ACCEPT");
	number_is(AF_UNIX, IPPROTO_TCP, 9, NULL);
	number_is(AF_INET, IPPROTO_IP, IP_RETOPTS, "IP_RETOPTS");
	number_is(AF_INET, IPPROTO_IP, MCAST_JOIN_GROUP, "MCAST_JOIN_GROUP");
	number_is(AF_INET6, IPPROTO_IPV6, MCAST_JOIN_GROUP, "MCAST_JOIN_GROUP");
	number_is(AF_INET, IPPROTO_IPV6, MCAST_JOIN_GROUP, NULL);
	number_is(AF_INET6, IPPROTO_IPV6, IPV6_ADD_MEMBERSHIP, "IPV6_JOIN_GROUP");
	number_is(AF_VSOCK, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, "SO_VM_SOCKETS_BUFFER_SIZE");
	number_is(AF_INET, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, NULL);
	number_is(AF_TIPC, SOL_TIPC, TIPC_NODELAY, "TIPC_NODELAY");
	number_is(AF_NETLINK, SOL_NETLINK, NETLINK_PKTINFO, "NETLINK_PKTINFO");
	number_is(AF_PACKET, SOL_PACKET, 1, "PACKET_ADD_MEMBERSHIP");
	number_is(AF_UNIX, SOL_SOCKET, 59, "SO_PEERGROUPS");
	number_is(AF_INET, SOL_SOCKET, 59, NULL);
	number_is(AF_INET, SOL_SOCKET, 4711, NULL);
}

/* Each row is found by its own number, but for other names of it. */
TEST(each_row_is_found_by_its_number)
{
	struct lsock_option option;
	size_t n;

	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		int family = option.families ? option.families[0] : AF_UNIX;
		struct lsock_option found;

		ck_assert_int_eq(lsock_option_by_number(family, option.level, option.number,
							&found), 0);
		if (!(option.flags & LSOCK_OPTION_SYNONYM))
			ck_assert_ptr_eq(found.name, option.name);
	}
}

static bool fits(const char *name, int family, int type, int protocol)
{
	struct lsock_identity identity = { .family = family, .type = type, .protocol = protocol };
	struct lsock_option option = option_named(name);

	return lsock_option_fits(&option, &identity);
}

TEST(rows_fit_by_family_type_and_protocol)
{
	ck_assert(fits("SO_KEEPALIVE", AF_TIPC, SOCK_RDM, 0));
	ck_assert(fits("TCP_NODELAY", AF_INET, SOCK_STREAM, IPPROTO_TCP));
	ck_assert(fits("TCP_NODELAY", AF_INET6, SOCK_STREAM, IPPROTO_TCP));
	ck_assert(fits("TCP_NODELAY", AF_INET, SOCK_STREAM, 262));
	ck_assert(!fits("TCP_NODELAY", AF_INET, SOCK_STREAM, IPPROTO_SCTP));
	ck_assert(!fits("TCP_NODELAY", AF_UNIX, SOCK_STREAM, 0));
	ck_assert(fits("UDP_GRO", AF_INET6, SOCK_DGRAM, IPPROTO_UDP));
	ck_assert(fits("UDP_GRO", AF_INET6, SOCK_DGRAM, IPPROTO_UDPLITE));
	ck_assert(!fits("UDP_GRO", AF_INET6, SOCK_DGRAM, IPPROTO_ICMPV6));
	ck_assert(fits("IP_TTL", AF_INET6, SOCK_STREAM, IPPROTO_TCP));
	ck_assert(!fits("IP_TTL", AF_INET6, SOCK_RAW, IPPROTO_ICMPV6));
	ck_assert(fits("IP_TTL", AF_INET, SOCK_RAW, IPPROTO_ICMP));
	ck_assert(!fits("IP_HDRINCL", AF_INET, SOCK_DGRAM, IPPROTO_UDP));
	ck_assert(!fits("IPV6_V6ONLY", AF_INET, SOCK_STREAM, IPPROTO_TCP));
	ck_assert(!fits("TIPC_GROUP_JOIN", AF_TIPC, SOCK_STREAM, 0));
	ck_assert(fits("TIPC_GROUP_JOIN", AF_TIPC, SOCK_RDM, 0));
	ck_assert(!fits("SO_VM_SOCKETS_BUFFER_SIZE", AF_VSOCK, SOCK_DGRAM, 0));
	ck_assert(!fits("SO_PASSCRED", AF_INET, SOCK_STREAM, IPPROTO_TCP));
	ck_assert(fits("SO_PASSCRED", AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
}
