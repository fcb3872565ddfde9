/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/process.h"

#include <stddef.h>

#include "sys/own.h"
#include "sys/thread.h"

#define PID_MASK ((UINT32_C(1) << LSOCK__PROCESS_PID_BITS) - 1)

/* How many of this process and its ancestors have given themselves a number. */
static _Atomic uint32_t generation;

/* Where a child's page is not wiped it still has its parent's number, but another process id. */
static bool is_own(uint32_t process)
{
	if (process == 0 || lsock__sys_own_is_wiped())
		return process != 0;
	return (process & PID_MASK) == (uint32_t) lsock__sys_getpid();
}

static uint32_t next(void)
{
	uint32_t number = atomic_fetch_add(&generation, 1) + 1;

	return number << LSOCK__PROCESS_PID_BITS | (uint32_t) lsock__sys_getpid();
}

int lsock__process(uint32_t *ret_process)
{
	struct lsock__own *own;
	uint32_t process;
	int r = lsock__sys_own(&own);

	if (r < 0)
		return r;
	process = atomic_load(&own->process);
	while (!is_own(process)) {
		uint32_t mine = next();

		if (atomic_compare_exchange_weak(&own->process, &process, mine))
			process = mine;
	}
	*ret_process = process;
	return 0;
}

bool lsock__process_is(uint32_t process)
{
	const struct lsock__own *own = lsock__sys_own_now();

	return own && atomic_load(&own->process) == process && is_own(process);
}
