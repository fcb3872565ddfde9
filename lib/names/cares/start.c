/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The way in to c-ares: which of its files answers a question. */
#include "names/cares/cares.h"

static const struct lsock__cares_subject *const subjects[] = {
	[LSOCK__ADDRINFO] = &lsock__cares_hosts,
	[LSOCK__NAMEINFO] = &lsock__cares_names,
	[LSOCK__HOSTBYNAME] = &lsock__cares_hosts,
	[LSOCK__HOSTBYADDR] = &lsock__cares_names,
};

int lsock__cares_start(const struct lsock__query *query, struct lsock_lookup **ret_lookup)
{
	return lsock__cares_begin(subjects[query->question], query, ret_lookup);
}
