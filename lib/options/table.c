/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The table, and how its rows are found: one by one, by the index of names, by number. */
#include "options/table.h"

#include <errno.h>
#include <string.h>

#include "base/export.h"
#include "options/form.h"

#define LEVEL_NUMBER(name) LEVEL_##name,
enum {
	LSOCK__OPTION_LEVELS(LEVEL_NUMBER)
	LEVELS,
};

#define LEVEL_PLACE(name) &lsock__options_##name,
static const struct lsock__option_level *const levels[] = {
	LSOCK__OPTION_LEVELS(LEVEL_PLACE)
};

static const struct lsock_option_form *const forms[] = {
#define FORM(name) &lsock__form_##name,
#include "options/forms.def"
#undef FORM
};

static const struct lsock_word *const words[] = {
	NULL,
#define WORD_LIST(name) lsock__words_##name,
#include "options/words.def"
#undef WORD_LIST
};

/* By name or alias, then in the order of the table; the build makes it. */
static const struct {
	uint8_t level;
	uint8_t text;		/* where in the row: name or alias */
	uint16_t row;
} by_name[] = {
#define BY_NAME(text, level, row) \
	{ LEVEL_##level, offsetof(struct lsock__option_row, text), row },
#include "options/index.inc"
#undef BY_NAME
};

#define NAMES (sizeof(by_name) / sizeof(by_name[0]))

static void row_take(const struct lsock__option_row *row, struct lsock_option *ret_option)
{
	*ret_option = (struct lsock_option){
		.name = row->name,
		.alias = row->alias[0] != '\0' ? row->alias : NULL,
		.level = row->level, .number = row->number,
		.type = row->type, .unit = row->unit, .phase = row->phase,
		.flags = row->flags, .since = row->since, .types = row->types,
		.families = row->families[0] != 0 ? row->families : NULL,
		.protocol = row->protocol, .min = row->min, .max = row->max,
		.value_size = row->value_size,
		.words = words[row->words], .form = forms[row->form],
	};
}

LSOCK_API int lsock_option_at(size_t i, struct lsock_option *ret_option)
{
	size_t level;

	for (level = 0; level < LEVELS; level++) {
		if (i < levels[level]->count) {
			row_take(&levels[level]->rows[i], ret_option);
			return 0;
		}
		i -= levels[level]->count;
	}
	return -ENOENT;
}

static const struct lsock__option_row *row_indexed(size_t at)
{
	return &levels[by_name[at].level]->rows[by_name[at].row];
}

void lsock__option_indexed(size_t at, struct lsock_option *ret_option)
{
	row_take(row_indexed(at), ret_option);
}

static int index_compare(const char *name, size_t at)
{
	return strcmp(name, (const char *) row_indexed(at) + by_name[at].text);
}

/* The first in the index that is not before name. */
static size_t index_first(const char *name)
{
	size_t begin = 0, end = NAMES;

	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;

		if (index_compare(name, middle) > 0)
			begin = middle + 1;
		else
			end = middle;
	}
	return begin;
}

static bool index_has(size_t at, const char *name)
{
	return at < NAMES && index_compare(name, at) == 0;
}

struct lsock__option_range lsock__options_named(const char *name)
{
	size_t begin = index_first(name), end = begin;

	while (index_has(end, name))
		end++;
	return (struct lsock__option_range){ begin, end };
}

LSOCK_API int lsock_option_by_name(const char *name, struct lsock_option *ret_option)
{
	size_t at = index_first(name);

	if (!index_has(at, name))
		return -ENOENT;
	lsock__option_indexed(at, ret_option);
	return 0;
}

static bool row_has_family(const struct lsock__option_row *row, int family)
{
	const int *families = row->families;

	if (*families == 0)
		return true;
	for (; *families != 0; families++)
		if (*families == family)
			return true;
	return false;
}

/* Another name of a row counts only where the row has another number. */
static const struct lsock__option_row *row_numbered(const struct lsock__option_level *level,
						    int family, int number)
{
	const struct lsock__option_row *row, *synonym = NULL;

	for (row = level->rows; row < level->rows + level->count; row++) {
		if (row->number != number || !row_has_family(row, family))
			continue;
		if (!(row->flags & LSOCK_OPTION_SYNONYM))
			return row;
		synonym = row;
	}
	return synonym;
}

LSOCK_API int lsock_option_by_number(int family, int level, int number,
				     struct lsock_option *ret_option)
{
	const struct lsock__option_row *row = NULL;
	size_t i;

	for (i = 0; row == NULL && i < LEVELS; i++)
		if (levels[i]->rows[0].level == level)
			row = row_numbered(levels[i], family, number);
	if (row == NULL)
		return -ENOENT;
	row_take(row, ret_option);
	return 0;
}
