/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* An address as getnameinfo(3) has it: a text of its host and one of its service. */
#include "names/lookup.h"

/* NI_MAXHOST, NI_MAXSERV. */
struct lsock__host_text {
	char host[LSOCK__NAME_MAX + 1], service[32];
};

/* Both as they stand in the text of the address, which is of inet or inet6; without brackets. */
int lsock__host_text_in_numbers(const struct lsock_addr *addr, struct lsock__host_text *ret_texts);

/*
 * As an answer, the service by its name: unless the question forbids it, or there is none, or none
 * that is short enough.
 */
int lsock__host_text_finish(const struct lsock__query *query, struct lsock__host_text *texts,
			    struct lsock_answer **ret_answer);
