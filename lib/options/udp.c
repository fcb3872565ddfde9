/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* IPPROTO_UDP, which is SOL_UDP. */
#include <linux/udp.h>
#include <netinet/in.h>

#include "options/rows.h"

static const int udp_families[] = { AF_INET, AF_INET6, 0 };

#define LEVEL .level = IPPROTO_UDP, .families = udp_families, .protocol = IPPROTO_UDP, \
	.types = DGRAM

/* The kernel's UDP_ENCAP_. */
static const struct lsock_option_word encap_words[] = {
	{ "none", 0 }, { "espinudp-non-ike", 1 }, { "espinudp", 2 }, { "l2tpinudp", 3 },
	{ "gtp0", 4 }, { "gtp1u", 5 }, { "rxrpc", 6 }, { NULL, 0 },
};

const struct lsock_option lsock__options_udp[] = {
#include "options/udp.def"
	END_OF_ROWS
};
