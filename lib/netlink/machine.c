/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * One message after the other: whom it concerns, and whether something is to be told of it.  What
 * ends an ask is in answer.c.
 */
#include "netlink/machine.h"

#include <errno.h>

#include "netlink/answer.h"

#define REPEATED_MAX 64		/* datagrams of a dump that begin alike */

void lsock__machine_init(struct lsock__machine *machine, int protocol, uint32_t port,
			 uint32_t sequence)
{
	memset(machine, 0, sizeof(*machine));
	machine->quirks = lsock__quirks_of(protocol);
	machine->port = port;
	machine->data = "";
	machine->flags = LSOCK__NO_FLAGS;
	machine->nsid = -1;
	machine->room = UINT32_MAX;
	machine->counts.size = sizeof(machine->counts);
	machine->why.size = sizeof(machine->why);
	lsock__pending_init(&machine->pending, sequence);
}

void lsock__machine_free(struct lsock__machine *machine)
{
	lsock__pending_free(&machine->pending);
}

/* ---- a datagram */

static bool is_heard(const struct lsock__machine *machine, const struct lsock__datagram *datagram)
{
	switch (machine->from) {
	case LSOCK_NETLINK_FROM_ANY:
		return true;
	case LSOCK_NETLINK_FROM_ROOT:
		return datagram->port == 0 || datagram->is_root;
	case LSOCK_NETLINK_FROM_PORT:
		return datagram->port == 0 || datagram->port == machine->from_port;
	default:
		return datagram->port == 0;
	}
}

/* That of a message for us, of which there is as much as its header; NULL: none. */
static struct lsock__ask *ask_of(struct lsock__machine *machine, const struct nlmsghdr *message)
{
	struct lsock__ask *ask;

	if (message->nlmsg_pid != machine->port)
		return NULL;
	ask = lsock__pending_find(&machine->pending, message->nlmsg_seq);
	return ask && ask->flags & LSOCK__ASK_SENT ? ask : NULL;
}

/* It ends now, and what the kernel goes on saying about it is passed over. */
static void give_up(struct lsock__machine *machine, uint32_t sequence, int error)
{
	struct lsock__ask *ask = lsock__pending_find(&machine->pending, sequence);

	if (ask && ask->flags & LSOCK__ASK_LIVE)
		lsock__pending_end(&machine->pending, sequence, error,
				   ask->flags & LSOCK__ASK_QUESTION ? 0 : LSOCK__ASK_UNKNOWN);
}

static void drop_rest(struct lsock__machine *machine)
{
	machine->at = machine->size;
}

static void cut(struct lsock__machine *machine, const struct lsock__datagram *datagram)
{
	const struct nlmsghdr *message = (const void *) datagram->data;
	struct lsock__ask *ask = NULL;

	machine->counts.truncated++;
	if (machine->listens) {
		lsock__machine_overrun(machine);
		return;
	}
	if (datagram->size >= sizeof(*message))
		ask = ask_of(machine, message);
	if (ask == NULL)
		machine->counts.stray++;
	else if (datagram->is_hopeless)
		give_up(machine, message->nlmsg_seq, -EMSGSIZE);
	else
		ask->flags |= LSOCK__ASK_CUT;
}

/* Of messages that are the same these bytes are the same. */
static uint64_t print_of(const struct nlmsghdr *message, size_t size)
{
	const unsigned char *bytes = (const void *) message;
	uint64_t print = UINT64_C(0xcbf29ce484222325);
	size_t i;

	for (i = 0; i < size && i < 4096; i++)
		print = (print ^ bytes[i]) * UINT64_C(0x100000001b3);
	return print;
}

static bool repeats_itself(struct lsock__machine *machine, const struct nlmsghdr *message)
{
	uint64_t print = print_of(message, message->nlmsg_len);

	machine->repeated = print == machine->progress ? machine->repeated + 1 : 1;
	machine->progress = print;
	return machine->repeated >= REPEATED_MAX;
}

/* The datagrams of an answer count for the ask of their first message: none are mixed. */
static void account(struct lsock__machine *machine)
{
	const struct nlmsghdr *message;
	struct lsock__ask *ask;

	if (lsock__nlmsg_at(machine->data, machine->size, 0, &message) <= 0)
		return;
	ask = ask_of(machine, message);
	if (ask == NULL)
		return;
	machine->subject = message->nlmsg_seq;
	ask->answered += machine->size;
	if (machine->answer_limit > 0 && ask->answered > machine->answer_limit)
		give_up(machine, machine->subject, -EFBIG);
	else if (ask->flags & LSOCK__ASK_DUMP && message->nlmsg_type >= NLMSG_MIN_TYPE &&
		 repeats_itself(machine, message))
		give_up(machine, machine->subject, -ELOOP);
}

/* A record of audit says how long it is without its header; it is alone. */
static void mend_length(const struct lsock__datagram *datagram)
{
	struct nlmsghdr *message = (void *) datagram->data;

	if (datagram->size >= sizeof(*message) &&
	    message->nlmsg_len == datagram->size - sizeof(*message))
		message->nlmsg_len = (uint32_t) datagram->size;
}

/* In a flood the queue is never empty, but what was in it has been read at some time. */
static void read_old(struct lsock__machine *machine)
{
	if (machine->overrun && machine->old-- == 0)
		lsock__machine_drained(machine);
}

void lsock__machine_take(struct lsock__machine *machine, const struct lsock__datagram *datagram,
			 int64_t now)
{
	machine->now = now;
	read_old(machine);
	if (!is_heard(machine, datagram)) {
		machine->counts.foreign++;
		return;
	}
	if (datagram->whole > datagram->size) {
		cut(machine, datagram);
		return;
	}
	machine->group = datagram->group;
	machine->nsid = datagram->nsid;
	machine->data = datagram->data;
	machine->size = datagram->size;
	machine->at = 0;
	if (machine->quirks->lacks_header)
		mend_length(datagram);
	machine->is_text = machine->quirks->is_text && datagram->size > 0;
	machine->subject = 0;
	if (!machine->is_text && machine->group == 0)
		account(machine);
}

/* ---- losses */

void lsock__machine_overrun(struct lsock__machine *machine)
{
	machine->counts.lost++;
	machine->overrun = true;
	machine->old = machine->room;
}

/* What was sent and has no answer by now will never have one. */
void lsock__machine_drained(struct lsock__machine *machine)
{
	if (!machine->overrun)
		return;
	machine->overrun = false;
	machine->lost |= machine->listens;
	machine->lost_dump |= lsock__pending_lose(&machine->pending);
}

/* ---- items */

static void tell(struct lsock__machine *machine, int kind, const struct nlmsghdr *message)
{
	machine->item = (struct lsock_netlink_item){
		.kind = kind, .nsid = -1, .message = message,
	};
}

static bool tell_event(struct lsock__machine *machine, const struct nlmsghdr *message)
{
	tell(machine, LSOCK_NETLINK_EVENT, message);
	machine->item.group = machine->group;
	machine->item.nsid = machine->nsid;
	return true;
}

static bool tell_text(struct lsock__machine *machine)
{
	machine->is_text = false;
	drop_rest(machine);
	(void) tell_event(machine, NULL);	/* there is always one to tell */
	machine->item.text = (struct lsock_bytes){ machine->data, machine->size };
	return true;
}

static bool tell_reply(struct lsock__machine *machine, const struct lsock__ask *ask,
		       const struct nlmsghdr *message)
{
	tell(machine, LSOCK_NETLINK_REPLY, message);
	machine->item.ask = message->nlmsg_seq;
	machine->item.tag = ask->tag;
	/* What is like it can be told at once. */
	memcpy(&machine->key, &message->nlmsg_seq, sizeof(machine->key));
	machine->flags = message->nlmsg_flags;
	return true;
}

static bool tell_lost(struct lsock__machine *machine)
{
	machine->lost = false;
	tell(machine, LSOCK_NETLINK_LOST, NULL);
	return true;
}

/* ---- messages */

/* The rest of the datagram is nothing; what this or the first message of it answers ends. */
static bool malformed(struct lsock__machine *machine, const struct nlmsghdr *message)
{
	uint32_t sequence = machine->subject;

	machine->counts.malformed++;
	drop_rest(machine);
	if (machine->group != 0)
		return false;
	if (message && ask_of(machine, message))
		sequence = message->nlmsg_seq;
	give_up(machine, sequence, -EBADMSG);
	return false;
}

static bool is_data(const struct lsock__machine *machine, const struct nlmsghdr *message)
{
	return message->nlmsg_type >= NLMSG_MIN_TYPE ||
	       (message->nlmsg_type == NLMSG_DONE && machine->quirks->done_is_data);
}

/* The ACK behind an end that the replies told themselves. */
static bool is_swallowed(const struct lsock__machine *machine, const struct nlmsghdr *message)
{
	return machine->swallow != 0 && message->nlmsg_seq == machine->swallow &&
	       message->nlmsg_pid == machine->port && message->nlmsg_type == NLMSG_ERROR;
}

/* To this port alone, and nobody asked for it. */
static bool unasked(struct lsock__machine *machine, const struct nlmsghdr *message)
{
	if (machine->quirks->speaks_first && is_data(machine, message))
		return tell_event(machine, message);
	if (is_swallowed(machine, message))
		machine->swallow = 0;
	else
		machine->counts.stray++;
	return false;
}

static bool reply(struct lsock__machine *machine, struct lsock__ask *ask,
		  const struct nlmsghdr *message)
{
	if (message->nlmsg_flags & NLM_F_MULTI)
		ask->flags |= LSOCK__ASK_MULTI;
	lsock__answer_flags(ask, message);
	if (!(ask->flags & LSOCK__ASK_LIVE))
		return false;
	ask->flags |= LSOCK__ASK_REPLIED;
	return tell_reply(machine, ask, message);
}

static bool answer(struct lsock__machine *machine, const struct nlmsghdr *message)
{
	struct lsock__ask *ask = ask_of(machine, message);

	if (ask == NULL)
		return unasked(machine, message);
	if (is_data(machine, message))
		return reply(machine, ask, message);
	return lsock__answer_end(machine, ask, message) < 0 ? malformed(machine, message) : false;
}

/* The kernel's own, of whatever it is that does not fit. */
static bool overran(struct lsock__machine *machine)
{
	lsock__machine_overrun(machine);
	return false;
}

static bool read_message(struct lsock__machine *machine, const struct nlmsghdr *message)
{
	if (message->nlmsg_type == NLMSG_NOOP)
		return false;
	if (message->nlmsg_type == NLMSG_OVERRUN)
		return overran(machine);
	if (machine->group == 0)
		return answer(machine, message);
	return is_data(machine, message) ? tell_event(machine, message) :
					   malformed(machine, NULL);
}

/* What can be read of the header of a message that is none; NULL: nothing. */
static const struct nlmsghdr *header_at(const struct lsock__machine *machine)
{
	if (machine->size - machine->at < sizeof(struct nlmsghdr))
		return NULL;
	return (const void *) (machine->data + machine->at);
}

static bool step(struct lsock__machine *machine)
{
	const struct nlmsghdr *message;

	if (lsock__nlmsg_at(machine->data, machine->size, machine->at, &message) < 0)
		return malformed(machine, header_at(machine));
	machine->at += lsock__nl_align(message->nlmsg_len);
	machine->counts.messages++;
	return read_message(machine, message);
}

bool lsock__machine_next(struct lsock__machine *machine)
{
	machine->flags = LSOCK__NO_FLAGS;
	if (machine->is_text)
		return tell_text(machine);
	for (;;) {
		if (lsock__answer_tell(machine))
			return true;
		if (machine->at >= machine->size)
			return machine->lost ? tell_lost(machine) : false;
		if (step(machine))
			return true;
	}
}

void lsock__machine_expire(struct lsock__machine *machine, int64_t now)
{
	machine->flags = LSOCK__NO_FLAGS;
	lsock__pending_expire(&machine->pending, now);
}

int lsock__machine_cancel(struct lsock__machine *machine, uint32_t sequence)
{
	struct lsock__ask *ask = lsock__pending_find(&machine->pending, sequence);

	if (ask == NULL || !(ask->flags & (LSOCK__ASK_LIVE | LSOCK__ASK_LISTED)))
		return -ENOENT;
	machine->flags = LSOCK__NO_FLAGS;
	lsock__pending_cancel(&machine->pending, sequence);
	return 0;
}
