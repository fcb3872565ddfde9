/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Steps over messages and attributes, whatever lengths these claim. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>

#include "tests/harness/harness.h"
#include "tests/netlink/raw.h"

#define UNTOUCHED ((void *) 4)

/* ---- Messages */

static const struct {
	size_t size;
	uint32_t claimed;
	int result;
} messages[] = {
	{ 0, 0, 0 }, { 1, 16, -EBADMSG }, { 3, 16, -EBADMSG }, { 4, 4, -EBADMSG },
	{ 15, 15, -EBADMSG }, { 15, 16, -EBADMSG }, { 16, 16, 1 }, { 16, 17, -EBADMSG },
	{ 17, 17, 1 }, { 17, 18, -EBADMSG }, { 20, 16, 1 }, { 64, 0, -EBADMSG },
	{ 64, 3, -EBADMSG }, { 64, 4, -EBADMSG }, { 64, 15, -EBADMSG }, { 64, 64, 1 },
	{ 64, 65, -EBADMSG }, { 64, 0x7fffffff, -EBADMSG }, { 64, 0x80000000, -EBADMSG },
	{ 64, 0x80000010, -EBADMSG }, { 64, 0xfffffffc, -EBADMSG }, { 64, 0xfffffffd, -EBADMSG },
	{ 64, 0xffffffff, -EBADMSG },
};

TEST(message_length_is_held_against_the_bytes)
{
	size_t n;

	for (n = 0; n < COUNT_OF(messages); n++) {
		char bytes[64] = "";
		const struct nlmsghdr *message = NULL;
		const void *copy;

		memcpy(bytes, &messages[n].claimed, sizeof(messages[n].claimed));
		copy = raw_tight(bytes, messages[n].size);
		ck_assert_msg(lsock_nlmsg_next(copy, messages[n].size, &message) ==
				      messages[n].result, "%zu bytes, %x claimed", messages[n].size,
			      (unsigned) messages[n].claimed);
		ck_assert_ptr_eq(message, messages[n].result > 0 ? copy : NULL);
	}
}

TEST(last_message_unpadded)
{
	const struct nlmsghdr *message = NULL;
	struct raw raw = { .size = 0 };

	raw_message(&raw, 20, 1);
	raw_message(&raw, 21, 0);
	raw_message(&raw, 22, 3);
	ck_assert_uint_eq(raw.size, 20 + 16 + 19);
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), 1);
	ck_assert_ptr_eq(message, raw.bytes);
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), 1);
	ck_assert_int_eq(message->nlmsg_type, 21);
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), 1);
	ck_assert_int_eq(message->nlmsg_type, 22);
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), 0);
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), 0);
	ck_assert_int_eq(message->nlmsg_type, 22);
}

TEST(what_is_no_message_stays_so)
{
	const struct nlmsghdr *message = NULL;
	struct raw raw = { .size = 0 };
	int n;

	raw_message(&raw, 20, 4);
	raw_message(&raw, 21, 4)->nlmsg_len = 21;
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), 1);
	for (n = 0; n < 2; n++) {
		ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), -EBADMSG);
		ck_assert_ptr_eq(message, raw.bytes);
	}
}

TEST(message_of_other_bytes_is_refused)
{
	const struct nlmsghdr *message, *first;
	struct raw raw = { .size = 0 };

	first = raw_message(&raw, 20, 0);
	message = raw_message(&raw, 21, 0);
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, 16, &message), -EINVAL);
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes + 16, 16, &first), -EINVAL);
	ck_assert_ptr_eq(first, raw.bytes);
}

TEST(misaligned_bytes_are_refused)
{
	struct lsock_bytes area = { UNTOUCHED, 5 };
	const struct nlmsghdr *message = NULL;
	const struct nlattr *attribute = NULL;
	struct raw raw = { .size = 0 };
	size_t n;

	raw_message(&raw, 20, 32);
	for (n = 1; n < 4; n++) {
		struct lsock_bytes odd = { raw.bytes + n, 16 };

		ck_assert_int_eq(lsock_nlmsg_next(odd.data, 16, &message), -EINVAL);
		ck_assert_int_eq(lsock_nlattr_next(odd, &attribute), -EINVAL);
		ck_assert_int_eq(lsock_nlmsg_area(odd.data, 0, &area), -EINVAL);
	}
	ck_assert_ptr_null(message);
	ck_assert_ptr_null(attribute);
	ck_assert_ptr_eq(area.data, UNTOUCHED);
}

/* ---- Areas */

static int area_size(const struct nlmsghdr *message, size_t header)
{
	struct lsock_bytes area = { UNTOUCHED, 12345 };
	int r = lsock_nlmsg_area(message, header, &area);

	if (r == 0)
		return (int) area.size;
	ck_assert_ptr_eq(area.data, UNTOUCHED);
	ck_assert_uint_eq(area.size, 12345);
	return r;
}

TEST(area_is_behind_the_header)
{
	struct raw raw = { .size = 0 };
	const struct nlmsghdr *message = raw_message(&raw, 20, 10);
	struct lsock_bytes area;

	ck_assert_int_eq(lsock_nlmsg_area(message, 0, &area), 0);
	ck_assert_ptr_eq(area.data, raw.bytes + 16);
	ck_assert_uint_eq(area.size, 10);
	ck_assert_int_eq(lsock_nlmsg_area(message, 1, &area), 0);
	ck_assert_ptr_eq(area.data, raw.bytes + 20);
	ck_assert_uint_eq(area.size, 6);
	ck_assert_int_eq(area_size(message, 4), 6);
	ck_assert_int_eq(area_size(message, 5), 2);
	ck_assert_int_eq(area_size(message, 8), 2);
}

TEST(header_beyond_the_message_is_refused)
{
	struct raw raw = { .size = 0 };
	struct nlmsghdr *message = raw_message(&raw, 20, 10);
	size_t n;

	ck_assert_int_eq(area_size(message, 11), -EBADMSG);
	for (n = 0; n < 40; n++)
		ck_assert_int_eq(area_size(message, SIZE_MAX - n), -EBADMSG);
	message->nlmsg_len = 15;
	ck_assert_int_eq(area_size(message, 0), -EBADMSG);
	message->nlmsg_len = 0;
	ck_assert_int_eq(area_size(message, 0), -EBADMSG);
}

/* What has no attributes is an area of none, which the next call takes. */
TEST(header_at_the_end_need_not_be_padded)
{
	const struct nlattr *attribute = NULL;
	struct raw raw = { .size = 0 };
	struct lsock_bytes area;

	raw_message(&raw, 20, 9);
	ck_assert_int_eq(lsock_nlmsg_area((void *) raw.bytes, 9, &area), 0);
	ck_assert_uint_eq(area.size, 0);
	ck_assert_int_eq(lsock_nlattr_next(area, &attribute), 0);
}

TEST(nothing_has_an_empty_area)
{
	struct lsock_bytes area = lsock_nlattr_area(NULL);
	const struct nlattr *attribute = NULL;

	ck_assert_ptr_null(area.data);
	ck_assert_uint_eq(area.size, 0);
	ck_assert_int_eq(lsock_nlattr_next(area, &attribute), 0);
}

/* ---- Attributes */

static const struct {
	size_t size;
	uint16_t claimed;
	int result;
} attributes[] = {
	{ 0, 0, 0 }, { 1, 4, -EBADMSG }, { 3, 3, -EBADMSG }, { 3, 4, -EBADMSG }, { 4, 0, -EBADMSG },
	{ 4, 3, -EBADMSG }, { 4, 4, 1 }, { 4, 5, -EBADMSG }, { 5, 5, 1 }, { 8, 4, 1 },
	{ 64, 15, 1 }, { 64, 16, 1 }, { 64, 64, 1 }, { 64, 65, -EBADMSG }, { 64, 0x8000, -EBADMSG },
	{ 64, 0xfffd, -EBADMSG }, { 64, 0xffff, -EBADMSG }, { 65534, 65535, -EBADMSG },
	{ 65535, 65535, 1 },
};

TEST(attribute_length_is_held_against_the_bytes)
{
	static char bytes[65536];
	size_t n;

	for (n = 0; n < COUNT_OF(attributes); n++) {
		const struct nlattr *attribute = NULL;
		struct lsock_bytes area = { .size = attributes[n].size };

		memcpy(bytes, &attributes[n].claimed, sizeof(attributes[n].claimed));
		area.data = area.size > 4096 ? bytes : raw_tight(bytes, area.size);
		ck_assert_msg(lsock_nlattr_next(area, &attribute) == attributes[n].result,
			      "%zu bytes, %u claimed", area.size, attributes[n].claimed);
		ck_assert_ptr_eq(attribute, attributes[n].result > 0 ? area.data : NULL);
	}
}

TEST(last_attribute_unpadded)
{
	const struct nlattr *attribute = NULL, *other;
	struct raw raw = { .size = 0 };

	raw_attribute(&raw, 1, "a", 1);
	raw_attribute(&raw, 2, NULL, 0);
	raw_attribute(&raw, 3, "abc", 3);
	ck_assert_uint_eq(raw.size, 8 + 4 + 7);
	ck_assert_int_eq(lsock_nlattr_next(raw_area(&raw), &attribute), 1);
	other = attribute;
	ck_assert_int_eq(lsock_nlattr_next(raw_area(&raw), &attribute), 1);
	ck_assert_uint_eq(lsock_nlattr_type(attribute), 2);
	ck_assert_uint_eq(lsock_nlattr_area(attribute).size, 0);
	ck_assert_int_eq(lsock_nlattr_next(lsock_nlattr_area(attribute), &other), -EINVAL);
	ck_assert_int_eq(lsock_nlattr_next(raw_area(&raw), &attribute), 1);
	ck_assert_uint_eq(lsock_nlattr_area(attribute).size, 3);
	ck_assert_ptr_eq(lsock_nlattr_area(attribute).data, raw.bytes + 16);
	ck_assert_int_eq(lsock_nlattr_next(raw_area(&raw), &attribute), 0);
	ck_assert_uint_eq(lsock_nlattr_type(attribute), 3);
}

TEST(type_is_without_its_flags)
{
	static const unsigned types[] = { 0, 1, 511, 512, 0x3fff };
	struct raw raw = { .size = 0 };
	struct nlattr *attribute = raw_attribute(&raw, 0, NULL, 0);
	size_t n;

	for (n = 0; n < 4 * COUNT_OF(types); n++) {
		attribute->nla_type = (uint16_t) (types[n / 4] | n % 4 << 14);
		ck_assert_uint_eq(lsock_nlattr_type(attribute), types[n / 4]);
	}
}
