/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A stream from within.  Its two halves share the number of the descriptor alone, which never
 * changes: a thread each may use them.
 */
#include <stdbool.h>
#include <stddef.h>

#include <linux_sock/stream.h>

/* What was read lies in one piece, so that a line and a peek can be told as one. */
struct lsock__reader {
	char *buf;
	size_t size;
	size_t begin, end;
	size_t scanned;		/* bytes behind begin that are known to hold no '\n' */
	bool ended;
};

/* What is to be sent lies in a ring: however little goes out at a time, nothing is moved. */
struct lsock__writer {
	char *buf;
	size_t size;
	size_t begin, used;
};

struct lsock_stream {
	int fd;
	struct lsock__reader in;
	struct lsock__writer out;
};
