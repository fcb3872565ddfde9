/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The built-in rows, in the order of the build's list. */
#include <linux_sock/family.h>

extern const struct lsock_family *const lsock__table[];
extern const size_t lsock__table_count;

/* Whose text it is that begins with no family word: the grammar's rule for bare text. */
const struct lsock_family *lsock__table_bare(const char *text, size_t len);
