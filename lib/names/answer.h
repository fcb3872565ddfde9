/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The answer to a look-up, as resolvers fill it in. */
#include <stddef.h>

#include <linux_sock/host.h>

struct addrinfo;
struct hostent;

/* One allocation: all that it points to lies behind it. */
struct lsock_answer {
	size_t count;
	struct lsock_addr *addrs;
	char *name;
	char **aliases;			/* NULL at the end; NULL: none */
	char *service;
};

/* More addresses and aliases than this are not kept: no honest name has them. */
#define LSOCK__ADDRS_MAX 4096

/*
 * -ENOMEM, or what of it cannot be an answer.  Lists, names and hosts stay the caller's.  A name of
 * more than LSOCK__NAME_MAX bytes is not kept; whatever else is in a name is: it is not text to
 * be shown as it comes.
 */
int lsock__answer_from_addrinfo(const struct addrinfo *list, struct lsock_answer **ret_answer);
int lsock__answer_from_hostent(const struct hostent *host, struct lsock_answer **ret_answer);
int lsock__answer_from_names(const char *name, const char *service,
			     struct lsock_answer **ret_answer);
/* name NULL: none.  The former has room for addresses, which the caller fills in and counts. */
int lsock__answer_room(size_t count, const char *name, struct lsock_answer **ret_answer);
int lsock__answer_from_addrs(const struct lsock_addr *addrs, size_t count, const char *name,
			     struct lsock_answer **ret_answer);
