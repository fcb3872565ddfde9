/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Addresses on their way between the kernel and the caller. */
#include <linux_sock/addr.h>

/* What the kernel wrote beside its result; nothing, or nothing to understand: len 0. */
void lsock__name_take(const void *sockaddr, socklen_t len, struct lsock_addr *ret_addr);

/* Is there one, and may its len bytes be handed to the kernel? */
static inline bool lsock__name_is_sane(const struct lsock_addr *addr)
{
	return addr && addr->len <= sizeof(addr->u);
}
