/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SOL_TIPC. */
#include <linux/tipc.h>

#include "options/rows.h"

static const int tipc_families[] = { AF_TIPC, 0 };

#define LEVEL .level = SOL_TIPC, .families = tipc_families, .protocol = -1

static const struct lsock_option_word importance_words[] = {
	{ "low", TIPC_LOW_IMPORTANCE }, { "medium", TIPC_MEDIUM_IMPORTANCE },
	{ "high", TIPC_HIGH_IMPORTANCE }, { "critical", TIPC_CRITICAL_IMPORTANCE }, { NULL, 0 },
};

const struct lsock_option lsock__options_tipc[] = {
#include "options/tipc.def"
	END_OF_ROWS
};
