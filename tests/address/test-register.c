/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Rows that lsock_family_register() refuses, each for one fault, and one that has none.
 * Of lib/address/family.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>

#include "tests/address/any-row.h"
#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

static void refuses(const struct lsock_family *row, int err, const char *what)
{
	size_t before = table_walk();
	int r = lsock_family_register(row);

	ck_assert_msg(r == err, "%s: %d", what, r);
	ck_assert_uint_eq(table_walk(), before);
}

TEST(row_that_is_missing_is_refused)
{
	refuses(NULL, -EINVAL, "NULL");
}

TEST(row_of_another_abi_is_refused_before_it_is_read)
{
	struct lsock_family row = any_row(4200, "other-abi");
	struct {
		size_t size;
		uint32_t abi;
	} header = { offsetof(struct lsock_family, af), 0 };

	row.abi = LSOCK_FAMILY_ABI + 1;
	refuses(&row, -EPROTONOSUPPORT, "abi 2");
	row.abi = 0;
	refuses(&row, -EPROTONOSUPPORT, "abi 0");
	row.name = NULL;
	row.parse = NULL;
	row.size = SIZE_MAX;
	refuses(&row, -EPROTONOSUPPORT, "all wrong");
	refuses((const struct lsock_family *) (const void *) bytes_tight(&header, sizeof(header)),
		-EPROTONOSUPPORT, "the shortest header");
}

TEST(row_that_is_too_short_is_refused)
{
	struct lsock_family row = any_row(4201, "shorter");

	for (row.size = 0; row.size < offsetof(struct lsock_family, check) + 1; row.size++)
		refuses(&row, -EINVAL, "too short");
}

struct spoilt {
	const char *what;
	void (*spoil)(struct lsock_family *row);
};

#define SPOILT(id, statement)					\
	static void spoil_##id(struct lsock_family *row)	\
	{							\
		statement;					\
	}

static struct lsock_form form = { "form", any_fields, 1 };
static struct lsock_field fields[LSOCK_FIELDS_MAX + 1];

static void use_form(struct lsock_family *row, const char *name, const struct lsock_field *list,
		     size_t count)
{
	form = (struct lsock_form){ name, list, count };
	row->forms = &form;
}

static void use_field(struct lsock_family *row, const char *name, int kind, int64_t min,
		      int64_t max)
{
	fields[0] = (struct lsock_field){ name, kind, 0, min, max, 0 };
	use_form(row, "form", fields, 1);
}

static void use_alias(struct lsock_family *row, const char *alias)
{
	static const char *aliases[3] = { "good-alias" };

	aliases[1] = alias;
	row->aliases = aliases;
}

SPOILT(no_name, row->name = NULL)
SPOILT(empty_name, row->name = "")
SPOILT(upper_name, row->name = "Spoilt")
SPOILT(digit_name, row->name = "0spoilt")
SPOILT(dash_name, row->name = "-spoilt")
SPOILT(colon_name, row->name = "spo:ilt")
SPOILT(high_name, row->name = "spo\xc3\xa9")
SPOILT(hex_name, row->name = "abcdef")
SPOILT(raw_name, row->name = "af45")
SPOILT(long_name, row->name = "spoilt7890123456x")
SPOILT(bad_alias, use_alias(row, "Bad"))
SPOILT(hex_alias, use_alias(row, "beef"))
SPOILT(af_zero, row->af = 0)
SPOILT(af_below, row->af = -1)
SPOILT(af_above, row->af = 65536)
SPOILT(shortest, row->shortest = 1)
SPOILT(longest, row->longest = 2)
SPOILT(beyond, row->longest = 129)
SPOILT(port_size_1, row->port_size = 1)
SPOILT(port_size_3, row->port_size = 3)
SPOILT(port_size_8, (row->port_size = 8, row->shortest = row->longest = 20))
SPOILT(port_behind, (row->port_at = 2, row->port_size = 2))
SPOILT(port_in_some, (row->port_at = 2, row->port_size = 2, row->longest = 20))
SPOILT(port_far, (row->port_at = 65535, row->port_size = 2))
SPOILT(no_forms, row->forms = NULL)
SPOILT(form_count, row->form_count = 0)
SPOILT(form_name, use_form(row, NULL, any_fields, 1))
SPOILT(form_fields, use_form(row, "form", NULL, 1))
SPOILT(field_count, use_form(row, "form", fields, LSOCK_FIELDS_MAX + 1))
SPOILT(field_name, use_field(row, NULL, LSOCK_KIND_NUMBER, 0, 1))
SPOILT(field_unsaid, use_field(row, "field", LSOCK_KIND_UNSAID, 0, 1))
SPOILT(field_kind, use_field(row, "field", LSOCK_KIND_BYTES + 1, 0, 1))
SPOILT(field_range, use_field(row, "field", LSOCK_KIND_NUMBER, 1, 0))
SPOILT(host_names, row->flags = LSOCK_FAMILY_HOST_NAMES)
SPOILT(host_af, (row->flags = LSOCK_FAMILY_HOST_NAMES, row->host_af = AF_UNIX))
SPOILT(field_wide, (use_field(row, "field", LSOCK_KIND_NUMBER, -1, 1),
		    fields[0].flags = LSOCK_FIELD_U64))
SPOILT(parse, row->parse = NULL)
SPOILT(format, row->format = NULL)
SPOILT(from_fields, row->from_fields = NULL)
SPOILT(to_fields, row->to_fields = NULL)

static const struct spoilt spoilt[] = {
	{ "no name", spoil_no_name },
	{ "empty name", spoil_empty_name },
	{ "upper case name", spoil_upper_name },
	{ "name with a digit first", spoil_digit_name },
	{ "name with a dash first", spoil_dash_name },
	{ "name with a colon", spoil_colon_name },
	{ "name beyond ASCII", spoil_high_name },
	{ "hexadecimal name", spoil_hex_name },
	{ "name of the hex form", spoil_raw_name },
	{ "name of 17 bytes", spoil_long_name },
	{ "bad alias", spoil_bad_alias },
	{ "hexadecimal alias", spoil_hex_alias },
	{ "af 0", spoil_af_zero },
	{ "af -1", spoil_af_below },
	{ "af 65536", spoil_af_above },
	{ "shortest without family", spoil_shortest },
	{ "longest below shortest", spoil_longest },
	{ "longest beyond the value", spoil_beyond },
	{ "port of 1 byte", spoil_port_size_1 },
	{ "port of 3 bytes", spoil_port_size_3 },
	{ "port of 8 bytes", spoil_port_size_8 },
	{ "port behind the shortest", spoil_port_behind },
	{ "port that the shortest has not whole", spoil_port_in_some },
	{ "port far behind", spoil_port_far },
	{ "no forms", spoil_no_forms },
	{ "form count 0", spoil_form_count },
	{ "form without name", spoil_form_name },
	{ "form without fields", spoil_form_fields },
	{ "too many fields", spoil_field_count },
	{ "field without name", spoil_field_name },
	{ "field of kind unsaid", spoil_field_unsaid },
	{ "field of unknown kind", spoil_field_kind },
	{ "field with an empty range", spoil_field_range },
	{ "names of nobody's hosts", spoil_host_names },
	{ "names of hosts that have none", spoil_host_af },
	{ "field with an empty range of 64 bits", spoil_field_wide },
	{ "no parse", spoil_parse },
	{ "no format", spoil_format },
	{ "no from_fields", spoil_from_fields },
	{ "no to_fields", spoil_to_fields },
};

static int spoilt_count(void)
{
	return (int) COUNT_OF(spoilt);
}

static const char *spoilt_label(int i)
{
	return spoilt[i].what;
}

TEST(incomplete_row_is_refused, .count = spoilt_count, .label = spoilt_label)
{
	struct lsock_family row = any_row(4202, "spoilt");
	size_t n;

	for (n = 0; n < COUNT_OF(fields); n++)
		fields[n] = any_fields[0];
	spoilt[i].spoil(&row);
	refuses(&row, -EINVAL, spoilt[i].what);
	ck_assert_ptr_null(lsock_family_by_af(4202));
	ck_assert_ptr_null(lsock_family_by_name("spoilt", 6));
}

/* What the refusals above stand beside: only what they name is wrong with their rows. */
TEST(row_at_its_limits_is_taken)
{
	struct lsock_family row = any_row(65535, "spoilt-789012345");
	size_t n;

	for (n = 0; n < COUNT_OF(fields); n++)
		fields[n] = any_fields[0];
	use_form(&row, "form", fields, LSOCK_FIELDS_MAX);
	use_alias(&row, "zbcdef");
	row.shortest = 6;
	row.longest = 128;
	row.port_at = 2;
	row.port_size = 4;
	ck_assert_int_eq(lsock_family_register(&row), 0);
	ck_assert_int_eq(lsock_family_by_af(65535)->port_size, 4);
	ck_assert_ptr_eq(lsock_family_by_name("zbcdef", 6), lsock_family_by_af(65535));
	ck_assert_ptr_eq(lsock_family_by_name("good-alias", 10), lsock_family_by_af(65535));
}
