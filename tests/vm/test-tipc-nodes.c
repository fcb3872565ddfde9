/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages and connections between TIPC nodes: the network namespaces n1 to n3 of
 * tests/vm/cluster.  A socket stays in the namespace that it was made in, so one process has
 * sockets of all.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/tipc.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux_sock/linux_sock.h>

#include "tests/harness/harness.h"

#define NODES 3
#define SOON lsock_in_ms(5000)

static const int message_types[] = { SOCK_RDM, SOCK_DGRAM };

static int message_count(void)
{
	return COUNT_OF(message_types);
}

static const char *message_label(int i)
{
	return message_types[i] == SOCK_RDM ? "rdm" : "dgram";
}

static const int connection_types[] = { SOCK_STREAM, SOCK_SEQPACKET };

static int connection_count(void)
{
	return COUNT_OF(connection_types);
}

static const char *connection_label(int i)
{
	return connection_types[i] == SOCK_STREAM ? "stream" : "seqpacket";
}

#define MESSAGES .count = message_count, .label = message_label
#define CONNECTIONS .count = connection_count, .label = connection_label

static void enter(const char *namespace)
{
	int fd = open(namespace, O_RDONLY | O_CLOEXEC);

	ck_assert_msg(fd >= 0, "%s: %s: tests/vm/cluster makes it", namespace, strerror(errno));
	ck_assert_int_eq(setns(fd, CLONE_NEWNET), 0);
	close(fd);
}

static int open_on(int node, int type)
{
	char namespace[32];
	int fd;

	snprintf(namespace, sizeof(namespace), "/run/netns/n%d", node);
	enter(namespace);
	fd = lsock_open(AF_TIPC, type, 0);
	ck_assert_msg(fd >= 0, "node %d: %s", node, lsock_strerror(fd));
	return fd;
}

static struct lsock_addr parse(const char *text)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	return addr;
}

static int bound_on(int node, int type, const char *name)
{
	struct lsock_addr addr = parse(name);
	int fd = open_on(node, type);

	ck_assert_int_eq(lsock_bind(fd, &addr), 0);
	return fd;
}

static struct lsock_addr own_id(int fd)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_getsockname(fd, &addr), 0);
	return addr;
}

static void assert_same(const struct lsock_addr *is, const struct lsock_addr *expected)
{
	char a[LSOCK_ADDR_TEXT_SIZE], b[LSOCK_ADDR_TEXT_SIZE];

	lsock_addr_format(is, a, sizeof(a));
	lsock_addr_format(expected, b, sizeof(b));
	ck_assert_str_eq(a, b);
}

static void put(int fd, const char *text, const struct lsock_addr *to)
{
	ck_assert_int_eq(lsock_sendto(fd, text, strlen(text), 0, to, SOON), (ssize_t) strlen(text));
}

static void say(int fd, const char *text)
{
	ck_assert_int_eq(lsock_send(fd, text, strlen(text), 0, SOON), (ssize_t) strlen(text));
}

static struct lsock_addr expect(int fd, const char *text)
{
	struct lsock_addr from;
	char buf[100];
	ssize_t n = lsock_recvfrom(fd, buf, sizeof(buf) - 1, 0, &from, SOON);

	ck_assert_msg(n >= 0, "%s: %s", text, lsock_strerror((int) n));
	buf[n] = '\0';
	ck_assert_str_eq(buf, text);
	return from;
}

/* A name that was bound on one node is known to another one only after a while. */
static ssize_t send_once_known(int fd, const char *text, const struct lsock_addr *to)
{
	struct lsock_deadline until = SOON;
	ssize_t n;

	do {
		n = lsock_sendto(fd, text, strlen(text), 0, to, until);
	} while (n == -EHOSTUNREACH && lsock_deadline_left(until) > 0 && usleep(10000) == 0);
	return n;
}

static void reach(int sender, int receiver, const char *name)
{
	struct lsock_addr addr = parse(name);

	ck_assert_int_eq(send_once_known(sender, "known?", &addr), 6);
	expect(receiver, "known?");
}

static int start_to_connect(int node, int type, const char *name)
{
	struct lsock_deadline until = SOON;
	struct lsock_addr addr = parse(name);
	int r, fd = open_on(node, type);

	do {
		r = lsock_connect(fd, &addr, lsock_nowait());
	} while (r == -EHOSTUNREACH && lsock_deadline_left(until) > 0 && usleep(10000) == 0);
	ck_assert_int_eq(r, -EINPROGRESS);
	return fd;
}

/* From node 1 to node 2.  A TIPC connection is made by the listener's accept, not before. */
static void connect_nodes(int type, int *ret_client, int *ret_server)
{
	int listener = bound_on(2, type, "tipc:name:18888:40");
	struct lsock_addr peer, id;

	ck_assert_int_eq(lsock_listen(listener, 8), 0);
	*ret_client = start_to_connect(1, type, "tipc:name:18888:40");
	*ret_server = lsock_accept(listener, &peer, SOON);
	ck_assert_int_ge(*ret_server, 0);
	ck_assert_int_eq(lsock_connect_finish(*ret_client, SOON), 0);
	id = own_id(*ret_client);
	assert_same(&peer, &id);
	ck_assert_int_eq(lsock_getpeername(*ret_client, &peer), 0);
	id = own_id(*ret_server);
	assert_same(&peer, &id);
	lsock_close(listener);
}

TEST(a_message_by_name_is_answered_by_id, MESSAGES)
{
	int server = bound_on(2, message_types[i], "tipc:name:18888:17");
	int client = open_on(1, message_types[i]);
	struct lsock_addr name = parse("tipc:name:18888:17"), from, id;

	ck_assert_int_eq(send_once_known(client, "question", &name), 8);
	from = expect(server, "question");
	id = own_id(client);
	assert_same(&from, &id);
	put(server, "answer", &from);
	from = expect(client, "answer");
	id = own_id(server);
	assert_same(&from, &id);
	lsock_close(client);
	lsock_close(server);
}

TEST(a_name_of_node_scope_stays_on_its_node, MESSAGES)
{
	int server = bound_on(2, message_types[i], "tipc:name:18888:18,scope=node");
	int marker = bound_on(2, message_types[i], "tipc:name:18888:19");
	int near = open_on(2, message_types[i]), far = open_on(1, message_types[i]);
	struct lsock_addr name = parse("tipc:name:18888:18");

	reach(far, marker, "tipc:name:18888:19");	/* bound later, and known */
	ck_assert_int_eq(lsock_sendto(far, "x", 1, 0, &name, SOON), -EHOSTUNREACH);
	put(near, "near", &name);
	expect(server, "near");
	lsock_close(far);
	lsock_close(near);
	lsock_close(marker);
	lsock_close(server);
}

TEST(a_name_at_a_node_is_that_node_s)
{
	int second = bound_on(2, SOCK_RDM, "tipc:name:18888:20");
	int third = bound_on(3, SOCK_RDM, "tipc:name:18888:20");
	int client = open_on(1, SOCK_RDM), k;
	struct sockaddr_tipc id;
	struct lsock_addr at, own = own_id(third);
	char text[60];

	memcpy(&id, &own.u.storage, sizeof(id));
	snprintf(text, sizeof(text), "tipc:name:18888:20@0x%x", id.addr.id.node);
	at = parse(text);
	for (k = 0; k < 4; k++)
		put(client, "third", &at);
	for (k = 0; k < 4; k++)
		expect(third, "third");
	ck_assert_int_eq(lsock_recv(second, text, sizeof(text), 0, lsock_nowait()), -EAGAIN);
	lsock_close(client);
	lsock_close(third);
	lsock_close(second);
}

TEST(a_multicast_reaches_each_socket_of_its_range_once)
{
	int low = bound_on(1, SOCK_RDM, "tipc:nameseq:18889:0-9");
	int high = bound_on(2, SOCK_RDM, "tipc:nameseq:18889:5-14");
	int other = bound_on(3, SOCK_RDM, "tipc:nameseq:18889:20-29");
	int client = open_on(1, SOCK_RDM);
	struct lsock_addr both = parse("tipc:nameseq:18889:8-12");
	struct lsock_addr all = parse("tipc:nameseq:18889:0-29");

	reach(client, low, "tipc:name:18889:1");
	reach(client, high, "tipc:name:18889:11");
	reach(client, other, "tipc:name:18889:21");
	put(client, "both", &both);
	put(client, "all", &all);	/* behind it on the same link */
	expect(low, "both");
	expect(low, "all");
	expect(high, "both");
	expect(high, "all");
	expect(other, "all");
	lsock_close(client);
	lsock_close(other);
	lsock_close(high);
	lsock_close(low);
}

TEST(a_message_to_a_closed_socket_is_returned)
{
	int closed = open_on(2, SOCK_RDM), client = open_on(1, SOCK_RDM);
	struct lsock_addr id = own_id(closed), from;
	char buf[10];

	lsock_close(closed);
	ck_assert_int_eq(lsock_setsockopt_int(client, SOL_TIPC, TIPC_DEST_DROPPABLE, 0), 0);
	put(client, "returned", &id);
	ck_assert_int_eq(lsock_recvfrom(client, buf, sizeof(buf), 0, &from, SOON), 0);
	assert_same(&from, &id);
	lsock_close(client);
}

TEST(a_name_that_nobody_has_is_unreachable)
{
	struct lsock_addr name = parse("tipc:name:18888:99");
	int client = open_on(1, SOCK_RDM), caller = open_on(1, SOCK_STREAM);

	ck_assert_int_eq(lsock_sendto(client, "x", 1, 0, &name, SOON), -EHOSTUNREACH);
	ck_assert_int_eq(lsock_connect(caller, &name, SOON), -EHOSTUNREACH);
	lsock_close(caller);
	lsock_close(client);
}

TEST(a_connection_carries_bytes_both_ways_and_ends, CONNECTIONS)
{
	int client, server;
	char byte;

	connect_nodes(connection_types[i], &client, &server);
	say(client, "there");
	expect(server, "there");
	say(server, "and back");
	expect(client, "and back");
	ck_assert_int_eq(lsock_shutdown(client, SHUT_RDWR), 0);
	ck_assert_int_eq(lsock_recv(server, &byte, 1, 0, SOON), 0);
	lsock_close(client);
	lsock_close(server);
}

TEST(a_stream_is_whole)
{
	enum { SIZE = 1000000 };
	char *sent = malloc(SIZE), *got = malloc(SIZE);
	size_t out = 0, in = 0;
	int client, server;
	ssize_t n;

	random_fill(sent, SIZE);
	connect_nodes(SOCK_STREAM, &client, &server);
	while (in < SIZE) {
		n = lsock_send(client, sent + out, SIZE - out, 0, lsock_nowait());
		ck_assert(n >= 0 || n == -EAGAIN);
		out += n > 0 ? (size_t) n : 0;
		n = lsock_recv(server, got + in, SIZE - in, 0, SOON);
		ck_assert_int_gt(n, 0);
		in += (size_t) n;
	}
	ck_assert_int_eq(memcmp(sent, got, SIZE), 0);
	lsock_close(client);
	lsock_close(server);
	free(sent);
	free(got);
}

TEST(seqpacket_keeps_messages_apart)
{
	static char largest[TIPC_MAX_USER_MSG_SIZE], got[sizeof(largest) + 1];
	int client, server;

	random_fill(largest, sizeof(largest));
	connect_nodes(SOCK_SEQPACKET, &client, &server);
	say(client, "one");
	ck_assert_int_eq(lsock_send(client, largest, sizeof(largest), 0, SOON), sizeof(largest));
	say(client, "three");
	expect(server, "one");
	ck_assert_int_eq(lsock_recv(server, got, sizeof(got), 0, SOON), sizeof(largest));
	ck_assert_int_eq(memcmp(got, largest, sizeof(largest)), 0);
	expect(server, "three");
	ck_assert_int_eq(lsock_send(client, got, sizeof(got), 0, SOON), -EMSGSIZE);
	lsock_close(client);
	lsock_close(server);
}

TEST(waiting_ends_at_the_deadline, CONNECTIONS)
{
	int listener = bound_on(2, connection_types[i], "tipc:name:18888:41"), client, server;
	int64_t start = clock_ns();
	char byte;

	ck_assert_int_eq(lsock_listen(listener, 8), 0);
	ck_assert_int_eq(lsock_accept(listener, NULL, lsock_in_ms(200)), -ETIME);
	assert_took(start, 200, 1200);
	client = start_to_connect(1, connection_types[i], "tipc:name:18888:41");
	start = clock_ns();
	ck_assert_int_eq(lsock_connect_finish(client, lsock_in_ms(200)), -ETIME);
	assert_took(start, 200, 1200);
	server = lsock_accept(listener, NULL, SOON);
	ck_assert_int_ge(server, 0);
	ck_assert_int_eq(lsock_connect_finish(client, SOON), 0);
	start = clock_ns();
	ck_assert_int_eq(lsock_recv(client, &byte, 1, 0, lsock_in_ms(200)), -ETIME);
	assert_took(start, 200, 1200);
	lsock_close(client);
	lsock_close(server);
	lsock_close(listener);
}

/* The last one: the third node comes back after its own time. */
TEST(a_node_that_is_lost_ends_its_connections)
{
	int listener = bound_on(3, SOCK_STREAM, "tipc:name:18888:42"), client, server;
	char byte;

	ck_assert_int_eq(lsock_listen(listener, 8), 0);
	client = start_to_connect(1, SOCK_STREAM, "tipc:name:18888:42");
	server = lsock_accept(listener, NULL, SOON);
	ck_assert_int_ge(server, 0);
	ck_assert_int_eq(lsock_connect_finish(client, SOON), 0);
	ck_assert_int_eq(system("ip -n n3 link set eth0 down"), 0);
	ck_assert_int_eq(lsock_recv(client, &byte, 1, 0, SOON), -ECONNRESET);
	ck_assert_int_eq(lsock_recv(server, &byte, 1, 0, SOON), -ECONNRESET);
	ck_assert_int_eq(system("ip -n n3 link set eth0 up"), 0);
	lsock_close(client);
	lsock_close(server);
	lsock_close(listener);
}
