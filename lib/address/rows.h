/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* How core finds the row of an address. */
#include <linux_sock/family.h>

static inline const struct lsock_family *lsock__row_of(const struct lsock_addr *addr)
{
	return lsock_family_by_af(addr->u.sa.sa_family);
}
