/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every built-in row: what it says of itself, and the vectors that lie beside its code.
 * Of lib/families.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>

#include "tests/families/rows.h"
#include "tests/families/vectors.h"
#include "tests/harness/bytes.h"
#include "tests/harness/sockaddr.h"

static const char *shown(const struct vector *vector)
{
	return bytes_show(vector->input, vector->len);
}

static void has_text(const struct vector *vector, const struct lsock_addr *addr)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	int r = lsock_addr_format(addr, text, sizeof(text));

	ck_assert_msg(r == (int) strlen(vector->expected) && strcmp(text, vector->expected) == 0,
		      "%s: \"%s\" (%d), not \"%s\"", shown(vector), text, r, vector->expected);
}

static void is_clean(const struct vector *vector, const struct lsock_addr *addr)
{
	const char *bytes = (const char *) &addr->u;
	size_t n;

	ck_assert_uint_eq(addr->type, 0);
	for (n = addr->len; n < sizeof(addr->u); n++)
		ck_assert_msg(bytes[n] == 0, "%s: byte %zu behind the length", shown(vector), n);
}

static struct lsock_addr parse(const struct vector *vector, const char *text, size_t len)
{
	struct lsock_addr addr;
	struct lsock_why why;
	int r;

	bytes_paint(&why, sizeof(why));
	r = lsock_addr_parse(bytes_tight(text, len), len, &addr, &why);
	ck_assert_msg(r == 0, "%s: %d, column %zu: %s", shown(vector), r, why.column, why.message);
	ck_assert(bytes_painted(&why, sizeof(why)));
	return addr;
}

TEST_ROWS(row_has_vectors_of_each_kind)
{
	int kind;

	for (kind = VECTOR_GOOD; kind <= VECTOR_KERNEL_BAD; kind++)
		ck_assert_msg(vector_next(ROW_I, (enum vector_kind) kind, NULL) != NULL,
			      "none of kind %d", kind);
}

TEST(each_vector_has_a_row)
{
	size_t n;

	for (n = 0; n < vector_count; n++)
		ck_assert_msg(lsock_family_by_name(vectors[n].row, strlen(vectors[n].row)) != NULL,
			      "%s", vectors[n].row);
}

TEST_ROWS(good_text_has_its_canonical_form)
{
	const struct vector *at = NULL;

	while ((at = vector_next(ROW_I, VECTOR_GOOD, at))) {
		struct lsock_addr addr = parse(at, at->input, at->len), again;

		ck_assert_msg(addr.u.sa.sa_family == ROW_I->af, "%s: family %d", shown(at),
			      addr.u.sa.sa_family);
		is_clean(at, &addr);
		has_text(at, &addr);
		again = parse(at, at->expected, strlen(at->expected));
		ck_assert_msg(memcmp(&addr, &again, sizeof(addr)) == 0, "%s: not read back",
			      shown(at));
		ck_assert_int_eq(lsock_addr_check(&addr, NULL), 0);
	}
}

TEST_ROWS(good_text_is_read_with_its_family_before_it)
{
	const struct vector *at = NULL;
	size_t len = strlen(ROW_I->name);
	char text[LSOCK_ADDR_TEXT_MAX];

	while ((at = vector_next(ROW_I, VECTOR_GOOD, at))) {
		struct lsock_addr bare = parse(at, at->input, at->len), prefixed;

		if (lsock_family_by_name(at->input, strcspn(at->input, ":")))
			continue;	/* it is there already */
		if (memchr(at->input, '\\', at->len))
			continue;	/* means something else behind "unix:" */
		ck_assert_uint_lt(len + 1 + at->len, sizeof(text));
		memcpy(text, ROW_I->name, len);
		text[len] = ':';
		memcpy(text + len + 1, at->input, at->len);
		prefixed = parse(at, text, len + 1 + at->len);
		ck_assert_msg(memcmp(&bare, &prefixed, sizeof(bare)) == 0, "%s", shown(at));
	}
}

TEST_ROWS(bad_text_is_refused_where_it_is_wrong)
{
	const struct vector *at = NULL;
	struct lsock_addr addr;
	struct lsock_why why;
	int r;

	while ((at = vector_next(ROW_I, VECTOR_BAD, at))) {
		bytes_paint(&addr, sizeof(addr));
		memset(&why, 0, sizeof(why));
		r = lsock_addr_parse(bytes_tight(at->input, at->len), at->len, &addr, &why);
		ck_assert_msg(r == at->err, "%s: %s, not %s", shown(at), lsock_error_name(r),
			      lsock_error_name(at->err));
		ck_assert_msg(why.column == at->column, "%s: column %zu, not %zu: %s", shown(at),
			      why.column, at->column, why.message);
		ck_assert_msg(why.message != NULL, "%s: no reason", shown(at));
		if (r == -ERANGE)
			ck_assert_msg(why.field && why.max > 0, "%s: no range", shown(at));
		else
			ck_assert_msg(why.min == 0 && why.max == 0, "%s: a range", shown(at));
		ck_assert_msg(bytes_painted(&addr, sizeof(addr)), "%s: output written", shown(at));
	}
}

TEST_ROWS(kernel_s_address_has_its_canonical_form)
{
	const struct vector *at = NULL;
	struct lsock_addr addr, again;

	while ((at = vector_next(ROW_I, VECTOR_KERNEL, at))) {
		vector_addr(at, &addr);
		is_clean(at, &addr);
		has_text(at, &addr);
		ck_assert_int_eq(lsock_addr_from(&addr.u, addr.len, &again), 0);
		ck_assert_msg(memcmp(&addr, &again, sizeof(addr)) == 0, "%s", shown(at));
	}
}

TEST_ROWS(kernel_s_bytes_that_are_no_address_are_refused)
{
	const struct vector *at = NULL;
	struct bytes bytes;
	struct lsock_addr addr;
	int r;

	while ((at = vector_next(ROW_I, VECTOR_KERNEL_BAD, at))) {
		sockaddr_from_hex(&bytes, at->input, at->len);
		bytes_paint(&addr, sizeof(addr));
		r = lsock_addr_from(bytes_tight(bytes.data, bytes.len), (socklen_t) bytes.len,
				    &addr);
		if (r >= 0)
			r = lsock_addr_check(&addr, NULL);
		else
			ck_assert_msg(bytes_painted(&addr, sizeof(addr)), "%s", shown(at));
		ck_assert_msg(r == at->err, "%s: %s, not %s", shown(at), lsock_error_name(r),
			      lsock_error_name(at->err));
	}
}

TEST_ROWS(row_is_complete)
{
	const struct lsock_family *row = ROW_I;
	size_t n, m, k;

	ck_assert_uint_eq(row->size, sizeof(*row));
	ck_assert_uint_eq(row->abi, LSOCK_FAMILY_ABI);
	ck_assert_uint_ge(row->shortest, sizeof(sa_family_t));
	ck_assert_uint_le(row->shortest, row->longest);
	ck_assert_uint_le(row->longest, sizeof(struct sockaddr_storage));
	ck_assert_uint_ne(row->types, 0);
	ck_assert(row->port_size == 0 || row->port_size == 2 || row->port_size == 4);
	ck_assert_uint_le((size_t) row->port_at + row->port_size, row->shortest);
	ck_assert_uint_gt(row->form_count, 0);
	for (n = 0; n < row->form_count; n++) {
		ck_assert_uint_le(row->forms[n].count, LSOCK_FIELDS_MAX);
		for (m = 0; m < row->forms[n].count; m++) {
			const struct lsock_field *field = &row->forms[n].fields[m];

			ck_assert_int_le(field->min, field->max);
			for (k = 0; k < m; k++)
				ck_assert_str_ne(field->name, row->forms[n].fields[k].name);
		}
	}
}

/* A table is only as good as its copy in lsock_family_register() would find it. */
TEST_ROWS(row_would_be_taken_but_for_its_being_there)
{
	struct lsock_family row = *ROW_I;

	ck_assert_int_eq(lsock_family_register(&row), -EEXIST);
}

TEST_ROWS(loopback_is_an_address_of_the_row)
{
	struct lsock_addr addr;
	const char *text = ROW_I->loopback;

	if (text == NULL)
		skip("the row names none");
	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	ck_assert_int_eq(addr.u.sa.sa_family, ROW_I->af);
	ck_assert_int_eq(lsock_addr_check(&addr, NULL), 0);
}

/* Of a form that no vector has, the tests of random values would know nothing. */
TEST_ROWS(each_form_has_a_vector)
{
	bool seen[8] = { false };
	const struct vector *at = NULL;
	struct lsock_addr addr;
	struct values values;
	size_t n;

	while ((at = vector_next(ROW_I, VECTOR_GOOD, at))) {
		vector_addr(at, &addr);
		ck_assert_msg(values_get(&values, &addr), "%s: no fields", shown(at));
		seen[values.number] = true;
	}
	ck_assert_uint_le(ROW_I->form_count, COUNT_OF(seen));
	for (n = 0; n < ROW_I->form_count; n++)
		ck_assert_msg(seen[n], "form %s", ROW_I->forms[n].name);
}

TEST_ROWS(port_is_got_and_set_in_its_place)
{
	const struct vector *at = NULL;
	struct lsock_addr addr, before;
	uint32_t port;

	while ((at = vector_next(ROW_I, VECTOR_GOOD, at))) {
		vector_addr(at, &addr);
		before = addr;
		if (ROW_I->port_size == 0) {
			ck_assert_int_eq(lsock_addr_port(&addr), -EAFNOSUPPORT);
			ck_assert_int_eq(lsock_addr_set_port(&addr, 80), -EAFNOSUPPORT);
			continue;
		}
		port = (uint32_t) random_u64() >> (ROW_I->port_size == 2 ? 16 : 0);
		ck_assert_int_eq(lsock_addr_set_port(&addr, port), 0);
		ck_assert_int_eq(lsock_addr_port(&addr), port);
		memcpy((char *) &before.u + ROW_I->port_at, (char *) &addr.u + ROW_I->port_at,
		       ROW_I->port_size);
		ck_assert_mem_eq(&addr, &before, sizeof(addr));
		ck_assert_int_eq(lsock_addr_set_port(&addr, 65536),
				 ROW_I->port_size == 2 ? -ERANGE : 0);
	}
}

TEST_ROWS(missing_required_field_is_named)
{
	const struct lsock_form *form;
	struct lsock_value values[LSOCK_FIELDS_MAX];
	struct lsock_addr addr;
	struct lsock_why why;
	size_t n, m;
	int r;

	memset(values, 0, sizeof(values));
	for (n = 0; n < ROW_I->form_count; n++) {
		form = &ROW_I->forms[n];
		for (m = 0; m < form->count && !(form->fields[m].flags & LSOCK_FIELD_REQUIRED); m++)
			;
		memset(&why, 0, sizeof(why));
		r = lsock_addr_from_fields(ROW_I, n, values, form->count, &addr, &why);
		if (m == form->count) {
			ck_assert_msg(r == 0, "all defaults: %d, %s", r, why.message);
			continue;
		}
		ck_assert_int_eq(r, -EINVAL);
		ck_assert_str_eq(why.field, form->fields[m].name);
	}
}
