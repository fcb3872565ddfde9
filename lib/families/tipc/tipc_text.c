/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "families/tipc/tipc_text.h"

#include <errno.h>

static const char *const tipc_scopes[] = {
	[1] = "zone",
	[TIPC_CLUSTER_SCOPE] = "cluster",
	[TIPC_NODE_SCOPE] = "node",
};

static int tipc_expect(struct lsock__scan *scan, char c, const char *message)
{
	if (!lsock__scan_char(scan, c))
		return lsock__scan_refuse(scan, scan->at, -EINVAL, message);
	return 0;
}

static int tipc_number(struct lsock__scan *scan, const char *field, uint32_t *ret_number)
{
	return lsock__scan_number(scan, field, UINT32_MAX, ret_number);
}

/* Digits, and a dot behind them: Z.C.N. */
static bool tipc_is_dotted(const struct lsock__scan *scan)
{
	const char *p = scan->at;

	while (p < scan->end && lsock__is_digit(*p))
		p++;
	return p > scan->at && p < scan->end && *p == '.';
}

/* Zone, cluster and node have 8, 12 and 12 bits. */
static int tipc_dotted_parse(struct lsock__scan *scan, uint32_t *ret_node)
{
	static const uint32_t most[] = { 255, 4095, 4095 };
	uint32_t node = 0, part;
	size_t i;
	int r = 0;

	for (i = 0; i < sizeof(most) / sizeof(most[0]); i++) {
		if (i > 0)
			r = tipc_expect(scan, '.', "a dotted node has three parts");
		if (r == 0)
			r = lsock__scan_decimal(scan, "node", most[i], &part);
		if (r < 0)
			return r;
		node = node << 12 | part;
	}
	*ret_node = node;
	return 0;
}

static int tipc_node_parse(struct lsock__scan *scan, uint32_t *ret_node)
{
	if (tipc_is_dotted(scan))
		return tipc_dotted_parse(scan, ret_node);
	return tipc_number(scan, "node", ret_node);
}

/* [,scope=S] */
static int tipc_scope_parse(struct lsock__scan *scan, struct sockaddr_tipc *tipc)
{
	signed char i;

	if (!lsock__scan_char(scan, ','))
		return 0;
	if (!lsock__scan_word(scan, "scope="))
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "the only option is scope=");
	for (i = 1; i <= TIPC_NODE_SCOPE; i++) {
		if (lsock__scan_word(scan, tipc_scopes[i])) {
			tipc->scope = i;
			return 0;
		}
	}
	return lsock__scan_refuse(scan, scan->at, -EINVAL, "the scope is zone, cluster or node");
}

static int tipc_name_parse(struct lsock__scan *scan, struct sockaddr_tipc *tipc)
{
	int r;

	r = tipc_number(scan, "type", &tipc->addr.name.name.type);
	if (r == 0)
		r = tipc_expect(scan, ':', "\":\" and the instance are expected");
	if (r == 0)
		r = tipc_number(scan, "instance", &tipc->addr.name.name.instance);
	if (r == 0 && lsock__scan_char(scan, '@'))
		r = tipc_node_parse(scan, &tipc->addr.name.domain);
	return r < 0 ? r : tipc_scope_parse(scan, tipc);
}

static int tipc_nameseq_parse(struct lsock__scan *scan, struct sockaddr_tipc *tipc)
{
	const char *upper;
	int r;

	r = tipc_number(scan, "type", &tipc->addr.nameseq.type);
	if (r == 0)
		r = tipc_expect(scan, ':', "\":\" and the range are expected");
	if (r == 0)
		r = tipc_number(scan, "lower", &tipc->addr.nameseq.lower);
	if (r == 0)
		r = tipc_expect(scan, '-', "\"-\" and the upper bound are expected");
	upper = scan->at;
	if (r == 0)
		r = tipc_number(scan, "upper", &tipc->addr.nameseq.upper);
	if (r == 0 && tipc->addr.nameseq.lower > tipc->addr.nameseq.upper)
		return lsock__scan_refuse(scan, upper, -EINVAL,
					  "the upper bound is below the lower one");
	return r < 0 ? r : tipc_scope_parse(scan, tipc);
}

static int tipc_id_parse(struct lsock__scan *scan, struct sockaddr_tipc *tipc)
{
	int r;

	r = tipc_node_parse(scan, &tipc->addr.id.node);
	if (r == 0)
		r = tipc_expect(scan, ':', "\":\" and the reference are expected");
	return r < 0 ? r : lsock__scan_decimal(scan, "ref", UINT32_MAX, &tipc->addr.id.ref);
}

struct tipc_form_word {
	const char *word;
	unsigned char addrtype;
	int (*parse)(struct lsock__scan *scan, struct sockaddr_tipc *tipc);
};

static const struct tipc_form_word tipc_form_words[] = {
	{ "nameseq", TIPC_SERVICE_RANGE, tipc_nameseq_parse },	/* before its beginning, "name" */
	{ "name", TIPC_SERVICE_ADDR, tipc_name_parse },
	{ "id", TIPC_SOCKET_ADDR, tipc_id_parse },
	{ "range", TIPC_SERVICE_RANGE, tipc_nameseq_parse },
	{ "service", TIPC_SERVICE_ADDR, tipc_name_parse },
	{ "socket", TIPC_SOCKET_ADDR, tipc_id_parse },
};

#define TIPC_FORM_WORDS (sizeof(tipc_form_words) / sizeof(tipc_form_words[0]))

int lsock__tipc_parse(struct lsock__scan *scan, struct sockaddr_tipc *tipc)
{
	size_t i = 0;
	int r;

	while (i < TIPC_FORM_WORDS && !lsock__scan_word(scan, tipc_form_words[i].word))
		i++;
	if (i == TIPC_FORM_WORDS)
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "name, nameseq or id is expected");
	r = tipc_expect(scan, ':', "\":\" is expected behind name, nameseq or id");
	if (r < 0)
		return r;
	tipc->addrtype = tipc_form_words[i].addrtype;
	return tipc_form_words[i].parse(scan, tipc);
}

static void tipc_node_format(struct lsock__out *out, uint32_t node)
{
	lsock__out_text(out, "0x");
	lsock__out_hex(out, node, 1);
}

static void tipc_scope_format(struct lsock__out *out, signed char scope)
{
	if (scope == 0 || scope == TIPC_CLUSTER_SCOPE)
		return;
	lsock__out_text(out, ",scope=");
	lsock__out_text(out, tipc_scopes[scope]);
}

static void tipc_name_format(struct lsock__out *out, const struct sockaddr_tipc *tipc)
{
	lsock__out_text(out, "name:");
	lsock__out_decimal(out, tipc->addr.name.name.type);
	lsock__out_char(out, ':');
	lsock__out_decimal(out, tipc->addr.name.name.instance);
	if (tipc->addr.name.domain != 0) {
		lsock__out_char(out, '@');
		tipc_node_format(out, tipc->addr.name.domain);
	}
	tipc_scope_format(out, tipc->scope);
}

static void tipc_nameseq_format(struct lsock__out *out, const struct sockaddr_tipc *tipc)
{
	lsock__out_text(out, "nameseq:");
	lsock__out_decimal(out, tipc->addr.nameseq.type);
	lsock__out_char(out, ':');
	lsock__out_decimal(out, tipc->addr.nameseq.lower);
	lsock__out_char(out, '-');
	lsock__out_decimal(out, tipc->addr.nameseq.upper);
	tipc_scope_format(out, tipc->scope);
}

static void tipc_id_format(struct lsock__out *out, const struct sockaddr_tipc *tipc)
{
	lsock__out_text(out, "id:");
	tipc_node_format(out, tipc->addr.id.node);
	lsock__out_char(out, ':');
	lsock__out_decimal(out, tipc->addr.id.ref);
}

void lsock__tipc_format(struct lsock__out *out, const struct sockaddr_tipc *tipc)
{
	if (tipc->addrtype == TIPC_SERVICE_ADDR)
		tipc_name_format(out, tipc);
	else if (tipc->addrtype == TIPC_SERVICE_RANGE)
		tipc_nameseq_format(out, tipc);
	else
		tipc_id_format(out, tipc);
}
