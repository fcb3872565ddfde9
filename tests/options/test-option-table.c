/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The table of options by itself: names, numbers, what fits.
 * Of lib/options/ip.c, lib/options/ipv6.c, lib/options/netlink.c, lib/options/packet.c,
 * lib/options/socket.c, lib/options/table.c, lib/options/tcp.c, lib/options/tipc.c,
 * lib/options/udp.c, lib/options/vsock.c.
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

static const struct lsock_option *must_find(const char *name)
{
	const struct lsock_option *option = lsock_option_by_name(name);

	ck_assert_msg(option != NULL, "no option %s", name);
	return option;
}

TEST(rows_are_whole)
{
	const struct lsock_option *option;
	size_t n;

	for (n = 0; (option = lsock_option_at(n)) != NULL; n++) {
		ck_assert_uint_eq(option->size, sizeof(*option));
		ck_assert_int_ge(option->type, LSOCK_OPTION_BOOL);
		ck_assert_int_le(option->type, LSOCK_OPTION_NONE);
		ck_assert_int_ge(option->unit, LSOCK_UNIT_NONE);
		ck_assert_int_le(option->unit, LSOCK_UNIT_BYTES_PER_S);
		ck_assert_int_ge(option->phase, LSOCK_PHASE_OPEN);
		ck_assert_int_le(option->phase, LSOCK_PHASE_CONNECTED);
		ck_assert_uint_ne(option->flags & (LSOCK_OPTION_READ | LSOCK_OPTION_WRITE |
						   LSOCK_OPTION_ARGUMENT), 0);
		ck_assert_ptr_nonnull(option->form);
		if (option->type != LSOCK_OPTION_U64)
			ck_assert_int_le(option->min, option->max);
	}
	ck_assert_uint_gt(n, 200);
}

/* A table's row may have a name only once in each level. */
TEST(names_are_unique_in_their_level)
{
	const struct lsock_option *a, *b;
	size_t n, m;

	for (n = 0; (a = lsock_option_at(n)) != NULL; n++)
		for (m = n + 1; (b = lsock_option_at(m)) != NULL; m++)
			ck_assert_msg(a->level != b->level || strcmp(a->name, b->name) != 0,
				      "%s twice", a->name);
}

/* Of two rows with one number in one level all but the first are synonyms. */
TEST(numbers_are_unique_but_for_synonyms)
{
	const struct lsock_option *a, *b;
	size_t n, m;

	for (n = 0; (a = lsock_option_at(n)) != NULL; n++) {
		for (m = n + 1; (b = lsock_option_at(m)) != NULL; m++) {
			if (a->level == b->level && a->number == b->number)
				ck_assert_msg(b->flags & LSOCK_OPTION_SYNONYM,
					      "%s has the number of %s", b->name, a->name);
		}
	}
}

TEST(what_a_word_means_is_in_range)
{
	const struct lsock_option *option;
	const struct lsock_option_word *word;
	size_t n;

	for (n = 0; (option = lsock_option_at(n)) != NULL; n++)
		for (word = option->words; word && word->word; word++)
			ck_assert_msg(word->number >= option->min && word->number <= option->max,
				      "%s=%s", option->name, word->word);
}

/* A struct timeval of 32 bits each has no more seconds. */
TEST(times_fit_into_their_struct)
{
	const struct lsock_option *option;
	size_t n, seen = 0;

	for (n = 0; (option = lsock_option_at(n)) != NULL; n++) {
		if (option->type != LSOCK_OPTION_TIME)
			continue;
		seen++;
		if (option->value_size == 2 * sizeof(int32_t))
			ck_assert_msg(option->max / 1000000000 <= INT32_MAX, "%s", option->name);
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
		const struct lsock_option *option = lsock_option_by_name(versions[n].name);

		if (option != NULL)	/* older headers do not have all */
			ck_assert_msg(option->since == versions[n].since, "%s: %u",
				      option->name, (unsigned) option->since);
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
		ck_assert_str_eq(must_find(aliases[n].alias)->name, aliases[n].name);
}

TEST(names_that_are_none_are_not_found)
{
	static const char *const names[] = {
		"", "SO_", "so_keepalive", "SO_KEEPALIVE ", "KEEPALIVE", "keepalive",
		"Timestamping",
	};
	size_t n;

	for (n = 0; n < COUNT_OF(names); n++)
		ck_assert_ptr_null(lsock_option_by_name(names[n]));
}

static void number_is(int family, int level, int number, const char *name)
{
	const struct lsock_option *option = lsock_option_by_number(family, level, number);

	if (name == NULL) {
		ck_assert_ptr_null(option);
		return;
	}
	ck_assert_ptr_nonnull(option);
	ck_assert_str_eq(option->name, name);
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
	const struct lsock_option *option;
	size_t n;

	for (n = 0; (option = lsock_option_at(n)) != NULL; n++) {
		int family = option->families ? option->families[0] : AF_UNIX;
		const struct lsock_option *found =
			lsock_option_by_number(family, option->level, option->number);

		ck_assert_ptr_nonnull(found);
		if (!(option->flags & LSOCK_OPTION_SYNONYM))
			ck_assert_ptr_eq(found, option);
	}
}

static bool fits(const char *name, int family, int type, int protocol)
{
	struct lsock_identity identity = { .family = family, .type = type, .protocol = protocol };

	return lsock_option_fits(must_find(name), &identity);
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

/* A copy of a row does as well as the row. */
TEST(copy_of_a_row_can_be_asked_with)
{
	struct lsock_option copy = *must_find("SO_TYPE");
	struct lsock_value value;
	int fd = lsock_open(AF_UNIX, SOCK_DGRAM, 0);

	ck_assert_int_eq(lsock_option_get_value(fd, &copy, NULL, 0, &value), 0);
	ck_assert_int_eq(value.kind, LSOCK_KIND_NUMBER);
	ck_assert_int_eq(value.number, SOCK_DGRAM);
	close(fd);
}
