/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "families/quad.h"

#include <arpa/inet.h>
#include <errno.h>

/* 0..255; anything else is a matter of syntax (RFC 3986 dec-octet), so -EINVAL. */
static int octet_parse(struct lsock__scan *scan, uint32_t *ret_octet)
{
	const char *first = scan->at, *at = first;
	uint32_t octet = 0;

	while (at < scan->end && lsock__is_digit(*at) && octet <= 255)
		octet = octet * 10 + (uint32_t) (*at++ - '0');
	scan->at = at;
	if (at == first)
		return lsock__scan_refuse(scan, first, -EINVAL, "a decimal octet is expected");
	if (*first == '0' && at - first > 1)
		return lsock__scan_refuse(scan, first, -EINVAL, "an octet has a leading zero");
	if (octet > 255)
		return lsock__scan_refuse(scan, first, -EINVAL, "an octet is above 255");
	*ret_octet = octet;
	return 0;
}

int lsock__quad_parse(struct lsock__scan *scan, uint32_t *ret_address)
{
	uint32_t address = 0, octet = 0;
	int i, r;

	for (i = 0; i < 4; i++) {
		if (i > 0 && !lsock__scan_char(scan, '.'))
			return lsock__scan_refuse(scan, scan->at, -EINVAL,
						  "four octets with dots between are expected");
		r = octet_parse(scan, &octet);
		if (r < 0)
			return r;
		address = address << 8 | octet;
	}
	*ret_address = htonl(address);
	return 0;
}

/* Without the loop of longer numbers. */
static char *put_octet(char *at, unsigned octet)
{
	if (octet >= 100) {
		*at++ = (char) ('0' + octet / 100);
		octet %= 100;
		*at++ = (char) ('0' + octet / 10);
	} else if (octet >= 10) {
		*at++ = (char) ('0' + octet / 10);
	}
	*at++ = (char) ('0' + octet % 10);
	return at;
}

char *lsock__quad_put(char *at, uint32_t address)
{
	uint32_t host = ntohl(address);
	int shift;

	for (shift = 24; shift > 0; shift -= 8) {
		at = put_octet(at, host >> shift & 0xff);
		*at++ = '.';
	}
	return put_octet(at, host & 0xff);
}

void lsock__quad_format(struct lsock__out *out, uint32_t address)
{
	char spare[LSOCK__QUAD_MAX], *room = lsock__out_room(out, spare, sizeof(spare));

	lsock__out_wrote(out, room, spare, lsock__quad_put(room, address));
}
