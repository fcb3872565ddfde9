/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The system calls of messages with addresses, vectors and control data; see sys/sys.h. */
#include <sys/socket.h>
#include <sys/types.h>

ssize_t lsock__sys_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t lsock__sys_recvmsg(int fd, struct msghdr *message, int flags);

/* How many came, at once: it never waits.  Each has its length and flags. */
int lsock__sys_recvmmsg(int fd, struct mmsghdr *messages, unsigned count, int flags);
