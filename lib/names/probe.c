/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Can this machine speak IPv6, and IPv4 over a socket of it?  Tried with sockets, closed again. */
#include <linux_sock/inet.h>

#include <errno.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/sockopt.h>

#include "base/export.h"

/*
 * No such family: it is not built in, or ipv6.disable=1 was said at boot.  No such address: "lo" is
 * down or has none, as under the sysctl disable_ipv6.
 */
static int probed(int r)
{
	if (r >= 0)
		return 1;
	return r == -EAFNOSUPPORT || r == -EADDRNOTAVAIL || r == -ENOPROTOOPT ? 0 : r;
}

static int bind_to(int fd, struct in6_addr host)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_addr = host };
	struct lsock_addr addr;
	int r = lsock_addr_from(&in6, sizeof(in6), &addr);

	return r < 0 ? r : lsock_bind(fd, &addr);
}

LSOCK_API int lsock_has_ipv6(void)
{
	int fd = lsock_open(AF_INET6, SOCK_STREAM, 0);
	int r;

	if (fd < 0)
		return probed(fd);
	r = bind_to(fd, in6addr_loopback);
	(void) lsock_close(fd);	/* nothing was sent over it */
	return probed(r);
}

LSOCK_API int lsock_has_dualstack_ipv6(void)
{
	int fd = lsock_open(AF_INET6, SOCK_STREAM, 0);
	int r;

	if (fd < 0)
		return probed(fd);
	r = lsock_setsockopt_int(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
	if (r >= 0)
		r = bind_to(fd, in6addr_any);
	(void) lsock_close(fd);	/* nothing was sent over it */
	return probed(r);
}
