/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * netlink_*: AF_NETLINK, "netlink:PROTO[:PORTID[:0xGROUPMASK]]".  sockaddr_nl has no room for the
 * protocol, which is part of the address all the same: lsock_addr.protocol holds it.
 */
#include <errno.h>
#include <linux/netlink.h>

#include "base/out.h"
#include "base/scan.h"
#include "families/row.h"

static const char *const netlink_words[MAX_LINKS] = {
	[NETLINK_ROUTE] = "route",
	[NETLINK_USERSOCK] = "usersock",
	[NETLINK_FIREWALL] = "firewall",
	[NETLINK_SOCK_DIAG] = "sock-diag",
	[NETLINK_NFLOG] = "nflog",
	[NETLINK_XFRM] = "xfrm",
	[NETLINK_SELINUX] = "selinux",
	[NETLINK_ISCSI] = "iscsi",
	[NETLINK_AUDIT] = "audit",
	[NETLINK_FIB_LOOKUP] = "fib-lookup",
	[NETLINK_CONNECTOR] = "connector",
	[NETLINK_NETFILTER] = "netfilter",
	[NETLINK_IP6_FW] = "ip6-fw",
	[NETLINK_DNRTMSG] = "dnrtmsg",
	[NETLINK_KOBJECT_UEVENT] = "kobject-uevent",
	[NETLINK_GENERIC] = "generic",
	[NETLINK_SCSITRANSPORT] = "scsitransport",
	[NETLINK_ECRYPTFS] = "ecryptfs",
	[NETLINK_RDMA] = "rdma",
	[NETLINK_CRYPTO] = "crypto",
	[NETLINK_SMC] = "smc",
};

static void netlink_put(struct lsock_addr *addr, uint32_t pid, uint32_t groups, uint16_t protocol)
{
	const struct sockaddr_nl nl = {
		.nl_family = AF_NETLINK,
		.nl_pid = pid,
		.nl_groups = groups,
	};

	lsock__row_put(addr, &nl, sizeof(nl));
	addr->protocol = protocol;
}

static bool netlink_is_word(const char *word, const char *text, size_t len)
{
	return word && strncmp(word, text, len) == 0 && word[len] == '\0';
}

/* The protocol of that name, or MAX_LINKS. */
static uint16_t netlink_by_word(const char *text, size_t len)
{
	uint16_t i;

	if (netlink_is_word("inet-diag", text, len))	/* its older name */
		return NETLINK_SOCK_DIAG;
	for (i = 0; i < MAX_LINKS; i++)
		if (netlink_is_word(netlink_words[i], text, len))
			break;
	return i;
}

static int netlink_word_parse(struct lsock__scan *scan, uint16_t *ret_protocol)
{
	const char *first = scan->at;

	while (scan->at < scan->end && lsock__is_word_byte(*scan->at))
		scan->at++;
	if (scan->at == first)
		return lsock__scan_refuse(scan, first, -EINVAL,
					  "a netlink protocol is a word, a number or *");
	if (scan->at < scan->end && *scan->at != ':')
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "this byte is not allowed in a netlink protocol");
	*ret_protocol = netlink_by_word(first, (size_t) (scan->at - first));
	if (*ret_protocol == MAX_LINKS)
		return lsock__scan_refuse(scan, first, -EPROTONOSUPPORT,
					  "unknown netlink protocol");
	return 0;
}

static int netlink_protocol_parse(struct lsock__scan *scan, uint16_t *ret_protocol)
{
	uint32_t number;
	int r;

	if (lsock__scan_char(scan, '*')) {
		*ret_protocol = LSOCK_PROTOCOL_UNSAID;
		return 0;
	}
	if (scan->at < scan->end && *scan->at == '-')
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "a netlink protocol has no sign");
	if (scan->at == scan->end || !lsock__is_digit(*scan->at))
		return netlink_word_parse(scan, ret_protocol);
	r = lsock__scan_decimal(scan, "protocol", MAX_LINKS - 1, &number);
	if (r == 0)
		*ret_protocol = (uint16_t) number;
	return r;
}

static int netlink_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
			 struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	uint32_t pid = 0, groups = 0;
	uint16_t protocol;
	int r;

	(void) prefixed;
	r = netlink_protocol_parse(&scan, &protocol);
	if (r == 0 && lsock__scan_char(&scan, ':')) {
		r = lsock__scan_decimal(&scan, "pid", UINT32_MAX, &pid);
		if (r == 0 && lsock__scan_char(&scan, ':'))
			r = lsock__scan_hex(&scan, "groups", 8, &groups);
	}
	if (r == 0)
		r = lsock__scan_end(&scan);
	if (r == 0)
		netlink_put(ret_addr, pid, groups, protocol);
	return r;
}

static int netlink_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	struct lsock__out out = { buf, size, 0 };
	struct sockaddr_nl nl;

	lsock__row_get(addr, &nl, sizeof(nl));
	lsock__out_text(&out, "netlink:");
	if (addr->protocol == LSOCK_PROTOCOL_UNSAID)
		lsock__out_char(&out, '*');
	else if (addr->protocol >= MAX_LINKS)
		return -EINVAL;
	else if (netlink_words[addr->protocol])
		lsock__out_text(&out, netlink_words[addr->protocol]);
	else
		lsock__out_decimal(&out, addr->protocol);
	lsock__out_char(&out, ':');
	lsock__out_decimal(&out, nl.nl_pid);
	if (nl.nl_groups != 0) {
		lsock__out_text(&out, ":0x");
		lsock__out_hex(&out, nl.nl_groups, 1);
	}
	return lsock__out_end(&out);
}

enum { NETLINK_FIELD_PID, NETLINK_FIELD_GROUPS, NETLINK_FIELD_PROTOCOL };

static const struct lsock_field netlink_fields[] = {
	[NETLINK_FIELD_PID] = { "pid", LSOCK_KIND_NUMBER, 0, 0, UINT32_MAX, 0 },
	[NETLINK_FIELD_GROUPS] = { "groups", LSOCK_KIND_NUMBER, 0, 0, UINT32_MAX, 0 },
	[NETLINK_FIELD_PROTOCOL] = { "protocol", LSOCK_KIND_NUMBER, LSOCK_FIELD_BEYOND_TUPLE,
				     0, MAX_LINKS - 1, LSOCK_PROTOCOL_UNSAID },
};

static const struct lsock_form netlink_forms[] = {
	{ "netlink", netlink_fields, sizeof(netlink_fields) / sizeof(netlink_fields[0]) },
};

static int netlink_from_fields(size_t form, const struct lsock_value *values,
			       struct lsock_addr *ret_addr, struct lsock_why *why)
{
	(void) form;
	(void) why;
	netlink_put(ret_addr, (uint32_t) values[NETLINK_FIELD_PID].number,
		    (uint32_t) values[NETLINK_FIELD_GROUPS].number,
		    (uint16_t) values[NETLINK_FIELD_PROTOCOL].number);
	return 0;
}

static int netlink_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			     struct lsock_value *ret_values)
{
	struct sockaddr_nl nl;

	(void) scratch;
	(void) size;
	lsock__row_get(addr, &nl, sizeof(nl));
	ret_values[NETLINK_FIELD_PID] = lsock__number(nl.nl_pid);
	ret_values[NETLINK_FIELD_GROUPS] = lsock__number(nl.nl_groups);
	ret_values[NETLINK_FIELD_PROTOCOL] = lsock__number(addr->protocol);
	return 0;
}

/* nl_pad is no part of the address. */
static int netlink_from(struct lsock_addr *addr)
{
	struct sockaddr_nl nl;

	lsock__row_get(addr, &nl, sizeof(nl));
	netlink_put(addr, nl.nl_pid, nl.nl_groups, addr->protocol);
	return 0;
}

const struct lsock_family lsock__family_netlink = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_NETLINK,
	.name = "netlink",
	.shortest = sizeof(struct sockaddr_nl),
	.longest = sizeof(struct sockaddr_nl),
	.types = LSOCK_TYPE_BIT(SOCK_RAW) | LSOCK_TYPE_BIT(SOCK_DGRAM),
	.flags = LSOCK_FAMILY_PROTOCOL,
	.forms = netlink_forms,
	.form_count = 1,
	.loopback = "netlink:usersock",
	.parse = netlink_parse,
	.format = netlink_format,
	.from_fields = netlink_from_fields,
	.to_fields = netlink_to_fields,
	.from = netlink_from,
};
