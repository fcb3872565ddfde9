/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form NUMBERS: "name=number,name=number", "1,2,3". */
#include "options/members.h"

#include <errno.h>
#include <string.h>

#include "options/number.h"
#include "options/value.h"

#define MORE "more="	/* what a newer kernel has behind the members that we know */

/* Where the member lies that begins not before at. */
static size_t member_at(const struct lsock__option_member *member, size_t at)
{
	if (member->name[0] == '\0')
		return at;
	return (at + member->size - 1) / member->size * member->size;
}

static size_t members_size(const struct lsock__option_member *member)
{
	size_t at = 0;

	for (; member->size > 0; member++)
		at = member_at(member, at) + member->size;
	return at;
}

static int64_t member_take(const struct lsock__option_member *member, const unsigned char *bytes)
{
	int64_t wide;
	uint32_t u32;
	uint16_t u16;

	switch (member->size) {
	case 1:
		return *bytes;
	case 2:
		memcpy(&u16, bytes, sizeof(u16));
		return u16;
	case 4:
		memcpy(&u32, bytes, sizeof(u32));
		return member->is_signed ? (int32_t) u32 : (int64_t) u32;
	default:
		memcpy(&wide, bytes, sizeof(wide));
		return wide;
	}
}

static void member_put(const struct lsock__option_member *member, unsigned char *bytes,
		       int64_t number)
{
	uint32_t u32 = (uint32_t) number;
	uint16_t u16 = (uint16_t) number;

	switch (member->size) {
	case 1:
		*bytes = (unsigned char) number;
		break;
	case 2:
		memcpy(bytes, &u16, sizeof(u16));
		break;
	case 4:
		memcpy(bytes, &u32, sizeof(u32));
		break;
	default:
		memcpy(bytes, &number, sizeof(number));
	}
}

static void member_print(const struct lsock__option_member *member, const unsigned char *bytes,
			 struct lsock__out *out)
{
	int64_t number = member_take(member, bytes);

	lsock__out_text(out, member->name);
	lsock__out_char(out, '=');
	if (member->is_hex) {
		lsock__out_text(out, "0x");
		lsock__out_hex(out, (uint32_t) number, 1);
	} else if (member->is_signed) {
		lsock__out_i64(out, number);
	} else {
		lsock__out_u64(out, (uint64_t) number);
	}
}

static void comma_unless_first(struct lsock__out *out, size_t begin)
{
	if (out->len > begin)
		lsock__out_char(out, ',');
}

/* An older kernel has fewer of them. */
int lsock__members_format(const struct lsock_option *option,
			  const struct lsock__option_data *data, struct lsock__out *out)
{
	const struct lsock__option_member *member = option->form->members;
	size_t at = 0, begin = out->len;

	for (; member->size > 0; member++) {
		size_t from = member_at(member, at);

		if (from + member->size > data->len)
			break;
		at = from + member->size;
		if (member->name[0] == '\0')
			continue;
		comma_unless_first(out, begin);
		member_print(member, data->at + from, out);
	}
	if (at < data->len) {
		comma_unless_first(out, begin);
		lsock__out_text(out, MORE);
		lsock__out_hex_bytes(out, data->at + at, data->len - at);
	}
	return 0;
}

/* A member as an option of its own, for its range and its name in messages. */
static struct lsock_option member_option(const struct lsock__option_member *member)
{
	struct lsock_option option = { .name = member->name, .type = LSOCK_OPTION_INT };
	int bits = 8 * member->size;

	if (member->size == 8)
		option.type = LSOCK_OPTION_U64;
	if (member->is_signed)
		option.min = -(INT64_C(1) << (bits - 1));
	option.max = (int64_t) (UINT64_MAX >> (64 - bits + member->is_signed));
	return option;
}

static int member_scan(const struct lsock__option_member *member, struct lsock__scan *scan,
		       unsigned char *bytes)
{
	struct lsock_option option = member_option(member);
	int64_t number = 0;
	int r = lsock__number_scan(&option, scan, &number);

	if (r == 0)
		member_put(member, bytes, number);
	return r;
}

/* "name=" of one of the members; its number, and where it lies. */
static bool member_find(const struct lsock_option *option, struct lsock__scan *scan,
			size_t *ret_i, size_t *ret_at)
{
	const struct lsock__option_member *members = option->form->members;
	const char *begin = scan->at;
	size_t i, at = 0;

	for (i = 0; members[i].size > 0; i++) {
		at = member_at(&members[i], at);
		if (members[i].name[0] != '\0' && lsock__scan_word(scan, members[i].name)) {
			if (lsock__scan_char(scan, '=')) {
				*ret_i = i;
				*ret_at = at;
				return true;
			}
			scan->at = begin;
		}
		at += members[i].size;
	}
	return false;
}

/* In any order; what is not named is 0. */
int lsock__members_parse(const struct lsock_option *option, struct lsock__scan *scan,
			 struct lsock__option_data *data)
{
	uint64_t seen = 0;
	size_t i = 0, at = 0;
	int r;

	r = lsock__data_zero(data, members_size(option->form->members));
	if (r < 0)
		return r;
	do {
		const char *first = scan->at;

		if (!member_find(option, scan, &i, &at))
			return lsock__scan_refuse(scan, first, -EINVAL,
						  "a member's name and = are expected");
		if (seen & UINT64_C(1) << i)
			return lsock__scan_refuse(scan, first, -EINVAL,
						  "this member is named twice");
		seen |= UINT64_C(1) << i;
		r = member_scan(&option->form->members[i], scan, data->at + at);
		if (r < 0)
			return r;
	} while (lsock__scan_char(scan, ','));
	return 0;
}

int lsock__members_get(int fd, const struct lsock_option *option, struct lsock__option_data *data)
{
	return lsock__option_read_size(fd, option, members_size(option->form->members), data);
}

/* Of these two nothing can be set. */
static int list_parse(const struct lsock_option *option, struct lsock__scan *scan,
		      struct lsock__option_data *data)
{
	(void) option;
	(void) data;
	return lsock__scan_refuse(scan, scan->at, -EOPNOTSUPP, "this option cannot be set");
}

static int list_format(const struct lsock_option *option, const struct lsock__option_data *data,
		       struct lsock__out *out)
{
	size_t begin = out->len, i;
	uint32_t number;

	(void) option;
	if (data->len % sizeof(number) != 0)
		return -EMSGSIZE;
	for (i = 0; i < data->len; i += sizeof(number)) {
		memcpy(&number, data->at + i, sizeof(number));
		comma_unless_first(out, begin);
		lsock__out_decimal(out, number);
	}
	return 0;
}

/* 32 bits a word, which has the byte order of the machine. */
static int bits_format(const struct lsock_option *option, const struct lsock__option_data *data,
		       struct lsock__out *out)
{
	size_t begin = out->len, i;
	uint32_t word, bit;

	(void) option;
	if (data->len % sizeof(word) != 0)
		return -EMSGSIZE;
	for (i = 0; i < data->len; i += sizeof(word)) {
		memcpy(&word, data->at + i, sizeof(word));
		for (bit = 0; bit < 32; bit++) {
			if (word >> bit & 1) {
				comma_unless_first(out, begin);
				lsock__out_decimal(out, (uint32_t) i * 8 + bit + 1);
			}
		}
	}
	return 0;
}

const struct lsock_option_form lsock__form_list = {
	.parse = list_parse,
	.format = list_format,
};

const struct lsock_option_form lsock__form_bits = {
	.parse = list_parse,
	.format = bits_format,
};
