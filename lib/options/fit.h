/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Which options a socket has, and of those of one name which one. */
#include "options/table.h"

/* That of the range which such a socket has: -ENOENT, -EOPNOTSUPP; then it is written, too. */
int lsock__option_choose(const struct lsock__option_range *range,
			 const struct lsock_identity *identity, struct lsock_option *ret_option);
