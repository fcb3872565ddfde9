/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Answers that getaddrinfo(3) would give to numbers, made here: no resolver has to be asked. */
#include <stdint.h>

#include "names/lookup.h"

/* The address, of the family that is wanted, at port; or any address, or loopback. */
int lsock__numeric_literal(const struct lsock__query *query, const struct lsock_addr *literal,
			   uint16_t port, struct lsock_answer **ret_answer);
int lsock__numeric_nobody(const struct lsock__query *query, uint16_t port,
			  struct lsock_answer **ret_answer);
