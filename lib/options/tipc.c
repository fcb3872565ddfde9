/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of SOL_TIPC. */
#include <linux/tipc.h>

#include "options/rows.h"

#define LEVEL .level = SOL_TIPC, FAMILIES(AF_TIPC), .protocol = -1

const struct lsock_word lsock__words_importance[] = {
	{ "low", TIPC_LOW_IMPORTANCE }, { "medium", TIPC_MEDIUM_IMPORTANCE },
	{ "high", TIPC_HIGH_IMPORTANCE }, { "critical", TIPC_CRITICAL_IMPORTANCE }, { NULL, 0 },
};

static const struct lsock__option_row rows[] = {
#include "options/tipc.def"
};

OPTION_LEVEL(tipc);
