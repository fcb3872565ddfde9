/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The timeout that objects begin with: the one setting of the process, as in Python's module. */
#include <errno.h>
#include <stdatomic.h>

#include <linux_sock/socket.h>

#include "base/export.h"

#define NONE -1

static _Atomic int64_t default_timeout = NONE;

LSOCK_API int lsock_setdefaulttimeout(int64_t ns)
{
	if (ns < NONE)
		return -EINVAL;
	atomic_store(&default_timeout, ns);
	return 0;
}

LSOCK_API int64_t lsock_getdefaulttimeout(void)
{
	return atomic_load(&default_timeout);
}
