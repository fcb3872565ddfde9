/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/literal.h"

#include <errno.h>
#include <string.h>

#include <linux_sock/family.h>

#include "base/scan.h"
#include "names/lookup.h"

/* Too long, or beyond the range of something: a number, but not one of an address. */
static int outcome(int r)
{
	if (r == -ENAMETOOLONG || r == -ERANGE)
		return -EINVAL;
	return r < 0 ? r : LSOCK__IS_NUMBER;
}

/* As the family's own text, in which neither a port nor brackets can be meant here. */
static int literal_of(int family, const char *host, size_t len, struct lsock_addr *ret_addr)
{
	static const struct lsock_addr unsaid = { .protocol = LSOCK_PROTOCOL_UNSAID };
	const struct lsock_family *row = lsock_family_by_af(family);
	struct lsock_why why;

	*ret_addr = unsaid;
	return outcome(row->parse(host, len, false, ret_addr, &why));
}

int lsock__host_of_family(int family, const char *host, size_t len, struct lsock_addr *ret_addr)
{
	const struct lsock_value values[] = {
		{ .kind = LSOCK_KIND_TEXT, .data = host, .size = len },
		{ .kind = LSOCK_KIND_NUMBER },
	};
	const struct lsock_family *row = lsock_family_by_af(family);

	if (row == NULL)
		return -EAFNOSUPPORT;
	return outcome(lsock_addr_from_fields(row, 0, values, sizeof(values) / sizeof(values[0]),
					      ret_addr, NULL));
}

static bool is_hex(const char *text, size_t len)
{
	size_t i;

	if (len < 2 || text[0] != '0' || (text[1] != 'x' && text[1] != 'X'))
		return false;
	for (i = 2; i < len; i++)
		if (lsock__hex_digit(text[i]) < 0)
			return false;
	return true;
}

bool lsock__host_ends_in_number(const char *host, size_t len)
{
	size_t begin;

	if (len > 0 && host[len - 1] == '.')
		len--;
	for (begin = len; begin > 0 && host[begin - 1] != '.'; begin--)
		;
	return lsock__is_number(host + begin, len - begin) || is_hex(host + begin, len - begin);
}

int lsock__host_literal(const char *host, struct lsock_addr *ret_addr)
{
	size_t len = strnlen(host, LSOCK__NAME_MAX + 1);

	if (len > LSOCK__NAME_MAX)
		return -ENAMETOOLONG;
	if (memchr(host, ':', len))
		return host[0] == '[' ? -EINVAL : literal_of(AF_INET6, host, len, ret_addr);
	if (lsock__host_ends_in_number(host, len))
		return literal_of(AF_INET, host, len, ret_addr);
	/* glibc takes a star for no host at all. */
	return strcmp(host, "*") == 0 ? -EINVAL : LSOCK__IS_NAME;
}

/* No blanks, which strtoul(3) passes over; no sign, which it reads; no star, as above. */
static int service_name(const char *service, size_t len)
{
	bool has_letter = false;
	size_t i;

	if (len > LSOCK__NAME_MAX)
		return -ENAMETOOLONG;
	if (service[0] == '+' || service[0] == '-')
		return -EINVAL;
	for (i = 0; i < len; i++) {
		if (service[i] <= ' ' || service[i] > '~')
			return -EINVAL;
		has_letter |= (service[i] | 0x20) >= 'a' && (service[i] | 0x20) <= 'z';
	}
	return has_letter ? LSOCK__IS_NAME : -EINVAL;
}

/* Nearly every number that is a port, without what tells why another one is not: or 0. */
static uint32_t plain_port(const char *service)
{
	uint32_t port = 0;
	size_t i;

	for (i = 0; i < 5 && lsock__is_digit(service[i]); i++)
		port = port * 10 + (uint32_t) (service[i] - '0');
	return service[i] == '\0' && service[0] != '0' && port <= UINT16_MAX ? port : 0;
}

/* Of digits alone. */
static int any_port(const char *service, size_t len, uint32_t *ret_port)
{
	struct lsock_why why;
	struct lsock__scan scan = { service, service, service + len, &why };

	return lsock__scan_decimal(&scan, "port", UINT16_MAX, ret_port);
}

int lsock__service_number(const char *service, uint16_t *ret_port)
{
	uint32_t port = plain_port(service);
	size_t len;
	int r;

	if (port == 0) {
		len = strnlen(service, LSOCK__NAME_MAX + 1);
		if (!lsock__is_number(service, len))
			return service_name(service, len);
		r = any_port(service, len, &port);
		if (r < 0)
			return r;
	}
	*ret_port = (uint16_t) port;
	return LSOCK__IS_NUMBER;
}
