/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Items of control data with types, made by hand: all layouts that there are, also those that this
 * machine's kernel would not write, and too few bytes of each.  Real sockets: test-ancillary.c.
 * It has over 400 lines, for all readers are held against all items.
 * Of lib/messages/credentials.c, lib/messages/hops.c, lib/messages/netlink.c,
 * lib/messages/pktinfo.c, lib/messages/segment.c, lib/messages/times.c, lib/messages/tipc.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <limits.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

/* Each call that reads items, with its outputs painted; what it gives, and have they changed? */
struct outputs {
	struct lsock_addr addr;
	struct lsock_timestamps times;
	struct lsock_tipc_return returned;
	struct lsock_notice notice;
	uint32_t number[3];
	int32_t nsid;
	pid_t pid;
	uid_t uid;
	gid_t gid;
};

static struct outputs out;

static int credentials(const struct lsock_control_item *item)
{
	return lsock_control_credentials(item, &out.pid, &out.uid, &out.gid);
}

static int destination(const struct lsock_control_item *item)
{
	return lsock_control_destination(item, &out.addr, &out.number[0]);
}

static int timestamps(const struct lsock_control_item *item)
{
	return lsock_control_timestamps(item, &out.times);
}

static int tipc_return(const struct lsock_control_item *item)
{
	return lsock_control_tipc_return(item, &out.returned);
}

static int tipc_name(const struct lsock_control_item *item)
{
	return lsock_control_tipc_name(item, &out.number[0], &out.number[1], &out.number[2]);
}

static int netlink_group(const struct lsock_control_item *item)
{
	int64_t r = lsock_control_netlink_group(item);

	if (r < 0)
		return (int) r;
	out.number[0] = (uint32_t) r;
	return 0;
}

static int nsid(const struct lsock_control_item *item)
{
	return lsock_control_nsid(item, &out.nsid);
}

static int notice(const struct lsock_control_item *item)
{
	return lsock_control_notice(item, &out.notice);
}

typedef int reader(const struct lsock_control_item *item);

/* Every item there is, with the fewest bytes that it may have and who reads it. */
static const struct {
	const char *name;
	int level, type;
	size_t size;
	reader *read;
} items[] = {
	{ "SCM_CREDENTIALS", SOL_SOCKET, SCM_CREDENTIALS, 12, credentials },
	{ "IP_PKTINFO", IPPROTO_IP, IP_PKTINFO, 12, destination },
	{ "IPV6_PKTINFO", IPPROTO_IPV6, IPV6_PKTINFO, 20, destination },
	{ "IP_TTL", IPPROTO_IP, IP_TTL, 4, lsock_control_hop_limit },
	{ "IPV6_HOPLIMIT", IPPROTO_IPV6, IPV6_HOPLIMIT, 4, lsock_control_hop_limit },
	{ "IP_TOS", IPPROTO_IP, IP_TOS, 1, lsock_control_traffic_class },
	{ "IPV6_TCLASS", IPPROTO_IPV6, IPV6_TCLASS, 4, lsock_control_traffic_class },
	{ "UDP_GRO", IPPROTO_UDP, 104, 4, lsock_control_segment },
	{ "SO_TIMESTAMP_OLD", SOL_SOCKET, 29, 2 * sizeof(long), timestamps },
	{ "SO_TIMESTAMPNS_OLD", SOL_SOCKET, 35, 2 * sizeof(long), timestamps },
	{ "SO_TIMESTAMPING_OLD", SOL_SOCKET, 37, 6 * sizeof(long), timestamps },
	{ "SO_TIMESTAMP_NEW", SOL_SOCKET, 63, 16, timestamps },
	{ "SO_TIMESTAMPNS_NEW", SOL_SOCKET, 64, 16, timestamps },
	{ "SO_TIMESTAMPING_NEW", SOL_SOCKET, 65, 48, timestamps },
	{ "TIPC_ERRINFO", 271, TIPC_ERRINFO, 8, tipc_return },
	{ "TIPC_DESTNAME", 271, TIPC_DESTNAME, 12, tipc_name },
	{ "NETLINK_PKTINFO", 270, NETLINK_PKTINFO, 4, netlink_group },
	{ "NETLINK_LISTEN_ALL_NSID", 270, NETLINK_LISTEN_ALL_NSID, 4, nsid },
	{ "IP_RECVERR", IPPROTO_IP, IP_RECVERR, 16, notice },
	{ "IPV6_RECVERR", IPPROTO_IPV6, IPV6_RECVERR, 16, notice },
	{ "PACKET_TX_TIMESTAMP", 263, 16, 16, notice },
	{ "VSOCK_RECVERR", 287, 1, 16, notice },
};

static int item_count(void)
{
	return (int) COUNT_OF(items);
}

static const char *item_label(int i)
{
	return items[i].name;
}

#define ITEMS .count = item_count, .label = item_label

/* One that nobody knows is refused by whoever reads another one. */
static reader *const readers[] = {
	credentials, destination, lsock_control_hop_limit, lsock_control_traffic_class,
	lsock_control_segment, timestamps, tipc_return, tipc_name, netlink_group, nsid,
	notice,
};

static int read_bytes(int i, const void *bytes, size_t size, reader *read)
{
	struct lsock_control_item item = {
		.level = items[i].level, .type = items[i].type,
		.data = bytes_tight(bytes, size), .size = size,
	};

	bytes_paint(&out, sizeof(out));
	return read(&item);
}

TEST(too_short_is_refused_and_writes_nothing, ITEMS)
{
	static const char zeros[64];
	size_t size;

	for (size = 0; size < items[i].size; size++) {
		ck_assert_int_eq(read_bytes(i, zeros, size, items[i].read), -EBADMSG);
		ck_assert(bytes_painted(&out, sizeof(out)));
	}
	for (; size < sizeof(zeros); size++) {
		if (items[i].type == IP_TOS && size < 4 && size > 1)
			continue;
		if (items[i].read == lsock_control_segment)
			break;	/* 0 is no size */
		ck_assert_int_ge(read_bytes(i, zeros, size, items[i].read), 0);
	}
}

TEST(others_do_not_read_it, ITEMS)
{
	static const char zeros[64];
	size_t n;

	for (n = 0; n < COUNT_OF(readers); n++) {
		if (readers[n] == items[i].read)
			continue;
		ck_assert_int_eq(read_bytes(i, zeros, sizeof(zeros), readers[n]), -ENOMSG);
		ck_assert(bytes_painted(&out, sizeof(out)));
	}
}

/* Any level or type but the right ones. */
TEST(it_is_known_by_level_and_type, ITEMS)
{
	static const char zeros[64];
	struct lsock_control_item item = {
		.level = items[i].level, .type = items[i].type + 1000, .data = zeros,
		.size = sizeof(zeros),
	};

	ck_assert_int_eq(items[i].read(&item), -ENOMSG);
	item.type = items[i].type;
	item.level += 1000;
	ck_assert_int_eq(items[i].read(&item), -ENOMSG);
}

static int number_of(const char *name)
{
	int i;

	for (i = 0; i < item_count(); i++)
		if (strcmp(items[i].name, name) == 0)
			return i;
	ck_abort_msg("%s is not in the table", name);
}

static int read_item(const char *name, const void *bytes, size_t size)
{
	int i = number_of(name);

	return read_bytes(i, bytes, size, items[i].read);
}

/* ---- Bytes of the IP header, and sizes. */

TEST(one_byte_of_the_header_is_0_to_255)
{
	static const char *const names[] = { "IP_TTL", "IPV6_HOPLIMIT", "IP_TOS", "IPV6_TCLASS" };
	static const int values[] = { 0, 1, 64, 255 }, wrong[] = { -1, 256, INT_MAX, INT_MIN };
	uint8_t byte = 0xb8;
	size_t n, v;

	for (n = 0; n < COUNT_OF(names); n++)
		for (v = 0; v < COUNT_OF(values); v++) {
			ck_assert_int_eq(read_item(names[n], &values[v], 4), values[v]);
			ck_assert_int_eq(read_item(names[n], &wrong[v], 4), -EBADMSG);
		}
	ck_assert_int_eq(read_item("IP_TOS", &byte, 1), 0xb8);
}

TEST(a_segment_has_a_size)
{
	static const int wrong[] = { 0, -1, 65536, INT_MIN };
	int size;
	size_t n;

	for (n = 0; n < COUNT_OF(wrong); n++)
		ck_assert_int_eq(read_item("UDP_GRO", &wrong[n], 4), -EBADMSG);
	size = 1;
	ck_assert_int_eq(read_item("UDP_GRO", &size, 4), 1);
	size = 65535;
	ck_assert_int_eq(read_item("UDP_GRO", &size, 4), 65535);
}

/* ---- Times. */

#define NS_PER_S INT64_C(1000000000)

static void expect_times(int64_t software_ns, int64_t hardware_ns)
{
	ck_assert_int_eq(out.times.software_ns, software_ns);
	ck_assert_int_eq(out.times.hardware_ns, hardware_ns);
}

TEST(times_of_both_widths_are_read)
{
	const long old[] = { 1700000000, 123456, 9, 9, 17, 999999999 };
	const int64_t wide[] = { 1700000000, 123456, 9, 9, 17, 999999999 };
	const int64_t us = 1700000000 * NS_PER_S + 123456000, ns = 1700000000 * NS_PER_S + 123456;

	ck_assert_int_eq(read_item("SO_TIMESTAMP_OLD", old, 2 * sizeof(long)), 0);
	expect_times(us, 0);
	ck_assert_int_eq(read_item("SO_TIMESTAMP_NEW", wide, 16), 0);
	expect_times(us, 0);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_OLD", old, 2 * sizeof(long)), 0);
	expect_times(ns, 0);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", wide, 16), 0);
	expect_times(ns, 0);
	ck_assert_int_eq(read_item("SO_TIMESTAMPING_OLD", old, sizeof(old)), 0);
	expect_times(ns, 18 * NS_PER_S - 1);
	ck_assert_int_eq(read_item("SO_TIMESTAMPING_NEW", wide, sizeof(wide)), 0);
	expect_times(ns, 18 * NS_PER_S - 1);
}

/* Beyond 2038, and as far as 64 bits of ns go; before 1970 as well. */
TEST(times_are_as_far_as_ns_can_say)
{
	const int64_t far[] = { 9223372035, 999999999 }, before[] = { -9223372035, 0 };
	const int64_t beyond[] = { 9223372036, 0 }, most[] = { INT64_MAX, 0 };
	const int64_t least[] = { INT64_MIN, 0 };

	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", far, 16), 0);
	expect_times(INT64_C(9223372035999999999), 0);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", before, 16), 0);
	expect_times(INT64_C(-9223372035000000000), 0);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", beyond, 16), -EBADMSG);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", most, 16), -EBADMSG);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", least, 16), -EBADMSG);
}

TEST(a_time_that_is_none_is_refused)
{
	const int64_t us[] = { 1, 1000000 }, ns[] = { 1, 1000000000 }, below[] = { 1, -1 };
	const int64_t hardware[] = { 1, 1, 0, 0, 1, 1000000000 };

	ck_assert_int_eq(read_item("SO_TIMESTAMP_NEW", us, 16), -EBADMSG);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", us, 16), 0);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", ns, 16), -EBADMSG);
	ck_assert_int_eq(read_item("SO_TIMESTAMPNS_NEW", below, 16), -EBADMSG);
	ck_assert_int_eq(read_item("SO_TIMESTAMPING_NEW", hardware, 48), -EBADMSG);
	ck_assert(bytes_painted(&out, sizeof(out)));
}

/* ---- TIPC. */

TEST(tipc_says_why_and_by_which_name)
{
	const uint32_t why[] = { TIPC_ERR_NO_PORT, 66000 }, name[] = { 18888, 1, 0xffffffff };

	ck_assert_int_eq(read_item("TIPC_ERRINFO", why, sizeof(why)), 0);
	ck_assert_uint_eq(out.returned.error, TIPC_ERR_NO_PORT);
	ck_assert_uint_eq(out.returned.size, 66000);
	ck_assert_int_eq(read_item("TIPC_DESTNAME", name, sizeof(name)), 0);
	ck_assert_uint_eq(out.number[0], 18888);
	ck_assert_uint_eq(out.number[1], 1);
	ck_assert_uint_eq(out.number[2], 0xffffffff);
}

/* ---- Netlink. */

TEST(a_group_has_32_bits_and_a_namespace_may_have_none)
{
	const uint32_t group = UINT32_MAX;
	const int32_t unnumbered = -1, numbered = 7;

	ck_assert_int_eq(read_item("NETLINK_PKTINFO", &group, 4), 0);
	ck_assert_uint_eq(out.number[0], UINT32_MAX);
	ck_assert_int_eq(read_item("NETLINK_LISTEN_ALL_NSID", &unnumbered, 4), 0);
	ck_assert_int_eq(out.nsid, -1);
	ck_assert_int_eq(read_item("NETLINK_LISTEN_ALL_NSID", &numbered, 4), 0);
	ck_assert_int_eq(out.nsid, 7);
}

/* ---- Putting, to be read again or refused. */

static struct lsock_control control;
static uint64_t control_buf[32];

static void begin(void)
{
	lsock_control_init(&control, control_buf, sizeof(control_buf));
}

static struct lsock_control_item only_item(void)
{
	struct lsock_control_item item = { 0 }, end;

	ck_assert_int_eq(lsock_control_next(&control, &item), 1);
	end = item;
	ck_assert_int_eq(lsock_control_next(&control, &end), 0);
	return item;
}

TEST(a_byte_of_the_header_is_put_for_its_family)
{
	struct lsock_control_item item;

	begin();
	ck_assert_int_eq(lsock_control_put_hop_limit(&control, AF_INET, -1), -ERANGE);
	ck_assert_int_eq(lsock_control_put_hop_limit(&control, AF_INET6, 256), -ERANGE);
	ck_assert_int_eq(lsock_control_put_hop_limit(&control, AF_UNIX, 1), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_control_put_traffic_class(&control, AF_INET, 256), -ERANGE);
	ck_assert_int_eq(lsock_control_put_traffic_class(&control, AF_TIPC, 0), -EAFNOSUPPORT);
	ck_assert_uint_eq(control.size, 0);
	ck_assert_int_eq(lsock_control_put_hop_limit(&control, AF_INET6, 7), 0);
	item = only_item();
	ck_assert_int_eq(lsock_control_hop_limit(&item), 7);
	begin();
	ck_assert_int_eq(lsock_control_put_traffic_class(&control, AF_INET, 255), 0);
	item = only_item();
	ck_assert_int_eq(lsock_control_traffic_class(&item), 255);
}

static struct lsock_addr address(const char *text)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	return addr;
}

TEST(a_source_is_of_inet_or_inet6)
{
	struct lsock_addr inet = address("192.0.2.1:80"), other = address("@x");
	struct lsock_addr none = { .len = 0 };

	begin();
	ck_assert_int_eq(lsock_control_put_source(&control, &other, 0), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_control_put_source(&control, &none, 0), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_control_put_source(&control, &inet, UINT32_MAX), -ERANGE);
	inet.len = 4;
	ck_assert_int_eq(lsock_control_put_source(&control, &inet, 0), -EINVAL);
	ck_assert_uint_eq(control.size, 0);
}

/* The zone is the interface, for the kernel. */
TEST(a_source_with_a_zone_goes_out_there)
{
	struct lsock_addr zoned = address("[fe80::1%3]:0");
	struct lsock_control_item item;
	struct in6_pktinfo info;

	begin();
	ck_assert_int_eq(lsock_control_put_source(&control, &zoned, 4), -EINVAL);
	ck_assert_int_eq(lsock_control_put_source(&control, &zoned, 0), 0);
	item = only_item();
	ck_assert_uint_eq(item.size, sizeof(info));
	memcpy(&info, item.data, sizeof(info));
	ck_assert_uint_eq(info.ipi6_ifindex, 3);
}

/* That of the packet, which can be a group's; beside it is what an answer would come from. */
TEST(a_destination_is_where_it_was_sent_to)
{
	const struct in_pktinfo info = { 7, { htonl(0x7f000001) }, { htonl(0xe0000005) } };
	struct lsock_addr group = address("224.0.0.5:0");

	ck_assert_int_eq(read_item("IP_PKTINFO", &info, sizeof(info)), 0);
	ck_assert(lsock_addr_equal(&out.addr, &group));
	ck_assert_uint_eq(out.number[0], 7);
}

TEST(a_destination_has_its_zone)
{
	struct in6_pktinfo info = { .ipi6_ifindex = 2000000000 };
	char text[LSOCK_ADDR_TEXT_SIZE];

	info.ipi6_addr.s6_addr[0] = 0xfe;
	info.ipi6_addr.s6_addr[1] = 0x80;
	ck_assert_int_eq(read_item("IPV6_PKTINFO", &info, sizeof(info)), 0);
	ck_assert_uint_eq(out.number[0], 2000000000);
	ck_assert_int_gt(lsock_addr_format(&out.addr, text, sizeof(text)), 0);
	ck_assert_str_eq(text, "[fe80::%2000000000]:0");
	info.ipi6_addr.s6_addr[0] = 0x20;
	ck_assert_int_eq(read_item("IPV6_PKTINFO", &info, sizeof(info)), 0);
	ck_assert_int_gt(lsock_addr_format(&out.addr, text, sizeof(text)), 0);
	ck_assert_str_eq(text, "[2080::]:0");
}
