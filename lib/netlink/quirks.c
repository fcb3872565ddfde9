/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netlink/quirks.h"

#include <linux/netlink.h>
#include <stddef.h>

/* The number of a group is its place (include/uapi/linux/rtnetlink.h, RTNLGRP_). */
static const struct lsock_word route_groups[] = {
	{ "link", 1 }, { "notify", 2 }, { "neigh", 3 }, { "tc", 4 }, { "ipv4-ifaddr", 5 },
	{ "ipv4-mroute", 6 }, { "ipv4-route", 7 }, { "ipv4-rule", 8 }, { "ipv6-ifaddr", 9 },
	{ "ipv6-mroute", 10 }, { "ipv6-route", 11 }, { "ipv6-ifinfo", 12 }, { "ipv6-prefix", 18 },
	{ "ipv6-rule", 19 }, { "nd-useropt", 20 }, { "phonet-ifaddr", 21 }, { "phonet-route", 22 },
	{ "dcb", 23 }, { "ipv4-netconf", 24 }, { "ipv6-netconf", 25 }, { "mdb", 26 },
	{ "mpls-route", 27 }, { "nsid", 28 }, { "mpls-netconf", 29 }, { "ipv4-mroute-r", 30 },
	{ "ipv6-mroute-r", 31 }, { "nexthop", 32 }, { "brvlan", 33 }, { "mctp-ifaddr", 34 },
	{ "tunnel", 35 }, { "stats", 36 }, { "ipv4-mcaddr", 37 }, { "ipv6-mcaddr", 38 },
	{ "ipv6-acaddr", 39 }, { NULL, 0 },
};

/* include/uapi/linux/sock_diag.h, SKNLGRP_ */
static const struct lsock_word diag_groups[] = {
	{ "inet-tcp-destroy", 1 }, { "inet-udp-destroy", 2 }, { "inet6-tcp-destroy", 3 },
	{ "inet6-udp-destroy", 4 }, { NULL, 0 },
};

/* The second one is what udevd makes of the first. */
static const struct lsock_word uevent_groups[] = { { "kernel", 1 }, { "udev", 2 }, { NULL, 0 } };

/* Types come by fours: new, delete, get, set (net/core/rtnetlink.c, rtnl_msgtype_kind()). */
static bool route_is_question(uint16_t type)
{
	return type % 4 == 2;
}

/* All but SOCK_DESTROY of include/uapi/linux/sock_diag.h. */
static bool diag_is_question(uint16_t type)
{
	return type != 21;
}

static const struct lsock__quirks quirks[MAX_LINKS] = {
	[NETLINK_ROUTE] = { .is_question = route_is_question, .groups = route_groups },
	[NETLINK_SOCK_DIAG] = { .is_question = diag_is_question, .groups = diag_groups },
	/* Packets go to the port that asked for them once (net/netfilter/nfnetlink_queue.c). */
	[NETLINK_NETFILTER] = { .speaks_first = true },
	/* Records go to auditd's port, and do not count their header (kernel/audit.c). */
	[NETLINK_AUDIT] = { .speaks_first = true, .lacks_header = true },
	[NETLINK_CONNECTOR] = { .done_is_data = true },	/* drivers/connector/connector.c */
	[NETLINK_KOBJECT_UEVENT] = { .is_text = true, .groups = uevent_groups },
};

const struct lsock__quirks *lsock__quirks_of(int protocol)
{
	static const struct lsock__quirks none;

	return protocol >= 0 && protocol < MAX_LINKS ? &quirks[protocol] : &none;
}
