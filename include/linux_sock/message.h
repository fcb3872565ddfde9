/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_MESSAGE_H
#define LINUX_SOCK_MESSAGE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include <linux_sock/addr.h>
#include <linux_sock/control.h>
#include <linux_sock/deadline.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A message with its address and control data: struct msghdr in the library's own types. */
struct lsock_message {
	struct lsock_addr name;		/* receiver or sender; len 0: none */
	struct iovec *vectors;
	size_t vector_count;		/* at most 1024 */
	struct lsock_control *control;	/* NULL: none */
	int flags;			/* of what was received: MSG_TRUNC, MSG_CTRUNC ... */
};

/*
 * Bytes moved, or a negative error, as lsock_send(3) and lsock_recv(3).  A receive writes name,
 * flags and control; descriptors in it are close-on-exec, and those of the message before that
 * nobody has taken are closed first, also where the receive then fails.
 */
ssize_t lsock_sendmsg(int fd, const struct lsock_message *message, int flags,
		      struct lsock_deadline until);
ssize_t lsock_recvmsg(int fd, struct lsock_message *message, int flags,
		      struct lsock_deadline until);

#define LSOCK_FDS_MAX 253	/* descriptors in one message: SCM_MAX_FD of the kernel */

/*
 * Descriptors beside bytes, of which a stream needs at least one: size 0 there is -EINVAL.  Of
 * AF_UNIX only: other families would drop them silently, -EOPNOTSUPP.
 */
ssize_t lsock_send_fds(int fd, const void *buf, size_t size, const int *fds, size_t count,
		       int flags, const struct lsock_addr *to, struct lsock_deadline until);

struct lsock_fds {
	int *fds;		/* room for the received ones, which become the caller's */
	size_t room;
	size_t count;		/* how many there are */
	int flags;		/* MSG_CTRUNC: there were more; MSG_TRUNC: there were more bytes */
};

/* ret_from NULL: not wanted. */
ssize_t lsock_recv_fds(int fd, void *buf, size_t size, struct lsock_fds *fds, int flags,
		       struct lsock_addr *ret_from, struct lsock_deadline until);

#ifdef __cplusplus
}
#endif

#endif
