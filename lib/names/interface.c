/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Network interfaces: their numbers and names.  A list belongs to who asked for it, and goes with
 * lsock_if_free().
 */
#include <linux_sock/interface.h>

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/export.h"
#include "sys/netdb.h"
#include "sys/sys.h"

static int compare(const void *a, const void *b)
{
	const struct lsock_interface *one = a, *other = b;

	return (one->index > other->index) - (one->index < other->index);
}

LSOCK_API int lsock_if_nameindex(struct lsock_interface **ret_list, size_t *ret_count)
{
	struct lsock_interface *list;
	size_t count;
	int r;

	r = lsock__sys_if_list(&list, &count);
	if (r < 0)
		return r;
	qsort(list, count, sizeof(*list), compare);
	*ret_list = list;
	*ret_count = count;
	return 0;
}

LSOCK_API struct lsock_interface *lsock_if_free(struct lsock_interface *list)
{
	lsock__sys_free(list);
	return NULL;
}

LSOCK_API int lsock_if_nametoindex(const char *name)
{
	if (strnlen(name, LSOCK_INTERFACE_NAME_SIZE) == LSOCK_INTERFACE_NAME_SIZE)
		return -ENAMETOOLONG;
	/* The kernel takes "lo:x" for lo, whatever x is (dev_ioctl() in net/core). */
	if (name[0] == '\0' || strchr(name, ':') != NULL)
		return -ENODEV;
	return lsock__sys_if_index(name);
}

LSOCK_API int lsock_if_indextoname(uint64_t index, char ret_name[LSOCK_INTERFACE_NAME_SIZE])
{
	if (index == 0)
		return -ENODEV;
	if (index > INT_MAX)
		return -ERANGE;
	return lsock__sys_if_name((unsigned) index, ret_name);
}
