/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * tipc_*: AF_TIPC, "tipc:name:TYPE:INST[@NODE][,scope=S]", "tipc:nameseq:TYPE:LO-UP[,scope=S]" and
 * "tipc:id:NODE:REF".
 */
#include <errno.h>

#include "families/row.h"
#include "families/tipc/tipc_text.h"

static bool tipc_is_service(const struct sockaddr_tipc *tipc)
{
	return tipc->addrtype == TIPC_SERVICE_ADDR || tipc->addrtype == TIPC_SERVICE_RANGE;
}

/* Each address has one spelling: a service has no scope 0, an id neither scope nor third word. */
static void tipc_put(struct lsock_addr *addr, const struct sockaddr_tipc *given)
{
	struct sockaddr_tipc tipc = *given;

	tipc.family = AF_TIPC;
	if (tipc_is_service(&tipc) && tipc.scope == 0)
		tipc.scope = TIPC_CLUSTER_SCOPE;
	if (tipc.addrtype == TIPC_SOCKET_ADDR) {
		tipc.scope = 0;
		tipc.addr.name.domain = 0;
	}
	lsock__row_put(addr, &tipc, sizeof(tipc));
}

static int tipc_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		      struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	struct sockaddr_tipc tipc;
	int r;

	(void) prefixed;
	memset(&tipc, 0, sizeof(tipc));
	r = lsock__tipc_parse(&scan, &tipc);
	if (r == 0)
		r = lsock__scan_end(&scan);
	if (r == 0)
		tipc_put(ret_addr, &tipc);
	return r;
}

/* What is wrong with it, so that no text can say it; NULL: nothing. */
static const char *tipc_fault(const struct sockaddr_tipc *tipc, const char **ret_field)
{
	*ret_field = NULL;
	if (tipc->addrtype == TIPC_SOCKET_ADDR)
		return NULL;
	if (!tipc_is_service(tipc))
		return "the address is no name, nameseq or id";
	*ret_field = "scope";
	if (tipc->scope < 0 || tipc->scope > TIPC_NODE_SCOPE)
		return "the scope is not zone, cluster or node";
	*ret_field = "upper";
	if (tipc->addrtype == TIPC_SERVICE_RANGE &&
	    tipc->addr.nameseq.lower > tipc->addr.nameseq.upper)
		return "the upper bound is below the lower one";
	return NULL;
}

static int tipc_check(const struct lsock_addr *addr, struct lsock_why *why)
{
	struct sockaddr_tipc tipc;
	const char *field, *fault;

	lsock__row_get(addr, &tipc, sizeof(tipc));
	fault = tipc_fault(&tipc, &field);
	if (fault == NULL)
		return 0;
	*why = (struct lsock_why){ .message = fault, .field = field };
	return -EINVAL;
}

static int tipc_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	struct lsock__out out = { buf, size, 0 };
	struct sockaddr_tipc tipc;
	const char *field;

	lsock__row_get(addr, &tipc, sizeof(tipc));
	if (tipc_fault(&tipc, &field))
		return -EINVAL;
	lsock__out_text(&out, "tipc:");
	lsock__tipc_format(&out, &tipc);
	return lsock__out_end(&out);
}

#define TIPC_NUMBER LSOCK_KIND_NUMBER, LSOCK_FIELD_REQUIRED, 0, UINT32_MAX, 0
#define TIPC_SCOPE LSOCK_KIND_NUMBER, 0, 0, TIPC_NODE_SCOPE, TIPC_CLUSTER_SCOPE

static const struct lsock_field tipc_name_fields[] = {
	{ "type", TIPC_NUMBER },
	{ "instance", TIPC_NUMBER },
	{ "node", LSOCK_KIND_NUMBER, 0, 0, UINT32_MAX, 0 },
	{ "scope", TIPC_SCOPE },
};

static const struct lsock_field tipc_nameseq_fields[] = {
	{ "type", TIPC_NUMBER },
	{ "lower", TIPC_NUMBER },
	{ "upper", TIPC_NUMBER },
	{ "scope", TIPC_SCOPE },
};

static const struct lsock_field tipc_id_fields[] = {
	{ "node", TIPC_NUMBER },
	{ "ref", TIPC_NUMBER },
};

static const struct lsock_form tipc_forms[] = {
	{ "name", tipc_name_fields, sizeof(tipc_name_fields) / sizeof(tipc_name_fields[0]) },
	{ "nameseq", tipc_nameseq_fields,
	  sizeof(tipc_nameseq_fields) / sizeof(tipc_nameseq_fields[0]) },
	{ "id", tipc_id_fields, sizeof(tipc_id_fields) / sizeof(tipc_id_fields[0]) },
};

#define TIPC_FORMS (sizeof(tipc_forms) / sizeof(tipc_forms[0]))
#define TIPC_AT(member) offsetof(struct sockaddr_tipc, addr.member)

/* Where the fields of a form stand; a scope may follow them.  An id has its node last. */
static const struct {
	unsigned char addrtype;
	size_t count;
	size_t at[3];
} tipc_layouts[TIPC_FORMS] = {
	{ TIPC_SERVICE_ADDR, 3,
	  { TIPC_AT(name.name.type), TIPC_AT(name.name.instance), TIPC_AT(name.domain) } },
	{ TIPC_SERVICE_RANGE, 3,
	  { TIPC_AT(nameseq.type), TIPC_AT(nameseq.lower), TIPC_AT(nameseq.upper) } },
	{ TIPC_SOCKET_ADDR, 2, { TIPC_AT(id.node), TIPC_AT(id.ref) } },
};

static int tipc_from_fields(size_t form, const struct lsock_value *values,
			    struct lsock_addr *ret_addr, struct lsock_why *why)
{
	size_t i, count = tipc_layouts[form].count;
	struct sockaddr_tipc tipc;

	memset(&tipc, 0, sizeof(tipc));	/* an initialiser may leave part of the union as it is */
	tipc.addrtype = tipc_layouts[form].addrtype;
	for (i = 0; i < count; i++) {
		uint32_t number = (uint32_t) values[i].number;

		memcpy((char *) &tipc + tipc_layouts[form].at[i], &number, sizeof(number));
	}
	if (count < tipc_forms[form].count)
		tipc.scope = (signed char) values[count].number;
	tipc_put(ret_addr, &tipc);
	return tipc_check(ret_addr, why);
}

static int tipc_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			  struct lsock_value *ret_values)
{
	struct sockaddr_tipc tipc;
	size_t form = 0, i, count;
	uint32_t number;

	(void) scratch;
	(void) size;
	lsock__row_get(addr, &tipc, sizeof(tipc));
	while (form < TIPC_FORMS && tipc_layouts[form].addrtype != tipc.addrtype)
		form++;
	if (form == TIPC_FORMS)
		return -EINVAL;
	count = tipc_layouts[form].count;
	for (i = 0; i < count; i++) {
		memcpy(&number, (const char *) &tipc + tipc_layouts[form].at[i], sizeof(number));
		ret_values[i] = lsock__number(number);
	}
	if (count < tipc_forms[form].count)
		ret_values[count] = lsock__number(tipc.scope);
	return (int) form;
}

/* A negative scope, which withdraws a name, is kept: only text has no word for it. */
static int tipc_from(struct lsock_addr *addr)
{
	struct sockaddr_tipc tipc;

	lsock__row_get(addr, &tipc, sizeof(tipc));
	tipc_put(addr, &tipc);
	return 0;
}

const struct lsock_family lsock__family_tipc = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_TIPC,
	.name = "tipc",
	.shortest = sizeof(struct sockaddr_tipc),
	.longest = sizeof(struct sockaddr_tipc),
	.types = LSOCK_TYPE_BIT(SOCK_STREAM) | LSOCK_TYPE_BIT(SOCK_DGRAM) |
		 LSOCK_TYPE_BIT(SOCK_RDM) | LSOCK_TYPE_BIT(SOCK_SEQPACKET),
	.flags = LSOCK_FAMILY_CLOSE_SHUTDOWN | LSOCK_FAMILY_LISTEN_FIRST,
	.forms = tipc_forms,
	.form_count = TIPC_FORMS,
	.loopback = "tipc:name:4294967040:0,scope=node",
	.module = "tipc",
	.parse = tipc_parse,
	.format = tipc_format,
	.from_fields = tipc_from_fields,
	.to_fields = tipc_to_fields,
	.from = tipc_from,
	.check = tipc_check,
};
