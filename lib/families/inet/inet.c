/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* inet_*: AF_INET, "A.B.C.D[:PORT]". */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>

#include "families/port.h"
#include "families/quad.h"
#include "families/row.h"

static void inet_put(struct lsock_addr *addr, struct in_addr host, uint16_t port)
{
	const struct sockaddr_in in = {
		.sin_family = AF_INET,
		.sin_port = port,
		.sin_addr = host,
	};

	lsock__row_put(addr, &in, sizeof(in));
}

static int inet_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		      struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	struct in_addr host;
	uint16_t port;
	int r;

	(void) prefixed;
	r = lsock__quad_parse(&scan, &host.s_addr);
	if (r < 0)
		return r;
	r = lsock__port_parse(&scan, &port);
	if (r < 0)
		return r;
	inet_put(ret_addr, host, port);
	return 0;
}

static int inet_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	char spare[LSOCK__QUAD_MAX + LSOCK__PORT_MAX], *room, *end;
	struct lsock__out out = { buf, size, 0 };
	struct sockaddr_in in;

	lsock__row_get(addr, &in, sizeof(in));
	room = lsock__out_room(&out, spare, sizeof(spare));
	end = lsock__quad_put(room, in.sin_addr.s_addr);
	end = lsock__port_put(end, in.sin_port);
	lsock__out_wrote(&out, room, spare, end);
	return lsock__out_end(&out);
}

enum { INET_HOST, INET_PORT };

static const struct lsock_field inet_fields[] = {
	[INET_HOST] = { "host", LSOCK_KIND_TEXT, LSOCK_FIELD_HOST, 0, 15, 0 },
	[INET_PORT] = { "port", LSOCK_KIND_NUMBER, 0, 0, UINT16_MAX, 0 },
};

static const struct lsock_form inet_forms[] = {
	{ "inet", inet_fields, sizeof(inet_fields) / sizeof(inet_fields[0]) },
};

static int inet_host(const struct lsock_value *value, struct in_addr *ret_host,
		     struct lsock_why *why)
{
	static const char broadcast[] = "<broadcast>";
	struct lsock__scan scan = { value->data, value->data, value->data + value->size, why };
	int r;

	if (value->size == 0) {
		ret_host->s_addr = htonl(INADDR_ANY);
		return 0;
	}
	if (value->size == sizeof(broadcast) - 1 &&
	    memcmp(value->data, broadcast, value->size) == 0) {
		ret_host->s_addr = htonl(INADDR_BROADCAST);
		return 0;
	}
	r = lsock__quad_parse(&scan, &ret_host->s_addr);
	if (r == 0)
		r = lsock__scan_end(&scan);
	if (r < 0)
		why->field = inet_fields[INET_HOST].name;
	return r;
}

static int inet_from_fields(size_t form, const struct lsock_value *values,
			    struct lsock_addr *ret_addr, struct lsock_why *why)
{
	struct in_addr host;
	int r;

	(void) form;
	r = inet_host(&values[INET_HOST], &host, why);
	if (r < 0) {
		why->field = "host";
		return r;
	}
	inet_put(ret_addr, host, htons((uint16_t) values[INET_PORT].number));
	return 0;
}

static int inet_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			  struct lsock_value *ret_values)
{
	struct lsock__out out = { scratch, size, 0 };
	struct sockaddr_in in;

	lsock__row_get(addr, &in, sizeof(in));
	lsock__quad_format(&out, in.sin_addr.s_addr);
	if (out.len > size)
		return -ENOSPC;
	ret_values[INET_HOST] = lsock__text(scratch, out.len);
	ret_values[INET_PORT] = lsock__number(ntohs(in.sin_port));
	return 0;
}

/* sin_zero is no part of the address. */
static int inet_from(struct lsock_addr *addr)
{
	struct sockaddr_in in;

	lsock__row_get(addr, &in, sizeof(in));
	inet_put(addr, in.sin_addr, in.sin_port);
	return 0;
}

const struct lsock_family lsock__family_inet = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_INET,
	.name = "inet",
	.shortest = sizeof(struct sockaddr_in),
	.longest = sizeof(struct sockaddr_in),
	.types =
		LSOCK_TYPE_BIT(SOCK_STREAM) | LSOCK_TYPE_BIT(SOCK_DGRAM) | LSOCK_TYPE_BIT(SOCK_RAW),
	.flags = LSOCK_FAMILY_HOST_NAMES,
	.port_at = offsetof(struct sockaddr_in, sin_port),
	.port_size = sizeof(in_port_t),
	.forms = inet_forms,
	.form_count = 1,
	.loopback = "127.0.0.1:0",
	.parse = inet_parse,
	.format = inet_format,
	.from_fields = inet_from_fields,
	.to_fields = inet_to_fields,
	.from = inet_from,
	.host_af = AF_INET,
};
