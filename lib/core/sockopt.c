/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Socket options by number: values of any size, and numbers that have to have theirs. */
#include <linux_sock/sockopt.h>

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/export.h"
#include "sys/sys.h"

LSOCK_API int lsock_getsockopt(int fd, int level, int option, void *buf, size_t *size)
{
	socklen_t len = *size < INT_MAX ? (socklen_t) *size : INT_MAX;
	int r;

	r = lsock__sys_getsockopt(fd, level, option, buf, &len);
	if (r == 0)
		*size = len;
	return r;
}

/* With room for more than one value: a kernel that fills more of it has no value of this size. */
static int exactly(int fd, int level, int option, void *ret_value, size_t size)
{
	unsigned char buf[2 * sizeof(uint64_t)];
	size_t len = 2 * size;
	int r;

	r = lsock_getsockopt(fd, level, option, buf, &len);
	if (r < 0)
		return r;
	if (len != size)
		return -EMSGSIZE;
	memcpy(ret_value, buf, size);
	return 0;
}

LSOCK_API int lsock_getsockopt_int(int fd, int level, int option, int *ret_value)
{
	return exactly(fd, level, option, ret_value, sizeof(*ret_value));
}

/* Some, as SO_NETNS_COOKIE, refuse any length but that of their value. */
LSOCK_API int lsock_getsockopt_u64(int fd, int level, int option, uint64_t *ret_value)
{
	size_t len = sizeof(*ret_value);
	uint64_t value;
	int r;

	r = exactly(fd, level, option, ret_value, sizeof(*ret_value));
	if (r != -EINVAL)
		return r;
	r = lsock_getsockopt(fd, level, option, &value, &len);
	if (r < 0)
		return r;
	if (len != sizeof(value))
		return -EMSGSIZE;
	*ret_value = value;
	return 0;
}

LSOCK_API int lsock_setsockopt(int fd, int level, int option, const void *value, size_t size)
{
	if (size > INT_MAX)
		return -EINVAL;
	return lsock__sys_setsockopt(fd, level, option, value, (socklen_t) size);
}

LSOCK_API int lsock_setsockopt_int(int fd, int level, int option, int value)
{
	return lsock_setsockopt(fd, level, option, &value, sizeof(value));
}

LSOCK_API int lsock_setsockopt_u64(int fd, int level, int option, uint64_t value)
{
	return lsock_setsockopt(fd, level, option, &value, sizeof(value));
}

LSOCK_API int lsock_ioctl(int fd, unsigned long request, void *arg)
{
	return lsock__sys_ioctl(fd, request, arg);
}
