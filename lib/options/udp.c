/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of IPPROTO_UDP, which is SOL_UDP. */
#include <linux/udp.h>
#include <netinet/in.h>

#include "options/rows.h"

#define LEVEL .level = IPPROTO_UDP, FAMILIES(AF_INET, AF_INET6), .protocol = IPPROTO_UDP, \
	.types = DGRAM

/* The kernel's UDP_ENCAP_. */
const struct lsock_word lsock__words_encap[] = {
	{ "none", 0 }, { "espinudp-non-ike", 1 }, { "espinudp", 2 }, { "l2tpinudp", 3 },
	{ "gtp0", 4 }, { "gtp1u", 5 }, { "rxrpc", 6 }, { NULL, 0 },
};

static const struct lsock__option_row rows[] = {
#include "options/udp.def"
};

OPTION_LEVEL(udp);
