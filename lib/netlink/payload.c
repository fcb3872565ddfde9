/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What one attribute holds.  Numbers of 8 bytes lie at odd places: all of them are copied out. */
#include "netlink/payload.h"

#include <arpa/inet.h>
#include <endian.h>
#include <string.h>
#include <sys/socket.h>

#include "netlink/walk.h"

LSOCK_API int lsock_nlattr_u8(const struct nlattr *attribute, uint8_t *ret_value)
{
	return lsock__nlattr_take(attribute, ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattr_u16(const struct nlattr *attribute, uint16_t *ret_value)
{
	return lsock__nlattr_take(attribute, ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattr_u32(const struct nlattr *attribute, uint32_t *ret_value)
{
	return lsock__nlattr_take(attribute, ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattr_u64(const struct nlattr *attribute, uint64_t *ret_value)
{
	return lsock__nlattr_take(attribute, ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattr_s32(const struct nlattr *attribute, int32_t *ret_value)
{
	return lsock__nlattr_take(attribute, ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattr_s64(const struct nlattr *attribute, int64_t *ret_value)
{
	return lsock__nlattr_take(attribute, ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattr_be16(const struct nlattr *attribute, uint16_t *ret_value)
{
	uint16_t network;
	int r = lsock__nlattr_take(attribute, &network, sizeof(network));

	if (r == 0)
		*ret_value = ntohs(network);
	return r;
}

LSOCK_API int lsock_nlattr_be32(const struct nlattr *attribute, uint32_t *ret_value)
{
	uint32_t network;
	int r = lsock__nlattr_take(attribute, &network, sizeof(network));

	if (r == 0)
		*ret_value = ntohl(network);
	return r;
}

LSOCK_API int lsock_nlattr_be64(const struct nlattr *attribute, uint64_t *ret_value)
{
	uint64_t network;
	int r = lsock__nlattr_take(attribute, &network, sizeof(network));

	if (r == 0)
		*ret_value = be64toh(network);
	return r;
}

LSOCK_API int lsock_nlattr_uint(const struct nlattr *attribute, uint64_t *ret_value)
{
	uint32_t narrow;
	int r = lsock_nlattr_u32(attribute, &narrow);

	if (r == -EBADMSG)
		return lsock_nlattr_u64(attribute, ret_value);
	if (r == 0)
		*ret_value = narrow;
	return r;
}

LSOCK_API int lsock_nlattr_sint(const struct nlattr *attribute, int64_t *ret_value)
{
	int32_t narrow;
	int r = lsock_nlattr_s32(attribute, &narrow);

	if (r == -EBADMSG)
		return lsock_nlattr_s64(attribute, ret_value);
	if (r == 0)
		*ret_value = narrow;
	return r;
}

LSOCK_API int lsock_nlattr_bitfield(const struct nlattr *attribute, uint32_t *ret_value,
				    uint32_t *ret_selector)
{
	uint32_t both[2];
	int r = lsock__nlattr_take(attribute, both, sizeof(both));

	if (r == 0) {
		*ret_value = both[0];
		*ret_selector = both[1];
	}
	return r;
}

LSOCK_API int lsock_nlattr_ip(const struct nlattr *attribute, struct lsock_ip *ret_ip)
{
	struct lsock_ip ip = { .family = AF_INET, .prefix = 32 };

	if (attribute == NULL)
		return -ENOMSG;
	if (lsock__nlattr_size(attribute) == 16)
		ip = (struct lsock_ip){ .family = AF_INET6, .prefix = 128 };
	else if (lsock__nlattr_size(attribute) != 4)
		return -EBADMSG;
	memcpy(ip.bytes, attribute + 1, lsock__nlattr_size(attribute));
	*ret_ip = ip;
	return 0;
}

LSOCK_API int lsock_nlattr_text(const struct nlattr *attribute, const char **ret_text,
				size_t *ret_len)
{
	const char *text;
	size_t size, len;

	if (attribute == NULL)
		return -ENOMSG;
	text = (const char *) (attribute + 1);
	size = lsock__nlattr_size(attribute);
	len = strnlen(text, size);
	if (len + 1 < size)
		return -EBADMSG;
	*ret_text = text;
	*ret_len = len;
	return 0;
}
