/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/netlink/made.h"

#include <check.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "tests/harness/harness.h"

#define TABLE(of) .size = sizeof(struct lsock_nlset), .row_size = sizeof(struct lsock_nlrow), \
		  .rows = (of), .count = COUNT_OF(of)
#define HEAD(of) .head = (of), .head_count = COUNT_OF(of)

static const struct lsock_nlrow floor_rows[] = {
	[1] = { .name = "height", .type = LSOCK_NLROW_U32 },
};

static const struct lsock_nlset one_floor = { .name = "floor", TABLE(floor_rows) };

static const struct lsock_nlrow tower_head[] = {
	{ .name = "storeys", .type = LSOCK_NLROW_U16, .offset = 0 },
	{ .name = "owner", .type = LSOCK_NLROW_BYTES, .offset = 2, .longest = 4 },
};

static const struct lsock_nlrow tower_rows[] = {
	[1] = { .name = "tower", .type = LSOCK_NLROW_NEST, .nested = &made_tower },
	[2] = { .name = "floors", .type = LSOCK_NLROW_ARRAY, .nested = &one_floor },
};

const struct lsock_nlset made_tower = {
	.name = "tower", .header = 6, HEAD(tower_head), TABLE(tower_rows),
};

static const struct lsock_nlrow vlan_rows[] = {
	[1] = { .name = "id", .type = LSOCK_NLROW_U16 },
};

static const struct lsock_nlset vlan = { .name = "vlan", TABLE(vlan_rows) };

static const struct lsock_nlselect kinds[] = {
	{ .word = "vlan", .by = IFLA_INFO_KIND, .set = &vlan },
	{ .word = "tower", .by = IFLA_INFO_KIND, .set = &made_tower },
	{ .set = NULL },
};

static const struct lsock_nlrow info_rows[] = {
	[IFLA_INFO_KIND] = { .name = "kind", .type = LSOCK_NLROW_TEXT },
	[IFLA_INFO_DATA] = { .name = "data", .type = LSOCK_NLROW_NEST, .select = kinds },
};

static const struct lsock_nlset info = { .name = "linkinfo", TABLE(info_rows) };

static const struct lsock_nlrow link_head[] = {
	{ .name = "family", .type = LSOCK_NLROW_U8, .offset = 0 },
	{ .name = "type", .type = LSOCK_NLROW_U16, .offset = 2 },
	{ .name = "index", .type = LSOCK_NLROW_S32, .offset = 4 },
};

static const struct lsock_nlrow link_rows[] = {
	[IFLA_IFNAME] = { .name = "ifname", .type = LSOCK_NLROW_NAME },
	[IFLA_MTU] = { .name = "mtu", .type = LSOCK_NLROW_U32 },
	[IFLA_LINKINFO] = { .name = "linkinfo", .type = LSOCK_NLROW_NEST, .nested = &info },
};

const struct lsock_nlset made_link = {
	.name = "link", .header = sizeof(struct ifinfomsg), HEAD(link_head), TABLE(link_rows),
};

static const struct lsock_nlrow metrics_rows[] = {
	[RTAX_MTU] = { .name = "mtu", .type = LSOCK_NLROW_U32 },
};

static const struct lsock_nlset metrics = { .name = "metrics", TABLE(metrics_rows) };

static const struct lsock_nlselect encaps[] = {
	{ .number = 1, .by = RTA_ENCAP_TYPE, .set = &vlan },
	{ .number = 513, .by = RTA_MARK, .set = &metrics },
	{ .set = NULL },
};

static const struct lsock_nlrow route_head[] = {
	{ .name = "family", .type = LSOCK_NLROW_U8, .offset = 0 },
	{ .name = "dst-len", .type = LSOCK_NLROW_U8, .offset = 1 },
	{ .name = "flags", .type = LSOCK_NLROW_U32, .offset = 8 },
};

static const struct lsock_nlrow route_rows[] = {
	[RTA_DST] = { .name = "dst", .type = LSOCK_NLROW_IP },
	[RTA_OIF] = { .name = "oif", .type = LSOCK_NLROW_U32 },
	[RTA_GATEWAY] = { .name = "gateway", .type = LSOCK_NLROW_IP },
	[RTA_METRICS] = { .name = "metrics", .type = LSOCK_NLROW_NEST, .nested = &metrics },
	[RTA_MARK] = { .name = "mark", .type = LSOCK_NLROW_U32, .flags = LSOCK_NLROW_BIG_ENDIAN },
	[RTA_ENCAP_TYPE] = { .name = "encap-type", .type = LSOCK_NLROW_U16 },
	[RTA_ENCAP] = { .name = "encap", .type = LSOCK_NLROW_NEST, .select = encaps },
};

const struct lsock_nlset made_route = {
	.name = "route", .header = sizeof(struct rtmsg), HEAD(route_head), TABLE(route_rows),
};

const struct nlmsghdr *made_message(struct made *made)
{
	struct nlmsghdr *message = (void *) made->bytes;

	message->nlmsg_len = (uint32_t) made->len;
	return message;
}

void made_begin(struct made *made, uint16_t type, uint16_t flags, size_t header)
{
	const struct nlmsghdr head = { .nlmsg_type = type, .nlmsg_flags = flags };

	memset(made, 0, sizeof(*made));
	memcpy(made->bytes, &head, sizeof(head));
	made->len = sizeof(head) + header;
}

void made_add(struct made *made, const void *bytes, size_t size)
{
	ck_assert_uint_le(made->len + NLMSG_ALIGN(size), sizeof(made->bytes));
	if (size > 0)
		memcpy(made->bytes + made->len, bytes, size);
	made->len += NLMSG_ALIGN(size);
}

uint32_t made_put(struct made *made, unsigned type, const void *payload, size_t size)
{
	const struct nlattr head = {
		.nla_type = (uint16_t) type, .nla_len = (uint16_t) (sizeof(head) + size),
	};
	uint32_t at = (uint32_t) made->len;

	made_add(made, &head, sizeof(head));
	made_add(made, payload, size);
	return at;
}

uint32_t made_put_u32(struct made *made, unsigned type, uint32_t value)
{
	return made_put(made, type, &value, sizeof(value));
}

uint32_t made_nest(struct made *made, unsigned type)
{
	return made_put(made, type, NULL, 0);
}

void made_end(struct made *made, uint32_t nest)
{
	struct nlattr *attribute = (void *) (made->bytes + nest);

	attribute->nla_len = (uint16_t) (made->len - nest);
}
