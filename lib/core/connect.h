/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <stdbool.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

/*
 * lsock_connect() without its look at the descriptor.  *ret_started is always written: an attempt
 * goes on, and lsock_connect_finish() has to be called, not this again.
 */
int lsock__connect(int fd, bool blocks, const struct lsock_addr *peer, struct lsock_deadline until,
		   bool *ret_started);

/* The same of lsock_connect_finish(): *ret_goes_on: it has not ended yet. */
int lsock__connect_finish(int fd, struct lsock_deadline until, bool *ret_goes_on);
