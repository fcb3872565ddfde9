/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Look up, bind, listen.  A socket that did not come to its end is closed here. */
#include <errno.h>
#include <limits.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <sys/socket.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/family.h>
#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "base/options.h"
#include "names/create.h"
#include "names/internet.h"

static bool listens(int type)
{
	return type == SOCK_STREAM || type == SOCK_SEQPACKET;
}

/* Where nobody has said it. */
static int family_wanted(const char *host, const struct lsock_server_options *options)
{
	if (options->family != AF_UNSPEC)
		return options->family;
	if (options->dualstack)
		return AF_INET6;
	return host ? AF_UNSPEC : AF_INET;
}

static int check(const struct lsock_server_options *options, int family)
{
	if (options->dualstack && family != AF_INET6)
		return -EINVAL;
	return options->reuse_port && !lsock__is_internet(family) ? -EOPNOTSUPP : 0;
}

/* A raw socket of inet6 has no IPv4 to be asked about: the kernel refuses the option there. */
static bool has_v6only(const struct lsock__made *made)
{
	return made->family == AF_INET6 && made->type != SOCK_RAW;
}

/*
 * SO_REUSEADDR lets a server that restarts have its port back before the old connections have timed
 * out.  For datagrams it would let anybody's second socket take the port over.
 */
static int prepare(const struct lsock__made *made, const struct lsock_server_options *options)
{
	int r = 0;

	if (lsock__is_internet(made->family) && listens(made->type))
		r = lsock_setsockopt_int(made->fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (r == 0 && options->reuse_port)
		r = lsock_setsockopt_int(made->fd, SOL_SOCKET, SO_REUSEPORT, 1);
	if (r == 0 && (has_v6only(made) || options->dualstack))
		r = lsock_setsockopt_int(made->fd, IPPROTO_IPV6, IPV6_V6ONLY, !options->dualstack);
	return r;
}

/* The kernel makes of any backlog at most net.core.somaxconn. */
static int let_it_listen(const struct lsock__made *made, const struct lsock_server_options *options)
{
	if (!listens(made->type))
		return 0;
	return lsock_listen(made->fd, options->backlog ? options->backlog : INT_MAX);
}

/* Who waits for a name to be seen would be refused before the socket listens. */
static bool listens_first(int family)
{
	const struct lsock_family *row = lsock_family_by_af(family);

	return row && row->flags & LSOCK_FAMILY_LISTEN_FIRST;
}

static int open_to_all(const struct lsock__made *made, const struct lsock_addr *addr,
		       const struct lsock_server_options *options)
{
	bool first = listens_first(made->family);
	int r = prepare(made, options);

	if (r == 0 && first)
		r = let_it_listen(made, options);
	if (r == 0)
		r = lsock_bind(made->fd, addr);
	if (r == 0 && !first)
		r = let_it_listen(made, options);
	return r;
}

static int serve(const struct lsock_addr *addr, const struct lsock_hints *wanted,
		 const struct lsock_server_options *options, struct lsock__made *ret_made)
{
	struct lsock__made made;
	int r;

	r = check(options, addr->u.sa.sa_family);
	if (r < 0)
		return r;
	r = lsock__made_open(addr, wanted, &made);
	if (r < 0)
		return r;
	r = open_to_all(&made, addr, options);
	if (r < 0)
		(void) lsock_close(made.fd);	/* r is the error to tell of */
	else
		*ret_made = made;
	return r;
}

int lsock__create_server(const char *host, const char *service,
			 const struct lsock_server_options *given, struct lsock_deadline until,
			 struct lsock__made *ret_made)
{
	struct lsock_server_options options;
	struct lsock_answer *answer;
	struct lsock_hints wanted;
	int r;

	r = lsock__options_take(given, sizeof(options), &options);
	if (r < 0)
		return r;
	if (host && host[0] == '\0')
		host = NULL;
	wanted = (struct lsock_hints){
		.size = sizeof(wanted), .family = family_wanted(host, &options),
		.type = options.type & ~LSOCK__TYPE_FLAGS, .protocol = options.protocol,
		.flags = options.flags | AI_PASSIVE,
	};
	if (wanted.family != AF_UNSPEC) {
		r = check(&options, wanted.family);
		if (r < 0)
			return r;
	}
	r = lsock__addresses_find(host, service, &wanted, until, &answer);
	if (r < 0)
		return r;
	r = serve(lsock_answer_at(answer, 0), &wanted, &options, ret_made);
	lsock_answer_free(answer);
	return r;
}

LSOCK_API int lsock_create_server(const char *host, const char *service,
				  const struct lsock_server_options *options,
				  struct lsock_deadline until)
{
	struct lsock__made made;
	int r = lsock__create_server(host, service, options, until, &made);

	return r < 0 ? r : made.fd;
}
