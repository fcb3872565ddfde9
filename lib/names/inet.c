/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The bytes of an address of inet or inet6 and their text, by the rows. */
#include <linux_sock/inet.h>

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <linux_sock/field.h>

#include "base/export.h"
#include "base/scan.h"
#include "names/database.h"
#include "sys/netdb.h"

#define TEXT_MAX 45	/* six groups of four digits and a dotted tail */

/* Where the bytes lie in the family's sockaddr. */
struct layout {
	socklen_t whole;
	size_t at, size;
};

static const struct layout inet_layout = {
	.whole = sizeof(struct sockaddr_in),
	.at = offsetof(struct sockaddr_in, sin_addr),
	.size = sizeof(struct in_addr),
};

static const struct layout inet6_layout = {
	.whole = sizeof(struct sockaddr_in6),
	.at = offsetof(struct sockaddr_in6, sin6_addr),
	.size = sizeof(struct in6_addr),
};

static int layout_of(int family, size_t size, const struct layout **ret_layout)
{
	const struct layout *layout;

	if (family == AF_INET)
		layout = &inet_layout;
	else if (family == AF_INET6)
		layout = &inet6_layout;
	else
		return -EAFNOSUPPORT;
	if (size != layout->size)
		return -EINVAL;
	*ret_layout = layout;
	return 0;
}

/* Is it made of what an address is made of: neither a port nor a zone nor a bracket? */
static bool is_plain(int family, const char *text, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (lsock__is_digit(text[i]) || text[i] == '.')
			continue;
		if (family == AF_INET || (text[i] != ':' && lsock__hex_digit(text[i]) < 0))
			return false;
	}
	return len > 0;
}

/* Brackets say that it is inet6, whatever is registered besides. */
static int parse(int family, const char *text, size_t len, struct lsock_addr *ret_addr)
{
	char bracketed[TEXT_MAX + 2] = "[";

	if (family == AF_INET)
		return lsock_addr_parse(text, len, ret_addr, NULL);
	memcpy(bracketed + 1, text, len);
	bracketed[len + 1] = ']';
	return lsock_addr_parse(bracketed, len + 2, ret_addr, NULL);
}

LSOCK_API int lsock_inet_pton(int family, const char *text, void *ret_addr, size_t size)
{
	size_t len = strnlen(text, TEXT_MAX + 1);
	const struct layout *layout;
	struct lsock_addr addr;
	int r;

	r = layout_of(family, size, &layout);
	if (r < 0)
		return r;
	if (len > TEXT_MAX || !is_plain(family, text, len) || parse(family, text, len, &addr) < 0)
		return -EINVAL;
	memcpy(ret_addr, (const char *) &addr.u + layout->at, size);
	return 0;
}

LSOCK_API int lsock_inet_ntop(int family, const void *addr, size_t addr_size, char *buf,
			      size_t size)
{
	struct lsock_addr whole = { .u.sa.sa_family = (sa_family_t) family };
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char scratch[LSOCK_FIELD_SCRATCH];
	const struct layout *layout;
	const struct lsock_form *form;
	int r;

	r = layout_of(family, addr_size, &layout);
	if (r < 0)
		return r;
	memcpy((char *) &whole.u + layout->at, addr, addr_size);
	whole.len = layout->whole;
	r = lsock_addr_to_fields(&whole, scratch, sizeof(scratch), values, LSOCK_FIELDS_MAX,
				 &form);
	/* The first field of both rows is the host, and that without a port or zone. */
	return r < 0 ? r : lsock__put_name(values[0].data, values[0].size, buf, size);
}

LSOCK_API int lsock_inet_aton(const char *text, struct in_addr *ret_addr)
{
	return lsock__sys_inet_aton(text, ret_addr);
}

LSOCK_API int lsock_inet_ntoa(struct in_addr addr, char *buf, size_t size)
{
	return lsock_inet_ntop(AF_INET, &addr, sizeof(addr), buf, size);
}
