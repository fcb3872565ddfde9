/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/cookie.h"

#include <errno.h>

#include "sys/fault.h"

static ssize_t cookie_read(void *argument, char *buf, size_t size)
{
	struct lsock__cookie *cookie = argument;
	ssize_t n = cookie->read(cookie, buf, size);

	if (n >= 0)
		return n;
	errno = (int) -n;
	return -1;
}

/*
 * What was sent of a write that failed has gone out all the same.  glibc is told by less than size,
 * for which below 0 is no number: fopencookie(3).  musl would take that for success.
 */
#ifdef COOKIE_FAILS_BELOW_0
#define FAILED(sent) ((ssize_t) -1)
#else
#define FAILED(sent) ((ssize_t) (sent))
#endif

static ssize_t cookie_write(void *argument, const char *buf, size_t size)
{
	struct lsock__cookie *cookie = argument;
	size_t sent;
	int r;

	if (size == 0)		/* as musl asks behind what it flushes */
		return 0;
	r = cookie->write(cookie, buf, size, &sent);
	if (r >= 0)
		return (ssize_t) sent;
	errno = -r;
	return FAILED(sent);
}

static int cookie_close(void *argument)
{
	struct lsock__cookie *cookie = argument;
	int r = cookie->close(cookie);

	if (r >= 0)
		return 0;
	errno = -r;
	return -1;
}

/* What a socket has no more than a pipe; left out, some of stdio fails without a reason. */
static int cookie_seek(void *argument, off_t *offset, int whence)
{
	(void) argument;
	(void) offset;
	(void) whence;
	errno = ESPIPE;
	return -1;
}

int lsock__sys_fopencookie(struct lsock__cookie *cookie, const char *mode, FILE **ret_file)
{
	static const cookie_io_functions_t functions = {
		.read = cookie_read, .write = cookie_write, .seek = cookie_seek,
		.close = cookie_close,
	};
	FILE *file;

	FAULT("fopencookie");
	file = fopencookie(cookie, mode, functions);
	if (file == NULL)
		return -errno;
	*ret_file = file;
	return 0;
}
