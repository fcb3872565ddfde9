/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/netlink/talk.h"

#include <check.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "tests/harness/harness.h"

struct lsock_netlink *talk_open(const struct lsock_netlink_options *options)
{
	struct lsock_netlink *netlink;

	enter_netns();
	ck_assert_int_eq(lsock_netlink_open(NETLINK_ROUTE, options, &netlink), 0);
	return netlink;
}

struct lsock_nlreq *talk_request(void)
{
	struct lsock_nlreq *request;

	ck_assert_int_eq(lsock_nlreq_new(&request), 0);
	return request;
}

static void begin_link(struct lsock_nlreq *request, uint16_t type, uint16_t flags, int index)
{
	const struct ifinfomsg head = { .ifi_index = index };

	ck_assert_int_eq(lsock_nlreq_begin(request, type, flags, &head, sizeof(head)), 0);
}

void talk_get_link(struct lsock_nlreq *request, int index)
{
	begin_link(request, RTM_GETLINK, 0, index);
}

void talk_dump_links(struct lsock_nlreq *request)
{
	begin_link(request, RTM_GETLINK, NLM_F_DUMP, 0);
}

void talk_dump_routes(struct lsock_nlreq *request, int table)
{
	const struct rtmsg head = { .rtm_family = AF_INET };

	ck_assert_int_eq(lsock_nlreq_begin(request, RTM_GETROUTE, NLM_F_DUMP, &head, sizeof(head)),
			 0);
	if (table)
		lsock_nlreq_put_u32(request, RTA_TABLE, (uint32_t) table);
}

void talk_set_mtu(struct lsock_nlreq *request, int index, uint32_t mtu)
{
	begin_link(request, RTM_SETLINK, 0, index);
	lsock_nlreq_put_u32(request, IFLA_MTU, mtu);
}

static int make_link(struct lsock_netlink *netlink, struct lsock_nlreq *request, const char *name,
		     const char *kind)
{
	begin_link(request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, 0);
	lsock_nlreq_put_text(request, IFLA_IFNAME, name, strlen(name));
	lsock_nlreq_nest(request, IFLA_LINKINFO);
	lsock_nlreq_put_text(request, IFLA_INFO_KIND, kind, strlen(kind));
	lsock_nlreq_end(request);
	return lsock_netlink_call(netlink, request, NULL, lsock_in_ms(5000));
}

void talk_make_link(struct lsock_netlink *netlink, const char *name)
{
	static const char *const kinds[] = { "dummy", "bridge", "ifb", "veth" };
	struct lsock_nlreq *request = talk_request();
	int r = -EOPNOTSUPP;
	size_t k;

	for (k = 0; r == -EOPNOTSUPP && k < COUNT_OF(kinds); k++)
		r = make_link(netlink, request, name, kinds[k]);
	lsock_nlreq_free(request);
	if (r == -EOPNOTSUPP)
		skip("this kernel makes no links");
	ck_assert_int_eq(r, 0);
}

const struct lsock_netlink_item *talk_next(struct lsock_netlink *netlink)
{
	const struct lsock_netlink_item *item;
	int r = lsock_netlink_next(netlink, &item, lsock_in_ms(5000));

	ck_assert_msg(r == 1, "next gives %d (%s)", r, lsock_error_name(r));
	return item;
}

int talk_end(struct lsock_netlink *netlink, uint32_t ask)
{
	const struct lsock_netlink_item *item;

	do {
		item = talk_next(netlink);
	} while (item->kind != LSOCK_NETLINK_END || item->ask != ask);
	return item->error;
}
