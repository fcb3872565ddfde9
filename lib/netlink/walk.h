/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Steps over messages and over attributes, which stay within the bytes that there are whatever
 * lengths these claim.  Lengths are compared as they are, unsigned and before they are rounded up:
 * nothing can wrap.
 */
#include <errno.h>
#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/nlmsg.h>

#include "base/export.h"

/* Netlink aligns everything to 4. */
static inline size_t lsock__nl_align(size_t size)
{
	return (size + 3) & ~(size_t) 3;
}

static inline bool lsock__nl_is_aligned(const void *data)
{
	return ((uintptr_t) data & 3) == 0;
}

/* Of what should lie there; of what does not, an offset beyond it. */
static inline size_t lsock__nl_offset(const void *bytes, const void *part)
{
	return (uintptr_t) part - (uintptr_t) bytes;
}

/* The message at an offset of a datagram: 1; 0: that is its end; -EBADMSG. */
LSOCK__INLINE int lsock__nlmsg_at(const void *datagram, size_t size, size_t at,
				  const struct nlmsghdr **ret_message)
{
	const struct nlmsghdr *message;

	if (at >= size)
		return 0;	/* the last message need not be padded */
	message = (const void *) ((const char *) datagram + at);
	if (size - at < sizeof(*message) || message->nlmsg_len < sizeof(*message) ||
	    message->nlmsg_len > size - at)
		return -EBADMSG;
	*ret_message = message;
	return 1;
}

/* The same of an attribute. */
LSOCK__INLINE int lsock__nlattr_at(struct lsock_bytes area, size_t at,
				   const struct nlattr **ret_attribute)
{
	const struct nlattr *attribute;

	if (at >= area.size)
		return 0;
	attribute = (const void *) ((const char *) area.data + at);
	if (area.size - at < sizeof(*attribute) || attribute->nla_len < sizeof(*attribute) ||
	    attribute->nla_len > area.size - at)
		return -EBADMSG;
	*ret_attribute = attribute;
	return 1;
}

/* The attributes behind a fixed header, as lsock_nlmsg_area() gives them. */
LSOCK__INLINE int lsock__nlmsg_area(const struct nlmsghdr *message, size_t header,
				    struct lsock_bytes *ret_area)
{
	size_t size, before;

	if (!lsock__nl_is_aligned(message))
		return -EINVAL;
	if (message->nlmsg_len < sizeof(*message) ||
	    header > message->nlmsg_len - sizeof(*message))
		return -EBADMSG;
	size = message->nlmsg_len - sizeof(*message);
	before = lsock__nl_align(header);
	if (before >= size)	/* a header that is the end need not be padded */
		*ret_area = (struct lsock_bytes){ .size = 0 };
	else
		*ret_area = (struct lsock_bytes){
			.data = (const char *) (message + 1) + before, .size = size - before,
		};
	return 0;
}

static inline unsigned lsock__nlattr_type(const struct nlattr *attribute)
{
	return attribute->nla_type & (unsigned) NLA_TYPE_MASK;
}
