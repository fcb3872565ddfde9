/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sends that failed though nothing is wrong with them: the connection is only just being made, the
 * error is that of an earlier datagram, or the family does not know a flag of ours.  Nothing was
 * sent, and the same is tried once more.
 */
#include "core/resend.h"

#include <linux_sock/family.h>
#include <linux_sock/sockopt.h>

#include "core/wait.h"

static ssize_t send_once_more(struct lsock__transfer *t)
{
	ssize_t n = lsock__transfer_try(t, t->fd, t->flags);

	t->how |= LSOCK__RESENT;
	return lsock__was_refused(n) ? lsock__transfer_go_on(*t, n) : n;
}

/*
 * MSG_FASTOPEN or TCP_FASTOPEN_CONNECT without a cookie for the peer: the SYN has left without the
 * data, which go when it has been answered (net/ipv4/tcp.c, tcp_sendmsg_fastopen()).
 */
static ssize_t send_behind_handshake(struct lsock__transfer *t)
{
	int r;

	if (!(t->flags & MSG_DONTWAIT) || lsock__is_nowait(t->until))
		return -EINPROGRESS;	/* of one that blocks: the user's own SO_SNDTIMEO */
	r = lsock__wait(t->fd, POLLOUT, t->until);
	if (r < 0)
		return r;
	t->flags &= ~MSG_FASTOPEN;
	t->how &= ~LSOCK__NAMED;
	return send_once_more(t);
}

/* AF_RDS knows no SIGPIPE, and not the flag either (net/rds/send.c). */
static bool refuses_nosignal(int fd)
{
	const struct lsock_family *row;
	int family;

	if (lsock_getsockopt_int(fd, SOL_SOCKET, SO_DOMAIN, &family) < 0)
		return false;
	row = lsock_family_by_af(family);
	return row && row->flags & LSOCK_FAMILY_NO_NOSIGNAL;
}

static ssize_t send_without_nosignal(struct lsock__transfer *t)
{
	t->flags &= ~MSG_NOSIGNAL;
	return send_once_more(t);
}

/* Those that an ICMP message becomes (net/ipv4/icmp.c, net/ipv6/icmp.c). */
static bool is_of_icmp(ssize_t n)
{
	switch (-n) {
	case EACCES:
	case ECONNREFUSED:
	case EHOSTDOWN:
	case EHOSTUNREACH:
	case EMSGSIZE:
	case ENETUNREACH:
	case ENONET:
	case ENOPROTOOPT:
	case EOPNOTSUPP:
	case EPROTO:
		return true;
	default:
		return false;
	}
}

/* Of one without a peer only errors of what was sent before are pending, to whomever that went. */
static bool is_unconnected_datagram(int fd)
{
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	int type;

	if (lsock_getsockopt_int(fd, SOL_SOCKET, SO_TYPE, &type) < 0)
		return false;
	if (type == SOCK_STREAM || type == SOCK_SEQPACKET)
		return false;
	return lsock__sys_getpeername(fd, &peer, &len) == -ENOTCONN;
}

ssize_t lsock__resend(struct lsock__transfer *t, ssize_t n)
{
	if (n == -EINPROGRESS)
		return send_behind_handshake(t);
	if (n == -EOPNOTSUPP && refuses_nosignal(t->fd))
		return send_without_nosignal(t);
	if (is_of_icmp(n) && is_unconnected_datagram(t->fd))
		return send_once_more(t);
	return n;
}
