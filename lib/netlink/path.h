/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <linux_sock/nlset.h>

#include "base/out.h"

/* Writes the name of what stands at the offset: 0; -ENOENT, and nothing is written. */
int lsock__path_put(const struct lsock_nlset *set, const struct nlmsghdr *message, uint32_t offset,
		    struct lsock__out *out);

/*
 * The same of an attribute that is not there, in the nest at the offset; offset 0: in the message
 * itself, which may be NULL then.
 */
int lsock__path_put_missing(const struct lsock_nlset *set, const struct nlmsghdr *message,
			    uint32_t nest_offset, uint16_t type, struct lsock__out *out);
