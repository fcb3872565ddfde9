/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text to address: which row a text belongs to; what no row can say is "af<N>:<hex>". */
#include <linux_sock/addr.h>

#include <errno.h>
#include <string.h>

#include "address/rows.h"
#include "base/export.h"
#include "base/scan.h"
#include "families/table.h"

/* The word before the first ':', 0: there is none. */
static size_t word_length(const char *text, size_t len)
{
	size_t i;

	if (len == 0 || text[0] < 'a' || text[0] > 'z')
		return 0;
	for (i = 1; i < len && lsock__is_word_byte(text[i]); i++)
		;
	return i < len && i <= 16 && text[i] == ':' ? i : 0;
}

/* A letter beyond f: no hexadecimal group of IPv6 can be meant. */
static bool is_beyond_hex(const char *word, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (word[i] >= 'g' && word[i] <= 'z')
			return true;
	return false;
}

/* "af<N>:<hex>", which one more colon would make IPv6. */
static bool is_raw(const char *text, size_t len, size_t word)
{
	size_t i;

	if (word < 3 || memcmp(text, "af", 2) != 0)
		return false;
	for (i = 2; i < word; i++)
		if (!lsock__is_digit(text[i]))
			return false;
	return memchr(text + word + 1, ':', len - word - 1) == NULL;
}

static int raw_bytes(struct lsock__scan *scan, struct lsock_addr *addr)
{
	unsigned char *to = (unsigned char *) &addr->u + sizeof(sa_family_t);
	unsigned char *end = (unsigned char *) &addr->u + sizeof(addr->u);

	while (scan->at < scan->end) {
		int high = lsock__hex_digit(*scan->at);
		int low = scan->end - scan->at > 1 ? lsock__hex_digit(scan->at[1]) : -1;

		if (high < 0)
			return lsock__scan_refuse(scan, scan->at, -EINVAL,
						  "a hexadecimal digit is expected");
		if (low < 0)
			return lsock__scan_refuse(scan, scan->at + 1, -EINVAL,
						  "two hexadecimal digits make a byte");
		if (to == end)
			return lsock__scan_refuse(scan, scan->at, -ENAMETOOLONG,
						  "an address has at most 128 bytes");
		*to++ = (unsigned char) (high << 4 | low);
		scan->at += 2;
	}
	addr->len = (socklen_t) (to - (unsigned char *) &addr->u);
	return 0;
}

static int raw_parse(const char *text, size_t len, struct lsock_addr *addr, struct lsock_why *why)
{
	struct lsock__scan scan = { text, text + 2, text + len, why };
	uint32_t af;
	int r;

	r = lsock__scan_decimal(&scan, "af", UINT16_MAX, &af);
	if (r < 0)
		return r;
	if (lsock_family_by_af((int) af))
		return lsock__scan_refuse(&scan, text + 2, -EINVAL,
					  "this family has a text of its own");
	scan.at++;	/* the ':' that is_raw() has seen */
	addr->u.sa.sa_family = (sa_family_t) af;
	return raw_bytes(&scan, addr);
}

static int row_parse(const struct lsock_family *row, const char *text, size_t len, size_t prefix,
		     struct lsock_addr *addr, struct lsock_why *why)
{
	int r = row->parse(text + prefix, len - prefix, prefix > 0, addr, why);

	if (r < 0)
		why->column += prefix;
	return r;
}

static int parse(const char *text, size_t len, struct lsock_addr *addr, struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	const char *nul = memchr(text, '\0', len);
	const struct lsock_family *row;
	size_t word;

	if (nul)
		return lsock__scan_refuse(&scan, nul, -EINVAL, "a NUL byte in the text");
	if (len > LSOCK_ADDR_TEXT_MAX)
		return lsock__scan_refuse(&scan, text + LSOCK_ADDR_TEXT_MAX, -ENAMETOOLONG,
					  "the text is longer than any address");
	word = word_length(text, len);
	if (word > 0) {
		row = lsock_family_by_name(text, word);
		if (row)
			return row_parse(row, text, len, word + 1, addr, why);
		if (is_beyond_hex(text, word))
			return lsock__scan_refuse(&scan, text, -EAFNOSUPPORT,
						  "unknown address family");
		if (is_raw(text, len, word))
			return raw_parse(text, len, addr, why);
	}
	return row_parse(lsock__table_bare(text, len), text, len, 0, addr, why);
}

/* A copy of it is made by fewer cycles than gcc's way to fill a structure with zeros. */
static const struct lsock_addr unsaid = { .protocol = LSOCK_PROTOCOL_UNSAID };

LSOCK_API int lsock_addr_parse(const char *text, size_t len, struct lsock_addr *ret_addr,
			       struct lsock_why *ret_why)
{
	struct lsock_addr addr = unsaid;
	struct lsock_why why = { 0 };
	int r;

	if (text == NULL) {
		text = "";
		len = 0;
	}
	r = parse(text, len, &addr, &why);
	if (r >= 0)
		*ret_addr = addr;
	else if (ret_why)
		*ret_why = why;
	return r < 0 ? r : 0;
}
