/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses as typed fields: defaults, kinds and ranges are checked here, by the row's table. */
#include <linux_sock/field.h>

#include <errno.h>
#include <string.h>

#include "address/rows.h"
#include "base/export.h"

static int refuse_field(struct lsock_why *why, int err, const struct lsock_field *field,
			const char *message)
{
	*why = (struct lsock_why){ .message = message, .field = field ? field->name : NULL };
	if (err == -ERANGE) {
		why->min = field->min;
		why->max = field->max;
	}
	return err;
}

/* Numbers of 64 bits without a sign are compared as such. */
static bool is_within(const struct lsock_field *field, int64_t number)
{
	if (field->flags & LSOCK_FIELD_U64)
		return (uint64_t) number >= (uint64_t) field->min &&
		       (uint64_t) number <= (uint64_t) field->max;
	return number >= field->min && number <= field->max;
}

static int complete_number(const struct lsock_field *field, const struct lsock_value *value,
			   struct lsock_why *why)
{
	if (value->number == field->default_number && !(field->flags & LSOCK_FIELD_REQUIRED))
		return 0;
	if (!is_within(field, value->number))
		return refuse_field(why, -ERANGE, field, "number out of range");
	return 0;
}

static int complete_bytes(const struct lsock_field *field, const struct lsock_value *value,
			  struct lsock_why *why)
{
	if (value->data == NULL && value->size > 0)
		return refuse_field(why, -EINVAL, field, "bytes are missing");
	if (value->size > (uint64_t) field->max)
		return refuse_field(why, -ENAMETOOLONG, field, "too long");
	if ((int64_t) value->size < field->min)
		return refuse_field(why, -EINVAL, field, "too short");
	if (field->kind == LSOCK_KIND_TEXT && value->size > 0 &&
	    memchr(value->data, '\0', value->size))
		return refuse_field(why, -EINVAL, field, "a NUL byte in the text");
	return 0;
}

/* Bytes are good where text is expected and the other way round, as in Python 2. */
static bool is_of_kind(const struct lsock_field *field, const struct lsock_value *value)
{
	return (field->kind == LSOCK_KIND_NUMBER) == (value->kind == LSOCK_KIND_NUMBER) &&
	       value->kind >= LSOCK_KIND_NUMBER && value->kind <= LSOCK_KIND_BYTES;
}

/* One value of the form, its default if it is unsaid. */
static int complete(const struct lsock_field *field, const struct lsock_value *given,
		    struct lsock_value *ret_value, struct lsock_why *why)
{
	if (given == NULL || given->kind == LSOCK_KIND_UNSAID) {
		if (field->flags & LSOCK_FIELD_REQUIRED)
			return refuse_field(why, -EINVAL, field, "the field is missing");
		*ret_value = (struct lsock_value){
			.kind = field->kind,
			.number = field->default_number,
			.data = "",
		};
		return 0;
	}
	if (!is_of_kind(field, given))
		return refuse_field(why, -EINVAL, field,
				    field->kind == LSOCK_KIND_NUMBER ? "a number is expected" :
				    "text is expected");
	*ret_value = *given;
	ret_value->kind = field->kind;
	if (ret_value->data == NULL)
		ret_value->data = "";
	return field->kind == LSOCK_KIND_NUMBER ? complete_number(field, given, why) :
	       complete_bytes(field, given, why);
}

/* Where the field that was refused stands: its name alone would have to be compared. */
static void find_place(const struct lsock_form *form, struct lsock_why *why)
{
	size_t i;

	for (i = 0; why->field && i < form->count && why->place == 0; i++)
		if (strcmp(form->fields[i].name, why->field) == 0)
			why->place = i + 1;
}

static int from_values(const struct lsock_family *family, size_t form,
		       const struct lsock_value *values, size_t count,
		       struct lsock_addr *addr, struct lsock_why *why)
{
	const struct lsock_form *fields = &family->forms[form];
	struct lsock_value all[LSOCK_FIELDS_MAX];
	size_t i;
	int r;

	for (i = 0; i < fields->count; i++) {
		r = complete(&fields->fields[i], i < count ? &values[i] : NULL, &all[i], why);
		if (r < 0)
			return r;
	}
	return family->from_fields(form, all, addr, why);
}

static int from_fields(const struct lsock_family *family, size_t form,
		       const struct lsock_value *values, size_t count,
		       struct lsock_addr *addr, struct lsock_why *why)
{
	int r;

	if (family == NULL || form >= family->form_count)
		return refuse_field(why, -EINVAL, NULL, "the family has no such form");
	if (count > family->forms[form].count)
		return refuse_field(why, -EINVAL, NULL, "more values than the form has fields");
	r = from_values(family, form, values, count, addr, why);
	if (r < 0)
		find_place(&family->forms[form], why);
	return r;
}

LSOCK_API int lsock_addr_from_fields(const struct lsock_family *family, size_t form,
				     const struct lsock_value *values, size_t count,
				     struct lsock_addr *ret_addr, struct lsock_why *ret_why)
{
	struct lsock_addr addr = { .protocol = LSOCK_PROTOCOL_UNSAID };
	struct lsock_why why = { 0 };
	int r = from_fields(family, form, values, count, &addr, &why);

	if (r >= 0)
		*ret_addr = addr;
	else if (ret_why)
		*ret_why = why;
	return r < 0 ? r : 0;
}

LSOCK_API int lsock_addr_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
				   struct lsock_value *ret_values, size_t room,
				   const struct lsock_form **ret_form)
{
	const struct lsock_family *row = lsock__row_of(addr);
	struct lsock_value values[LSOCK_FIELDS_MAX];
	const struct lsock_form *form;
	int r;

	if (row == NULL)
		return -EAFNOSUPPORT;
	if (addr->len < row->shortest || addr->len > row->longest)
		return -EINVAL;
	r = row->to_fields(addr, scratch, size, values);
	if (r < 0)
		return r;
	if ((size_t) r >= row->form_count)
		return -EINVAL;
	form = &row->forms[r];
	if (room < form->count)
		return -ENOSPC;
	memcpy(ret_values, values, form->count * sizeof(values[0]));
	*ret_form = form;
	return (int) form->count;
}
