/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* accept and connect have no MSG_DONTWAIT: on a descriptor that blocks no deadline can be kept. */
#include <errno.h>
#include <fcntl.h>

#include "sys/sys.h"

static inline int lsock__refuse_blocking(int fd)
{
	int flags = lsock__sys_getflags(fd);

	if (flags < 0)
		return flags;
	return flags & O_NONBLOCK ? 0 : -EINVAL;
}
