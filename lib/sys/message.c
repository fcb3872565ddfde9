/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/message.h"

#include <errno.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/fault.h"

/*
 * Where the kernel has size_t, POSIX has int and socklen_t.  On machines of 64 bits musl keeps to
 * POSIX, and fills the other halves with zeros in a copy of its own, for which control data of more
 * than about 1 KiB are too many: it knows no memory then.  253 descriptors take more.
 */
static ssize_t send_whole(int fd, const struct msghdr *message, int flags)
{
	ssize_t n = sendmsg(fd, message, flags);

	if (n >= 0 || errno != ENOMEM || sizeof(message->msg_controllen) == sizeof(size_t))
		return n;
	/* Our headers begin as zeros, and so do those of control data: lsock_control_put(). */
	return syscall(SYS_sendmsg, fd, message, flags);
}

ssize_t lsock__sys_sendmsg(int fd, const struct msghdr *message, int flags)
{
	ssize_t n;

	FAULT("send");
	n = send_whole(fd, message, flags);
	return n < 0 ? -errno : n;
}

ssize_t lsock__sys_recvmsg(int fd, struct msghdr *message, int flags)
{
	ssize_t n;

	FAULT("recv");
	n = recvmsg(fd, message, flags);
	return n < 0 ? -errno : n;
}

/*
 * No time is passed on: the kernel looks at it between messages only, and waits for ever for one
 * that does not come.
 */
int lsock__sys_recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags)
{
	int n;

	FAULT("recv");
	n = recvmmsg(fd, messages, count, flags | MSG_DONTWAIT, NULL);
	return n < 0 ? -errno : n;
}
