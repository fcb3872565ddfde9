/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/message.h"

#include <errno.h>

#include "sys/fault.h"

ssize_t lsock__sys_sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t n;

	FAULT("send");
	n = sendmsg(fd, message, flags);
	return n < 0 ? -errno : n;
}

ssize_t lsock__sys_recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t n;

	FAULT("recv");
	n = recvmsg(fd, message, flags);
	return n < 0 ? -errno : n;
}
