/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* How a payload of one size is read, alone or out of an index. */
#include <errno.h>
#include <linux/netlink.h>
#include <stddef.h>
#include <string.h>

#include "base/export.h"

static inline size_t lsock__nlattr_size(const struct nlattr *attribute)
{
	return attribute->nla_len - sizeof(*attribute);
}

/* All of it, if that has the size. */
LSOCK__INLINE int lsock__nlattr_take(const struct nlattr *attribute, void *ret_value, size_t size)
{
	if (attribute == NULL)
		return -ENOMSG;
	if (lsock__nlattr_size(attribute) != size)
		return -EBADMSG;
	memcpy(ret_value, attribute + 1, size);
	return 0;
}
