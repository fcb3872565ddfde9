/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Level 1: the next connection of a listener, and what the errors of accept(2) mean: those of one
 * connection, those that pass, and those of the listener.  What is accepted belongs to the caller.
 */
#include "core/accept.h"

#include <poll.h>

#include <linux_sock/descriptor.h>

#include "base/export.h"
#include "core/blocking.h"
#include "core/sockname.h"
#include "core/wait.h"

/* Twenty tries a second while there is nothing to accept with. */
#define PAUSE INT64_C(50000000)

/* So many connections in a row that were gone before accept: then something else is wrong. */
#define GONE_MAX 64

/*
 * The errors of a connection that ended in the queue, or that a filter forbids, are those of
 * accept(2).  EOPNOTSUPP is not among them here: it also says that this is no listener at all, for
 * ever.
 */
LSOCK_API int lsock_accept_class(int result)
{
	if (result >= 0)
		return LSOCK_ACCEPT_OK;
	switch (result) {
	case -EAGAIN:
		return LSOCK_ACCEPT_AGAIN;
	case -EINTR:
	case -ECONNABORTED:
	case -ECONNRESET:
	case -EHOSTDOWN:
	case -EHOSTUNREACH:
	case -ENETDOWN:
	case -ENETUNREACH:
	case -ENONET:
	case -ENOPROTOOPT:
	case -ENOSR:
	case -EPERM:
	case -EPROTO:
	case -EPROTONOSUPPORT:
	case -ESOCKTNOSUPPORT:
	case -ETIMEDOUT:
		return LSOCK_ACCEPT_RETRY;
	case -EMFILE:
	case -ENFILE:
	case -ENOBUFS:
	case -ENOMEM:
		return LSOCK_ACCEPT_PAUSE;
	default:
		return LSOCK_ACCEPT_FATAL;
	}
}

static int accept_once(int fd, int flags, struct lsock_addr *ret_peer)
{
	struct sockaddr_storage storage;
	socklen_t len = sizeof(storage);
	int r;

	/* Not every family has a peer to tell of: AF_ALG fails if it is asked. */
	r = lsock__sys_accept(fd, ret_peer ? &storage : NULL, ret_peer ? &len : NULL, flags);
	if (r >= 0 && ret_peer)
		lsock__name_take(&storage, len, ret_peer);
	return r;
}

/* Sleeps, and gives the error that made it necessary when the deadline comes. */
static int pause_for(int error, struct lsock_deadline until)
{
	int r = lsock__pause(PAUSE, until);

	return r == -ETIME || r == -EAGAIN ? error : r;
}

/* What one call has met with so far. */
struct troubles {
	unsigned lies;	/* of poll */
	unsigned gone;	/* connections */
};

static int after_signal(struct lsock_deadline until)
{
	return until.flags & LSOCK_DEADLINE_SIGNALS ? -EINTR : 0;
}

/* What to do about an error of accept: 0: try again, else the call's result. */
static int after_error(int fd, bool blocks, int error, struct troubles *troubles,
		       struct lsock_deadline until)
{
	if (error == -EINTR)
		return blocks ? after_signal(until) :
				lsock__wait_again(fd, POLLIN, error, &troubles->lies, until);
	switch (lsock_accept_class(error)) {
	case LSOCK_ACCEPT_AGAIN:
		return blocks ? error :
				lsock__wait_again(fd, POLLIN, error, &troubles->lies, until);
	case LSOCK_ACCEPT_RETRY:
		return ++troubles->gone % GONE_MAX ? 0 : pause_for(error, until);
	case LSOCK_ACCEPT_PAUSE:
		return pause_for(error, until);
	default:
		return error;
	}
}

int lsock__accept(int fd, bool blocks, int flags, struct lsock_addr *ret_peer,
		  struct lsock_deadline until)
{
	struct troubles troubles = { 0 };
	int r, accepted;

	do {
		accepted = accept_once(fd, flags, ret_peer);
		if (accepted >= 0)
			return accepted;
		r = after_error(fd, blocks, accepted, &troubles, until);
	} while (r == 0);
	return r;
}

LSOCK_API int lsock_accept(int fd, struct lsock_addr *ret_peer, struct lsock_deadline until)
{
	int r = lsock__refuse_blocking(fd);

	return r < 0 ? r : lsock__accept(fd, false, SOCK_NONBLOCK, ret_peer, until);
}
