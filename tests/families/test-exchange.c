/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A real exchange over every row of the family table that says how to speak to itself, and every
 * type of it, at both levels: nothing in here knows a family.
 * Of lib/core/transfer.c, lib/socket/recv.c, lib/socket/send.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/harness.h"
#include "tests/harness/ways.h"

/* Long enough for a frame's header, and its bytes 12 and 13 are the protocol 0x88b5. */
static const char request[] = "request bytes";
#define REQUEST_SIZE 60

static void make_request(char *buf)
{
	size_t n;

	for (n = 0; n < REQUEST_SIZE; n++)
		buf[n] = request[n % (sizeof(request) - 1)];
	buf[12] = (char) 0x88;
	buf[13] = (char) 0xb5;
}

static struct lsock_deadline soon(void)
{
	return lsock_in_ms(5000);
}

static int open_here(const struct way *way)
{
	int fd = lsock_open(way->row->af, way->type, way->protocol);

	ck_assert_msg(fd >= 0, "%s: %s", way->row->name, lsock_strerror(fd));
	return fd;
}

static int bound_here(const struct way *way, struct lsock_addr *ret_name)
{
	int fd = open_here(way), r = lsock_bind(fd, &way->loopback);

	ck_assert_msg(r == 0, "%s: %s", way->row->name, lsock_strerror(r));
	ck_assert_int_eq(lsock_getsockname(fd, ret_name), 0);
	return fd;
}

/* What has come ends with the request: a header may stand before it. */
static void assert_request(const char *buf, ssize_t n)
{
	char expected[REQUEST_SIZE];

	make_request(expected);
	ck_assert_msg(n >= REQUEST_SIZE, "%zd", n);
	ck_assert_mem_eq(buf + n - REQUEST_SIZE, expected, REQUEST_SIZE);
}

TEST(connections_carry_bytes_both_ways, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_addr name, peer, told;
	int listener = bound_here(&way, &name), client = open_here(&way), server, r;
	char buf[256];

	ck_assert_int_eq(lsock_listen(listener, 4), 0);
	r = lsock_connect(client, &name, lsock_nowait());
	ck_assert_msg(r == 0 || r == -EINPROGRESS, "%s", lsock_strerror(r));
	server = lsock_accept(listener, &peer, soon());
	ck_assert_int_ge(server, 0);
	ck_assert_int_eq(lsock_connect_finish(client, soon()), 0);
	ck_assert_int_eq(lsock_getsockname(client, &told), 0);
	ck_assert(same_end(&peer, &told));
	make_request(buf);
	ck_assert_int_eq(lsock_send_all(client, buf, REQUEST_SIZE, 0, NULL, soon()), 0);
	ck_assert_int_eq(lsock_recv(server, buf, sizeof(buf), 0, soon()), REQUEST_SIZE);
	assert_request(buf, REQUEST_SIZE);
	ck_assert_int_eq(lsock_send(server, "answer", 6, 0, soon()), 6);
	ck_assert_int_eq(lsock_recv(client, buf, sizeof(buf), 0, soon()), 6);
	ck_assert_mem_eq(buf, "answer", 6);
	ck_assert_int_eq(lsock_shutdown(client, SHUT_RDWR), 0);
	ck_assert_int_eq(lsock_recv(server, buf, sizeof(buf), 0, soon()), 0);
	ck_assert_int_eq(lsock_ended(server), 1);
	ck_assert_int_eq(lsock_close(server), 0);
	ck_assert_int_eq(lsock_close(client), 0);
	ck_assert_int_eq(lsock_close(listener), 0);
}

static struct lsock_socket *object(const struct way *way, int64_t timeout)
{
	struct lsock_socket *socket;

	ck_assert_int_eq(lsock_socket_open(way->row->af, way->type, way->protocol, &socket), 0);
	ck_assert_int_eq(lsock_socket_settimeout(socket, timeout), 0);
	return socket;
}

TEST(connected_objects_speak_by_the_text_of_their_names, CONNECTIONS)
{
	struct way way = need_connection(i);
	struct lsock_socket *listener = object(&way, 5000 * MS), *client = object(&way, 0), *server;
	struct lsock_addr name;
	char text[LSOCK_ADDR_TEXT_SIZE], buf[REQUEST_SIZE];
	const void *data;
	int r;

	ck_assert_int_eq(lsock_socket_bind_text(listener, way.row->loopback, NULL), 0);
	ck_assert_int_eq(lsock_socket_listen(listener, 4), 0);
	ck_assert_int_eq(lsock_socket_getsockname(listener, &name), 0);
	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	r = lsock_socket_connect_text(client, text, NULL);
	ck_assert_msg(r == 0 || r == -EINPROGRESS, "%s: %s", text, lsock_strerror(r));
	ck_assert_int_eq(lsock_socket_accept(listener, &server, NULL), 0);
	ck_assert_int_eq(lsock_socket_settimeout(client, 5000 * MS), 0);
	ck_assert_int_eq(lsock_socket_settimeout(server, 5000 * MS), 0);
	if (r == -EINPROGRESS)
		ck_assert_int_eq(lsock_socket_connect_text(client, text, NULL), 0);
	make_request(buf);
	ck_assert_int_eq(lsock_socket_sendall(client, buf, sizeof(buf), 0, NULL), 0);
	ck_assert_int_eq(lsock_socket_recv(server, 256, 0, &data), REQUEST_SIZE);
	assert_request(data, REQUEST_SIZE);
	ck_assert_int_eq(lsock_socket_close(client), 0);
	ck_assert_int_eq(lsock_socket_recv(server, 256, 0, &data), 0);
	lsock_socket_free(client);
	lsock_socket_free(server);
	lsock_socket_free(listener);
}

TEST(messages_come_from_who_sent_them, MESSAGES)
{
	struct way way = need_messages(i);
	struct lsock_addr name, from;
	int fd = bound_here(&way, &name);
	char buf[256];
	ssize_t n;

	make_request(buf);
	n = lsock_sendto(fd, buf, REQUEST_SIZE, 0, &name, soon());
	ck_assert_msg(n == REQUEST_SIZE, "%s", lsock_strerror((int) n));
	n = lsock_recvfrom(fd, buf, sizeof(buf), MSG_PEEK, &from, soon());
	assert_request(buf, n);
	ck_assert_int_eq(lsock_recvfrom(fd, buf, 10, 0, &from, soon()), 10);
	ck_assert_int_eq(from.u.sa.sa_family, way.row->af);
	ck_assert_int_eq(lsock_addr_check(&from, NULL), 0);
	ck_assert_int_eq(lsock_recv(fd, buf, sizeof(buf), 0, lsock_nowait()), -EAGAIN);
	ck_assert_int_eq(lsock_close(fd), 0);
}

TEST(objects_send_messages_to_the_text_of_a_name, MESSAGES)
{
	struct way way = need_messages(i);
	struct lsock_socket *socket = object(&way, 5000 * MS);
	struct lsock_addr name, from;
	char text[LSOCK_ADDR_TEXT_SIZE], buf[REQUEST_SIZE];
	const void *data;
	ssize_t n;

	ck_assert_int_eq(lsock_socket_bind_text(socket, way.row->loopback, NULL), 0);
	ck_assert_int_eq(lsock_socket_getsockname(socket, &name), 0);
	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	make_request(buf);
	n = lsock_socket_sendto_text(socket, buf, sizeof(buf), 0, text, NULL);
	ck_assert_msg(n == REQUEST_SIZE, "%s: %s", text, lsock_strerror((int) n));
	n = lsock_socket_recvfrom(socket, 256, 0, &data, &from);
	assert_request(data, n);
	ck_assert_int_eq(from.u.sa.sa_family, way.row->af);
	lsock_socket_free(socket);
}
