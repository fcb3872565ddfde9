/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* One byte of the IP header: TTL or hop limit, TOS or traffic class. */
#include <netinet/in.h>
#include <stdint.h>

#include "base/export.h"
#include "messages/control.h"

static int put_byte(struct lsock_control *control, int family, int value, int inet, int inet6)
{
	if (value < 0 || value > UINT8_MAX)
		return -ERANGE;
	if (family == AF_INET)
		return lsock_control_put(control, IPPROTO_IP, inet, &value, sizeof(value));
	if (family == AF_INET6)
		return lsock_control_put(control, IPPROTO_IPV6, inet6, &value, sizeof(value));
	return -EAFNOSUPPORT;
}

static int get_byte(const struct lsock_control_item *item, int inet, int inet6)
{
	int value;

	if (!lsock__item_is(item, IPPROTO_IP, inet) && !lsock__item_is(item, IPPROTO_IPV6, inet6))
		return -ENOMSG;
	if (lsock__item_copy(item, &value, sizeof(value)) < 0)
		return -EBADMSG;
	return value >= 0 && value <= UINT8_MAX ? value : -EBADMSG;
}

LSOCK_API int lsock_control_put_hop_limit(struct lsock_control *control, int family, int hops)
{
	return put_byte(control, family, hops, IP_TTL, IPV6_HOPLIMIT);
}

LSOCK_API int lsock_control_put_traffic_class(struct lsock_control *control, int family, int tclass)
{
	return put_byte(control, family, tclass, IP_TOS, IPV6_TCLASS);
}

LSOCK_API int lsock_control_hop_limit(const struct lsock_control_item *item)
{
	return get_byte(item, IP_TTL, IPV6_HOPLIMIT);
}

/* The kernel writes ints, but IP_TOS as one byte (ip_cmsg_recv_tos() in net/ipv4/ip_sockglue.c). */
LSOCK_API int lsock_control_traffic_class(const struct lsock_control_item *item)
{
	if (lsock__item_is(item, IPPROTO_IP, IP_TOS) && item->size == 1)
		return *(const uint8_t *) item->data;
	return get_byte(item, IP_TOS, IPV6_TCLASS);
}
