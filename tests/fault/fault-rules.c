/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What comes of errors wherever bytes are moved. */
#include <errno.h>

#include "tests/fault/fault-op.h"

const struct rule transfer_rules[] = {
	{ "recv", EAGAIN, CLEAN, -ETIME },
	{ "recv", EINTR, CLEAN, -ETIME },
	{ "send", EAGAIN, CLEAN, -ETIME },
	{ "send", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* An unconnected datagram socket tells of what was sent before, and is tried once more. */
const struct rule datagram_rules[] = {
	{ "recv", EAGAIN, CLEAN, -ETIME },
	{ "recv", EINTR, CLEAN, -ETIME },
	{ "send", EACCES, CLEAN, TOLD },
	{ "send", EAGAIN, CLEAN, -ETIME },
	{ "send", ECONNREFUSED, CLEAN, TOLD },
	{ "send", EHOSTUNREACH, CLEAN, TOLD },
	{ "send", EINTR, CLEAN, -ETIME },
	{ "send", EMSGSIZE, CLEAN, TOLD },
	{ "send", ENETUNREACH, CLEAN, TOLD },
	{ "send", EOPNOTSUPP, CLEAN, TOLD },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/*
 * Without a timeout, and with one of 0: EAGAIN is told, but what was interrupted has not been
 * tried, and is tried again.
 */
const struct rule untimed_rules[] = {
	{ "recv", EINTR, CLEAN, NEVER },
	{ "send", EINTR, CLEAN, NEVER },
	{ NULL, 0, 0, 0 },
};
