/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sends that failed though nothing is wrong with them: the connection is only just being made, or
 * the error is that of an earlier datagram.  Nothing was sent, and the same is tried once more.
 */
#include "core/resend.h"

#include <linux_sock/sockopt.h>

#include "core/wait.h"

/* One that fails again has an error of its own. */
static ssize_t send_once_more(const struct lsock__transfer *t)
{
	ssize_t n = lsock__transfer_try(t, t->fd, t->flags);

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

ssize_t lsock__resend(const struct lsock__transfer *failed, ssize_t n)
{
	struct lsock__transfer t = lsock__transfer_timed(failed);

	if (n == -EINPROGRESS)
		return send_behind_handshake(&t);
	if (is_of_icmp(n) && is_unconnected_datagram(t.fd))
		return send_once_more(&t);
	return n;
}
