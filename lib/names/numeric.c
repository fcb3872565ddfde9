/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/numeric.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

#include <linux_sock/error.h>

#include "names/answer.h"
#include "names/kinds.h"
#include "sys/sys.h"

#ifndef EAI_ADDRFAMILY
#define EAI_ADDRFAMILY EAI_NONAME
#endif

#define HOSTS_MAX 2

/* Each address for each kind of socket. */
static int answer(const struct lsock__query *query, const struct lsock_addr *hosts, size_t count,
		  uint16_t port, struct lsock_answer **ret_answer)
{
	const char *name = query->flags & AI_CANONNAME ? query->host : NULL;
	struct lsock_addr all[HOSTS_MAX * LSOCK__KINDS_MAX];
	struct lsock__kind kinds[LSOCK__KINDS_MAX];
	int of_each, k;
	size_t i, n = 0;

	of_each = lsock__kinds(query->type, query->protocol, query->service != NULL, kinds);
	if (of_each < 0)
		return of_each;
	for (i = 0; i < count; i++) {
		for (k = 0; k < of_each; k++) {
			all[n] = hosts[i];
			all[n].type = kinds[k].type;
			all[n].protocol = kinds[k].protocol;
			(void) lsock_addr_set_port(&all[n++], port);	/* both families have one */
		}
	}
	return lsock__answer_from_addrs(all, n, name, ret_answer);
}

static int from_inet(struct in_addr host, struct lsock_addr *ret_addr)
{
	const struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr = host };

	return lsock_addr_from(&in, sizeof(in), ret_addr);
}

static int from_inet6(const struct in6_addr *host, struct lsock_addr *ret_addr)
{
	const struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_addr = *host };

	return lsock_addr_from(&in6, sizeof(in6), ret_addr);
}

/* ::ffff:A.B.C.D of A.B.C.D. */
static int map(const struct lsock_addr *addr, struct lsock_addr *ret_mapped)
{
	struct in6_addr host = { .s6_addr = { [10] = 0xff, [11] = 0xff } };
	struct sockaddr_in in;

	memcpy(&in, &addr->u, sizeof(in));
	memcpy(&host.s6_addr[12], &in.sin_addr, sizeof(in.sin_addr));
	return from_inet6(&host, ret_mapped);
}

/* The other way round. */
static int unmap(const struct lsock_addr *addr, struct lsock_addr *ret_unmapped)
{
	struct sockaddr_in6 in6;
	struct in_addr host;

	memcpy(&in6, &addr->u, sizeof(in6));
	if (!IN6_IS_ADDR_V4MAPPED(&in6.sin6_addr))
		return LSOCK_EAI(EAI_ADDRFAMILY);
	memcpy(&host, &in6.sin6_addr.s6_addr[12], sizeof(host));
	return from_inet(host, ret_unmapped);
}

static int as_wanted(const struct lsock__query *query, const struct lsock_addr *literal,
		     struct lsock_addr *ret_host)
{
	int family = literal->u.sa.sa_family;

	if (query->family == AF_UNSPEC || query->family == family) {
		*ret_host = *literal;
		return 0;
	}
	if (family == AF_INET6)
		return unmap(literal, ret_host);
	return query->flags & AI_V4MAPPED ? map(literal, ret_host) : LSOCK_EAI(EAI_ADDRFAMILY);
}

int lsock__numeric_literal(const struct lsock__query *query, const struct lsock_addr *literal,
			   uint16_t port, struct lsock_answer **ret_answer)
{
	struct lsock_addr host;
	int r = as_wanted(query, literal, &host);

	return r < 0 ? r : answer(query, &host, 1, port, ret_answer);
}

/* Has the host this family?  Its loopback address counts: without a network there is one, too. */
static int is_configured(const struct lsock_addr *loopback)
{
	int fd = lsock__sys_socket(loopback->u.sa.sa_family, SOCK_DGRAM, 0);
	int r;

	if (fd < 0)
		return fd == -EAFNOSUPPORT ? 0 : fd;
	r = lsock__sys_bind(fd, &loopback->u, loopback->len);
	(void) lsock__sys_close(fd);	/* nothing was written to it */
	if (r < 0)
		return r == -EADDRNOTAVAIL || r == -EAFNOSUPPORT ? 0 : r;
	return 1;
}

/* Adds the address of its family if that family is wanted; 0 or an error. */
static int add_nobody(const struct lsock__query *query, const struct lsock_addr *any,
		      const struct lsock_addr *loopback, struct lsock_addr *hosts, size_t *count)
{
	int r = 1;

	if (query->family != AF_UNSPEC && query->family != any->u.sa.sa_family)
		return 0;
	if (query->flags & AI_ADDRCONFIG)
		r = is_configured(loopback);
	if (r > 0)
		hosts[(*count)++] = query->flags & AI_PASSIVE ? *any : *loopback;
	return r < 0 ? r : 0;
}

/* inet6 first: the order of RFC 6724 for loopback. */
static int list_nobody(const struct lsock__query *query, struct lsock_addr *hosts, size_t *count)
{
	static const struct in_addr any = { INADDR_ANY };
	const struct in_addr loopback = { htonl(INADDR_LOOPBACK) };
	struct lsock_addr the_any, the_loopback;
	int r;

	(void) from_inet6(&in6addr_any, &the_any);	/* well-formed, as all of these */
	(void) from_inet6(&in6addr_loopback, &the_loopback);
	r = add_nobody(query, &the_any, &the_loopback, hosts, count);
	if (r < 0)
		return r;
	(void) from_inet(any, &the_any);
	(void) from_inet(loopback, &the_loopback);
	return add_nobody(query, &the_any, &the_loopback, hosts, count);
}

int lsock__numeric_nobody(const struct lsock__query *query, uint16_t port,
			  struct lsock_answer **ret_answer)
{
	struct lsock_addr hosts[HOSTS_MAX];
	size_t count = 0;
	int r = list_nobody(query, hosts, &count);

	if (r < 0)
		return r;
	if (count == 0)
		return LSOCK_EAI(EAI_NONAME);
	return answer(query, hosts, count, port, ret_answer);
}
