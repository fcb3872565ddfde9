/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What the kernel's datagrams mean: datagrams and instants in, items out.  It knows no socket and
 * no clock, allocates nothing, and believes nothing that it reads: tests and the fuzzer feed it
 * alone.
 */
#include <linux/netlink.h>
#include <stdbool.h>
#include <string.h>

#include <linux_sock/netlink.h>

#include "base/export.h"
#include "netlink/pending.h"
#include "netlink/quirks.h"
#include "netlink/walk.h"

/* As it was received; the bytes are the machine's until it is through with them. */
struct lsock__datagram {
	char *data;
	size_t size;		/* of what is there */
	size_t whole;		/* of what was sent; larger: it was cut */
	uint32_t port, group;	/* of the sender, of the receivers; 0: the kernel, one port */
	int32_t nsid;		/* -1: of this namespace */
	bool is_root;		/* by its credentials */
	bool is_hopeless;	/* cut, and there will be no more room next time either */
};

struct lsock__machine {
	/* The datagram that is read, and when it came. */
	const char *data;
	size_t size, at;
	uint64_t key;		/* sequence and port of the replies that are just read */
	uint32_t flags;		/* and what they have of NLM_F_; NO_FLAGS: there are none */
	struct lsock_netlink_item item;
	int64_t now;
	uint32_t group, subject;	/* the ask of its first message; 0: none */
	int32_t nsid;
	bool is_text;		/* it has not been told */
	/* Who speaks to whom. */
	const struct lsock__quirks *quirks;
	uint32_t port, from, from_port;
	bool listens;		/* groups are joined */
	uint64_t answer_limit;	/* 0: none */
	uint32_t room;		/* datagrams that can lie in the queue */
	struct lsock__pending pending;
	uint32_t swallow;	/* an ACK of this one may still come, and says nothing */
	/* A loss. */
	bool overrun;		/* what is queued is older than it, and is read first */
	uint32_t old;		/* datagrams of which that can be true yet */
	bool lost;		/* to be told */
	bool lost_dump;		/* whose end may never come: the kernel may be at it for ever */
	bool is_broken;		/* it is, and nothing helps */
	uint64_t progress;	/* of the first message of a dump's datagrams */
	uint32_t repeated;
	struct lsock_netlink_counts counts;
	struct lsock_nlerror said;	/* by the kernel, of what is listed last */
	struct lsock_nlerror why;	/* of what was told */
};

#define LSOCK__NO_FLAGS UINT32_MAX

void lsock__machine_init(struct lsock__machine *machine, int protocol, uint32_t port,
			 uint32_t sequence);
void lsock__machine_free(struct lsock__machine *machine);

/* One more datagram, when the one before is through. */
void lsock__machine_take(struct lsock__machine *machine, const struct lsock__datagram *datagram,
			 int64_t now);

/* The next item of what has been taken and has happened: true, and machine->item is it. */
bool lsock__machine_next(struct lsock__machine *machine);

/* The kernel had no room for something; has nothing more; has not answered in time. */
void lsock__machine_overrun(struct lsock__machine *machine);
void lsock__machine_drained(struct lsock__machine *machine);
void lsock__machine_expire(struct lsock__machine *machine, int64_t now);

/* No more is told of it.  -ENOENT. */
int lsock__machine_cancel(struct lsock__machine *machine, uint32_t ask);

/* Is something to be told, or may there be? */
static inline bool lsock__machine_has_more(const struct lsock__machine *machine)
{
	return machine->at < machine->size || machine->is_text || machine->lost ||
	       machine->pending.list != 0;
}

/* May something be sent?  Not while answers would be lost. */
static inline bool lsock__machine_may_send(const struct lsock__machine *machine)
{
	return !machine->overrun && !machine->is_broken;
}

/* One more of the replies that are just read, if it is that; else lsock__machine_next() knows. */
LSOCK__INLINE bool lsock__machine_next_reply(struct lsock__machine *machine)
{
	const struct nlmsghdr *message = (const void *) (machine->data + machine->at);
	size_t left = machine->size - machine->at;
	uint64_t key;

	if (machine->at + sizeof(*message) > machine->size)
		return false;
	memcpy(&key, &message->nlmsg_seq, sizeof(key));
	if (key != machine->key || message->nlmsg_flags != machine->flags ||
	    message->nlmsg_type < NLMSG_MIN_TYPE || message->nlmsg_len < sizeof(*message) ||
	    message->nlmsg_len > left)
		return false;
	machine->at += lsock__nl_align(message->nlmsg_len);
	machine->counts.messages++;
	machine->item.message = message;
	return true;
}
