/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/netdb.h"

#include <arpa/inet.h>
#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <resolv.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "sys/fault.h"
#include "sys/reentrant.h"
#include "sys/sys.h"

/*
 * glibc says by NULL alone that there is no such entry, musl by ENOENT.  musl says ENOMEM of every
 * failure; errno, 0 before the call, tells which.
 */
static int missing(int error)
{
	if (error == ENOMEM && errno > 0)
		return -errno;
	return error > 0 ? -error : -ENOENT;
}

/* Of other protocols musl knows no services. */
static bool is_common(const char *protocol)
{
	return protocol == NULL || strcmp(protocol, "tcp") == 0 || strcmp(protocol, "udp") == 0;
}

static int put_service(const struct servent *found, int error, const char *protocol,
		       struct lsock__entry *ret_entry)
{
	if (found == NULL)
		return error == EINVAL && !is_common(protocol) ? -ENOENT : missing(error);
	ret_entry->number = ntohs((uint16_t) found->s_port);
	ret_entry->name = found->s_name;
	return 0;
}

static int put_protocol(const struct protoent *found, int error, struct lsock__entry *ret_entry)
{
	if (found == NULL)
		return missing(error);
	ret_entry->number = found->p_proto;
	ret_entry->name = found->p_name;
	return 0;
}

int lsock__sys_getservbyname(const char *name, const char *protocol, char *buf, size_t size,
			     struct lsock__entry *ret_entry)
{
	struct servent entry, *found = NULL;
	int error;

	FAULT("getservbyname_r");
	errno = 0;
	error = getservbyname_r(name, protocol, &entry, buf, size, &found);
	return put_service(found, error, protocol, ret_entry);
}

int lsock__sys_getservbyport(unsigned port, const char *protocol, char *buf, size_t size,
			     struct lsock__entry *ret_entry)
{
	struct servent entry, *found = NULL;
	int error;

	FAULT("getservbyport_r");
	errno = 0;
	error = getservbyport_r(htons((uint16_t) port), protocol, &entry, buf, size, &found);
	return put_service(found, error, protocol, ret_entry);
}

int lsock__sys_getprotobyname(const char *name, char *buf, size_t size,
			      struct lsock__entry *ret_entry)
{
	struct protoent entry, *found = NULL;
	int error;

	FAULT("getprotobyname_r");
	errno = 0;
	error = getprotobyname_r(name, &entry, buf, size, &found);
	return put_protocol(found, error, ret_entry);
}

int lsock__sys_getprotobynumber(int number, char *buf, size_t size,
				struct lsock__entry *ret_entry)
{
	struct protoent entry, *found = NULL;
	int error;

	FAULT("getprotobynumber_r");
	errno = 0;
	error = getprotobynumber_r(number, &entry, buf, size, &found);
	return put_protocol(found, error, ret_entry);
}

int lsock__sys_gethostname(char ret_name[LSOCK__HOST_NAME_MAX + 1])
{
	FAULT("gethostname");
	return gethostname(ret_name, LSOCK__HOST_NAME_MAX + 1) < 0 ? -errno : 0;
}

int lsock__sys_sethostname(const char *name, size_t len)
{
	FAULT("sethostname");
	return sethostname(name, len) < 0 ? -errno : 0;
}

static size_t count(const struct if_nameindex *of_libc)
{
	size_t n = 0;

	while (of_libc[n].if_index != 0)
		n++;
	return n;
}

/* NULL: no memory. */
static struct lsock_interface *copy(const struct if_nameindex *of_libc, size_t n)
{
	struct lsock_interface *list = lsock__sys_alloc((n + 1) * sizeof(*list));
	size_t i;

	if (list == NULL)
		return NULL;
	memset(list, 0, (n + 1) * sizeof(*list));
	for (i = 0; i < n; i++) {
		list[i].index = of_libc[i].if_index;
		memcpy(list[i].name, of_libc[i].if_name,
		       strnlen(of_libc[i].if_name, sizeof(list[i].name) - 1));
	}
	return list;
}

int lsock__sys_if_list(struct lsock_interface **ret_list, size_t *ret_count)
{
	struct if_nameindex *of_libc;
	struct lsock_interface *list;
	size_t n;

	FAULT("if_nameindex");
	of_libc = if_nameindex();
	if (of_libc == NULL)	/* glibc's word for no memory is the kernel's for its own */
		return errno == ENOBUFS ? -ENOMEM : -errno;
	n = count(of_libc);
	list = copy(of_libc, n);
	if_freenameindex(of_libc);
	if (list == NULL)
		return -ENOMEM;
	*ret_list = list;
	*ret_count = n;
	return 0;
}

static bool is_beyond_loopback(const struct sockaddr *addr)
{
	struct sockaddr_in6 in6;
	struct sockaddr_in in;

	if (addr->sa_family == AF_INET) {
		memcpy(&in, addr, sizeof(in));
		return in.sin_addr.s_addr != htonl(INADDR_LOOPBACK);
	}
	memcpy(&in6, addr, sizeof(in6));
	return !IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

int lsock__sys_has_address(int family)
{
	struct ifaddrs *list, *at;
	int has = 0;

	FAULT("getifaddrs");
	if (getifaddrs(&list) < 0)
		return -errno;
	for (at = list; at && !has; at = at->ifa_next)
		has = at->ifa_addr && at->ifa_addr->sa_family == family &&
		      is_beyond_loopback(at->ifa_addr);
	freeifaddrs(list);
	return has;
}

int lsock__sys_resolver_patience(int *ret_ms, int *ret_tries)
{
#ifdef HAVE_RES_NINIT
	struct __res_state state = { .nscount = 0 };

	FAULT("res_ninit");
	if (res_ninit(&state) < 0)
		return -ENOMEM;
	*ret_ms = (state.retrans > 0 ? state.retrans : 1) * 1000;	/* at most 30 s */
	*ret_tries = state.retry > 0 ? state.retry : 1;
	res_nclose(&state);
	return 0;
#else
	(void) ret_ms;
	(void) ret_tries;
	return -EOPNOTSUPP;
#endif
}

int lsock__sys_inet_aton(const char *text, struct in_addr *ret_addr)
{
	struct in_addr addr;

	if (inet_aton(text, &addr) == 0)
		return -EINVAL;
	*ret_addr = addr;
	return 0;
}
