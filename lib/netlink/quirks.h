/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* In what the protocols differ from what netlink(7) says of all: a constant row each. */
#include <stdbool.h>
#include <stdint.h>

#include <linux_sock/word.h>

struct lsock__quirks {
	bool is_text;		/* no headers: a datagram is one event, of text */
	bool done_is_data;	/* NLMSG_DONE is a message as others are */
	bool lacks_header;	/* a length may be that of what is behind the header */
	bool speaks_first;	/* what is sent to one port and answers nothing is an event */
	/* Does that type ask for something and change nothing?  NULL: it cannot be known. */
	bool (*is_question)(uint16_t type);
	const struct lsock_word *groups;	/* or NULL */
};

/* Of any number. */
const struct lsock__quirks *lsock__quirks_of(int protocol);
