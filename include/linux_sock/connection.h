/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_CONNECTION_H
#define LINUX_SOCK_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Look up, try each: the composed calls.  A host and a service, or, where service is NULL, text of
 * any family ("/run/x", "tipc:name:18888:17", "[::1]:80", "host:80").
 */

/* What was tried, in order, on success too; belongs to the caller. */
#define LSOCK_STAGE_OPEN 1
#define LSOCK_STAGE_BIND 2
#define LSOCK_STAGE_CONNECT 3

struct lsock_attempt {
	struct lsock_addr addr;
	int stage;		/* LSOCK_STAGE_: how far it came */
	int error;		/* 0: connected; else negative */
	int64_t begin_ns, end_ns;	/* CLOCK_MONOTONIC */
};

struct lsock_report;
size_t lsock_report_count(const struct lsock_report *report);
const struct lsock_attempt *lsock_report_at(const struct lsock_report *report, size_t i);
struct lsock_report *lsock_report_free(struct lsock_report *report);	/* NULL */

struct lsock_connection_options {
	size_t size;		/* sizeof(struct lsock_connection_options) */
	int family;		/* AF_UNSPEC: any */
	int type, protocol;	/* 0: SOCK_STREAM, or what the family has instead; any */
	int flags;		/* as of struct lsock_hints */
	/* Bound first; addresses of other families are passed over. */
	const struct lsock_addr *source;
};

/*
 * An fd, by the first address that connects, all under one deadline; else the error of the last
 * one that could be tried, or that of the look-up.  -ETIME, -EINTR: no further one was tried.
 * lsock_nowait(): what does not connect at once gives -EAGAIN.  *ret_report (NULL: not wanted) is
 * written in any case, NULL where nothing was tried.  options NULL: none.
 */
int lsock_create_connection(const char *host, const char *service,
			    const struct lsock_connection_options *options,
			    struct lsock_deadline until, struct lsock_report **ret_report);

struct lsock_server_options {
	size_t size;		/* sizeof(struct lsock_server_options) */
	int family;		/* AF_UNSPEC: the address's own; AF_INET where there is none */
	int type, protocol;	/* 0: SOCK_STREAM, or what the family has instead; any */
	int flags;		/* as of struct lsock_hints */
	int backlog;		/* 0: the system's own limit */
	bool reuse_port;	/* SO_REUSEPORT; -EOPNOTSUPP but for inet and inet6 */
	bool dualstack;		/* serve IPv4 on an inet6 socket, too */
};

/*
 * A bound and listening fd (types that do not listen are bound only).  host NULL or "": any
 * address.  The first address of a name counts.  SO_REUSEADDR is set where inet or inet6 listens,
 * IPV6_V6ONLY as dualstack says.
 */
int lsock_create_server(const char *host, const char *service,
			const struct lsock_server_options *options, struct lsock_deadline until);

#ifdef __cplusplus
}
#endif

#endif
