/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The name of this host, as the kernel has it. */
#include <linux_sock/service.h>

#include <errno.h>
#include <string.h>

#include "base/export.h"
#include "names/database.h"

LSOCK_API int lsock_gethostname(char *buf, size_t size)
{
	char name[LSOCK__HOST_NAME_MAX + 1];
	int r;

	r = lsock__sys_gethostname(name);
	if (r < 0)
		return r;
	return lsock__put_name(name, strnlen(name, LSOCK__HOST_NAME_MAX), buf, size);
}

/* The kernel takes an int for the length, and a name that ends for its readers at a NUL. */
LSOCK_API int lsock_sethostname(const char *name, size_t len)
{
	if (len > LSOCK__HOST_NAME_MAX || memchr(name, '\0', len) != NULL)
		return -EINVAL;
	return lsock__sys_sethostname(name, len);
}
