/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Numbers in the order of bytes that the network has, and back: what does not fit is refused. */
#include <linux_sock/inet.h>

#include <arpa/inet.h>
#include <errno.h>

#include "base/export.h"

LSOCK_API int lsock_htons(uint64_t value, uint16_t *ret_value)
{
	if (value > UINT16_MAX)
		return -ERANGE;
	*ret_value = htons((uint16_t) value);
	return 0;
}

LSOCK_API int lsock_ntohs(uint64_t value, uint16_t *ret_value)
{
	return lsock_htons(value, ret_value);
}

LSOCK_API int lsock_htonl(uint64_t value, uint32_t *ret_value)
{
	if (value > UINT32_MAX)
		return -ERANGE;
	*ret_value = htonl((uint32_t) value);
	return 0;
}

LSOCK_API int lsock_ntohl(uint64_t value, uint32_t *ret_value)
{
	return lsock_htonl(value, ret_value);
}
