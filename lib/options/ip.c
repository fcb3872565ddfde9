/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* IPPROTO_IP, which is SOL_IP. */
#include <netinet/in.h>
/* For what the C library's header does not have yet. */
#include <linux/in.h>

#include "options/members.h"
#include "options/rows.h"
#include "options/words.h"

/* Sockets of inet6 have them, too, but for raw ones. */
static const int ip_families[] = { AF_INET, AF_INET6, 0 };

#define LEVEL .level = IPPROTO_IP, .families = ip_families, .protocol = -1

#ifdef IP_LOCAL_PORT_RANGE
/* The halves of a number of 32 bits: the lower one is the first port. */
static const struct lsock__option_member port_members[] = {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	{ "first", 2, false, false }, { "last", 2, false, false },
#else
	{ "last", 2, false, false }, { "first", 2, false, false },
#endif
	{ NULL, 0, false, false },
};

static const struct lsock_option_form form_ports = MEMBERS_FORM(port_members);
#endif

const struct lsock_option lsock__options_ip[] = {
#include "options/ip.def"
	END_OF_ROWS
};
