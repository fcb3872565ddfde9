/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Text into a buffer as snprintf(3) does it: what does not fit is counted and not written. */
#include <stddef.h>
#include <stdint.h>

struct lsock__out {
	char *buf;
	size_t size;
	size_t len;
};

static inline void lsock__out_char(struct lsock__out *out, char c)
{
	if (out->len < out->size)
		out->buf[out->len] = c;
	out->len++;
}

void lsock__out_text(struct lsock__out *out, const char *text);
void lsock__out_bytes(struct lsock__out *out, const char *bytes, size_t n);
void lsock__out_decimal(struct lsock__out *out, uint32_t value);
/* Lower case, at least digits of them, no "0x". */
void lsock__out_hex(struct lsock__out *out, uint32_t value, unsigned digits);
/* Printable ASCII as it is, backslash doubled, any other byte as \xHH. */
void lsock__out_escaped(struct lsock__out *out, const char *bytes, size_t n);
/* Terminates the text (it may be cut) and returns its whole length. */
int lsock__out_end(struct lsock__out *out);
