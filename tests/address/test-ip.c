/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses without a port: their text, and what of them sockets and netlink have. */
#include <linux_sock/ip.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

static struct lsock_ip parse(const char *text)
{
	size_t len = strlen(text);
	char *copy = bytes_tight(text, len);
	struct lsock_why why = { 0 };
	struct lsock_ip ip;
	int r;

	bytes_paint(&ip, sizeof(ip));
	r = lsock_ip_parse(copy, len, &ip, &why);
	ck_assert_msg(r == 0, "\"%s\": %d, %s", text, r, why.message);
	return ip;
}

static struct lsock_why refuses_bytes(const char *text, size_t len, int err, size_t column)
{
	char *copy = bytes_tight(text, len);
	struct lsock_why why;
	struct lsock_ip ip;
	int r;

	bytes_paint(&why, sizeof(why));
	bytes_paint(&ip, sizeof(ip));
	r = lsock_ip_parse(copy, len, &ip, &why);
	ck_assert_msg(r == err, "\"%s\": %d", bytes_show(text, len), r);
	ck_assert(bytes_painted(&ip, sizeof(ip)));
	ck_assert_ptr_nonnull(why.message);
	ck_assert_msg(why.column == column, "\"%s\": column %zu", bytes_show(text, len),
		      why.column);
	ck_assert_int_eq(lsock_ip_parse(copy, len, &ip, NULL), err);
	ck_assert(bytes_painted(&ip, sizeof(ip)));
	return why;
}

static struct lsock_why refuses(const char *text, int err, size_t column)
{
	return refuses_bytes(text, strlen(text), err, column);
}

static void formats(const struct lsock_ip *ip, const char *expected)
{
	char text[LSOCK_IP_TEXT_SIZE];

	ck_assert_int_eq(lsock_ip_format(ip, text, sizeof(text)), (int) strlen(expected));
	ck_assert_str_eq(text, expected);
}

static bool equal(const struct lsock_ip *a, const struct lsock_ip *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static const struct {
	const char *text, *canonical;
	uint16_t family, prefix;
} good[] = {
	{ "0.0.0.0", "0.0.0.0", AF_INET, 32 },
	{ "192.0.2.1", "192.0.2.1", AF_INET, 32 },
	{ "192.0.2.1/32", "192.0.2.1", AF_INET, 32 },
	{ "192.0.2.1/24", "192.0.2.1/24", AF_INET, 24 },	/* the host's bits stay */
	{ "0.0.0.0/0", "0.0.0.0/0", AF_INET, 0 },
	{ "255.255.255.255/31", "255.255.255.255/31", AF_INET, 31 },
	{ "::", "::", AF_INET6, 128 },
	{ "::/0", "::/0", AF_INET6, 0 },
	{ "::1/128", "::1", AF_INET6, 128 },
	{ "2001:DB8:0:0::1/64", "2001:db8::1/64", AF_INET6, 64 },
	{ "fe80::/10", "fe80::/10", AF_INET6, 10 },
	{ "abcd::", "abcd::", AF_INET6, 128 },
	{ "1:2:3:4:5:6:7:8/127", "1:2:3:4:5:6:7:8/127", AF_INET6, 127 },
	{ "::ffff:c000:201/96", "::ffff:192.0.2.1/96", AF_INET6, 96 },
	{ "64:ff9b::192.0.2.1", "64:ff9b::c000:201", AF_INET6, 128 },
};

TEST(text_is_made_canonical)
{
	size_t n;

	for (n = 0; n < COUNT_OF(good); n++) {
		struct lsock_ip ip = parse(good[n].text), again;

		ck_assert_uint_eq(ip.family, good[n].family);
		ck_assert_uint_eq(ip.prefix, good[n].prefix);
		formats(&ip, good[n].canonical);
		again = parse(good[n].canonical);
		ck_assert(equal(&ip, &again));
	}
}

TEST(bytes_are_those_of_the_network)
{
	struct lsock_ip ip = parse("192.0.2.1/24");
	struct in6_addr in6;

	ck_assert_mem_eq(ip.bytes, "\xc0\0\x2\x1\0\0\0\0\0\0\0\0\0\0\0\0", 16);
	ip = parse("2001:db8::17");
	ck_assert_int_eq(inet_pton(AF_INET6, "2001:db8::17", &in6), 1);
	ck_assert_mem_eq(ip.bytes, &in6, 16);
}

TEST(syntax_is_refused_where_it_breaks)
{
	static const struct {
		const char *text;
		size_t column;
	} bad[] = {
		{ "", 1 }, { "default", 1 }, { "lo", 1 }, { " 192.0.2.1", 1 }, { "/24", 1 },
		{ "192.0.2", 8 }, { "192.0.2/24", 8 }, { "192.0.2.256", 9 }, { "192.0.02.1", 7 },
		{ "192.0.2.1:80", 10 }, { "192.0.2.1 ", 10 }, { "192.0.2.1/", 11 },
		{ "192.0.2.1/+8", 11 }, { "192.0.2.1/ 8", 11 }, { "192.0.2.1/08", 11 },
		{ "192.0.2.1/00", 11 }, { "192.0.2.1/-1", 11 }, { "192.0.2.1/0x8", 12 },
		{ "192.0.2.1/8 ", 12 }, { "192.0.2.1/8/8", 12 }, { "192.0.2.1/8.0", 12 },
		{ "[::1]", 1 }, { "::1%lo", 4 }, { "fe80::1%lo/64", 8 }, { "::1/", 5 },
		{ "1:2:3:4:5:6:7/64", 14 }, { "1::2::3", 5 }, { "::1/64%lo", 7 }, { ":::", 3 },
		{ "::12345", 3 }, { "::1//8", 5 },
	};
	size_t n;

	for (n = 0; n < COUNT_OF(bad); n++)
		refuses(bad[n].text, -EINVAL, bad[n].column);
}

TEST(nul_and_no_text_are_refused)
{
	struct lsock_ip ip;

	refuses_bytes("192.0.2.1\0", 10, -EINVAL, 10);
	refuses_bytes("::1/64\0", 7, -EINVAL, 7);
	refuses_bytes("\0", 1, -EINVAL, 1);
	ck_assert_int_eq(lsock_ip_parse(NULL, 9, &ip, NULL), -EINVAL);
}

TEST(prefix_has_no_more_bits_than_the_address)
{
	static const char *const inet[] = {
		"192.0.2.1/33", "192.0.2.1/128", "192.0.2.1/4294967296",
		"192.0.2.1/18446744073709551617", "192.0.2.1/255.255.255.0",
	};
	struct lsock_why why;
	size_t n;

	for (n = 0; n < COUNT_OF(inet); n++) {
		why = refuses(inet[n], -ERANGE, 11);
		ck_assert_str_eq(why.field, "prefix");
		ck_assert_int_eq(why.min, 0);
		ck_assert_int_eq(why.max, 32);
	}
	why = refuses("2001:db8::/129", -ERANGE, 12);
	ck_assert_int_eq(why.max, 128);
}

/* All that there are: any bytes, any prefix. */
static struct lsock_ip random_ip(void)
{
	bool wide = random_below(2) > 0;
	struct lsock_ip ip = { .family = wide ? AF_INET6 : AF_INET };
	size_t i, size = wide ? 16 : 4;

	ip.prefix = (uint16_t) random_below(size * 8 + 1);
	random_fill(ip.bytes, size);
	for (i = 0; i < size; i += 2)
		if (random_below(2) > 0)
			memset(ip.bytes + i, 0, 2);
	if (wide && random_below(8) == 0)
		memcpy(ip.bytes, "\0\0\0\0\0\0\0\0\0\0\xff\xff", 12);
	return ip;
}

TEST(text_of_any_address_is_read_back)
{
	char text[LSOCK_IP_TEXT_SIZE];
	int n;

	for (n = 0; n < 20000; n++) {
		struct lsock_ip ip = random_ip(), again;
		int len = lsock_ip_format(&ip, text, sizeof(text));

		ck_assert_int_gt(len, 0);
		ck_assert_int_lt(len, LSOCK_IP_TEXT_SIZE);
		again = parse(text);
		ck_assert_msg(equal(&ip, &again), "%s", text);
	}
}

TEST(text_is_cut_as_snprintf_does)
{
	static const char whole[] = "2001:db8::1/64";
	struct lsock_ip ip = parse(whole);
	size_t size;
	char *buf;

	ck_assert_int_eq(lsock_ip_format(&ip, NULL, 0), (int) sizeof(whole) - 1);
	for (size = 1; size <= sizeof(whole) + 1; size++) {
		buf = bytes_tight(NULL, size);
		ck_assert_int_eq(lsock_ip_format(&ip, buf, size), (int) sizeof(whole) - 1);
		ck_assert_uint_eq(strlen(buf), size < sizeof(whole) ? size - 1 : sizeof(whole) - 1);
		ck_assert_mem_eq(buf, whole, strlen(buf));
	}
}

TEST(what_is_no_address_has_no_text)
{
	static const struct lsock_ip none[] = {
		{ 0, 0, { 0 } }, { AF_UNIX, 0, { 0 } }, { AF_INET, 33, { 0 } },
		{ AF_INET6, 129, { 0 } },
	};
	char text[LSOCK_IP_TEXT_SIZE];
	size_t n;

	bytes_paint(text, sizeof(text));
	for (n = 0; n < COUNT_OF(none); n++)
		ck_assert_int_eq(lsock_ip_format(&none[n], text, sizeof(text)), -EINVAL);
	ck_assert(bytes_painted(text, sizeof(text)));
}

static void becomes(const char *text, uint16_t port, uint32_t scope, const char *expected)
{
	struct lsock_ip ip = parse(text), back;
	struct lsock_addr addr, wanted;

	need_family(ip.family);
	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_ip_to_addr(&ip, port, scope, &addr), 0);
	ck_assert_int_eq(lsock_addr_parse(expected, strlen(expected), &wanted, NULL), 0);
	ck_assert_msg(lsock_addr_equal(&addr, &wanted), "%s", expected);
	ck_assert_uint_eq(addr.protocol, LSOCK_PROTOCOL_UNSAID);
	ck_assert_uint_eq(addr.type, 0);
	ck_assert_int_eq(lsock_ip_from_addr(&addr, &back), 0);
	ip.prefix = ip.family == AF_INET ? 32 : 128;
	ck_assert(equal(&ip, &back));
}

/* An index beside an address that is good anywhere means nothing, as in what the kernel tells. */
TEST(address_of_a_socket_has_port_and_zone_beside)
{
	becomes("192.0.2.1/24", 80, 0, "192.0.2.1:80");
	becomes("192.0.2.1", 65535, 7, "192.0.2.1:65535");
	becomes("2001:db8::1/64", 443, 0, "[2001:db8::1]:443");
	becomes("2001:db8::1", 443, 7, "[2001:db8::1]:443");
	becomes("fe80::1/10", 0, 0, "[fe80::1]:0");
	becomes("fe80::1/10", 0, 2000000000, "[fe80::1%2000000000]:0");
}

TEST(no_address_becomes_none)
{
	static const struct lsock_ip none[] = { { 0, 0, { 0 } }, { AF_UNIX, 0, { 0 } } };
	struct lsock_addr addr;
	size_t n;

	bytes_paint(&addr, sizeof(addr));
	for (n = 0; n < COUNT_OF(none); n++)
		ck_assert_int_eq(lsock_ip_to_addr(&none[n], 1, 0, &addr), -EINVAL);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
}

TEST(address_of_another_family_is_no_ip)
{
	struct lsock_addr addr = { .len = 0 };
	struct lsock_ip ip;

	bytes_paint(&ip, sizeof(ip));
	ck_assert_int_eq(lsock_ip_from_addr(&addr, &ip), -EAFNOSUPPORT);
	addr.u.sa.sa_family = AF_INET;
	ck_assert_int_eq(lsock_ip_from_addr(&addr, &ip), -EAFNOSUPPORT);
	addr.len = 7;
	ck_assert_int_eq(lsock_ip_from_addr(&addr, &ip), -EINVAL);
	addr.u.sa.sa_family = AF_INET6;
	addr.len = 23;
	ck_assert_int_eq(lsock_ip_from_addr(&addr, &ip), -EINVAL);
	addr.u.sa.sa_family = AF_UNIX;
	addr.len = sizeof(addr.u);
	ck_assert_int_eq(lsock_ip_from_addr(&addr, &ip), -EAFNOSUPPORT);
	ck_assert(bytes_painted(&ip, sizeof(ip)));
}

TEST(record_has_20_bytes)
{
	ck_assert_uint_eq(sizeof(struct lsock_ip), 20);
}
