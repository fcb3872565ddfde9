/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Bytes into the buffers of a relay and out of them, and what comes of a failure. */
#include "tools/cat/relay.h"

#include <errno.h>
#include <stdlib.h>

#include "tools/common/tool.h"

/* How long a send waits that met a full queue after poll(2) had said that there is room. */
#define PAUSE_MS 10

/* So many errors in a row are no news of lost messages. */
#define FAILURES_MAX 16

void relay_end(struct relay *relay, int status)
{
	relay->status = status;
	relay->over = true;
}

void relay_moved(struct relay *relay)
{
	bool for_ever = relay->request->keep && !relay->socket->connected;

	relay->idle = for_ever ? lsock_forever() : cat_deadline(relay->request);
	if (relay->lingers)
		relay->linger = lsock_in_ms(relay->request->linger_ms);
}

static void fill(struct flow *flow, size_t n)
{
	flow->begin = 0;
	flow->end = n;
	flow->pending = true;
}

/* n bytes of the buffer are gone; a message goes whole. */
static void drain(struct flow *flow, size_t n)
{
	flow->begin += n;
	flow->moved += n;
	if (flow->begin >= flow->end)
		flow->pending = false;
}

void relay_pause(struct relay *relay)
{
	relay->pauses = true;
	relay->pause = lsock_in_ms(PAUSE_MS);
}

/* How much of what was for the peer: that its host had taken it does not say that it read it. */
static void tell_lost(const struct relay *relay)
{
	const struct flow *sent = relay->request->echo ? &relay->in : &relay->out;
	size_t unsent = sent->pending ? sent->end - sent->begin : 0, untaken;
	unsigned long long all = sent->moved + unsent;
	char *lost;

	if (all == 0 || !relay->socket->connected)
		return;
	(void) cat_fate(relay->socket, &untaken);
	untaken += unsent;
	lost = untaken > 0 ? tool_printed("at least %zu of %llu bytes", untaken, all) :
			     tool_printed("what the peer has not read of %llu bytes", all);
	tool_complain("lost", NULL, lost, NULL);
	free(lost);
}

void relay_stop_sending(struct relay *relay)
{
	tell_lost(relay);
	relay->out.ended = true;
	relay->out.closed = true;
	relay->out.pending = false;
}

void relay_read_stdin(struct relay *relay)
{
	size_t most = relay->socket->messages ? relay->request->block : ROOM;
	ssize_t n = cat_read_stdin(relay->out.buf, most);

	if (n == -EAGAIN)
		return;
	if (n < 0) {
		tool_fail("standard input", NULL, (int) n, NULL);
		relay_end(relay, TOOL_SYSTEM);
		return;
	}
	if (n == 0) {
		relay->out.ended = true;
		return;
	}
	fill(&relay->out, (size_t) n);
	relay_moved(relay);
}

/* A full queue that poll(2) calls writable would make us spin. */
static void send_later(struct relay *relay)
{
	if (relay->futile)
		relay_pause(relay);
	relay->futile = true;
}

static void send_failed(struct relay *relay, struct flow *flow, int err)
{
	if (err == -EAGAIN || err == -ENOBUFS) {
		send_later(relay);
		return;
	}
	cat_fail(relay->request, "send", err);
	if (relay->socket->answers) {
		/* One sender is gone; there may be others. */
		relay->socket->to.len = 0;
		flow->pending = false;
		return;
	}
	relay->status = tool_status_of(err);
	if (!relay->socket->connected || (err != -EPIPE && err != -ECONNRESET))
		relay->over = true;
	relay_stop_sending(relay);
}

void relay_send(struct relay *relay, struct flow *flow)
{
	const unsigned char *at = flow->buf + flow->begin;
	ssize_t n = cat_send(relay->socket, at, flow->end - flow->begin);

	if (n < 0) {
		send_failed(relay, flow, (int) n);
		return;
	}
	cat_say_bytes(relay->request, '>', flow->moved, at, (size_t) n);
	relay->futile = false;
	drain(flow, (size_t) n);
	relay_moved(relay);
}

void relay_write_stdout(struct relay *relay)
{
	struct flow *in = &relay->in;
	ssize_t n = cat_write_stdout(relay->request, in->buf + in->begin, in->end - in->begin);

	if (n == -EAGAIN)
		return;
	if (n < 0) {
		tool_fail("standard output", NULL, (int) n, NULL);
		relay_end(relay, TOOL_SYSTEM);
		return;
	}
	drain(in, (size_t) n);
	relay_moved(relay);
}

static void receive_failed(struct relay *relay, int err)
{
	if (err == -EAGAIN)
		return;
	cat_fail(relay->request, "receive", err);
	/* A message was lost, or one of ours did not arrive: the socket goes on. */
	if ((err == -ENOBUFS || relay->socket->answers) && ++relay->failures < FAILURES_MAX)
		return;
	relay->status = tool_status_of(err);
	relay->in.ended = true;
	relay_stop_sending(relay);
}

static void take_message(struct relay *relay, size_t size, const struct lsock_addr *from)
{
	struct cat_socket *socket = relay->socket;

	if (size > ROOM)
		tool_complain("receive", tool_addr_text(from).text, "a message was cut", NULL);
	if (socket->answers && from->len > 0)
		socket->to = *from;
	cat_say_message(relay->request, size, from->len > 0 ? from : &relay->request->address);
}

void relay_receive(struct relay *relay)
{
	struct cat_socket *socket = relay->socket;
	struct lsock_addr from;
	bool ended;
	ssize_t n = cat_receive(socket, relay->in.buf, ROOM, &from, &ended);

	if (n < 0) {
		receive_failed(relay, (int) n);
		return;
	}
	relay->failures = 0;
	relay_moved(relay);
	if (ended) {
		relay->in.ended = true;
		return;
	}
	if (socket->messages)
		take_message(relay, (size_t) n, &from);
	fill(&relay->in, (size_t) n < ROOM ? (size_t) n : ROOM);
	cat_say_bytes(relay->request, '<', relay->in.moved, relay->in.buf, relay->in.end);
	if (n == 0 && !relay->request->echo)
		relay->in.pending = false;	/* an empty message has nothing to write */
}
