/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Services by name and by port, as the C library has them in its database. */
#include <linux_sock/service.h>

#include <errno.h>
#include <stdint.h>

#include "base/export.h"
#include "names/database.h"

static int by_name(const struct lsock__ask *ask, char *buf, size_t size,
		   struct lsock__entry *ret_entry)
{
	return lsock__sys_getservbyname(ask->name, ask->protocol, buf, size, ret_entry);
}

static int by_port(const struct lsock__ask *ask, char *buf, size_t size,
		   struct lsock__entry *ret_entry)
{
	return lsock__sys_getservbyport((unsigned) ask->number, ask->protocol, buf, size,
					ret_entry);
}

LSOCK_API int lsock_getservbyname(const char *name, const char *protocol)
{
	const struct lsock__ask ask = { .call = by_name, .name = name, .protocol = protocol };

	return lsock__ask_number(&ask);
}

LSOCK_API int lsock_getservbyport(unsigned port, const char *protocol, char *buf, size_t size)
{
	const struct lsock__ask ask = {
		.call = by_port,
		.number = (int) port,
		.protocol = protocol,
	};

	/* The C library would look for what is left of a larger one in 16 bits. */
	if (port > UINT16_MAX)
		return -ERANGE;
	return lsock__ask_name(&ask, buf, size);
}
