/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the text of an option means to the kernel, and what is printed of its bytes.
 * Of lib/options/bytes.c, lib/options/data.c, lib/options/groups.c, lib/options/interface.c,
 * lib/options/link.c, lib/options/members.c, lib/options/number.c, lib/options/rate.c,
 * lib/options/time.c, lib/options/value.c.
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/tcp.h>
#include <linux/tipc.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/time.h>

#include "options/value.h"
#include "tests/harness/harness.h"
#include "tests/options/option-named.h"

/* Parses text of the first row of that name; the bytes go into *ret_data. */
static int parse(const char *name, const char *text, struct lsock__option_data *ret_data,
		 struct lsock_why *why)
{
	struct lsock_option option = option_named(name);

	lsock__data_begin(ret_data);
	*why = (struct lsock_why){ .message = NULL };
	return lsock__option_parse(&option, text, strlen(text), ret_data, why);
}

static void means_bytes(const char *name, const char *text, const void *bytes, size_t size)
{
	struct lsock__option_data data;
	struct lsock_why why;
	int r = parse(name, text, &data, &why);

	ck_assert_msg(r == 0, "%s=%s: %d, %s", name, text, r, why.message);
	ck_assert_msg(data.len == size, "%s=%s: %zu bytes, not %zu", name, text, data.len, size);
	ck_assert_msg(memcmp(data.at, bytes, size) == 0, "%s=%s: other bytes", name, text);
	lsock__data_end(&data);
}

static void means_int(const char *name, const char *text, int number)
{
	means_bytes(name, text, &number, sizeof(number));
}

/* Such text is printed of it again. */
static void prints(const char *name, const void *bytes, size_t size, const char *text)
{
	struct lsock_option option = option_named(name);
	struct lsock__option_data data;
	char buf[LSOCK_OPTION_TEXT_SIZE];
	struct lsock__out out = { buf, sizeof(buf), 0 };

	lsock__data_begin(&data);
	lsock__data_put(&data, bytes, size);
	ck_assert_int_eq(lsock__option_format(&option, &data, &out), 0);
	lsock__out_end(&out);
	ck_assert_str_eq(buf, text);
	lsock__data_end(&data);
}

static const struct {
	const char *name, *text;
	int number;
} numbers[] = {
	{ "SO_KEEPALIVE", "yes", 1 }, { "SO_KEEPALIVE", "on", 1 }, { "SO_KEEPALIVE", "true", 1 },
	{ "SO_KEEPALIVE", "1", 1 }, { "SO_KEEPALIVE", "no", 0 }, { "SO_KEEPALIVE", "off", 0 },
	{ "SO_KEEPALIVE", "false", 0 }, { "SO_KEEPALIVE", "0", 0 },
	{ "BindIPv6Only", "ipv6-only", 1 }, { "BindIPv6Only", "both", 0 },
	{ "BindIPv6Only", "yes", 1 },
	{ "SO_RCVBUF", "65536", 65536 }, { "SO_RCVBUF", "64K", 65536 },
	{ "SO_RCVBUF", "1.5K", 1536 }, { "SO_RCVBUF", "2M", 2 << 20 },
	{ "SO_RCVBUF", "1G", 1 << 30 }, { "SO_RCVBUF", "0x10", 16 }, { "SO_RCVBUF", "0xaF", 175 },
	{ "SO_RCVBUF", "0", 0 }, { "SO_RCVBUF", "2147483647", INT32_MAX },
	{ "TCP_KEEPIDLE", "60", 60 }, { "TCP_KEEPIDLE", "2min", 120 },
	{ "TCP_KEEPIDLE", "90s", 90 }, { "TCP_KEEPIDLE", "5000ms", 5 },
	{ "TCP_KEEPIDLE", "1.5min", 90 },
	{ "TCP_USER_TIMEOUT", "1.5s", 1500 }, { "TCP_USER_TIMEOUT", "250", 250 },
	{ "TCP_USER_TIMEOUT", "2000us", 2 }, { "SO_BUSY_POLL", "1ms", 1000 },
	{ "SO_BUSY_POLL", "3000ns", 3 },
	{ "SO_PEEK_OFF", "-1", -1 }, { "SO_PEEK_OFF", "7", 7 }, { "IP_TTL", "-1", -1 },
	{ "IP_TOS", "low-delay", 0x10 }, { "IP_TOS", "throughput", 8 }, { "IP_TOS", "0x2e", 46 },
	{ "IPTOS", "reliability", 4 }, { "IPTOS", "low-cost", 2 },
	{ "IP_MTU_DISCOVER", "want", 1 }, { "IP_MTU_DISCOVER", "do", 2 },
	{ "IP_MTU_DISCOVER", "dont", 0 }, { "IP_MTU_DISCOVER", "probe", 3 },
	{ "IP_MTU_DISCOVER", "5", 5 }, { "SO_MARK", "0xffffffff", -1 },
	{ "SO_MARK", "4294967295", -1 },
	{ "TIPC_IMPORTANCE", "critical", 3 }, { "TIPC_CONN_TIMEOUT", "4", 4 },
	{ "TIPC_CONN_TIMEOUT", "65535", 65535 }, { "TIPC_CONN_TIMEOUT", "2s", 2000 },
	{ "PACKET_VERSION", "v3", 2 },
};

TEST(numbers_are_read)
{
	size_t n;

	for (n = 0; n < COUNT_OF(numbers); n++)
		means_int(numbers[n].name, numbers[n].text, numbers[n].number);
}

TEST(numbers_of_64_bits_are_read_and_printed)
{
	uint64_t all = UINT64_MAX, some = UINT64_C(3) << 30;

	means_bytes("SO_VM_SOCKETS_BUFFER_SIZE", "18446744073709551615", &all, sizeof(all));
	means_bytes("SO_VM_SOCKETS_BUFFER_SIZE", "0xffffffffffffffff", &all, sizeof(all));
	means_bytes("SO_VM_SOCKETS_BUFFER_SIZE", "3G", &some, sizeof(some));
	prints("SO_VM_SOCKETS_BUFFER_SIZE", &all, sizeof(all), "18446744073709551615");
	prints("SO_VM_SOCKETS_BUFFER_SIZE", &some, sizeof(some), "3221225472");
}

static void reads_again(const struct lsock_option *option, int64_t number)
{
	struct lsock__option_data data, again;
	char buf[64];
	struct lsock__out out = { buf, sizeof(buf), 0 };
	struct lsock_why why;

	lsock__data_begin(&data);
	lsock__data_begin(&again);
	option->form->encode(option, number, &data);
	ck_assert_int_eq(lsock__option_format(option, &data, &out), 0);
	ck_assert_int_lt(lsock__out_end(&out), (int) sizeof(buf));
	ck_assert_msg(lsock__option_parse(option, buf, strlen(buf), &again, &why) == 0,
		      "%s=%s: %s", option->name, buf, why.message);
	ck_assert_msg(again.len == data.len && memcmp(again.at, data.at, data.len) == 0,
		      "%s=%s: other bytes", option->name, buf);
	lsock__data_end(&data);
	lsock__data_end(&again);
}

/* Of each row that is a number, at the ends of its range and where it has words. */
TEST(printed_numbers_are_read_again)
{
	struct lsock_option option;
	const struct lsock_word *word;
	size_t n, seen = 0;

	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		if (!lsock__form_is_number(&option))
			continue;
		seen++;
		reads_again(&option, option.min);
		reads_again(&option, option.max);
		reads_again(&option, option.min + 1);
		for (word = option.words; word && word->word; word++)
			reads_again(&option, word->number);
	}
	ck_assert_uint_gt(seen, 100);
}

/* Kernels up to 5.0 tell it in 32 bits, where all ones are no limit as well. */
TEST(pacing_rate_of_32_bits_is_printed)
{
	uint32_t rate = 1000000, none = UINT32_MAX;
	uint64_t all = UINT64_MAX;

	prints("SO_MAX_PACING_RATE", &rate, sizeof(rate), "1000000");
	prints("SO_MAX_PACING_RATE", &all, sizeof(all), "18446744073709551615");
	prints("SO_MAX_PACING_RATE", &none, sizeof(none), "18446744073709551615");
}

static const struct {
	const char *text;
	long s, us;
	const char *printed;
} times[] = {
	{ "1.5s", 1, 500000, "1.5s" }, { "250ms", 0, 250000, "0.25s" }, { "5", 5, 0, "5s" },
	{ "0.000001", 0, 1, "0.000001s" }, { "2min", 120, 0, "120s" }, { "0", 0, 0, "0s" },
	{ "1000ns", 0, 1, "0.000001s" }, { "123456us", 0, 123456, "0.123456s" },
};

TEST(times_are_read_and_printed)
{
	size_t n;

	for (n = 0; n < COUNT_OF(times); n++) {
		struct timeval value = { times[n].s, (int) times[n].us };

		means_bytes("SO_RCVTIMEO", times[n].text, &value, sizeof(value));
		prints("SO_RCVTIMEO", &value, sizeof(value), times[n].printed);
	}
}

/* A number of ns holds no more; what is printed of it can be read. */
TEST(longest_times_are_printed)
{
	int64_t whole[2] = { 9223372036, 0 }, forever[2] = { INT64_MAX, 0 };
	struct lsock_option option;

	if (lsock_option_by_name("SO_RCVTIMEO_NEW", &option) < 0)
		skip("the headers have no times of 64 bits");
	prints("SO_RCVTIMEO_NEW", whole, sizeof(whole), "9223372036s");
	prints("SO_RCVTIMEO_NEW", forever, sizeof(forever), "9223372036.854775s");
}

TEST(lingering_is_read_and_printed)
{
	struct linger off = { 0, 0 }, ten = { 1, 10 }, zero = { 1, 0 }, stale = { 0, 7 };

	means_bytes("SO_LINGER", "off", &off, sizeof(off));
	means_bytes("SO_LINGER", "10", &ten, sizeof(ten));
	means_bytes("SO_LINGER", "0", &zero, sizeof(zero));
	means_bytes("SO_LINGER", "10s", &ten, sizeof(ten));
	prints("SO_LINGER", &off, sizeof(off), "off");
	prints("SO_LINGER", &stale, sizeof(stale), "off");
	prints("SO_LINGER", &zero, sizeof(zero), "0");
	prints("SO_LINGER", &ten, sizeof(ten), "10");
}

TEST(text_and_bytes_are_read_and_printed)
{
	means_bytes("TCP_CONGESTION", "reno", "reno", 4);
	means_bytes("TCP_CONGESTION", "a\\\\b\\x0a\\xFf", "a\\b\n\xff", 5);
	prints("TCP_CONGESTION", "reno\0\0\0", 7, "reno");
	prints("TCP_CONGESTION", "a\\b\n", 4, "a\\\\b\\x0a");
	prints("TCP_CONGESTION", "a\0b", 3, "a\\x00b");
	means_bytes("SO_BINDTODEVICE", "", "", 0);
	means_bytes("IP_OPTIONS", "01fFA0", "\x01\xff\xa0", 3);
	prints("IP_OPTIONS", "\x01\xff\xa0", 3, "01ffa0");
	means_bytes("IP_OPTIONS", "", "", 0);
	means_bytes("TIPC_GROUP_LEAVE", "", "", 0);
	means_int("SO_DETACH_FILTER", "", 0);
}

TEST(structs_of_numbers_are_read_and_printed)
{
	struct {
		int clock;
		uint32_t flags;
	} txtime = { 1, 3 }, negative = { -1, 0 };
	uint32_t memory[10] = { 1, 2, 3, 4, 5, 6, 7, 8, 4294967295u, 0x01000000u };

	means_bytes("SO_TXTIME", "clockid=1,flags=0x3", &txtime, sizeof(txtime));
	means_bytes("SO_TXTIME", "flags=3,clockid=1", &txtime, sizeof(txtime));
	means_bytes("SO_TXTIME", "clockid=-1", &negative, sizeof(negative));
	prints("SO_TXTIME", &txtime, sizeof(txtime), "clockid=1,flags=0x3");
	prints("SO_MEMINFO", memory, 12, "rmem_alloc=1,rcvbuf=2,wmem_alloc=3");
	prints("SO_MEMINFO", memory, 36, "rmem_alloc=1,rcvbuf=2,wmem_alloc=3,sndbuf=4,fwd_alloc=5,"
					 "wmem_queued=6,optmem=7,backlog=8,drops=4294967295");
	prints("SO_MEMINFO", memory + 8, 4, "rmem_alloc=4294967295");
	prints("SO_PEERGROUPS", memory, 8, "1,2");
	prints("SO_PEERGROUPS", memory, 0, "");
	prints("NETLINK_LIST_MEMBERSHIPS", memory, 12, "1,34,65,66");
}

/* In the struct they begin with the lowest bit on some machines, with the highest on others. */
TEST(bits_of_a_connection_are_printed_lowest_first)
{
	const struct tcp_info info = { .tcpi_snd_wscale = 7, .tcpi_rcv_wscale = 3,
				       .tcpi_delivery_rate_app_limited = 1 };

	prints("TCP_INFO", &info, 8, "state=0,ca_state=0,retransmits=0,probes=0,backoff=0,"
				     "options=0,wscale=0x37,limits=0x1");
	prints("TCP_INFO", &info, 6, "state=0,ca_state=0,retransmits=0,probes=0,backoff=0,"
				     "options=0");
}

/* What a newer kernel has behind the members that we know. */
TEST(rest_of_a_struct_is_printed)
{
	unsigned char bytes[] = { 1, 0, 0, 0, 2, 0, 0, 0, 0xab, 0xcd };

	if (__BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__)
		bytes[0] = bytes[4] = 0;
	prints("SO_TXTIME", bytes, sizeof(bytes),
	       bytes[0] ? "clockid=1,flags=0x2,more=abcd" : "clockid=0,flags=0x0,more=abcd");
}

TEST(groups_of_inet_are_read)
{
	struct ip_mreqn group = { .imr_ifindex = 0 };
	struct ip_mreq_source source;

	group.imr_multiaddr.s_addr = htonl(0xef010203);
	means_bytes("IP_ADD_MEMBERSHIP", "239.1.2.3", &group, sizeof(group));
	group.imr_ifindex = 7;
	means_bytes("IP_ADD_MEMBERSHIP", "239.1.2.3@7", &group, sizeof(group));
	means_bytes("IP_DROP_MEMBERSHIP", "239.1.2.3%7", &group, sizeof(group));
	group.imr_ifindex = 1;
	means_bytes("IP_ADD_MEMBERSHIP", "239.1.2.3@lo", &group, sizeof(group));
	group.imr_ifindex = 0;
	group.imr_address.s_addr = htonl(0x7f000001);
	means_bytes("IP_ADD_MEMBERSHIP", "239.1.2.3@127.0.0.1", &group, sizeof(group));
	group.imr_multiaddr.s_addr = 0;
	means_bytes("IP_MULTICAST_IF", "127.0.0.1", &group, sizeof(group));
	group.imr_ifindex = 1;
	means_bytes("IP_MULTICAST_IF", "127.0.0.1@lo", &group, sizeof(group));
	group.imr_address.s_addr = 0;
	means_bytes("IP_MULTICAST_IF", "@lo", &group, sizeof(group));
	source.imr_multiaddr.s_addr = htonl(0xe8000001);
	source.imr_interface.s_addr = htonl(0x7f000001);
	source.imr_sourceaddr.s_addr = htonl(0x0a000001);
	means_bytes("IP_ADD_SOURCE_MEMBERSHIP", "232.0.0.1@127.0.0.1,source=10.0.0.1", &source,
		    sizeof(source));
	source.imr_interface.s_addr = 0;
	means_bytes("IP_BLOCK_SOURCE", "232.0.0.1,source=10.0.0.1", &source, sizeof(source));
}

TEST(groups_of_inet6_are_read)
{
	struct ipv6_mreq group = { .ipv6mr_interface = 0 };
	struct in6_pktinfo info = { .ipi6_ifindex = 1 };

	group.ipv6mr_multiaddr.s6_addr[0] = 0xff;
	group.ipv6mr_multiaddr.s6_addr[1] = 0x02;
	group.ipv6mr_multiaddr.s6_addr[15] = 0x09;
	means_bytes("IPV6_JOIN_GROUP", "ff02::9", &group, sizeof(group));
	group.ipv6mr_interface = 1;
	means_bytes("IPV6_JOIN_GROUP", "ff02::9%lo", &group, sizeof(group));
	means_bytes("IPV6_LEAVE_GROUP", "ff02::9@lo", &group, sizeof(group));
	means_bytes("IPV6_JOIN_ANYCAST", "ff02::9@1", &group, sizeof(group));
	means_bytes("IPV6_PKTINFO", "@lo", &info, sizeof(info));
	info.ipi6_addr.s6_addr[15] = 1;
	means_bytes("IPV6_PKTINFO", "::1@lo", &info, sizeof(info));
}

TEST(groups_of_either_level_are_read)
{
	struct sockaddr_in group = { .sin_family = AF_INET }, source = { .sin_family = AF_INET };
	struct group_source_req req;

	group.sin_addr.s_addr = htonl(0xe8000001);
	source.sin_addr.s_addr = htonl(0x0a000001);
	memset(&req, 0, sizeof(req));
	req.gsr_interface = 1;
	memcpy(&req.gsr_group, &group, sizeof(group));
	memcpy(&req.gsr_source, &source, sizeof(source));
	means_bytes("MCAST_JOIN_SOURCE_GROUP", "232.0.0.1@lo,source=10.0.0.1", &req, sizeof(req));
}

TEST(memberships_of_packet_and_tipc_are_read)
{
	struct packet_mreq mreq = { .mr_ifindex = 1, .mr_type = PACKET_MR_PROMISC };
	struct tipc_group_req req = { 4711, 17, TIPC_CLUSTER_SCOPE, 0 };

	means_bytes("PACKET_ADD_MEMBERSHIP", "promisc@lo", &mreq, sizeof(mreq));
	mreq.mr_type = PACKET_MR_ALLMULTI;
	means_bytes("PACKET_DROP_MEMBERSHIP", "allmulti%1", &mreq, sizeof(mreq));
	mreq.mr_type = PACKET_MR_MULTICAST;
	mreq.mr_alen = 6;
	memcpy(mreq.mr_address, "\x01\x00\x5e\x00\x00\xFb", 6);
	means_bytes("PACKET_ADD_MEMBERSHIP", "multicast=01:00:5e:00:00:fB@lo", &mreq,
		    sizeof(mreq));
	means_bytes("TIPC_GROUP_JOIN", "4711:17", &req, sizeof(req));
	means_bytes("TIPC_GROUP_JOIN", "0x1267:17,scope=cluster", &req, sizeof(req));
	req.scope = TIPC_NODE_SCOPE;
	req.flags = TIPC_GROUP_LOOPBACK | TIPC_GROUP_MEMBER_EVTS;
	means_bytes("TIPC_GROUP_JOIN", "4711:17,scope=node,loopback,events", &req, sizeof(req));
}

TEST(interfaces_are_read_and_printed)
{
	uint32_t lo = htonl(1), none = 0, far = htonl(INT32_MAX);

	means_int("SO_BINDTOIFINDEX", "lo", 1);
	means_int("SO_BINDTOIFINDEX", "*", 0);
	means_int("SO_BINDTOIFINDEX", "2147483647", INT32_MAX);
	means_bytes("IP_UNICAST_IF", "lo", &lo, sizeof(lo));
	prints("IP_UNICAST_IF", &lo, sizeof(lo), "lo");
	prints("IP_UNICAST_IF", &none, sizeof(none), "*");
	prints("IP_UNICAST_IF", &far, sizeof(far), "2147483647");
}

/* Bytes of another size than the table's are no value. */
TEST(value_of_another_size_is_not_printed)
{
	static const char *const names[] = {
		"SO_KEEPALIVE", "SO_RCVBUF", "SO_MARK", "SO_VM_SOCKETS_BUFFER_SIZE", "SO_LINGER",
		"SO_RCVTIMEO", "SO_BINDTOIFINDEX", "IP_UNICAST_IF", "IP_MULTICAST_IF",
		"SO_PEERGROUPS", "NETLINK_LIST_MEMBERSHIPS",
	};
	struct lsock__option_data data;
	struct lsock__out out = { NULL, 0, 0 };
	size_t n;

	lsock__data_begin(&data);
	lsock__data_put(&data, "12345", 5);
	for (n = 0; n < COUNT_OF(names); n++) {
		struct lsock_option option = option_named(names[n]);

		ck_assert_int_eq(lsock__option_format(&option, &data, &out), -EMSGSIZE);
	}
	lsock__data_end(&data);
}
