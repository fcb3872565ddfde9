/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Payloads of one attribute: each getter with each length, at places aligned to 4 only. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/netlink/raw.h"

/* Whatever a getter may write; painted before. */
static union {
	uint8_t u8;
	uint16_t u16;
	uint32_t u32;
	uint64_t u64;
	int32_t s32;
	int64_t s64;
	struct {
		uint32_t value, selector;
	} bitfield;
	struct lsock_ip ip;
	struct {
		const char *text;
		size_t len;
	} text;
} out;

#define GETTER(name, call, member)							\
	static int name(const struct nlattr *attribute)					\
	{										\
		return call(attribute, &out.member);					\
	}

GETTER(get_u8, lsock_nlattr_u8, u8)
GETTER(get_u16, lsock_nlattr_u16, u16)
GETTER(get_u32, lsock_nlattr_u32, u32)
GETTER(get_u64, lsock_nlattr_u64, u64)
GETTER(get_s32, lsock_nlattr_s32, s32)
GETTER(get_s64, lsock_nlattr_s64, s64)
GETTER(get_be16, lsock_nlattr_be16, u16)
GETTER(get_be32, lsock_nlattr_be32, u32)
GETTER(get_be64, lsock_nlattr_be64, u64)
GETTER(get_uint, lsock_nlattr_uint, u64)
GETTER(get_sint, lsock_nlattr_sint, s64)
GETTER(get_ip, lsock_nlattr_ip, ip)

static int get_bitfield(const struct nlattr *attribute)
{
	return lsock_nlattr_bitfield(attribute, &out.bitfield.value, &out.bitfield.selector);
}

static int get_text(const struct nlattr *attribute)
{
	return lsock_nlattr_text(attribute, &out.text.text, &out.text.len);
}

static const struct {
	const char *name;
	int (*get)(const struct nlattr *attribute);
	size_t sizes[2];	/* that it takes */
} getters[] = {
	{ "u8", get_u8, { 1, 1 } }, { "u16", get_u16, { 2, 2 } }, { "u32", get_u32, { 4, 4 } },
	{ "u64", get_u64, { 8, 8 } }, { "s32", get_s32, { 4, 4 } }, { "s64", get_s64, { 8, 8 } },
	{ "be16", get_be16, { 2, 2 } }, { "be32", get_be32, { 4, 4 } },
	{ "be64", get_be64, { 8, 8 } }, { "uint", get_uint, { 4, 8 } },
	{ "sint", get_sint, { 4, 8 } }, { "bitfield", get_bitfield, { 8, 8 } },
	{ "ip", get_ip, { 4, 16 } },
};

/* An attribute with that payload, which lies at 8 n + 4, with no byte behind it. */
static const struct nlattr *with(const void *payload, size_t size)
{
	struct raw raw = { .size = 0 };

	raw_attribute(&raw, 7, NULL, 0);
	raw_attribute(&raw, 7, payload, size);
	return (const void *) ((const char *) raw_tight(raw.bytes, raw.size) + 4);
}

TEST(length_is_that_of_the_type)
{
	static const char payload[20];
	size_t n, size;
	int r;

	for (n = 0; n < COUNT_OF(getters); n++)
		for (size = 0; size <= sizeof(payload); size++) {
			bool fits = size == getters[n].sizes[0] || size == getters[n].sizes[1];

			bytes_paint(&out, sizeof(out));
			r = getters[n].get(with(payload, size));
			ck_assert_msg(r == (fits ? 0 : -EBADMSG), "%s of %zu: %d", getters[n].name,
				      size, r);
			ck_assert(bytes_painted(&out, sizeof(out)) != fits);
		}
}

TEST(nothing_is_no_message)
{
	size_t n;

	bytes_paint(&out, sizeof(out));
	for (n = 0; n < COUNT_OF(getters); n++)
		ck_assert_int_eq(getters[n].get(NULL), -ENOMSG);
	ck_assert_int_eq(get_text(NULL), -ENOMSG);
	ck_assert(bytes_painted(&out, sizeof(out)));
}

TEST(numbers_are_as_the_machine_has_them)
{
	const uint64_t wide = UINT64_C(0x8182838485868788);
	const uint32_t word = 0x81828384;
	const uint16_t half = 0x8182;

	ck_assert_int_eq(get_u8(with("\x81", 1)), 0);
	ck_assert_uint_eq(out.u8, 0x81);
	ck_assert_int_eq(get_u16(with(&half, 2)), 0);
	ck_assert_uint_eq(out.u16, half);
	ck_assert_int_eq(get_u32(with(&word, 4)), 0);
	ck_assert_uint_eq(out.u32, word);
	ck_assert_int_eq(get_u64(with(&wide, 8)), 0);
	ck_assert_uint_eq(out.u64, wide);
	ck_assert_int_eq(get_s32(with(&word, 4)), 0);
	ck_assert_int_eq(out.s32, (int32_t) word);
	ck_assert_int_eq(get_s64(with(&wide, 8)), 0);
	ck_assert_int_eq(out.s64, (int64_t) wide);
}

TEST(big_endian_numbers_are_turned)
{
	ck_assert_int_eq(get_be16(with("\x81\x02", 2)), 0);
	ck_assert_uint_eq(out.u16, 0x8102);
	ck_assert_int_eq(get_be32(with("\x81\x02\x03\x04", 4)), 0);
	ck_assert_uint_eq(out.u32, 0x81020304);
	ck_assert_int_eq(get_be64(with("\x81\x02\x03\x04\x05\x06\x07\x08", 8)), 0);
	ck_assert_uint_eq(out.u64, UINT64_C(0x8102030405060708));
}

TEST(numbers_of_two_widths)
{
	const int64_t wide = -(INT64_C(1) << 40);
	const int32_t narrow = -2;

	ck_assert_int_eq(get_uint(with(&narrow, 4)), 0);
	ck_assert_uint_eq(out.u64, 0xfffffffe);
	ck_assert_int_eq(get_uint(with(&wide, 8)), 0);
	ck_assert_uint_eq(out.u64, (uint64_t) wide);
	ck_assert_int_eq(get_sint(with(&narrow, 4)), 0);
	ck_assert_int_eq(out.s64, -2);
	ck_assert_int_eq(get_sint(with(&wide, 8)), 0);
	ck_assert_int_eq(out.s64, wide);
}

TEST(bitfield_has_value_and_selector)
{
	const uint32_t both[] = { 5, 7 };

	ck_assert_int_eq(get_bitfield(with(both, sizeof(both))), 0);
	ck_assert_uint_eq(out.bitfield.value, 5);
	ck_assert_uint_eq(out.bitfield.selector, 7);
}

TEST(address_is_a_host_of_its_family)
{
	static const uint8_t bytes[16] = { 0x20, 1, 0xd, 0xb8, [15] = 9 };
	static const struct lsock_ip four = { AF_INET, 32, { 0x20, 1, 0xd, 0xb8 } };

	ck_assert_int_eq(get_ip(with(bytes, 4)), 0);
	ck_assert_mem_eq(&out.ip, &four, sizeof(four));
	ck_assert_int_eq(get_ip(with(bytes, 16)), 0);
	ck_assert_int_eq(out.ip.family, AF_INET6);
	ck_assert_int_eq(out.ip.prefix, 128);
	ck_assert_mem_eq(out.ip.bytes, bytes, 16);
}

static void is_text(const char *payload, size_t size, size_t len)
{
	const struct nlattr *attribute = with(payload, size);

	ck_assert_int_eq(get_text(attribute), 0);
	ck_assert_uint_eq(out.text.len, len);
	ck_assert_ptr_eq(out.text.text, lsock_nlattr_area(attribute).data);
	ck_assert_mem_eq(out.text.text, payload, len);
}

TEST(text_with_and_without_its_nul)
{
	is_text("lo", 3, 2);
	is_text("lo", 2, 2);
	is_text("eth0", 4, 4);
	is_text("", 1, 0);
	is_text("", 0, 0);
}

TEST(text_with_a_nul_inside_is_refused)
{
	static const struct {
		const char *payload;
		size_t size;
	} bad[] = { { "a\0b", 3 }, { "a\0b", 4 }, { "\0a", 2 }, { "\0", 2 }, { "a\0", 3 } };
	size_t n;

	for (n = 0; n < COUNT_OF(bad); n++) {
		bytes_paint(&out, sizeof(out));
		ck_assert_int_eq(get_text(with(bad[n].payload, bad[n].size)), -EBADMSG);
		ck_assert(bytes_painted(&out, sizeof(out)));
	}
}
