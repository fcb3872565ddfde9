/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms BOOL, INT, U32 and U64. */
#include "options/number.h"

#include <errno.h>
#include <string.h>

#define PART_DIGITS_MAX 6	/* more than any option of the kernel tells */

int lsock__number_range(const struct lsock_option *option, struct lsock__scan *scan,
			const char *where)
{
	lsock__scan_range(scan, where, option->name, option->max);
	scan->why->min = option->min;
	return -ERANGE;
}

bool lsock__number_fits(const struct lsock_option *option, int64_t number)
{
	if (option->type == LSOCK_OPTION_U64)
		return (uint64_t) number >= (uint64_t) option->min &&
		       (uint64_t) number <= (uint64_t) option->max;
	return number >= option->min && number <= option->max;
}

/* 10 or 16 digits' worth: *value times base plus digit, unless that is too much. */
static bool number_append(uint64_t *value, unsigned base, int digit)
{
	uint64_t grown;

	if (__builtin_mul_overflow(*value, base, &grown) ||
	    __builtin_add_overflow(grown, (uint64_t) digit, &grown))
		return false;
	*value = grown;
	return true;
}

static int number_digit(const struct lsock__scan *scan, unsigned base)
{
	int digit = scan->at < scan->end ? lsock__hex_digit(*scan->at) : -1;

	return digit < (int) base ? digit : -1;
}

static int quantity_whole(const struct lsock_option *option, struct lsock__scan *scan,
			  unsigned base, struct lsock__quantity *quantity)
{
	const char *first = scan->at;
	bool fits = true;
	int digit;

	for (; (digit = number_digit(scan, base)) >= 0; scan->at++)
		fits = fits && number_append(&quantity->whole, base, digit);
	if (scan->at == first)
		return lsock__scan_refuse(scan, first, -EINVAL, "a number is expected");
	if (base == 10 && *first == '0' && scan->at - first > 1)
		return lsock__scan_refuse(scan, first, -EINVAL, "a number has a leading zero");
	return fits ? 0 : lsock__number_range(option, scan, quantity->begin);
}

static int quantity_part(struct lsock__scan *scan, struct lsock__quantity *quantity)
{
	const char *first = scan->at;
	int digit;

	for (; (digit = number_digit(scan, 10)) >= 0; scan->at++) {
		if (scan->at - first == PART_DIGITS_MAX)
			return lsock__scan_refuse(scan, scan->at, -EINVAL,
						  "at most six digits stand behind a point");
		quantity->part = quantity->part * 10 + (uint32_t) digit;
		quantity->parts *= 10;
	}
	if (scan->at == first)
		return lsock__scan_refuse(scan, first, -EINVAL,
					  "digits are expected behind the point");
	return 0;
}

int lsock__quantity_scan(const struct lsock_option *option, struct lsock__scan *scan,
			 struct lsock__quantity *ret_quantity)
{
	struct lsock__quantity quantity = { .begin = scan->at, .parts = 1 };
	int r;

	quantity.negative = lsock__scan_char(scan, '-');
	if (lsock__scan_word(scan, "0x"))
		r = quantity_whole(option, scan, 16, &quantity);
	else
		r = quantity_whole(option, scan, 10, &quantity);
	if (r == 0 && lsock__scan_char(scan, '.'))
		r = quantity_part(scan, &quantity);
	if (r == 0)
		*ret_quantity = quantity;
	return r;
}

/* The largest magnitude of a negative number is one more than that of a positive one. */
static bool quantity_sign(const struct lsock_option *option, bool negative, uint64_t magnitude,
			  int64_t *ret_number)
{
	if (option->type == LSOCK_OPTION_U64) {
		*ret_number = (int64_t) magnitude;
		return !negative || magnitude == 0;
	}
	if (magnitude > INT64_MAX)
		return false;
	*ret_number = negative ? -(int64_t) magnitude : (int64_t) magnitude;
	return true;
}

int lsock__quantity_number(const struct lsock_option *option, struct lsock__scan *scan,
			   const struct lsock__quantity *quantity, uint64_t numerator,
			   uint64_t denominator, int64_t *ret_number)
{
	uint64_t part = quantity->part * numerator, magnitude;
	int64_t number;

	if (__builtin_mul_overflow(quantity->whole, numerator, &magnitude) ||
	    __builtin_add_overflow(magnitude, part / quantity->parts, &magnitude))
		return lsock__number_range(option, scan, quantity->begin);
	if (part % quantity->parts != 0 || magnitude % denominator != 0)
		return lsock__scan_refuse(scan, quantity->begin, -EINVAL,
					  "this is no whole number of the option's unit");
	if (!quantity_sign(option, quantity->negative, magnitude / denominator, &number) ||
	    !lsock__number_fits(option, number))
		return lsock__number_range(option, scan, quantity->begin);
	*ret_number = number;
	return 0;
}

/* Words end where no more of their bytes follow. */
static bool word_scan(struct lsock__scan *scan, const char *word)
{
	const char *at = scan->at;

	if (!lsock__scan_word(scan, word))
		return false;
	if (scan->at == scan->end || !lsock__is_word_byte(*scan->at))
		return true;
	scan->at = at;
	return false;
}

bool lsock__word_scan(const struct lsock_option *option, struct lsock__scan *scan,
		      int64_t *ret_number)
{
	const struct lsock_word *word = option->words;

	for (; word != NULL && word->word != NULL; word++) {
		if (word_scan(scan, word->word)) {
			*ret_number = word->number;
			return true;
		}
	}
	return false;
}

const char *lsock__word_of(const struct lsock_option *option, int64_t number)
{
	const struct lsock_word *word = option->words;

	for (; word != NULL && word->word != NULL; word++)
		if (word->number == number)
			return word->word;
	return NULL;
}

/* What a unit's suffix multiplies with.  Those of time are counted in ns. */
static const struct {
	const char *suffix;
	uint64_t factor;
	bool time;
} units[] = {
	{ "K", UINT64_C(1) << 10, false },
	{ "M", UINT64_C(1) << 20, false },
	{ "G", UINT64_C(1) << 30, false },
	{ "min", UINT64_C(60000000000), true },
	{ "ms", 1000000, true },
	{ "us", 1000, true },
	{ "ns", 1, true },
	{ "s", 1000000000, true },
};

/* ns of one of the option's unit; 0: it counts no time. */
static uint64_t unit_ns(const struct lsock_option *option)
{
	static const uint64_t ns[] = {
		[LSOCK_UNIT_S] = 1000000000,
		[LSOCK_UNIT_MS] = 1000000,
		[LSOCK_UNIT_US] = 1000,
		[LSOCK_UNIT_NS] = 1,
	};

	return (size_t) option->unit < sizeof(ns) / sizeof(ns[0]) ? ns[option->unit] : 0;
}

static bool unit_is_bytes(const struct lsock_option *option)
{
	return option->unit == LSOCK_UNIT_BYTES || option->unit == LSOCK_UNIT_BYTES_PER_S;
}

/* A number without suffix is in the option's unit; a TIME in seconds. */
static uint64_t unit_default(const struct lsock_option *option)
{
	return option->type == LSOCK_OPTION_TIME ? 1000000000 : unit_ns(option);
}

/* What the number that ends here is to be multiplied with. */
static uint64_t unit_scan(const struct lsock_option *option, struct lsock__scan *scan)
{
	bool time = unit_ns(option) != 0;
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if ((units[i].time ? time : unit_is_bytes(option)) &&
		    lsock__scan_word(scan, units[i].suffix))
			return units[i].factor;
	return time ? unit_default(option) : 1;
}

int lsock__number_scan(const struct lsock_option *option, struct lsock__scan *scan,
		       int64_t *ret_number)
{
	struct lsock__quantity quantity = { .parts = 1 };
	uint64_t denominator = unit_ns(option), numerator;
	int r;

	if (lsock__word_scan(option, scan, ret_number))
		return 0;
	r = lsock__quantity_scan(option, scan, &quantity);
	if (r < 0)
		return r;
	numerator = unit_scan(option, scan);
	return lsock__quantity_number(option, scan, &quantity, numerator,
				      denominator ? denominator : 1, ret_number);
}

void lsock__number_print(const struct lsock_option *option, int64_t number,
			 struct lsock__out *out)
{
	const char *word = lsock__word_of(option, number);

	if (word != NULL)
		lsock__out_text(out, word);
	else if (option->type == LSOCK_OPTION_U64)
		lsock__out_u64(out, (uint64_t) number);
	else
		lsock__out_i64(out, number);
}

static void number_encode(const struct lsock_option *option, int64_t number,
			  struct lsock__option_data *data)
{
	uint32_t narrow = (uint32_t) number;

	if (option->value_size == sizeof(narrow))
		lsock__data_put(data, &narrow, sizeof(narrow));
	else
		lsock__data_put(data, &number, sizeof(number));
}

static int number_decode(const struct lsock_option *option,
			 const struct lsock__option_data *data, int64_t *ret_number)
{
	uint32_t narrow;

	if (data->len != option->value_size)
		return -EMSGSIZE;
	if (data->len != sizeof(narrow)) {
		memcpy(ret_number, data->at, sizeof(*ret_number));
		return 0;
	}
	memcpy(&narrow, data->at, sizeof(narrow));
	if (option->type == LSOCK_OPTION_U32 || option->type == LSOCK_OPTION_U64)
		*ret_number = narrow;
	else
		*ret_number = (int32_t) narrow;
	return 0;
}

static int bool_scan(const struct lsock_option *option, struct lsock__scan *scan,
		     int64_t *ret_number)
{
	static const char *const words[][4] = {
		{ "no", "off", "false", "0" },
		{ "yes", "on", "true", "1" },
	};
	size_t i, n;

	if (lsock__word_scan(option, scan, ret_number))
		return 0;
	for (n = 0; n < 2; n++) {
		for (i = 0; i < 4; i++) {
			if (word_scan(scan, words[n][i])) {
				*ret_number = (int64_t) n;
				return 0;
			}
		}
	}
	return lsock__scan_refuse(scan, scan->at, -EINVAL, "yes or no is expected");
}

static void bool_print(const struct lsock_option *option, int64_t number, struct lsock__out *out)
{
	(void) option;
	lsock__out_text(out, number != 0 ? "yes" : "no");
}

/* Some of the kernel's are more than 1: SO_REUSEADDR of a socket in repair is 2. */
static bool bool_same(const struct lsock__option_data *told, const struct lsock__option_data *got)
{
	static const unsigned char zero[sizeof(int)];

	return told->len == sizeof(zero) && got->len == sizeof(zero) &&
	       (memcmp(told->at, zero, sizeof(zero)) == 0) ==
	       (memcmp(got->at, zero, sizeof(zero)) == 0);
}

const struct lsock_option_form lsock__form_bool = {
	.scan = bool_scan,
	.print = bool_print,
	.encode = number_encode,
	.decode = number_decode,
	.same = bool_same,
};

const struct lsock_option_form lsock__form_number = {
	.scan = lsock__number_scan,
	.print = lsock__number_print,
	.encode = number_encode,
	.decode = number_decode,
};
