/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/internet.h"

#include <errno.h>

#include <linux_sock/family.h>

int lsock__internet_check(const struct lsock_addr *addr)
{
	const struct lsock_family *row;

	if (addr->len < sizeof(sa_family_t))
		return -EINVAL;
	if (!lsock__is_internet(addr->u.sa.sa_family))
		return -EAFNOSUPPORT;
	row = lsock_family_by_af(addr->u.sa.sa_family);
	return addr->len == row->longest ? 0 : -EINVAL;
}
