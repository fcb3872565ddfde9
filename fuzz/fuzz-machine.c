/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The machine of netlink from bytes of chance, which say what is asked and what a kernel that lies
 * answers.  The first byte chooses the protocol and whom is listened to; then come steps:
 *
 *	a K N	an ask: K % 4 says which, N of its tries are left
 *	d F L..	a datagram of L bytes (L / 256 first), F says of what it comes with
 *	o e	ENOBUFS, EAGAIN		t N	N * 16 ms		c N	cancels ask N
 *
 * Asks are numbered from 1, as is the port, so that short inputs answer them.  "make fuzz" links it
 * with libFuzzer, "make check" with replay.c, which runs the corpus.
 */
#include "netlink/machine.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "netlink/gather.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PORT 1
#define ASKS 256
#define DATAGRAM 4096
#define STEPS 1000

#define CHECK(holds)									\
	do {										\
		if (!(holds)) {								\
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #holds);	\
			abort();							\
		}									\
	} while (0)

/* What became of an ask. */
enum fate { NEVER, ASKED, OVER };

struct world {
	struct lsock__machine machine;
	enum fate fates[ASKS + 1];
	uint32_t asked;
	int64_t now;
	char *datagram;			/* as long as it is and no longer */
	size_t size;
	const uint8_t *at, *end;
};

static unsigned byte(struct world *w)
{
	return w->at < w->end ? *w->at++ : 0;
}

static void check_message(const struct world *w, const struct nlmsghdr *message)
{
	size_t at = (size_t) ((const char *) message - w->datagram);

	CHECK(at % 4 == 0 && at + sizeof(*message) <= w->size);
	CHECK(message->nlmsg_len >= sizeof(*message) && message->nlmsg_len <= w->size - at);
}

static void check_end(struct world *w, const struct lsock_netlink_item *item)
{
	const struct lsock_nlerror *why = &w->machine.why;

	CHECK(item->error <= 0 && item->error >= -4095);
	CHECK(item->message == NULL);
	w->fates[item->ask] = OVER;
	if (item->error < 0)
		CHECK(why->error == item->error && why->ask == item->ask);
}

static void check_item(struct world *w)
{
	const struct lsock_netlink_item *item = &w->machine.item;

	CHECK(item->kind >= LSOCK_NETLINK_END && item->kind <= LSOCK_NETLINK_LOST);
	if (item->kind <= LSOCK_NETLINK_RESTART)
		CHECK(item->ask >= 1 && item->ask <= w->asked && w->fates[item->ask] == ASKED);
	if (item->kind == LSOCK_NETLINK_END)
		check_end(w, item);
	if (item->message)
		check_message(w, item->message);
	if (item->kind == LSOCK_NETLINK_EVENT && item->message == NULL)
		CHECK(item->text.data == w->datagram && item->text.size == w->size);
}

static void tell(struct world *w)
{
	while (lsock__machine_next_reply(&w->machine) || lsock__machine_next(&w->machine))
		check_item(w);
	CHECK(!lsock__machine_has_more(&w->machine));
}

static void send_all(struct world *w)
{
	struct iovec parts[LSOCK__BATCH];
	struct lsock__batch batch;

	while (lsock__machine_may_send(&w->machine) &&
	       lsock__gather(&batch, &w->machine.pending, w->now, 8, 100) > 0) {
		CHECK(lsock__gather_parts(&batch, parts) <= batch.count);
		lsock__gather_sent(&batch);
	}
}

static void ask(struct world *w)
{
	static const struct {
		uint16_t type, flags;
		uint32_t ask;
	} kinds[] = {
		{ RTM_GETLINK, 0, LSOCK__ASK_QUESTION }, { RTM_NEWLINK, 0, 0 },
		{ RTM_GETLINK, NLM_F_DUMP, LSOCK__ASK_DUMP | LSOCK__ASK_QUESTION },
		{ RTM_NEWLINK, 0, LSOCK__ASK_QUIET },
	};
	unsigned kind = byte(w) % 4;
	const struct nlmsghdr message = {
		.nlmsg_len = sizeof(message), .nlmsg_type = kinds[kind].type,
		.nlmsg_flags = kinds[kind].flags,
	};
	const struct lsock__ask like = {
		.flags = kinds[kind].ask, .tries = byte(w), .until = w->now + 1000000000,
	};
	uint32_t sequence;

	if (w->asked == ASKS)
		return;
	CHECK(lsock__pending_add(&w->machine.pending, &message, PORT, &like, &sequence) == 0);
	CHECK(sequence == ++w->asked);
	w->fates[sequence] = ASKED;
}

static void datagram(struct world *w)
{
	unsigned flags = byte(w);
	struct lsock__datagram d = { .nsid = -1 };
	size_t size = byte(w) * 256u;

	size += byte(w);
	if (size > (size_t) (w->end - w->at))
		size = (size_t) (w->end - w->at);
	free(w->datagram);
	w->datagram = d.data = malloc(size > 0 ? size : 1);
	CHECK(d.data);
	memcpy(d.data, w->at, size);
	w->at += size;
	w->size = d.size = d.whole = size;
	d.group = flags & 1;
	d.port = flags & 2 ? 9 : 0;
	d.is_root = flags & 4;
	d.is_hopeless = flags & 8;
	d.whole += flags & 16;
	lsock__machine_take(&w->machine, &d, w->now);
}

static void cancel(struct world *w)
{
	unsigned number = byte(w);
	int r = lsock__machine_cancel(&w->machine, number);

	CHECK(r == 0 || r == -ENOENT);
	CHECK((r == 0) == (number <= ASKS && w->fates[number] == ASKED));
	if (r == 0)
		w->fates[number] = OVER;
}

static void step(struct world *w)
{
	switch (byte(w)) {
	case 'a':
		ask(w);
		break;
	case 'd':
		datagram(w);
		break;
	case 'o':
		lsock__machine_overrun(&w->machine);
		break;
	case 'e':
		lsock__machine_drained(&w->machine);
		break;
	case 't':
		lsock__machine_expire(&w->machine, w->now += byte(w) * INT64_C(16000000));
		break;
	case 'c':
		cancel(w);
		break;
	default:
		break;
	}
}

static void begin(struct world *w, const uint8_t *data, size_t size)
{
	static const int protocols[] = {
		NETLINK_ROUTE, NETLINK_KOBJECT_UEVENT, NETLINK_CONNECTOR, NETLINK_AUDIT,
		NETLINK_NETFILTER, NETLINK_GENERIC, NETLINK_USERSOCK, NETLINK_SOCK_DIAG,
	};
	unsigned first;

	memset(w, 0, sizeof(*w));
	w->at = data;
	w->end = data + size;
	first = byte(w);
	lsock__machine_init(&w->machine, protocols[first % 8], PORT, 1);
	w->machine.from = first / 8 % 4;
	w->machine.from_port = 9;
	w->machine.listens = first & 32;
	w->machine.answer_limit = first & 64 ? 1000 : 0;
	w->machine.room = 4;
	w->now = 1000000000;
}

/* Whatever was said: in the end each ask has ended once, and nothing of it is left. */
static void end(struct world *w)
{
	uint32_t number;

	lsock__machine_expire(&w->machine, INT64_MAX - 1);
	tell(w);
	for (number = 1; number <= w->asked; number++)
		CHECK(w->fates[number] == OVER);
	lsock__machine_overrun(&w->machine);
	lsock__machine_drained(&w->machine);
	tell(w);
	CHECK(w->machine.pending.live == 0 && w->machine.pending.sent == 0);
	CHECK(w->machine.pending.again == 0 && w->machine.pending.silent == 0);
	CHECK(w->machine.pending.gone == 0 && w->machine.pending.bytes_kept == 0);
	CHECK(w->machine.pending.first == w->machine.pending.end);
	lsock__machine_free(&w->machine);
	free(w->datagram);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world w;
	int n;

	begin(&w, data, size);
	for (n = 0; n < STEPS && w.at < w.end; n++) {
		step(&w);
		tell(&w);
		send_all(&w);
	}
	end(&w);
	return 0;
}
