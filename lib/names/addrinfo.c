/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Hosts and services to addresses. */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>

#include <linux_sock/error.h>

#include "base/export.h"
#include "base/options.h"
#include "base/out.h"
#include "names/hints.h"
#include "names/internet.h"
#include "names/kinds.h"
#include "names/literal.h"
#include "names/lookup.h"
#include "names/numeric.h"

/* Those of POSIX, and glibc's for names beyond ASCII. */
#define POSIX_FLAGS \
	(AI_PASSIVE | AI_CANONNAME | AI_NUMERICHOST | AI_V4MAPPED | AI_ALL | AI_ADDRCONFIG | \
	 AI_NUMERICSERV)
#ifdef AI_IDN
#define KNOWN_FLAGS (POSIX_FLAGS | AI_IDN | AI_CANONIDN)
#else
#define KNOWN_FLAGS POSIX_FLAGS
#endif

int lsock__hints_take(const struct lsock_hints *given, struct lsock_hints *ret_hints)
{
	struct lsock_hints hints;
	int r = lsock__options_take(given, sizeof(hints), &hints);

	if (r < 0)
		return r;
	if (hints.port > UINT16_MAX)
		return -ERANGE;
	if (hints.flags & ~(KNOWN_FLAGS | LSOCK__LOOKUP_FLAGS))
		return LSOCK_EAI(EAI_BADFLAGS);
	*ret_hints = hints;
	return 0;
}

/* The question's service: its own text, or the port of the hints in decimal. */
static void set_service(struct lsock__inquiry *request, const char *service, uint32_t port)
{
	struct lsock__out out = { request->port, sizeof(request->port), 0 };

	request->query.service = service;
	if (service || port == 0)
		return;
	lsock__out_decimal(&out, port);
	(void) lsock__out_end(&out);	/* 65535 fits */
	request->query.service = request->port;
}

/* The sockets that are asked for, at port 0 until it is read. */
struct sockets {
	struct lsock__kind kinds[LSOCK__KINDS_MAX];
	int count;
};

/* Whether the service is a number, and then the port; none is port 0. */
static int read_service(const struct lsock__query *query, struct sockets *sockets)
{
	uint16_t port = 0;
	int r, i;

	if (query->service == NULL)
		return LSOCK__IS_NUMBER;
	r = lsock__service_number(query->service, &port);
	if (r == LSOCK__IS_NAME && query->flags & AI_NUMERICSERV)
		return LSOCK_EAI(EAI_NONAME);
	for (i = 0; i < sockets->count; i++)
		sockets->kinds[i].port = port;
	return r;
}

/* As far as nobody has to be asked: the answer, or a question with a host that may be asked for. */
static int read_host(struct lsock__inquiry *request, bool numeric_service,
		     const struct sockets *sockets)
{
	struct lsock__query *query = &request->query;
	struct lsock_addr literal;
	int r;

	if (query->host == NULL && numeric_service)
		return lsock__numeric_nobody(query, sockets->kinds, sockets->count,
					     &request->answer);
	if (query->host == NULL)
		return 0;
	r = lsock__host_literal(query->host, &literal);
	if (r == -EINVAL || (r == LSOCK__IS_NAME && query->flags & AI_NUMERICHOST))
		return LSOCK_EAI(EAI_NONAME);
	if (r <= LSOCK__IS_NAME)
		return r;
	if (numeric_service)
		return lsock__numeric_literal(query, &literal, sockets->kinds, sockets->count,
					      &request->answer);
	query->flags |= AI_NUMERICHOST;
	return 0;
}

/* '' is any address, as in Python's address tuples. */
static void set_host(struct lsock__query *query, const char *host)
{
	if (host && host[0] == '\0') {
		query->flags |= AI_PASSIVE;
		host = NULL;
	}
	query->host = host;
}

static int check_query(const struct lsock__query *query, struct sockets *ret_sockets)
{
	if (query->host == NULL && query->flags & AI_CANONNAME)
		return LSOCK_EAI(EAI_BADFLAGS);
	if (query->family != AF_UNSPEC && !lsock__is_internet(query->family))
		return LSOCK_EAI(EAI_FAMILY);
	ret_sockets->count = lsock__kinds(query->type, query->protocol, query->service != NULL, 0,
					  ret_sockets->kinds);
	return ret_sockets->count;
}

/* A copy of it is made by fewer cycles than gcc's way to fill a structure with zeros. */
static const struct lsock__inquiry empty;

static int addrinfo_request(const char *host, const char *service, const struct lsock_hints *given,
			    struct lsock__inquiry *request)
{
	struct lsock__query *query = &request->query;
	struct lsock_hints hints;
	struct sockets sockets;
	int r = lsock__hints_take(given, &hints);

	if (r < 0)
		return r;
	*request = empty;
	query->question = LSOCK__ADDRINFO;
	query->family = hints.family;
	query->type = hints.type;
	query->protocol = hints.protocol;
	query->flags = hints.flags & ~LSOCK__LOOKUP_FLAGS;
	request->flags = hints.flags & LSOCK__LOOKUP_FLAGS;
	set_host(query, host);
	set_service(request, service, hints.port);
	r = check_query(query, &sockets);
	if (r >= 0)
		r = read_service(query, &sockets);
	return r < 0 ? r : read_host(request, r == LSOCK__IS_NUMBER, &sockets);
}

LSOCK_API int lsock_getaddrinfo_start(const char *host, const char *service,
				      const struct lsock_hints *hints,
				      struct lsock_lookup **ret_lookup)
{
	struct lsock__inquiry request;
	int r = addrinfo_request(host, service, hints, &request);

	return r < 0 ? r : lsock__inquiry_start(&request, ret_lookup);
}

LSOCK_API int lsock_getaddrinfo(const char *host, const char *service,
				const struct lsock_hints *hints, struct lsock_deadline until,
				struct lsock_answer **ret_answer)
{
	struct lsock__inquiry request;
	int r = addrinfo_request(host, service, hints, &request);

	return r < 0 ? r : lsock__inquiry_finish(&request, until, ret_answer);
}
