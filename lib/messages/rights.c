/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Descriptors in control data: SCM_RIGHTS, and the one of SCM_PIDFD.  Those of a received buffer
 * are the buffer's until they are taken; what was taken is marked there, as no descriptor.
 */
#include <limits.h>
#include <sys/socket.h>

#include "base/export.h"
#include "messages/control.h"
#include "sys/sys.h"

#ifndef SCM_PIDFD
#define SCM_PIDFD 0x04
#endif

#define TAKEN INT_MIN	/* not -1: the kernel tells its error in place of a pidfd */

/* A walk over the numbers in a buffer that stand for descriptors. */
struct walk {
	const struct lsock_control *control;
	struct lsock_control_item item;
	size_t at;		/* in item: of the number behind this one */
};

static bool is_rights(const struct lsock_control_item *item)
{
	return lsock__item_is(item, SOL_SOCKET, SCM_RIGHTS);
}

static bool is_pidfd(const struct lsock_control_item *item)
{
	return lsock__item_is(item, SOL_SOCKET, SCM_PIDFD);
}

/* The next number of items of a kind; a buffer that was not received owns none. */
static bool walk_next(struct walk *walk, bool (*is_kind)(const struct lsock_control_item *),
		      int *ret_number)
{
	if (!(walk->control->flags & LSOCK_CONTROL_RECEIVED))
		return false;
	while (!is_kind(&walk->item) || walk->item.size - walk->at < sizeof(int)) {
		if (lsock_control_next(walk->control, &walk->item) <= 0)
			return false;
		walk->at = 0;
	}
	memcpy(ret_number, (const char *) walk->item.data + walk->at, sizeof(int));
	walk->at += sizeof(int);
	return true;
}

static void mark_taken(const struct walk *walk)
{
	static const int taken = TAKEN;
	size_t item_at = (size_t) ((const char *) walk->item.data -
				   (const char *) walk->control->buf);

	memcpy((char *) walk->control->buf + item_at + walk->at - sizeof(taken), &taken,
	       sizeof(taken));
}

LSOCK_API int lsock_control_put_fds(struct lsock_control *control, const int *fds, size_t count)
{
	if (count > INT_MAX / sizeof(*fds))
		return -ENOSPC;
	return lsock_control_put(control, SOL_SOCKET, SCM_RIGHTS, fds, count * sizeof(*fds));
}

LSOCK_API int lsock_control_take_fds(struct lsock_control *control, int *ret_fds, size_t room)
{
	struct walk walk = { .control = control };
	int count = 0, fd;

	while (count < INT_MAX && (size_t) count < room && walk_next(&walk, is_rights, &fd)) {
		if (fd < 0)
			continue;
		ret_fds[count++] = fd;
		mark_taken(&walk);
	}
	return count;
}

LSOCK_API int lsock_control_take_pidfd(struct lsock_control *control)
{
	struct walk walk = { .control = control };
	int fd;

	while (walk_next(&walk, is_pidfd, &fd)) {
		if (fd == TAKEN)
			continue;
		mark_taken(&walk);
		return fd;
	}
	return -ENOMSG;
}

bool lsock__control_has_fds(const struct lsock_control *control)
{
	struct walk walk = { .control = control };
	int fd;

	while (walk_next(&walk, is_rights, &fd))
		if (fd >= 0)
			return true;
	return false;
}

static void close_kind(struct lsock_control *control,
		       bool (*is_kind)(const struct lsock_control_item *))
{
	struct walk walk = { .control = control };
	int fd;

	while (walk_next(&walk, is_kind, &fd))
		if (fd >= 0)
			(void) lsock__sys_close(fd);	/* it is gone in any case */
}

LSOCK_API void lsock_control_clear(struct lsock_control *control)
{
	close_kind(control, is_rights);
	close_kind(control, is_pidfd);
	control->size = 0;
	control->flags = 0;
}
