/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The state of a relay, and its moves: each takes or gives once, where poll(2) said that it can. */
#include "tools/cat/cat.h"

#define ROOM (1 << 20)

struct flow {
	unsigned char *buf;
	size_t begin, end;
	bool pending;		/* holds something, be it an empty message */
	bool ended;		/* its source has */
	bool closed;		/* its sink knows */
	uint64_t moved;
};

struct relay {
	const struct cat_request *request;
	struct cat_socket *socket;
	struct flow in, out;	/* from the socket, to the socket */
	struct lsock_deadline idle, linger, pause;
	bool lingers, pauses, futile;
	int status;
	unsigned failures;	/* receives in a row */
	size_t untaken;		/* bytes on the way when both sides had ended */
	bool over;		/* at once, with status */
};

void relay_end(struct relay *relay, int status);
/* Something moved: silence begins anew. */
void relay_moved(struct relay *relay);
/* Nothing will be sent any more: what did not get to the peer is told. */
void relay_stop_sending(struct relay *relay);
/* No send for a while. */
void relay_pause(struct relay *relay);

void relay_read_stdin(struct relay *relay);
void relay_write_stdout(struct relay *relay);
void relay_send(struct relay *relay, struct flow *flow);
void relay_receive(struct relay *relay);
