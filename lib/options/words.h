/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Words that ip and ipv6 share.  The constants have the same numbers in both headers. */
#include <linux_sock/option.h>

/* RFC 1349's, in the words of systemd.socket(5). */
static const struct lsock_option_word tos_words[] = {
	{ "low-delay", 0x10 }, { "throughput", 0x08 }, { "reliability", 0x04 },
	{ "low-cost", 0x02 }, { NULL, 0 },
};

static const struct lsock_option_word discover_words[] = {
	{ "dont", 0 }, { "want", 1 }, { "do", 2 }, { "probe", 3 }, { "interface", 4 },
	{ "omit", 5 }, { NULL, 0 },
};
