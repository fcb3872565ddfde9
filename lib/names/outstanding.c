/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/outstanding.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdint.h>

/*
 * The process and its count in one word, so that a child's first look-up replaces both at once and
 * no handler of fork(2) is needed.  A process id has at most 22 bits (PID_MAX_LIMIT).
 */
#define COUNT_BITS 6
#define COUNT_MASK ((1u << COUNT_BITS) - 1)

_Static_assert(LSOCK__OUTSTANDING_MAX <= COUNT_MASK, "the count has too few bits");

static _Atomic uint32_t outstanding;

static uint32_t word_of(int pid, uint32_t count)
{
	return (uint32_t) pid << COUNT_BITS | count;
}

static uint32_t count_in(uint32_t word, int pid)
{
	return word >> COUNT_BITS == (uint32_t) pid ? word & COUNT_MASK : 0;
}

int lsock__outstanding_add(int pid)
{
	uint32_t word = atomic_load(&outstanding), count;

	do {
		count = count_in(word, pid);
		if (count == LSOCK__OUTSTANDING_MAX)
			return -EAGAIN;
	} while (!atomic_compare_exchange_weak(&outstanding, &word, word_of(pid, count + 1)));
	return 0;
}

void lsock__outstanding_drop(int pid)
{
	uint32_t word = atomic_load(&outstanding), count;

	do {
		count = count_in(word, pid);
		if (count == 0)
			return;
	} while (!atomic_compare_exchange_weak(&outstanding, &word, word_of(pid, count - 1)));
}
