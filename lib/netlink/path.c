/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * From an offset to a name: down from the message through the nests that the offset lies in, by
 * their tables.  Where there is no table, attributes go by their numbers.  Everything stays the
 * caller's.
 */
#include "netlink/path.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>

#include "netlink/walk.h"

#define DEPTH_MAX 16

/* A message or a nest: a header by the set, and attributes. */
struct place {
	const struct lsock_nlset *set;	/* NULL: nobody knows */
	bool is_array;			/* of such places, whose types are only counted */
	struct lsock_bytes bytes;
};

/* What an offset lies in there. */
struct found {
	const struct lsock_nlrow *row;	/* NULL: not in the table */
	const struct nlattr *attribute;	/* NULL: a member of the header */
};

/* ---- rows */

/* Programs' tables may have rows of another release. */
static const struct lsock_nlrow *row_at(const struct lsock_nlset *set,
					const struct lsock_nlrow *rows, size_t i)
{
	return (const void *) ((const char *) rows + i * set->row_size);
}

static const struct lsock_nlrow *row_of(const struct place *place, unsigned type)
{
	const struct lsock_nlrow *row;

	if (place->set == NULL || place->is_array || type >= place->set->count)
		return NULL;
	row = row_at(place->set, place->set->rows, type);
	return row->name ? row : NULL;
}

static size_t size_of(const struct lsock_nlrow *row)
{
	static const uint8_t sizes[] = {
		[LSOCK_NLROW_U8] = 1, [LSOCK_NLROW_U16] = 2, [LSOCK_NLROW_U32] = 4,
		[LSOCK_NLROW_U64] = 8, [LSOCK_NLROW_S32] = 4, [LSOCK_NLROW_S64] = 8,
		[LSOCK_NLROW_NAME] = 16, [LSOCK_NLROW_BITFIELD] = 8,
	};

	if (row->longest > 0)
		return row->longest;
	return row->type < sizeof(sizes) ? sizes[row->type] : 0;
}

/* ---- one place */

static size_t header_of(const struct place *place)
{
	return place->set && !place->is_array ? place->set->header : 0;
}

static bool find_member(const struct place *place, size_t offset, struct found *ret_found)
{
	const struct lsock_nlrow *row;
	size_t i;

	for (i = 0; i < place->set->head_count; i++) {
		row = row_at(place->set, place->set->head, i);
		if (row->name && offset >= row->offset && offset - row->offset < size_of(row)) {
			*ret_found = (struct found){ .row = row };
			return true;
		}
	}
	return false;
}

static struct lsock_bytes attributes_of(const struct place *place)
{
	size_t before = lsock__nl_align(header_of(place));

	if (before > place->bytes.size)
		before = place->bytes.size;
	return (struct lsock_bytes){
		.data = (const char *) place->bytes.data + before,
		.size = place->bytes.size - before,
	};
}

/* Padding between attributes is of none of them. */
static bool find_attribute(const struct place *place, const char *byte, struct found *ret_found)
{
	struct lsock_bytes area = attributes_of(place);
	const struct nlattr *a;
	size_t at;

	for (at = 0; lsock__nlattr_at(area, at, &a) > 0; at += lsock__nl_align(a->nla_len)) {
		if (byte >= (const char *) a && byte < (const char *) a + a->nla_len) {
			*ret_found = (struct found){
				.row = row_of(place, lsock__nlattr_type(a)), .attribute = a,
			};
			return true;
		}
	}
	return false;
}

static bool find(const struct place *place, const char *byte, struct found *ret_found)
{
	const char *start = place->bytes.data;

	if (byte < start || byte >= start + place->bytes.size)
		return false;
	if ((size_t) (byte - start) < header_of(place))
		return find_member(place, (size_t) (byte - start), ret_found);
	return find_attribute(place, byte, ret_found);
}

/* ---- which table a nest has */

/* Of several the last one counts, as in the kernel. */
static const struct nlattr *attribute_of(const struct place *place, unsigned type)
{
	struct lsock_bytes area = attributes_of(place);
	const struct nlattr *a, *last = NULL;
	size_t at;

	for (at = 0; lsock__nlattr_at(area, at, &a) > 0; at += lsock__nl_align(a->nla_len))
		if (lsock__nlattr_type(a) == type)
			last = a;
	return last;
}

static bool has_word(const struct nlattr *attribute, const char *word)
{
	const char *text;
	size_t len;

	return lsock_nlattr_text(attribute, &text, &len) == 0 && strlen(word) == len &&
	       memcmp(text, word, len) == 0;
}

/* Of up to 8 bytes, in the byte order that its row says. */
static bool has_number(const struct nlattr *attribute, const struct lsock_nlrow *row,
		       int64_t number)
{
	struct lsock_bytes bytes = lsock_nlattr_area(attribute);
	const uint8_t *byte = bytes.data;
	bool from_end = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ &&
			!(row && row->flags & LSOCK_NLROW_BIG_ENDIAN);
	uint64_t value = 0;
	size_t i;

	if (bytes.size == 0 || bytes.size > sizeof(value))
		return false;
	for (i = 0; i < bytes.size; i++)
		value = value << 8 | byte[from_end ? bytes.size - 1 - i : i];
	return value == (uint64_t) number;
}

static const struct lsock_nlset *select_set(const struct place *place,
					    const struct lsock_nlselect *select)
{
	const struct nlattr *by;

	for (; select->set; select++) {
		by = attribute_of(place, select->by);
		if (by == NULL)
			continue;
		if (select->word ? has_word(by, select->word) :
				   has_number(by, row_of(place, select->by), select->number))
			return select->set;
	}
	return NULL;
}

static bool is_nest(const struct place *place, const struct found *found)
{
	const struct lsock_nlrow *row = found->row;

	if (place->is_array || found->attribute->nla_type & NLA_F_NESTED)
		return true;
	return row && (row->type == LSOCK_NLROW_NEST || row->type == LSOCK_NLROW_ARRAY);
}

/* What is in it; in what is no nest there is nothing. */
static struct place inside(const struct place *place, const struct found *found)
{
	const struct lsock_nlrow *row = found->row;
	struct place inner = { .set = NULL };

	if (found->attribute == NULL || !is_nest(place, found))
		return inner;
	inner.bytes = lsock_nlattr_area(found->attribute);
	if (place->is_array)
		inner.set = place->set;
	else if (row)
		inner.set = row->select ? select_set(place, row->select) : row->nested;
	inner.is_array = row && row->type == LSOCK_NLROW_ARRAY;
	return inner;
}

/* ---- the whole way */

static void put_name(const struct lsock_nlrow *row, unsigned type, struct lsock__out *out)
{
	lsock__out_char(out, '.');
	if (row)
		lsock__out_text(out, row->name);
	else
		lsock__out_decimal(out, type);
}

/* *place: the message, then what is in the last that is named. */
static int put_names(struct place *place, const char *byte, struct lsock__out *out)
{
	struct found found;
	unsigned depth;

	if (!find(place, byte, &found))
		return -ENOENT;
	lsock__out_text(out, place->set->name);
	depth = 0;
	do {
		put_name(found.row, found.attribute ? lsock__nlattr_type(found.attribute) : 0, out);
		*place = inside(place, &found);
	} while (++depth < DEPTH_MAX && find(place, byte, &found));
	return 0;
}

static int put(struct place *place, const struct nlmsghdr *message, uint32_t offset,
	       struct lsock__out *out)
{
	/* A pointer far beyond the message might wrap. */
	if (message->nlmsg_len < sizeof(*message) || offset >= message->nlmsg_len)
		return -ENOENT;
	place->bytes = (struct lsock_bytes){
		.data = message + 1, .size = message->nlmsg_len - sizeof(*message),
	};
	return put_names(place, (const char *) message + offset, out);
}

int lsock__path_put(const struct lsock_nlset *set, const struct nlmsghdr *message, uint32_t offset,
		    struct lsock__out *out)
{
	struct place place = { .set = set };

	if (!lsock__nl_is_aligned(message))
		return -EINVAL;
	return set ? put(&place, message, offset, out) : -ENOENT;
}

int lsock__path_put_missing(const struct lsock_nlset *set, const struct nlmsghdr *message,
			    uint32_t nest_offset, uint16_t type, struct lsock__out *out)
{
	struct place place = { .set = set };

	if (set == NULL || (nest_offset && message == NULL))
		return -ENOENT;
	if (nest_offset == 0)
		lsock__out_text(out, set->name);
	else if (put(&place, message, nest_offset, out) < 0)
		return -ENOENT;
	put_name(row_of(&place, type), type, out);
	return 0;
}

LSOCK_API int lsock_nlset_path(const struct lsock_nlset *set, const struct nlmsghdr *message,
			       uint32_t offset, char *buf, size_t size)
{
	struct lsock__out out = { .buf = buf, .size = size };
	int r = lsock__path_put(set, message, offset, &out);

	return r < 0 ? r : lsock__out_end(&out);
}
