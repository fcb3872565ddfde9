/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* stdio streams whose bytes the library brings. */
#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/* What stands first in whatever such a stream is about. */
struct lsock__cookie {
	ssize_t (*read)(struct lsock__cookie *cookie, void *buf, size_t size);
	/* *ret_sent is always written; an error only if it is less than size. */
	int (*write)(struct lsock__cookie *cookie, const void *buf, size_t size, size_t *ret_sent);
	int (*close)(struct lsock__cookie *cookie);	/* once */
};

/* mode is "r" or "w".  The functions give negative errors; who uses the stream finds errno set. */
int lsock__sys_fopencookie(struct lsock__cookie *cookie, const char *mode, FILE **ret_file);
