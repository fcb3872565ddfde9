/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Random fields, texts and sockaddrs, made from what the row says of itself and of each other. */
#include "tools/check/prove/state.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* Pieces and figures of which addresses are made, and the numbers at the edges. */
static const char *const pieces[] = {
	":", "::", ".", "/", "./", "@", "%", ",", "=", "-", "[", "]", "*", "0x", "\\", "\\x",
	"\\\\", "\\x00", " ", "0", "1", "00", "127", "255", "256", "65535", "65536", "4294967295",
	"4294967296", "ff", "ffff", "1.1.10", "lo", "any", "all", "local", "a", "z", "\n", "\x7f",
	"\xff", "\xc3\xa9", "192.0.2.1", "fe80::1%1", "2001:db8::1", "abc(def)",
};

#define PIECES (sizeof(pieces) / sizeof(pieces[0]))

static const char *word_of_row(struct prove *prove)
{
	const struct lsock_family *row = prove->row;
	const struct lsock_form *form = &row->forms[prove_random(prove, row->form_count)];
	size_t aliases = 0;

	switch (prove_random(prove, 5)) {
	case 0:
		while (row->aliases && row->aliases[aliases])
			aliases++;
		return aliases ? row->aliases[prove_random(prove, aliases)] : row->name;
	case 1:
		return row->loopback ? row->loopback : row->name;
	case 2:
		return form->name;
	case 3:
		return form->count ? form->fields[prove_random(prove, form->count)].name : "";
	default:
		return row->name;
	}
}

static const char *random_piece(struct prove *prove)
{
	return prove_chance(prove, 4) ? word_of_row(prove) : pieces[prove_random(prove, PIECES)];
}

static void text_remove(struct prove_text *text, size_t at, size_t n)
{
	n = n < text->len - at ? n : text->len - at;
	memmove(text->bytes + at, text->bytes + at + n, text->len - at - n);
	text->len -= n;
}

static void text_insert(struct prove_text *text, size_t at, const char *bytes, size_t n)
{
	if (n > sizeof(text->bytes) - text->len)
		return;
	memmove(text->bytes + at + n, text->bytes + at, text->len - at);
	memcpy(text->bytes + at, bytes, n);
	text->len += n;
}

/* Some of the text once more, which may grow it beyond every limit. */
static void text_repeat(struct prove *prove, struct prove_text *text, size_t at)
{
	size_t times = 1 + prove_index(prove, prove_chance(prove, 8) ? 200 : 3);
	size_t n = text->len - at;
	char bytes[PROVE_TEXT];

	n = n > 0 ? 1 + prove_index(prove, n) : 0;
	memcpy(bytes, text->bytes + at, n);
	while (times-- > 0)
		text_insert(text, at, bytes, n);
}

static void text_mutate(struct prove *prove, struct prove_text *text)
{
	size_t at = prove_index(prove, text->len + 1);
	const char *piece = random_piece(prove);
	char byte = (char) prove_random(prove, 256);

	switch (prove_random(prove, 7)) {
	case 0:
		text_remove(text, at, 1);
		break;
	case 1:
		text_remove(text, at, 1 + prove_index(prove, 8));
		break;
	case 2:
		text_remove(text, at, 1);
		text_insert(text, at, piece, strlen(piece));
		break;
	case 3:
		text_insert(text, at, &byte, 1);
		break;
	case 4:
		text_repeat(prove, text, at);
		break;
	case 5:
		text->len = at;
		break;
	default:
		text_insert(text, at, piece, strlen(piece));
	}
}

static void text_set(struct prove_text *text, const char *bytes, size_t n)
{
	text->len = 0;
	text_insert(text, 0, bytes, n);
}

static void text_begin(struct prove *prove, struct prove_text *text)
{
	char known[LSOCK_ADDR_TEXT_SIZE];
	int n;

	if (prove->pool_used > 0 && !prove_chance(prove, 4)) {
		n = lsock_addr_format(&prove->pool[prove_random(prove, prove->pool_used)].addr,
				      known, sizeof(known));
		if (n > 0 && (size_t) n < sizeof(known)) {
			text_set(text, known, (size_t) n);
			return;
		}
	}
	if (prove->row->loopback && prove_chance(prove, 2)) {
		text_set(text, prove->row->loopback, strlen(prove->row->loopback));
		return;
	}
	text_set(text, prove->row->name, strlen(prove->row->name));
	text_insert(text, text->len, ":", 1);
}

void prove_make_text(struct prove *prove, struct prove_text *ret_text)
{
	uint64_t times = prove_random(prove, 5);

	text_begin(prove, ret_text);
	while (times-- > 0)
		text_mutate(prove, ret_text);
}

static int64_t random_number(struct prove *prove, const struct lsock_field *field)
{
	uint64_t span = (uint64_t) field->max - (uint64_t) field->min;

	switch (prove_random(prove, 12)) {
	case 0:
		return field->min;
	case 1:
		return field->max;
	case 2:
		return field->min > INT64_MIN ? field->min - 1 : field->min;
	case 3:
		return field->max < INT64_MAX ? field->max + 1 : field->max;
	case 4:
		return field->default_number;
	case 5:
		return (int64_t) (prove_random(prove, UINT64_MAX));
	case 6:
	case 7:
		span = span < 16 ? span : 16;
		break;
	}
	return (int64_t) ((uint64_t) field->min +
			  (span == UINT64_MAX ? prove_random(prove, span) :
						prove_random(prove, span + 1)));
}

static size_t random_length(struct prove *prove, const struct lsock_field *field)
{
	const int64_t most = sizeof(((struct prove_fields *) 0)->data[0]) - 1;
	size_t min = (size_t) field->min;
	size_t max = (size_t) (field->max < most ? field->max : most);

	switch (prove_random(prove, 8)) {
	case 0:
		return min;
	case 1:
		return max;
	case 2:
		return max + 1;
	case 3:
		return min > 0 ? min - 1 : 0;
	default:
		return min + prove_index(prove, max - min + 1);
	}
}

/* The same field of an address that is known to be good, or nothing. */
static size_t known_bytes(struct prove *prove, size_t form, size_t i, char *bytes, size_t room)
{
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char scratch[LSOCK_FIELD_SCRATCH];
	const struct lsock_form *of;

	if (prove->pool_used == 0)
		return 0;
	if (lsock_addr_to_fields(&prove->pool[prove_random(prove, prove->pool_used)].addr, scratch,
				 sizeof(scratch), values, LSOCK_FIELDS_MAX, &of) < 0)
		return 0;
	if (of != &prove->row->forms[form] || values[i].kind == LSOCK_KIND_NUMBER)
		return 0;
	if (values[i].size == 0 || values[i].size > room)
		return 0;
	memcpy(bytes, values[i].data, values[i].size);
	return values[i].size;
}

static size_t pieces_bytes(struct prove *prove, char *bytes, size_t len, size_t room)
{
	struct prove_text text = { .len = 0 };

	if (prove_chance(prove, 4))
		text_begin(prove, &text);
	while (text.len < len && !prove_chance(prove, 6)) {
		const char *piece = random_piece(prove);

		text_insert(&text, text.len, piece, strlen(piece));
	}
	text.len = text.len < room ? text.len : room;
	memcpy(bytes, text.bytes, text.len);
	return text.len;
}

static size_t random_bytes(struct prove *prove, size_t form, size_t i, char *bytes, size_t room)
{
	size_t len = random_length(prove, &prove->row->forms[form].fields[i]), at;
	unsigned how = (unsigned) prove_random(prove, 4);

	len = len < room ? len : room;
	if (how == 0)
		return known_bytes(prove, form, i, bytes, room);
	if (how == 1)
		return pieces_bytes(prove, bytes, len, room);
	for (at = 0; at < len; at++)
		bytes[at] = (char) (how == 2 ? prove_random(prove, 256) :
					       'a' + prove_random(prove, 26));
	return len;
}

bool prove_number_fits(const struct lsock_field *field, int64_t number)
{
	uint64_t wide = (uint64_t) number;

	if (field->flags & LSOCK_FIELD_U64)
		return wide >= (uint64_t) field->min && wide <= (uint64_t) field->max;
	return number >= field->min && number <= field->max;
}

/* What the description forbids about a value, as an errno; 0: nothing. */
static int forbidden(const struct lsock_field *field, const struct lsock_value *value)
{
	if (value->kind == LSOCK_KIND_UNSAID)
		return field->flags & LSOCK_FIELD_REQUIRED ? -EINVAL : 0;
	if ((value->kind == LSOCK_KIND_NUMBER) != (field->kind == LSOCK_KIND_NUMBER))
		return -EINVAL;
	if (field->kind == LSOCK_KIND_NUMBER) {
		if (!(field->flags & LSOCK_FIELD_REQUIRED) &&
		    value->number == field->default_number)
			return 0;
		return prove_number_fits(field, value->number) ? 0 : -ERANGE;
	}
	if ((int64_t) value->size > field->max)
		return -ENAMETOOLONG;
	if ((int64_t) value->size < field->min)
		return -EINVAL;
	if (field->kind == LSOCK_KIND_TEXT && memchr(value->data, '\0', value->size))
		return -EINVAL;
	return 0;
}

static void make_value(struct prove *prove, struct prove_fields *fields, size_t i)
{
	const struct lsock_field *field = &prove->row->forms[fields->form].fields[i];
	struct lsock_value *value = &fields->values[i];
	int kind = field->kind, err;

	if (prove_chance(prove, 4) && !(field->flags & LSOCK_FIELD_REQUIRED))
		kind = LSOCK_KIND_UNSAID;
	else if (prove_chance(prove, 64))
		kind = (int) prove_random(prove, LSOCK_KIND_BYTES + 1);
	*value = (struct lsock_value){ .kind = kind, .data = fields->data[i] };
	if (kind == LSOCK_KIND_NUMBER)
		value->number = random_number(prove, field);
	else if (kind != LSOCK_KIND_UNSAID)
		value->size = random_bytes(prove, fields->form, i, fields->data[i],
					   sizeof(fields->data[i]));
	err = forbidden(field, value);
	fields->errors += err != 0;
	fields->error = fields->errors == 1 ? (err ? err : fields->error) : 0;
	if (kind != LSOCK_KIND_UNSAID && field->flags & LSOCK_FIELD_NOT_IN_TEXT)
		fields->beyond_text |= field->kind != LSOCK_KIND_NUMBER ||
				       value->number != field->default_number;
}

void prove_make_fields(struct prove *prove, struct prove_fields *ret_fields)
{
	size_t i;

	ret_fields->form = prove_index(prove, prove->row->form_count);
	ret_fields->count = prove->row->forms[ret_fields->form].count;
	ret_fields->errors = 0;
	ret_fields->error = 0;
	ret_fields->beyond_text = false;
	for (i = 0; i < ret_fields->count; i++)
		make_value(prove, ret_fields, i);
}

size_t prove_make_bytes(struct prove *prove, unsigned char *bytes, size_t room)
{
	const sa_family_t af = (sa_family_t) prove->row->af;
	size_t len = prove->row->longest, times, i;

	for (i = 0; i < room; i++)
		bytes[i] = (unsigned char) prove_random(prove, 256);
	if (prove->pool_used > 0 && !prove_chance(prove, 8)) {
		const struct lsock_addr *addr =
			&prove->pool[prove_random(prove, prove->pool_used)].addr;

		len = addr->len;
		memcpy(bytes, &addr->u, len);
		for (times = prove_index(prove, 4); times > 0; times--)
			bytes[prove_index(prove, len)] ^=
				(unsigned char) (1 << prove_random(prove, 8));
	}
	memcpy(bytes, &af, sizeof(af));
	if (prove_chance(prove, 3))
		len = sizeof(af) + prove_index(prove, room - sizeof(af) + 1);
	return len;
}
