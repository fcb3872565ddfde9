/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* What was tried, as the composed calls fill it in.  Who asked for a report owns it. */
#include <stddef.h>

#include <linux_sock/connection.h>

struct lsock_report {
	size_t count, room;
	struct lsock_attempt attempts[];
};

/*
 * With room for so many attempts: all that an answer allows, so that memory can be lacking before
 * the first one only, and never when there is a connection to lose.
 */
int lsock__report_new(size_t room, struct lsock_report **ret_report);
void lsock__report_add(struct lsock_report *report, const struct lsock_attempt *attempt);
