/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Many datagrams of one size in one call: UDP_SEGMENT to send, UDP_GRO received. */
#include <netinet/in.h>
#include <stdint.h>

#include "base/export.h"
#include "messages/control.h"

#define SEGMENT 103	/* UDP_SEGMENT and UDP_GRO of <linux/udp.h>, which older ones lack */
#define GRO 104

LSOCK_API int lsock_control_put_segment(struct lsock_control *control, uint16_t size)
{
	return lsock_control_put(control, IPPROTO_UDP, SEGMENT, &size, sizeof(size));
}

/* Sent as 16 bits, but received as an int (udp_cmsg_recv() in include/linux/udp.h). */
LSOCK_API int lsock_control_segment(const struct lsock_control_item *item)
{
	int size, r = lsock__item_read(item, IPPROTO_UDP, GRO, &size, sizeof(size));

	if (r < 0)
		return r;
	return size > 0 && size <= UINT16_MAX ? size : -EBADMSG;
}
