/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From one message to the next, from one attribute to the next.  Everything stays the caller's. */
#include "netlink/walk.h"

LSOCK_API int lsock_nlmsg_next(const void *datagram, size_t size, const struct nlmsghdr **message)
{
	size_t at = 0;

	if (!lsock__nl_is_aligned(datagram))
		return -EINVAL;
	if (*message) {
		at = lsock__nl_offset(datagram, *message);
		if (at >= size)
			return -EINVAL;
		at += lsock__nl_align((*message)->nlmsg_len);
	}
	return lsock__nlmsg_at(datagram, size, at, message);
}

LSOCK_API int lsock_nlattr_next(struct lsock_bytes area, const struct nlattr **attribute)
{
	size_t at = 0;

	if (!lsock__nl_is_aligned(area.data))
		return -EINVAL;
	if (*attribute) {
		at = lsock__nl_offset(area.data, *attribute);
		if (at >= area.size)
			return -EINVAL;
		at += lsock__nl_align((*attribute)->nla_len);
	}
	return lsock__nlattr_at(area, at, attribute);
}

LSOCK_API int lsock_nlmsg_area(const struct nlmsghdr *message, size_t header,
			       struct lsock_bytes *ret_area)
{
	return lsock__nlmsg_area(message, header, ret_area);
}

LSOCK_API struct lsock_bytes lsock_nlattr_area(const struct nlattr *attribute)
{
	if (attribute == NULL)
		return (struct lsock_bytes){ .size = 0 };
	return (struct lsock_bytes){
		.data = attribute + 1, .size = attribute->nla_len - sizeof(*attribute),
	};
}

LSOCK_API unsigned lsock_nlattr_type(const struct nlattr *attribute)
{
	return lsock__nlattr_type(attribute);
}
