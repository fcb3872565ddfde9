/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_HOST_H
#define LINUX_SOCK_HOST_H

#include <stddef.h>
#include <stdint.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>
#include <linux_sock/why.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Names of hosts, under a deadline.  A look-up asks the C library (nsswitch.conf(5)) in a detached
 * thread that is left behind when the deadline comes; literals and numeric services need none.
 * There are 32 places for such threads in a process: a call waits for one until its deadline.
 * Answers of the resolver are LSOCK_EAI(x), those of the calls whose name begins with gethostby
 * LSOCK_HERR(x).  -EDEADLK: this process was forked while a look-up ran.
 */
struct lsock_hints {
	size_t size;		/* sizeof(struct lsock_hints) */
	int family;		/* AF_UNSPEC: any */
	int type, protocol;	/* 0: any */
	int flags;		/* AI_ of <netdb.h>, LSOCK_LOOKUP_ */
	uint32_t port;		/* where service is NULL; over 65535: -ERANGE */
};

/* In the flags of every look-up: by c-ares, no thread; -EOPNOTSUPP: built without it. */
#define LSOCK_LOOKUP_CARES 0x01000000

/*
 * What a look-up found: addresses with type and protocol, and names; NULL: no more, not asked for.
 * Strings and addresses live as long as it.
 */
struct lsock_answer;
size_t lsock_answer_count(const struct lsock_answer *answer);
const struct lsock_addr *lsock_answer_at(const struct lsock_answer *answer, size_t i);
const char *lsock_answer_name(const struct lsock_answer *answer);	/* canonical */
const char *lsock_answer_alias(const struct lsock_answer *answer, size_t i);
const char *lsock_answer_service(const struct lsock_answer *answer);
struct lsock_answer *lsock_answer_free(struct lsock_answer *answer);	/* NULL */

/*
 * host NULL: loopback, or any address with AI_PASSIVE.  service: a name, a number 0..65535, or NULL
 * for hints->port.  hints NULL: none.
 */
int lsock_getaddrinfo(const char *host, const char *service, const struct lsock_hints *hints,
		      struct lsock_deadline until, struct lsock_answer **ret_answer);

/* Either buffer may be NULL with size 0; LSOCK_EAI(EAI_OVERFLOW): too small.  Zones are kept. */
int lsock_getnameinfo(const struct lsock_addr *addr, char *host, size_t host_size, char *service,
		      size_t service_size, int flags, struct lsock_deadline until);

int lsock_gethostbyname(const char *name, int flags, struct lsock_deadline until,
			struct lsock_addr *ret_addr);		/* AF_INET, port 0 */
int lsock_gethostbyname_ex(const char *name, int flags, struct lsock_deadline until,
			   struct lsock_answer **ret_answer);	/* AF_INET */
int lsock_gethostbyaddr(const struct lsock_addr *addr, int flags, struct lsock_deadline until,
			struct lsock_answer **ret_answer);

/*
 * The full name of name, or of this host where it is NULL or empty: 0, or 1 where nobody knows one
 * and name itself is given.  -ENOSPC: size is too small.
 */
int lsock_getfqdn(const char *name, int flags, char *buf, size_t size, struct lsock_deadline until);

/*
 * Text of any family as lsock_addr_parse() takes it, or HOST[:SERVICE] with a host name, which is
 * looked up.  What looks like a number but is none is never looked up.
 */
int lsock_resolve(const char *text, const struct lsock_hints *hints, struct lsock_deadline until,
		  struct lsock_answer **ret_answer, struct lsock_why *ret_why);

/* For a loop of one's own: begin, poll fd for POLLIN, then finish; free gives it up at any time. */
struct lsock_lookup;
int lsock_getaddrinfo_start(const char *host, const char *service, const struct lsock_hints *hints,
			    struct lsock_lookup **ret_lookup);
int lsock_getnameinfo_start(const struct lsock_addr *addr, int flags,
			    struct lsock_lookup **ret_lookup);
int lsock_gethostbyname_start(const char *name, int flags, struct lsock_lookup **ret_lookup);
int lsock_gethostbyaddr_start(const struct lsock_addr *addr, int flags,
			      struct lsock_lookup **ret_lookup);
int lsock_lookup_fd(const struct lsock_lookup *lookup);
/*
 * -EAGAIN with lsock_nowait(), -ETIME: not yet.  The outcome is given once, then -ENODATA; to a
 * child of the process that began, -ECANCELED.
 */
int lsock_lookup_finish(struct lsock_lookup *lookup, struct lsock_deadline until,
			struct lsock_answer **ret_answer);
struct lsock_lookup *lsock_lookup_free(struct lsock_lookup *lookup);	/* NULL */

/*
 * Around fork(2), where the child is to look names up: no thread of a look-up is there between the
 * two, and new look-ups wait.  Both nest; the child needs no resume.
 */
int lsock_lookup_quiesce(struct lsock_deadline until);
int lsock_lookup_resume(void);		/* -EINVAL: not quiesced, or by the parent */

/* Places for threads in this process, 1 to 64 (else -ERANGE): how many there were so far. */
int lsock_lookup_set_places(unsigned count);

#ifdef __cplusplus
}
#endif

#endif
