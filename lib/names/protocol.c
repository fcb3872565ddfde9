/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Protocols by name and by number, as the C library has them in its database. */
#include <linux_sock/service.h>

#include "base/export.h"
#include "names/database.h"

static int protocol_by_name(const struct lsock__ask *ask, char *buf, size_t size,
			    struct lsock__entry *ret_entry)
{
	return lsock__sys_getprotobyname(ask->name, buf, size, ret_entry);
}

static int protocol_by_number(const struct lsock__ask *ask, char *buf, size_t size,
			      struct lsock__entry *ret_entry)
{
	return lsock__sys_getprotobynumber(ask->number, buf, size, ret_entry);
}

LSOCK_API int lsock_getprotobyname(const char *name)
{
	const struct lsock__ask ask = { .call = protocol_by_name, .name = name };

	return lsock__ask_number(&ask);
}

LSOCK_API int lsock_getprotobynumber(int number, char *buf, size_t size)
{
	const struct lsock__ask ask = { .call = protocol_by_number, .number = number };

	return lsock__ask_name(&ask, buf, size);
}
