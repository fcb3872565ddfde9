/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Control data from within. */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <linux_sock/control.h>

/* Aligned, and no more in it than fits?  No buffer at all is one without room. */
bool lsock__control_is_sane(const struct lsock_control *control);

/* Are there descriptors that it owns? */
bool lsock__control_has_fds(const struct lsock_control *control);

static inline bool lsock__item_is(const struct lsock_control_item *item, int level, int type)
{
	return item->level == level && item->type == type;
}

/* Data lies as its buffer is aligned, and is of any size: it is copied, never pointed to. */
static inline int lsock__item_copy(const struct lsock_control_item *item, void *ret_data,
				   size_t size)
{
	if (item->size < size)
		return -EBADMSG;
	memcpy(ret_data, item->data, size);
	return 0;
}

/* An item of this level and type whose data begins with size bytes. */
static inline int lsock__item_read(const struct lsock_control_item *item, int level, int type,
				   void *ret_data, size_t size)
{
	if (!lsock__item_is(item, level, type))
		return -ENOMSG;
	return lsock__item_copy(item, ret_data, size);
}
