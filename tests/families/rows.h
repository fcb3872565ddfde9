/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Tests that run for every row of the table, and random addresses for them. */
#include <linux_sock/family.h>

#include "tests/families/values.h"
#include "tests/harness/harness.h"

/* Row number i is ROW_I. */
#define TEST_ROWS(id) TEST(id, .count = row_count, .label = row_label, .seconds = 60)
#define ROW_I lsock_family_at((size_t) i)

int row_count(void);
const char *row_label(int i);

/* One of the errors that parse and from_fields may give? */
bool is_documented(int err);

/* The canonical text: static, good until the next call. */
const char *text_of(const struct lsock_addr *addr);

/* Is it the text of an address that the row cannot say? */
bool is_raw(const struct lsock_addr *addr);

/* Bytes as the kernel might write them: those of a vector with changes, or any. */
bool kernel_addr(const struct lsock_family *row, struct lsock_addr *ret_addr);

/* An address that parse or from_fields makes, and its fields. */
void made_addr(const struct lsock_family *row, struct lsock_addr *ret_addr,
	       struct values *ret_values);
