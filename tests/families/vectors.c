/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/families/vectors.h"

#include <errno.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/sockaddr.h"

#define GOOD(text, canonical) \
	{ ROW, VECTOR_GOOD, text, sizeof(text) - 1, canonical, 0, 0 },
#define BAD(text, error, column) \
	{ ROW, VECTOR_BAD, text, sizeof(text) - 1, NULL, -(error), column },
#define KERNEL(hex, canonical) \
	{ ROW, VECTOR_KERNEL, hex, sizeof(hex) - 1, canonical, 0, 0 },
#define KERNEL_BAD(hex, error) \
	{ ROW, VECTOR_KERNEL_BAD, hex, sizeof(hex) - 1, NULL, -(error), 0 },

const struct vector vectors[] = {
#include "tests/families/vectors.inc"
};

const size_t vector_count = COUNT_OF(vectors);

const struct vector *vector_next(const struct lsock_family *row, enum vector_kind kind,
				 const struct vector *at)
{
	for (at = at ? at + 1 : vectors; at < vectors + vector_count; at++)
		if (at->kind == kind && strcmp(at->row, row->name) == 0)
			return at;
	return NULL;
}

const struct vector *vector_random(const struct lsock_family *row, enum vector_kind kind,
				   enum vector_kind other)
{
	const struct vector *at = NULL;
	bool found = false;

	while (!found) {
		at = &vectors[random_below(vector_count)];
		found = (at->kind == kind || at->kind == other) && strcmp(at->row, row->name) == 0;
	}
	return at;
}

void vector_addr(const struct vector *vector, struct lsock_addr *ret_addr)
{
	struct bytes bytes;
	int r;

	if (vector->kind == VECTOR_GOOD) {
		r = lsock_addr_parse(vector->input, vector->len, ret_addr, NULL);
	} else {
		sockaddr_from_hex(&bytes, vector->input, vector->len);
		r = lsock_addr_from(bytes.data, (socklen_t) bytes.len, ret_addr);
	}
	ck_assert_msg(r == 0, "%s: %d", bytes_show(vector->input, vector->len), r);
}
