/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Both directions at once: each has one buffer, and is read from only while that is empty, so that
 * a slow side holds up nothing but its own direction.
 */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "tools/cat/cat.h"
#include "tools/common/tool.h"

#define ROOM (1 << 20)

/* How long a send waits that met a full queue after poll(2) had said that there is room. */
#define PAUSE_MS 10

/* So many errors in a row are no news of lost messages. */
#define FAILURES_MAX 16

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
	bool over;		/* at once, with status */
};

enum { STDIN, STDOUT, SOCKET, FDS };

static void end(struct relay *relay, int status)
{
	relay->status = status;
	relay->over = true;
}

static void moved(struct relay *relay)
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

/* Nothing will be sent any more: what is unsent is lost. */
static void stop_sending(struct relay *relay)
{
	relay->out.ended = true;
	relay->out.closed = true;
	relay->out.pending = false;
}

static void start_linger(struct relay *relay)
{
	relay->lingers = true;
	relay->linger = lsock_in_ms(relay->request->linger_ms);
}

/* The end of our side is passed on: where the family can, to the peer. */
static void close_out(struct relay *relay)
{
	struct cat_socket *socket = relay->socket;
	int r;

	relay->out.closed = true;
	if (!socket->connected) {
		if (!relay->request->listen)
			start_linger(relay);
		return;
	}
	r = lsock_shutdown(socket->fd, SHUT_WR);
	socket->half_close = r >= 0;
	/* A family without half-close (TIPC): the end is told by closing, after a silence. */
	if (!socket->half_close && !relay->in.closed)
		start_linger(relay);
}

static void close_in(struct relay *relay)
{
	int r = 0;

	relay->in.closed = true;
	if (relay->request->echo)
		return;
	if (!relay->request->keep)
		r = cat_close_stdout();
	if (r < 0) {
		tool_fail("standard output", NULL, r, NULL);
		end(relay, TOOL_SYSTEM);
	}
	/* Nobody types for a peer that has said goodbye. */
	relay->out.ended |= cat_stdin_is_terminal();
}

static void read_stdin(struct relay *relay)
{
	size_t most = relay->socket->messages ? relay->request->block : ROOM;
	ssize_t n = cat_read_stdin(relay->out.buf, most);

	if (n == -EAGAIN)
		return;
	if (n < 0) {
		tool_fail("standard input", NULL, (int) n, NULL);
		end(relay, TOOL_SYSTEM);
		return;
	}
	if (n == 0) {
		relay->out.ended = true;
		return;
	}
	fill(&relay->out, (size_t) n);
	moved(relay);
}

/* A full queue that poll(2) calls writable would make us spin. */
static void send_later(struct relay *relay)
{
	if (relay->futile) {
		relay->pauses = true;
		relay->pause = lsock_in_ms(PAUSE_MS);
	}
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
	stop_sending(relay);
}

static void send_flow(struct relay *relay, struct flow *flow)
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
	moved(relay);
}

static void write_stdout(struct relay *relay)
{
	struct flow *in = &relay->in;
	ssize_t n = cat_write_stdout(relay->request, in->buf + in->begin, in->end - in->begin);

	if (n == -EAGAIN)
		return;
	if (n < 0) {
		tool_fail("standard output", NULL, (int) n, NULL);
		end(relay, TOOL_SYSTEM);
		return;
	}
	drain(in, (size_t) n);
	moved(relay);
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
	stop_sending(relay);
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

static void receive(struct relay *relay)
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
	moved(relay);
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

/* What the next poll waits for; a descriptor that wants nothing is left out, hang-ups and all. */
static void choose(struct relay *relay, struct pollfd fds[FDS])
{
	const struct cat_socket *socket = relay->socket;
	bool echo = relay->request->echo;
	bool sends = (relay->out.pending || (echo && relay->in.pending)) && !relay->pauses;
	bool reads = !echo && !relay->out.ended && !relay->out.pending &&
		     !(socket->answers && socket->to.len == 0);
	bool receives = !relay->in.ended && !relay->in.pending;
	bool watches = relay->in.closed && !relay->out.ended;	/* for the peer to be gone */

	fds[STDIN] = (struct pollfd){ .fd = reads ? STDIN_FILENO : -1, .events = POLLIN };
	fds[STDOUT] = (struct pollfd){
		.fd = !echo && relay->in.pending ? STDOUT_FILENO : -1,
		.events = POLLOUT,
	};
	fds[SOCKET] = (struct pollfd){
		.fd = sends || receives || watches ? socket->fd : -1,
		.events = (short) ((sends ? POLLOUT : 0) | (receives ? POLLIN : 0)),
	};
}

static int sooner(int ms, struct lsock_deadline until)
{
	int other = lsock_deadline_poll_ms(until);

	return ms < 0 || (other >= 0 && other < ms) ? other : ms;
}

/* After the end of our side silence is an end, where there is no other; before, it is too long. */
static bool ends_by_silence(const struct relay *relay)
{
	return relay->lingers && !relay->in.pending;
}

static struct lsock_deadline silence(const struct relay *relay)
{
	return ends_by_silence(relay) ? relay->linger : relay->idle;
}

static int poll_ms(const struct relay *relay)
{
	int ms = lsock_deadline_poll_ms(silence(relay));

	return relay->pauses ? sooner(ms, relay->pause) : ms;
}

static void check_time(struct relay *relay)
{
	if (relay->pauses && lsock_deadline_left(relay->pause) == 0)
		relay->pauses = false;
	if (lsock_deadline_left(silence(relay)) != 0)
		return;
	if (ends_by_silence(relay)) {
		end(relay, relay->status);
		return;
	}
	cat_fail(relay->request, "idle", -ETIME);
	end(relay, TOOL_DEADLINE);
}

static void handle_socket(struct relay *relay, short events)
{
	struct flow *sent = relay->request->echo ? &relay->in : &relay->out;

	if (sent->pending && events & (POLLOUT | POLLERR | POLLHUP))
		send_flow(relay, sent);
	if (!relay->in.ended && !relay->in.pending && events & (POLLIN | POLLERR | POLLHUP))
		receive(relay);
	else if (relay->in.closed && events & (POLLHUP | POLLERR))
		stop_sending(relay);
}

static void handle(struct relay *relay, const struct pollfd fds[FDS])
{
	if (fds[STDOUT].revents)
		write_stdout(relay);
	if (fds[SOCKET].revents && !relay->over)
		handle_socket(relay, fds[SOCKET].revents);
	if (fds[STDIN].revents && !relay->over)
		read_stdin(relay);
}

/* Ends are passed on when what came before them has been. */
static void pass_ends(struct relay *relay)
{
	/* An echo has no input of its own: its side ends when the peer's has been sent back. */
	if (relay->request->echo && relay->in.ended && !relay->in.pending)
		relay->out.ended = true;
	if (relay->in.ended && !relay->in.pending && !relay->in.closed)
		close_in(relay);
	if (relay->out.ended && !relay->out.pending && !relay->out.closed)
		close_out(relay);
	if (relay->in.closed && relay->out.closed)
		relay->over = true;
}

static int run(struct relay *relay)
{
	struct pollfd fds[FDS];

	while (!relay->over) {
		choose(relay, fds);
		if (poll(fds, FDS, poll_ms(relay)) < 0 && errno != EINTR) {
			tool_fail("poll", NULL, -errno, NULL);
			return TOOL_SYSTEM;
		}
		handle(relay, fds);
		if (!relay->over)
			pass_ends(relay);
		if (!relay->over)
			check_time(relay);
	}
	return relay->status;
}

int cat_relay(const struct cat_request *request, struct cat_socket *socket)
{
	static unsigned char in[ROOM], out[ROOM];
	struct relay relay = {
		.request = request,
		.socket = socket,
		.in = { .buf = in },
		.out = { .buf = out, .ended = !request->echo && cat_stdin_has_ended() },
	};
	int status;

	moved(&relay);
	status = run(&relay);
	cat_say_end(request, relay.in.moved, request->echo ? relay.in.moved : relay.out.moved);
	return status;
}
