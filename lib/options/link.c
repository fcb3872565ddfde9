/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form ADDR of packet and tipc. */
#include <errno.h>
#include <linux/if_packet.h>
#include <linux/tipc.h>
#include <string.h>

#include "families/interface.h"
#include "options/form.h"

static const struct {
	const char *word;
	unsigned short type;
	bool has_address;
} kinds[] = {
	{ "promisc", PACKET_MR_PROMISC, false },
	{ "allmulti", PACKET_MR_ALLMULTI, false },
	{ "multicast=", PACKET_MR_MULTICAST, true },
	{ "unicast=", PACKET_MR_UNICAST, true },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* xx:xx..; the struct has room for 8 bytes. */
static int hardware_parse(struct lsock__scan *scan, struct packet_mreq *mreq)
{
	do {
		int high, low;

		if (mreq->mr_alen == sizeof(mreq->mr_address))
			return lsock__scan_refuse(scan, scan->at, -ENAMETOOLONG,
						  "a hardware address has at most 8 bytes");
		high = scan->end - scan->at >= 2 ? lsock__hex_digit(scan->at[0]) : -1;
		low = high >= 0 ? lsock__hex_digit(scan->at[1]) : -1;
		if (low < 0)
			return lsock__scan_refuse(scan, scan->at, -EINVAL,
						  "two hexadecimal digits make a byte");
		mreq->mr_address[mreq->mr_alen++] = (unsigned char) (high << 4 | low);
		scan->at += 2;
	} while (lsock__scan_char(scan, ':'));
	return 0;
}

/* KIND[ADDRESS]@INTERFACE */
static int packet_mreq_parse(const struct lsock_option *option, struct lsock__scan *scan,
			     struct lsock__option_data *data)
{
	struct packet_mreq mreq = { .mr_alen = 0 };
	uint32_t index = 0;
	size_t i = 0;
	int r = 0;

	(void) option;
	while (i < KINDS && !lsock__scan_word(scan, kinds[i].word))
		i++;
	if (i == KINDS)
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "promisc, allmulti, multicast= or unicast= is expected");
	mreq.mr_type = kinds[i].type;
	if (kinds[i].has_address)
		r = hardware_parse(scan, &mreq);
	if (r == 0 && !lsock__scan_char(scan, '@') && !lsock__scan_char(scan, '%'))
		r = lsock__scan_refuse(scan, scan->at, -EINVAL,
				       "\"@\" and an interface are expected");
	if (r == 0)
		r = lsock__zone_parse(scan, (size_t) (scan->end - scan->at), &index);
	mreq.mr_ifindex = (int) index;
	if (r == 0)
		lsock__data_put(data, &mreq, sizeof(mreq));
	return r;
}

static const struct {
	const char *word;
	uint32_t scope, flags;
} group_words[] = {
	{ "scope=cluster", TIPC_CLUSTER_SCOPE, 0 },
	{ "scope=node", TIPC_NODE_SCOPE, 0 },
	{ "loopback", 0, TIPC_GROUP_LOOPBACK },
	{ "events", 0, TIPC_GROUP_MEMBER_EVTS },
};

#define GROUP_WORDS (sizeof(group_words) / sizeof(group_words[0]))

static int group_word_parse(struct lsock__scan *scan, struct tipc_group_req *req)
{
	size_t i = 0;

	while (i < GROUP_WORDS && !lsock__scan_word(scan, group_words[i].word))
		i++;
	if (i == GROUP_WORDS)
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "scope=cluster, scope=node, loopback or events"
					  " is expected");
	if (group_words[i].scope != 0)
		req->scope = group_words[i].scope;
	req->flags |= group_words[i].flags;
	return 0;
}

/* TYPE:INSTANCE[,scope=S][,loopback][,events]; below 64 lie TIPC's own types. */
static int tipc_group_parse(const struct lsock_option *option, struct lsock__scan *scan,
			    struct lsock__option_data *data)
{
	struct tipc_group_req req = { .scope = TIPC_CLUSTER_SCOPE };
	const char *first = scan->at;
	int r;

	(void) option;
	r = lsock__scan_number(scan, "type", UINT32_MAX, &req.type);
	if (r == 0 && req.type < TIPC_RESERVED_TYPES) {
		lsock__scan_range(scan, first, "type", UINT32_MAX);
		scan->why->min = TIPC_RESERVED_TYPES;
		return -ERANGE;
	}
	if (r == 0 && !lsock__scan_char(scan, ':'))
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "\":\" and the instance are expected");
	if (r == 0)
		r = lsock__scan_number(scan, "instance", UINT32_MAX, &req.instance);
	while (r == 0 && lsock__scan_char(scan, ','))
		r = group_word_parse(scan, &req);
	if (r == 0)
		lsock__data_put(data, &req, sizeof(req));
	return r;
}

/* Neither can be read. */
static int link_format(const struct lsock_option *option, const struct lsock__option_data *data,
		       struct lsock__out *out)
{
	(void) option;
	(void) data;
	(void) out;
	return -EOPNOTSUPP;
}

const struct lsock_option_form lsock__form_packet_mreq = {
	.parse = packet_mreq_parse,
	.format = link_format,
};

const struct lsock_option_form lsock__form_tipc_group = {
	.parse = tipc_group_parse,
	.format = link_format,
};
