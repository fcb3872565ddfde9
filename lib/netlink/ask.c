/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests become asks, are sent, or are given up. */
#include "netlink/ask.h"

#include <errno.h>

#include "base/export.h"
#include "base/options.h"
#include "core/wait.h"
#include "netlink/request.h"

#define DEFAULT_NS (INT64_C(25) * 1000 * 1000 * 1000)
#define FLAGS (LSOCK_ASK_CORK | LSOCK_ASK_QUIET)

static int refuse_groups(struct lsock_netlink *netlink)
{
	if (!netlink->machine.listens)
		return 0;
	return lsock__netlink_fail(netlink, -EDEADLK,
				   "events would take the answer with them: requests need a "
				   "conversation of their own");
}

static bool is_question(const struct lsock__quirks *quirks, uint16_t type)
{
	return quirks->is_question && quirks->is_question(type);
}

/* What the kernel takes for a dump; in a change these two bits are two other flags. */
static int kind_of(struct lsock_netlink *netlink, const struct nlmsghdr *message,
		   uint32_t *ret_flags)
{
	const struct lsock__quirks *quirks = netlink->machine.quirks;
	bool question = is_question(quirks, message->nlmsg_type);
	bool dump = (message->nlmsg_flags & NLM_F_DUMP) == NLM_F_DUMP;

	if (dump && quirks->is_question && !question)
		return lsock__netlink_fail(netlink, -EINVAL,
					   "NLM_F_DUMP in a request that is no question");
	if (question && message->nlmsg_flags & NLM_F_DUMP)
		dump = true;	/* to these either of the two is enough */
	*ret_flags = (dump ? LSOCK__ASK_DUMP | LSOCK__ASK_QUESTION : 0) |
		     (question ? LSOCK__ASK_QUESTION : 0);
	return 0;
}

/* The first that is wrong with it. */
static int check(struct lsock_netlink *netlink, const struct lsock_nlreq *request,
		 const struct nlmsghdr **ret_message)
{
	int r = lsock__netlink_usable(netlink);

	if (r == 0)
		r = refuse_groups(netlink);
	if (r < 0)
		return r;
	r = lsock__nlreq_take(request, ret_message);
	if (r < 0)
		return lsock__netlink_fail(netlink, r, "the request could not be written");
	if ((*ret_message)->nlmsg_type < NLMSG_MIN_TYPE && !netlink->machine.quirks->done_is_data)
		return lsock__netlink_fail(netlink, -EINVAL, "that type is the kernel's own");
	return 0;
}

int lsock__netlink_prepare(struct lsock_netlink *netlink, const struct lsock_nlreq *request,
			   const struct nlmsghdr **ret_message, struct lsock__ask *ret_ask)
{
	uint32_t flags = 0;
	int r = check(netlink, request, ret_message);

	if (r == 0)
		r = kind_of(netlink, *ret_message, &flags);
	if (r == 0)
		*ret_ask = (struct lsock__ask){ .flags = flags, .set = request->set };
	return r;
}

int lsock__netlink_add(struct lsock_netlink *netlink, const struct nlmsghdr *message,
		       const struct lsock__ask *ask, uint32_t *ret_ask)
{
	int r = lsock__pending_add(&netlink->machine.pending, message, netlink->port, ask, ret_ask);

	return r < 0 ? lsock__netlink_fail(netlink, r, NULL) : 0;
}

/* ---- public */

static int take_ask_options(struct lsock_netlink *netlink, const struct lsock_ask_options *given,
			struct lsock_ask_options *ret_options)
{
	int r = lsock__options_take(given, sizeof(*ret_options), ret_options);

	if (r == 0 && ret_options->flags & ~FLAGS)
		r = -EINVAL;
	return r < 0 ? lsock__netlink_fail(netlink, r, "these options of an ask are wrong") : 0;
}

static void apply(const struct lsock_ask_options *options, int64_t now, struct lsock__ask *ask)
{
	ask->until = lsock__is_nowait(options->until) ? now + DEFAULT_NS : options->until.ns;
	ask->tries = options->tries;
	ask->tag = options->tag;
	if (options->flags & LSOCK_ASK_QUIET && !(ask->flags & LSOCK__ASK_DUMP))
		ask->flags |= LSOCK__ASK_QUIET;
}

/* What is corked goes with it, or waits for more as long as there is room in a datagram. */
static void send_or_cork(struct lsock_netlink *netlink, const struct nlmsghdr *message,
			 bool is_corked, int64_t now)
{
	netlink->corked += lsock__nl_align(message->nlmsg_len);
	if (!is_corked || netlink->corked >= netlink->send_room)
		lsock__netlink_send(netlink, now);
}

LSOCK_API int lsock_netlink_ask(struct lsock_netlink *netlink, struct lsock_nlreq *request,
				const struct lsock_ask_options *options, uint32_t *ret_ask)
{
	struct lsock_ask_options own;
	const struct nlmsghdr *message;
	int64_t now = lsock__sys_now();
	struct lsock__ask ask;
	uint32_t sequence;
	int r = lsock__netlink_prepare(netlink, request, &message, &ask);

	if (r == 0)
		r = take_ask_options(netlink, options, &own);
	if (r < 0)
		return r;
	apply(&own, now, &ask);
	r = lsock__netlink_add(netlink, message, &ask, &sequence);
	if (r < 0)
		return r;
	send_or_cork(netlink, message, own.flags & LSOCK_ASK_CORK, now);
	if (ret_ask)
		*ret_ask = sequence;
	return 0;
}

LSOCK_API int lsock_netlink_flush(struct lsock_netlink *netlink)
{
	int r = lsock__netlink_usable(netlink);

	if (r == 0)
		lsock__netlink_send(netlink, lsock__sys_now());
	return r;
}

LSOCK_API int lsock_netlink_cancel(struct lsock_netlink *netlink, uint32_t ask)
{
	int r = lsock__netlink_usable(netlink);

	if (r == 0 && lsock__machine_cancel(&netlink->machine, ask) < 0)
		r = lsock__netlink_fail(netlink, -ENOENT, "that is not asked, or has ended");
	return r;
}
