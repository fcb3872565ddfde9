/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tools/common/json.h"

#include <stdlib.h>

#include "tools/common/tool.h"

json_t *tool_json_object(void)
{
	return tool_need(json_object());
}

void tool_json_set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new(object, key, value) < 0)
		tool_need(NULL);
}

void tool_json_append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value) < 0)
		tool_need(NULL);
}

void tool_json_text(json_t *object, const char *key, const char *text)
{
	tool_json_set(object, key, json_string(text));
}

void tool_json_number(json_t *object, const char *key, int64_t number)
{
	tool_json_set(object, key, json_integer(number));
}

static bool has_control(const char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if ((unsigned char) bytes[i] < ' ' || bytes[i] == 0x7f)
			return true;
	return false;
}

static void set_hex(json_t *object, const char *key, const char *bytes, size_t n)
{
	char name[64], *hex = tool_hex(bytes, n);

	snprintf(name, sizeof(name), "%s_hex", key);
	tool_json_text(object, name, hex);
	free(hex);
}

void tool_json_bytes(json_t *object, const char *key, const char *bytes, size_t n)
{
	/* jansson refuses what is not UTF-8. */
	json_t *text = has_control(bytes, n) ? NULL : json_stringn(n > 0 ? bytes : "", n);

	if (text)
		tool_json_set(object, key, text);
	else
		set_hex(object, key, bytes, n);
}

void tool_json_error(json_t *object, const char *key, int err, const char *message)
{
	json_t *error = tool_json_object();

	tool_json_text(error, "errno", lsock_error_name(err));
	tool_json_text(error, "message", message ? message : lsock_strerror(err));
	tool_json_set(object, key, error);
}

/* Integers of jansson have a sign: what is beyond them is written as text. */
static void set_wide(json_t *fields, const char *name, uint64_t number)
{
	char *text = tool_printed("%llu", (unsigned long long) number);

	if (number <= INT64_MAX)
		tool_json_number(fields, name, (int64_t) number);
	else
		tool_json_text(fields, name, text);
	free(text);
}

static void set_field(json_t *fields, const struct lsock_field *field,
		      const struct lsock_value *value)
{
	if (field->kind == LSOCK_KIND_NUMBER && field->flags & LSOCK_FIELD_U64)
		set_wide(fields, field->name, (uint64_t) value->number);
	else if (field->kind == LSOCK_KIND_NUMBER)
		tool_json_number(fields, field->name, value->number);
	else
		tool_json_bytes(fields, field->name, value->data, value->size);
}

static void set_fields(json_t *object, const struct lsock_addr *addr)
{
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char scratch[LSOCK_FIELD_SCRATCH];
	const struct lsock_form *form;
	json_t *fields;
	int i, count;

	count = lsock_addr_to_fields(addr, scratch, sizeof(scratch), values, LSOCK_FIELDS_MAX,
				     &form);
	if (count < 0)
		return;
	fields = tool_json_object();
	for (i = 0; i < count; i++)
		set_field(fields, &form->fields[i], &values[i]);
	tool_json_text(object, "form", form->name);
	tool_json_set(object, "fields", fields);
}

json_t *tool_json_addr(const struct lsock_addr *addr)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);
	json_t *object = tool_json_object();
	char *hex = tool_hex(&addr->u, addr->len);

	tool_json_text(object, "address", tool_addr_text(addr).text);
	if (row)
		tool_json_text(object, "family", row->name);
	tool_json_number(object, "af", addr->u.sa.sa_family);
	set_fields(object, addr);
	if (addr->protocol != LSOCK_PROTOCOL_UNSAID)
		tool_json_number(object, "protocol", addr->protocol);
	tool_json_text(object, "sockaddr", hex);
	free(hex);
	return object;
}

void tool_json_print(json_t *json, FILE *stream)
{
	if (json_dumpf(json, stream, JSON_COMPACT | JSON_ENSURE_ASCII) == 0)
		fputc('\n', stream);
	else if (!ferror(stream))
		tool_need(NULL);
	json_decref(json);
}
