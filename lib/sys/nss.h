/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The C library's look-ups of hosts, which may take many seconds and which nothing can end early.
 * Results are 0, -errno or what the name service answered, as LSOCK_EAI(x) or LSOCK_HERR(x).
 */
#include <stddef.h>
#include <sys/socket.h>

struct addrinfo;
struct hostent;

/* First of all in a thread that is to look up: it may be on the stack of one that fork(2) ended. */
void lsock__sys_forget_resolver(void);

/*
 * Can a descriptor and some memory be had now?  0, -EMFILE, -ENFILE or -ENOMEM: then an answer to
 * the contrary is none, for resolvers take a file that cannot be opened for one that is not there.
 * The calls below ask that themselves.
 */
int lsock__sys_want(void);

/* No memory is always -ENOMEM, and EAI_SYSTEM the errno it stands for. */
int lsock__sys_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
			   struct addrinfo **ret_list);
void lsock__sys_freeaddrinfo(struct addrinfo *list);

int lsock__sys_getnameinfo(const void *addr, socklen_t len, char *host, size_t host_size,
			   char *service, size_t service_size, int flags);

/* What *ret_host points to lies in buf; -ERANGE: it is too small. */
int lsock__sys_gethostbyname(const char *name, int family, struct hostent *ret_host, char *buf,
			     size_t size);
int lsock__sys_gethostbyaddr(const void *addr, size_t len, int family, struct hostent *ret_host,
			     char *buf, size_t size);
