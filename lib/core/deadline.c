/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Deadlines as values: points of the monotonic clock, each one made by a call. */
#include <linux_sock/deadline.h>

#include <limits.h>

#include "base/export.h"
#include "core/wait.h"
#include "sys/sys.h"

#define FOREVER INT64_MAX
#define NS_PER_MS INT64_C(1000000)

LSOCK_API struct lsock_deadline lsock_in_ns(int64_t ns)
{
	int64_t now = lsock__sys_now();

	if (ns >= FOREVER - now)
		return lsock_forever();
	/* 0 would be lsock_nowait(): the clock's own zero is long past, one is as good. */
	if (ns <= -now)
		return (struct lsock_deadline){ .ns = 1 };
	return (struct lsock_deadline){ .ns = now + ns };
}

LSOCK_API struct lsock_deadline lsock_in_ms(int64_t ms)
{
	if (ms > INT64_MAX / NS_PER_MS)
		return lsock_forever();
	if (ms < INT64_MIN / NS_PER_MS)
		return lsock_in_ns(INT64_MIN);
	return lsock_in_ns(ms * NS_PER_MS);
}

LSOCK_API struct lsock_deadline lsock_nowait(void)
{
	return (struct lsock_deadline){ .ns = 0 };
}

LSOCK_API struct lsock_deadline lsock_forever(void)
{
	return (struct lsock_deadline){ .ns = FOREVER };
}

LSOCK_API struct lsock_deadline lsock_or_signal(struct lsock_deadline until)
{
	until.flags |= LSOCK_DEADLINE_SIGNALS;
	return until;
}

LSOCK_API int64_t lsock_deadline_left(struct lsock_deadline until)
{
	return lsock__left(until);
}

LSOCK_API int lsock_deadline_poll_ms(struct lsock_deadline until)
{
	int64_t left = lsock__left(until);

	if (left < 0)
		return -1;
	left = left / NS_PER_MS + (left % NS_PER_MS != 0);
	return left < INT_MAX ? (int) left : INT_MAX;
}
