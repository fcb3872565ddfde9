/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Proves that the row of a family keeps the contract of <linux_sock/family.h>, with random values
 * made from the row's own description: its forms, its loopback, its names.  Public calls only.
 */
#include <stdint.h>

#include <linux_sock/family.h>

enum prove_state {
	PROVE_BEGINS,
	PROVE_HOLDS,
	PROVE_BROKEN,
};

struct prove_result {
	enum prove_state state;
	const char *property;
	unsigned long cases;	/* tried so far */
	const char *violation;	/* BROKEN: what was expected and for which input; until return */
};

typedef void prove_report(void *context, const struct prove_result *result);

/*
 * row stands in the table.  rounds: how many random values of each kind are made.  Each property
 * is reported when it begins and when it ends; one seed gives the same run again.  Returns how
 * many properties are broken, or a negative error.  Inputs end at an unmapped page: a converter
 * that reads beyond them ends the process with SIGSEGV.
 */
int prove_family(const struct lsock_family *row, unsigned rounds, uint64_t seed,
		 prove_report *report, void *context);
