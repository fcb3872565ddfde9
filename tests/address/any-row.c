/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/address/any-row.h"

#include <errno.h>
#include <stdio.h>

int any_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
	      struct lsock_why *why)
{
	(void) prefixed;
	if (len != 1) {
		why->message = "one byte is expected";
		why->column = len < 1 ? 1 : 2;
		return -EINVAL;
	}
	ret_addr->u.sa.sa_data[0] = text[0];
	ret_addr->len = 3;
	return 0;
}

static int any_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);

	return snprintf(buf, size, "%s:%c", row->name, addr->u.sa.sa_data[0]);
}

static int any_from_fields(size_t form, const struct lsock_value *values,
			   struct lsock_addr *ret_addr, struct lsock_why *why)
{
	(void) form;
	(void) why;
	ret_addr->u.sa.sa_data[0] = (char) values[0].number;
	ret_addr->len = 3;
	return 0;
}

static int any_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			 struct lsock_value *ret_values)
{
	(void) scratch;
	(void) size;
	ret_values[0] = (struct lsock_value){ LSOCK_KIND_NUMBER, addr->u.sa.sa_data[0], NULL, 0 };
	return 0;
}

const struct lsock_field any_fields[] = {
	{ "byte", LSOCK_KIND_NUMBER, LSOCK_FIELD_REQUIRED, 'a', 'z', 0 },
};

static const struct lsock_form any_forms[] = { { "any", any_fields, 1 } };

struct lsock_family any_row(int af, const char *name)
{
	return (struct lsock_family){
		.size = sizeof(struct lsock_family), .abi = LSOCK_FAMILY_ABI,
		.af = af, .name = name, .shortest = 3, .longest = 3,
		.types = LSOCK_TYPE_BIT(SOCK_STREAM), .forms = any_forms, .form_count = 1,
		.parse = any_parse, .format = any_format,
		.from_fields = any_from_fields, .to_fields = any_to_fields,
	};
}

size_t table_walk(void)
{
	size_t n;

	for (n = 0; lsock_family_at(n); n++)
		;
	return n;
}
