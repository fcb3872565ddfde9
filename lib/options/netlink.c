/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of SOL_NETLINK. */
#include <sys/socket.h>
#include <linux/netlink.h>

#include "options/rows.h"

#define LEVEL .level = SOL_NETLINK, FAMILIES(AF_NETLINK), .protocol = -1

static const struct lsock__option_row rows[] = {
#include "options/netlink.def"
};

OPTION_LEVEL(netlink);
