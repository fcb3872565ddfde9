/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Every system call and every allocation of the library.  Results are >= 0 or -errno, EINTR
 * included: whoever waits decides about it.  Descriptors made here are close-on-exec from birth.
 * sys.c is compiled a second time for the tests, with a seam in each call that can make it fail
 * (sys/fault.h).
 */
#include <poll.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/types.h>

int lsock__sys_socket(int family, int type, int protocol);
int lsock__sys_socketpair(int family, int type, int protocol, int ret_fds[2]);
int lsock__sys_dup(int fd);
int lsock__sys_close(int fd);

/* Closes fd and keeps its number taken: calls on it give -EBADF.  On failure fd is as it was. */
int lsock__sys_bury(int fd);

int lsock__sys_bind(int fd, const void *addr, socklen_t len);
int lsock__sys_listen(int fd, int backlog);
int lsock__sys_accept(int fd, void *addr, socklen_t *len, int flags);
int lsock__sys_connect(int fd, const void *addr, socklen_t len);
int lsock__sys_shutdown(int fd, int how);
int lsock__sys_getsockname(int fd, void *addr, socklen_t *len);
int lsock__sys_getpeername(int fd, void *addr, socklen_t *len);
int lsock__sys_getsockopt(int fd, int level, int option, void *value, socklen_t *len);
int lsock__sys_setsockopt(int fd, int level, int option, const void *value, socklen_t len);
int lsock__sys_ioctl(int fd, unsigned long request, void *arg);

ssize_t lsock__sys_recv(int fd, void *buf, size_t size, int flags);
ssize_t lsock__sys_recvfrom(int fd, void *buf, size_t size, int flags, void *addr, socklen_t *len);
ssize_t lsock__sys_send(int fd, const void *buf, size_t size, int flags);
ssize_t lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
			  socklen_t len);

/* F_GETFL and F_SETFL, FD_CLOEXEC. */
int lsock__sys_getflags(int fd);
int lsock__sys_setflags(int fd, int flags);
int lsock__sys_setcloexec(int fd);

/*
 * ppoll(2) with the caller's signal mask.  *left: how long in ns, below 0 for ever; becomes what
 * the kernel says is left of it, to the nanosecond, so that no clock need be read.
 */
int lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left);

/* CLOCK_MONOTONIC in ns. */
int64_t lsock__sys_now(void);

/* An interface's index; -ENODEV: there is none of that name (at most 15 bytes and a NUL). */
int lsock__sys_if_index(const char *name);
int lsock__sys_if_name(unsigned index, char ret_name[16]);

/* NULL: no memory. */
void *lsock__sys_alloc(size_t size);
void *lsock__sys_realloc(void *p, size_t size);
void lsock__sys_free(void *p);
