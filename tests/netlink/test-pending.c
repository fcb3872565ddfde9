/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Asks in flight: their window, their turns and deadlines; script.h tells how a row is read.
 * Of lib/netlink/gather.c.
 */
#include "netlink/pending.h"

#include <check.h>
#include <errno.h>

#include "netlink/gather.h"
#include "sys/sys.h"
#include "tests/harness/harness.h"
#include "tests/netlink/script.h"

#define ROUTE NETLINK_ROUTE

TEST(dumps_queue_do_passes)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "ask:dump", "" },
	       { "ask:set", "sent 3" },
	       { "part:1", "reply 1" },
	       { "ack:3", "end 3" },
	       { "part:1", "reply 1" },
	       { "done:1", "end 1, sent 2" },
	       { "done:2", "end 2" });
}

TEST(quiet_ends_with_the_next_ack)
{
	SCRIPT(ROUTE,
	       { "ask:quiet", "sent 1" },
	       { "ask:quiet", "sent 2" },
	       { "ask:quiet", "sent 3" },
	       { "ask:set", "sent 4" },
	       { "error:2:17", "end 1, end 2 EEXIST" },
	       { "ack:4", "end 3, end 4" });
}

TEST(quiet_that_fills_the_window_has_an_ack)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:quiet", "sent 1" }, { "ask:quiet", "sent 2" }, { "ask:quiet", "" },
		{ "ack:2", "end 1, end 2, sent 3" },
	};

	script_begin(&s, ROUTE);
	s.window = 2;
	script_run(&s, rows, COUNT_OF(rows));
	script_end(&s);
}

/* Where there was more than fits, the next go out when half of the window is free. */
TEST(window_is_kept)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:set", "sent 1" }, { "ask:set", "sent 2" }, { "ask:set", "sent 3" },
		{ "ask:set", "sent 4" }, { "ask:set", "" }, { "ask:set", "" }, { "ask:set", "" },
		{ "ack:1", "end 1" },
		{ "ack:2", "end 2, sent 5, sent 6" },
		{ "ack:3 ack:4", "end 3, end 4, sent 7" },
		{ "ack:5 ack:6 ack:7", "end 5, end 6, end 7" },
	};

	script_begin(&s, ROUTE);
	s.window = 4;
	script_run(&s, rows, COUNT_OF(rows));
	script_end(&s);
}

TEST(window_is_not_held_by_what_nobody_waits_for)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:set", "sent 1" }, { "ask:set", "sent 2" }, { "ask:set", "" },
		{ "cancel:1", "sent 3" }, { "cancel:2", "" }, { "ack:3", "end 3" },
	};

	script_begin(&s, ROUTE);
	s.window = 2;
	script_run(&s, rows, COUNT_OF(rows));
	script_end(&s);
}

TEST(cancelled_is_passed_over)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "part:1", "reply 1" },
	       { "cancel:1", "" },
	       { "ask:dump", "" },		/* the kernel is still at the other */
	       { "part:1 part:1", "" },
	       { "done:1:2", "sent 2" },
	       { "done:2", "end 2" });
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "cancel:1", "" }, { "ask:set", "sent 2" },
	       { "ack:2", "end 2" });	/* the other's was lost */
}

TEST(deadline_ends_an_ask_of_unknown_fate)
{
	SCRIPT(ROUTE,
	       { "ask:set", "sent 1" },
	       { "wait:24999", "" },
	       { "wait:1", "end 1 ETIME unknown" },
	       { "ack:1", "" });
}

TEST(queued_dump_can_be_too_late)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "ask:dump", "" },
	       { "wait:25000", "end 1 ETIME unknown, end 2 ETIME" },
	       { "part:1 done:1", "" });
}

TEST(sequence_numbers_pass_zero)
{
	struct lsock__pending p;
	struct lsock__ask like = { .until = INT64_MAX };
	struct nlmsghdr message = { .nlmsg_len = sizeof(message) };
	uint32_t sequence, n;

	lsock__pending_init(&p, UINT32_MAX - 1);
	for (n = 0; n < 100; n++) {
		ck_assert_int_eq(lsock__pending_add(&p, &message, 1, &like, &sequence), 0);
		ck_assert_uint_eq(sequence, n < 2 ? UINT32_MAX - 1 + n : n - 1);
		ck_assert_uint_eq(lsock__pending_request(&p, lsock__pending_find(&p, sequence))
				  ->nlmsg_seq, sequence);
	}
	ck_assert_ptr_null(lsock__pending_find(&p, 0));
	lsock__pending_free(&p);
}

/* One that is queued, with a request of so many bytes that are all its number. */
static uint32_t add(struct lsock__pending *p, size_t size)
{
	const struct lsock__ask like = { .until = INT64_MAX };
	uint64_t memory[64];
	struct nlmsghdr *message = (void *) memory;
	uint32_t sequence;

	memset(memory, (int) p->end, sizeof(memory));
	message->nlmsg_len = (uint32_t) size;
	message->nlmsg_flags = 0;
	ck_assert_int_eq(lsock__pending_add(p, message, 7, &like, &sequence), 0);
	return sequence;
}

static void holds(struct lsock__pending *p, uint32_t sequence, size_t size)
{
	const struct nlmsghdr *message;
	const unsigned char *bytes;
	size_t k;

	message = lsock__pending_request(p, lsock__pending_find(p, sequence));
	bytes = (const void *) message;
	ck_assert_uint_eq(message->nlmsg_len, size);
	ck_assert_uint_eq(message->nlmsg_seq, sequence);
	ck_assert_uint_eq(message->nlmsg_pid, 7);
	ck_assert_uint_eq(message->nlmsg_flags, NLM_F_REQUEST | NLM_F_ACK);
	for (k = sizeof(*message); k < size; k++)
		ck_assert_uint_eq(bytes[k], (unsigned char) sequence);
	for (; k % 4 != 0; k++)
		ck_assert_uint_eq(bytes[k], 0);
}

static size_t size_of(uint32_t sequence)
{
	return 16 + sequence * 7 % 400;
}

/* Some end early and one stays long: what is kept keeps its bytes, and the rest is given back. */
TEST(requests_are_kept_whatever_ends_before_them)
{
	struct lsock__pending p;
	uint32_t n, first, k;

	lsock__pending_init(&p, 1);
	first = add(&p, size_of(1));
	for (n = 2; n < 5000; n++) {
		ck_assert_uint_eq(add(&p, size_of(n)), n);
		if (n > 20)
			lsock__pending_cancel(&p, n - 16);
	}
	holds(&p, first, size_of(first));
	for (k = n - 16; k < n; k++)
		holds(&p, k, size_of(k));
	ck_assert_uint_le(p.bytes_room, 65536);
	for (k = n - 16; k < n; k++)
		lsock__pending_cancel(&p, k);
	for (k = 1; k < 6; k++)
		lsock__pending_cancel(&p, k);
	ck_assert_uint_eq(p.first, p.end);
	ck_assert_uint_eq(p.bytes_used, 0);
	ck_assert_uint_eq(p.live, 0);
	lsock__pending_free(&p);
}

TEST(batch_is_as_few_parts_as_it_lies_in)
{
	struct lsock__pending p;
	struct lsock__batch batch;
	struct iovec parts[LSOCK__BATCH];
	uint32_t n;

	lsock__pending_init(&p, 1);
	for (n = 1; n <= 10; n++)
		(void) add(&p, 20);
	lsock__pending_cancel(&p, 4);
	ck_assert_uint_eq(lsock__gather(&batch, &p, 0, 100, 32768), 9);
	ck_assert_uint_eq(lsock__gather_parts(&batch, parts), 2);
	ck_assert_uint_eq(parts[0].iov_len, 60);
	ck_assert_uint_eq(parts[1].iov_len, 120);
	/* Put back, they go out in the same order. */
	lsock__gather_back(&batch);
	ck_assert_uint_eq(lsock__gather(&batch, &p, 0, 100, 50), 2);
	ck_assert_uint_eq(batch.asks[0], 1);
	ck_assert_uint_eq(batch.asks[1], 2);
	lsock__gather_failed(&batch, -EPERM);
	ck_assert_uint_eq(lsock__gather(&batch, &p, 0, 100, 10), 1);	/* one always goes */
	ck_assert_uint_eq(batch.asks[0], 3);
	lsock__pending_free(&p);
}

TEST(what_lies_in_the_list_can_be_cancelled)
{
	struct lsock__pending p;
	uint32_t n, sequence = 0;

	lsock__pending_init(&p, 1);
	for (n = 1; n <= 4; n++) {
		(void) add(&p, 20);
		lsock__pending_end(&p, n, -EPERM, 0);
	}
	lsock__pending_cancel(&p, 4);
	lsock__pending_cancel(&p, 2);
	(void) add(&p, 20);
	lsock__pending_end(&p, 5, -EPERM, 0);
	for (n = 1; n <= 5; n += 2) {
		ck_assert_ptr_nonnull(lsock__pending_unlist(&p, &sequence));
		ck_assert_uint_eq(sequence, n);
		lsock__pending_told(&p, sequence);
	}
	ck_assert_ptr_null(lsock__pending_unlist(&p, &sequence));
	ck_assert_uint_eq(p.live, 0);
	lsock__pending_free(&p);
}

TEST(earliest_instant_is_never_missed)
{
	struct lsock__ask like = { .until = 0 };
	const struct nlmsghdr message = { .nlmsg_len = sizeof(message) };
	struct lsock__pending p;
	uint32_t sequence, n;

	lsock__pending_init(&p, 1);
	for (n = 0; n < 100; n++) {
		like.until = 1000 + n * 37 % 100;	/* every number below 100 once */
		ck_assert_int_eq(lsock__pending_add(&p, &message, 1, &like, &sequence), 0);
	}
	ck_assert_int_eq(p.earliest, 1000);
	lsock__pending_expire(&p, 999);
	ck_assert_ptr_null(lsock__pending_unlist(&p, &sequence));
	for (n = 0; n < 100; n++) {
		lsock__pending_expire(&p, 1000 + n);
		ck_assert_int_eq(lsock__pending_unlist(&p, &sequence)->error, -ETIME);
		ck_assert_int_eq(lsock__pending_find(&p, sequence)->until, 1000 + n);
		ck_assert_ptr_null(lsock__pending_unlist(&p, &(uint32_t){ 0 }));
		lsock__pending_told(&p, sequence);
	}
	ck_assert_int_eq(p.earliest, INT64_MAX);
	lsock__pending_free(&p);
}
