/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SOL_NETLINK. */
#include <sys/socket.h>
#include <linux/netlink.h>

#include "options/rows.h"

static const int netlink_families[] = { AF_NETLINK, 0 };

#define LEVEL .level = SOL_NETLINK, .families = netlink_families, .protocol = -1

const struct lsock_option lsock__options_netlink[] = {
#include "options/netlink.def"
	END_OF_ROWS
};
