/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The addresses of the composed calls, and the sockets that are opened for them. */
#include <netinet/in.h>

#include <linux_sock/deadline.h>
#include <linux_sock/host.h>

/*
 * Those of a host and a service, or of one text of any family where service is NULL.  Type 0 is
 * SOCK_STREAM, or what the family of numeric text has instead.
 */
int lsock__addresses_find(const char *host, const char *service, const struct lsock_hints *wanted,
			  struct lsock_deadline until, struct lsock_answer **ret_answer);

/* A socket that was made, and what is known of it. */
struct lsock__made {
	int fd;
	int family, type, protocol;
};

/* Opened for an address of such an answer. */
int lsock__made_open(const struct lsock_addr *addr, const struct lsock_hints *wanted,
		     struct lsock__made *ret_made);

/* getaddrinfo(3) does not know MPTCP; it is spoken at the addresses of TCP. */
static inline int lsock__protocol_to_look_up(int protocol)
{
	return protocol == IPPROTO_MPTCP ? IPPROTO_TCP : protocol;
}
