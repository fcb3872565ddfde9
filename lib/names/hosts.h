/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <linux_sock/addr.h>

/* Is it a whole address of inet or inet6?  -EINVAL, -EAFNOSUPPORT. */
int lsock__host_addr_check(const struct lsock_addr *addr);
