/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What is asked of a resolver, and the resolvers that can be asked.  One question has one answer;
 * the calls of <linux_sock/host.h> are made of it.
 */
#include <linux_sock/deadline.h>
#include <linux_sock/host.h>

enum lsock__question {
	LSOCK__ADDRINFO,	/* host, service, hints: addresses, canonical name */
	LSOCK__NAMEINFO,	/* addr, flags NI_: name, service */
	LSOCK__HOSTBYNAME,	/* host: name, aliases, addresses of AF_INET */
	LSOCK__HOSTBYADDR,	/* addr: the same, of its family */
};

/*
 * It has been checked: flags are known ones, a host is no longer than LSOCK__NAME_MAX and is a name
 * (a literal where AI_NUMERICHOST is set; NULL: any address, or loopback), a service is a name or
 * 0..65535 in decimal, an address is a whole one of inet or inet6.
 */
struct lsock__query {
	enum lsock__question question;
	int family, type, protocol;
	int flags;			/* without LSOCK_LOOKUP_ */
	struct lsock_addr addr;
	const char *host, *service;	/* NULL: none; a resolver keeps copies of its own */
};

/* NI_MAXHOST without its NUL: longer than any name of the DNS, escapes and all. */
#define LSOCK__NAME_MAX 1024

/* A look-up that goes on; a resolver's struct begins with it. */
struct lsock_lookup {
	const struct lsock__lookup_calls *calls;
};

struct lsock__lookup_calls {
	int (*fd)(const struct lsock_lookup *lookup);
	int (*finish)(struct lsock_lookup *lookup, struct lsock_deadline until,
		      struct lsock_answer **ret_answer);
	void (*free)(struct lsock_lookup *lookup);
};

/* The resolvers: the C library in a thread; c-ares, where that is built in. */
int lsock__nss_start(const struct lsock__query *query, struct lsock_lookup **ret_lookup);
int lsock__cares_start(const struct lsock__query *query, struct lsock_lookup **ret_lookup);

/* The first one's answer itself, for who waits here until a deadline: no descriptor is made. */
int lsock__nss_find(const struct lsock__query *query, struct lsock_deadline until,
		    struct lsock_answer **ret_answer);

/* One that has its answer from the start, and becomes its owner even where it fails. */
int lsock__known_start(struct lsock_answer *answer, struct lsock_lookup **ret_lookup);

/* LSOCK_LOOKUP_ in the flags of a call says which resolver is asked. */
#define LSOCK__LOOKUP_FLAGS LSOCK_LOOKUP_CARES

/*
 * What a call makes of its arguments: the answer, where it needs no resolver, or the question.
 * Asks it of the resolver that flags choose, in a look-up or, with a deadline, to its end.
 */
struct lsock__inquiry {
	struct lsock__query query;
	int flags;			/* LSOCK_LOOKUP_ */
	struct lsock_answer *answer;	/* NULL: ask */
	char port[6];			/* what query.service may point to */
};

int lsock__inquiry_start(struct lsock__inquiry *request, struct lsock_lookup **ret_lookup);
int lsock__inquiry_finish(struct lsock__inquiry *request, struct lsock_deadline until,
			  struct lsock_answer **ret_answer);
