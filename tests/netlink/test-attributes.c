/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The index of attributes by type. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/netlink/raw.h"

static struct lsock_nlattrs index_of_all;

/* Painted before, for it lies on a stack. */
static struct lsock_nlattrs *index_in(struct lsock_bytes area)
{
	bytes_paint(&index_of_all, sizeof(index_of_all));
	ck_assert_int_eq(lsock_nlattrs_in(area, &index_of_all), 0);
	return &index_of_all;
}

/* How many types it has. */
static unsigned count(const struct lsock_nlattrs *attributes)
{
	unsigned type, n = 0;

	for (type = 0; type < 70000; type++)
		n += lsock_nlattrs_has(attributes, type);
	return n;
}

TEST(attributes_are_found_by_type)
{
	static const uint16_t types[] = { 0, 1, 63, 64, 127, 128, 511 };
	const struct lsock_nlattrs *found;
	const struct nlattr *made[COUNT_OF(types)];
	struct raw raw = { .size = 0 };
	size_t n;

	for (n = 0; n < COUNT_OF(types); n++)
		made[n] = raw_attribute(&raw, types[n], NULL, n);
	found = index_in(raw_area(&raw));
	for (n = 0; n < COUNT_OF(types); n++) {
		ck_assert(lsock_nlattrs_has(found, types[n]));
		ck_assert_ptr_eq(lsock_nlattrs_at(found, types[n]), made[n]);
		ck_assert_ptr_eq(found->at[types[n]], made[n]);
		ck_assert_uint_eq(lsock_nlattrs_area(found, types[n]).size, n);
	}
	ck_assert_uint_eq(count(found), COUNT_OF(types));
	ck_assert_uint_eq(found->beyond, 0);
	ck_assert_uint_eq(found->reserved, 0);
	ck_assert_ptr_null(found->head);
}

TEST(what_is_missing_is_not_found)
{
	const struct lsock_nlattrs *none = index_in(lsock_nlattr_area(NULL));

	ck_assert_uint_eq(count(none), 0);
	ck_assert_ptr_null(lsock_nlattrs_at(none, 1));
	ck_assert_ptr_null(lsock_nlattrs_at(none, 512));
	ck_assert_ptr_null(lsock_nlattrs_at(none, ~0u));
	ck_assert(!lsock_nlattrs_has(none, ~0u));
	ck_assert_ptr_null(lsock_nlattrs_area(none, 1).data);
	ck_assert_uint_eq(lsock_nlattrs_area(none, 1).size, 0);
}

TEST(last_of_a_type_counts)
{
	struct raw raw = { .size = 0 };
	uint8_t value = 0;

	raw_attribute(&raw, 5, "\1", 1);
	raw_attribute(&raw, 6, "\2", 1);
	raw_attribute(&raw, 5, "\3", 1);
	ck_assert_int_eq(lsock_nlattrs_u8(index_in(raw_area(&raw)), 5, &value), 0);
	ck_assert_uint_eq(value, 3);
	ck_assert_uint_eq(count(&index_of_all), 2);
}

TEST(types_beyond_are_counted)
{
	struct raw raw = { .size = 0 };

	raw_attribute(&raw, 511, NULL, 0);
	raw_attribute(&raw, 512, NULL, 0);
	raw_attribute(&raw, 0x3fff, NULL, 0);
	raw_attribute(&raw, 512, NULL, 0);
	ck_assert_uint_eq(index_in(raw_area(&raw))->beyond, 3);
	ck_assert_uint_eq(count(&index_of_all), 1);
}

TEST(flags_are_no_part_of_a_type)
{
	struct raw raw = { .size = 0 };
	const struct nlattr *nest = raw_attribute(&raw, 5 | NLA_F_NESTED, NULL, 0);
	const struct nlattr *number = raw_attribute(&raw, 6 | NLA_F_NET_BYTEORDER, NULL, 0);
	const struct lsock_nlattrs *found = index_in(raw_area(&raw));

	ck_assert_ptr_eq(lsock_nlattrs_at(found, 5), nest);
	ck_assert_ptr_eq(lsock_nlattrs_at(found, 6), number);
	ck_assert_uint_eq(found->beyond, 0);
}

TEST(message_is_read_behind_its_header)
{
	struct raw raw = { .size = 0 };
	struct nlmsghdr *message = raw_message(&raw, 20, 6);
	uint32_t value = 0;

	raw_attribute(&raw, 3, "\1\1\1\1", 4);
	message->nlmsg_len = (uint32_t) raw.size;
	bytes_paint(&index_of_all, sizeof(index_of_all));
	ck_assert_int_eq(lsock_nlattrs_of(message, 6, &index_of_all), 0);
	ck_assert_ptr_eq(index_of_all.head, raw.bytes + 16);
	ck_assert_int_eq(lsock_nlattrs_u32(&index_of_all, 3, &value), 0);
	ck_assert_uint_eq(value, 0x01010101);
}

TEST(header_at_the_end_need_not_be_padded)
{
	struct raw raw = { .size = 0 };
	const struct nlmsghdr *message = raw_message(&raw, 20, 9);

	ck_assert_int_eq(lsock_nlattrs_of(message, 9, &index_of_all), 0);
	ck_assert_uint_eq(count(&index_of_all), 0);
	ck_assert_ptr_eq(index_of_all.head, raw.bytes + 16);
}

TEST(nest_is_read_as_an_area)
{
	struct raw inner = { .size = 0 }, outer = { .size = 0 };
	struct lsock_nlattrs nested;
	uint16_t value = 0, word = 77;

	raw_attribute(&inner, 2, &word, sizeof(word));
	raw_attribute(&outer, 9 | NLA_F_NESTED, inner.bytes, inner.size);
	index_in(raw_area(&outer));
	ck_assert_int_eq(lsock_nlattrs_in(lsock_nlattrs_area(&index_of_all, 9), &nested), 0);
	ck_assert_int_eq(lsock_nlattrs_u16(&nested, 2, &value), 0);
	ck_assert_uint_eq(value, 77);
}

static void sees_nothing(int r, int error)
{
	ck_assert_int_eq(r, error);
	ck_assert_uint_eq(count(&index_of_all), 0);
	ck_assert_uint_eq(index_of_all.beyond, 0);
	ck_assert_ptr_null(index_of_all.head);
}

TEST(nothing_is_seen_of_what_is_malformed)
{
	struct raw raw = { .size = 0 };
	struct nlmsghdr *message = raw_message(&raw, 20, 0);
	struct lsock_bytes odd = { raw.bytes + 2, 8 };

	raw_attribute(&raw, 3, NULL, 4);
	raw_attribute(&raw, 70, NULL, 4);
	raw_attribute(&raw, 600, NULL, 4);
	raw_attribute(&raw, 4, NULL, 4)->nla_len = 9;
	message->nlmsg_len = (uint32_t) raw.size;
	bytes_paint(&index_of_all, sizeof(index_of_all));
	sees_nothing(lsock_nlattrs_of(message, 0, &index_of_all), -EBADMSG);
	bytes_paint(&index_of_all, sizeof(index_of_all));
	sees_nothing(lsock_nlattrs_of(message, 100, &index_of_all), -EBADMSG);
	bytes_paint(&index_of_all, sizeof(index_of_all));
	sees_nothing(lsock_nlattrs_in(odd, &index_of_all), -EINVAL);
	bytes_paint(&index_of_all, sizeof(index_of_all));
	sees_nothing(lsock_nlattrs_of(odd.data, 0, &index_of_all), -EINVAL);
}

/* It has a loop of its own: each length of the last attribute, held against the walk. */
TEST(lengths_are_held_as_by_the_walk)
{
	static char bytes[40];
	unsigned size, claimed;

	for (size = 0; size <= sizeof(bytes); size++)
		for (claimed = 0; claimed <= UINT16_MAX; claimed += claimed < 50 ? 1 : 4093) {
			const struct nlattr *attribute = NULL;
			struct lsock_bytes area = { .size = size };
			int r;

			memcpy(bytes, &(uint16_t){ 8 }, 2);
			memcpy(bytes + 8, &(uint16_t){ (uint16_t) claimed }, 2);
			area.data = raw_tight(bytes, size);
			while ((r = lsock_nlattr_next(area, &attribute)) > 0)
				;
			ck_assert_int_eq(lsock_nlattrs_in(area, &index_of_all), r);
		}
}

TEST(getters_read_by_type)
{
	const uint64_t wide = UINT64_C(1) << 40;
	const uint16_t half = 1000;
	const char *text = NULL;
	struct raw raw = { .size = 0 };
	struct lsock_ip ip = { .family = 0 };
	uint64_t u64 = 0;
	uint16_t u16 = 0;
	size_t len = 0;

	raw_attribute(&raw, 1, &half, sizeof(half));
	raw_attribute(&raw, 2, &wide, sizeof(wide));
	raw_attribute(&raw, 3, "\x7f\0\0\1", 4);
	raw_attribute(&raw, 4, "eth0", 5);
	index_in(raw_area(&raw));
	ck_assert_int_eq(lsock_nlattrs_u16(&index_of_all, 1, &u16), 0);
	ck_assert_uint_eq(u16, half);
	ck_assert_int_eq(lsock_nlattrs_u64(&index_of_all, 2, &u64), 0);
	ck_assert_uint_eq(u64, wide);
	ck_assert_int_eq(lsock_nlattrs_ip(&index_of_all, 3, &ip), 0);
	ck_assert_int_eq(ip.family, AF_INET);
	ck_assert_uint_eq(ip.bytes[0], 127);
	ck_assert_int_eq(lsock_nlattrs_text(&index_of_all, 4, &text, &len), 0);
	ck_assert_uint_eq(len, 4);
	ck_assert_mem_eq(text, "eth0", 5);
}

TEST(getters_leave_a_default)
{
	const char *text = "default";
	struct raw raw = { .size = 0 };
	struct lsock_ip ip = { .family = 77 };
	uint8_t u8 = 1;
	uint16_t u16 = 2;
	uint32_t u32 = 3;
	uint64_t u64 = 4;
	size_t len = 7;
	unsigned type;

	raw_attribute(&raw, 1, "a\0b", 3);	/* no length that one of them takes */
	index_in(raw_area(&raw));
	for (type = 1; type <= 513; type += 256) {
		int expected = type == 1 ? -EBADMSG : -ENOMSG;

		ck_assert_int_eq(lsock_nlattrs_u8(&index_of_all, type, &u8), expected);
		ck_assert_int_eq(lsock_nlattrs_u16(&index_of_all, type, &u16), expected);
		ck_assert_int_eq(lsock_nlattrs_u32(&index_of_all, type, &u32), expected);
		ck_assert_int_eq(lsock_nlattrs_u64(&index_of_all, type, &u64), expected);
		ck_assert_int_eq(lsock_nlattrs_ip(&index_of_all, type, &ip), expected);
		ck_assert_int_eq(lsock_nlattrs_text(&index_of_all, type, &text, &len), expected);
	}
	ck_assert(u8 == 1 && u16 == 2 && u32 == 3 && u64 == 4 && ip.family == 77 && len == 7);
	ck_assert_str_eq(text, "default");
}

/* What a walk of one's own would find. */
static const struct nlattr *search(struct lsock_bytes area, unsigned type)
{
	const struct nlattr *attribute = NULL, *found = NULL;

	while (lsock_nlattr_next(area, &attribute) > 0)
		if (lsock_nlattr_type(attribute) == type)
			found = attribute;
	return found;
}

TEST(random_attributes_are_found_as_by_a_walk)
{
	static struct raw raw;
	unsigned type;
	int round, n;

	for (round = 0; round < 50; round++) {
		raw.size = 0;
		for (n = (int) random_below(60); n > 0; n--)
			raw_attribute(&raw, (uint16_t) random_below(round % 2 ? 80 : 700), NULL,
				      random_index(20));
		index_in(raw_area(&raw));
		for (type = 0; type < LSOCK_NLATTRS_MAX; type++)
			ck_assert_ptr_eq(lsock_nlattrs_at(&index_of_all, type),
					 search(raw_area(&raw), type));
	}
}
