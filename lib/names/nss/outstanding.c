/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/nss/outstanding.h"

#include <errno.h>
#include <stddef.h>

#include "names/process.h"
#include "sys/own.h"

/*
 * The process id and the count in one word, so that the first look-up of a child replaces both at
 * once where its page was not wiped, and no handler of fork(2) is needed.
 */
#define COUNT_BITS 6
#define COUNT_MASK ((1u << COUNT_BITS) - 1)
#define PID_MASK ((UINT32_C(1) << LSOCK__PROCESS_PID_BITS) - 1)

_Static_assert(LSOCK__OUTSTANDING_MAX <= COUNT_MASK, "the count has too few bits");
_Static_assert(LSOCK__PROCESS_PID_BITS + COUNT_BITS <= 32, "the word has too few bits");

static uint32_t word_of(uint32_t process, uint32_t count)
{
	return (process & PID_MASK) << COUNT_BITS | count;
}

static uint32_t count_in(uint32_t word, uint32_t process)
{
	return word >> COUNT_BITS == (process & PID_MASK) ? word & COUNT_MASK : 0;
}

int lsock__outstanding_add(uint32_t process)
{
	struct lsock__own *own = lsock__sys_own_now();	/* where process is known, it is there */
	uint32_t word = atomic_load(&own->lookups), count;

	do {
		count = count_in(word, process);
		if (count == LSOCK__OUTSTANDING_MAX)
			return -EAGAIN;
	} while (!atomic_compare_exchange_weak(&own->lookups, &word, word_of(process, count + 1)));
	return 0;
}

void lsock__outstanding_drop(uint32_t process)
{
	struct lsock__own *own = lsock__sys_own_now();
	uint32_t word = atomic_load(&own->lookups), count;

	do {
		count = count_in(word, process);
		if (count == 0)
			return;
	} while (!atomic_compare_exchange_weak(&own->lookups, &word, word_of(process, count - 1)));
}
