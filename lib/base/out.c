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

void lsock__out_decimal(struct lsock__out *out, uint32_t value)
{
	char text[10], *p = text + sizeof(text);

	do
		*--p = digits_of[value % 10];
	while ((value /= 10) != 0);
	while (p < text + sizeof(text))
		lsock__out_char(out, *p++);
}

/* Without leading zeros: 1 to 8. */
static unsigned hex_length(uint32_t value)
{
	return value == 0 ? 1 : (35 - (unsigned) __builtin_clz(value)) / 4;
}

void lsock__out_hex(struct lsock__out *out, uint32_t value, unsigned digits)
{
	unsigned length = hex_length(value), n = length > digits ? length : digits;

	while (n-- > 0)
		lsock__out_char(out, digits_of[value >> 4 * n & 0xf]);
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
