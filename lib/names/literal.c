/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/literal.h"

#include <errno.h>
#include <string.h>

#include <linux_sock/family.h>

#include "base/scan.h"
#include "names/lookup.h"

int lsock__host_of_family(int family, const char *host, size_t len, struct lsock_addr *ret_addr)
{
	const struct lsock_value values[] = {
		{ .kind = LSOCK_KIND_TEXT, .data = host, .size = len },
		{ .kind = LSOCK_KIND_NUMBER },
	};
	const struct lsock_family *row = lsock_family_by_af(family);
	int r;

	if (row == NULL)
		return -EAFNOSUPPORT;
	r = lsock_addr_from_fields(row, 0, values, sizeof(values) / sizeof(values[0]), ret_addr,
				   NULL);
	/* Too long, or beyond the range of something: a number, but not one of an address. */
	if (r == -ENAMETOOLONG || r == -ERANGE)
		return -EINVAL;
	return r < 0 ? r : LSOCK__IS_NUMBER;
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
		return lsock__host_of_family(AF_INET6, host, len, ret_addr);
	if (lsock__host_ends_in_number(host, len))
		return lsock__host_of_family(AF_INET, host, len, ret_addr);
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

int lsock__service_number(const char *service, size_t len, uint16_t *ret_port)
{
	struct lsock_why why;
	struct lsock__scan scan = { service, service, service + len, &why };
	uint32_t port;
	int r;

	if (!lsock__is_number(service, len))
		return service_name(service, len);
	r = lsock__scan_decimal(&scan, "port", UINT16_MAX, &port);
	if (r < 0)
		return r;
	*ret_port = (uint16_t) port;
	return LSOCK__IS_NUMBER;
}
