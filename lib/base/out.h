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

/*
 * Where up to most bytes can be written without a look at each: in the buffer, or in spare, of so
 * many bytes, where less is left.  lsock__out_wrote() takes those up to end.
 */
static inline char *lsock__out_room(const struct lsock__out *out, char *spare, size_t most)
{
	return out->size >= most && out->len <= out->size - most ? out->buf + out->len : spare;
}

void lsock__out_bytes(struct lsock__out *out, const char *bytes, size_t n);

static inline void lsock__out_wrote(struct lsock__out *out, const char *room, const char *spare,
				    const char *end)
{
	if (room == spare)
		lsock__out_bytes(out, room, (size_t) (end - room));
	else
		out->len += (size_t) (end - room);
}

/* Number to digits at at; each returns their end. */
#define LSOCK__DECIMAL_MAX 10	/* digits */
#define LSOCK__HEX_MAX 8
char *lsock__put_decimal(char *at, uint32_t value);
/* Lower case, at least digits of them, no "0x". */
char *lsock__put_hex(char *at, uint32_t value, unsigned digits);

void lsock__out_text(struct lsock__out *out, const char *text);
void lsock__out_decimal(struct lsock__out *out, uint32_t value);
void lsock__out_u64(struct lsock__out *out, uint64_t value);
void lsock__out_i64(struct lsock__out *out, int64_t value);
void lsock__out_hex(struct lsock__out *out, uint32_t value, unsigned digits);
/* Two digits a byte. */
void lsock__out_hex_bytes(struct lsock__out *out, const void *bytes, size_t n);
/* Printable ASCII as it is, backslash doubled, any other byte as \xHH. */
void lsock__out_escaped(struct lsock__out *out, const char *bytes, size_t n);
/* Terminates the text (it may be cut) and returns its whole length. */
int lsock__out_end(struct lsock__out *out);
