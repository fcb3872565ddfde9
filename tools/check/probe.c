/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A real exchange over the loopback of any family: what it needs to know stands in the row. */
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "tools/check/check.h"
#include "tools/common/tool.h"

#define ROUNDS 31
#define MESSAGE 64

struct exchange {
	struct check_type *result;
	struct lsock_deadline until;
	int protocol;
	int first;	/* bound */
	int listener, second;	/* of a connection */
	unsigned char message[MESSAGE];
};

static int failed(struct exchange *exchange, enum check_step step, int err)
{
	exchange->result->step = step;
	exchange->result->err = err;
	return err;
}

static int64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t) now.tv_sec * 1000000000 + now.tv_nsec;
}

/* No other process's message is taken for ours, nor that of another round. */
static void new_message(struct exchange *exchange)
{
	static uint64_t number;
	pid_t self = getpid();
	int64_t now = now_ns();

	number++;
	memcpy(exchange->message, "lsock-check", 12);
	memcpy(exchange->message + 16, &self, sizeof(self));
	memcpy(exchange->message + 24, &now, sizeof(now));
	memcpy(exchange->message + 32, &number, sizeof(number));
}

static bool is_message(const struct exchange *exchange, const unsigned char *bytes, size_t n)
{
	return n == MESSAGE && memcmp(bytes, exchange->message, MESSAGE) == 0;
}

static int open_socket(struct exchange *exchange, const struct lsock_family *row)
{
	int fd = lsock_open(row->af, exchange->result->type, exchange->protocol);

	/* Raw IP has no protocol of its own: any number opens it, and this one receives nothing. */
	if (fd == -EPROTONOSUPPORT && exchange->result->type == SOCK_RAW) {
		exchange->protocol = IPPROTO_RAW;
		fd = lsock_open(row->af, exchange->result->type, exchange->protocol);
	}
	return fd < 0 ? failed(exchange, CHECK_SOCKET, fd) : fd;
}

/* The name the kernel gave, or the one asked for where it tells none (AF_ALG). */
static int bind_socket(struct exchange *exchange, int fd, const struct lsock_addr *loopback)
{
	int r = lsock_bind(fd, loopback);

	if (r < 0)
		return failed(exchange, CHECK_BIND, r);
	if (lsock_getsockname(fd, &exchange->result->bound) < 0 || exchange->result->bound.len == 0)
		exchange->result->bound = *loopback;
	return 0;
}

static int receive_stream(struct exchange *exchange, int fd)
{
	unsigned char bytes[MESSAGE];
	size_t got = 0;

	while (got < MESSAGE) {
		ssize_t n = lsock_recv(fd, bytes + got, MESSAGE - got, 0, exchange->until);

		if (n <= 0)
			return failed(exchange, CHECK_RECEIVE, n < 0 ? (int) n : -ECONNRESET);
		got += (size_t) n;
	}
	return is_message(exchange, bytes, got) ? 0 : failed(exchange, CHECK_RECEIVE, -EBADMSG);
}

static int one_way(struct exchange *exchange, int from, int to)
{
	int r = lsock_send_all(from, exchange->message, MESSAGE, 0, NULL, exchange->until);

	return r < 0 ? failed(exchange, CHECK_SEND, r) : receive_stream(exchange, to);
}

/* There and back. */
static int connection_round(struct exchange *exchange)
{
	int r = one_way(exchange, exchange->first, exchange->second);

	return r < 0 ? r : one_way(exchange, exchange->second, exchange->first);
}

/* To itself; what others send there is passed over. */
static int datagram_round(struct exchange *exchange)
{
	unsigned char bytes[2048];
	ssize_t n;

	n = lsock_sendto(exchange->first, exchange->message, MESSAGE, 0, &exchange->result->bound,
			 exchange->until);
	if (n < 0)
		return failed(exchange, CHECK_SEND, (int) n);
	do {
		n = lsock_recv(exchange->first, bytes, sizeof(bytes), 0, exchange->until);
		if (n < 0)
			return failed(exchange, CHECK_RECEIVE, (int) n);
	} while (!is_message(exchange, bytes, (size_t) n));
	return 0;
}

static int compare_ns(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The first round warms up and does not count. */
static int speak(struct exchange *exchange, int (*round)(struct exchange *exchange))
{
	int64_t ns[ROUNDS + 1], begin;
	int i, r;

	for (i = 0; i <= ROUNDS; i++) {
		new_message(exchange);
		begin = now_ns();
		r = round(exchange);
		if (r < 0)
			return r;
		ns[i] = now_ns() - begin;
	}
	qsort(ns + 1, ROUNDS, sizeof(ns[0]), compare_ns);
	exchange->result->ns = ns[1 + ROUNDS / 2];
	return 0;
}

/*
 * A connect that waits would wait for the accept behind it (TIPC): it is started, the connection
 * is accepted, then it is finished.
 */
static int connect_both(struct exchange *exchange)
{
	int r = lsock_connect(exchange->first, &exchange->result->bound, lsock_nowait());

	if (r < 0 && r != -EINPROGRESS)
		return failed(exchange, CHECK_CONNECT, r);
	exchange->second = lsock_accept(exchange->listener, NULL, exchange->until);
	if (exchange->second < 0)
		return failed(exchange, CHECK_ACCEPT, exchange->second);
	if (r == -EINPROGRESS)
		r = lsock_connect_finish(exchange->first, exchange->until);
	return r < 0 ? failed(exchange, CHECK_CONNECT, r) : 0;
}

static int speak_connected(struct exchange *exchange, const struct lsock_family *row)
{
	int r = lsock_listen(exchange->listener, 1);

	if (r < 0)
		return failed(exchange, CHECK_LISTEN, r);
	exchange->first = open_socket(exchange, row);
	if (exchange->first < 0)
		return exchange->first;
	r = connect_both(exchange);
	return r < 0 ? r : speak(exchange, connection_round);
}

static int speak_datagrams(struct exchange *exchange)
{
	exchange->first = exchange->listener;
	exchange->listener = -1;
	return speak(exchange, datagram_round);
}

static bool is_connected_type(int type)
{
	return type == SOCK_STREAM || type == SOCK_SEQPACKET;
}

/* Raw sockets carry headers that only a user of the family can write: no exchange with them. */
static int probe_bound(struct exchange *exchange, const struct lsock_family *row,
		       const struct lsock_addr *loopback)
{
	int r = bind_socket(exchange, exchange->listener, loopback);

	if (r < 0 || exchange->result->type == SOCK_RAW)
		return r;
	return is_connected_type(exchange->result->type) ? speak_connected(exchange, row) :
							   speak_datagrams(exchange);
}

static int loopback_of(const struct lsock_family *row, struct exchange *exchange,
		       struct lsock_addr *ret_loopback)
{
	int r = lsock_addr_parse(row->loopback, strlen(row->loopback), ret_loopback, NULL);

	return r < 0 ? failed(exchange, CHECK_ADDRESS, r) : 0;
}

static void probe(struct exchange *exchange, const struct lsock_family *row)
{
	struct lsock_addr loopback = { .protocol = LSOCK_PROTOCOL_UNSAID };
	int address = row->loopback ? loopback_of(row, exchange, &loopback) : 0;

	exchange->protocol = loopback.protocol == LSOCK_PROTOCOL_UNSAID ? 0 : loopback.protocol;
	exchange->listener = open_socket(exchange, row);
	if (exchange->listener < 0)
		return;
	if (address == 0 && row->loopback)
		address = probe_bound(exchange, row, &loopback);
	if (address == 0)
		exchange->result->step = CHECK_THROUGH;
}

static void close_one(const struct lsock_family *row, int fd)
{
	if (fd < 0)
		return;
	if (row->flags & LSOCK_FAMILY_CLOSE_SHUTDOWN)
		(void) lsock_shutdown(fd, SHUT_RDWR);
	(void) lsock_close(fd);
}

static void probe_type(const struct lsock_family *row, int64_t ms, struct check_type *result)
{
	struct exchange exchange = {
		.result = result,
		.until = lsock_in_ms(ms),
		.first = -1,
		.listener = -1,
		.second = -1,
	};

	probe(&exchange, row);
	close_one(row, exchange.first);
	close_one(row, exchange.second);
	close_one(row, exchange.listener);
}

/* Loading a module or binding can hang in the kernel, where no deadline of ours reaches. */
static void hangs(int signal)
{
	static const char message[] = "lsock-check: a system call does not come back\n";

	(void) signal;
	(void) !write(STDERR_FILENO, message, sizeof(message) - 1);
	_exit(TOOL_DEADLINE);
}

static void watch(int64_t ms)
{
	struct sigaction action = { .sa_handler = hangs };

	sigaction(SIGALRM, &action, NULL);
	alarm((unsigned) (ms / 1000 < 1000000 ? ms / 1000 : 1000000) + 10);
}

static bool type_is_good(const struct check_family *family, const struct check_type *type)
{
	if (type->step != CHECK_THROUGH)
		return false;
	/* Bound is as much as can be asked for of a family that cannot speak to itself. */
	return type->ns > 0 || family->row->loopback == NULL ||
	       family->row->types == LSOCK_TYPE_BIT(SOCK_RAW);
}

static void judge_exchange(struct check_family *family)
{
	size_t i;

	family->usable = false;
	family->denied = family->count > 0;
	for (i = 0; i < family->count; i++) {
		const struct check_type *type = &family->types[i];

		family->usable |= type_is_good(family, type);
		family->denied &= type->step != CHECK_THROUGH &&
				  tool_status_of(type->err) == TOOL_PERMISSION;
	}
	family->denied &= !family->usable;
}

void check_probe(const struct lsock_family *row, int64_t ms, struct check_family *ret_family)
{
	const int *type;

	*ret_family = (struct check_family){ .row = row };
	for (type = tool_types; *type; type++) {
		struct check_type *result = &ret_family->types[ret_family->count];

		if (!(row->types & LSOCK_TYPE_BIT(*type)))
			continue;
		watch(ms);
		*result = (struct check_type){ .type = *type };
		probe_type(row, ms, result);
		ret_family->count++;
	}
	alarm(0);
	judge_exchange(ret_family);
}
