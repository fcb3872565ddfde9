/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What TIPC tells beside a message: why it came back, and by which name it came. */
#include <linux/tipc.h>
#include <sys/socket.h>

#include "base/export.h"
#include "messages/control.h"

#ifndef SOL_TIPC
#define SOL_TIPC 271
#endif

LSOCK_API int lsock_control_tipc_return(const struct lsock_control_item *item,
					struct lsock_tipc_return *ret_return)
{
	uint32_t words[2];
	int r = lsock__item_read(item, SOL_TIPC, TIPC_ERRINFO, words, sizeof(words));

	if (r < 0)
		return r;
	ret_return->error = words[0];
	ret_return->size = words[1];
	return 0;
}

LSOCK_API int lsock_control_tipc_name(const struct lsock_control_item *item, uint32_t *ret_type,
				      uint32_t *ret_lower, uint32_t *ret_upper)
{
	uint32_t words[3];
	int r = lsock__item_read(item, SOL_TIPC, TIPC_DESTNAME, words, sizeof(words));

	if (r < 0)
		return r;
	*ret_type = words[0];
	*ret_lower = words[1];
	*ret_upper = words[2];
	return 0;
}
