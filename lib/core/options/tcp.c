/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* IPPROTO_TCP, which is SOL_TCP.  The kernel's header and netinet/tcp.h exclude each other. */
#include <linux/tcp.h>
#include <netinet/in.h>

#include "core/options/members.h"
#include "core/options/rows.h"

static const int tcp_families[] = { AF_INET, AF_INET6, 0 };

#define LEVEL .level = IPPROTO_TCP, .families = tcp_families, .protocol = IPPROTO_TCP

static const struct lsock__option_member info_members[] = {
#define U8(name) { #name, 1, false, false },
#define HEX8(name) { #name, 1, false, true },
#define U16(name) { #name, 2, false, false },
#define U32(name) { #name, 4, false, false },
#define U64(name) { #name, 8, false, false },
#include "core/options/tcp-info.def"
	{ NULL, 0, false, false },
};

static const struct lsock__option_member window_members[] = {
	{ "snd_wl1", 4, false, false }, { "snd_wnd", 4, false, false },
	{ "max_window", 4, false, false }, { "rcv_wnd", 4, false, false },
	{ "rcv_wup", 4, false, false }, { NULL, 0, false, false },
};

static const struct lsock_option_form form_info = MEMBERS_FORM(info_members);
static const struct lsock_option_form form_window = MEMBERS_FORM(window_members);

const struct lsock_option lsock__options_tcp[] = {
#include "core/options/tcp.def"
	END_OF_ROWS
};
