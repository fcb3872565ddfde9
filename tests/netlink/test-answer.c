/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What ends an ask, or begins its next try; script.h tells how a row is read.
 */
#include "tests/netlink/script.h"

#include <check.h>
#include <errno.h>

#include "tests/harness/harness.h"

#define ROUTE NETLINK_ROUTE

TEST(do_ends_with_its_ack)
{
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "ack:1", "end 1" }, { "ack:1", "" });
}

TEST(do_gives_its_reply_before_its_end)
{
	SCRIPT(ROUTE, { "ask:get", "sent 1" }, { "reply:1", "reply 1" }, { "ack:1", "end 1" });
}

TEST(do_ends_with_its_error)
{
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "error:1:101", "end 1 ENETUNREACH" });
}

TEST(do_of_several_replies_ends_with_done_and_its_ack_is_swallowed)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:get", "sent 1" },
		{ "part:1 part:1", "reply 1, reply 1" },
		{ "done:1", "end 1" },
		{ "ack:1", "" },
	};

	script_begin(&s, ROUTE);
	script_run(&s, rows, COUNT_OF(rows));
	ck_assert_uint_eq(s.machine.counts.stray, 0);
	script_end(&s);
}

TEST(warning_is_told_with_the_success)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:set", "sent 1" }, { "warn:1", "end 1 warned" },
	};

	script_begin(&s, ROUTE);
	script_run(&s, rows, COUNT_OF(rows));
	ck_assert_str_eq(s.machine.why.message, "old way");
	ck_assert_int_eq(s.machine.why.origin, LSOCK_NLERROR_KERNEL);
	script_end(&s);
}

TEST(dump_ends_with_done)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "part:1 part:1 part:1", "reply 1, reply 1, reply 1" },
	       { "part:1", "reply 1" },
	       { "done:1", "end 1" });
}

TEST(done_error_is_the_result)
{
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "done:1:2", "end 1 ENOENT" });
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "part:1", "reply 1" },
	       { "done:1:2", "end 1 ENOENT" });
}

TEST(done_without_int)
{
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "part:1 bare:1", "reply 1, end 1" });
}

TEST(dump_is_ended_by_an_ack_only_before_its_parts)
{
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "ack:1", "end 1" });
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "part:1", "reply 1" }, { "ack:1", "" },
	       { "done:1", "end 1" });
}

TEST(filtered_dump_says_so)
{
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "filt:1 filt:1", "reply 1, reply 1" },
	       { "done:1", "end 1 filtered" });
}

TEST(interrupted_dump_is_estale)
{
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "intr:1 part:1", "reply 1, reply 1" },
	       { "done:1", "end 1 ESTALE" });
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "part:1 intr:1", "reply 1, reply 1" },
	       { "done:1", "end 1 ESTALE" });
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "part:1 intrdone:1", "reply 1, end 1 ESTALE" });
}

TEST(interrupted_dump_begins_anew_as_often_as_it_may)
{
	SCRIPT(ROUTE,
	       { "ask:dump:3", "sent 1" },
	       { "intr:1", "reply 1" },
	       { "done:1", "restart 1, sent 1" },	/* at once */
	       { "part:1", "reply 1" },
	       { "intrdone:1", "restart 1" },
	       { "wait:0", "" },
	       { "wait:1", "sent 1" },
	       { "intr:1 done:1", "reply 1, end 1 ESTALE" });
	SCRIPT(ROUTE,
	       { "ask:dump:2", "sent 1" },
	       { "intr:1 done:1", "reply 1, restart 1, sent 1" },
	       { "part:1 done:1", "reply 1, end 1" });
}

TEST(busy_dump_is_tried_again)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "error:1:16", "" }, { "wait:1", "sent 1" },
	       { "error:1:16", "" }, { "wait:1", "" }, { "wait:1", "sent 1" },
	       { "error:1:16", "" }, { "wait:3", "" }, { "wait:1", "sent 1" },
	       { "part:1 done:1", "reply 1, end 1" });
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "error:1:16", "end 1 EBUSY" });
}

TEST(busy_dump_is_tried_until_its_deadline)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "error:1:16", "" },
	       { "wait:25000", "end 1 ETIME" });
}

TEST(dump_whose_end_is_lost_breaks_what_stays_busy)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "part:1", "reply 1" },
	       { "full", "" },
	       { "empty", "end 1 ENOBUFS unknown" },
	       { "ask:dump", "sent 2" },
	       { "error:2:16", "end 2 ENOTRECOVERABLE" });
}

TEST(cut_get_is_asked_again)
{
	SCRIPT(ROUTE,
	       { "ask:get", "sent 1" },
	       { "cut reply:1", "" },
	       { "ack:1", "sent 1" },
	       { "reply:1", "reply 1" },
	       { "ack:1", "end 1" });
}

TEST(cut_dump_begins_anew)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "cut part:1", "" },
	       { "done:1", "sent 1" },
	       { "part:1 done:1", "reply 1, end 1" });
	SCRIPT(ROUTE,
	       { "ask:dump:2", "sent 1" },
	       { "part:1", "reply 1" },
	       { "cut part:1", "" },
	       { "done:1", "restart 1, sent 1" },
	       { "part:1 done:1", "reply 1, end 1" });
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" },
	       { "part:1", "reply 1" },
	       { "cut part:1", "" },
	       { "done:1", "end 1 ESTALE" });
}

TEST(cut_reply_of_a_change_is_lost)
{
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "cut reply:1", "" },
	       { "ack:1", "end 1 EMSGSIZE unknown" });
}

TEST(what_will_never_fit_is_emsgsize)
{
	SCRIPT(ROUTE, { "ask:get", "sent 1" }, { "cut hopeless reply:1", "end 1 EMSGSIZE" },
	       { "ack:1", "" });
}

TEST(end_that_is_malformed_is_an_end)
{
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "type:2:1", "end 1 EBADMSG unknown" });
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "error:1:-5", "end 1 EBADMSG unknown" });
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "error:1:4096", "end 1 EBADMSG unknown" });
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "done:1:4096", "end 1 EBADMSG unknown" });
}

TEST(busy_is_no_repetition)
{
	static const struct row first = { "ask:dump", "sent 1" };
	static const struct row again[] = { { "error:1:16", "" }, { "wait:16", "sent 1" } };
	static const struct row last = { "part:1 done:1", "reply 1, end 1" };
	struct script s;
	int n;

	script_begin(&s, ROUTE);
	script_run(&s, &first, 1);
	for (n = 0; n < 100; n++)
		script_run(&s, again, COUNT_OF(again));
	script_run(&s, &last, 1);
	script_end(&s);
}
