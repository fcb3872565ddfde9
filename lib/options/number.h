/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Numbers of up to 64 bits in the text of options. */
#include "options/form.h"

/* A number without its sign, perhaps with some of its digits behind a point. */
struct lsock__quantity {
	const char *begin;	/* of its text */
	bool negative;
	uint64_t whole;
	uint32_t part, parts;	/* part / parts; parts is a power of ten */
};

/* [-]DIGITS[.DIGITS] or [-]0xHEX; more than 64 bits: -ERANGE. */
int lsock__quantity_scan(const struct lsock_option *option, struct lsock__scan *scan,
			 struct lsock__quantity *ret_quantity);

/* That times numerator / denominator, which has to be whole, within option's range. */
int lsock__quantity_number(const struct lsock_option *option, struct lsock__scan *scan,
			   const struct lsock__quantity *quantity, uint64_t numerator,
			   uint64_t denominator, int64_t *ret_number);

/* One of option's words, if the text goes on with one. */
bool lsock__word_scan(const struct lsock_option *option, struct lsock__scan *scan,
		      int64_t *ret_number);
/* NULL: there is none for it. */
const char *lsock__word_of(const struct lsock_option *option, int64_t number);

/* "-ERANGE": its range goes into why. */
int lsock__number_range(const struct lsock_option *option, struct lsock__scan *scan,
			const char *where);
bool lsock__number_fits(const struct lsock_option *option, int64_t number);

/* What is said of a TIME with a part of one. */
#define LSOCK__TIME_IS_US "the kernel counts in microseconds"

/* In the option's unit, or with a unit's suffix, or a word. */
int lsock__number_scan(const struct lsock_option *option, struct lsock__scan *scan,
		       int64_t *ret_number);
void lsock__number_print(const struct lsock_option *option, int64_t number,
			 struct lsock__out *out);
