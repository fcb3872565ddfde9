/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The rows of IPPROTO_TCP, which is SOL_TCP.  The kernel's header and netinet/tcp.h exclude each
 * other.
 */
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>

#include "options/members.h"
#include "options/rows.h"

#define LEVEL .level = IPPROTO_TCP, FAMILIES(AF_INET, AF_INET6), .protocol = IPPROTO_TCP

static const struct lsock__option_member info_members[] = {
#define U8(name) { #name, 1, false, false },
#define HEX8(name) { #name, 1, false, true },
#define U16(name) { #name, 2, false, false },
#define U32(name) { #name, 4, false, false },
#define U64(name) { #name, 8, false, false },
#include "options/tcp-info.def"
	{ "", 0, false, false },
};

static const struct lsock__option_member window_members[] = {
	{ "snd_wl1", 4, false, false }, { "snd_wnd", 4, false, false },
	{ "max_window", 4, false, false }, { "rcv_wnd", 4, false, false },
	{ "rcv_wup", 4, false, false }, { "", 0, false, false },
};

#define WSCALE_AT 6

/* The compiler knows whether bit-fields begin with the lowest bit or the highest; text does not. */
struct info_bits {
	unsigned char snd_wscale : 4, rcv_wscale : 4;
	unsigned char app_limited : 1, client_fail : 2, rest : 5;
};

static void info_lowest_first(unsigned char *at)
{
	struct info_bits bits;

	memcpy(&bits, at, sizeof(bits));
	at[0] = (unsigned char) (bits.snd_wscale | bits.rcv_wscale << 4);
	at[1] = (unsigned char) (bits.app_limited | bits.client_fail << 1 | bits.rest << 3);
}

static int info_format(const struct lsock_option *option, const struct lsock__option_data *data,
		       struct lsock__out *out)
{
	struct lsock__option_data info;
	int r;

	lsock__data_begin(&info);
	r = lsock__data_room(&info, data->len);
	if (r == 0) {
		memcpy(info.at, data->at, data->len);
		info.len = data->len;
		if (info.len >= WSCALE_AT + sizeof(struct info_bits))
			info_lowest_first(info.at + WSCALE_AT);
		r = lsock__members_format(option, &info, out);
	}
	lsock__data_end(&info);
	return r;
}

const struct lsock_option_form lsock__form_tcp_info = {
	.parse = lsock__members_parse,
	.format = info_format,
	.get = lsock__members_get,
	.members = info_members,
};
const struct lsock_option_form lsock__form_tcp_window = MEMBERS_FORM(window_members);

static const struct lsock__option_row rows[] = {
#include "options/tcp.def"
};

OPTION_LEVEL(tcp);
