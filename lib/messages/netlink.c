/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What netlink tells beside a message: to which group it went, and in which namespace it was. */
#include <linux/netlink.h>
#include <sys/socket.h>

#include "base/export.h"
#include "messages/control.h"

#ifndef SOL_NETLINK
#define SOL_NETLINK 270
#endif

LSOCK_API int64_t lsock_control_netlink_group(const struct lsock_control_item *item)
{
	struct nl_pktinfo info;
	int r = lsock__item_read(item, SOL_NETLINK, NETLINK_PKTINFO, &info, sizeof(info));

	return r < 0 ? r : (int64_t) info.group;
}

/* The item has the number of the option that asks for it. */
LSOCK_API int lsock_control_nsid(const struct lsock_control_item *item, int32_t *ret_nsid)
{
	int32_t nsid;
	int r = lsock__item_read(item, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, &nsid, sizeof(nsid));

	if (r == 0)
		*ret_nsid = nsid;
	return r;
}
