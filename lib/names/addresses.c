/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/addresses.h"

#include <string.h>
#include <sys/socket.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/family.h>

#include "names/host-family.h"

/* The first of these that the family has. */
static int type_of_family(int family)
{
	static const int types[] = { SOCK_STREAM, SOCK_SEQPACKET, SOCK_DGRAM, SOCK_RAW, SOCK_RDM };
	const struct lsock_family *row = lsock_family_by_af(family);
	size_t i;

	for (i = 0; row && i < sizeof(types) / sizeof(types[0]); i++)
		if (row->types & LSOCK_TYPE_BIT(types[i]))
			return types[i];
	return SOCK_STREAM;
}

/* Only families that have streams are looked up by name. */
static int default_type(const char *text)
{
	struct lsock_addr addr;

	if (text == NULL || lsock_addr_parse(text, strlen(text), &addr, NULL) < 0)
		return SOCK_STREAM;
	return type_of_family(addr.u.sa.sa_family);
}

int lsock__addresses_find(const char *host, const char *service, const struct lsock_hints *wanted,
			  struct lsock_deadline until, struct lsock_answer **ret_answer)
{
	struct lsock_hints hints = *wanted;

	if (hints.type == 0 && lsock__borrower(hints.family))
		hints.type = type_of_family(hints.family);
	else if (hints.type == 0)
		hints.type = default_type(service ? NULL : host);
	hints.protocol = lsock__protocol_to_look_up(hints.protocol);
	if (service)
		return lsock__hosts_find(host, service, &hints, until, ret_answer);
	return lsock_resolve(host, &hints, until, ret_answer, NULL);
}

static int protocol_of(const struct lsock_addr *addr, int wanted)
{
	if (wanted != 0 || addr->protocol == LSOCK_PROTOCOL_UNSAID)
		return wanted;
	return addr->protocol;
}

/* What is at the hosts of another family has that one's addresses. */
static int family_to_open(const struct lsock_addr *addr, int wanted)
{
	return lsock__borrower(wanted) ? wanted : addr->u.sa.sa_family;
}

int lsock__made_open(const struct lsock_addr *addr, const struct lsock_hints *wanted,
		     struct lsock__made *ret_made)
{
	struct lsock__made made = {
		.family = family_to_open(addr, wanted->family),
		.type = addr->type,
		.protocol = protocol_of(addr, wanted->protocol),
	};

	made.fd = lsock_open(made.family, made.type, made.protocol);
	if (made.fd < 0)
		return made.fd;
	*ret_made = made;
	return 0;
}
