/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of IPPROTO_IPV6, which is SOL_IPV6. */
#include <netinet/in.h>
/* For what the C library's header does not have yet. */
#include <linux/in6.h>

#include "options/members.h"
#include "options/rows.h"

#define LEVEL .level = IPPROTO_IPV6, FAMILIES(AF_INET6), .protocol = -1

/* Those of systemd.socket(5) beside yes and no. */
const struct lsock_word lsock__words_only[] = {
	{ "both", 0 }, { "ipv6-only", 1 }, { NULL, 0 },
};

/* struct ip6_mtuinfo begins with an address that the kernel leaves empty. */
static const struct lsock__option_member path_mtu_members[] = {
	{ "", sizeof(struct sockaddr_in6), false, false }, { "mtu", 4, false, false },
	{ "", 0, false, false },
};

const struct lsock_option_form lsock__form_path_mtu = MEMBERS_FORM(path_mtu_members);

static const struct lsock__option_row rows[] = {
#include "options/ipv6.def"
};

OPTION_LEVEL(ipv6);
