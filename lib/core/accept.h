/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <stdbool.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

/*
 * lsock_accept() without its look at fd.  flags are those of accept4(2); blocks: fd does, so that
 * EAGAIN is the user's own SO_RCVTIMEO.
 */
int lsock__accept(int fd, int flags, bool blocks, struct lsock_addr *ret_peer,
		  struct lsock_deadline until);
