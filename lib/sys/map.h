/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Room that costs what is touched of it: for a buffer as long as the longest datagram there may be,
 * of which nearly all are short.  See sys/sys.h.
 */
#include <stddef.h>

/* Zeros, aligned to a page; nothing is reserved for it.  -ENOMEM: not even addresses. */
int lsock__sys_map(size_t size, void **ret_map);

/* Of the same size; NULL: nothing. */
void lsock__sys_unmap(void *map, size_t size);
