/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/families/rows.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/families/vectors.h"
#include "tests/harness/bytes.h"

int row_count(void)
{
	int n = 0;

	while (lsock_family_at((size_t) n))
		n++;
	return n;
}

const char *row_label(int i)
{
	return lsock_family_at((size_t) i)->name;
}

bool is_documented(int err)
{
	static const int errs[] = { EINVAL, ERANGE, ENODEV, ENAMETOOLONG, EPROTONOSUPPORT,
				    EAFNOSUPPORT };
	size_t n;

	for (n = 0; n < COUNT_OF(errs); n++)
		if (err == -errs[n])
			return true;
	return false;
}

const char *text_of(const struct lsock_addr *addr)
{
	static char text[LSOCK_ADDR_TEXT_SIZE + 1];
	int n = 0, len = lsock_addr_format(addr, text, sizeof(text));

	ck_assert_int_gt(len, 0);
	ck_assert_int_lt(len, LSOCK_ADDR_TEXT_SIZE);
	while (text[n] >= ' ' && text[n] <= '~')
		n++;
	ck_assert_msg(n == len && text[n] == '\0', "byte %d of \"%s\"", n, text);
	return text;
}

bool is_raw(const struct lsock_addr *addr)
{
	char prefix[16];

	return strncmp(text_of(addr), prefix,
		       (size_t) sprintf(prefix, "af%u:", addr->u.sa.sa_family)) == 0;
}

bool kernel_addr(const struct lsock_family *row, struct lsock_addr *ret_addr)
{
	unsigned char bytes[sizeof(struct sockaddr_storage) + 16];
	sa_family_t af = (sa_family_t) row->af;
	socklen_t len = row->shortest + (socklen_t) random_below(row->longest - row->shortest + 3);
	struct lsock_addr base;
	uint64_t n;

	memset(bytes, 0, sizeof(bytes));
	if (random_below(2)) {
		random_fill(bytes, sizeof(bytes));
	} else {
		vector_addr(vector_random(row, VECTOR_GOOD, VECTOR_KERNEL), &base);
		memcpy(bytes, &base.u, base.len);
		for (n = random_below(4); n > 0; n--)
			random_fill(bytes + random_below(len), 1);
	}
	memcpy(bytes, &af, sizeof(af));
	return lsock_addr_from(bytes_tight(bytes, len), len, ret_addr) == 0;
}

void made_addr(const struct lsock_family *row, struct lsock_addr *ret_addr,
	       struct values *ret_values)
{
	struct lsock_addr base;
	int tries;

	do {
		if (random_below(2) || !kernel_addr(row, &base))
			vector_addr(vector_random(row, VECTOR_GOOD, VECTOR_KERNEL), &base);
	} while (!values_get(ret_values, &base));
	for (tries = (int) random_below(3); tries >= 0; tries--)
		values_vary(ret_values, (int) random_below(ret_values->form->count + 1) - 1);
	if (values_make(ret_values, ret_addr, NULL) < 0)
		vector_addr(vector_next(row, VECTOR_GOOD, NULL), ret_addr);
	ck_assert(values_get(ret_values, ret_addr));
}
