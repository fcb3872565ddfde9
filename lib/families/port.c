/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "families/port.h"

#include <arpa/inet.h>

#include "base/out.h"

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

char *lsock__port_put(char *at, uint16_t port)
{
	*at++ = ':';
	return lsock__put_decimal(at, ntohs(port));
}
