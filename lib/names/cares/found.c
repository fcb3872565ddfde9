/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What c-ares has found of a host as an answer.  What it found stays its own, and is copied; the
 * answer is the look-up's.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include "base/scan.h"
#include "names/answer.h"
#include "names/cares/cares.h"
#include "sys/sys.h"

int lsock__cares_put_addrs(const struct lsock__cares *cares, const struct lsock_addr *hosts,
			   size_t count, const char *name, struct lsock_answer **ret_answer)
{
	size_t of_each = (size_t) cares->kind_count, i, k, n = 0;
	struct lsock_addr *all;
	int r;

	if (count > LSOCK__ADDRS_MAX / of_each)
		count = LSOCK__ADDRS_MAX / of_each;
	all = lsock__sys_alloc((count * of_each + 1) * sizeof(*all));
	if (all == NULL)
		return -ENOMEM;
	for (i = 0; i < count; i++) {
		for (k = 0; k < of_each; k++) {
			all[n] = hosts[i];
			all[n].type = cares->kinds[k].type;
			all[n].protocol = cares->kinds[k].protocol;
			/* Both families have ports. */
			(void) lsock_addr_set_port(&all[n++], cares->kinds[k].port);
		}
	}
	r = lsock__answer_from_addrs(all, n, name, ret_answer);
	lsock__sys_free(all);
	return r;
}

/*
 * RFC 1035 3.1: 255 bytes with their lengths, 253 as text; c-ares reads on, and writes what is no
 * letter as a backslash with three digits or with that character.
 */
static bool is_too_long(const char *name)
{
	size_t len = 0;

	while (*name) {
		if (*name == '\\' && lsock__is_digit(name[1]))
			name += strnlen(name, 4);
		else
			name += strnlen(name, *name == '\\' ? 2 : 1);
		len++;
	}
	return len > 254;	/* a dot at the end may count */
}

static bool is_malformed(const struct ares_addrinfo *found)
{
	const struct ares_addrinfo_cname *cname;

	for (cname = found->cnames; cname; cname = cname->next)
		if ((cname->name && is_too_long(cname->name)) ||
		    (cname->alias && is_too_long(cname->alias)))
			return true;
	return false;
}

/* The name to which "name" is an alias; NULL: it is none. */
static const char *alias_of(const struct ares_addrinfo *found, const char *name)
{
	const struct ares_addrinfo_cname *cname;

	for (cname = found->cnames; cname; cname = cname->next)
		if (cname->name && cname->alias && strcasecmp(cname->alias, name) == 0)
			return cname->name;
	return NULL;
}

/* The end of the chain of aliases, which may run in a circle. */
static const char *canonical(const struct lsock__cares *cares, const struct ares_addrinfo *found)
{
	const struct ares_addrinfo_cname *cname;
	const char *name = found->name ? found->name : cares->query.host, *next;

	for (cname = found->cnames; cname; cname = cname->next) {
		next = alias_of(found, name);
		if (next == NULL)
			break;
		name = next;
	}
	return name;
}

bool lsock__cares_is_mapped(const struct lsock__query *query)
{
	return query->family == AF_INET6 && query->flags & AI_V4MAPPED;
}

static int map(const struct sockaddr *addr, struct lsock_addr *ret_mapped)
{
	struct sockaddr_in6 in6 = {
		.sin6_family = AF_INET6,
		.sin6_addr.s6_addr = { [10] = 0xff, [11] = 0xff },
	};
	struct sockaddr_in in;

	memcpy(&in, addr, sizeof(in));
	memcpy(&in6.sin6_addr.s6_addr[12], &in.sin_addr, sizeof(in.sin_addr));
	return lsock_addr_from(&in6, sizeof(in6), ret_mapped);
}

static size_t count_nodes(const struct ares_addrinfo *found, int family)
{
	const struct ares_addrinfo_node *node;
	size_t n = 0;

	for (node = found->nodes; node; node = node->ai_next)
		n += family == AF_UNSPEC || node->ai_family == family;
	return n;
}

/*
 * The family of those that count.  c-ares takes a server's word for it, whatever was asked; and
 * those of inet stand in for those of inet6 where AI_ALL does not say both.
 */
static int family_of(const struct lsock__query *query, const struct ares_addrinfo *found)
{
	if (!lsock__cares_is_mapped(query))
		return query->family;
	return query->flags & AI_ALL || count_nodes(found, AF_INET6) == 0 ? AF_UNSPEC : AF_INET6;
}

static size_t collect(const struct lsock__query *query, const struct ares_addrinfo *found,
		      struct lsock_addr *hosts, size_t room)
{
	int family = family_of(query, found), r;
	const struct ares_addrinfo_node *node;
	size_t n = 0;

	for (node = found->nodes; node && n < room; node = node->ai_next) {
		if (family != AF_UNSPEC && node->ai_family != family)
			continue;
		if (lsock__cares_is_mapped(query) && node->ai_family == AF_INET)
			r = map(node->ai_addr, &hosts[n]);
		else
			r = lsock_addr_from(node->ai_addr, (socklen_t) node->ai_addrlen, &hosts[n]);
		n += r == 0;
	}
	return n;
}

static int put_addrinfo(struct lsock__cares *cares, const struct ares_addrinfo *found)
{
	bool named = cares->query.flags & AI_CANONNAME;
	size_t count = count_nodes(found, AF_UNSPEC);
	struct lsock_addr *hosts;
	int r;

	if (count > LSOCK__ADDRS_MAX)
		count = LSOCK__ADDRS_MAX;
	hosts = lsock__sys_alloc((count + 1) * sizeof(*hosts));
	if (hosts == NULL)
		return -ENOMEM;
	count = collect(&cares->query, found, hosts, count);
	if (count == 0)
		r = lsock__cares_error(cares, ARES_ENODATA);
	else
		r = lsock__cares_put_addrs(cares, hosts, count,
					   named ? canonical(cares, found) : NULL,
					   &cares->answer);
	lsock__sys_free(hosts);
	return r;
}

/* Pointers for struct hostent, of both its lists, in one allocation: addresses, NULL, aliases. */
static char **list_host(const struct ares_addrinfo *found, const char *name, size_t *ret_aliases)
{
	const struct ares_addrinfo_cname *cname;
	const struct ares_addrinfo_node *node;
	size_t room = count_nodes(found, AF_INET) + 2, n = 0;
	char **list;

	for (cname = found->cnames; cname; cname = cname->next)
		room++;
	list = lsock__sys_alloc(room * sizeof(*list));
	if (list == NULL)
		return NULL;
	for (node = found->nodes; node; node = node->ai_next)
		if (node->ai_family == AF_INET)
			list[n++] = (char *) node->ai_addr + offsetof(struct sockaddr_in, sin_addr);
	list[n++] = NULL;
	*ret_aliases = n;
	for (cname = found->cnames; cname; cname = cname->next)
		if (cname->alias && strcasecmp(cname->alias, name) != 0)
			list[n++] = cname->alias;
	list[n] = NULL;
	return list;
}

/* Not by ares_gethostbyname(), whose name is the second one of a chain. */
static int put_hostent(struct lsock__cares *cares, const struct ares_addrinfo *found)
{
	const char *name = canonical(cares, found);
	struct hostent host = {
		.h_name = (char *) name,
		.h_addrtype = AF_INET,
		.h_length = sizeof(struct in_addr),
	};
	size_t aliases;
	int r;

	host.h_addr_list = list_host(found, name, &aliases);
	if (host.h_addr_list == NULL)
		return -ENOMEM;
	host.h_aliases = host.h_addr_list + aliases;
	if (host.h_addr_list[0])
		r = lsock__answer_from_hostent(&host, &cares->answer);
	else
		r = lsock__cares_error(cares, ARES_ENODATA);
	lsock__sys_free(host.h_addr_list);
	return r;
}

int lsock__cares_found(struct lsock__cares *cares, const struct ares_addrinfo *found)
{
	if (is_malformed(found))
		return lsock__cares_error(cares, ARES_EBADRESP);
	return cares->query.question == LSOCK__ADDRINFO ? put_addrinfo(cares, found)
							: put_hostent(cares, found);
}
