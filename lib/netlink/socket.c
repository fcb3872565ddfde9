/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A conversation made and freed, with the socket that it owns; what the kernel can do for it. */
#include <errno.h>
#include <stddef.h>
#include <sys/socket.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/netns.h>
#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "base/options.h"
#include "core/process.h"
#include "netlink/conversation.h"
#include "netlink/groups.h"
#include "netlink/limits.h"
#include "sys/sys.h"

#define FLAGS (LSOCK_NETLINK_NETNS | LSOCK_NETLINK_ALL_NSID | LSOCK_NETLINK_NO_STRICT)
#define HAS (LSOCK_NETLINK_HAS_EXT_ACK | LSOCK_NETLINK_HAS_CAP_ACK | LSOCK_NETLINK_HAS_STRICT | \
	     LSOCK_NETLINK_HAS_PKTINFO)

static int take_options(const struct lsock_netlink_options *given,
			struct lsock_netlink_options *ret_options)
{
	int r = lsock__options_take(given, sizeof(*ret_options), ret_options);

	if (r < 0)
		return r;
	if (ret_options->flags & ~FLAGS || ret_options->require & ~HAS ||
	    ret_options->from > LSOCK_NETLINK_FROM_ANY)
		return -EINVAL;
	if ((ret_options->from == LSOCK_NETLINK_FROM_PORT) != (ret_options->from_port != 0))
		return -EINVAL;
	return 0;
}

/* ---- what the kernel can */

static const struct ability {
	uint32_t has;
	int option;
} abilities[] = {
	{ LSOCK_NETLINK_HAS_EXT_ACK, NETLINK_EXT_ACK },
	{ LSOCK_NETLINK_HAS_CAP_ACK, NETLINK_CAP_ACK },
	{ LSOCK_NETLINK_HAS_PKTINFO, NETLINK_PKTINFO },
	{ LSOCK_NETLINK_HAS_STRICT, NETLINK_GET_STRICT_CHK },
};

/* STRICT means something to the routes' protocol only. */
static bool is_wanted(const struct ability *ability, int protocol,
		      const struct lsock_netlink_options *options)
{
	if (ability->has != LSOCK_NETLINK_HAS_STRICT)
		return true;
	return protocol == NETLINK_ROUTE && !(options->flags & LSOCK_NETLINK_NO_STRICT);
}

static int switch_on(struct lsock_netlink *netlink, const struct lsock_netlink_options *options)
{
	size_t i;
	int r;

	for (i = 0; i < sizeof(abilities) / sizeof(abilities[0]); i++) {
		if (!is_wanted(&abilities[i], netlink->protocol, options))
			continue;
		r = lsock_setsockopt_int(netlink->fd, SOL_NETLINK, abilities[i].option, 1);
		if (r < 0 && r != -ENOPROTOOPT)
			return r;
		if (r == 0)
			netlink->has |= abilities[i].has;
	}
	return options->require & ~netlink->has ? -EOPNOTSUPP : 0;
}

static int set_senders(struct lsock_netlink *netlink, const struct lsock_netlink_options *options)
{
	netlink->machine.from = options->from;
	netlink->machine.from_port = netlink->from_port = options->from_port;
	if (options->from != LSOCK_NETLINK_FROM_ROOT)
		return 0;
	return lsock_setsockopt_int(netlink->fd, SOL_SOCKET, SO_PASSCRED, 1);
}

static int set_options(struct lsock_netlink *netlink, const struct lsock_netlink_options *options)
{
	int r = switch_on(netlink, options);

	if (r == 0)
		r = set_senders(netlink, options);
	if (r == 0 && options->flags & LSOCK_NETLINK_ALL_NSID)
		r = lsock_setsockopt_int(netlink->fd, SOL_NETLINK, NETLINK_LISTEN_ALL_NSID, 1);
	if (r == 0)
		r = lsock__limits_begin(netlink);
	return r;
}

/* ---- the object */

/* From the clock, so that answers to an earlier one of the same port are none to this one. */
static uint32_t first_sequence(void)
{
	uint32_t sequence = (uint32_t) (lsock__sys_now() >> 10);

	return sequence ? sequence : 1;
}

static int make(int fd, int protocol, const struct lsock_netlink_options *options,
		struct lsock_netlink **ret_netlink)
{
	struct lsock_netlink *netlink = lsock__sys_alloc(sizeof(*netlink));
	int r;

	if (netlink == NULL)
		return -ENOMEM;
	memset(netlink, 0, sizeof(*netlink));
	r = lsock__process(&netlink->process);
	if (r == 0)
		r = lsock__receiver_open(&netlink->receiver, LSOCK__RECEIVER_ROOM);
	if (r < 0) {
		lsock__sys_free(netlink);
		return r;
	}
	netlink->fd = fd;
	netlink->protocol = protocol;
	netlink->receive_room = options->receive_room;
	netlink->window = options->window;
	netlink->has_window = options->window > 0;
	lsock__machine_init(&netlink->machine, protocol, 0, first_sequence());
	netlink->machine.answer_limit = options->answer_limit;
	*ret_netlink = netlink;
	return 0;
}

/* All but the descriptor. */
static void unmake(struct lsock_netlink *netlink)
{
	lsock__machine_free(&netlink->machine);
	lsock__receiver_close(&netlink->receiver);
	lsock__sys_free(netlink->groups);
	lsock__sys_free(netlink);
}

/* 0 where it is not bound. */
static int read_port(struct lsock_netlink *netlink)
{
	struct sockaddr_nl name = { .nl_pid = 0 };
	socklen_t len = sizeof(name);
	int r = lsock__sys_getsockname(netlink->fd, &name, &len);

	netlink->port = netlink->machine.port = name.nl_pid;
	return r;
}

static int open_socket(int protocol, const struct lsock_netlink_options *options)
{
	if (options->flags & LSOCK_NETLINK_NETNS)
		return lsock_open_in(options->netns, AF_NETLINK, SOCK_RAW, protocol);
	return lsock_open(AF_NETLINK, SOCK_RAW, protocol);
}

static int bind_port(struct lsock_netlink *netlink, uint32_t port)
{
	const struct sockaddr_nl name = { .nl_family = AF_NETLINK, .nl_pid = port };
	int r = lsock__sys_bind(netlink->fd, &name, sizeof(name));

	return r == 0 ? read_port(netlink) : r;
}

static int open_on(int fd, int protocol, const struct lsock_netlink_options *options,
		   struct lsock_netlink **ret_netlink)
{
	struct lsock_netlink *netlink;
	int r = make(fd, protocol, options, &netlink);

	if (r < 0)
		return r;
	r = set_options(netlink, options);
	if (r == 0)
		r = bind_port(netlink, options->port);
	if (r < 0) {
		unmake(netlink);
		return r;
	}
	*ret_netlink = netlink;
	return 0;
}

LSOCK_API int lsock_netlink_open(int protocol, const struct lsock_netlink_options *options,
				 struct lsock_netlink **ret_netlink)
{
	struct lsock_netlink_options own;
	int fd, r = take_options(options, &own);

	if (r < 0)
		return r;
	fd = open_socket(protocol, &own);
	if (fd < 0)
		return fd;
	r = open_on(fd, protocol, &own, ret_netlink);
	if (r < 0)
		(void) lsock__sys_close(fd);	/* r is the error to tell of */
	return r;
}

/* ---- adopted */

static int adopt_options(const struct lsock_netlink_options *given,
			 struct lsock_netlink_options *ret_options)
{
	int r = take_options(given, ret_options);

	if (r < 0)
		return r;
	return ret_options->flags & LSOCK_NETLINK_NETNS || ret_options->port != 0 ? -EINVAL : 0;
}

static int read_socket(struct lsock_netlink *netlink)
{
	int r = read_port(netlink);

	if (r == 0 && netlink->port == 0)
		return -EINVAL;
	return r == 0 ? lsock__groups_read(netlink) : r;
}

static int adopt_as(struct lsock_netlink *netlink, const struct lsock_netlink_options *options)
{
	struct lsock_identity identity;
	int r = read_socket(netlink);

	if (r == 0)
		r = set_options(netlink, options);
	return r == 0 ? lsock_adopt(netlink->fd, &identity) : r;
}

LSOCK_API int lsock_netlink_adopt(int fd, const struct lsock_netlink_options *options,
				  struct lsock_netlink **ret_netlink)
{
	struct lsock_netlink_options own;
	struct lsock_identity identity;
	struct lsock_netlink *netlink;
	int r = adopt_options(options, &own);

	if (r == 0)
		r = lsock_identify(fd, &identity);
	if (r == 0 && identity.family != AF_NETLINK)
		r = -EAFNOSUPPORT;
	if (r == 0)
		r = make(fd, identity.protocol, &own, &netlink);
	if (r < 0)
		return r;
	r = adopt_as(netlink, &own);
	if (r < 0) {
		unmake(netlink);
		return r;
	}
	*ret_netlink = netlink;
	return 0;
}

/* A child's epoll sets are its parent's, too: nothing but the descriptor is given back. */
LSOCK_API struct lsock_netlink *lsock_netlink_free(struct lsock_netlink *netlink)
{
	if (netlink) {
		(void) lsock__sys_close(netlink->fd);	/* it is gone in any case */
		unmake(netlink);
	}
	return NULL;
}

LSOCK_API int lsock_netlink_fd(const struct lsock_netlink *netlink)
{
	return netlink->fd;
}

LSOCK_API int lsock_netlink_protocol(const struct lsock_netlink *netlink)
{
	return netlink->protocol;
}

LSOCK_API uint32_t lsock_netlink_port(const struct lsock_netlink *netlink)
{
	return netlink->port;
}

LSOCK_API uint32_t lsock_netlink_has(const struct lsock_netlink *netlink)
{
	return netlink->has;
}
