/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_SOCKOPT_H
#define LINUX_SOCK_SOCKOPT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Socket options by number.  The kernel's value must have exactly the size of the type asked for,
 * else -EMSGSIZE: nothing is cut to an int unseen.
 */
int lsock_getsockopt_int(int fd, int level, int option, int *ret_value);
int lsock_getsockopt_u64(int fd, int level, int option, uint64_t *ret_value);

/* Any size: *size is the room in buf and becomes the length of the value. */
int lsock_getsockopt(int fd, int level, int option, void *buf, size_t *size);

int lsock_setsockopt_int(int fd, int level, int option, int value);
int lsock_setsockopt_u64(int fd, int level, int option, uint64_t value);
int lsock_setsockopt(int fd, int level, int option, const void *value, size_t size); /* or NULL */

/* ioctl(2): what it returned, or a negative error. */
int lsock_ioctl(int fd, unsigned long request, void *arg);

#ifdef __cplusplus
}
#endif

#endif
