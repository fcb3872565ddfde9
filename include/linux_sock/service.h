/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_SERVICE_H
#define LINUX_SOCK_SERVICE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Services, protocols and this host, from the C library's databases, by its reentrant calls.
 * -ENOENT: there is none of that name or number.  Names go to buf with a NUL: their length is
 * returned, -ENOSPC: size is too small.
 */
int lsock_getservbyname(const char *name, const char *protocol);	/* port; protocol or NULL */
/* -ERANGE: port is over 65535. */
int lsock_getservbyport(unsigned port, const char *protocol, char *buf, size_t size);
int lsock_getprotobyname(const char *name);				/* number */
int lsock_getprotobynumber(int number, char *buf, size_t size);

/* At most 64 bytes: -EINVAL to name it by more, or by a NUL. */
int lsock_gethostname(char *buf, size_t size);
int lsock_sethostname(const char *name, size_t len);	/* 0; -EPERM without CAP_SYS_ADMIN */

#ifdef __cplusplus
}
#endif

#endif
