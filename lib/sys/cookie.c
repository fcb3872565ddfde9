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

/* Less than size is the error; below 0 it must not be: fopencookie(3). */
static ssize_t cookie_write(void *argument, const char *buf, size_t size)
{
	struct lsock__cookie *cookie = argument;
	size_t sent;
	int r = cookie->write(cookie, buf, size, &sent);

	if (r < 0)
		errno = -r;
	return (ssize_t) sent;
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

int lsock__sys_fopencookie(struct lsock__cookie *cookie, const char *mode, FILE **ret_file)
{
	static const cookie_io_functions_t functions = {
		.read = cookie_read, .write = cookie_write, .close = cookie_close,
	};
	FILE *file;

	FAULT("fopencookie");
	file = fopencookie(cookie, mode, functions);
	if (file == NULL)
		return -errno;
	*ret_file = file;
	return 0;
}
