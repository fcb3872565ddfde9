/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table and the JSON of lsock-check. */
#include <errno.h>
#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/check/check.h"
#include "tools/common/json.h"
#include "tools/common/tool.h"

enum { FAMILY, SOCKET, BIND, LOOPBACK, TYPES, NOTE, COLUMNS };

static const char *const headings[COLUMNS] = {
	"FAMILY", "SOCKET", "BIND", "LOOPBACK", "TYPES", "NOTE",
};

static void set_cell(struct libscols_line *line, size_t column, const char *text)
{
	if (scols_line_set_data(line, column, text) != 0)
		tool_need(NULL);
}

/* Has any type come beyond step? */
static bool comes_beyond(const struct check_family *family, enum check_step step)
{
	size_t i;

	for (i = 0; i < family->count; i++)
		if (family->types[i].step > step)
			return true;
	return false;
}

/* The type that stands for the family: the first that spoke. */
static const struct check_type *first_spoken(const struct check_family *family)
{
	size_t i;

	for (i = 0; i < family->count; i++)
		if (family->types[i].ns > 0)
			return &family->types[i];
	return NULL;
}

static void set_latency(struct libscols_line *line, const struct check_family *family)
{
	const struct check_type *type = first_spoken(family);
	char text[32];

	if (type == NULL) {
		set_cell(line, LOOPBACK, family->row->loopback ? "FAIL" : "-");
		return;
	}
	snprintf(text, sizeof(text), "%.3f ms", (double) type->ns / 1e6);
	set_cell(line, LOOPBACK, text);
}

static void print_types(FILE *to, const struct check_family *family)
{
	const char *gap = "";
	size_t i;

	for (i = 0; i < family->count; i++)
		if (family->types[i].step == CHECK_THROUGH) {
			fprintf(to, "%s%s", gap, tool_type_name(family->types[i].type));
			gap = " ";
		}
	if (*gap == '\0')
		fputc('-', to);
}

static bool same_failure(const struct check_type *a, const struct check_type *b)
{
	return a->step == b->step && a->err == b->err;
}

static bool is_told(const struct check_family *family, size_t i)
{
	size_t before;

	for (before = 0; before < i; before++)
		if (same_failure(&family->types[before], &family->types[i]))
			return true;
	return false;
}

/* "dgram raw: " of those that failed in the same way; nothing where that is all of them. */
static void print_failed_types(FILE *to, const struct check_family *family, size_t first)
{
	const char *gap = "";
	size_t i, same = 0;

	for (i = 0; i < family->count; i++)
		same += same_failure(&family->types[i], &family->types[first]);
	if (same == family->count)
		return;
	for (i = first; i < family->count; i++)
		if (same_failure(&family->types[i], &family->types[first])) {
			fprintf(to, "%s%s", gap, tool_type_name(family->types[i].type));
			gap = " ";
		}
	fputs(": ", to);
}

static void print_notes(FILE *to, const struct check_family *family)
{
	const char *gap = "";
	size_t i;

	for (i = 0; i < family->count; i++) {
		const struct check_type *type = &family->types[i];
		char buf[160];
		const char *hint = check_hint(family->row, type, buf, sizeof(buf));

		if (type->step == CHECK_THROUGH || is_told(family, i))
			continue;
		fputs(gap, to);
		print_failed_types(to, family, i);
		fprintf(to, "%s: %s%s%s", check_step_name(type->step), lsock_error_name(type->err),
			hint ? ": " : "", hint ? hint : "");
		gap = "; ";
	}
}

static void set_printed(struct libscols_line *line, size_t column,
			const struct check_family *family,
			void (*print)(FILE *to, const struct check_family *family))
{
	char *text = NULL;
	size_t size;
	FILE *to = tool_need(open_memstream(&text, &size));

	print(to, family);
	if (fclose(to) != 0)
		tool_need(NULL);
	set_cell(line, column, text);
	free(text);
}

static void add_family(struct libscols_table *table, const struct check_family *family)
{
	struct libscols_line *line = tool_need(scols_table_new_line(table, NULL));

	set_cell(line, FAMILY, family->row->name);
	set_cell(line, SOCKET, comes_beyond(family, CHECK_SOCKET) ? "ok" : "FAIL");
	if (family->row->loopback && comes_beyond(family, CHECK_SOCKET))
		set_cell(line, BIND, comes_beyond(family, CHECK_BIND) ? "ok" : "FAIL");
	else
		set_cell(line, BIND, "-");
	if (comes_beyond(family, CHECK_BIND))
		set_latency(line, family);
	else
		set_cell(line, LOOPBACK, "-");
	set_printed(line, TYPES, family, print_types);
	set_printed(line, NOTE, family, print_notes);
}

void check_show(const struct check_family *families, size_t count)
{
	struct libscols_table *table = tool_need(scols_new_table());
	size_t i, usable = 0;

	for (i = 0; i < COLUMNS; i++)
		tool_need(scols_table_new_column(table, headings[i], 0,
						 i == NOTE ? SCOLS_FL_WRAP : 0));
	for (i = 0; i < count; i++) {
		add_family(table, &families[i]);
		usable += families[i].usable;
	}
	if (!isatty(STDOUT_FILENO))
		scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	scols_print_table(table);
	scols_unref_table(table);
	printf("%s: %zu of %zu families usable\n", tool.name, usable, count);
}

static json_t *type_json(const struct lsock_family *row, const struct check_type *type)
{
	json_t *object = tool_json_object();
	char buf[160];
	const char *hint;

	tool_json_text(object, "type", tool_type_name(type->type));
	tool_json_set(object, "ok", json_boolean(type->step == CHECK_THROUGH));
	if (type->bound.len > 0)
		tool_json_text(object, "bound", tool_addr_text(&type->bound).text);
	if (type->ns > 0)
		tool_json_number(object, "exchange_ns", type->ns);
	if (type->step == CHECK_THROUGH)
		return object;
	tool_json_text(object, "failed", check_step_name(type->step));
	tool_json_error(object, "error", type->err, NULL);
	hint = check_hint(row, type, buf, sizeof(buf));
	if (hint)
		tool_json_text(object, "hint", hint);
	return object;
}

static json_t *family_json(const struct check_family *family)
{
	json_t *object = tool_json_object(), *types = tool_need(json_array());
	size_t i;

	for (i = 0; i < family->count; i++)
		tool_json_append(types, type_json(family->row, &family->types[i]));
	tool_json_text(object, "family", family->row->name);
	tool_json_number(object, "af", family->row->af);
	tool_json_set(object, "usable", json_boolean(family->usable));
	tool_json_set(object, "types", types);
	return object;
}

json_t *check_json(const struct check_family *families, size_t count)
{
	json_t *array = tool_need(json_array());
	size_t i;

	for (i = 0; i < count; i++)
		tool_json_append(array, family_json(&families[i]));
	return array;
}
