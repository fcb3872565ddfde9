/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The forms LINGER and TIME. */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "options/number.h"

#define NS_PER_S INT64_C(1000000000)

static void linger_encode(const struct lsock_option *option, int64_t number,
			  struct lsock__option_data *data)
{
	struct linger linger = { .l_onoff = number >= 0 };

	(void) option;
	if (number >= 0)
		linger.l_linger = (int) number;
	lsock__data_put(data, &linger, sizeof(linger));
}

static int linger_decode(const struct lsock_option *option,
			 const struct lsock__option_data *data, int64_t *ret_number)
{
	struct linger linger;

	(void) option;
	if (data->len != sizeof(linger))
		return -EMSGSIZE;
	memcpy(&linger, data->at, sizeof(linger));
	*ret_number = linger.l_onoff ? linger.l_linger : -1;
	return 0;
}

/* A lingering time that is off counts for nothing. */
static bool linger_same(const struct lsock__option_data *told,
			const struct lsock__option_data *got)
{
	int64_t a = 0, b = 0;

	return linger_decode(NULL, told, &a) == 0 && linger_decode(NULL, got, &b) == 0 && a == b;
}

const struct lsock_option_form lsock__form_linger = {
	.scan = lsock__number_scan,
	.print = lsock__number_print,
	.encode = linger_encode,
	.decode = linger_decode,
	.same = linger_same,
};

/* Two halves of 4 or 8 bytes each: options with _OLD and _NEW differ in it where long has 4. */
static void time_put(struct lsock__option_data *data, size_t half, int64_t value)
{
	int32_t narrow = (int32_t) value;

	if (half == sizeof(narrow))
		memcpy(data->at + data->len, &narrow, half);
	else
		memcpy(data->at + data->len, &value, half);
	data->len += half;
}

static int64_t time_take(const struct lsock__option_data *data, size_t half, size_t at)
{
	int32_t narrow;
	int64_t value;

	if (half == sizeof(narrow)) {
		memcpy(&narrow, data->at + at, half);
		return narrow;
	}
	memcpy(&value, data->at + at, half);
	return value;
}

static void time_encode(const struct lsock_option *option, int64_t number,
			struct lsock__option_data *data)
{
	size_t half = option->value_size / 2;

	data->len = 0;
	time_put(data, half, number / NS_PER_S);
	time_put(data, half, number % NS_PER_S / 1000);
}

static int time_decode(const struct lsock_option *option, const struct lsock__option_data *data,
		       int64_t *ret_number)
{
	size_t half = option->value_size / 2;
	int64_t ns;

	if (data->len != 2 * half)
		return -EMSGSIZE;
	if (__builtin_mul_overflow(time_take(data, half, 0), NS_PER_S, &ns) ||
	    __builtin_add_overflow(ns, time_take(data, half, half) * 1000, &ns))
		ns = LSOCK__TIME_MAX;
	*ret_number = ns;
	return 0;
}

static int time_scan(const struct lsock_option *option, struct lsock__scan *scan,
		     int64_t *ret_number)
{
	const char *first = scan->at;
	int64_t number = 0;
	int r = lsock__number_scan(option, scan, &number);

	if (r == 0 && number % 1000 != 0)
		return lsock__scan_refuse(scan, first, -EINVAL, LSOCK__TIME_IS_US);
	if (r == 0)
		*ret_number = number;
	return r;
}

/* Seconds, with as many digits behind the point as it takes. */
static void time_print(const struct lsock_option *option, int64_t number, struct lsock__out *out)
{
	int64_t part = number % NS_PER_S, unit = NS_PER_S;

	(void) option;
	lsock__out_i64(out, number / NS_PER_S);
	if (part > 0)
		lsock__out_char(out, '.');
	for (; part > 0; part %= unit) {
		unit /= 10;
		lsock__out_char(out, (char) ('0' + part / unit));
	}
	lsock__out_char(out, 's');
}

const struct lsock_option_form lsock__form_time = {
	.scan = time_scan,
	.print = time_print,
	.encode = time_encode,
	.decode = time_decode,
};
