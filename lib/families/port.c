/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "families/port.h"

#include <arpa/inet.h>

int lsock__port_parse(struct lsock__scan *scan, uint16_t *ret_port)
{
	uint32_t port = 0;
	int r;

	if (lsock__scan_char(scan, ':')) {
		r = lsock__scan_decimal(scan, "port", UINT16_MAX, &port);
		if (r < 0)
			return r;
	}
	r = lsock__scan_end(scan);
	if (r < 0)
		return r;
	*ret_port = htons((uint16_t) port);
	return 0;
}

void lsock__port_format(struct lsock__out *out, uint16_t port)
{
	lsock__out_char(out, ':');
	lsock__out_decimal(out, ntohs(port));
}
