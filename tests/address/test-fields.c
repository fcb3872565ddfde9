/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses as typed fields.  What core does for every row (defaults, kinds, ranges) is tried with
 * a row of the test's own, which only remembers what it was given.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

#define MOCK_AF 4100

enum { NEEDED, COUNT, WORD, BLOB, MOCK_FIELDS };

static const struct lsock_field mock_fields[] = {
	[NEEDED] = { "needed", LSOCK_KIND_NUMBER, LSOCK_FIELD_REQUIRED, -5, 5, 99 },
	[COUNT] = { "count", LSOCK_KIND_NUMBER, 0, 10, 20, -1 },
	[WORD] = { "word", LSOCK_KIND_TEXT, 0, 0, 4, 0 },
	[BLOB] = { "blob", LSOCK_KIND_BYTES, 0, 0, 8, 0 },
};

static const struct lsock_field mock_word[] = {
	{ "word", LSOCK_KIND_TEXT, LSOCK_FIELD_REQUIRED, 2, 4, 0 },
};

static const struct lsock_field mock_wide[] = {
	{ "wide", LSOCK_KIND_NUMBER, LSOCK_FIELD_U64, 5, (int64_t) (UINT64_MAX - 5), 5 },
};

static const struct lsock_form mock_forms[] = {
	{ "full", mock_fields, MOCK_FIELDS },
	{ "word", mock_word, 1 },
	{ "wide", mock_wide, 1 },
};

static struct lsock_value given[MOCK_FIELDS];
static size_t given_form;
static int answer;

static int mock_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		      struct lsock_why *why)
{
	(void) text;
	(void) prefixed;
	(void) ret_addr;
	*why = (struct lsock_why){ .message = "no text", .column = len + 1 };
	return -EINVAL;
}

static int mock_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	(void) addr;
	(void) buf;
	(void) size;
	return -EINVAL;
}

static int mock_from_fields(size_t form, const struct lsock_value *values,
			    struct lsock_addr *ret_addr, struct lsock_why *why)
{
	memcpy(given, values, mock_forms[form].count * sizeof(given[0]));
	given_form = form;
	ck_assert_uint_eq(ret_addr->protocol, LSOCK_PROTOCOL_UNSAID);
	ret_addr->u.sa.sa_family = MOCK_AF;
	ret_addr->len = 4;
	if (answer < 0)
		*why = (struct lsock_why){ .message = "as told", .field = "word" };
	return answer;
}

static int mock_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			  struct lsock_value *ret_values)
{
	(void) addr;
	if (size < 2)
		return -ENOSPC;
	memcpy(scratch, "ab", 2);
	ret_values[0] = (struct lsock_value){ LSOCK_KIND_TEXT, 0, scratch, 2 };
	return 1;
}

static const struct lsock_family *mock(void)
{
	struct lsock_family row = {
		.size = sizeof(row), .abi = LSOCK_FAMILY_ABI, .af = MOCK_AF, .name = "mock",
		.shortest = 4, .longest = 8, .forms = mock_forms, .form_count = 3,
		.parse = mock_parse, .format = mock_format, .from_fields = mock_from_fields,
		.to_fields = mock_to_fields,
	};

	answer = 0;
	if (lsock_family_by_af(MOCK_AF) == NULL)	/* CK_FORK=no: it is there already */
		ck_assert_int_eq(lsock_family_register(&row), 0);
	return lsock_family_by_af(MOCK_AF);
}

static struct lsock_value number(int64_t value)
{
	return (struct lsock_value){ .kind = LSOCK_KIND_NUMBER, .number = value };
}

static struct lsock_value data(int kind, const char *bytes, size_t size)
{
	return (struct lsock_value){ .kind = kind, .data = bytes, .size = size };
}

static struct lsock_value text(const char *bytes)
{
	return data(LSOCK_KIND_TEXT, bytes, strlen(bytes));
}

static void takes(size_t form, const struct lsock_value *values, size_t count)
{
	struct lsock_why why;
	struct lsock_addr addr;
	int r;

	bytes_paint(&why, sizeof(why));
	r = lsock_addr_from_fields(mock(), form, values, count, &addr, &why);
	ck_assert_msg(r == 0, "%d, %s: %s", r, why.field, why.message);
	ck_assert(bytes_painted(&why, sizeof(why)));
	ck_assert_uint_eq(given_form, form);
}

static struct lsock_why row_refuses(const struct lsock_family *row, size_t form,
				    const struct lsock_value *values, size_t count, int err,
				    const char *field)
{
	struct lsock_why why;
	struct lsock_addr addr;

	bytes_paint(&why, sizeof(why));
	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_addr_from_fields(row, form, values, count, &addr, NULL), err);
	ck_assert_int_eq(lsock_addr_from_fields(row, form, values, count, &addr, &why), err);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
	ck_assert_ptr_nonnull(why.message);
	if (field)
		ck_assert_str_eq(why.field, field);
	else
		ck_assert_ptr_null(why.field);
	return why;
}

static struct lsock_why refuses(size_t form, const struct lsock_value *values, size_t count,
				int err, const char *field)
{
	return row_refuses(mock(), form, values, count, err, field);
}

TEST(values_reach_the_row_as_they_are)
{
	const struct lsock_value values[] = {
		number(-5), number(20), text("word"), data(LSOCK_KIND_BYTES, "\0\1\2", 3),
	};

	takes(0, values, 4);
	ck_assert_int_eq(given[NEEDED].number, -5);
	ck_assert_int_eq(given[COUNT].number, 20);
	ck_assert_ptr_eq(given[WORD].data, values[WORD].data);
	ck_assert_uint_eq(given[WORD].size, 4);
	ck_assert_ptr_eq(given[BLOB].data, values[BLOB].data);
	ck_assert_uint_eq(given[BLOB].size, 3);
}

static void are_defaults(void)
{
	ck_assert_int_eq(given[NEEDED].number, 3);
	ck_assert_int_eq(given[COUNT].kind, LSOCK_KIND_NUMBER);
	ck_assert_int_eq(given[COUNT].number, -1);
	ck_assert_int_eq(given[WORD].kind, LSOCK_KIND_TEXT);
	ck_assert_ptr_nonnull(given[WORD].data);
	ck_assert_uint_eq(given[WORD].size, 0);
	ck_assert_int_eq(given[BLOB].kind, LSOCK_KIND_BYTES);
	ck_assert_ptr_nonnull(given[BLOB].data);
	ck_assert_uint_eq(given[BLOB].size, 0);
}

TEST(unsaid_values_are_their_defaults)
{
	struct lsock_value values[MOCK_FIELDS];

	memset(values, 0, sizeof(values));	/* LSOCK_KIND_UNSAID */
	values[NEEDED] = number(3);
	takes(0, values, 1);
	are_defaults();
	takes(0, values, MOCK_FIELDS);
	are_defaults();
}

TEST(default_may_be_said_though_it_is_out_of_range)
{
	const struct lsock_value values[] = { number(0), number(-1) };

	takes(0, values, 2);
	ck_assert_int_eq(given[COUNT].number, -1);
}

TEST(required_field_has_no_default)
{
	const struct lsock_value unsaid[] = { { .kind = LSOCK_KIND_UNSAID }, number(10) };

	refuses(0, NULL, 0, -EINVAL, "needed");
	refuses(0, unsaid, 2, -EINVAL, "needed");
	refuses(1, NULL, 0, -EINVAL, "word");
}

TEST(number_is_within_its_range)
{
	static const int64_t numbers[] = { 9, 21, 0, -2, INT64_MIN, INT64_MAX, UINT32_MAX,
					   INT64_C(0x10000000f) };
	struct lsock_value values[] = { number(5), number(10) };
	struct lsock_why why;
	size_t n;

	takes(0, values, 2);
	for (n = 0; n < COUNT_OF(numbers); n++) {
		values[COUNT] = number(numbers[n]);
		why = refuses(0, values, 2, -ERANGE, "count");
		ck_assert_int_eq(why.min, 10);
		ck_assert_int_eq(why.max, 20);
		ck_assert_uint_eq(why.column, 0);
	}
	values[NEEDED] = number(99);	/* required: no default; and the first of two faults */
	why = refuses(0, values, 2, -ERANGE, "needed");
	ck_assert_int_eq(why.min, -5);
	ck_assert_int_eq(why.max, 5);
}

TEST(bytes_are_within_their_length)
{
	struct lsock_value values[] = { number(0), number(10), text("12345"), text("") };

	refuses(0, values, 4, -ENAMETOOLONG, "word");
	values[WORD] = data(LSOCK_KIND_TEXT, "", SIZE_MAX);
	refuses(0, values, 4, -ENAMETOOLONG, "word");
	values[WORD] = text("1234");
	values[BLOB] = data(LSOCK_KIND_BYTES, "123456789", 9);
	refuses(0, values, 4, -ENAMETOOLONG, "blob");
	values[BLOB].size = 8;
	takes(0, values, 4);
	values[0] = text("1");
	refuses(1, values, 1, -EINVAL, "word");
	values[0] = text("12");
	takes(1, values, 1);
}

TEST(text_has_no_nul_and_bytes_may)
{
	struct lsock_value values[] = { number(0), number(10), text("") };

	values[WORD] = data(LSOCK_KIND_TEXT, "a\0b", 3);
	refuses(0, values, 3, -EINVAL, "word");
	values[WORD] = data(LSOCK_KIND_BYTES, "\0", 1);
	refuses(0, values, 3, -EINVAL, "word");
}

TEST(text_and_bytes_stand_for_each_other)
{
	struct lsock_value values[] = {
		number(0), number(10), data(LSOCK_KIND_BYTES, "ab", 2), text("cd"),
	};

	takes(0, values, 4);
	ck_assert_int_eq(given[WORD].kind, LSOCK_KIND_TEXT);
	ck_assert_int_eq(given[BLOB].kind, LSOCK_KIND_BYTES);
}

TEST(value_of_another_kind_is_refused)
{
	struct lsock_value values[] = { text("3"), number(10), number(1) };

	refuses(0, values, 3, -EINVAL, "needed");
	values[NEEDED] = number(3);
	refuses(0, values, 3, -EINVAL, "word");
	values[WORD] = text("a");
	values[COUNT].kind = 4;
	refuses(0, values, 3, -EINVAL, "count");
	values[COUNT].kind = -1;
	refuses(0, values, 3, -EINVAL, "count");
	values[COUNT].kind = LSOCK_KIND_BYTES;
	refuses(0, values, 3, -EINVAL, "count");
}

TEST(missing_data_is_refused_unless_it_is_empty)
{
	struct lsock_value values[] = { number(0), number(10), data(LSOCK_KIND_TEXT, NULL, 0) };

	takes(0, values, 3);
	ck_assert_ptr_nonnull(given[WORD].data);
	values[WORD].size = 1;
	refuses(0, values, 3, -EINVAL, "word");
}

TEST(more_values_than_fields_are_refused)
{
	struct lsock_value values[LSOCK_FIELDS_MAX + 1];

	memset(values, 0, sizeof(values));
	values[0] = number(1);
	takes(0, values, MOCK_FIELDS);
	refuses(0, values, MOCK_FIELDS + 1, -EINVAL, NULL);
	refuses(0, values, LSOCK_FIELDS_MAX + 1, -EINVAL, NULL);
	refuses(0, values, SIZE_MAX, -EINVAL, NULL);
}

TEST(form_that_is_not_there_is_refused)
{
	struct lsock_value values[] = { number(1) };

	refuses(3, values, 1, -EINVAL, NULL);
	refuses(SIZE_MAX, values, 1, -EINVAL, NULL);
	row_refuses(NULL, 0, values, 1, -EINVAL, NULL);
}

TEST(row_has_the_last_word)
{
	struct lsock_value values[] = { number(1) };
	const struct lsock_family *row = mock();
	struct lsock_why why;

	answer = -EADDRNOTAVAIL;
	why = row_refuses(row, 0, values, 1, -EADDRNOTAVAIL, "word");
	ck_assert_str_eq(why.message, "as told");
}

static struct lsock_addr mock_addr(socklen_t len)
{
	struct lsock_addr addr = { .len = len };

	mock();
	addr.u.sa.sa_family = MOCK_AF;
	return addr;
}

TEST(fields_come_back_with_their_form)
{
	struct lsock_addr addr = mock_addr(4);
	const struct lsock_form *form = NULL;
	struct lsock_value value;
	char scratch[2];

	ck_assert_int_eq(lsock_addr_to_fields(&addr, scratch, 2, &value, 1, &form), 1);
	ck_assert_ptr_eq(form, &mock_forms[1]);
	ck_assert_uint_eq(value.size, 2);
	ck_assert_ptr_eq(value.data, scratch);
}

static void to_fields_refuses(const struct lsock_addr *addr, size_t size, size_t room, int err)
{
	const struct lsock_form *form = mock_forms;
	struct lsock_value values[2];
	char scratch[64];

	bytes_paint(values, sizeof(values));
	ck_assert_int_eq(lsock_addr_to_fields(addr, scratch, size, values, room, &form), err);
	ck_assert(bytes_painted(values, sizeof(values)));
	ck_assert_ptr_eq(form, mock_forms);
}

TEST(fields_that_do_not_fit_are_not_written)
{
	struct lsock_addr addr = mock_addr(4);

	to_fields_refuses(&addr, 1, 1, -ENOSPC);
	to_fields_refuses(&addr, 64, 0, -ENOSPC);
}

TEST(address_without_fields_is_refused)
{
	struct lsock_addr addr = mock_addr(3);

	to_fields_refuses(&addr, 64, 2, -EINVAL);
	addr.len = 9;
	to_fields_refuses(&addr, 64, 2, -EINVAL);
	addr.len = 0;
	to_fields_refuses(&addr, 64, 2, -EINVAL);
	addr.len = 4;
	addr.u.sa.sa_family = 45;
	to_fields_refuses(&addr, 64, 2, -EAFNOSUPPORT);
}

TEST(number_of_64_bits_has_no_sign)
{
	static const uint64_t numbers[] = { 0, 4, 5, INT64_MAX, UINT64_MAX - 5, UINT64_MAX - 4 };
	size_t n;

	for (n = 0; n < COUNT_OF(numbers); n++) {
		struct lsock_value wide = number((int64_t) numbers[n]);

		if (n >= 2 && n <= 4)
			takes(2, &wide, 1);
		else
			refuses(2, &wide, 1, -ERANGE, "wide");
	}
}
