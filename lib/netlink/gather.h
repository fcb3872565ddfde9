/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What of the queued asks goes out in one datagram: as many as the window and the datagram have
 * room for, and one dump at a time, which others pass.  A batch is gathered, tried to be sent, and
 * then either sent, put back or failed.
 */
#include <sys/uio.h>

#include "netlink/pending.h"

#define LSOCK__BATCH 512		/* requests */

struct lsock__batch {
	struct lsock__pending *pending;
	uint32_t count;
	uint32_t asks[LSOCK__BATCH];
	size_t size;			/* in bytes */
};

/* Up to window asks that are sent at once and, behind the first, size bytes.  How many. */
uint32_t lsock__gather(struct lsock__batch *batch, struct lsock__pending *pending, int64_t now,
		       uint32_t window, size_t size);
/* Where they lie: how many parts, at most LSOCK__BATCH. */
size_t lsock__gather_parts(const struct lsock__batch *batch, struct iovec *ret_parts);

void lsock__gather_sent(struct lsock__batch *batch);
void lsock__gather_back(struct lsock__batch *batch);
void lsock__gather_failed(struct lsock__batch *batch, int error);

/* Would something be gathered? */
bool lsock__gather_is_ready(const struct lsock__pending *pending, int64_t now, uint32_t window);
