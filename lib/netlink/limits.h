/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* How much the socket holds, and so how much may be asked at a time. */
#include "netlink/conversation.h"

/* What the options ask for, or as it is. */
int lsock__limits_begin(struct lsock_netlink *netlink);

/* Groups are joined for the first time: room for many events, unless the options said how much. */
int lsock__limits_for_groups(struct lsock_netlink *netlink);
