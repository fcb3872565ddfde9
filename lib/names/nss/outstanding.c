/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/nss/outstanding.h"

#include <errno.h>
#include <stdatomic.h>

#include <linux_sock/host.h>

#include "base/export.h"
#include "core/process.h"
#include "sys/own.h"
#include "sys/slot.h"

_Static_assert(LSOCK__PLACES_MOST <= LSOCK__PROCESS_NUMBER_MAX, "the word has too few bits");
_Static_assert(LSOCK__PLACES_MOST <= LSOCK__SLOTS, "a thread would wait for a slot for long");

static _Atomic unsigned places = LSOCK__PLACES;

int lsock__outstanding_add(uint32_t process)
{
	struct lsock__own *own = lsock__sys_own_now();	/* where process is known, it is there */
	uint32_t word = atomic_load(&own->lookups), count;

	do {
		count = lsock__process_number(word, process);
		if (count >= atomic_load(&places))
			return -EAGAIN;
	} while (!atomic_compare_exchange_weak(&own->lookups, &word,
					       lsock__process_word(process, count + 1)));
	return 0;
}

void lsock__outstanding_drop(uint32_t process)
{
	struct lsock__own *own = lsock__sys_own_now();
	uint32_t word = atomic_load(&own->lookups), count;

	do {
		count = lsock__process_number(word, process);
		if (count == 0)
			return;
	} while (!atomic_compare_exchange_weak(&own->lookups, &word,
					       lsock__process_word(process, count - 1)));
}

LSOCK_API int lsock_lookup_set_places(unsigned count)
{
	if (count < 1 || count > LSOCK__PLACES_MOST)
		return -ERANGE;
	return (int) atomic_exchange(&places, count);
}
