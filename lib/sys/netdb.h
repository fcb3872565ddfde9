/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The C library's databases, by its reentrant calls, and the name of this host.  Results are >= 0
 * or -errno; -ENOENT: there is no such entry, -ERANGE: size is too small for it.  Texts lie in the
 * caller's buffer; a list is an allocation that the caller owns.
 */
#include <stddef.h>

#include <linux_sock/interface.h>

struct in_addr;

/* A service or a protocol; a port in the host's byte order.  name lies in the caller's buffer. */
struct lsock__entry {
	int number;
	const char *name;
};

int lsock__sys_getservbyname(const char *name, const char *protocol, char *buf, size_t size,
			     struct lsock__entry *ret_entry);
int lsock__sys_getservbyport(unsigned port, const char *protocol, char *buf, size_t size,
			     struct lsock__entry *ret_entry);
int lsock__sys_getprotobyname(const char *name, char *buf, size_t size,
			      struct lsock__entry *ret_entry);
int lsock__sys_getprotobynumber(int number, char *buf, size_t size,
				struct lsock__entry *ret_entry);

#define LSOCK__HOST_NAME_MAX 64	/* bytes: the kernel's __NEW_UTS_LEN */

int lsock__sys_gethostname(char ret_name[LSOCK__HOST_NAME_MAX + 1]);
int lsock__sys_sethostname(const char *name, size_t len);

/* In the kernel's order; *ret_list is to be freed. */
int lsock__sys_if_list(struct lsock_interface **ret_list, size_t *ret_count);

/* Has this host an address of that family, inet or inet6, besides 127.0.0.1 and ::1?  1 or 0. */
int lsock__sys_has_address(int family);

/*
 * How long resolv.conf(5) gives a server, in ms, and how often it is asked.  -EOPNOTSUPP: the C
 * library does not say.
 */
int lsock__sys_resolver_patience(int *ret_ms, int *ret_tries);

/* Its lenient rules; -EINVAL. */
int lsock__sys_inet_aton(const char *text, struct in_addr *ret_addr);
