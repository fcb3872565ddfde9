/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Which options a socket has, and of those of one name which one. */
#include "options/table.h"

/* What is known of a socket. */
#define LSOCK__KNOWS_FAMILY 1u
#define LSOCK__KNOWS_TYPE 2u
#define LSOCK__KNOWS_PROTOCOL 4u
#define LSOCK__KNOWS_ALL 7u

bool lsock__option_fits_known(const struct lsock_option *option,
			      const struct lsock_identity *identity, unsigned known);

/*
 * That of the range which such a socket has, as far as is known: -ENOENT, -EOPNOTSUPP.  ret_option
 * is written in the latter case, too.
 */
int lsock__option_choose(const struct lsock__option_range *range,
			 const struct lsock_identity *identity, unsigned known,
			 struct lsock_option *ret_option);

/*
 * What has to be known to choose among the range; to read one as little as will do, because the
 * kernel refuses by itself what is left.
 */
unsigned lsock__option_questions(const struct lsock__option_range *range, bool reading);
