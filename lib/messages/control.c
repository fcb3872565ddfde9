/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The items of control data, laid out as cmsg(3) says.  Headers are copied in and out, and lengths
 * are held against what is there, so that a buffer may come from anywhere.
 */
#include "messages/control.h"

#include <limits.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/export.h"

#define HEADER CMSG_LEN(0)

LSOCK_API size_t lsock_control_space(size_t data_size)
{
	/* The kernel takes no more control data than an int can count. */
	return data_size <= INT_MAX - CMSG_SPACE(0) - sizeof(size_t) ? CMSG_SPACE(data_size) : 0;
}

LSOCK_API void lsock_control_init(struct lsock_control *control, void *buf, size_t room)
{
	*control = (struct lsock_control){ .buf = buf, .room = room };
}

bool lsock__control_is_sane(const struct lsock_control *control)
{
	if (control->size > control->room)
		return false;
	if (control->buf == NULL)
		return control->room == 0;
	return (uintptr_t) control->buf % _Alignof(uint64_t) == 0;
}

/* The data comes first: it may lie in the buffer itself, of an item that was cleared away. */
static void put_item(char *place, const struct cmsghdr *header, const void *data, size_t size)
{
	if (size > 0)
		memmove(place + HEADER, data, size);
	memset(place + HEADER + size, 0, CMSG_SPACE(size) - HEADER - size);
	memset(place, 0, HEADER);
	memcpy(place, header, sizeof(*header));
}

LSOCK_API int lsock_control_put(struct lsock_control *control, int level, int type,
				const void *data, size_t size)
{
	struct cmsghdr header = { .cmsg_level = level, .cmsg_type = type };
	size_t space = lsock_control_space(size), at = CMSG_ALIGN(control->size);

	/* Descriptors in received data would be closed with it, those that are put would not. */
	if (control->flags & LSOCK_CONTROL_RECEIVED || !lsock__control_is_sane(control) ||
	    (size > 0 && data == NULL))
		return -EINVAL;
	if (space == 0 || at > control->room || space > control->room - at)
		return -ENOSPC;
	header.cmsg_len = (socklen_t) CMSG_LEN(size);	/* its type is size_t, too */
	put_item((char *) control->buf + at, &header, data, size);
	control->size = at + space;
	return 0;
}

/* Where the header behind the item would be. */
static int place_behind(const struct lsock_control *control, const struct lsock_control_item *item,
			size_t *ret_at)
{
	uintptr_t begin = (uintptr_t) control->buf, data = (uintptr_t) item->data;
	size_t at = data - begin;

	*ret_at = 0;
	if (item->data == NULL)
		return control->size > control->room || (control->size > 0 && !control->buf) ?
		       -EINVAL : 0;
	if (data < begin || at > control->size || item->size > control->size - at)
		return -EINVAL;
	if (item->truncated)
		return -EBADMSG;
	*ret_at = CMSG_ALIGN(at + item->size);
	return 0;
}

LSOCK_API int lsock_control_next(const struct lsock_control *control,
				 struct lsock_control_item *item)
{
	struct cmsghdr header;
	size_t at, rest, said;
	int r = place_behind(control, item, &at);

	if (r < 0 || at >= control->size)
		return r;
	rest = control->size - at;
	if (rest < HEADER)
		return -EBADMSG;
	memcpy(&header, (const char *) control->buf + at, sizeof(header));
	said = header.cmsg_len;
	if (said < HEADER)
		return -EBADMSG;
	*item = (struct lsock_control_item){
		.level = header.cmsg_level, .type = header.cmsg_type,
		.data = (const char *) control->buf + at + HEADER,
		.size = (said < rest ? said : rest) - HEADER, .truncated = said > rest,
	};
	return 1;
}
