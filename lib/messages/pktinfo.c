/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Local address and interface of one datagram: IP_PKTINFO and IPV6_PKTINFO. */
#include <limits.h>
#include <netinet/in.h>
#include <stdint.h>

#include "base/export.h"
#include "messages/control.h"

/* Is the address good on one interface only? */
static bool has_zone(const struct in6_addr *host)
{
	return IN6_IS_ADDR_LINKLOCAL(host) || IN6_IS_ADDR_MC_NODELOCAL(host) ||
	       IN6_IS_ADDR_MC_LINKLOCAL(host);
}

static int put_inet(struct lsock_control *control, const struct lsock_addr *source,
		    uint32_t interface)
{
	struct in_pktinfo info = { .ipi_ifindex = (int) interface };
	struct sockaddr_in in;

	if (source->len < sizeof(in))
		return -EINVAL;
	memcpy(&in, &source->u, sizeof(in));
	info.ipi_spec_dst = in.sin_addr;
	return lsock_control_put(control, IPPROTO_IP, IP_PKTINFO, &info, sizeof(info));
}

/* The kernel has no room for a zone beside the interface: they are the same thing. */
static int put_inet6(struct lsock_control *control, const struct lsock_addr *source,
		     uint32_t interface)
{
	struct in6_pktinfo info;
	struct sockaddr_in6 in6;

	if (source->len < sizeof(in6))
		return -EINVAL;
	memcpy(&in6, &source->u, sizeof(in6));
	if (interface == 0)
		interface = in6.sin6_scope_id;
	if (in6.sin6_scope_id != 0 && in6.sin6_scope_id != interface)
		return -EINVAL;
	info.ipi6_addr = in6.sin6_addr;
	info.ipi6_ifindex = interface;
	return lsock_control_put(control, IPPROTO_IPV6, IPV6_PKTINFO, &info, sizeof(info));
}

LSOCK_API int lsock_control_put_source(struct lsock_control *control,
				       const struct lsock_addr *source, uint32_t interface)
{
	if (interface > INT_MAX)
		return -ERANGE;
	if (source->u.sa.sa_family == AF_INET)
		return put_inet(control, source, interface);
	if (source->u.sa.sa_family == AF_INET6)
		return put_inet6(control, source, interface);
	return -EAFNOSUPPORT;
}

/* ipi_addr is of the packet's header; ipi_spec_dst, beside it, is what a reply would come from. */
static int take_inet(const struct lsock_control_item *item, struct lsock_addr *ret_local,
		     uint32_t *ret_interface)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct in_pktinfo info;
	int r = lsock__item_copy(item, &info, sizeof(info));

	if (r < 0)
		return r;
	in.sin_addr = info.ipi_addr;
	*ret_interface = (uint32_t) info.ipi_ifindex;
	return lsock_addr_from(&in, sizeof(in), ret_local);
}

static int take_inet6(const struct lsock_control_item *item, struct lsock_addr *ret_local,
		      uint32_t *ret_interface)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct in6_pktinfo info;
	int r = lsock__item_copy(item, &info, sizeof(info));

	if (r < 0)
		return r;
	in6.sin6_addr = info.ipi6_addr;
	in6.sin6_scope_id = has_zone(&info.ipi6_addr) ? info.ipi6_ifindex : 0;
	*ret_interface = info.ipi6_ifindex;
	return lsock_addr_from(&in6, sizeof(in6), ret_local);
}

LSOCK_API int lsock_control_destination(const struct lsock_control_item *item,
					struct lsock_addr *ret_local, uint32_t *ret_interface)
{
	if (lsock__item_is(item, IPPROTO_IP, IP_PKTINFO))
		return take_inet(item, ret_local, ret_interface);
	if (lsock__item_is(item, IPPROTO_IPV6, IPV6_PKTINFO))
		return take_inet6(item, ret_local, ret_interface);
	return -ENOMSG;
}
