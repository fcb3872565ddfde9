/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/dns/dns.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PORT 53
#define PEERS 64		/* connections at a time */
#define DELAYED 256		/* answers that wait at a time */

/* Seen by the process that began it, too. */
struct shared {
	atomic_bool silent;
	atomic_uint asked;
};

struct delayed {
	int64_t due_ns;
	struct sockaddr_in peer;
	unsigned char *bytes;	/* NULL: none waits here */
	size_t size;
};

struct dns_server {
	pid_t pid;
	struct shared *shared;
	int udp, stranger, tcp;
	int peers[PEERS];
	struct delayed delayed[DELAYED];
};

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

/* ---- Answers */

static void send_datagram(int fd, const struct sockaddr_in *peer, const void *bytes, size_t n)
{
	(void) sendto(fd, bytes, n, MSG_NOSIGNAL, (const struct sockaddr *) peer, sizeof(*peer));
}

/* Whoever does not read for longer than SO_SNDTIMEO does not get the rest. */
static void send_stream(int fd, const void *bytes, size_t n)
{
	const char *from = bytes;
	ssize_t sent;

	while (n > 0 && (sent = send(fd, from, n, MSG_NOSIGNAL)) > 0) {
		from += sent;
		n -= (size_t) sent;
	}
}

void dns_reply_bytes(struct dns_ask *ask, const void *bytes, size_t n)
{
	if (ask->tcp)
		send_stream(ask->fd, bytes, n);
	else
		send_datagram(ask->fd, &ask->peer, bytes, n);
}

/* The head and the question alone, marked: the rest is to be had by TCP. */
static struct dns_message cut_for_udp(const struct dns_ask *ask, const struct dns_message *message)
{
	struct dns_message cut;

	dns_begin(&cut, &ask->question, DNS_TRUNCATED);
	dns_set16(&cut, 2, (unsigned) message->bytes[2] << 8 | message->bytes[3] | DNS_TRUNCATED);
	return cut;
}

void dns_reply(struct dns_ask *ask, const struct dns_message *message)
{
	unsigned char length[2] = { (unsigned char) (message->len >> 8),
				    (unsigned char) message->len };
	struct dns_message cut;

	if (ask->tcp) {
		dns_reply_bytes(ask, length, sizeof(length));
	} else if (message->len > DNS_UDP_MAX) {
		cut = cut_for_udp(ask, message);
		message = &cut;
	}
	dns_reply_bytes(ask, message->bytes, message->len);
}

/* By TCP the answer is not late. */
void dns_reply_after(struct dns_ask *ask, const struct dns_message *message, unsigned ms)
{
	struct delayed *at = ask->server->delayed, *end = at + DELAYED;

	while (at < end && at->bytes)
		at++;
	if (ask->tcp || at == end) {
		dns_reply(ask, message);
		return;
	}
	at->bytes = malloc(message->len);
	if (at->bytes == NULL)
		return;
	memcpy(at->bytes, message->bytes, message->len);
	at->size = message->len;
	at->peer = ask->peer;
	at->due_ns = now_ns() + ms * INT64_C(1000000);
}

void dns_reply_from_stranger(struct dns_ask *ask, const struct dns_message *message)
{
	if (!ask->tcp)
		send_datagram(ask->server->stranger, &ask->peer, message->bytes, message->len);
}

/* Sends what is due; how long until the next is, in ms, at most a second. */
static int send_delayed(struct dns_server *server)
{
	int64_t now = now_ns(), next = now + 1000 * INT64_C(1000000);
	struct delayed *at;

	for (at = server->delayed; at < server->delayed + DELAYED; at++) {
		if (at->bytes && at->due_ns <= now) {
			send_datagram(server->udp, &at->peer, at->bytes, at->size);
			free(at->bytes);
			at->bytes = NULL;
		} else if (at->bytes && at->due_ns < next) {
			next = at->due_ns;
		}
	}
	return (int) ((next - now + 999999) / 1000000);
}

/* ---- Questions */

static void answer(struct dns_ask *ask, const unsigned char *bytes, size_t n)
{
	struct shared *shared = ask->server->shared;

	if (!dns_read_question(bytes, n, &ask->question))
		return;
	atomic_fetch_add(&shared->asked, 1);
	if (!atomic_load(&shared->silent))
		dns_run_script(ask);
}

static void take_datagram(struct dns_server *server)
{
	struct dns_ask ask = { .fd = server->udp, .server = server };
	socklen_t len = sizeof(ask.peer);
	unsigned char bytes[4096];
	ssize_t n = recvfrom(server->udp, bytes, sizeof(bytes), 0, (struct sockaddr *) &ask.peer,
			     &len);

	if (n > 0)
		answer(&ask, bytes, (size_t) n);
}

/* false: the connection has ended, or its question does not come whole within SO_RCVTIMEO. */
static bool take_from_stream(struct dns_server *server, int fd)
{
	struct dns_ask ask = { .fd = fd, .tcp = true, .server = server };
	unsigned char length[2], bytes[4096];
	size_t size;

	if (recv(fd, length, sizeof(length), MSG_WAITALL) != sizeof(length))
		return false;
	size = (size_t) length[0] << 8 | length[1];
	if (size > sizeof(bytes) || recv(fd, bytes, size, MSG_WAITALL) != (ssize_t) size)
		return false;
	answer(&ask, bytes, size);
	return !ask.hang_up;
}

static void take_peer(struct dns_server *server)
{
	const struct timeval patience = { .tv_sec = 2 };
	int fd = accept4(server->tcp, NULL, NULL, SOCK_CLOEXEC), i;

	if (fd < 0)
		return;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	for (i = 0; i < PEERS; i++)
		if (server->peers[i] < 0) {
			server->peers[i] = fd;
			return;
		}
	close(fd);
}

static void serve_once(struct dns_server *server)
{
	struct pollfd fds[2 + PEERS] = { { .fd = server->udp, .events = POLLIN },
					 { .fd = server->tcp, .events = POLLIN } };
	int i;

	for (i = 0; i < PEERS; i++)
		fds[2 + i] = (struct pollfd){ .fd = server->peers[i], .events = POLLIN };
	if (poll(fds, 2 + PEERS, send_delayed(server)) <= 0)
		return;
	for (i = 0; i < PEERS; i++)
		if (fds[2 + i].revents && !take_from_stream(server, server->peers[i])) {
			close(server->peers[i]);
			server->peers[i] = -1;
		}
	if (fds[0].revents)
		take_datagram(server);
	if (fds[1].revents)
		take_peer(server);
}

/* ---- Beginning and end */

/* At 127.0.0.1 or 127.0.0.2. */
static int bound(int type, unsigned host)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(PORT) };
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0), on = 1;

	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK - 1 + host);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (fd >= 0 && bind(fd, (const struct sockaddr *) &in, sizeof(in)) == 0 &&
	    (type != SOCK_STREAM || listen(fd, PEERS) == 0))
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static void close_server(struct dns_server *server)
{
	const int fds[] = { server->udp, server->stranger, server->tcp };
	int failed = errno;
	size_t i;

	for (i = 0; i < sizeof(fds) / sizeof(fds[0]); i++)
		if (fds[i] >= 0)
			close(fds[i]);
	errno = failed;
}

static bool open_server(struct dns_server *server)
{
	server->udp = bound(SOCK_DGRAM, 1);
	server->stranger = bound(SOCK_DGRAM, 2);
	server->tcp = bound(SOCK_STREAM, 1);
	memset(server->peers, -1, sizeof(server->peers));
	server->shared = mmap(NULL, sizeof(*server->shared), PROT_READ | PROT_WRITE,
			      MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	return server->udp >= 0 && server->stranger >= 0 && server->tcp >= 0 &&
	       server->shared != MAP_FAILED;
}

static _Noreturn void serve(struct dns_server *server, pid_t parent)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		serve_once(server);
	_exit(0);
}

struct dns_server *dns_start(void)
{
	struct dns_server *server = calloc(1, sizeof(*server));
	pid_t parent = getpid();

	if (server == NULL)
		return NULL;
	if (open_server(server)) {
		server->pid = fork();
		if (server->pid == 0)
			serve(server, parent);
		close_server(server);
		if (server->pid > 0)
			return server;
	} else {
		close_server(server);
	}
	free(server);
	return NULL;
}

void dns_stop(struct dns_server *server)
{
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	munmap(server->shared, sizeof(*server->shared));
	free(server);
}

void dns_silence(struct dns_server *server, bool silent)
{
	atomic_store(&server->shared->silent, silent);
}

unsigned dns_asked(const struct dns_server *server)
{
	return atomic_load(&server->shared->asked);
}
