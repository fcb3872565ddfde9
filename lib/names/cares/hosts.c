/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Hosts to addresses by c-ares.  Of it come hosts only: what getaddrinfo(3) does besides (services,
 * kinds of sockets, mapped addresses, AI_ADDRCONFIG) its own getaddrinfo does in another way or
 * not at all, and is done here.
 */
#include <netdb.h>
#include <string.h>

#include <linux_sock/error.h>

#include "names/cares/cares.h"
#include "names/literal.h"
#include "names/numeric.h"
#include "sys/netdb.h"

static int list_kinds(struct lsock__cares *cares)
{
	const struct lsock__query *query = &cares->query;
	uint16_t port = 0;
	int r = LSOCK__IS_NUMBER;

	if (query->service)
		r = lsock__service_number(query->service, &port);
	if (r < 0)
		return r;
	if (r == LSOCK__IS_NAME)
		return lsock__kinds_by_name(query->type, query->protocol, query->service,
					    cares->kinds);
	return lsock__kinds(query->type, query->protocol, query->service != NULL, port,
			    cares->kinds);
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

static int hosts_begin(struct lsock__cares *cares, struct lsock_answer **ret_answer)
{
	struct lsock__query *query = &cares->query;
	int r;

	if (query->question == LSOCK__HOSTBYNAME)
		return 1;
	r = check_flags(query);
	if (r < 0)
		return r;
	if (lsock__numeric_is_host(query))
		return lsock__numeric_by_name(query, ret_answer);
	r = cares->kind_count = list_kinds(cares);
	if (r < 0)
		return r;
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

static void hosts_ask(struct lsock__cares *cares)
{
	const struct lsock__query *query = &cares->query;
	const struct ares_addrinfo_hints hints = {
		.ai_flags = ARES_AI_CANONNAME,
		.ai_family = lsock__cares_is_mapped(query) ? AF_UNSPEC : query->family,
	};

	ares_getaddrinfo(cares->channel, query->host, NULL, &hints, hosts_found, cares);
}

const struct lsock__cares_subject lsock__cares_hosts = {
	.begin = hosts_begin,
	.ask = hosts_ask,
};
