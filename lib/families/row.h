/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* What the rows share: an address that holds one kernel struct, and values out of it. */
#include <string.h>

#include <linux_sock/family.h>

/* Rows read and write a struct of their own, so that no byte of padding is ever left over. */
static inline void lsock__row_put(struct lsock_addr *addr, const void *sockaddr, socklen_t len)
{
	memcpy(&addr->u, sockaddr, len);
	addr->len = len;
}

static inline void lsock__row_get(const struct lsock_addr *addr, void *ret_sockaddr, size_t size)
{
	memcpy(ret_sockaddr, &addr->u, size);
}

static inline struct lsock_value lsock__number(int64_t number)
{
	return (struct lsock_value){ .kind = LSOCK_KIND_NUMBER, .number = number };
}

static inline struct lsock_value lsock__text(const char *data, size_t size)
{
	return (struct lsock_value){ .kind = LSOCK_KIND_TEXT, .data = data, .size = size };
}

static inline struct lsock_value lsock__bytes(const char *data, size_t size)
{
	return (struct lsock_value){ .kind = LSOCK_KIND_BYTES, .data = data, .size = size };
}
