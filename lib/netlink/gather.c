/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netlink/gather.h"

#include "netlink/walk.h"

/* What a batch may hold. */
struct limits {
	int64_t now;
	uint32_t window;
	size_t size;
	bool dump;			/* there is one, sent or gathered */
};

static bool has_turn(const struct lsock__ask *ask, const struct limits *limits)
{
	return ask->again <= limits->now && !(ask->flags & LSOCK__ASK_DUMP && limits->dump);
}

static uint32_t in_flight(const struct lsock__pending *pending)
{
	return pending->sent - pending->gone;
}

/* One at a time would be a datagram each: where the window was full, half of it is waited for. */
static bool is_open(const struct lsock__pending *pending, uint32_t window)
{
	return in_flight(pending) < (pending->is_full ? window / 2 + 1 : window);
}

static bool has_window(const struct lsock__batch *batch, const struct limits *limits)
{
	return in_flight(batch->pending) + batch->count < limits->window;
}

static bool is_full(const struct lsock__batch *batch, const struct limits *limits)
{
	return batch->count == LSOCK__BATCH || !has_window(batch, limits) ||
	       (batch->count > 0 && batch->size >= limits->size);
}

static bool fits(const struct lsock__batch *batch, const struct lsock__ask *ask,
		 const struct limits *limits)
{
	return !is_full(batch, limits) &&
	       (batch->count == 0 || batch->size + ask->size <= limits->size);
}

/* The one that fills the window has an ACK, or it would stay full. */
static void ask_for_ack(const struct lsock__pending *pending, struct lsock__ask *ask)
{
	struct nlmsghdr *request = (struct nlmsghdr *) (void *) (pending->bytes + ask->at);

	request->nlmsg_flags |= NLM_F_ACK;
	ask->flags &= ~LSOCK__ASK_QUIET;	/* it is not sent: nothing is counted by it yet */
}

static void take_ask(struct lsock__batch *batch, uint32_t sequence, struct limits *limits)
{
	struct lsock__ask *ask = lsock__pending_at(batch->pending, sequence);

	batch->asks[batch->count++] = sequence;
	batch->size += ask->size;
	limits->dump |= ask->flags & LSOCK__ASK_DUMP;
	if (ask->flags & LSOCK__ASK_QUIET && is_full(batch, limits))
		ask_for_ack(batch->pending, ask);
}

static void take_again(struct lsock__batch *batch, struct limits *limits)
{
	struct lsock__pending *pending = batch->pending;
	uint32_t sequence, left = pending->again;
	struct lsock__ask *ask;

	for (sequence = pending->first; left > 0 && sequence != pending->end; sequence++) {
		ask = lsock__pending_at(pending, sequence);
		if (!(ask->flags & LSOCK__ASK_AGAIN))
			continue;
		left--;
		if (has_turn(ask, limits) && fits(batch, ask, limits))
			take_ask(batch, sequence, limits);
	}
}

static void put_off(struct lsock__pending *pending, struct lsock__ask *ask)
{
	lsock__pending_become(pending, ask, ask->flags | LSOCK__ASK_AGAIN);
}

static void take_fresh(struct lsock__batch *batch, struct limits *limits)
{
	struct lsock__pending *pending = batch->pending;
	struct lsock__ask *ask;

	for (; pending->fresh != pending->end; pending->fresh++) {
		ask = lsock__pending_at(pending, pending->fresh);
		if (!(ask->flags & LSOCK__ASK_QUEUED))
			continue;	/* ended before it was sent */
		if (!has_turn(ask, limits))
			put_off(pending, ask);
		else if (fits(batch, ask, limits))
			take_ask(batch, pending->fresh, limits);
		else
			break;
	}
}

uint32_t lsock__gather(struct lsock__batch *batch, struct lsock__pending *pending, int64_t now,
		       uint32_t window, size_t size)
{
	struct limits limits = {
		.now = now, .window = window, .size = size, .dump = pending->dump != 0,
	};

	batch->pending = pending;
	batch->count = 0;
	batch->size = 0;
	if (!is_open(pending, window))
		return 0;
	if (pending->again > 0)
		take_again(batch, &limits);
	take_fresh(batch, &limits);
	pending->is_full = !has_window(batch, &limits);
	return batch->count;
}

size_t lsock__gather_parts(const struct lsock__batch *batch, struct iovec *ret_parts)
{
	const struct lsock__ask *ask;
	size_t count = 0, end = 0;
	uint32_t i;

	for (i = 0; i < batch->count; i++) {
		ask = lsock__pending_at(batch->pending, batch->asks[i]);
		if (count > 0 && ask->at == end) {
			ret_parts[count - 1].iov_len += ask->size;
		} else {
			ret_parts[count].iov_base = batch->pending->bytes + ask->at;
			ret_parts[count++].iov_len = ask->size;
		}
		end = ask->at + ask->size;
	}
	return count;
}

void lsock__gather_sent(struct lsock__batch *batch)
{
	const uint32_t queued = LSOCK__ASK_QUEUED | LSOCK__ASK_AGAIN;
	struct lsock__ask *ask;
	uint32_t i;

	for (i = 0; i < batch->count; i++) {
		ask = lsock__pending_at(batch->pending, batch->asks[i]);
		if (ask->flags & LSOCK__ASK_DUMP)
			batch->pending->dump = batch->asks[i];
		lsock__pending_become(batch->pending, ask,
				      (ask->flags & ~queued) | LSOCK__ASK_SENT);
	}
}

void lsock__gather_back(struct lsock__batch *batch)
{
	uint32_t i;

	for (i = 0; i < batch->count; i++)
		put_off(batch->pending, lsock__pending_at(batch->pending, batch->asks[i]));
}

void lsock__gather_failed(struct lsock__batch *batch, int error)
{
	uint32_t i;

	for (i = 0; i < batch->count; i++)
		lsock__pending_end(batch->pending, batch->asks[i], error, LSOCK__ASK_SYSTEM);
}

/* A dump is the one kind that others pass. */
static bool is_ready(const struct lsock__pending *pending, const struct lsock__ask *ask,
		     int64_t now)
{
	const struct limits limits = { .now = now, .dump = pending->dump != 0 };

	return ask->flags & LSOCK__ASK_QUEUED && has_turn(ask, &limits);
}

bool lsock__gather_is_ready(const struct lsock__pending *pending, int64_t now, uint32_t window)
{
	uint32_t sequence = pending->again > 0 ? pending->first : pending->fresh;

	if (!is_open(pending, window))
		return false;
	for (; sequence != pending->end; sequence++)
		if (is_ready(pending, lsock__pending_at(pending, sequence), now))
			return true;
	return false;
}
