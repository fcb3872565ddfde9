/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The groups of a conversation, each joined once at the kernel however often it is joined here.
 * The list of them belongs to the conversation, and is freed with it.
 */
#include "netlink/conversation.h"

/* Those that an adopted socket has. */
int lsock__groups_read(struct lsock_netlink *netlink);
