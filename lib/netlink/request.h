/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* A request from within. */
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/nlreq.h>

#define LSOCK__NESTS_MAX 16

struct lsock_nlreq {
	char *buf;			/* the message; behind it zeros up to room */
	size_t room;
	int error;			/* the first one */
	unsigned depth;
	uint32_t nests[LSOCK__NESTS_MAX];	/* where those that are open begin */
	const struct lsock_nlset *set;	/* for errors; or NULL */
};

/* As lsock_nlreq_message(), with the error that it hides. */
int lsock__nlreq_take(const struct lsock_nlreq *request, const struct nlmsghdr **ret_message);
