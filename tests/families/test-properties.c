/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What holds for every address of every row, tried with random ones: a row is known here by its
 * field descriptions and by the addresses of its vectors only.
 * Of lib/families.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>

#include "tests/families/rows.h"
#include "tests/harness/bytes.h"

#define ROUNDS 1000

TEST_ROWS(fields_make_the_address_that_they_came_from)
{
	struct lsock_addr addr, again;
	struct values values, same;
	int n, r;

	for (n = 0; n < ROUNDS; n++) {
		made_addr(ROW_I, &addr, &values);
		bytes_paint(&again, sizeof(again));
		r = values_make(&values, &again, NULL);
		ck_assert_msg(r == 0, "%s: %d", text_of(&addr), r);
		ck_assert_msg(memcmp(&addr, &again, sizeof(addr)) == 0, "%s", text_of(&addr));
		ck_assert(values_get(&same, &again));
		ck_assert_msg(values_equal(&values, &same, 0), "%s", text_of(&addr));
	}
}

/* A number comes back as it was given, or as its default (a scope of 0 means the cluster). */
static void is_kept(const struct values *given, const struct values *got)
{
	size_t n;

	ck_assert_ptr_eq(given->form, got->form);
	for (n = 0; n < given->form->count; n++) {
		const struct lsock_field *field = &given->form->fields[n];

		int64_t number = got->value[n].number;

		if (field->kind == LSOCK_KIND_NUMBER && number != field->default_number)
			ck_assert_msg(given->value[n].number == number, "field %s", field->name);
	}
}

TEST_ROWS(fields_that_are_taken_come_back_others_are_named)
{
	struct values given, got;
	struct lsock_addr addr;
	struct lsock_why why;
	int n, r, taken = 0;

	for (n = 0; n < 2 * ROUNDS; n++) {
		made_addr(ROW_I, &addr, &given);
		values_vary(&given, n % 2 ? -1 : (int) random_below(given.form->count));
		bytes_paint(&addr, sizeof(addr));
		memset(&why, 0, sizeof(why));
		r = values_make(&given, &addr, &why);
		if (r == 0) {
			ck_assert(values_get(&got, &addr));
			is_kept(&given, &got);
			ck_assert_int_eq(lsock_addr_check(&addr, NULL), 0);
			taken++;
			continue;
		}
		ck_assert_msg(is_documented(r), "%d", r);
		ck_assert(bytes_painted(&addr, sizeof(addr)));
		ck_assert_ptr_nonnull(why.message);
		ck_assert_msg(why.field != NULL, "no field is named: %s", why.message);
		ck_assert_msg(r != -ERANGE || why.max > why.min, "field %s", why.field);
	}
	ck_assert_int_gt(taken, ROUNDS / 20);
}

/* Tries other values around it, until there are some that go with it. */
static bool is_taken(const struct lsock_family *row, size_t form, size_t field, int64_t number)
{
	struct lsock_addr addr;
	struct values values;
	int tries;

	for (tries = 0; tries < 2000; tries++) {
		made_addr(row, &addr, &values);
		if (values.number != form)
			continue;
		values_vary(&values, -1);
		values.value[field].number = number;
		if (values_make(&values, &addr, NULL) < 0)
			continue;
		values_get(&values, &addr);
		if (values.value[field].number == number ||
		    values.value[field].number == values.form->fields[field].default_number)
			return true;
	}
	return false;
}

TEST_ROWS(number_at_either_limit_is_taken)
{
	size_t n, m;

	for (n = 0; n < ROW_I->form_count; n++) {
		for (m = 0; m < ROW_I->forms[n].count; m++) {
			const struct lsock_field *field = &ROW_I->forms[n].fields[m];

			if (field->kind != LSOCK_KIND_NUMBER)
				continue;
			ck_assert_msg(is_taken(ROW_I, n, m, field->min), "%s at min", field->name);
			ck_assert_msg(is_taken(ROW_I, n, m, field->max), "%s at max", field->name);
			if (!(field->flags & LSOCK_FIELD_REQUIRED))
				ck_assert_msg(is_taken(ROW_I, n, m, field->default_number),
					      "%s at its default", field->name);
		}
	}
}

static void is_out_of_range(struct values *values, size_t field, int64_t number)
{
	const struct lsock_field *described = &values->form->fields[field];
	int64_t before = values->value[field].number;
	struct lsock_why why = { 0 };
	struct lsock_addr addr;

	if (number >= described->min && number <= described->max)
		return;		/* min - 1 of the least number of all wraps */
	if (number == described->default_number && !(described->flags & LSOCK_FIELD_REQUIRED))
		return;
	values->value[field].number = number;
	bytes_paint(&addr, sizeof(addr));
	ck_assert_msg(values_make(values, &addr, &why) == -ERANGE, "%s %lld", described->name,
		      (long long) number);
	ck_assert_str_eq(why.field, described->name);
	ck_assert_int_eq(why.min, described->min);
	ck_assert_int_eq(why.max, described->max);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
	values->value[field].number = before;
}

TEST_ROWS(number_beyond_its_limits_is_out_of_range)
{
	struct lsock_addr addr;
	struct values values;
	size_t m;
	int n;

	for (n = 0; n < ROUNDS / 10; n++) {
		made_addr(ROW_I, &addr, &values);
		for (m = 0; m < values.form->count; m++) {
			const struct lsock_field *field = &values.form->fields[m];

			if (field->kind != LSOCK_KIND_NUMBER)
				continue;
			is_out_of_range(&values, m, (int64_t) ((uint64_t) field->min - 1));
			is_out_of_range(&values, m, (int64_t) ((uint64_t) field->max + 1));
			is_out_of_range(&values, m, INT64_MIN);
			is_out_of_range(&values, m, INT64_MAX);
			is_out_of_range(&values, m, (int64_t) (random_u64() >> 1));
			is_out_of_range(&values, m, -(int64_t) (random_u64() >> 1));
		}
	}
}

TEST_ROWS(text_is_read_back)
{
	struct values values, same;
	struct lsock_addr addr, again;
	struct lsock_why why;
	const char *text;
	int n, r;

	for (n = 0; n < 2 * ROUNDS; n++) {
		made_addr(ROW_I, &addr, &values);
		text = text_of(&addr);
		memset(&why, 0, sizeof(why));
		r = lsock_addr_parse(bytes_tight(text, strlen(text)), strlen(text), &again, &why);
		ck_assert_msg(r == 0, "\"%s\": %d, column %zu: %s", text, r, why.column,
			      why.message);
		ck_assert(values_get(&same, &again));
		ck_assert_msg(values_equal(&values, &same, LSOCK_FIELD_NOT_IN_TEXT), "\"%s\"",
			      text);
		if (!values_said(&values, LSOCK_FIELD_NOT_IN_TEXT)) {
			ck_assert_msg(memcmp(&addr, &again, sizeof(addr)) == 0, "\"%s\"", text);
			ck_assert(lsock_addr_equal(&addr, &again));
		}
	}
}

TEST_ROWS(sockaddr_is_taken_back)
{
	struct lsock_addr addr, again;
	struct values values;
	int n;

	for (n = 0; n < ROUNDS; n++) {
		made_addr(ROW_I, &addr, &values);
		ck_assert_int_eq(lsock_addr_from(bytes_tight(&addr.u, addr.len), addr.len, &again),
				 0);
		again.protocol = addr.protocol;		/* no sockaddr has it */
		ck_assert_msg(memcmp(&addr, &again, sizeof(addr)) == 0, "%s", text_of(&addr));
	}
}

TEST_ROWS(equality_is_that_of_bytes_and_hashes_follow)
{
	bool protocol_counts = ROW_I->flags & LSOCK_FAMILY_PROTOCOL;
	uint64_t seed = random_u64();
	struct lsock_addr addr, other;
	struct values values;
	int n;

	for (n = 0; n < ROUNDS; n++) {
		made_addr(ROW_I, &addr, &values);
		other = addr;
		other.type = (uint16_t) random_u64();
		ck_assert(lsock_addr_equal(&addr, &other));
		ck_assert_uint_eq(lsock_addr_hash(&addr, seed), lsock_addr_hash(&other, seed));
		ck_assert_uint_ne(lsock_addr_hash(&addr, seed), lsock_addr_hash(&addr, ~seed));
		other.protocol ^= (uint16_t) (1 + random_below(UINT16_MAX));
		ck_assert(lsock_addr_equal(&addr, &other) != protocol_counts);
		ck_assert((lsock_addr_hash(&addr, seed) == lsock_addr_hash(&other, seed)) !=
			  protocol_counts);
		other = addr;
		((unsigned char *) &other.u)[random_below(addr.len)] ^= (unsigned char)
			(1 + random_below(255));
		ck_assert(!lsock_addr_equal(&addr, &other));
		ck_assert(!lsock_addr_equal(&other, &addr));
		ck_assert_uint_ne(lsock_addr_hash(&addr, seed), lsock_addr_hash(&other, seed));
	}
}

TEST_ROWS(text_that_does_not_fit_is_cut)
{
	size_t size, len;
	struct lsock_addr addr;
	struct values values;
	char whole[LSOCK_ADDR_TEXT_SIZE], *buf;
	int n;

	for (n = 0; n < ROUNDS / 10; n++) {
		made_addr(ROW_I, &addr, &values);
		strcpy(whole, text_of(&addr));
		len = strlen(whole);
		ck_assert_int_eq(lsock_addr_format(&addr, NULL, 0), (int) len);
		for (size = 0; size <= len + 2; size++) {
			buf = bytes_tight(NULL, size);
			ck_assert_int_eq(lsock_addr_format(&addr, buf, size), (int) len);
			if (size == 0)
				continue;
			ck_assert_uint_eq(strnlen(buf, size), size <= len ? size - 1 : len);
			ck_assert_mem_eq(buf, whole, strlen(buf));
		}
	}
}

TEST_ROWS(fields_that_do_not_fit_are_refused)
{
	struct lsock_value got[LSOCK_FIELDS_MAX];
	const struct lsock_form *form;
	struct lsock_addr addr;
	struct values values;
	size_t size, m, need;
	int n, r;

	for (n = 0; n < ROUNDS / 10; n++) {
		made_addr(ROW_I, &addr, &values);
		for (need = 0, m = 0; m < values.form->count; m++)
			if (values.form->fields[m].kind != LSOCK_KIND_NUMBER)
				need += values.value[m].size;
		for (size = 0; size <= need + 1; size++) {
			bytes_paint(got, sizeof(got));
			r = lsock_addr_to_fields(&addr, bytes_tight(NULL, size), size, got,
						 values.form->count, &form);
			ck_assert_int_eq(r, size < need ? -ENOSPC : (int) values.form->count);
			ck_assert(r >= 0 || bytes_painted(got, sizeof(got)));
			ck_assert(bytes_painted(&got[values.form->count],
						sizeof(got) - values.form->count * sizeof(got[0])));
		}
		for (m = 0; m < values.form->count; m++) {
			r = lsock_addr_to_fields(&addr, values.scratch, sizeof(values.scratch), got,
						 m, &form);
			ck_assert_int_eq(r, -ENOSPC);
		}
	}
}
