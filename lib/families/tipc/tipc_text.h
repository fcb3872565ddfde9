/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* TIPC's three forms as text, behind "tipc:". */
#include <linux/tipc.h>

#include "base/out.h"
#include "base/scan.h"

/* Stops behind the address.  *tipc is zero; its family and a scope that is not said stay so. */
int lsock__tipc_parse(struct lsock__scan *scan, struct sockaddr_tipc *tipc);

/* A name, nameseq or id whose scope is zone, cluster or node; 0 is the cluster. */
void lsock__tipc_format(struct lsock__out *out, const struct sockaddr_tipc *tipc);
