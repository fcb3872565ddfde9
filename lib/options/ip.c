/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of IPPROTO_IP, which is SOL_IP. */
#include <netinet/in.h>
/* For what the C library's header does not have yet. */
#include <linux/in.h>

#include "options/members.h"
#include "options/rows.h"

/* Sockets of inet6 have them, too, but for raw ones. */
#define LEVEL .level = IPPROTO_IP, FAMILIES(AF_INET, AF_INET6), .protocol = -1

/* The halves of a number of 32 bits: the lower one is the first port. */
static const struct lsock__option_member port_members[] = {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	{ "first", 2, false, false }, { "last", 2, false, false },
#else
	{ "last", 2, false, false }, { "first", 2, false, false },
#endif
	{ "", 0, false, false },
};

const struct lsock_option_form lsock__form_ports = MEMBERS_FORM(port_members);

/* RFC 1349's, in the words of systemd.socket(5).  IPv6 has the same numbers here, and below. */
const struct lsock_word lsock__words_tos[] = {
	{ "low-delay", 0x10 }, { "throughput", 0x08 }, { "reliability", 0x04 },
	{ "low-cost", 0x02 }, { NULL, 0 },
};

const struct lsock_word lsock__words_discover[] = {
	{ "dont", 0 }, { "want", 1 }, { "do", 2 }, { "probe", 3 }, { "interface", 4 },
	{ "omit", 5 }, { NULL, 0 },
};

static const struct lsock__option_row rows[] = {
#include "options/ip.def"
};

OPTION_LEVEL(ip);
