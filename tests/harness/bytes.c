/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/bytes.h"

#include <check.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAINT 0xa5

static int digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *at = c ? strchr(digits, c) : NULL;

	ck_assert_msg(at != NULL, "a test row has '%c' where a hexadecimal digit belongs", c);
	return (int) (at - digits) % 16;
}

static char byte_of(const char *hex)
{
	return (char) (digit(hex[0]) << 4 | digit(hex[1]));
}

void bytes_from_hex(struct bytes *ret_bytes, const char *hex, size_t len)
{
	size_t i;

	ck_assert_uint_eq(len % 2, 0);
	ck_assert_uint_le(len / 2, sizeof(ret_bytes->data));
	for (i = 0; i < len / 2; i++)
		ret_bytes->data[i] = byte_of(hex + 2 * i);
	ret_bytes->len = len / 2;
}

void bytes_unescape(struct bytes *ret_bytes, const char *text, size_t len)
{
	size_t i = 0;

	ret_bytes->len = 0;
	while (i < len) {
		char byte = text[i++];

		if (byte == '\\' && text[i] == '\\') {
			i++;
		} else if (byte == '\\') {
			ck_assert_msg(i + 3 <= len && text[i] == 'x',
				      "a test row has a bad escape");
			byte = byte_of(text + i + 1);
			i += 3;
		}
		ck_assert_uint_lt(ret_bytes->len, sizeof(ret_bytes->data));
		ret_bytes->data[ret_bytes->len++] = byte;
	}
}

const char *bytes_show(const char *data, size_t len)
{
	static char shown[4 * 300 + 4];
	char *at = shown;
	size_t i;

	for (i = 0; i < len && i < 300; i++) {
		if (data[i] >= ' ' && data[i] <= '~' && data[i] != '\\')
			*at++ = data[i];
		else
			at += sprintf(at, "\\x%02x", (unsigned char) data[i]);
	}
	strcpy(at, i < len ? "..." : "");
	return shown;
}

/* The end of two pages behind which lies one without any access. */
static char *make_end(void)
{
	size_t page = (size_t) sysconf(_SC_PAGESIZE);
	char *pages = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
			   0);

	ck_assert(pages != MAP_FAILED);
	ck_assert_int_eq(mprotect(pages + 2 * page, page, PROT_NONE), 0);
	return pages + 2 * page;
}

char *bytes_tight(const void *data, size_t len)
{
	static char *ends[4];
	static unsigned used;
	char **end = &ends[used++ % 4];
	char *copy;

	if (*end == NULL)
		*end = make_end();
	ck_assert_uint_le(len, 8192);
	copy = *end - len;
	if (data)
		memcpy(copy, data, len);
	else
		bytes_paint(copy, len);
	return copy;
}

void bytes_paint(void *memory, size_t size)
{
	memset(memory, PAINT, size);
}

bool bytes_painted(const void *memory, size_t size)
{
	const unsigned char *at = memory;

	while (size > 0 && *at == PAINT) {
		at++;
		size--;
	}
	return size == 0;
}
