/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* IPPROTO_IPV6, which is SOL_IPV6. */
#include <netinet/in.h>
/* For what the C library's header does not have yet. */
#include <linux/in6.h>

#include "options/members.h"
#include "options/rows.h"
#include "options/words.h"

static const int ipv6_families[] = { AF_INET6, 0 };

#define LEVEL .level = IPPROTO_IPV6, .families = ipv6_families, .protocol = -1

/* Those of systemd.socket(5) beside yes and no. */
static const struct lsock_option_word only_words[] = {
	{ "both", 0 }, { "ipv6-only", 1 }, { NULL, 0 },
};

/* struct ip6_mtuinfo begins with an address that the kernel leaves empty. */
static const struct lsock__option_member path_mtu_members[] = {
	{ NULL, sizeof(struct sockaddr_in6), false, false }, { "mtu", 4, false, false },
	{ NULL, 0, false, false },
};

static const struct lsock_option_form form_path_mtu = MEMBERS_FORM(path_mtu_members);

const struct lsock_option lsock__options_ipv6[] = {
#include "options/ipv6.def"
	END_OF_ROWS
};
