/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_INTERFACE_H
#define LINUX_SOCK_INTERFACE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LSOCK_INTERFACE_NAME_SIZE 16	/* its NUL counted */

struct lsock_interface {
	uint32_t index;				/* 1..INT_MAX */
	char name[LSOCK_INTERFACE_NAME_SIZE];
};

/* Those of the caller's network namespace, by rising index; to be given to lsock_if_free(). */
int lsock_if_nameindex(struct lsock_interface **ret_list, size_t *ret_count);
struct lsock_interface *lsock_if_free(struct lsock_interface *list);	/* NULL */

int lsock_if_nametoindex(const char *name);	/* index; -ENODEV, -ENAMETOOLONG */
/* 0, -ENODEV; -ERANGE: over INT_MAX. */
int lsock_if_indextoname(uint64_t index, char ret_name[LSOCK_INTERFACE_NAME_SIZE]);

#ifdef __cplusplus
}
#endif

#endif
