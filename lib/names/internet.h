/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <stdbool.h>
#include <sys/socket.h>

#include <linux_sock/addr.h>

/* Is it a whole address of inet or inet6?  -EINVAL, -EAFNOSUPPORT. */
int lsock__host_addr_check(const struct lsock_addr *addr);

/* One of the two families whose hosts have names to the C library, to c-ares and to the DNS. */
static inline bool lsock__is_internet(int family)
{
	return family == AF_INET || family == AF_INET6;
}
