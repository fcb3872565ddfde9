/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Replays addresses/good.tsv and bad.tsv, whose head says what their columns are.
 * Of lib/address/parse.c, lib/address/format.c, lib/families.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/sockaddr.h"

#define COLUMNS 7
#define ROWS_MAX 1000

enum column { ID, FAMILY, KIND, INPUT, EXPECTED };

struct row {
	char *column[COLUMNS];
	size_t size[COLUMNS];
};

struct table {
	struct row rows[ROWS_MAX];
	int count;
};

static struct table good, bad;

static void split(struct row *row, char *line)
{
	size_t i;

	for (i = 0; i < COLUMNS && line; i++) {
		row->column[i] = line;
		row->size[i] = strcspn(line, "\t");
		line = line[row->size[i]] ? line + row->size[i] + 1 : NULL;
		row->column[i][row->size[i]] = '\0';
	}
}

/* Before any test runs: what cannot be read shows as a table without rows, which is a failure. */
static void load(struct table *table, const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t room = 0;
	ssize_t len;

	while (file && table->count < ROWS_MAX && (len = getline(&line, &room, file)) > 0) {
		if (line[len - 1] == '\n')
			line[len - 1] = '\0';
		if (line[0] == '#' || strncmp(line, "id\t", 3) == 0)
			continue;
		split(&table->rows[table->count++], strdup(line));
	}
	free(line);
	if (file)
		fclose(file);
}

__attribute__((constructor(101))) static void load_both(void)
{
	load(&good, TESTS_DIR "/addresses/good.tsv");
	load(&bad, TESTS_DIR "/addresses/bad.tsv");
}

static int good_count(void)
{
	return good.count;
}

static int bad_count(void)
{
	return bad.count;
}

static const char *label(const struct row *row)
{
	static char text[64];

	snprintf(text, sizeof(text), "%s %s", row->column[ID], row->column[FAMILY]);
	return text;
}

static const char *good_label(int i)
{
	return label(&good.rows[i]);
}

static const char *bad_label(int i)
{
	return label(&bad.rows[i]);
}

static bool is_sockaddr(const struct row *row)
{
	return strcmp(row->column[KIND], "sockaddr") == 0;
}

static void get_input(const struct row *row, struct bytes *ret_bytes)
{
	if (is_sockaddr(row))
		sockaddr_from_hex(ret_bytes, row->column[INPUT], row->size[INPUT]);
	else
		bytes_unescape(ret_bytes, row->column[INPUT], row->size[INPUT]);
}

/* The bytes end where memory ends, so that reading on is seen. */
static int read_input(const struct row *row, const struct bytes *input, struct lsock_addr *ret_addr,
		      struct lsock_why *why)
{
	const char *bytes = bytes_tight(input->data, input->len);

	if (is_sockaddr(row))
		return lsock_addr_from(bytes, (socklen_t) input->len, ret_addr);
	return lsock_addr_parse(bytes, input->len, ret_addr, why);
}

static void is_canonical(const struct row *row, const struct lsock_addr *addr)
{
	const char *canonical = row->column[EXPECTED];
	char *text = bytes_tight(NULL, row->size[EXPECTED] + 1);

	ck_assert_int_eq(lsock_addr_format(addr, text, row->size[EXPECTED] + 1),
			 (int) row->size[EXPECTED]);
	ck_assert_msg(strcmp(text, canonical) == 0, "%s: \"%s\", not \"%s\"", row->column[ID], text,
		      canonical);
}

static void is_read_back(const struct row *row, const struct lsock_addr *addr)
{
	struct lsock_why why = { 0 };
	struct lsock_addr again;
	int r = lsock_addr_parse(row->column[EXPECTED], row->size[EXPECTED], &again, &why);

	ck_assert_msg(r == 0, "%s: the canonical text: %d, %s", row->column[ID], r, why.message);
	ck_assert_msg(lsock_addr_equal(addr, &again), "%s: not the same address", row->column[ID]);
	is_canonical(row, &again);
}

static void replay_good(const struct row *row)
{
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	struct bytes input;
	int r;

	get_input(row, &input);
	r = read_input(row, &input, &addr, &why);
	ck_assert_msg(r == 0, "%s: %d, %s", row->column[ID], r, why.message);
	ck_assert_str_eq(lsock_family_by_af(addr.u.sa.sa_family)->name, row->column[FAMILY]);
	is_canonical(row, &addr);
	is_read_back(row, &addr);
}

static void is_explained(const struct row *row, const struct bytes *input,
			 const struct lsock_why *why, int err)
{
	ck_assert_msg(why->message != NULL, "%s: no reason is given", row->column[ID]);
	ck_assert_msg(why->column >= 1 && why->column <= input->len + 1, "%s: column %zu",
		      row->column[ID], why->column);
	ck_assert_msg(err == -ERANGE ? why->max > why->min && why->field :
		      why->max == 0 && why->min == 0, "%s: a range of %lld..%lld", row->column[ID],
		      (long long) why->min, (long long) why->max);
}

static void replay_bad(const struct row *row)
{
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	struct bytes input;
	bool accepted;
	int r;

	get_input(row, &input);
	bytes_paint(&addr, sizeof(addr));
	r = read_input(row, &input, &addr, &why);
	accepted = r >= 0;
	if (accepted && is_sockaddr(row))	/* lenient; what is strict comes then */
		r = lsock_addr_check(&addr, &why);
	ck_assert_msg(r < 0, "%s: it was taken", row->column[ID]);
	ck_assert_msg(strcmp(lsock_error_name(r), row->column[EXPECTED]) == 0, "%s: %s, not %s",
		      row->column[ID], lsock_error_name(r), row->column[EXPECTED]);
	ck_assert_msg(accepted || bytes_painted(&addr, sizeof(addr)), "%s: the output was written",
		      row->column[ID]);
	if (!is_sockaddr(row))
		is_explained(row, &input, &why, r);
}

TEST(tables_are_there)
{
	ck_assert_int_ge(good.count, 90);
	ck_assert_int_ge(bad.count, 170);
	ck_assert_int_lt(good.count, ROWS_MAX);
	ck_assert_int_lt(bad.count, ROWS_MAX);
}

TEST(address_has_its_canonical_text, .count = good_count, .label = good_label)
{
	replay_good(&good.rows[i]);
}

TEST(address_is_refused_for_its_reason, .count = bad_count, .label = bad_label)
{
	replay_bad(&bad.rows[i]);
}

/* In Turkish the lower case of I is no i; in UTF-8 isalpha() knows more letters. */
static const char *const locales[][2] = {
	{ "tr_TR.UTF-8", "tr_TR.ISO-8859-9" },
	{ "C.UTF-8", "en_US.UTF-8" },
};

static int locale_count(void)
{
	return (int) COUNT_OF(locales);
}

static const char *locale_label(int i)
{
	return locales[i][0];
}

TEST(locale_changes_nothing, .count = locale_count, .label = locale_label)
{
	int n;

	if (!setlocale(LC_ALL, locales[i][0]) && !setlocale(LC_ALL, locales[i][1]))
		skip("there is no locale %s", locales[i][0]);
	for (n = 0; n < good.count; n++)
		replay_good(&good.rows[n]);
	for (n = 0; n < bad.count; n++)
		replay_bad(&bad.rows[n]);
	setlocale(LC_ALL, "C");
}
