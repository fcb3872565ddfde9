/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* There and back again: text, fields, and every name of the family. */
#include <stdio.h>
#include <string.h>

#include "tools/check/prove/state.h"

static bool is_printable(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] < ' ' || text[i] > '~')
			return false;
	return true;
}

/* The canonical text, which must be one; its length, or 0 after a violation. */
static size_t canonical(struct prove *prove, const struct lsock_addr *addr,
			char text[LSOCK_ADDR_TEXT_SIZE])
{
	int n = lsock_addr_format(addr, text, LSOCK_ADDR_TEXT_SIZE);

	if (n <= 0 || n >= LSOCK_ADDR_TEXT_SIZE) {
		prove_violated(prove, "format gave %d, not a length below %d: %s", n,
			       LSOCK_ADDR_TEXT_SIZE, prove_show_addr(addr));
		return 0;
	}
	if (strlen(text) == (size_t) n && is_printable(text, (size_t) n))
		return (size_t) n;
	prove_violated(prove, "not printable ASCII of the length that format told: %s",
		       prove_show_addr(addr));
	return 0;
}

/* Text that was parsed is formatted as the same text. */
static void text_stable(struct prove *prove, const struct lsock_addr *addr, const char *text)
{
	char again[LSOCK_ADDR_TEXT_SIZE];

	if (canonical(prove, addr, again) > 0 && strcmp(text, again) != 0)
		prove_violated(prove, "the text %s becomes %s", text, again);
}

static void text_round(struct prove *prove, const struct prove_entry *entry)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr back;
	struct lsock_why why = { 0 };
	size_t len = canonical(prove, &entry->addr, text);
	int r;

	if (len == 0)
		return;
	r = lsock_addr_parse(text, len, &back, &why);
	if (r < 0 && entry->origin == PROVE_KERNEL_MADE)
		return;		/* what text drops of the kernel's values */
	if (r < 0)
		prove_violated(prove, "%s is the text of %s, but it is refused: %s, column %zu: %s",
			       text, prove_show_addr(&entry->addr), lsock_error_name(r), why.column,
			       why.message ? why.message : "no message");
	else if (prove_is_sayable(entry) && !lsock_addr_equal(&entry->addr, &back))
		prove_violated(prove, "%s is the text of %s, but is read as %s", text,
			       prove_show_addr(&entry->addr), prove_show_addr(&back));
	else
		text_stable(prove, &back, text);
}

void prove_text_round(struct prove *prove)
{
	size_t i;

	for (i = 0; i < prove->pool_used && !prove_is_broken(prove); i++, prove->cases++)
		text_round(prove, &prove->pool[i]);
}

static bool value_is_sound(const struct lsock_field *field, const struct lsock_value *value)
{
	if (value->kind != field->kind)
		return false;
	if (field->kind == LSOCK_KIND_NUMBER)
		return prove_number_fits(field, value->number) ||
		       value->number == field->default_number;
	if (value->size == 0)
		return true;
	return (int64_t) value->size <= field->max &&
	       (field->kind != LSOCK_KIND_TEXT || !memchr(value->data, '\0', value->size));
}

static bool values_are_sound(struct prove *prove, const struct lsock_addr *addr,
			     const struct lsock_form *form, const struct lsock_value *values)
{
	size_t i;

	for (i = 0; i < form->count; i++)
		if (!value_is_sound(&form->fields[i], &values[i]))
			return prove_violated(prove, "field %s of %s is not as described",
					      form->fields[i].name, prove_show_addr(addr));
	return true;
}

static void fields_back(struct prove *prove, const struct prove_entry *entry, size_t form,
			const struct lsock_value *values, size_t count)
{
	struct lsock_addr back;
	struct lsock_why why = { 0 };
	int r = lsock_addr_from_fields(prove->row, form, values, count, &back, &why);

	if (r < 0 && entry->origin != PROVE_KERNEL_MADE)
		prove_violated(prove, "the fields of %s are refused: %s: %s",
			       prove_show_addr(&entry->addr), lsock_error_name(r),
			       why.message ? why.message : "no message");
	if (r >= 0 && !lsock_addr_equal(&entry->addr, &back))
		prove_violated(prove, "the fields of %s make %s", prove_show_addr(&entry->addr),
			       prove_show_addr(&back));
}

static void fields_round(struct prove *prove, const struct prove_entry *entry)
{
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char scratch[LSOCK_FIELD_SCRATCH];
	const struct lsock_form *form;
	int count;

	count = lsock_addr_to_fields(&entry->addr, scratch, sizeof(scratch), values,
				     LSOCK_FIELDS_MAX, &form);
	if (count < 0) {
		/* Bytes that are no address of the family need none. */
		if (lsock_addr_check(&entry->addr, NULL) >= 0)
			prove_violated(prove, "%s has no fields: %s", prove_show_addr(&entry->addr),
				       lsock_error_name(count));
		return;
	}
	if (form < prove->row->forms || form >= prove->row->forms + prove->row->form_count ||
	    (size_t) count != form->count)
		prove_violated(prove, "%s is of a form that the row does not have",
			       prove_show_addr(&entry->addr));
	else if (entry->origin == PROVE_KERNEL_MADE ||
		 values_are_sound(prove, &entry->addr, form, values))
		fields_back(prove, entry, (size_t) (form - prove->row->forms), values,
			    (size_t) count);
}

void prove_fields_round(struct prove *prove)
{
	size_t i;

	for (i = 0; i < prove->pool_used && !prove_is_broken(prove); i++, prove->cases++)
		fields_round(prove, &prove->pool[i]);
}

static void name_round(struct prove *prove, const struct lsock_addr *addr, const char *name,
		       const char *rest)
{
	char text[2 * LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr back;
	int n = snprintf(text, sizeof(text), "%s:%s", name, rest);
	int r = lsock_addr_parse(text, (size_t) n, &back, NULL);

	prove->cases++;
	if (r < 0)
		prove_violated(prove, "%s is refused: %s", text, lsock_error_name(r));
	else if (!lsock_addr_equal(addr, &back))
		prove_violated(prove, "%s is not %s", text, prove_show_addr(addr));
}

/* What stands behind the prefix, if the canonical text has one. */
static const char *without_name(const struct prove *prove, const char *text)
{
	const char *name = prove->row->name;
	size_t len = strlen(name);

	return strncmp(text, name, len) == 0 && text[len] == ':' ? text + len + 1 : text;
}

static void names_round(struct prove *prove, const struct lsock_addr *addr)
{
	const char *const *alias;
	char text[LSOCK_ADDR_TEXT_SIZE];

	if (canonical(prove, addr, text) == 0)
		return;
	name_round(prove, addr, prove->row->name, without_name(prove, text));
	for (alias = prove->row->aliases; alias && *alias; alias++)
		name_round(prove, addr, *alias, without_name(prove, text));
}

void prove_names(struct prove *prove)
{
	const struct lsock_family *row = prove->row;
	const char *const *alias;
	size_t i;

	if (lsock_family_by_name(row->name, strlen(row->name)) != row)
		prove_violated(prove, "%s is not found by its name", row->name);
	for (alias = row->aliases; alias && *alias; alias++)
		if (lsock_family_by_name(*alias, strlen(*alias)) != row)
			prove_violated(prove, "%s is not found by its alias %s", row->name, *alias);
	for (i = 0; i < prove->pool_used && !prove_is_broken(prove); i++)
		if (prove_is_sayable(&prove->pool[i]))
			names_round(prove, &prove->pool[i].addr);
}
