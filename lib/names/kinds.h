/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The sockets that one address is given for: what hints leave open is each of the usual ones. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LSOCK__KINDS_MAX 3

struct lsock__kind {
	uint16_t type, protocol;
};

/*
 * Those of type and protocol, 0: any.  Returns their number, or LSOCK_EAI(EAI_SOCKTYPE) or
 * LSOCK_EAI(EAI_SERVICE) as getaddrinfo(3): raw sockets have no services.
 */
int lsock__kinds(int type, int protocol, bool has_service,
		 struct lsock__kind ret_kinds[LSOCK__KINDS_MAX]);
