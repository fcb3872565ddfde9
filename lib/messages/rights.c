/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors in control data: SCM_RIGHTS, and the one of SCM_PIDFD.  Those of a received buffer
 * are the buffer's until they are taken; what was taken is marked there, as no descriptor.  They
 * are taken in order: where the last of an item is marked, all of it are.
 */
#include <limits.h>
#include <sys/socket.h>

#include "base/export.h"
#include "messages/control.h"
#include "sys/sys.h"

#ifndef SCM_PIDFD
#define SCM_PIDFD 0x04
#endif

/* Not -1: the kernel tells its error in place of a pidfd.  Of equal bytes, for memset(). */
#define TAKEN_BYTE 0x80
#define TAKEN ((int) (INT_MIN + 0x808080))

static bool is_rights(const struct lsock_control_item *item)
{
	return lsock__item_is(item, SOL_SOCKET, SCM_RIGHTS);
}

static bool is_pidfd(const struct lsock_control_item *item)
{
	return lsock__item_is(item, SOL_SOCKET, SCM_PIDFD);
}

static size_t number_count(const struct lsock_control_item *item)
{
	return item->size / sizeof(int);
}

static int number_at(const struct lsock_control_item *item, size_t i)
{
	int number;

	memcpy(&number, (const char *) item->data + i * sizeof(number), sizeof(number));
	return number;
}

/* The next of the kind of which not all is taken; a buffer that was not received owns none. */
static bool next_item(const struct lsock_control *control,
		      bool (*is_kind)(const struct lsock_control_item *),
		      struct lsock_control_item *item)
{
	if (!(control->flags & LSOCK_CONTROL_RECEIVED))
		return false;
	while (lsock_control_next(control, item) > 0)
		if (is_kind(item) && number_count(item) > 0 &&
		    number_at(item, number_count(item) - 1) != TAKEN)
			return true;
	return false;
}

/* Are numbers i and i + 1 both descriptors?  Their signs at once, whatever the byte order. */
static bool are_two_fds(const struct lsock_control_item *item, size_t i)
{
	uint64_t both;

	memcpy(&both, (const char *) item->data + i * sizeof(int), sizeof(both));
	return (both & UINT64_C(0x8000000080000000)) == 0;
}

/* Where the descriptors end that begin with number i. */
static size_t run_end(const struct lsock_control_item *item, size_t i, size_t most)
{
	size_t end = number_count(item);

	if (most < end - i)
		end = i + most;
	while (end - i >= 2 && are_two_fds(item, i))
		i += 2;
	while (i < end && number_at(item, i) >= 0)
		i++;
	return i;
}

static void mark_taken(const struct lsock_control *control, const struct lsock_control_item *item,
		       size_t i, size_t count)
{
	size_t at = (size_t) ((const char *) item->data - (const char *) control->buf);

	memset((char *) control->buf + at + i * sizeof(int), TAKEN_BYTE, count * sizeof(int));
}

LSOCK_API int lsock_control_put_fds(struct lsock_control *control, const int *fds, size_t count)
{
	if (count > INT_MAX / sizeof(*fds))
		return -ENOSPC;
	return lsock_control_put(control, SOL_SOCKET, SCM_RIGHTS, fds, count * sizeof(*fds));
}

static size_t take_fds(const struct lsock_control *control, const struct lsock_control_item *item,
		       int *ret_fds, size_t room)
{
	size_t count = 0, i, end;

	for (i = 0; i < number_count(item) && count < room; i = end + 1) {
		end = run_end(item, i, room - count);
		if (end == i)
			continue;
		memcpy(ret_fds + count, (const char *) item->data + i * sizeof(int),
		       (end - i) * sizeof(int));
		mark_taken(control, item, i, end - i);
		count += end - i;
	}
	return count;
}

LSOCK_API int lsock_control_take_fds(struct lsock_control *control, int *ret_fds, size_t room)
{
	struct lsock_control_item item = { .data = NULL };
	size_t count = 0;

	if (room > INT_MAX)
		room = INT_MAX;
	while (count < room && next_item(control, is_rights, &item))
		count += take_fds(control, &item, ret_fds + count, room - count);
	return (int) count;
}

LSOCK_API int lsock_control_take_pidfd(struct lsock_control *control)
{
	struct lsock_control_item item = { .data = NULL };
	int fd;

	if (!next_item(control, is_pidfd, &item))
		return -ENOMSG;
	fd = number_at(&item, 0);
	mark_taken(control, &item, 0, number_count(&item));
	return fd;
}

bool lsock__control_has_fds(const struct lsock_control *control)
{
	struct lsock_control_item item = { .data = NULL };
	size_t i;

	while (next_item(control, is_rights, &item))
		for (i = 0; i < number_count(&item); i++)
			if (number_at(&item, i) >= 0)
				return true;
	return false;
}

static bool is_owned(const struct lsock_control_item *item)
{
	return is_rights(item) || is_pidfd(item);
}

LSOCK_API void lsock_control_clear(struct lsock_control *control)
{
	struct lsock_control_item item = { .data = NULL };
	size_t i;

	while (next_item(control, is_owned, &item))
		for (i = 0; i < number_count(&item); i++)
			if (number_at(&item, i) >= 0)
				(void) lsock__sys_close(number_at(&item, i));	/* it is gone */
	control->size = 0;
	control->flags = 0;
}
