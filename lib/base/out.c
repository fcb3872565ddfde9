/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/out.h"

#include <string.h>

static const char digits_of[] = "0123456789abcdef";

void lsock__out_bytes(struct lsock__out *out, const char *bytes, size_t n)
{
	if (out->len < out->size) {
		size_t room = out->size - out->len;

		memcpy(out->buf + out->len, bytes, n < room ? n : room);
	}
	out->len += n;
}

void lsock__out_text(struct lsock__out *out, const char *text)
{
	lsock__out_bytes(out, text, strlen(text));
}

static unsigned decimal_length(uint32_t value)
{
	unsigned length = 1;
	uint64_t limit;

	for (limit = 10; value >= limit; limit *= 10)
		length++;
	return length;
}

char *lsock__put_decimal(char *at, uint32_t value)
{
	char *end = at + decimal_length(value), *p = end;

	do
		*--p = (char) ('0' + value % 10);
	while ((value /= 10) != 0);
	return end;
}

/* Without leading zeros: 1 to 8. */
static unsigned hex_length(uint32_t value)
{
	return value == 0 ? 1 : (35 - (unsigned) __builtin_clz(value)) / 4;
}

char *lsock__put_hex(char *at, uint32_t value, unsigned digits)
{
	unsigned length = hex_length(value), n = length > digits ? length : digits;
	char *end = at + n, *p = end;

	for (; p > at; value >>= 4)
		*--p = digits_of[value & 0xf];
	return end;
}

void lsock__out_decimal(struct lsock__out *out, uint32_t value)
{
	char spare[LSOCK__DECIMAL_MAX], *room = lsock__out_room(out, spare, sizeof(spare));

	lsock__out_wrote(out, room, spare, lsock__put_decimal(room, value));
}

void lsock__out_hex(struct lsock__out *out, uint32_t value, unsigned digits)
{
	char spare[LSOCK__HEX_MAX], *room = lsock__out_room(out, spare, sizeof(spare));

	lsock__out_wrote(out, room, spare, lsock__put_hex(room, value, digits));
}

void lsock__out_u64(struct lsock__out *out, uint64_t value)
{
	char text[20], *p = text + sizeof(text);

	do
		*--p = (char) ('0' + value % 10);
	while ((value /= 10) != 0);
	lsock__out_bytes(out, p, (size_t) (text + sizeof(text) - p));
}

void lsock__out_i64(struct lsock__out *out, int64_t value)
{
	if (value < 0)
		lsock__out_char(out, '-');
	lsock__out_u64(out, value < 0 ? -(uint64_t) value : (uint64_t) value);
}

void lsock__out_hex_bytes(struct lsock__out *out, const void *bytes, size_t n)
{
	const unsigned char *byte = bytes;
	size_t i;

	for (i = 0; i < n; i++) {
		lsock__out_char(out, digits_of[byte[i] >> 4]);
		lsock__out_char(out, digits_of[byte[i] & 0xf]);
	}
}

void lsock__out_escaped(struct lsock__out *out, const char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (bytes[i] == '\\') {
			lsock__out_text(out, "\\\\");
		} else if (bytes[i] >= ' ' && bytes[i] <= '~') {
			lsock__out_char(out, bytes[i]);
		} else {
			lsock__out_text(out, "\\x");
			lsock__out_hex(out, (unsigned char) bytes[i], 2);
		}
	}
}

int lsock__out_end(struct lsock__out *out)
{
	if (out->size > 0)
		out->buf[out->len < out->size ? out->len : out->size - 1] = '\0';
	return (int) out->len;
}
