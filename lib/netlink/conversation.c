/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What joins the socket with the machine: the loop that sends, receives and waits. */
#include "netlink/conversation.h"

#include <errno.h>

#include "base/export.h"
#include "core/process.h"
#include "core/transfer.h"
#include "core/wait.h"
#include "netlink/error.h"
#include "netlink/gather.h"

#define IDLE 1			/* nothing is asked, no group joined */
#define SKIPPED_MAX 512		/* datagrams that say nothing, to a caller who does not wait */

int lsock__netlink_usable(const struct lsock_netlink *netlink)
{
	if (!lsock__process_is(netlink->process))
		return -ECHILD;
	return netlink->machine.is_broken ? -ENOTRECOVERABLE : 0;
}

int lsock__netlink_fail(struct lsock_netlink *netlink, int error, const char *message)
{
	if (message)
		lsock__nlerror_library(error, message, &netlink->machine.why);
	else
		lsock__nlerror_system(error, &netlink->machine.why);
	return error;
}

/* ---- sending */

static ssize_t send_batch(struct lsock_netlink *netlink, const struct lsock__batch *batch)
{
	struct sockaddr_nl to = { .nl_family = AF_NETLINK, .nl_pid = netlink->from_port };
	struct iovec parts[LSOCK__BATCH];
	struct msghdr message = {
		.msg_name = &to, .msg_namelen = sizeof(to),
		.msg_iov = parts, .msg_iovlen = lsock__gather_parts(batch, parts),
	};
	const struct lsock__transfer t = {
		.how = LSOCK__SENDS | LSOCK__MESSAGE, .flags = MSG_DONTWAIT | MSG_NOSIGNAL,
		.buf = &message, .fd = netlink->fd,
	};

	return lsock__transfer(&t);
}

/* poll(2) says that a netlink socket is writable whatever its peer has room for. */
static void be_refused(struct lsock_netlink *netlink, struct lsock__batch *batch, int64_t now)
{
	lsock__gather_back(batch);
	netlink->send_at = now + lsock__backoff(netlink->refusals++);
}

static bool send_some(struct lsock_netlink *netlink, int64_t now)
{
	struct lsock__batch batch;
	ssize_t n;

	if (lsock__gather(&batch, &netlink->machine.pending, now, netlink->window,
			  netlink->send_room) == 0)
		return false;
	n = send_batch(netlink, &batch);
	if (n == -EAGAIN) {
		be_refused(netlink, &batch, now);
		return false;
	}
	netlink->refusals = 0;
	if (n < 0)
		lsock__gather_failed(&batch, (int) n);
	else
		lsock__gather_sent(&batch);
	return true;
}

static bool may_send(const struct lsock_netlink *netlink, int64_t now)
{
	return lsock__machine_may_send(&netlink->machine) && netlink->send_at <= now;
}

void lsock__netlink_send(struct lsock_netlink *netlink, int64_t now)
{
	if (!may_send(netlink, now))
		return;
	netlink->send_at = 0;
	netlink->corked = 0;
	while (send_some(netlink, now))
		;
}

/* ---- receiving */

static bool is_idle(const struct lsock_netlink *netlink)
{
	return netlink->machine.pending.live == 0 && !netlink->machine.listens;
}

/* The instant at which something is to be done though nothing comes. */
static int64_t due(const struct lsock_netlink *netlink)
{
	int64_t instant = netlink->machine.pending.earliest;

	return netlink->send_at > 0 && netlink->send_at < instant ? netlink->send_at : instant;
}

/* Behind a loss the end of the queue is looked for, which a wait would never show. */
static struct lsock_deadline wait_of(const struct lsock_netlink *netlink,
				     struct lsock_deadline until)
{
	if (netlink->machine.overrun)
		until.ns = 0;
	else if (due(netlink) < until.ns)
		until.ns = due(netlink);
	return until;
}

/* The wait is over: that of the caller, or only what was due before. */
static int wait_ended(struct lsock_netlink *netlink, int error, struct lsock_deadline until)
{
	if (error == -EAGAIN && netlink->machine.overrun) {
		lsock__machine_drained(&netlink->machine);
		return 0;
	}
	if (lsock__is_nowait(until))
		return error == -ETIME ? 0 : error;
	return lsock__left(until) == 0 ? -ETIME : 0;
}

static int receive(struct lsock_netlink *netlink, struct lsock_deadline until)
{
	struct lsock__datagram datagram;
	int r = lsock__receive(&netlink->receiver, netlink->fd, wait_of(netlink, until), &datagram);

	if (r == 0)
		lsock__machine_take(&netlink->machine, &datagram, lsock__sys_now());
	else if (r == -ENOBUFS)
		lsock__machine_overrun(&netlink->machine);
	else if (r == -ETIME || r == -EAGAIN)
		return wait_ended(netlink, r, until);
	else
		return r == -EINTR ? r : lsock__netlink_fail(netlink, r, NULL);
	return 0;
}

/* What can be done so that there is something to be told: 0, IDLE, or why the wait is over. */
static int go_on(struct lsock_netlink *netlink, struct lsock_deadline until)
{
	int64_t now = lsock__sys_now();
	int r = lsock__netlink_usable(netlink);

	if (r < 0)
		return r;
	lsock__machine_expire(&netlink->machine, now);
	lsock__netlink_send(netlink, now);
	if (lsock__machine_has_more(&netlink->machine))
		return 0;
	return is_idle(netlink) ? IDLE : receive(netlink, until);
}

/* Who is always ready with something that says nothing must not hold the caller for ever. */
static int may_skip(struct lsock_netlink *netlink, unsigned skipped, struct lsock_deadline until)
{
	if (!lsock__is_nowait(until))
		return skipped > 0 ? lsock__may_go_on(until) : 0;
	netlink->is_behind = skipped > SKIPPED_MAX;
	return netlink->is_behind ? -EAGAIN : 0;
}

int lsock__netlink_next(struct lsock_netlink *netlink, struct lsock_deadline until)
{
	unsigned skipped = 0;
	int r = 0;

	if (!lsock__process_is(netlink->process))
		return -ECHILD;
	netlink->is_behind = false;
	while (!lsock__machine_next(&netlink->machine)) {
		if (r == 0)
			r = may_skip(netlink, skipped++, until);
		if (r == 0)
			r = go_on(netlink, until);
		if (r != 0)
			return r == IDLE ? 0 : r;
	}
	return 1;
}

/* Apart, so that what is not taken most costs nothing of what is. */
static __attribute__((noinline)) int next_slowly(struct lsock_netlink *netlink,
						 const struct lsock_netlink_item **ret_item,
						 struct lsock_deadline until)
{
	int r = lsock__netlink_next(netlink, until);

	if (r > 0)
		*ret_item = &netlink->machine.item;
	return r;
}

LSOCK_API int lsock_netlink_next(struct lsock_netlink *netlink,
				 const struct lsock_netlink_item **ret_item,
				 struct lsock_deadline until)
{
	if (LSOCK__RARELY(!lsock__machine_next_reply(&netlink->machine)))
		return next_slowly(netlink, ret_item, until);
	*ret_item = &netlink->machine.item;
	return 1;
}

LSOCK_API struct lsock_deadline lsock_netlink_due(const struct lsock_netlink *netlink)
{
	const struct lsock__machine *machine = &netlink->machine;
	int64_t now = lsock__sys_now();

	if (lsock__machine_has_more(machine) || machine->overrun || netlink->is_behind)
		return lsock_nowait();
	if (may_send(netlink, now) &&
	    lsock__gather_is_ready(&machine->pending, now, netlink->window))
		return lsock_nowait();
	return (struct lsock_deadline){ .ns = due(netlink) };
}

LSOCK_API const struct lsock_nlerror *lsock_netlink_why(const struct lsock_netlink *netlink)
{
	return &netlink->machine.why;
}

LSOCK_API int lsock_netlink_count(const struct lsock_netlink *netlink,
				  struct lsock_netlink_counts *ret_counts)
{
	size_t size = ret_counts->size;

	if (size < sizeof(size))
		return -EINVAL;
	memcpy(ret_counts, &netlink->machine.counts,
	       size < sizeof(*ret_counts) ? size : sizeof(*ret_counts));
	ret_counts->size = size;
	return 0;
}
