/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The vectors.def of all built-in rows; the build makes the list of them. */
#include <linux_sock/family.h>

enum vector_kind { VECTOR_GOOD, VECTOR_BAD, VECTOR_KERNEL, VECTOR_KERNEL_BAD };

struct vector {
	const char *row;
	enum vector_kind kind;
	const char *input;
	size_t len;
	const char *expected;		/* canonical text */
	int err;			/* below 0 */
	size_t column;
};

extern const struct vector vectors[];
extern const size_t vector_count;

/* The next one of the row behind *at, which begins as NULL; NULL: that was the last one. */
const struct vector *vector_next(const struct lsock_family *row, enum vector_kind kind,
				 const struct vector *at);

/* One of the row by chance, of either kind. */
const struct vector *vector_random(const struct lsock_family *row, enum vector_kind kind,
				   enum vector_kind other);

/* The address that a vector makes, GOOD or KERNEL. */
void vector_addr(const struct vector *vector, struct lsock_addr *ret_addr);
