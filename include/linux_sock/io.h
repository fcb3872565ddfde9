/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_IO_H
#define LINUX_SOCK_IO_H

#include <stddef.h>
#include <sys/types.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Bytes in and out of a descriptor, blocking or not: these calls never wait beyond their deadline.
 * They return how many bytes were moved, or a negative error: -ETIME past the deadline, -EAGAIN
 * with lsock_nowait().  MSG_DONTWAIT and MSG_NOSIGNAL are always on; MSG_PEEK and the other flags
 * are passed on.  Receiving is recv(2): 0 is 0, truncation is no error.  to NULL: -EINVAL.
 */
ssize_t lsock_recv(int fd, void *buf, size_t size, int flags, struct lsock_deadline until);
ssize_t lsock_recvfrom(int fd, void *buf, size_t size, int flags, struct lsock_addr *ret_from,
		       struct lsock_deadline until);	/* ret_from->len 0: none was given */
ssize_t lsock_send(int fd, const void *buf, size_t size, int flags, struct lsock_deadline until);
ssize_t lsock_sendto(int fd, const void *buf, size_t size, int flags, const struct lsock_addr *to,
		     struct lsock_deadline until);

/* All of it under one deadline: 0 or an error.  *ret_sent (NULL: not wanted) is always written. */
int lsock_send_all(int fd, const void *buf, size_t size, int flags, size_t *ret_sent,
		   struct lsock_deadline until);

/*
 * size bytes under one deadline: 0 or an error; -ENODATA: the end came before.  *ret_received
 * (NULL: not wanted) of them are in buf, and is always written.  MSG_PEEK, MSG_TRUNC: -EINVAL.
 */
int lsock_recv_all(int fd, void *buf, size_t size, int flags, size_t *ret_received,
		   struct lsock_deadline until);

/*
 * What a receive of 0 bytes was: 1 the peer's end, 0 an empty message, or a negative error.  An
 * empty message that is the last before the end counts as the end.
 */
int lsock_ended(int fd);

/* Waits for POLL* events of <poll.h>; returns those that came, > 0. */
int lsock_wait(int fd, short events, struct lsock_deadline until);

#ifdef __cplusplus
}
#endif

#endif
