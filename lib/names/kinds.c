/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/kinds.h"

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <linux_sock/addr.h>
#include <linux_sock/error.h>

/* In the order of glibc's getaddrinfo(); the first one that fits is taken. */
static const struct {
	int type, protocol;
	bool usual;		/* where hints leave it open */
	bool raw;		/* any protocol, no service */
} kinds[] = {
	{ SOCK_STREAM, IPPROTO_TCP, true, false },
	{ SOCK_DGRAM, IPPROTO_UDP, true, false },
	{ SOCK_DCCP, IPPROTO_DCCP, false, false },
	{ SOCK_DGRAM, IPPROTO_UDPLITE, false, false },
	{ SOCK_STREAM, IPPROTO_SCTP, false, false },
	{ SOCK_SEQPACKET, IPPROTO_SCTP, false, false },
	{ SOCK_RAW, 0, true, true },
};

#define COUNT (sizeof(kinds) / sizeof(kinds[0]))

static int usual_kinds(struct lsock__kind *to)
{
	int count = 0;
	size_t i;

	for (i = 0; i < COUNT; i++)
		if (kinds[i].usual)
			to[count++] = (struct lsock__kind){ (uint16_t) kinds[i].type,
							    (uint16_t) kinds[i].protocol };
	return count;
}

static bool fits(size_t i, int type, int protocol)
{
	if (type != 0 && type != kinds[i].type)
		return false;
	return protocol == 0 || kinds[i].raw || protocol == kinds[i].protocol;
}

int lsock__kinds(int type, int protocol, bool has_service,
		 struct lsock__kind ret_kinds[LSOCK__KINDS_MAX])
{
	size_t i = 0;

	if (type == 0 && protocol == 0)
		return usual_kinds(ret_kinds);
	while (i < COUNT && !fits(i, type, protocol))
		i++;
	if (i == COUNT)
		return LSOCK_EAI(type != 0 ? EAI_SOCKTYPE : EAI_SERVICE);
	if (kinds[i].raw && (has_service || protocol < 0 || protocol >= LSOCK_PROTOCOL_UNSAID))
		return LSOCK_EAI(EAI_SERVICE);
	ret_kinds[0].type = (uint16_t) kinds[i].type;
	ret_kinds[0].protocol = (uint16_t) (kinds[i].raw ? protocol : kinds[i].protocol);
	return 1;
}
