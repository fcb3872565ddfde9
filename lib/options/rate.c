/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * SO_MAX_PACING_RATE, which the kernel has in an unsigned long of its own: 64 bits to a program of
 * 32 on a kernel of 64, and 32 bits on a kernel of 32 and, up to Linux 5.0, on all.  Only what it
 * tells says which.  All ones are no limit in both.
 */
#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <linux_sock/sockopt.h>

#include "options/number.h"
#include "options/value.h"

static void rate_encode(const struct lsock_option *option, int64_t number,
			struct lsock__option_data *data)
{
	(void) option;
	lsock__data_put(data, &number, sizeof(number));
}

static bool is_narrow(const struct lsock__option_data *data)
{
	return data->len == sizeof(uint32_t);
}

static int rate_decode(const struct lsock_option *option, const struct lsock__option_data *data,
		       int64_t *ret_number)
{
	uint32_t narrow;

	(void) option;
	if (!is_narrow(data) && data->len != sizeof(*ret_number))
		return -EMSGSIZE;
	if (!is_narrow(data)) {
		memcpy(ret_number, data->at, sizeof(*ret_number));
		return 0;
	}
	memcpy(&narrow, data->at, sizeof(narrow));
	*ret_number = narrow == UINT32_MAX ? (int64_t) UINT64_MAX : (int64_t) narrow;
	return 0;
}

static bool rate_same(const struct lsock__option_data *told, const struct lsock__option_data *got)
{
	int64_t a = 0, b = 0;

	return rate_decode(NULL, told, &a) == 0 && rate_decode(NULL, got, &b) == 0 && a == b;
}

/* Where it does not tell, setting it will fail as well. */
static bool kernel_is_narrow(int fd, const struct lsock_option *option)
{
	struct lsock__option_data was;
	bool narrow;

	lsock__data_begin(&was);
	narrow = lsock__option_read_size(fd, option, option->value_size, &was) == 0 &&
		 is_narrow(&was);
	lsock__data_end(&was);
	return narrow;
}

static int set_narrow(int fd, const struct lsock_option *option, uint64_t rate)
{
	uint32_t narrow = (uint32_t) rate;

	if (rate > UINT32_MAX && rate != UINT64_MAX)
		return -ERANGE;
	return lsock_setsockopt(fd, option->level, option->number, &narrow, sizeof(narrow));
}

/* Of 64 bits a kernel with 32 takes the first half, which in one of the byte orders is nothing. */
static int rate_set(int fd, const struct lsock_option *option,
		    const struct lsock__option_data *data)
{
	uint64_t rate;

	memcpy(&rate, data->at, sizeof(rate));
	if (kernel_is_narrow(fd, option))
		return set_narrow(fd, option, rate);
	return lsock_setsockopt(fd, option->level, option->number, &rate, sizeof(rate));
}

const struct lsock_option_form lsock__form_rate = {
	.scan = lsock__number_scan,
	.print = lsock__number_print,
	.encode = rate_encode,
	.decode = rate_decode,
	.set = rate_set,
	.same = rate_same,
};
