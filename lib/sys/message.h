/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The two system calls of messages with addresses, vectors and control data; see sys/sys.h. */
#include <sys/socket.h>
#include <sys/types.h>

ssize_t lsock__sys_sendmsg(int fd, const struct msghdr *message, int flags);
ssize_t lsock__sys_recvmsg(int fd, struct msghdr *message, int flags);
