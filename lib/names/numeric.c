/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/numeric.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <linux_sock/error.h>

#include "names/answer.h"
#include "names/literal.h"
#include "sys/sys.h"

#ifndef EAI_ADDRFAMILY
#define EAI_ADDRFAMILY EAI_NONAME
#endif

#define HOSTS_MAX 2

struct hosts {
	struct lsock_addr addrs[HOSTS_MAX];
	size_t count;
};

#define PORT_AT offsetof(struct sockaddr_in, sin_port)
_Static_assert(offsetof(struct sockaddr_in6, sin6_port) == PORT_AT, "a port of each family");

static void set_port(struct lsock_addr *addr, uint16_t port)
{
	const in_port_t its = htons(port);

	memcpy((char *) &addr->u + PORT_AT, &its, sizeof(its));
}

/* Each address for each kind of socket. */
static void fill(struct lsock_answer *answer, const struct lsock_addr *host,
		 const struct lsock__kind *kinds, int count)
{
	struct lsock_addr *addr;
	int k;

	for (k = 0; k < count; k++) {
		addr = &answer->addrs[answer->count++];
		*addr = *host;
		addr->type = kinds[k].type;
		addr->protocol = kinds[k].protocol;
		set_port(addr, kinds[k].port);
	}
}

static int answer(const struct lsock__query *query, const struct lsock_addr *hosts, size_t count,
		  const struct lsock__kind *kinds, int kind_count, struct lsock_answer **ret_answer)
{
	const char *name = query->flags & AI_CANONNAME ? query->host : NULL;
	size_t i;
	int r = lsock__answer_room(count * (size_t) kind_count, name, ret_answer);

	for (i = 0; i < count && r == 0; i++)
		fill(*ret_answer, &hosts[i], kinds, kind_count);
	return r;
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

static int convert(const struct lsock__query *query, struct lsock_addr *host)
{
	if (host->u.sa.sa_family == AF_INET6)
		return unmap(host, host);
	return query->flags & AI_V4MAPPED ? map(host, host) : LSOCK_EAI(EAI_ADDRFAMILY);
}

/* What it is already, mostly. */
static inline int make_wanted(const struct lsock__query *query, struct lsock_addr *host)
{
	if (query->family == AF_UNSPEC || query->family == host->u.sa.sa_family)
		return 0;
	return convert(query, host);
}

int lsock__numeric_literal(const struct lsock__query *query, struct lsock_addr *literal,
			   const struct lsock__kind *kinds, int count,
			   struct lsock_answer **ret_answer)
{
	int r = make_wanted(query, literal);

	return r < 0 ? r : answer(query, literal, 1, kinds, count, ret_answer);
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
		      const struct lsock_addr *loopback, struct hosts *hosts)
{
	int r = 1;

	if (query->family != AF_UNSPEC && query->family != any->u.sa.sa_family)
		return 0;
	if (query->flags & AI_ADDRCONFIG)
		r = is_configured(loopback);
	if (r > 0)
		hosts->addrs[hosts->count++] = query->flags & AI_PASSIVE ? *any : *loopback;
	return r < 0 ? r : 0;
}

/* inet6 first: the order of RFC 6724 for loopback. */
static int list_nobody(const struct lsock__query *query, struct hosts *hosts)
{
	static const struct in_addr any = { INADDR_ANY };
	const struct in_addr loopback = { htonl(INADDR_LOOPBACK) };
	struct lsock_addr the_any, the_loopback;
	int r;

	(void) from_inet6(&in6addr_any, &the_any);	/* well-formed, as all of these */
	(void) from_inet6(&in6addr_loopback, &the_loopback);
	r = add_nobody(query, &the_any, &the_loopback, hosts);
	if (r < 0)
		return r;
	(void) from_inet(any, &the_any);
	(void) from_inet(loopback, &the_loopback);
	r = add_nobody(query, &the_any, &the_loopback, hosts);
	if (r < 0)
		return r;
	return hosts->count > 0 ? 0 : LSOCK_EAI(EAI_NONAME);
}

int lsock__numeric_nobody(const struct lsock__query *query, const struct lsock__kind *kinds,
			  int count, struct lsock_answer **ret_answer)
{
	struct hosts hosts = { .count = 0 };
	int r = list_nobody(query, &hosts);

	return r < 0 ? r : answer(query, hosts.addrs, hosts.count, kinds, count, ret_answer);
}

bool lsock__numeric_is_host(const struct lsock__query *query)
{
	return query->host == NULL || query->flags & AI_NUMERICHOST;
}

static int list_hosts(const struct lsock__query *query, struct hosts *hosts)
{
	int r;

	if (query->host == NULL)
		return list_nobody(query, hosts);
	/* Which was one when it was checked. */
	r = lsock__host_literal(query->host, &hosts->addrs[0]);
	if (r >= 0)
		r = make_wanted(query, &hosts->addrs[0]);
	hosts->count = 1;
	return r;
}

int lsock__numeric_by_name(const struct lsock__query *query, struct lsock_answer **ret_answer)
{
	struct lsock__kind kinds[LSOCK__KINDS_MAX];
	struct hosts hosts = { .count = 0 };
	int r = list_hosts(query, &hosts);

	if (r < 0)
		return r;
	r = lsock__kinds_by_name(query->type, query->protocol, query->service, kinds);
	return r < 0 ? r : answer(query, hosts.addrs, hosts.count, kinds, r, ret_answer);
}
