/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Answers that getaddrinfo(3) would give to numbers, made here: no resolver has to be asked. */
#include <stdbool.h>
#include <stdint.h>

#include "names/kinds.h"
#include "names/lookup.h"

/*
 * The address, which becomes one of the family that is wanted, for each of count kinds of sockets;
 * or any address, or loopback.
 */
int lsock__numeric_literal(const struct lsock__query *query, struct lsock_addr *literal,
			   const struct lsock__kind *kinds, int count,
			   struct lsock_answer **ret_answer);
int lsock__numeric_nobody(const struct lsock__query *query, const struct lsock__kind *kinds,
			  int count, struct lsock_answer **ret_answer);

/*
 * The same, of a host that is a literal or NULL, where the service is a name: the C library is
 * asked for that alone, so that the addresses are those which numbers would have given.
 */
bool lsock__numeric_is_host(const struct lsock__query *query);
int lsock__numeric_by_name(const struct lsock__query *query, struct lsock_answer **ret_answer);
