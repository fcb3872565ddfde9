/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* inet6_*: AF_INET6, "[ADDR[%ZONE]][:PORT]" or "ADDR[%ZONE]". */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <netinet/in.h>

#include "families/rfc5952.h"
#include "families/interface.h"
#include "families/port.h"
#include "families/row.h"

#define FLOWINFO_MAX 0x0fffffff	/* IPV6_FLOWINFO_MASK: traffic class and flow label */

/* Zones mean something on links only: fe80::/10, ffX1::/16 and ffX2::/16 (RFC 4007, RFC 9844). */
static bool inet6_has_zone(const struct in6_addr *host)
{
	return IN6_IS_ADDR_LINKLOCAL(host) || IN6_IS_ADDR_MC_NODELOCAL(host) ||
	       IN6_IS_ADDR_MC_LINKLOCAL(host);
}

/* ADDR[%ZONE], the zone ending before the byte close, or with the text. */
static int inet6_host_parse(struct lsock__scan *scan, char close, struct sockaddr_in6 *in6)
{
	const char *end;
	int r = lsock__ip6_parse(scan, &in6->sin6_addr);

	if (r < 0 || scan->at == scan->end || *scan->at != '%')
		return r;
	if (!inet6_has_zone(&in6->sin6_addr))
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "an address of this scope has no zone");
	scan->at++;
	end = memchr(scan->at, close, (size_t) (scan->end - scan->at));
	return lsock__zone_parse(scan, (size_t) ((end ? end : scan->end) - scan->at),
				 &in6->sin6_scope_id);
}

static int inet6_bracketed_parse(struct lsock__scan *scan, struct sockaddr_in6 *in6)
{
	int r = inet6_host_parse(scan, ']', in6);

	if (r < 0)
		return r;
	if (!lsock__scan_char(scan, ']'))
		return lsock__scan_refuse(scan, scan->at, -EINVAL, scan->at == scan->end ?
					  "the bracket is not closed" :
					  "unexpected text in the brackets");
	return lsock__port_parse(scan, &in6->sin6_port);
}

static int inet6_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		       struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	int r;

	(void) prefixed;
	if (lsock__scan_char(&scan, '[')) {
		r = inet6_bracketed_parse(&scan, &in6);
	} else {
		r = inet6_host_parse(&scan, '\0', &in6);
		if (r == 0)
			r = lsock__scan_end(&scan);
	}
	if (r == 0)
		lsock__row_put(ret_addr, &in6, sizeof(in6));
	return r;
}

static int inet6_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	char spare[1 + LSOCK__IP6_MAX], *room;
	struct lsock__out out = { buf, size, 0 };
	struct sockaddr_in6 in6;

	lsock__row_get(addr, &in6, sizeof(in6));
	room = lsock__out_room(&out, spare, sizeof(spare));
	room[0] = '[';
	lsock__out_wrote(&out, room, spare, lsock__ip6_put(room + 1, &in6.sin6_addr));
	if (in6.sin6_scope_id != 0 && inet6_has_zone(&in6.sin6_addr)) {
		lsock__out_char(&out, '%');
		lsock__zone_format(&out, in6.sin6_scope_id);
	}
	room = lsock__out_room(&out, spare, 1 + LSOCK__PORT_MAX);
	room[0] = ']';
	lsock__out_wrote(&out, room, spare, lsock__port_put(room + 1, in6.sin6_port));
	return lsock__out_end(&out);
}

enum { INET6_HOST, INET6_PORT, INET6_FLOWINFO, INET6_SCOPE_ID };

static const struct lsock_field inet6_fields[] = {
	[INET6_HOST] = { "host", LSOCK_KIND_TEXT, LSOCK_FIELD_HOST,
			 0, 45 + 1 + LSOCK__INTERFACE_MAX, 0 },
	[INET6_PORT] = { "port", LSOCK_KIND_NUMBER, 0, 0, UINT16_MAX, 0 },
	[INET6_FLOWINFO] = { "flowinfo", LSOCK_KIND_NUMBER, LSOCK_FIELD_NOT_IN_TEXT,
			     0, FLOWINFO_MAX, 0 },
	[INET6_SCOPE_ID] = { "scope_id", LSOCK_KIND_NUMBER, 0, 0, INT_MAX, 0 },
};

static const struct lsock_form inet6_forms[] = {
	{ "inet6", inet6_fields, sizeof(inet6_fields) / sizeof(inet6_fields[0]) },
};

/* Its zone may stand in the host, or be the number, or both if they are the same. */
static int inet6_zone(uint32_t number, struct sockaddr_in6 *in6, struct lsock_why *why)
{
	const char *refusal = NULL;

	if (number == 0)
		return 0;
	if (!inet6_has_zone(&in6->sin6_addr))
		refusal = "an address of this scope has no zone";
	else if (in6->sin6_scope_id != 0 && in6->sin6_scope_id != number)
		refusal = "not the zone that the host names";
	if (refusal) {
		*why = (struct lsock_why){ .message = refusal, .field = "scope_id" };
		return -EINVAL;
	}
	in6->sin6_scope_id = number;
	return 0;
}

static int inet6_from_fields(size_t form, const struct lsock_value *values,
			     struct lsock_addr *ret_addr, struct lsock_why *why)
{
	const struct lsock_value *host = &values[INET6_HOST];
	struct lsock__scan scan = { host->data, host->data, host->data + host->size, why };
	struct sockaddr_in6 in6 = {
		.sin6_family = AF_INET6,
		.sin6_port = htons((uint16_t) values[INET6_PORT].number),
	};
	int r = 0;

	(void) form;
	if (host->size > 0) {
		r = inet6_host_parse(&scan, '\0', &in6);
		if (r == 0)
			r = lsock__scan_end(&scan);
	}
	if (r < 0) {
		why->field = "host";
		return r;
	}
	r = inet6_zone((uint32_t) values[INET6_SCOPE_ID].number, &in6, why);
	if (r < 0)
		return r;
	in6.sin6_flowinfo = htonl((uint32_t) values[INET6_FLOWINFO].number);
	lsock__row_put(ret_addr, &in6, sizeof(in6));
	return 0;
}

static int inet6_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			   struct lsock_value *ret_values)
{
	struct lsock__out out = { scratch, size, 0 };
	struct sockaddr_in6 in6;

	lsock__row_get(addr, &in6, sizeof(in6));
	lsock__ip6_format(&out, &in6.sin6_addr);
	if (out.len > size)
		return -ENOSPC;
	ret_values[INET6_HOST] = lsock__text(scratch, out.len);
	ret_values[INET6_PORT] = lsock__number(ntohs(in6.sin6_port));
	ret_values[INET6_FLOWINFO] = lsock__number(ntohl(in6.sin6_flowinfo));
	ret_values[INET6_SCOPE_ID] = lsock__number(in6.sin6_scope_id);
	return 0;
}

/* A zone that means nothing here would make two of one address. */
static int inet6_from(struct lsock_addr *addr)
{
	struct sockaddr_in6 in6;

	lsock__row_get(addr, &in6, sizeof(in6));
	if (!inet6_has_zone(&in6.sin6_addr))
		in6.sin6_scope_id = 0;
	lsock__row_put(addr, &in6, sizeof(in6));
	return 0;
}

static int inet6_check(const struct lsock_addr *addr, struct lsock_why *why)
{
	struct sockaddr_in6 in6;

	lsock__row_get(addr, &in6, sizeof(in6));
	if (in6.sin6_scope_id != 0 && !inet6_has_zone(&in6.sin6_addr)) {
		*why = (struct lsock_why){ .message = "an address of this scope has no zone",
					   .field = "scope_id" };
		return -EINVAL;
	}
	if (in6.sin6_scope_id > INT_MAX) {
		*why = (struct lsock_why){ .message = "number out of range", .field = "scope_id",
					   .max = INT_MAX };
		return -ERANGE;
	}
	if (ntohl(in6.sin6_flowinfo) > FLOWINFO_MAX) {
		*why = (struct lsock_why){ .message = "number out of range", .field = "flowinfo",
					   .max = FLOWINFO_MAX };
		return -ERANGE;
	}
	return 0;
}

const struct lsock_family lsock__family_inet6 = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_INET6,
	.name = "inet6",
	.shortest = sizeof(struct sockaddr_in6),
	.longest = sizeof(struct sockaddr_in6),
	.types =
		LSOCK_TYPE_BIT(SOCK_STREAM) | LSOCK_TYPE_BIT(SOCK_DGRAM) | LSOCK_TYPE_BIT(SOCK_RAW),
	.flags = LSOCK_FAMILY_HOST_NAMES,
	.port_at = offsetof(struct sockaddr_in6, sin6_port),
	.port_size = sizeof(in_port_t),
	.forms = inet6_forms,
	.form_count = 1,
	.loopback = "[::1]:0",
	.module = "ipv6",
	.parse = inet6_parse,
	.format = inet6_format,
	.from_fields = inet6_from_fields,
	.to_fields = inet6_to_fields,
	.from = inet6_from,
	.check = inet6_check,
	.host_af = AF_INET6,
};
