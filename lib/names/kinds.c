/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/kinds.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <linux_sock/addr.h>
#include <linux_sock/error.h>
#include <linux_sock/service.h>

/* In the order of glibc's getaddrinfo(); the first one that fits is taken. */
static const struct {
	int type, protocol;
	const char *name;	/* of the protocol; NULL: raw, any protocol and no service */
	bool usual;		/* where hints leave it open */
} kinds[] = {
	{ SOCK_STREAM, IPPROTO_TCP, "tcp", true },
	{ SOCK_DGRAM, IPPROTO_UDP, "udp", true },
	{ SOCK_DCCP, IPPROTO_DCCP, "dccp", false },
	{ SOCK_DGRAM, IPPROTO_UDPLITE, "udplite", false },
	{ SOCK_STREAM, IPPROTO_SCTP, "sctp", false },
	{ SOCK_SEQPACKET, IPPROTO_SCTP, "sctp", false },
	{ SOCK_RAW, 0, NULL, true },
};

#define COUNT (sizeof(kinds) / sizeof(kinds[0]))

static int usual_kinds(uint16_t port, struct lsock__kind *to)
{
	int count = 0;
	size_t i;

	for (i = 0; i < COUNT; i++)
		if (kinds[i].usual)
			to[count++] = (struct lsock__kind){ (uint16_t) kinds[i].type,
							    (uint16_t) kinds[i].protocol, port };
	return count;
}

static bool kind_fits(size_t i, int type, int protocol)
{
	if (type != 0 && type != kinds[i].type)
		return false;
	return protocol == 0 || kinds[i].name == NULL || protocol == kinds[i].protocol;
}

/* The place of the first one that fits, or an error. */
static int find(int type, int protocol, bool has_service)
{
	size_t i = 0;

	while (i < COUNT && !kind_fits(i, type, protocol))
		i++;
	if (i == COUNT)
		return LSOCK_EAI(type != 0 ? EAI_SOCKTYPE : EAI_SERVICE);
	if (kinds[i].name == NULL &&
	    (has_service || protocol < 0 || protocol >= LSOCK_PROTOCOL_UNSAID))
		return LSOCK_EAI(EAI_SERVICE);
	return (int) i;
}

int lsock__kinds(int type, int protocol, bool has_service, uint16_t port,
		 struct lsock__kind ret_kinds[LSOCK__KINDS_MAX])
{
	int i;

	if (type == 0 && protocol == 0)
		return usual_kinds(port, ret_kinds);
	i = find(type, protocol, has_service);
	if (i < 0)
		return i;
	ret_kinds[0].type = (uint16_t) kinds[i].type;
	ret_kinds[0].protocol = (uint16_t) (kinds[i].name ? kinds[i].protocol : protocol);
	ret_kinds[0].port = port;
	return 1;
}

/* Adds a kind that has the service; 0 or an error. */
static int add_served(size_t i, const char *service, struct lsock__kind *to, int *count)
{
	int r = kinds[i].name ? lsock_getservbyname(service, kinds[i].name) : -ENOENT;

	if (r >= 0)
		to[(*count)++] = (struct lsock__kind){ (uint16_t) kinds[i].type,
						       (uint16_t) kinds[i].protocol,
						       (uint16_t) r };
	return r < 0 && r != -ENOENT ? r : 0;
}

int lsock__kinds_by_name(int type, int protocol, const char *service,
			 struct lsock__kind ret_kinds[LSOCK__KINDS_MAX])
{
	bool any = type == 0 && protocol == 0;
	int first = any ? 0 : find(type, protocol, true), count = 0, r = 0;
	size_t i;

	if (first < 0)
		return first;
	for (i = (size_t) first; r == 0 && i < (any ? COUNT : (size_t) first + 1); i++)
		r = add_served(i, service, ret_kinds, &count);
	if (r < 0)
		return r;
	return count > 0 ? count : LSOCK_EAI(EAI_SERVICE);
}
