/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The short ways: one request and its answer, one ask and its replies. */
#include <errno.h>

#include "base/export.h"
#include "core/wait.h"
#include "netlink/ask.h"

/* Its items would be nobody's while one alone is waited for. */
static int refuse_others(struct lsock_netlink *netlink)
{
	if (netlink->machine.pending.live == 0)
		return 0;
	return lsock__netlink_fail(netlink, -EDEADLK,
				   "what else is asked would be answered meanwhile");
}

/* Nobody waits for it any longer; it may have been done. */
static int give_up_call(struct lsock_netlink *netlink, uint32_t ask, int error)
{
	struct lsock_nlerror *why = &netlink->machine.why;

	(void) lsock__machine_cancel(&netlink->machine, ask);	/* it is there, or has ended */
	(void) lsock__netlink_fail(netlink, error, "the wait for the answer is over");
	why->flags = LSOCK_NLERROR_UNKNOWN;
	why->ask = ask;
	return error;
}

/* Until its end, with the first reply kept on the way. */
static int wait_for_end(struct lsock_netlink *netlink, const struct nlmsghdr **ret_reply,
			struct lsock_deadline until)
{
	const struct lsock_netlink_item *item = &netlink->machine.item;
	int r;

	while ((r = lsock__netlink_next(netlink, until)) > 0) {
		if (item->kind == LSOCK_NETLINK_END)
			return item->error;
		if (item->kind != LSOCK_NETLINK_REPLY || *ret_reply)
			continue;
		*ret_reply = item->message;
		lsock__receiver_keep(&netlink->receiver, item->message);
	}
	return r;
}

static bool was_waiting(int r)
{
	return r == -ETIME || r == -EAGAIN || r == -EINTR;
}

static int call(struct lsock_netlink *netlink, const struct nlmsghdr *message,
		const struct lsock__ask *ask, const struct nlmsghdr **ret_reply,
		struct lsock_deadline until)
{
	const struct nlmsghdr *reply = NULL;
	uint32_t number;
	int r = lsock__netlink_add(netlink, message, ask, &number);

	if (r < 0)
		return r;
	r = wait_for_end(netlink, &reply, until);
	lsock__receiver_keep(&netlink->receiver, NULL);
	if (was_waiting(r))
		return give_up_call(netlink, number, r);
	if (r < 0)	/* or it has ended */
		(void) lsock__machine_cancel(&netlink->machine, number);
	if (r == 0 && reply && ret_reply)
		*ret_reply = reply;
	return r == 0 && reply ? 1 : r;
}

LSOCK_API int lsock_netlink_call(struct lsock_netlink *netlink, struct lsock_nlreq *request,
				 const struct nlmsghdr **ret_reply, struct lsock_deadline until)
{
	const struct nlmsghdr *message;
	struct lsock__ask ask;
	int r = lsock__netlink_prepare(netlink, request, &message, &ask);

	if (r == 0 && ask.flags & LSOCK__ASK_DUMP)
		r = lsock__netlink_fail(netlink, -EINVAL, "a dump has more than one reply");
	if (r == 0)
		r = refuse_others(netlink);
	if (r < 0)
		return r;
	ask.until = INT64_MAX;	/* the wait has a deadline, and gives it up */
	return call(netlink, message, &ask, ret_reply, until);
}

static int of_item(const struct lsock_netlink *netlink, const struct nlmsghdr **ret_message)
{
	const struct lsock_netlink_item *item = &netlink->machine.item;

	if (item->kind == LSOCK_NETLINK_END)
		return item->error;
	if (item->kind == LSOCK_NETLINK_REPLY)
		*ret_message = item->message;
	return item->kind;
}

LSOCK_API int lsock_netlink_reply(struct lsock_netlink *netlink,
				  const struct nlmsghdr **ret_message,
				  struct lsock_deadline until)
{
	int r = 1;

	if (netlink->machine.pending.live != 1)
		return lsock__netlink_fail(netlink, -EDEADLK, "it is not one thing that is asked");
	if (!lsock__machine_next_reply(&netlink->machine))
		r = lsock__netlink_next(netlink, until);
	return r > 0 ? of_item(netlink, ret_message) : r;
}
