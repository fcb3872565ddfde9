/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_FAMILY_H
#define LINUX_SOCK_FAMILY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/addr.h>
#include <linux_sock/field.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The row of a family: data and converters, no I/O.  Rows grow at the end; size tells how much of
 * one there is.  A converter that is NULL means what stands beside it.
 */
struct lsock_family {
	size_t size;			/* sizeof(struct lsock_family) */
	uint32_t abi;			/* LSOCK_FAMILY_ABI */
	int af;				/* AF_ number, 1..65535 */
	const char *name;		/* prefix of text: [a-z][a-z0-9_-]{0,15}, a letter > f */
	const char *const *aliases;	/* more prefixes, NULL-terminated; NULL: none */
	socklen_t shortest, longest;	/* length of its sockaddr, sa_family counted */
	uint32_t types;			/* LSOCK_TYPE_BIT(SOCK_STREAM) | ... */
	uint32_t flags;			/* LSOCK_FAMILY_ */
	uint16_t port_at, port_size;	/* of a port; 2 bytes: network order, 4: host's, 0: none */
	const struct lsock_form *forms;
	size_t form_count;
	const char *loopback;		/* text to bind, then to speak to itself; NULL: none */
	const char *module;		/* kernel module that mends EAFNOSUPPORT; NULL: none */

	/*
	 * From the text behind "name:" (prefixed), or from a bare one.  why is never NULL; its
	 * column counts from text.  *ret_addr is zero, its protocol unsaid; a failure drops it.
	 * This and from_fields set len and all of the sockaddr, sa_family too.
	 */
	int (*parse)(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		     struct lsock_why *why);
	/* As lsock_addr_format(), prefix and all; -EINVAL: no text, "af<N>:<hex>" is printed. */
	int (*format)(const struct lsock_addr *addr, char *buf, size_t size);
	/* values: all of the form, each of its kind and within its range. */
	int (*from_fields)(size_t form, const struct lsock_value *values,
			   struct lsock_addr *ret_addr, struct lsock_why *why);
	/* Returns the number of the form, or -errno. */
	int (*to_fields)(const struct lsock_addr *addr, char *scratch, size_t size,
			 struct lsock_value *ret_values);
	/* Tidies the kernel's bytes, len being within shortest..longest.  NULL: nothing to tidy. */
	int (*from)(struct lsock_addr *addr);
	/* Strict checks beyond the length.  NULL: none. */
	int (*check)(const struct lsock_addr *addr, struct lsock_why *why);

	int host_af;			/* HOST_NAMES: AF_INET, AF_INET6: who looks them up */
	/* The address at a host of host_af and its port.  NULL: it is the host's own. */
	int (*from_host)(const struct lsock_addr *host, struct lsock_addr *ret_addr);
};

#define LSOCK_FAMILY_ABI 1u
#define LSOCK_TYPE_BIT(type) (1u << (type))

#define LSOCK_FAMILY_HOST_NAMES 1u	/* hosts have names, those of host_af */
#define LSOCK_FAMILY_PROTOCOL 2u	/* the protocol is part of the address */
#define LSOCK_FAMILY_CONNECT_AGAIN 4u	/* connect: EAGAIN and EINTR have started nothing */
#define LSOCK_FAMILY_CLOSE_SHUTDOWN 8u	/* close alone looks like a reset to the peer */
#define LSOCK_FAMILY_LISTEN_FIRST 16u	/* a name is seen once it is bound: listen, then bind */
#define LSOCK_FAMILY_NO_NOSIGNAL 32u	/* send refuses MSG_NOSIGNAL: it raises no SIGPIPE */
#define LSOCK_FAMILY_NO_PEER_NAME 64u	/* accept fails if it is asked for the peer's name */

/* NULL: there is none.  What is returned lives as long as the process. */
const struct lsock_family *lsock_family_by_af(int af);
const struct lsock_family *lsock_family_by_name(const char *name, size_t len);
const struct lsock_family *lsock_family_at(size_t i);	/* 0, 1, ... until NULL */

/*
 * Adds a third party's row for the rest of the process; *family is copied, what it points to is
 * not.  -EEXIST, -ENOSPC (64 slots), -EPROTONOSUPPORT (other ABI), -EINVAL (incomplete).
 */
int lsock_family_register(const struct lsock_family *family);

/* What a plug-in file exports: its rows, i = 0, 1, ... until NULL. */
const struct lsock_family *lsock_plugin_family(unsigned i);

#ifdef __cplusplus
}
#endif

#endif
