/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/scan.h"

#include <errno.h>

int lsock__scan_refuse(const struct lsock__scan *scan, const char *where, int err,
		       const char *message)
{
	*scan->why = (struct lsock_why){
		.message = message,
		.column = (size_t) (where - scan->begin) + 1,
	};
	return err;
}

int lsock__scan_range(const struct lsock__scan *scan, const char *where, const char *field,
		      int64_t max)
{
	lsock__scan_refuse(scan, where, -ERANGE, "number out of range");
	scan->why->field = field;
	scan->why->max = max;
	return -ERANGE;
}

int lsock__scan_refuse_rest(const struct lsock__scan *scan)
{
	return lsock__scan_refuse(scan, scan->at, -EINVAL, "unexpected text behind the address");
}

int lsock__scan_decimal(struct lsock__scan *scan, const char *field, uint32_t max,
			uint32_t *ret_value)
{
	const char *first = scan->at, *at;
	uint64_t value = 0;

	for (at = first; at < scan->end && lsock__is_digit(*at); at++)
		value = value * 10 + (uint64_t) (*at - '0');
	scan->at = at;
	if (at == first)
		return lsock__scan_refuse(scan, first, -EINVAL, "a decimal number is expected");
	if (*first == '0' && at - first > 1)
		return lsock__scan_refuse(scan, first, -EINVAL, "a number has a leading zero");
	if (value > max || at - first > 10)	/* of more digits value may have overflowed */
		return lsock__scan_range(scan, first, field, max);
	*ret_value = (uint32_t) value;
	return 0;
}

bool lsock__is_number(const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (!lsock__is_digit(text[i]))
			return false;
	return len > 0;
}

int lsock__scan_hex(struct lsock__scan *scan, const char *field, unsigned most,
		    uint32_t *ret_value)
{
	const char *number = scan->at, *first;
	uint32_t value = 0;
	int digit;

	if (!lsock__scan_char(scan, '0') || !lsock__scan_char(scan, 'x'))
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "a number with 0x is expected");
	first = scan->at;
	while (scan->at < scan->end && (digit = lsock__hex_digit(*scan->at)) >= 0) {
		value = value << 4 | (uint32_t) digit;
		scan->at++;
	}
	if (scan->at == first)
		return lsock__scan_refuse(scan, first, -EINVAL, "hexadecimal digits are expected");
	if ((size_t) (scan->at - first) > most)
		return lsock__scan_range(scan, number, field, (INT64_C(1) << 4 * most) - 1);
	*ret_value = value;
	return 0;
}

int lsock__scan_number(struct lsock__scan *scan, const char *field, uint32_t max,
		       uint32_t *ret_value)
{
	const char *first = scan->at;
	uint32_t value = 0;
	int r;

	if (scan->end - first < 2 || first[0] != '0' || first[1] != 'x')
		return lsock__scan_decimal(scan, field, max, ret_value);
	r = lsock__scan_hex(scan, field, 8, &value);
	if (r < 0)
		return r;
	if (value > max)
		return lsock__scan_range(scan, first, field, max);
	*ret_value = value;
	return 0;
}
