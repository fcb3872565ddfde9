/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms TEXT and BYTES, and that of what has no value. */
#include <errno.h>
#include <string.h>

#include "options/form.h"
#include "options/number.h"
#include "options/value.h"

size_t lsock__text_length(const struct lsock__option_data *data)
{
	size_t len = data->len;

	while (len > 0 && data->at[len - 1] == '\0')
		len--;
	return len;
}

static int bytes_digit_pair(struct lsock__scan *scan, int *ret_byte)
{
	int high, low;

	high = scan->at < scan->end ? lsock__hex_digit(scan->at[0]) : -1;
	if (high < 0)
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "two hexadecimal digits make a byte");
	scan->at++;
	low = scan->at < scan->end ? lsock__hex_digit(scan->at[0]) : -1;
	if (low < 0)
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "two hexadecimal digits make a byte");
	scan->at++;
	*ret_byte = high << 4 | low;
	return 0;
}

/* A byte as it is, "\\" or "\xHH". */
static int text_byte(struct lsock__scan *scan, int *ret_byte)
{
	const char *first = scan->at;

	if (!lsock__scan_char(scan, '\\')) {
		*ret_byte = (unsigned char) *scan->at++;
		return 0;
	}
	if (lsock__scan_char(scan, '\\')) {
		*ret_byte = '\\';
		return 0;
	}
	if (lsock__scan_char(scan, 'x'))
		return bytes_digit_pair(scan, ret_byte);
	return lsock__scan_refuse(scan, first, -EINVAL,
				  "behind a backslash stands another one, or x and two digits");
}

bool lsock__length_fits(const struct lsock_option *option, size_t len)
{
	return option->max == 0 || (len >= (size_t) option->min && len <= (size_t) option->max);
}

static int length_check(const struct lsock_option *option, struct lsock__scan *scan,
			const char *where, size_t len)
{
	if (lsock__length_fits(option, len))
		return 0;
	lsock__number_range(option, scan, where);
	scan->why->message = "length out of range";
	return -ERANGE;
}

/* Reads bytes to the end of the text. */
static int bytes_scan(const struct lsock_option *option, struct lsock__scan *scan,
		      int (*next)(struct lsock__scan *, int *), struct lsock__option_data *data)
{
	size_t most = (size_t) (scan->end - scan->at);
	const char *first = scan->at;
	int byte = 0, r;

	r = lsock__data_room(data, most);
	while (r == 0 && scan->at < scan->end) {
		r = next(scan, &byte);
		if (r == 0)
			data->at[data->len++] = (unsigned char) byte;
	}
	return r < 0 ? r : length_check(option, scan, first, data->len);
}

static int text_parse(const struct lsock_option *option, struct lsock__scan *scan,
		      struct lsock__option_data *data)
{
	return bytes_scan(option, scan, text_byte, data);
}

static int text_format(const struct lsock_option *option, const struct lsock__option_data *data,
		       struct lsock__out *out)
{
	(void) option;
	lsock__out_escaped(out, (const char *) data->at, lsock__text_length(data));
	return 0;
}

/* The kernel fills the rest of a name with NULs. */
static bool text_same(const struct lsock__option_data *told, const struct lsock__option_data *got)
{
	size_t len = lsock__text_length(told);

	return lsock__text_length(got) == len && memcmp(told->at, got->at, len) == 0;
}

static int bytes_parse(const struct lsock_option *option, struct lsock__scan *scan,
		       struct lsock__option_data *data)
{
	return bytes_scan(option, scan, bytes_digit_pair, data);
}

static int bytes_format(const struct lsock_option *option, const struct lsock__option_data *data,
			struct lsock__out *out)
{
	(void) option;
	lsock__out_hex_bytes(out, data->at, data->len);
	return 0;
}

/* The socket level wants an int where others want nothing. */
static int none_parse(const struct lsock_option *option, struct lsock__scan *scan,
		      struct lsock__option_data *data)
{
	(void) scan;
	return lsock__data_zero(data, option->value_size);
}

static int none_format(const struct lsock_option *option, const struct lsock__option_data *data,
		       struct lsock__out *out)
{
	(void) option;
	(void) data;
	(void) out;
	return 0;
}

const struct lsock_option_form lsock__form_text = {
	.parse = text_parse,
	.format = text_format,
	.same = text_same,
};

const struct lsock_option_form lsock__form_bytes = {
	.parse = bytes_parse,
	.format = bytes_format,
};

const struct lsock_option_form lsock__form_none = {
	.parse = none_parse,
	.format = none_format,
};
