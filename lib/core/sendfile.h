/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <stdbool.h>
#include <stdint.h>

#include <linux_sock/deadline.h>

/* lsock_sendfile() without its look at the sink; where that blocks the deadline is for ever. */
int lsock__sendfile(int fd, bool blocks, int file, int64_t offset, uint64_t count,
		    uint64_t *ret_sent, struct lsock_deadline until);
