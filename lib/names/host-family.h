/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Families of third parties whose hosts are those of inet or inet6: they are looked up there, and
 * what is found is made an address of theirs.
 */
#include <linux_sock/family.h>
#include <linux_sock/host.h>

/* The row, if the family is one of these; NULL: it has hosts of its own, or none. */
const struct lsock_family *lsock__borrower(int family);

/* Of an address at a host, what the row makes of it; type and protocol as hints say. */
int lsock__borrow(const struct lsock_family *row, const struct lsock_hints *hints,
		  const struct lsock_addr *host, struct lsock_addr *ret_addr);

/* lsock_getaddrinfo() for such a family, too.  Services are those of TCP. */
int lsock__hosts_find(const char *host, const char *service, const struct lsock_hints *hints,
		      struct lsock_deadline until, struct lsock_answer **ret_answer);
