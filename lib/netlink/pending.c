/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The ring, and what becomes of an ask in it.  Whatever changes the flags of an ask is
 * lsock__pending_become(), which counts; an ask with no flag that keeps it is dead, and given back
 * when it is the first.
 */
#include "netlink/pending.h"

#include <errno.h>
#include <string.h>

#include "netlink/walk.h"
#include "sys/sys.h"

#define ROOM_FIRST 16
#define BYTES_FIRST 1024
#define KEEPING (LSOCK__ASK_LIVE | LSOCK__ASK_SENT | LSOCK__ASK_QUEUED | LSOCK__ASK_LISTED)

void lsock__pending_init(struct lsock__pending *pending, uint32_t sequence)
{
	memset(pending, 0, sizeof(*pending));
	pending->first = pending->end = pending->fresh = sequence;
	pending->earliest = INT64_MAX;
}

void lsock__pending_free(struct lsock__pending *pending)
{
	lsock__sys_free(pending->ring);
	lsock__sys_free(pending->bytes);
}

/* Sequence numbers begin anew behind the last one: only distances can be compared. */
static bool holds(const struct lsock__pending *pending, uint32_t sequence)
{
	return sequence - pending->first < pending->end - pending->first;
}

struct lsock__ask *lsock__pending_find(struct lsock__pending *pending, uint32_t sequence)
{
	if (!holds(pending, sequence) || !(lsock__pending_at(pending, sequence)->flags & KEEPING))
		return NULL;
	return lsock__pending_at(pending, sequence);
}

static struct nlmsghdr *request_of(const struct lsock__pending *pending,
				   const struct lsock__ask *ask)
{
	return (struct nlmsghdr *) (void *) (pending->bytes + ask->at);
}

const struct nlmsghdr *lsock__pending_request(const struct lsock__pending *pending,
					      const struct lsock__ask *ask)
{
	return request_of(pending, ask);
}

/* ---- room */

static int grow_ring(struct lsock__pending *pending)
{
	uint32_t room = pending->room ? 2 * pending->room : ROOM_FIRST, sequence;
	struct lsock__ask *ring;

	if (room == 0)
		return -ENOMEM;
	ring = lsock__sys_alloc(room * sizeof(*ring));
	if (ring == NULL)
		return -ENOMEM;
	for (sequence = pending->first; sequence != pending->end; sequence++)
		ring[sequence & (room - 1)] = *lsock__pending_at(pending, sequence);
	lsock__sys_free(pending->ring);
	pending->ring = ring;
	pending->room = room;
	return 0;
}

/* Room for two, for 0 is no sequence number and its place is passed over. */
static int make_place(struct lsock__pending *pending)
{
	if (pending->room - (pending->end - pending->first) >= 2)
		return 0;
	return grow_ring(pending);
}

/* Those that are kept move down over those that are not. */
static void compact(struct lsock__pending *pending)
{
	struct lsock__ask *ask;
	uint32_t sequence;
	size_t to = 0;

	for (sequence = pending->first; sequence != pending->end; sequence++) {
		ask = lsock__pending_at(pending, sequence);
		if (!(ask->flags & KEEPING))
			continue;
		memmove(pending->bytes + to, pending->bytes + ask->at, ask->size);
		ask->at = to;
		to += ask->size;
	}
	pending->bytes_used = to;
}

/* Half of the room is won whenever all that is kept is moved. */
static int make_bytes(struct lsock__pending *pending, size_t size)
{
	size_t room = pending->bytes_room ? pending->bytes_room : BYTES_FIRST;
	char *bytes;

	if (pending->bytes_used + size <= pending->bytes_room)
		return 0;
	if (pending->bytes_kept + size <= pending->bytes_room / 2) {
		compact(pending);
		return 0;
	}
	while (room < pending->bytes_used + size)
		room *= 2;
	bytes = lsock__sys_realloc(pending->bytes, room);
	if (bytes == NULL)
		return -ENOMEM;
	pending->bytes = bytes;
	pending->bytes_room = room;
	return 0;
}

/* ---- states */

/* Its end is told by the ACK of a later one, or by nobody: a dump is not in the kernel's order. */
static bool is_silent(uint32_t flags)
{
	if (!(flags & LSOCK__ASK_SENT) || flags & LSOCK__ASK_DUMP)
		return false;
	return flags & LSOCK__ASK_QUIET || !(flags & LSOCK__ASK_LIVE);
}

static bool is_gone(uint32_t flags)
{
	return flags & LSOCK__ASK_SENT && !(flags & LSOCK__ASK_LIVE);
}

static bool has(uint32_t flags, uint32_t flag)
{
	return (flags & flag) != 0;
}

static void bury(struct lsock__pending *pending, struct lsock__ask *ask)
{
	pending->bytes_kept -= ask->size;
	if (pending->bytes_kept == 0)
		pending->bytes_used = 0;
	while (pending->first != pending->end &&
	       !(lsock__pending_at(pending, pending->first)->flags & KEEPING)) {
		if (pending->fresh == pending->first)
			pending->fresh++;
		pending->first++;
	}
}

void lsock__pending_become(struct lsock__pending *pending, struct lsock__ask *ask, uint32_t flags)
{
	uint32_t was = ask->flags, told = LSOCK__ASK_LIVE | LSOCK__ASK_LISTED;

	pending->live += (uint32_t) has(flags, told) - has(was, told);
	pending->sent += (uint32_t) has(flags, LSOCK__ASK_SENT) - has(was, LSOCK__ASK_SENT);
	pending->gone += (uint32_t) is_gone(flags) - is_gone(was);
	pending->again += (uint32_t) has(flags, LSOCK__ASK_AGAIN) - has(was, LSOCK__ASK_AGAIN);
	pending->silent += (uint32_t) is_silent(flags) - is_silent(was);
	ask->flags = flags;
	if (!(flags & KEEPING) && was & KEEPING)
		bury(pending, ask);
}

static void is_due_at(struct lsock__pending *pending, int64_t instant)
{
	if (instant < pending->earliest)
		pending->earliest = instant;
}

static uint32_t next_sequence(struct lsock__pending *pending)
{
	if (pending->end == 0) {
		*lsock__pending_at(pending, 0) = (struct lsock__ask){ .flags = 0 };
		pending->first += pending->first == 0;
		pending->fresh += pending->fresh == 0;
		pending->end++;
	}
	return pending->end++;
}

int lsock__pending_add(struct lsock__pending *pending, const struct nlmsghdr *message,
		       uint32_t port, const struct lsock__ask *like, uint32_t *ret_sequence)
{
	size_t size = lsock__nl_align(message->nlmsg_len);
	struct nlmsghdr *request;
	struct lsock__ask *ask;
	uint32_t sequence;
	int r = make_place(pending);

	if (r == 0)
		r = make_bytes(pending, size);
	if (r < 0)
		return r;
	sequence = next_sequence(pending);
	ask = lsock__pending_at(pending, sequence);
	*ask = *like;
	ask->at = pending->bytes_used;
	ask->size = (uint32_t) size;
	ask->flags = 0;
	pending->bytes_used += size;
	pending->bytes_kept += size;
	request = request_of(pending, ask);
	memset((char *) request + size - 4, 0, 4);	/* padding, if there is some */
	memcpy(request, message, message->nlmsg_len);
	request->nlmsg_flags |= NLM_F_REQUEST;
	if (!(like->flags & LSOCK__ASK_QUIET))
		request->nlmsg_flags |= NLM_F_ACK;
	request->nlmsg_seq = sequence;
	request->nlmsg_pid = port;
	lsock__pending_become(pending, ask, like->flags | LSOCK__ASK_LIVE | LSOCK__ASK_QUEUED);
	is_due_at(pending, ask->until);
	*ret_sequence = sequence;
	return 0;
}

/* ---- the list */

static void list(struct lsock__pending *pending, uint32_t sequence)
{
	lsock__pending_at(pending, sequence)->behind = 0;
	if (pending->list == 0)
		pending->list = sequence;
	else
		lsock__pending_at(pending, pending->list_last)->behind = sequence;
	pending->list_last = sequence;
}

static void unlist(struct lsock__pending *pending, uint32_t sequence)
{
	uint32_t *link = &pending->list, last = 0;

	while (*link != sequence) {
		last = *link;
		link = &lsock__pending_at(pending, last)->behind;
	}
	*link = lsock__pending_at(pending, sequence)->behind;
	if (pending->list_last == sequence)
		pending->list_last = last;
}

static void list_as(struct lsock__pending *pending, uint32_t sequence, uint32_t flags)
{
	struct lsock__ask *ask = lsock__pending_at(pending, sequence);

	if (!(ask->flags & LSOCK__ASK_LISTED))
		list(pending, sequence);
	lsock__pending_become(pending, ask, flags | LSOCK__ASK_LISTED);
}

void lsock__pending_end(struct lsock__pending *pending, uint32_t sequence, int error,
			uint32_t flags)
{
	const uint32_t over = LSOCK__ASK_LIVE | LSOCK__ASK_QUEUED | LSOCK__ASK_AGAIN |
			      LSOCK__ASK_RESTARTS;
	struct lsock__ask *ask = lsock__pending_at(pending, sequence);

	ask->error = error;
	list_as(pending, sequence, (ask->flags & ~over) | flags);
}

void lsock__pending_restarts(struct lsock__pending *pending, uint32_t sequence)
{
	list_as(pending, sequence,
		lsock__pending_at(pending, sequence)->flags | LSOCK__ASK_RESTARTS);
}

void lsock__pending_cancel(struct lsock__pending *pending, uint32_t sequence)
{
	const uint32_t over = LSOCK__ASK_LIVE | LSOCK__ASK_QUEUED | LSOCK__ASK_AGAIN |
			      LSOCK__ASK_LISTED | LSOCK__ASK_RESTARTS;
	struct lsock__ask *ask = lsock__pending_at(pending, sequence);

	if (ask->flags & LSOCK__ASK_LISTED)
		unlist(pending, sequence);
	lsock__pending_become(pending, ask, ask->flags & ~over);
}

struct lsock__ask *lsock__pending_unlist(struct lsock__pending *pending, uint32_t *ret_sequence)
{
	struct lsock__ask *ask;

	if (pending->list == 0)
		return NULL;
	*ret_sequence = pending->list;
	ask = lsock__pending_at(pending, pending->list);
	pending->list = ask->behind;
	return ask;
}

void lsock__pending_told(struct lsock__pending *pending, uint32_t sequence)
{
	struct lsock__ask *ask = lsock__pending_at(pending, sequence);

	lsock__pending_become(pending, ask,
			      ask->flags & ~(LSOCK__ASK_LISTED | LSOCK__ASK_RESTARTS));
}

/* ---- the kernel's answers */

/* It works one request off behind the other, and what has no ACK is through. */
static void settle(struct lsock__pending *pending, uint32_t before)
{
	struct lsock__ask *ask;
	uint32_t sequence;

	for (sequence = pending->first; pending->silent > 0 && sequence != before; sequence++) {
		ask = lsock__pending_at(pending, sequence);
		if (!is_silent(ask->flags))
			continue;
		if (ask->flags & LSOCK__ASK_LIVE)
			lsock__pending_end(pending, sequence, 0, 0);
		lsock__pending_become(pending, ask, ask->flags & ~LSOCK__ASK_SENT);
	}
}

void lsock__pending_answered(struct lsock__pending *pending, uint32_t sequence)
{
	struct lsock__ask *ask = lsock__pending_at(pending, sequence);

	if (!(ask->flags & LSOCK__ASK_DUMP))
		settle(pending, sequence);
	if (pending->dump == sequence)
		pending->dump = 0;
	lsock__pending_become(pending, ask, ask->flags & ~LSOCK__ASK_SENT);
}

void lsock__pending_retry(struct lsock__pending *pending, uint32_t sequence, int64_t again)
{
	struct lsock__ask *ask = lsock__pending_at(pending, sequence);

	ask->again = again;
	ask->answered = 0;
	lsock__pending_become(pending, ask, (ask->flags & ~LSOCK__ASK_TRY) |
			      LSOCK__ASK_QUEUED | LSOCK__ASK_AGAIN);
	is_due_at(pending, again > 0 ? again : INT64_MAX);
}

bool lsock__pending_lose(struct lsock__pending *pending)
{
	bool dump = pending->dump != 0;
	struct lsock__ask *ask;
	uint32_t sequence;

	for (sequence = pending->first; pending->sent > 0 && sequence != pending->end; sequence++) {
		ask = lsock__pending_at(pending, sequence);
		if (!(ask->flags & LSOCK__ASK_SENT))
			continue;
		if (ask->flags & LSOCK__ASK_LIVE)
			lsock__pending_end(pending, sequence, -ENOBUFS, LSOCK__ASK_UNKNOWN);
		lsock__pending_become(pending, ask, ask->flags & ~LSOCK__ASK_SENT);
	}
	pending->dump = 0;
	return dump;
}

/* ---- instants */

static void expire_one(struct lsock__pending *pending, uint32_t sequence, int64_t now)
{
	struct lsock__ask *ask = lsock__pending_at(pending, sequence);

	if (!(ask->flags & LSOCK__ASK_LIVE))
		return;
	if (ask->until <= now) {
		lsock__pending_end(pending, sequence, -ETIME,
				   ask->flags & LSOCK__ASK_SENT ? LSOCK__ASK_UNKNOWN : 0);
		return;
	}
	is_due_at(pending, ask->until);
	if (ask->flags & LSOCK__ASK_AGAIN && ask->again > now)
		is_due_at(pending, ask->again);
}

void lsock__pending_expire(struct lsock__pending *pending, int64_t now)
{
	uint32_t sequence;

	if (now < pending->earliest)
		return;
	pending->earliest = INT64_MAX;
	for (sequence = pending->first; sequence != pending->end; sequence++)
		expire_one(pending, sequence, now);
}
