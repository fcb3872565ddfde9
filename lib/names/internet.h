/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The two families whose hosts have names to the C library, to c-ares and to the DNS. */
#include <stdbool.h>
#include <sys/socket.h>

#include <linux_sock/addr.h>

static inline bool lsock__is_internet(int family)
{
	return family == AF_INET || family == AF_INET6;
}

/* Is it a whole address of one of them?  -EINVAL, -EAFNOSUPPORT. */
int lsock__internet_check(const struct lsock_addr *addr);
