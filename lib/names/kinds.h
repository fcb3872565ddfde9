/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The sockets that one address is given for: what hints leave open is each of the usual ones. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LSOCK__KINDS_MAX 6

struct lsock__kind {
	uint16_t type, protocol;
	uint16_t port;			/* of the service */
};

/*
 * Those of type and protocol, 0: any, at port.  Returns their number, or LSOCK_EAI(EAI_SOCKTYPE) or
 * LSOCK_EAI(EAI_SERVICE) as getaddrinfo(3): raw sockets have no services.
 */
int lsock__kinds(int type, int protocol, bool has_service, uint16_t port,
		 struct lsock__kind ret_kinds[LSOCK__KINDS_MAX]);

/*
 * Those for which the C library knows the service by its name, each with its port; where hints
 * leave it open that may be others than the usual ones.  LSOCK_EAI(EAI_SERVICE): none of them.
 */
int lsock__kinds_by_name(int type, int protocol, const char *service,
			 struct lsock__kind ret_kinds[LSOCK__KINDS_MAX]);
