/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <stdbool.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

/*
 * lsock_accept() without its look at the descriptor: of one that blocks EAGAIN is the user's own
 * SO_RCVTIMEO.  flags are those of accept4(2).
 */
int lsock__accept(int fd, bool blocks, int flags, struct lsock_addr *ret_peer,
		  struct lsock_deadline until);
