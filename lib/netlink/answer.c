/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netlink/answer.h"

#include <errno.h>

#include "core/wait.h"
#include "netlink/error.h"

#define ERRNO_MAX 4095

void lsock__answer_flags(struct lsock__ask *ask, const struct nlmsghdr *message)
{
	if (message->nlmsg_flags & NLM_F_DUMP_INTR)
		ask->flags |= LSOCK__ASK_INTERRUPTED;
	if (message->nlmsg_flags & NLM_F_DUMP_FILTERED && ask->flags & LSOCK__ASK_DUMP)
		ask->flags |= LSOCK__ASK_FILTERED;
}

/* ---- what is said */

/* The number behind the header: 1; 0: there is none. */
static int number_of(const struct nlmsghdr *message, int32_t *ret_number)
{
	if (message->nlmsg_len < sizeof(*message) + sizeof(*ret_number))
		return 0;
	memcpy(ret_number, message + 1, sizeof(*ret_number));
	return 1;
}

/* Keeps what the kernel says beside the number; does it warn of something that it did? */
static uint32_t keep_words(struct lsock__machine *machine, const struct lsock__ask *ask,
			   const struct nlmsghdr *message, int error)
{
	const struct nlmsghdr *request = lsock__pending_request(&machine->pending, ask);

	if (error == 0 && !(message->nlmsg_flags & NLM_F_ACK_TLVS))
		return 0;
	if (lsock__nlerror_read(message, request, ask->set, &machine->said) < 0)
		return 0;
	if (error == 0)
		return machine->said.message[0] ? LSOCK__ASK_SAID | LSOCK__ASK_WARNED : 0;
	return LSOCK__ASK_SAID;
}

/* ---- another try */

/* At once after the first failure, and then after ever longer pauses. */
static int64_t pause_of(const struct lsock__machine *machine, struct lsock__ask *ask)
{
	return ask->attempts++ == 0 ? 0 : machine->now + lsock__backoff(ask->attempts - 2);
}

/* Another holder of the socket has a dump, or one of ours that was lost will never end. */
static bool is_put_off(struct lsock__machine *machine, struct lsock__ask *ask, uint32_t sequence,
		       int error)
{
	const uint32_t said = LSOCK__ASK_MULTI | LSOCK__ASK_REPLIED;

	if (error != -EBUSY || !(ask->flags & LSOCK__ASK_DUMP) || ask->flags & said)
		return false;
	if (machine->lost_dump) {
		machine->is_broken = true;
		return false;
	}
	machine->counts.retried++;
	lsock__pending_retry(&machine->pending, sequence,
			     machine->now + lsock__backoff(ask->attempts++));
	return true;
}

static void begin_anew(struct lsock__machine *machine, struct lsock__ask *ask, uint32_t sequence,
		       bool is_told)
{
	machine->counts.retried++;
	machine->repeated = 0;
	lsock__pending_retry(&machine->pending, sequence, pause_of(machine, ask));
	if (is_told)
		lsock__pending_restarts(&machine->pending, sequence);
}

/* Of a dump that lacks something: there is more room now, or a try is left. */
static bool is_restarted(struct lsock__machine *machine, struct lsock__ask *ask, uint32_t sequence)
{
	bool was_told = ask->flags & LSOCK__ASK_REPLIED;

	machine->counts.interrupted += (ask->flags & LSOCK__ASK_INTERRUPTED) != 0;
	if (!(ask->flags & LSOCK__ASK_INTERRUPTED) && !was_told) {
		begin_anew(machine, ask, sequence, false);
		return true;
	}
	if (ask->tries <= 1)
		return false;
	ask->tries--;
	begin_anew(machine, ask, sequence, true);
	return true;
}

/* A reply was cut that nothing but an answer to the same question can bring back. */
static bool is_asked_again(struct lsock__machine *machine, struct lsock__ask *ask,
			   uint32_t sequence)
{
	if (!(ask->flags & LSOCK__ASK_QUESTION) || ask->flags & LSOCK__ASK_REPLIED)
		return false;
	begin_anew(machine, ask, sequence, false);
	return true;
}

/* ---- the end of a try */

/* Does what the kernel calls a success lack something?  0, 1: it is tried again, or its error. */
static int completeness(struct lsock__machine *machine, struct lsock__ask *ask, uint32_t sequence)
{
	if (!(ask->flags & (LSOCK__ASK_INTERRUPTED | LSOCK__ASK_CUT)))
		return 0;
	if (ask->flags & LSOCK__ASK_DUMP)
		return is_restarted(machine, ask, sequence) ? 1 : -ESTALE;
	if (!(ask->flags & LSOCK__ASK_CUT))
		return 0;
	return is_asked_again(machine, ask, sequence) ? 1 : -EMSGSIZE;
}

static void end_try(struct lsock__machine *machine, struct lsock__ask *ask,
		    const struct nlmsghdr *message, int error)
{
	uint32_t sequence = message->nlmsg_seq, flags;
	int lacks;

	lsock__pending_answered(&machine->pending, sequence);
	if (!(ask->flags & LSOCK__ASK_LIVE))
		return;	/* it is gone */
	if (is_put_off(machine, ask, sequence, error))
		return;
	lacks = error == 0 ? completeness(machine, ask, sequence) : 0;
	if (lacks > 0)
		return;
	if (lacks == 0 && !machine->is_broken)
		flags = keep_words(machine, ask, message, error);
	else
		flags = lacks == -EMSGSIZE ? LSOCK__ASK_UNKNOWN : 0;
	if (machine->is_broken)
		lacks = -ENOTRECOVERABLE;
	lsock__pending_end(&machine->pending, sequence, lacks < 0 ? lacks : error, flags);
}

/* It ends, whatever that was to say. */
static int end_unread(struct lsock__machine *machine, const struct lsock__ask *ask,
		      const struct nlmsghdr *message)
{
	lsock__pending_answered(&machine->pending, message->nlmsg_seq);
	if (ask->flags & LSOCK__ASK_LIVE)
		lsock__pending_end(&machine->pending, message->nlmsg_seq, -EBADMSG,
				   LSOCK__ASK_UNKNOWN);
	return -EBADMSG;
}

/* ACK or error; an ACK behind parts of a dump is of its beginning. */
static int end_by_error(struct lsock__machine *machine, struct lsock__ask *ask,
			const struct nlmsghdr *message)
{
	const uint32_t goes_on = LSOCK__ASK_DUMP | LSOCK__ASK_MULTI;
	int32_t error;

	if (!number_of(message, &error) || error > 0 || error < -ERRNO_MAX)
		return end_unread(machine, ask, message);
	if (error == 0 && (ask->flags & goes_on) == goes_on)
		return 0;
	end_try(machine, ask, message, error);
	return 0;
}

/* Some dumps end without a number; one above 0 is no error. */
static int end_by_done(struct lsock__machine *machine, struct lsock__ask *ask,
		       const struct nlmsghdr *message)
{
	int32_t number = 0;

	if (number_of(message, &number) && number < -ERRNO_MAX)
		return end_unread(machine, ask, message);
	if (!(ask->flags & LSOCK__ASK_DUMP))
		machine->swallow = message->nlmsg_seq;
	end_try(machine, ask, message, number < 0 ? number : 0);
	return 0;
}

int lsock__answer_end(struct lsock__machine *machine, struct lsock__ask *ask,
		      const struct nlmsghdr *message)
{
	lsock__answer_flags(ask, message);
	switch (message->nlmsg_type) {
	case NLMSG_ERROR:
		return end_by_error(machine, ask, message);
	case NLMSG_DONE:
		return end_by_done(machine, ask, message);
	default:
		return -EBADMSG;
	}
}

/* ---- the telling */

static const char *message_of(int error)
{
	switch (error) {
	case -EBADMSG:
		return "the answer is malformed";
	case -EFBIG:
		return "the answer is larger than its limit";
	case -ELOOP:
		return "the dump repeats itself";
	case -EMSGSIZE:
		return "the answer is larger than the room there is for it";
	case -ENOBUFS:
		return "answers were lost";
	case -ENOTRECOVERABLE:
		return "the socket is busy with a dump whose end was lost";
	case -ESTALE:
		return "the dump was interrupted by changes";
	case -ETIME:
		return "there was no answer in time";
	default:
		return NULL;
	}
}

/* Why it failed, or what it was warned of; of a plain success nothing is said. */
static void explain(struct lsock__machine *machine, const struct lsock__ask *ask,
		    uint32_t sequence)
{
	struct lsock_nlerror *why = &machine->why;

	if (ask->flags & LSOCK__ASK_SAID)
		*why = machine->said;
	else if (ask->error == 0)
		return;
	else if (ask->flags & LSOCK__ASK_SYSTEM)
		lsock__nlerror_system(ask->error, why);
	else
		lsock__nlerror_library(ask->error, message_of(ask->error), why);
	why->flags = ask->flags & LSOCK__ASK_UNKNOWN ? LSOCK_NLERROR_UNKNOWN : 0;
	why->ask = sequence;
	why->type = lsock__pending_request(&machine->pending, ask)->nlmsg_type;
}

static uint32_t item_flags(uint32_t flags)
{
	return (flags & LSOCK__ASK_WARNED ? LSOCK_NETLINK_WARNED : 0) |
	       (flags & LSOCK__ASK_UNKNOWN ? LSOCK_NETLINK_UNKNOWN : 0) |
	       (flags & LSOCK__ASK_FILTERED ? LSOCK_NETLINK_FILTERED : 0);
}

bool lsock__answer_tell(struct lsock__machine *machine)
{
	struct lsock_netlink_item item = { .nsid = -1 };
	const struct lsock__ask *ask;

	ask = lsock__pending_unlist(&machine->pending, &item.ask);
	if (ask == NULL)
		return false;
	item.tag = ask->tag;
	item.kind = ask->flags & LSOCK__ASK_RESTARTS ? LSOCK_NETLINK_RESTART : LSOCK_NETLINK_END;
	if (item.kind == LSOCK_NETLINK_END) {
		item.error = ask->error;
		item.flags = item_flags(ask->flags);
		explain(machine, ask, item.ask);
	}
	machine->item = item;
	lsock__pending_told(&machine->pending, item.ask);
	return true;
}
