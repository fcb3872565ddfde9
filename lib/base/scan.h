/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A cursor over text that is never read beyond its end, without locale, allocation or libc's
 * number parsers.  Calls return 0 or a negative errno and then have filled in *why; columns count
 * from begin.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <linux_sock/why.h>

struct lsock__scan {
	const char *begin, *at, *end;
	struct lsock_why *why;
};

/* Refuses the text because of the byte at where: returns err. */
int lsock__scan_refuse(const struct lsock__scan *scan, const char *where, int err,
		       const char *message);

/* Refuses the number that begins at where because it is not within 0..max: returns -ERANGE. */
int lsock__scan_range(const struct lsock__scan *scan, const char *where, const char *field,
		      int64_t max);

/* At c?  Then steps over it. */
static inline bool lsock__scan_char(struct lsock__scan *scan, char c)
{
	if (scan->at == scan->end || *scan->at != c)
		return false;
	scan->at++;
	return true;
}

/* Steps over word, mostly a constant, if the text goes on with it. */
static inline bool lsock__scan_word(struct lsock__scan *scan, const char *word)
{
	size_t len = strlen(word);

	if ((size_t) (scan->end - scan->at) < len || memcmp(scan->at, word, len) != 0)
		return false;
	scan->at += len;
	return true;
}

/* Nothing may follow. */
int lsock__scan_refuse_rest(const struct lsock__scan *scan);

static inline int lsock__scan_end(const struct lsock__scan *scan)
{
	return scan->at == scan->end ? 0 : lsock__scan_refuse_rest(scan);
}

/* Decimal without sign, blank or leading zero, 0..max: syntax -EINVAL, above max -ERANGE. */
int lsock__scan_decimal(struct lsock__scan *scan, const char *field, uint32_t max,
			uint32_t *ret_value);

/* "0x" and digits: at least one, either case; more than most of them: -ERANGE. */
int lsock__scan_hex(struct lsock__scan *scan, const char *field, unsigned most,
		    uint32_t *ret_value);

/* Either of them: "0x" tells.  Hexadecimal has at most 8 digits, and max binds both. */
int lsock__scan_number(struct lsock__scan *scan, const char *field, uint32_t max,
		       uint32_t *ret_value);

static inline bool lsock__is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool lsock__is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || lsock__is_digit(c) || c == '_' || c == '-';
}

/* Digits and nothing else, at least one. */
bool lsock__is_number(const char *text, size_t len);

/* 0..15, or -1. */
static inline int lsock__hex_digit(char c)
{
	if (lsock__is_digit(c))
		return c - '0';
	c = (char) (c | 0x20);		/* lower case, where it is a letter */
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
