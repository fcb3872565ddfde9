/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/families/values.h"

#include <string.h>

#include "tests/harness/harness.h"

static bool is_of_form(const struct lsock_field *field, const struct lsock_value *value)
{
	if (value->kind != field->kind)
		return false;
	return value->kind == LSOCK_KIND_NUMBER || value->data != NULL || value->size == 0;
}

bool values_get(struct values *ret_values, const struct lsock_addr *addr)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);
	size_t i;
	int r = lsock_addr_to_fields(addr, ret_values->scratch, sizeof(ret_values->scratch),
				     ret_values->value, LSOCK_FIELDS_MAX, &ret_values->form);

	if (r < 0)
		return false;
	ret_values->row = row;
	ret_values->number = (size_t) (ret_values->form - row->forms);
	ck_assert_uint_lt(ret_values->number, row->form_count);
	ck_assert_uint_eq((size_t) r, ret_values->form->count);
	for (i = 0; i < ret_values->form->count; i++)
		ck_assert_msg(is_of_form(&ret_values->form->fields[i], &ret_values->value[i]),
			      "field %s has kind %d", ret_values->form->fields[i].name,
			      ret_values->value[i].kind);
	return true;
}

int values_make(const struct values *values, struct lsock_addr *ret_addr, struct lsock_why *why)
{
	return lsock_addr_from_fields(values->row, values->number, values->value,
				      values->form->count, ret_addr, why);
}

static bool same_value(const struct lsock_value *a, const struct lsock_value *b)
{
	if (a->kind == LSOCK_KIND_NUMBER)
		return a->number == b->number;
	return a->size == b->size && (a->size == 0 || memcmp(a->data, b->data, a->size) == 0);
}

bool values_equal(const struct values *a, const struct values *b, uint32_t except)
{
	size_t i;

	if (a->form != b->form)
		return false;
	for (i = 0; i < a->form->count; i++)
		if (!(a->form->fields[i].flags & except) && !same_value(&a->value[i], &b->value[i]))
			return false;
	return true;
}

bool values_said(const struct values *values, uint32_t flag)
{
	size_t i;

	for (i = 0; i < values->form->count; i++) {
		const struct lsock_field *field = &values->form->fields[i];
		const struct lsock_value *value = &values->value[i];

		if (!(field->flags & flag))
			continue;
		if (field->kind == LSOCK_KIND_NUMBER ? value->number != field->default_number :
		    value->size > 0)
			return true;
	}
	return false;
}

static int64_t other_number(const struct lsock_field *field)
{
	uint64_t range = (uint64_t) field->max - (uint64_t) field->min;

	switch (random_below(6)) {
	case 0:
		return field->min;
	case 1:
		return field->max;
	case 2:
		return field->flags & LSOCK_FIELD_REQUIRED ? field->min : field->default_number;
	case 3:
		return field->min + (int64_t) (random_u64() % (range < 16 ? range + 1 : 16));
	default:
		return field->min + (int64_t) (range == UINT64_MAX ? random_u64() :
					       random_u64() % (range + 1));
	}
}

/* In room of the value's own: what to_fields wrote may lie anywhere in the scratch. */
static void other_bytes(const struct lsock_field *field, struct lsock_value *value, char *room,
			size_t size)
{
	size_t most = (uint64_t) field->max < size ? (size_t) field->max : size;
	size_t before = value->size < most ? value->size : most, at;

	if (before > 0)
		memmove(room, value->data, before);
	value->data = room;
	value->size = before;
	switch (random_below(4)) {
	case 0:
		value->size = random_index(before + 1);
		break;
	case 1:
		if (before > 0) {
			at = random_index(before);
			random_fill(room + at, 1);
		}
		break;
	case 2:
		value->size = random_below(3) ? random_index(most + 1) : most;
		random_fill(room, value->size);
		break;
	default:
		break;
	}
}

void values_vary(struct values *values, int field)
{
	static char rooms[LSOCK_FIELDS_MAX][LSOCK_FIELD_SCRATCH];
	size_t i;

	for (i = 0; i < values->form->count; i++) {
		if (field >= 0 && (size_t) field != i)
			continue;
		if (values->form->fields[i].kind == LSOCK_KIND_NUMBER)
			values->value[i].number = other_number(&values->form->fields[i]);
		else
			other_bytes(&values->form->fields[i], &values->value[i], rooms[i],
				    sizeof(rooms[i]));
	}
}
