/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An address of inet or inet6 without a port, and how many of its bits count. */
#include <linux_sock/ip.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "base/export.h"
#include "base/out.h"
#include "base/scan.h"
#include "families/quad.h"
#include "families/rfc5952.h"

/* How many bits an address of the family has; 0: it is neither of the two. */
static unsigned bits_of(unsigned family)
{
	if (family == AF_INET)
		return 32;
	return family == AF_INET6 ? 128 : 0;
}

/* The first byte that is no digit tells them apart. */
static bool is_inet6(const struct lsock__scan *scan)
{
	const char *at = scan->at;

	while (at < scan->end && lsock__hex_digit(*at) >= 0)
		at++;
	return at < scan->end && *at == ':';
}

static int inet_parse(struct lsock__scan *scan, struct lsock_ip *ip)
{
	uint32_t quad;
	int r = lsock__quad_parse(scan, &quad);

	if (r < 0)
		return r;
	ip->family = AF_INET;
	memcpy(ip->bytes, &quad, sizeof(quad));
	return 0;
}

static int inet6_parse(struct lsock__scan *scan, struct lsock_ip *ip)
{
	struct in6_addr in6;
	int r = lsock__ip6_parse(scan, &in6);

	if (r < 0)
		return r;
	if (scan->at < scan->end && *scan->at == '%')
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "there is no room for a zone");
	ip->family = AF_INET6;
	memcpy(ip->bytes, &in6, sizeof(in6));
	return 0;
}

static int prefix_parse(struct lsock__scan *scan, struct lsock_ip *ip)
{
	uint32_t prefix = bits_of(ip->family);
	int r = 0;

	if (lsock__scan_char(scan, '/'))
		r = lsock__scan_decimal(scan, "prefix", prefix, &prefix);
	ip->prefix = (uint16_t) prefix;
	return r;
}

LSOCK_API int lsock_ip_parse(const char *text, size_t len, struct lsock_ip *ret_ip,
			     struct lsock_why *ret_why)
{
	const char *begin = text ? text : "";
	struct lsock_why why = { 0 };
	struct lsock__scan scan = { begin, begin, begin + (text ? len : 0), &why };
	struct lsock_ip ip = { 0 };
	int r = is_inet6(&scan) ? inet6_parse(&scan, &ip) : inet_parse(&scan, &ip);

	if (r == 0)
		r = prefix_parse(&scan, &ip);
	if (r == 0)
		r = lsock__scan_end(&scan);
	if (r == 0)
		*ret_ip = ip;
	else if (ret_why)
		*ret_why = why;
	return r;
}

static void host_format(struct lsock__out *out, const struct lsock_ip *ip)
{
	struct in6_addr in6;
	uint32_t quad;

	if (ip->family == AF_INET) {
		memcpy(&quad, ip->bytes, sizeof(quad));
		lsock__quad_format(out, quad);
	} else {
		memcpy(&in6, ip->bytes, sizeof(in6));
		lsock__ip6_format(out, &in6);
	}
}

LSOCK_API int lsock_ip_format(const struct lsock_ip *ip, char *buf, size_t size)
{
	struct lsock__out out = { buf, size, 0 };
	unsigned bits = bits_of(ip->family);

	if (bits == 0 || ip->prefix > bits)
		return -EINVAL;
	host_format(&out, ip);
	if (ip->prefix < bits) {
		lsock__out_char(&out, '/');
		lsock__out_decimal(&out, ip->prefix);
	}
	return lsock__out_end(&out);
}

static int inet_to_addr(const struct lsock_ip *ip, uint16_t port, struct lsock_addr *ret_addr)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };

	memcpy(&in.sin_addr, ip->bytes, sizeof(in.sin_addr));
	return lsock_addr_from(&in, sizeof(in), ret_addr);
}

static int inet6_to_addr(const struct lsock_ip *ip, uint16_t port, uint32_t scope,
			 struct lsock_addr *ret_addr)
{
	struct sockaddr_in6 in6 = {
		.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_scope_id = scope,
	};

	memcpy(&in6.sin6_addr, ip->bytes, sizeof(in6.sin6_addr));
	return lsock_addr_from(&in6, sizeof(in6), ret_addr);
}

LSOCK_API int lsock_ip_to_addr(const struct lsock_ip *ip, uint16_t port, uint32_t scope,
			       struct lsock_addr *ret_addr)
{
	if (ip->family == AF_INET)
		return inet_to_addr(ip, port, ret_addr);
	if (ip->family == AF_INET6)
		return inet6_to_addr(ip, port, scope, ret_addr);
	return -EINVAL;
}

/* Where the bytes lie in the family's sockaddr. */
static size_t place_of(unsigned family)
{
	return family == AF_INET ? offsetof(struct sockaddr_in, sin_addr) :
				   offsetof(struct sockaddr_in6, sin6_addr);
}

LSOCK_API int lsock_ip_from_addr(const struct lsock_addr *addr, struct lsock_ip *ret_ip)
{
	unsigned family = addr->u.sa.sa_family, bits = bits_of(family);
	struct lsock_ip ip = { .family = (uint16_t) family, .prefix = (uint16_t) bits };

	if (addr->len < sizeof(sa_family_t) || bits == 0)
		return -EAFNOSUPPORT;
	if (addr->len < place_of(family) + bits / 8)
		return -EINVAL;
	memcpy(ip.bytes, (const char *) &addr->u + place_of(family), bits / 8);
	*ret_ip = ip;
	return 0;
}
