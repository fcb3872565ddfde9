/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * connect(2) is called once.  When it has started an attempt, poll(2) and SO_ERROR tell how that
 * ended.  A family may instead say EAGAIN and have started nothing (AF_UNIX, full backlog: poll
 * then says writable and SO_ERROR says 0, as if connected): there it is called again, at intervals.
 */
#include "core/connect.h"

#include <poll.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/sockopt.h>

#include "address/rows.h"
#include "base/export.h"
#include "core/blocking.h"
#include "core/sockname.h"
#include "core/wait.h"

/* Until the attempt has ended: 0 or its error; else that of the wait, and the attempt goes on. */
static int outcome(int fd, struct lsock_deadline until, bool *ret_goes_on)
{
	int error, r;

	*ret_goes_on = true;
	r = lsock__wait(fd, POLLOUT, until);
	if (r < 0)
		return r == -EAGAIN ? -EINPROGRESS : r;
	r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_ERROR, &error);	/* and clears it */
	if (r < 0)
		return r;
	*ret_goes_on = false;
	return -error;
}

/* One call: its result, with 1 for: call again, the wait for that being over. */
static int connect_once(int fd, bool blocks, bool again, unsigned *refused,
			const struct lsock_addr *peer, struct lsock_deadline until)
{
	int r = lsock__sys_connect(fd, &peer->u, peer->len);

	if (!again || (r != -EAGAIN && r != -EINTR))
		return r;
	if (r == -EINTR && until.flags & LSOCK_DEADLINE_SIGNALS)
		return r;
	if (blocks)
		return r == -EINTR ? 1 : r;
	if (lsock__is_nowait(until))
		return r == -EINTR && (*refused)++ == 0 ? 1 : -EAGAIN;
	r = lsock__pause(lsock__backoff((*refused)++), until);
	return r == 0 ? 1 : r;
}

int lsock__connect(int fd, bool blocks, const struct lsock_addr *peer, struct lsock_deadline until,
		   bool *ret_started)
{
	const struct lsock_family *row;
	unsigned refused = 0;
	bool again;
	int r;

	*ret_started = false;
	if (!lsock__name_is_sane(peer))
		return -EINVAL;
	row = lsock__row_of(peer);
	again = row && row->flags & LSOCK_FAMILY_CONNECT_AGAIN;
	do
		r = connect_once(fd, blocks, again, &refused, peer, until);
	while (r == 1);
	if (r != -EINPROGRESS && (again || r != -EINTR))
		return r;
	*ret_started = true;
	if (blocks && r == -EINPROGRESS)
		return r;	/* the user's own SO_SNDTIMEO */
	if (r == -EINTR && until.flags & LSOCK_DEADLINE_SIGNALS)
		return r;
	return outcome(fd, until, ret_started);
}

LSOCK_API int lsock_connect(int fd, const struct lsock_addr *peer, struct lsock_deadline until)
{
	int r = lsock__refuse_blocking(fd);
	bool started;

	return r < 0 ? r : lsock__connect(fd, false, peer, until, &started);
}

int lsock__connect_finish(int fd, struct lsock_deadline until, bool *ret_goes_on)
{
	struct sockaddr_storage storage;
	socklen_t len = sizeof(storage);
	int r;

	r = outcome(fd, until, ret_goes_on);
	if (r < 0)
		return r;
	/* A socket that never began polls as one that is connected. */
	r = lsock__sys_getpeername(fd, &storage, &len);
	*ret_goes_on = r < 0 && r != -ENOTCONN;
	return r;
}

LSOCK_API int lsock_connect_finish(int fd, struct lsock_deadline until)
{
	bool goes_on;

	return lsock__connect_finish(fd, until, &goes_on);
}
