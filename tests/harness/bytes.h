/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Bytes in the text of test rows.  What is malformed there fails the test. */
#include <stdbool.h>
#include <stddef.h>

struct bytes {
	char data[2048];
	size_t len;
};

/* "0a1B" */
void bytes_from_hex(struct bytes *ret_bytes, const char *hex, size_t len);

/* \\ and \xHH, any other byte as it is. */
void bytes_unescape(struct bytes *ret_bytes, const char *text, size_t len);

/* Printable, for a message: static, good until the next call. */
const char *bytes_show(const char *data, size_t len);

/*
 * A copy whose last byte is the last one before memory that may not be touched: who reads or writes
 * beyond it crashes.  Good until the fourth next call.  data NULL: painted.
 */
char *bytes_tight(const void *data, size_t len);

void bytes_paint(void *memory, size_t size);
/* Is all of the memory still as bytes_paint() left it? */
bool bytes_painted(const void *memory, size_t size);
