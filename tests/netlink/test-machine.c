/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Whom a message is of and whom it is for, what is lost and what is malformed; script.h tells how a
 * row is read.
 * Of lib/netlink/quirks.c.
 */
#include "tests/netlink/script.h"

#include <check.h>
#include <errno.h>

#include "tests/harness/harness.h"

#define ROUTE NETLINK_ROUTE

TEST(own_event_is_no_answer)
{
	SCRIPT(ROUTE,
	       { "ask:set", "sent 1" },
	       { "group:5 reply:1", "event 5" },
	       { "group:5 ack:1", "" },		/* which no group has, and is nothing */
	       { "ack:1", "end 1" });
}

TEST(echo_is_an_answer)
{
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "reply:1", "reply 1" }, { "ack:1", "end 1" });
}

TEST(nsid_absent_is_own)
{
	SCRIPT(ROUTE, { "group:1 nsid:7 reply:1", "event 1 nsid 7" },
	       { "group:1 reply:1", "event 1" });
}

TEST(foreign_is_counted_not_parsed)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:set", "sent 1" },
		{ "port:4242 ack:1", "" },
		{ "port:4242 root ack:1", "" },
		{ "port:4242 size:0x80000000:1", "" },
		{ "port:4242 group:5 reply:1", "" },
		{ "ack:1", "end 1" },
	};

	script_begin(&s, ROUTE);
	script_run(&s, rows, COUNT_OF(rows));
	ck_assert_uint_eq(s.machine.counts.foreign, 4);
	ck_assert_uint_eq(s.machine.counts.messages, 1);
	ck_assert_uint_eq(s.machine.counts.malformed, 0);
	script_end(&s);
}

TEST(senders_are_heard_as_the_policy_says)
{
	static const struct {
		uint32_t from;
		const char *happens;
		uint32_t foreign;
	} policies[] = {
		{ LSOCK_NETLINK_FROM_PORT, "port:9 group:1 reply:1", 0 },
		{ LSOCK_NETLINK_FROM_PORT, "port:8 root group:1 reply:1", 1 },
		{ LSOCK_NETLINK_FROM_PORT, "group:1 reply:1", 0 },
		{ LSOCK_NETLINK_FROM_ROOT, "port:9 root group:1 reply:1", 0 },
		{ LSOCK_NETLINK_FROM_ROOT, "port:9 group:1 reply:1", 1 },
		{ LSOCK_NETLINK_FROM_ANY, "port:9 group:1 reply:1", 0 },
	};
	struct script s;
	struct row row;
	size_t p;

	for (p = 0; p < COUNT_OF(policies); p++) {
		script_begin(&s, ROUTE);
		s.machine.from = policies[p].from;
		s.machine.from_port = 9;
		row.happens = policies[p].happens;
		row.comes = policies[p].foreign ? "" : "event 1";
		script_run(&s, &row, 1);
		ck_assert_uint_eq(s.machine.counts.foreign, policies[p].foreign);
		script_end(&s);
	}
}

TEST(stray_is_counted)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:set", "sent 1" },
		{ "reply:2", "" }, { "ack:7", "" }, { "done:3", "" }, { "reply:-1", "" },
		{ "ack:1", "end 1" },
	};

	script_begin(&s, ROUTE);
	script_run(&s, rows, COUNT_OF(rows));
	ck_assert_uint_eq(s.machine.counts.stray, 4);
	script_end(&s);
}

TEST(overrun_makes_unknown)
{
	SCRIPT(ROUTE,
	       { "ask:set", "sent 1" }, { "ask:set", "sent 2" }, { "ask:set", "sent 3" },
	       { "full", "" },
	       { "ack:1", "end 1" },		/* which lay there before */
	       { "empty", "end 2 ENOBUFS unknown, end 3 ENOBUFS unknown" },
	       { "empty", "" });
}

TEST(overrun_reads_to_the_end_before_asking)
{
	SCRIPT(ROUTE,
	       { "ask:set", "sent 1" },
	       { "full", "" },
	       { "ask:set", "" },
	       { "ack:1", "end 1" },
	       { "empty", "sent 2" },
	       { "ack:2", "end 2" });
}

TEST(lost_comes_when_the_queue_is_empty)
{
	struct script s;
	static const struct row rows[] = {
		{ "group:1 reply:1", "event 1" },
		{ "full", "" },
		{ "group:1 reply:1", "event 1" },
		{ "group:1 reply:1 reply:1", "event 1, event 1" },
		{ "empty", "lost" },
		{ "empty", "" },
		{ "group:1 reply:1", "event 1" },
	};

	script_begin(&s, ROUTE);
	s.machine.listens = true;
	script_run(&s, rows, COUNT_OF(rows));
	ck_assert_uint_eq(s.machine.counts.lost, 1);
	script_end(&s);
}

TEST(lost_comes_in_a_flood_when_the_old_events_are_out)
{
	struct script s;
	static const struct row rows[] = {
		{ "full", "" },
		{ "group:1 reply:1", "event 1" },
		{ "group:1 reply:1", "event 1" },
		{ "group:1 reply:1", "event 1, lost" },
		{ "group:1 reply:1", "event 1" },
	};

	script_begin(&s, ROUTE);
	s.machine.listens = true;
	s.machine.room = 2;
	script_run(&s, rows, COUNT_OF(rows));
	script_end(&s);
}

TEST(overrun_message_and_cut_event_are_losses)
{
	struct script s;
	static const struct row rows[] = {
		{ "group:1 overrun", "" }, { "empty", "lost" },
		{ "group:1 cut reply:1", "" }, { "group:1 reply:1", "event 1" },
		{ "empty", "lost" },
	};

	script_begin(&s, ROUTE);
	s.machine.listens = true;
	script_run(&s, rows, COUNT_OF(rows));
	ck_assert_uint_eq(s.machine.counts.truncated, 1);
	script_end(&s);
}

TEST(last_message_unpadded)
{
	SCRIPT(ROUTE, { "ask:dump", "sent 1" }, { "part:1 odd:1", "reply 1, reply 1" },
	       { "odd:1 part:1", "reply 1, reply 1" }, { "done:1", "end 1" });
}

TEST(malformed_ends_its_ask_and_nothing_else)
{
	static const char *const kinds[] = {
		"size:15:1", "size:0:1", "size:17:1", "size:0x80000000:1", "size:0xffffffff:1",
		"part:1 stub", "part:1 size:17:99", "type:5:1", "type:15:1",
	};
	struct script s;
	struct row rows[] = {
		{ "ask:set", "sent 1" },
		{ "ask:set", "sent 2" },
		{ NULL, "end 1 EBADMSG unknown" },
		{ "ack:2", "end 2" },
		{ "ack:1", "" },
	};
	size_t k;

	for (k = 0; k < COUNT_OF(kinds); k++) {
		script_begin(&s, ROUTE);
		rows[2].happens = kinds[k];
		rows[2].comes = strncmp(kinds[k], "part", 4) == 0 ?
					"reply 1, end 1 EBADMSG unknown" : "end 1 EBADMSG unknown";
		script_run(&s, rows, COUNT_OF(rows));
		ck_assert_uint_eq(s.machine.counts.malformed, 1);
		script_end(&s);
	}
}

TEST(malformed_drops_the_rest_of_its_datagram)
{
	SCRIPT(ROUTE,
	       { "ask:dump", "sent 1" }, { "ask:set", "sent 2" },
	       { "part:1 size:3:1 part:1 ack:2", "reply 1, end 1 EBADMSG" },
	       { "part:1", "" }, { "ack:2", "end 2" }, { "done:1", "" });
}

TEST(noop_is_passed_over)
{
	SCRIPT(ROUTE, { "ask:set", "sent 1" }, { "noop ack:1", "end 1" });
}

TEST(dump_that_repeats_itself_is_eloop)
{
	struct row part = { "part:1 part:1", "reply 1, reply 1" };
	static const struct row first = { "ask:dump", "sent 1" };
	static const struct row last[] = {
		{ "part:1 part:1", "end 1 ELOOP" }, { "part:1", "" }, { "done:1", "" },
	};
	struct script s;
	int n;

	script_begin(&s, ROUTE);
	script_run(&s, &first, 1);
	for (n = 0; n < 63; n++)
		script_run(&s, &part, 1);
	script_run(&s, last, COUNT_OF(last));
	script_end(&s);
}

TEST(answer_limit_is_efbig)
{
	struct script s;
	static const struct row rows[] = {
		{ "ask:dump", "sent 1" }, { "part:1 part:1", "reply 1, reply 1" },
		{ "part:1 part:1", "end 1 EFBIG" }, { "done:1", "" },
	};

	script_begin(&s, ROUTE);
	s.machine.answer_limit = 63;
	script_run(&s, rows, COUNT_OF(rows));
	script_end(&s);
}

TEST(uevent_is_text)
{
	SCRIPT(NETLINK_KOBJECT_UEVENT, { "group:1 =add@/devices/x", "text add@/devices/x" });
}

TEST(connector_done_is_data)
{
	SCRIPT(NETLINK_CONNECTOR, { "group:1 done:1", "event 1" });
}

TEST(audit_length_is_mended)
{
	SCRIPT(NETLINK_AUDIT, { "size:0:900", "event 0" });
}

TEST(packets_of_nfnetlink_are_events)
{
	SCRIPT(NETLINK_NETFILTER, { "reply:900", "event 0" });
}
