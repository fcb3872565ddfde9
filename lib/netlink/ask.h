/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <linux_sock/nlreq.h>

#include "netlink/conversation.h"

/* The message of a request that may be asked now, and what kind of an ask it is. */
int lsock__netlink_prepare(struct lsock_netlink *netlink, const struct lsock_nlreq *request,
			   const struct nlmsghdr **ret_message, struct lsock__ask *ret_ask);

/* One more, which is not sent yet. */
int lsock__netlink_add(struct lsock_netlink *netlink, const struct nlmsghdr *message,
		       const struct lsock__ask *ask, uint32_t *ret_ask);
