/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The machine, and a kernel that says what a script says.  A row is something that happens, and
 * what comes of it: items and what is sent.  Asks are numbered from 1.  What happens:
 *
 *	ask:KIND[:TRIES]	get (a question), set (a change), dump, quiet (a change)
 *	cancel:N  wait:MS
 *	full  empty		ENOBUFS, EAGAIN came of a receive
 *
 * or a datagram, of
 *
 *	group:N port:N nsid:N root cut hopeless		what it comes with
 *	reply:N part:N		messages of an answer; part: NLM_F_MULTI
 *	intr:N filt:N intrdone:N	the same, and the dump was interrupted, filtered
 *	ack:N error:N:ERRNO warn:N done:N[:ERRNO]
 *	bare:N			NLMSG_DONE without a number
 *	noop  overrun
 *	type:T:N  size:L:N	a message of that type, one that claims that length
 *	odd:N  stub		a reply of 17 bytes, 8 bytes of nothing
 *	=WORD			text
 *
 * What comes of it, separated by ", ": "sent N", "reply N", "event GROUP", "lost", "restart N",
 * "end N [ERRNO] [unknown] [warned] [filtered]", "text WORD".
 */
#include <stddef.h>

#include "netlink/machine.h"

struct row {
	const char *happens, *comes;
};

struct script {
	struct lsock__machine machine;
	uint32_t window;
	int64_t now;
	char said[512];
	uint64_t memory[4096];
};

void script_begin(struct script *script, int protocol);
void script_run(struct script *script, const struct row *rows, size_t count);
void script_end(struct script *script);

/* All of it. */
void script(int protocol, const struct row *rows, size_t count);
#define SCRIPT(protocol, ...)								\
	do {										\
		static const struct row rows_[] = { __VA_ARGS__ };			\
		script(protocol, rows_, sizeof(rows_) / sizeof(rows_[0]));		\
	} while (0)
