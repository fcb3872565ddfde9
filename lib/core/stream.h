/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A stream from within.  Its two halves share the number of the descriptor alone, which never
 * changes: a thread each may use them.  A half has no buffer before it is used.
 */
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>

#include <linux_sock/stream.h>

#include "sys/sys.h"

/*
 * What was read lies in one piece, so that a line and a peek can be told as one: from at to before
 * end.  Where nothing is held the two are equal, and may point anywhere.
 */
struct lsock__reader {
	char *buf;		/* NULL: nothing was ever read into it */
	size_t size;
	char *at, *end;
	char *scan;		/* from at to here no '\n' stands */
	size_t ready;		/* size; 0: there is no buf yet, or the end has come */
	bool ended;
};

/* What is to be sent lies in a ring: however little goes out at a time, nothing is moved. */
struct lsock__writer {
	char *buf;		/* NULL: nothing was ever kept in it */
	size_t size;
	size_t begin, used;	/* begin is 0 where nothing is kept */
	size_t ready;		/* size, once there is buf */
};

struct lsock_stream {
	int fd;
	struct lsock__reader in;
	struct lsock__writer out;
};

/* What a ready call does not come to: kept apart from it, and its registers and stack with it. */
#define STREAM_SLOW __attribute__((noinline))

/* Sees to it that a half has its buffer: 0, -ENOMEM. */
static inline int lsock__stream_buffer(char **buf, size_t size, size_t *ready)
{
	if (*buf != NULL)
		return 0;
	*buf = lsock__sys_alloc(size);
	if (*buf == NULL)
		return -ENOMEM;
	*ready = size;
	return 0;
}
