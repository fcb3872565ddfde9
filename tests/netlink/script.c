/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/netlink/script.h"

#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux_sock/error.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "netlink/gather.h"
#include "tests/harness/harness.h"

#define PORT 7777u
#define BEFORE 4999u	/* the sequence number of the first ask is 1 more */

/* ---- what comes */

static void say(struct script *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct script *s, const char *format, ...)
{
	size_t len = strlen(s->said);
	va_list args;

	va_start(args, format);
	vsnprintf(s->said + len, sizeof(s->said) - len, format, args);
	va_end(args);
}

static void separate(struct script *s)
{
	if (s->said[0])
		say(s, ", ");
}

static void say_end(struct script *s, const struct lsock_netlink_item *item)
{
	const char *name = lsock_error_name(item->error);

	say(s, "end %u", item->ask - BEFORE);
	if (item->error < 0)
		say(s, " %s", name);
	if (item->flags & LSOCK_NETLINK_UNKNOWN)
		say(s, " unknown");
	if (item->flags & LSOCK_NETLINK_WARNED)
		say(s, " warned");
	if (item->flags & LSOCK_NETLINK_FILTERED)
		say(s, " filtered");
	if (item->error < 0) {
		ck_assert_int_eq(s->machine.why.error, item->error);
		ck_assert_uint_eq(s->machine.why.ask, item->ask);
		ck_assert_int_eq((s->machine.why.flags & LSOCK_NLERROR_UNKNOWN) != 0,
				 (item->flags & LSOCK_NETLINK_UNKNOWN) != 0);
	}
}

static void say_event(struct script *s, const struct lsock_netlink_item *item)
{
	if (item->text.size > 0) {
		ck_assert_ptr_null(item->message);
		say(s, "text %.*s", (int) item->text.size, (const char *) item->text.data);
		return;
	}
	ck_assert_ptr_nonnull(item->message);
	say(s, "event %u", item->group);
	if (item->nsid != -1)
		say(s, " nsid %d", item->nsid);
}

static void say_item(struct script *s)
{
	const struct lsock_netlink_item *item = &s->machine.item;

	separate(s);
	switch (item->kind) {
	case LSOCK_NETLINK_END:
		say_end(s, item);
		break;
	case LSOCK_NETLINK_REPLY:
		ck_assert_uint_eq(item->message->nlmsg_seq, item->ask);
		ck_assert_ptr_eq(item->tag, s);
		say(s, "reply %u", item->ask - BEFORE);
		break;
	case LSOCK_NETLINK_RESTART:
		say(s, "restart %u", item->ask - BEFORE);
		break;
	case LSOCK_NETLINK_EVENT:
		say_event(s, item);
		break;
	default:
		ck_assert_int_eq(item->kind, LSOCK_NETLINK_LOST);
		say(s, "lost");
	}
}

static void say_items(struct script *s)
{
	while (lsock__machine_next_reply(&s->machine) || lsock__machine_next(&s->machine))
		say_item(s);
}

static void send_all(struct script *s)
{
	struct lsock__batch batch;
	uint32_t i;

	while (lsock__machine_may_send(&s->machine) &&
	       lsock__gather(&batch, &s->machine.pending, s->now, s->window, 32768) > 0) {
		for (i = 0; i < batch.count; i++) {
			separate(s);
			say(s, "sent %u", batch.asks[i] - BEFORE);
		}
		lsock__gather_sent(&batch);
	}
}

/* ---- what happens */

/* "word:1:2": the numbers behind it, or the word alone. */
struct word {
	char name[32];
	long numbers[2];
};

static bool next_word(const char **text, struct word *word)
{
	char all[80], *colon;
	size_t len;

	*text += strspn(*text, " ");
	len = strcspn(*text, " ");
	if (len == 0)
		return false;
	ck_assert_uint_lt(len, sizeof(all));
	memcpy(all, *text, len);
	all[len] = '\0';
	*text += len;
	memset(word, 0, sizeof(*word));
	colon = strchr(all, ':');
	snprintf(word->name, sizeof(word->name), "%.*s", (int) (colon ? colon - all : 31), all);
	if (colon)
		word->numbers[0] = strtol(colon + 1, &colon, 0);
	if (colon && *colon == ':')
		word->numbers[1] = strtol(colon + 1, NULL, 0);
	return true;
}

struct kind {
	const char *name;
	uint16_t type, flags;
	uint32_t ask;
};

static const struct kind kinds[] = {
	{ "get", RTM_GETLINK, 0, LSOCK__ASK_QUESTION },
	{ "set", RTM_NEWLINK, 0, 0 },
	{ "quiet", RTM_NEWLINK, 0, LSOCK__ASK_QUIET },
	{ "dump", RTM_GETLINK, NLM_F_DUMP, LSOCK__ASK_QUESTION | LSOCK__ASK_DUMP },
};

static void ask(struct script *s, const char *name)
{
	struct lsock__ask ask = { .tag = s, .until = s->now + INT64_C(25000000000) };
	struct nlmsghdr message = { .nlmsg_len = sizeof(message) };
	const char *tries = strchr(name, ':');
	uint32_t sequence;
	size_t i = 0;

	while (strncmp(kinds[i].name, name, strlen(kinds[i].name)) != 0)
		ck_assert_uint_lt(++i, COUNT_OF(kinds));
	message.nlmsg_type = kinds[i].type;
	message.nlmsg_flags = kinds[i].flags;
	ask.flags = kinds[i].ask;
	ask.tries = tries ? (uint32_t) atoi(tries + 1) : 0;
	ck_assert_int_eq(lsock__pending_add(&s->machine.pending, &message, PORT, &ask, &sequence),
			 0);
}

/* A message behind what there is. */
static void put(struct lsock__datagram *d, uint16_t type, uint16_t flags, long of,
		const void *payload, size_t size)
{
	struct nlmsghdr *message = (void *) (d->data + lsock__nl_align(d->size));

	message->nlmsg_len = (uint32_t) (sizeof(*message) + size);
	message->nlmsg_type = type;
	message->nlmsg_flags = flags;
	message->nlmsg_seq = BEFORE + (uint32_t) of;
	message->nlmsg_pid = PORT;
	memcpy(message + 1, payload, size);
	d->size = lsock__nl_align(d->size) + message->nlmsg_len;
}

static void put_number(struct lsock__datagram *d, uint16_t type, uint16_t flags, long of,
		       long number)
{
	int32_t payload[5] = { (int32_t) -number };

	put(d, type, flags, of, payload, type == NLMSG_ERROR ? sizeof(payload) : 4);
}

/* An ACK, capped, and a word of warning behind it. */
static void put_warning(struct lsock__datagram *d, long of)
{
	struct {
		int32_t number;
		struct nlmsghdr request;
		struct nlattr attribute;
		char text[8];
	} payload = {
		.request = { .nlmsg_len = 16 },
		.attribute = { .nla_len = 12, .nla_type = NLMSGERR_ATTR_MSG },
		.text = "old way",
	};

	put(d, NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, of, &payload, sizeof(payload));
}

static bool put_message(struct lsock__datagram *d, const struct word *w)
{
	static const struct {
		const char *name;
		uint16_t type, flags;
	} replies[] = {
		{ "reply", RTM_NEWLINK, 0 },
		{ "part", RTM_NEWLINK, NLM_F_MULTI },
		{ "intr", RTM_NEWLINK, NLM_F_MULTI | NLM_F_DUMP_INTR },
		{ "filt", RTM_NEWLINK, NLM_F_MULTI | NLM_F_DUMP_FILTERED },
		{ "bare", NLMSG_DONE, NLM_F_MULTI },
		{ "noop", NLMSG_NOOP, 0 },
		{ "overrun", NLMSG_OVERRUN, 0 },
	};
	size_t i;

	for (i = 0; i < COUNT_OF(replies); i++) {
		if (strcmp(w->name, replies[i].name) != 0)
			continue;
		put(d, replies[i].type, replies[i].flags, w->numbers[0], "",
		    0);
		return true;
	}
	return false;
}

static bool put_end(struct lsock__datagram *d, const struct word *w)
{
	if (strcmp(w->name, "ack") == 0)
		put_number(d, NLMSG_ERROR, NLM_F_CAPPED, w->numbers[0], 0);
	else if (strcmp(w->name, "error") == 0)
		put_number(d, NLMSG_ERROR, NLM_F_CAPPED, w->numbers[0], w->numbers[1]);
	else if (strcmp(w->name, "done") == 0)
		put_number(d, NLMSG_DONE, NLM_F_MULTI, w->numbers[0], w->numbers[1]);
	else if (strcmp(w->name, "intrdone") == 0)
		put_number(d, NLMSG_DONE, NLM_F_MULTI | NLM_F_DUMP_INTR, w->numbers[0], 0);
	else if (strcmp(w->name, "warn") == 0)
		put_warning(d, w->numbers[0]);
	else
		return false;
	return true;
}

static bool put_oddity(struct lsock__datagram *d, const struct word *w)
{
	if (strcmp(w->name, "type") == 0) {
		put(d, (uint16_t) w->numbers[0], 0, w->numbers[1], "", 0);
	} else if (strcmp(w->name, "size") == 0) {
		put(d, RTM_NEWLINK, NLM_F_MULTI, w->numbers[1], "", 0);
		((struct nlmsghdr *) (void *) (d->data + d->size - 16))->nlmsg_len =
			(uint32_t) w->numbers[0];
	} else if (strcmp(w->name, "odd") == 0) {
		put(d, RTM_NEWLINK, NLM_F_MULTI, w->numbers[0], "x", 1);
	} else if (strcmp(w->name, "stub") == 0) {
		memset(d->data + d->size, 0, 8);
		d->size += 8;
	} else {
		return false;
	}
	return true;
}

static bool put_text(struct lsock__datagram *d, const struct word *w)
{
	if (w->name[0] != '=')
		return false;
	memcpy(d->data + d->size, w->name + 1, strlen(w->name) - 1);
	d->size += strlen(w->name) - 1;
	return true;
}

static bool describe(struct lsock__datagram *d, const struct word *w)
{
	if (strcmp(w->name, "group") == 0)
		d->group = (uint32_t) w->numbers[0];
	else if (strcmp(w->name, "port") == 0)
		d->port = (uint32_t) w->numbers[0];
	else if (strcmp(w->name, "nsid") == 0)
		d->nsid = (int32_t) w->numbers[0];
	else if (strcmp(w->name, "root") == 0)
		d->is_root = true;
	else if (strcmp(w->name, "hopeless") == 0)
		d->is_hopeless = true;
	else if (strcmp(w->name, "cut") == 0)
		d->whole = 1;
	else
		return false;
	return true;
}

static void datagram(struct script *s, const char *text)
{
	struct lsock__datagram d = { .data = (char *) s->memory, .nsid = -1 };
	struct word w;

	memset(s->memory, 0, sizeof(s->memory));
	while (next_word(&text, &w))
		ck_assert_msg(describe(&d, &w) || put_message(&d, &w) || put_end(&d, &w) ||
			      put_oddity(&d, &w) || put_text(&d, &w), "what is %s?", w.name);
	d.whole = d.whole ? d.size + 100 : d.size;
	lsock__machine_take(&s->machine, &d, s->now);
}

static void happen(struct script *s, const char *text)
{
	const char *rest = text;
	struct word w;

	ck_assert(next_word(&rest, &w));
	if (strcmp(w.name, "ask") == 0)
		ask(s, text + 4);
	else if (strcmp(w.name, "cancel") == 0)
		ck_assert_int_eq(lsock__machine_cancel(&s->machine,
						       BEFORE + (uint32_t) w.numbers[0]), 0);
	else if (strcmp(w.name, "full") == 0)
		lsock__machine_overrun(&s->machine);
	else if (strcmp(w.name, "empty") == 0)
		lsock__machine_drained(&s->machine);
	else if (strcmp(w.name, "wait") == 0)
		lsock__machine_expire(&s->machine, s->now += w.numbers[0] * 1000000);
	else
		datagram(s, text);
}

void script_begin(struct script *s, int protocol)
{
	memset(s, 0, sizeof(*s));
	s->now = 1000000000;
	s->window = 64;
	lsock__machine_init(&s->machine, protocol, PORT, BEFORE + 1);
}

void script_run(struct script *s, const struct row *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		s->said[0] = '\0';
		happen(s, rows[i].happens);
		say_items(s);
		send_all(s);
		ck_assert_msg(strcmp(s->said, rows[i].comes) == 0,
			      "row %zu, %s: gives \"%s\", not \"%s\"", i + 1, rows[i].happens,
			      s->said, rows[i].comes);
	}
}

/* Whatever has ended leaves nothing behind. */
void script_end(struct script *s)
{
	const struct lsock__pending *pending = &s->machine.pending;

	if (pending->live == 0 && pending->sent == 0) {
		ck_assert_uint_eq(pending->first, pending->end);
		ck_assert_uint_eq(pending->bytes_kept, 0);
		ck_assert_uint_eq(pending->again, 0);
		ck_assert_uint_eq(pending->silent, 0);
	}
	lsock__machine_free(&s->machine);
}

void script(int protocol, const struct row *rows, size_t count)
{
	struct script s;

	script_begin(&s, protocol);
	script_run(&s, rows, count);
	script_end(&s);
}
