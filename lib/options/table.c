/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/table.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/family.h>

#include "base/export.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

/* Each ends with a row without a name. */
static const struct lsock_option *const levels[] = {
	lsock__options_socket, lsock__options_ip, lsock__options_ipv6, lsock__options_tcp,
	lsock__options_udp, lsock__options_netlink, lsock__options_tipc, lsock__options_vsock,
	lsock__options_packet,
};

#define LEVELS (sizeof(levels) / sizeof(levels[0]))

LSOCK_API const struct lsock_option *lsock_option_at(size_t i)
{
	size_t level, n;

	for (level = 0; level < LEVELS; level++)
		for (n = 0; levels[level][n].name != NULL; n++)
			if (i-- == 0)
				return &levels[level][n];
	return NULL;
}

/* Behind it, or the first: NULL; NULL: no more. */
static const struct lsock_option *table_next(const struct lsock_option *option, size_t *level)
{
	if (option == NULL) {
		*level = 0;
		option = levels[0];
	} else {
		option++;
	}
	while (option->name == NULL) {
		if (++*level == LEVELS)
			return NULL;
		option = levels[*level];
	}
	return option;
}

static bool has_name(const struct lsock_option *option, const char *name)
{
	return strcmp(option->name, name) == 0 ||
	       (option->alias != NULL && strcmp(option->alias, name) == 0);
}

LSOCK_API const struct lsock_option *lsock_option_by_name(const char *name)
{
	const struct lsock_option *option = NULL;
	size_t level;

	while ((option = table_next(option, &level)) != NULL)
		if (has_name(option, name))
			return option;
	return NULL;
}

static bool has_family(const struct lsock_option *option, int family)
{
	const int *families = option->families;

	if (families == NULL)
		return true;
	for (; *families != 0; families++)
		if (*families == family)
			return true;
	return false;
}

/* Another name of a row counts only where the row has another number. */
LSOCK_API const struct lsock_option *lsock_option_by_number(int family, int level, int number)
{
	const struct lsock_option *option = NULL, *synonym = NULL;
	size_t i;

	while ((option = table_next(option, &i)) != NULL) {
		if (option->level != level || option->number != number ||
		    !has_family(option, family))
			continue;
		if (!(option->flags & LSOCK_OPTION_SYNONYM))
			return option;
		synonym = option;
	}
	return synonym;
}

/* Protocols that take over the options of another one. */
static bool has_protocol(const struct lsock_option *option, int protocol)
{
	if (option->protocol == -1 || option->protocol == protocol)
		return true;
	return (option->protocol == IPPROTO_TCP && protocol == IPPROTO_MPTCP) ||
	       (option->protocol == IPPROTO_UDP && protocol == IPPROTO_UDPLITE);
}

/* A raw socket of inet6 has none of IPv4's options (rawv6_setsockopt() in the kernel). */
static bool is_bare_raw6(const struct lsock_option *option, const struct lsock_identity *identity)
{
	return option->level == IPPROTO_IP && option->families != NULL &&
	       identity->family == AF_INET6 && identity->type == SOCK_RAW;
}

LSOCK_API bool lsock_option_fits(const struct lsock_option *option,
				 const struct lsock_identity *identity)
{
	if (!has_family(option, identity->family) || is_bare_raw6(option, identity))
		return false;
	if (option->types != 0 && !(option->types & LSOCK_TYPE_BIT(identity->type)))
		return false;
	return has_protocol(option, identity->protocol);
}

/* A socket of inet6 has options of IPv4, too; those of its own level go before. */
static bool is_of(const struct lsock_option *option, int family)
{
	return option->families == NULL || option->families[0] == family;
}

int lsock__option_find(const char *name, const struct lsock_identity *identity,
		       const struct lsock_option **ret_option)
{
	const struct lsock_option *option = NULL, *unfit = NULL, *foreign = NULL;
	size_t level;

	while ((option = table_next(option, &level)) != NULL) {
		if (!has_name(option, name))
			continue;
		if (!lsock_option_fits(option, identity)) {
			unfit = option;
		} else if (is_of(option, identity->family)) {
			*ret_option = option;
			return 0;
		} else if (foreign == NULL) {
			foreign = option;
		}
	}
	if (foreign == NULL && unfit == NULL)
		return -ENOENT;
	*ret_option = foreign != NULL ? foreign : unfit;
	return foreign != NULL ? 0 : -EOPNOTSUPP;
}
