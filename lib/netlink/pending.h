/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What has been asked and has not ended: a ring, in which an ask lies at its sequence number, and a
 * buffer of the requests.  An ask is
 *	queued		its request has not been sent, or has to be sent once more
 *	sent		the kernel has yet to end it
 *	ended		told to nobody yet, in the list of those
 * and what the user has been told the end of, or has cancelled, stays for as long as it is sent, so
 * that what still comes of it is known.  Pure: instants come as arguments.  Ring and buffer belong
 * to the machine, and are freed with it.
 */
#include <linux/netlink.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/nlset.h>

#define LSOCK__ASK_LIVE 0x1u		/* what comes of it is told */
#define LSOCK__ASK_SENT 0x2u
#define LSOCK__ASK_QUEUED 0x4u
#define LSOCK__ASK_AGAIN 0x8u		/* queued behind a try, or a dump whose turn it is not */
#define LSOCK__ASK_LISTED 0x10u		/* something about it is to be told: */
#define LSOCK__ASK_RESTARTS 0x20u	/* not its end, but that its next try begins */
#define LSOCK__ASK_DUMP 0x40u
#define LSOCK__ASK_QUESTION 0x80u	/* changes nothing: can be asked twice */
#define LSOCK__ASK_QUIET 0x100u		/* has no ACK */
/* What this try has brought: */
#define LSOCK__ASK_MULTI 0x200u		/* a part of several */
#define LSOCK__ASK_REPLIED 0x400u	/* a reply that was told */
#define LSOCK__ASK_INTERRUPTED 0x800u
#define LSOCK__ASK_CUT 0x1000u		/* a reply that did not fit */
#define LSOCK__ASK_FILTERED 0x2000u
#define LSOCK__ASK_TRY 0x3e00u		/* all of these */
/* Of its end: */
#define LSOCK__ASK_SAID 0x4000u		/* the kernel has said why */
#define LSOCK__ASK_SYSTEM 0x8000u	/* a system call has failed */
#define LSOCK__ASK_UNKNOWN 0x10000u
#define LSOCK__ASK_WARNED 0x20000u

struct lsock__ask {
	void *tag;
	const struct lsock_nlset *set;	/* by whose names errors tell of it; or NULL */
	int64_t until;			/* ns */
	int64_t again;			/* ns: queued, but not before */
	uint64_t answered;		/* bytes */
	size_t at;			/* of its request in the buffer */
	uint32_t size;
	uint32_t flags;
	uint32_t tries;			/* that are left */
	uint32_t attempts;		/* that failed, for the pause before the next */
	uint32_t behind;		/* the next one in the list; 0: none */
	int error;
};

struct lsock__pending {
	struct lsock__ask *ring;
	uint32_t room;			/* a power of 2; 0: none yet */
	uint32_t first, end;		/* sequence numbers; those of a ring are first .. end - 1 */
	uint32_t fresh;			/* the first that has never been gathered */
	uint32_t live;			/* whose end has not been told */
	uint32_t sent;			/* the kernel has yet to end them */
	uint32_t gone;			/* of these the ones that nobody waits for */
	uint32_t again;			/* LSOCK__ASK_AGAIN */
	uint32_t silent;		/* sent, and ended by the ACK of a later one */
	uint32_t dump;			/* the one that is sent; 0: none */
	bool is_full;			/* the window was, and what is left waits for half of it */
	uint32_t list, list_last;
	int64_t earliest;		/* not behind the first instant at which something is due */
	char *bytes;
	size_t bytes_room, bytes_used, bytes_kept;
};

/* Of one that the ring holds. */
static inline struct lsock__ask *lsock__pending_at(const struct lsock__pending *pending,
						   uint32_t sequence)
{
	return &pending->ring[sequence & (pending->room - 1)];
}

/* sequence: any but 0. */
void lsock__pending_init(struct lsock__pending *pending, uint32_t sequence);
void lsock__pending_free(struct lsock__pending *pending);

/*
 * One more, queued, with a copy of its request, which gets its sequence number, the port and what
 * every request has.  like says the rest.  -ENOMEM.
 */
int lsock__pending_add(struct lsock__pending *pending, const struct nlmsghdr *message,
		       uint32_t port, const struct lsock__ask *like, uint32_t *ret_sequence);

/* NULL: there is none, or nothing more can come of it. */
struct lsock__ask *lsock__pending_find(struct lsock__pending *pending, uint32_t sequence);
const struct nlmsghdr *lsock__pending_request(const struct lsock__pending *pending,
					      const struct lsock__ask *ask);

/* The flags change, and what is counted by them. */
void lsock__pending_become(struct lsock__pending *pending, struct lsock__ask *ask, uint32_t flags);

/* The kernel has ended it, and of those before what has no ACK. */
void lsock__pending_answered(struct lsock__pending *pending, uint32_t sequence);
/* Another try, not before an instant. */
void lsock__pending_retry(struct lsock__pending *pending, uint32_t sequence, int64_t again);

/* It ends, which is listed to be told; flags: of its end. */
void lsock__pending_end(struct lsock__pending *pending, uint32_t sequence, int error,
			uint32_t flags);
/* Its end will not be told. */
void lsock__pending_cancel(struct lsock__pending *pending, uint32_t sequence);
/* Lists that its next try begins. */
void lsock__pending_restarts(struct lsock__pending *pending, uint32_t sequence);

/* The first that is listed, off the list; NULL: none.  Behind an end: _told(). */
struct lsock__ask *lsock__pending_unlist(struct lsock__pending *pending, uint32_t *ret_sequence);
void lsock__pending_told(struct lsock__pending *pending, uint32_t sequence);

/* Ends what is past its deadline. */
void lsock__pending_expire(struct lsock__pending *pending, int64_t now);
/* The kernel will end nothing of what was sent; was there a dump among it? */
bool lsock__pending_lose(struct lsock__pending *pending);
