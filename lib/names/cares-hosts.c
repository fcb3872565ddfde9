/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hosts to addresses by c-ares.  Of it come hosts only: what getaddrinfo(3) does besides (services,
 * kinds of sockets, mapped addresses, AI_ADDRCONFIG) its own getaddrinfo does in another way or
 * not at all, and is done here.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include <linux_sock/error.h>
#include <linux_sock/service.h>

#include "names/answer.h"
#include "names/cares.h"
#include "names/literal.h"
#include "names/numeric.h"
#include "sys/netdb.h"
#include "sys/sys.h"

static const char *protocol_name(unsigned protocol)
{
	static const struct {
		unsigned protocol;
		const char *name;
	} names[] = {
		{ IPPROTO_TCP, "tcp" }, { IPPROTO_UDP, "udp" }, { IPPROTO_DCCP, "dccp" },
		{ IPPROTO_UDPLITE, "udplite" }, { IPPROTO_SCTP, "sctp" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].protocol == protocol)
			return names[i].name;
	return NULL;
}

/* Leaves the kinds of socket that have the service. */
static int name_ports(struct lsock__cares *cares)
{
	int i, r, n = 0;

	for (i = 0; i < cares->kind_count; i++) {
		const char *protocol = protocol_name(cares->kinds[i].protocol);

		r = protocol ? lsock_getservbyname(cares->query.service, protocol) : -ENOENT;
		if (r == -ENOENT)
			continue;
		if (r < 0)
			return r;
		cares->kinds[n] = cares->kinds[i];
		cares->ports[n++] = (uint16_t) r;
	}
	cares->kind_count = n;
	return n > 0 ? 0 : LSOCK_EAI(EAI_SERVICE);
}

static int set_ports(struct lsock__cares *cares)
{
	const char *service = cares->query.service;
	uint16_t port = 0;
	int r = LSOCK__IS_NUMBER, i;

	if (service)
		r = lsock__service_number(service, strlen(service), &port);
	if (r < 0)
		return r;
	if (r == LSOCK__IS_NAME)
		return name_ports(cares);
	for (i = 0; i < cares->kind_count; i++)
		cares->ports[i] = port;
	return 0;
}

/* c-ares knows no names beyond ASCII. */
static int check_flags(const struct lsock__query *query)
{
#ifdef AI_IDN
	const char *c;

	if (query->flags & AI_CANONIDN)
		return LSOCK_EAI(EAI_BADFLAGS);
	if (!(query->flags & AI_IDN) || query->host == NULL)
		return 0;
	for (c = query->host; *c; c++)
		if ((unsigned char) *c > 127)
			return LSOCK_EAI(EAI_IDN_ENCODE);
#endif
	(void) query;
	return 0;
}

/* Is left to the families of which the host has an address, as by glibc. */
static int restrict_family(struct lsock__query *query)
{
	int inet, inet6;

	inet = lsock__sys_has_address(AF_INET);
	inet6 = lsock__sys_has_address(AF_INET6);
	if (inet < 0 || inet6 < 0)
		return inet < 0 ? inet : inet6;
	if (query->family == AF_UNSPEC && inet != inet6)
		query->family = inet ? AF_INET : AF_INET6;
	if ((query->family == AF_INET && !inet) || (query->family == AF_INET6 && !inet6))
		return LSOCK_EAI(EAI_NONAME);
	return 0;
}

/* A number, or nobody, with a service that has a name: for each kind the same addresses. */
static int put_numeric(const struct lsock__cares *cares, struct lsock_answer **ret_answer)
{
	struct lsock__query one = cares->query;
	struct lsock_answer *hosts = NULL;
	struct lsock_addr literal;
	int r = 0;

	one.type = cares->kinds[0].type;
	one.protocol = cares->kinds[0].protocol;
	if (one.host)
		r = lsock__host_literal(one.host, &literal);
	if (r >= 0)
		r = one.host ? lsock__numeric_literal(&one, &literal, 0, &hosts)
			     : lsock__numeric_nobody(&one, 0, &hosts);
	if (r < 0)
		return r;
	r = lsock__cares_put_addrs(cares, hosts->addrs, hosts->count, hosts->name, ret_answer);
	lsock_answer_free(hosts);
	return r;
}

static bool is_numeric(const struct lsock__query *query)
{
	return query->host == NULL || query->flags & AI_NUMERICHOST;
}

int lsock__cares_hosts_begin(struct lsock__cares *cares, struct lsock_answer **ret_answer)
{
	struct lsock__query *query = &cares->query;
	int r;

	if (query->question == LSOCK__HOSTBYNAME)
		return 1;
	r = check_flags(query);
	if (r < 0)
		return r;
	r = cares->kind_count = lsock__kinds(query->type, query->protocol, query->service != NULL,
					     cares->kinds);
	if (r >= 0)
		r = set_ports(cares);
	if (r < 0)
		return r;
	if (is_numeric(query))
		return put_numeric(cares, ret_answer);
	r = query->flags & AI_ADDRCONFIG ? restrict_family(query) : 0;
	return r < 0 ? r : 1;
}

static void hosts_found(void *argument, int status, int timeouts, struct ares_addrinfo *found)
{
	struct lsock__cares *cares = argument;
	int r = lsock__cares_error(cares, status);

	(void) timeouts;
	if (cares->ending) {
		ares_freeaddrinfo(found);
		return;
	}
	if (status == ARES_SUCCESS)
		r = lsock__cares_found(cares, found);
	ares_freeaddrinfo(found);
	lsock__cares_done(cares, r);
}

void lsock__cares_hosts_ask(struct lsock__cares *cares)
{
	const struct lsock__query *query = &cares->query;
	const struct ares_addrinfo_hints hints = {
		.ai_flags = ARES_AI_CANONNAME,
		.ai_family = lsock__cares_is_mapped(query) ? AF_UNSPEC : query->family,
	};

	ares_getaddrinfo(cares->channel, query->host, NULL, &hints, hosts_found, cares);
}
