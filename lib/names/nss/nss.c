/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/nss/nss.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

#include <linux_sock/error.h>

#include "names/answer.h"
#include "names/host-text.h"
#include "names/literal.h"
#include "names/numeric.h"
#include "sys/nss.h"
#include "sys/sys.h"

/* 4096 addresses of inet6 with pointers to them take 96 KiB. */
#define ROOM_FIRST ((size_t) 1024)
#define ROOM_MOST ((size_t) 1024 * 1024)

/* musl takes every protocol for either of those that it knows, if no type is said. */
static bool is_protocol(const struct lsock__query *query, const struct addrinfo *list)
{
	return query->protocol == 0 || list->ai_protocol == query->protocol;
}

/* And it gives the canonical name unasked. */
static int keep_addrinfo(const struct lsock__query *query, const struct addrinfo *list,
			 struct lsock_answer **ret_answer)
{
	struct addrinfo first;

	if (list && !is_protocol(query, list))
		return LSOCK_EAI(EAI_SERVICE);
	if (list == NULL || query->flags & AI_CANONNAME)
		return lsock__answer_from_addrinfo(list, ret_answer);
	first = *list;
	first.ai_canonname = NULL;
	return lsock__answer_from_addrinfo(&first, ret_answer);
}

static int ask_addrinfo(const struct lsock__query *query, struct lsock_answer **ret_answer)
{
	const struct addrinfo hints = {
		.ai_family = query->family,
		.ai_socktype = query->type,
		.ai_protocol = query->protocol,
		.ai_flags = query->flags,
	};
	struct addrinfo *list = NULL;
	int r;

	if (lsock__numeric_is_host(query))
		return lsock__numeric_by_name(query, ret_answer);
	r = lsock__sys_getaddrinfo(query->host, query->service, &hints, &list);
	if (r < 0)
		return r;
	r = keep_addrinfo(query, list, ret_answer);
	lsock__sys_freeaddrinfo(list);
	return r;
}

/* In place of the number, where there is a name: C libraries spell numbers in their own ways. */
static int name_host(const struct lsock__query *query, struct lsock__host_text *texts)
{
	char host[sizeof(texts->host)];
	int r = lsock__sys_getnameinfo(&query->addr.u, query->addr.len, host, sizeof(host), NULL,
				       0, query->flags | NI_NAMEREQD);

	if (r == LSOCK_EAI(EAI_NONAME) && !(query->flags & NI_NAMEREQD))
		return 0;
	if (r == 0)
		memcpy(texts->host, host, strlen(host) + 1);
	return r;
}

static int ask_nameinfo(const struct lsock__query *query, struct lsock_answer **ret_answer)
{
	struct lsock__host_text texts;
	int r = lsock__host_text_in_numbers(&query->addr, &texts);

	if (r == 0 && !(query->flags & NI_NUMERICHOST))
		r = name_host(query, &texts);
	return r < 0 ? r : lsock__host_text_finish(query, &texts, ret_answer);
}

static int call_byaddr(const struct lsock__query *query, struct hostent *host, char *buf,
		       size_t size)
{
	struct sockaddr_in6 in6;
	struct sockaddr_in in;

	if (query->addr.u.sa.sa_family == AF_INET) {
		memcpy(&in, &query->addr.u, sizeof(in));
		return lsock__sys_gethostbyaddr(&in.sin_addr, sizeof(in.sin_addr), AF_INET, host,
						buf, size);
	}
	memcpy(&in6, &query->addr.u, sizeof(in6));
	return lsock__sys_gethostbyaddr(&in6.sin6_addr, sizeof(in6.sin6_addr), AF_INET6, host, buf,
					size);
}

static int call(const struct lsock__query *query, struct hostent *host, char *buf, size_t size)
{
	if (query->question == LSOCK__HOSTBYADDR)
		return call_byaddr(query, host, buf, size);
	return lsock__sys_gethostbyname(query->host, AF_INET, host, buf, size);
}

/* With as much room in *buf, which stays to be freed, as the answer takes. */
static int call_with_room(const struct lsock__query *query, struct hostent *host, char **buf)
{
	size_t room;
	char *grown;
	int r = -ERANGE;

	for (room = ROOM_FIRST; r == -ERANGE && room <= ROOM_MOST; room *= 4) {
		grown = lsock__sys_realloc(*buf, room);
		if (grown == NULL)
			return -ENOMEM;
		*buf = grown;
		r = call(query, host, grown, room);
	}
	return r;
}

/* struct hostent has no zones: where it gives the address that was asked for, that is kept. */
static void keep_zone(const struct lsock_addr *asked, struct lsock_answer *answer)
{
	struct sockaddr_in6 in6, its;
	size_t i;

	if (asked->u.sa.sa_family != AF_INET6)
		return;
	memcpy(&in6, &asked->u, sizeof(in6));
	for (i = 0; i < answer->count; i++) {
		memcpy(&its, &answer->addrs[i].u, sizeof(its));
		if (memcmp(&its.sin6_addr, &in6.sin6_addr, sizeof(in6.sin6_addr)) != 0)
			continue;
		its.sin6_scope_id = in6.sin6_scope_id;
		memcpy(&answer->addrs[i].u, &its, sizeof(its));
	}
}

/* musl counts the name among the aliases. */
static bool is_own_alias(const struct hostent *host)
{
	return host->h_aliases && host->h_aliases[0] && host->h_aliases[0] == host->h_name;
}

/* And it calls an address without a name by its number. */
static bool is_number(const struct hostent *host)
{
	struct lsock_addr literal;

	return lsock__host_literal(host->h_name, &literal) == LSOCK__IS_NUMBER;
}

static int keep_host(const struct lsock__query *query, struct hostent *host,
		     struct lsock_answer **ret_answer)
{
	int r;

	if (is_own_alias(host)) {
		if (query->question == LSOCK__HOSTBYADDR && is_number(host))
			return LSOCK_HERR(HOST_NOT_FOUND);
		host->h_aliases++;
	}
	r = lsock__answer_from_hostent(host, ret_answer);
	if (r == 0 && query->question == LSOCK__HOSTBYADDR)
		keep_zone(&query->addr, *ret_answer);
	return r;
}

static int ask_host(const struct lsock__query *query, struct lsock_answer **ret_answer)
{
	struct hostent host;
	char *buf = NULL;
	int r = call_with_room(query, &host, &buf);

	if (r == 0)
		r = keep_host(query, &host, ret_answer);
	lsock__sys_free(buf);
	return r;
}

int lsock__nss_ask(const struct lsock__query *query, struct lsock_answer **ret_answer)
{
	switch (query->question) {
	case LSOCK__ADDRINFO:
		return ask_addrinfo(query, ret_answer);
	case LSOCK__NAMEINFO:
		return ask_nameinfo(query, ret_answer);
	default:
		return ask_host(query, ret_answer);
	}
}
