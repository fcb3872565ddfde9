/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Both directions at once: each has one buffer, and is read from only while that is empty, so that
 * a slow side holds up nothing but its own direction.
 */
#include "tools/cat/relay.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "tools/common/tool.h"

enum { STDIN, STDOUT, SOCKET, FDS };

static void start_linger(struct relay *relay)
{
	relay->lingers = true;
	relay->linger = lsock_in_ms(relay->request->linger_ms);
}

/* The end of our side is passed on: where the family can, to the peer. */
static void close_out(struct relay *relay)
{
	struct cat_socket *socket = relay->socket;

	relay->out.closed = true;
	if (!socket->connected) {
		if (!relay->request->listen)
			start_linger(relay);
		return;
	}
	socket->ended = lsock_shutdown(socket->fd, SHUT_WR) >= 0;
	/* A family without half-close (TIPC): the end is told by closing, after a silence. */
	if (!socket->ended && !relay->in.closed)
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
		relay_end(relay, TOOL_SYSTEM);
	}
	/* Nobody types for a peer that has said goodbye. */
	relay->out.ended |= cat_stdin_is_terminal();
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
		relay_end(relay, relay->status);
		return;
	}
	cat_fail(relay->request, "idle", -ETIME);
	relay_end(relay, TOOL_DEADLINE);
}

/* That nobody takes our bytes any more, a send will tell, if there are any. */
static void handle_socket(struct relay *relay, short events, bool more)
{
	struct flow *sent = relay->request->echo ? &relay->in : &relay->out;

	if (sent->pending && events & (POLLOUT | POLLERR | POLLHUP))
		relay_send(relay, sent);
	if (!relay->in.ended && !relay->in.pending && events & (POLLIN | POLLERR | POLLHUP))
		relay_receive(relay);
	else if (relay->in.closed && events & (POLLHUP | POLLERR) && !sent->pending && !more)
		relay->out.ended = true;
}

static void handle(struct relay *relay, const struct pollfd fds[FDS])
{
	if (fds[STDOUT].revents)
		relay_write_stdout(relay);
	if (fds[SOCKET].revents && !relay->over)
		handle_socket(relay, fds[SOCKET].revents, fds[STDIN].revents);
	if (fds[STDIN].revents && !relay->over)
		relay_read_stdin(relay);
}

/*
 * Both sides have ended.  A host that has not taken all of ours yet may still break the connection
 * off, and nobody would know if it were closed now.
 */
static void settle(struct relay *relay)
{
	size_t untaken = 0;
	int fate = relay->socket->connected && relay->status == TOOL_YES ?
		   cat_fate(relay->socket, &untaken) : 0;

	if (fate == -EAGAIN) {
		if (untaken != relay->untaken)
			relay_moved(relay);
		relay->untaken = untaken;
		relay_pause(relay);
		return;
	}
	if (fate < 0) {
		cat_fail(relay->request, "send", fate);
		relay_stop_sending(relay);
		relay->status = tool_status_of(fate);
	}
	relay->over = true;
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
		settle(relay);
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

	relay_moved(&relay);
	status = run(&relay);
	cat_say_end(request, relay.in.moved, request->echo ? relay.in.moved : relay.out.moved);
	return status;
}
