/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Look-ups by c-ares, which asks name servers itself.  Each one has a channel of its own, and with
 * it sockets and queries that no other look-up sees.
 */
/* Its newer releases warn of calls for which its older ones have no others. */
#define CARES_NO_DEPRECATED
#include <ares.h>
#include <stdbool.h>

#include "names/kinds.h"
#include "names/lookup.h"

struct lsock__cares {
	struct lsock_lookup lookup;
	ares_channel channel;
	int epoll;			/* has the timer and the sockets of c-ares */
	int timer;
	uint32_t process;		/* whose sockets they are */
	bool ending;			/* being freed: nothing more is wanted of it */
	bool done, taken;		/* result and answer are there, were given */
	int result;
	struct lsock_answer *answer;
	int no_socket;			/* why the last one could not be had; 0: it could */
	int unwatched;			/* why one is not in epoll; 0: all are */
	unsigned receives;		/* that are left in this round */
	struct lsock__query query;
	struct lsock__kind kinds[LSOCK__KINDS_MAX];
	int kind_count;
	char lookups[4];		/* of names: what is asked, 'f' the file, 'b' servers */
	const char *next_lookup;
	int status;			/* ARES_: what the last server gave instead of a name */
	char host[];			/* of the query */
};

/* What c-ares is asked for. */
struct lsock__cares_subject {
	/*
	 * What has to be known before: 1, or 0 where c-ares need not be asked: *ret_answer is the
	 * answer.
	 */
	int (*begin)(struct lsock__cares *cares, struct lsock_answer **ret_answer);
	/* Asks it.  The answer may come before this returns. */
	void (*ask)(struct lsock__cares *cares);
};

extern const struct lsock__cares_subject lsock__cares_hosts;	/* addresses of hosts */
extern const struct lsock__cares_subject lsock__cares_names;	/* names of addresses */

/* A look-up, as lsock__cares_start() gives it. */
int lsock__cares_begin(const struct lsock__cares_subject *subject, const struct lsock__query *query,
		       struct lsock_lookup **ret_lookup);

/* Addresses of inet6 only are wanted, and those of inet as such. */
bool lsock__cares_is_mapped(const struct lsock__query *query);

/* What was found as cares->answer, or an error. */
int lsock__cares_found(struct lsock__cares *cares, const struct ares_addrinfo *found);

/* Each address for each kind of socket; name NULL: none. */
int lsock__cares_put_addrs(const struct lsock__cares *cares, const struct lsock_addr *hosts,
			   size_t count, const char *name, struct lsock_answer **ret_answer);

/* The end of the look-up: 0, answer being there, or an error. */
void lsock__cares_done(struct lsock__cares *cares, int result);

/* What an ARES_ number means to who asked that question. */
int lsock__cares_error(const struct lsock__cares *cares, int status);

/* Its sockets are ours, and are waited for at cares->epoll. */
void lsock__cares_watch(void *cares, ares_socket_t fd, int readable, int writable);
void lsock__cares_use_sockets(struct lsock__cares *cares);
