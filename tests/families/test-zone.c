/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Interfaces in text, under names that "lo" is given in a namespace of the test's own.
 * Of lib/families/interface.c.
 */
#include "families/interface.h"

#include <errno.h>
#include <limits.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include <linux_sock/addr.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/netns.h"

#define PAINTED UINT32_C(0xa5a5a5a5)
#define NO_INDEX 4711	/* no interface of a new namespace has it */

typedef int parser(struct lsock__scan *scan, size_t len, uint32_t *ret_index);

/* From now on "lo" has this name. */
static void rename_loopback(const char *to)
{
	enter_netns();
	if (netns_rename_loopback(to) < 0)
		skip("lo cannot be renamed here: %s", strerror(errno));
}

static int parse(parser *parse_with, const char *text, uint32_t *ret_index, struct lsock_why *why)
{
	char *copy = bytes_tight(text, strlen(text));
	struct lsock__scan scan = { copy, copy, copy + strlen(text), why };
	int r = parse_with(&scan, strlen(text), ret_index);

	ck_assert(r < 0 || scan.at == scan.end);
	return r;
}

static void takes(parser *parse_with, const char *text, uint32_t expected)
{
	struct lsock_why why = { 0 };
	uint32_t index = PAINTED;
	int r = parse(parse_with, text, &index, &why);

	ck_assert_msg(r == 0, "\"%s\": %d, %s", text, r, why.message);
	ck_assert_uint_eq(index, expected);
}

static struct lsock_why refuses(parser *parse_with, const char *text, int err, size_t column)
{
	struct lsock_why why = { 0 };
	uint32_t index = PAINTED;
	int r = parse(parse_with, text, &index, &why);

	ck_assert_msg(r == err, "\"%s\": %d", text, r);
	ck_assert_ptr_nonnull(why.message);
	ck_assert_msg(why.column == column, "\"%s\": column %zu", text, why.column);
	ck_assert_msg(index == PAINTED, "\"%s\": the output was written", text);
	return why;
}

static const char *format(uint32_t index)
{
	static char text[LSOCK__INTERFACE_MAX + 1];
	struct lsock__out out = { text, sizeof(text), 0 };

	lsock__zone_format(&out, index);
	lsock__out_end(&out);
	return text;
}

/* What the kernel allows, and a text of ours can carry. */
static const char *const plain_names[] = {
	"a", "eth0.100", "wlp3s0", "a23456789012345", "br-0_~!", "0x1", "1a", "...", "LO", "a@b",
};

static int plain_count(void)
{
	return (int) COUNT_OF(plain_names);
}

static const char *plain_label(int i)
{
	return plain_names[i];
}

TEST(name_becomes_its_index_and_back, .count = plain_count, .label = plain_label)
{
	const char *name = plain_names[i];
	uint32_t index;

	rename_loopback(name);
	index = if_nametoindex(name);
	ck_assert_uint_gt(index, 0);
	takes(lsock__interface_parse, name, index);
	takes(lsock__zone_parse, name, index);
	ck_assert_str_eq(format(index), name);
}

/* What the kernel allows, and text must not carry. */
static const char *const odd_names[] = {
	"a]b", "a,b", "]", "\xc3\xa9th0", "a\x01", "\x7f", "\xff",
};

static int odd_count(void)
{
	return (int) COUNT_OF(odd_names);
}

TEST(name_that_text_cannot_carry_is_written_as_its_number, .count = odd_count)
{
	const char *name = odd_names[i];
	char number[12];
	uint32_t index;

	rename_loopback(name);
	index = if_nametoindex(name);
	ck_assert_uint_gt(index, 0);
	refuses(lsock__interface_parse, name, -EINVAL, 1 + strspn(name, "a"));
	refuses(lsock__zone_parse, name, -EINVAL, 1 + strspn(name, "a"));
	snprintf(number, sizeof(number), "%u", index);
	ck_assert_str_eq(format(index), number);
}

/* A zone of digits is an index (RFC 4007 11.2), even where an interface has that name. */
TEST(name_of_digits_is_a_number_in_a_zone)
{
	uint32_t index;

	rename_loopback("4711");
	index = if_nametoindex("4711");
	ck_assert_uint_gt(index, 0);
	takes(lsock__zone_parse, "4711", 4711);
	ck_assert_str_eq(format(4711), "4711");
	ck_assert_str_ne(format(index), "4711");
}

static void packet_is(const char *text, const char *expected)
{
	char written[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	lsock_addr_format(&addr, written, sizeof(written));
	ck_assert_str_eq(written, expected);
}

/* "packet:*" is all interfaces, and "packet:4711" would be taken for an index. */
static const char *const packet_names[] = { "*", "4711", "a,b", "a]b" };

static int packet_count(void)
{
	return (int) COUNT_OF(packet_names);
}

TEST(name_that_packet_text_cannot_carry_is_an_index_behind_a_slash, .count = packet_count)
{
	char text[40];

	rename_loopback(packet_names[i]);
	snprintf(text, sizeof(text), "packet:/%u", if_nametoindex(packet_names[i]));
	packet_is(text, text);
	packet_is("packet:*", "packet:*");
}

TEST(number_is_looked_up_when_it_is_written)
{
	enter_netns();
	ck_assert_str_eq(format(if_nametoindex("lo")), "lo");
	ck_assert_str_eq(format(NO_INDEX), "4711");
	ck_assert_str_eq(format(INT_MAX), "2147483647");
	ck_assert_str_eq(format(UINT32_C(2147483648)), "2147483648");
	ck_assert_str_eq(format(UINT32_MAX), "4294967295");
}

TEST(index_without_interface_has_no_name)
{
	char name[16];

	enter_netns();
	ck_assert(!lsock__interface_name(0, name));
	ck_assert(!lsock__interface_name(NO_INDEX, name));
	ck_assert(!lsock__interface_name(UINT32_MAX, name));
	ck_assert(lsock__interface_name(if_nametoindex("lo"), name));
	ck_assert_str_eq(name, "lo");
}

TEST(number_of_a_zone_need_not_exist)
{
	enter_netns();
	takes(lsock__zone_parse, "1", 1);
	takes(lsock__zone_parse, "4711", 4711);
	takes(lsock__zone_parse, "2147483647", INT_MAX);
}

TEST(number_of_a_zone_is_within_its_range)
{
	struct lsock_why why = refuses(lsock__zone_parse, "2147483648", -ERANGE, 1);

	ck_assert_int_eq(why.min, 1);
	ck_assert_int_eq(why.max, INT_MAX);
	ck_assert_str_eq(why.field, "zone");
	refuses(lsock__zone_parse, "18446744073709551617", -ERANGE, 1);
	refuses(lsock__zone_parse, "0", -EINVAL, 1);
	refuses(lsock__zone_parse, "01", -EINVAL, 1);
}

TEST(index_is_a_number_from_1_to_the_greatest_int)
{
	static const char texts[][12] = { "0", "01", "x", "", "-1", "2147483648", "4294967297" };
	static const int errs[] = { -EINVAL, -EINVAL, -EINVAL, -EINVAL, -EINVAL, -ERANGE, -ERANGE };
	struct lsock_why why;
	size_t n;

	for (n = 0; n < COUNT_OF(errs); n++) {
		const char *end = texts[n] + strlen(texts[n]);
		struct lsock__scan scan = { texts[n], texts[n], end, &why };
		uint32_t index = PAINTED;

		ck_assert_int_eq(lsock__index_parse(&scan, "field", &index), errs[n]);
		ck_assert_uint_eq(index, PAINTED);
		ck_assert_uint_eq(why.column, 1);
		ck_assert_int_eq(why.min, errs[n] == -ERANGE);
		ck_assert_int_eq(why.max, errs[n] == -ERANGE ? INT_MAX : 0);
	}
}

TEST(missing_interface_is_no_device)
{
	enter_netns();
	refuses(lsock__interface_parse, "nosuch0", -ENODEV, 1);
	refuses(lsock__interface_parse, "4711", -ENODEV, 1);
	refuses(lsock__zone_parse, "nosuch0", -ENODEV, 1);
	refuses(lsock__zone_parse, "lo2", -ENODEV, 1);
	refuses(lsock__zone_parse, "l", -ENODEV, 1);
}

TEST(name_is_at_most_15_bytes)
{
	refuses(lsock__interface_parse, "a234567890123456", -ENAMETOOLONG, 16);
	refuses(lsock__zone_parse, "a23456789012345678901234567890", -ENAMETOOLONG, 16);
}

TEST(what_is_no_name_is_syntax)
{
	refuses(lsock__interface_parse, "", -EINVAL, 1);
	refuses(lsock__zone_parse, "", -EINVAL, 1);
	refuses(lsock__interface_parse, ".", -EINVAL, 1);
	refuses(lsock__zone_parse, "..", -EINVAL, 1);
	refuses(lsock__zone_parse, "a b", -EINVAL, 2);
	refuses(lsock__zone_parse, "ab:", -EINVAL, 3);
	refuses(lsock__zone_parse, "/1", -EINVAL, 1);
	refuses(lsock__zone_parse, "25%25lo", -EINVAL, 3);
	/* syntax is looked at before the length */
	refuses(lsock__zone_parse, "a2345678901234567890 ", -EINVAL, 21);
}

/*
 * getaddrinfo() of glibc lost one for each name that was too long (CVE-2018-19591).  Of a name that
 * is not there the kernel runs modprobe(8), for who may do that: not too often.
 */
TEST(look_ups_lose_no_descriptor)
{
	static const char *const zones[] = { "nosuch0", "lo", "a234567890123456", "." };
	char text[1000];
	struct lsock_addr addr;
	int before = count_descriptors(), n;

	memset(text, 'z', sizeof(text));
	memcpy(text, "fe80::1%", 8);
	for (n = 0; n < 500; n++) {
		const char *zone = zones[n % (int) COUNT_OF(zones)];

		memcpy(text + 8, zone, strlen(zone));
		lsock_addr_parse(text, 8 + strlen(zone), &addr, NULL);
		lsock_addr_parse(text, n % 2 ? sizeof(text) : 8 + 16, &addr, NULL);
	}
	ck_assert_int_eq(count_descriptors(), before);
}
