/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Objects that listen, accept, connect and are shut down. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/timed.h"

/* What the listener of the test is, and where. */
static struct way way;
static struct lsock_addr dialled;

static struct lsock_socket *make(void)
{
	struct lsock_socket *socket = NULL;

	ck_assert_int_eq(lsock_socket_open(way.row->af, way.type, way.protocol, &socket), 0);
	return socket;
}

static struct lsock_socket *listen_as(struct way as, int backlog)
{
	struct lsock_socket *socket;

	way = as;
	socket = make();
	ck_assert_int_eq(lsock_socket_bind(socket, &way.loopback), 0);
	ck_assert_int_eq(lsock_socket_listen(socket, backlog), 0);
	ck_assert_int_eq(lsock_socket_getsockname(socket, &dialled), 0);
	return socket;
}

static void act_connect(int fd)
{
	(void) connect(fd, &dialled.u.sa, dialled.len);
}

static ssize_t accept_one(struct lsock_socket *socket)
{
	struct lsock_socket *accepted;
	struct lsock_addr peer;
	int r;

	bytes_paint(&accepted, sizeof(accepted));
	bytes_paint(&peer, sizeof(peer));
	r = lsock_socket_accept(socket, &accepted, &peer);
	if (r == 0) {
		lsock_socket_free(accepted);
	} else {
		ck_assert(bytes_painted(&accepted, sizeof(accepted)));
		ck_assert(bytes_painted(&peer, sizeof(peer)));
	}
	return r;
}

static ssize_t connect_to_dialled(struct lsock_socket *socket)
{
	return lsock_socket_connect(socket, &dialled);
}

TEST(accepted_is_of_the_listeners_kind, CONNECTIONS)
{
	struct lsock_socket *pair[2];
	char byte = 0;

	way = need_connection(i);
	way_objects(&way, pair);
	ck_assert_int_eq(lsock_socket_family(pair[1]), way.row->af);
	ck_assert_int_eq(lsock_socket_type(pair[1]), way.type);
	ck_assert_int_eq(lsock_socket_proto(pair[1]), way.protocol);
	ck_assert_int_eq(fcntl(lsock_socket_fileno(pair[1]), F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(lsock_socket_send(pair[1], "!", 1, 0), 1);
	ck_assert_int_eq(lsock_socket_recv_into(pair[0], &byte, 1, 0), 1);
	ck_assert_int_eq(byte, '!');
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
}

TEST(accept_tells_the_peer, CONNECTIONS)
{
	struct lsock_socket *listener = listen_as(need_connection(i), 1), *accepted;
	struct lsock_addr peer, name;
	int client = way_dial(&way, &dialled);

	ck_assert_int_eq(lsock_socket_settimeout(listener, 2000 * MS), 0);
	ck_assert_int_eq(lsock_socket_accept(listener, &accepted, &peer), 0);
	ck_assert_int_eq(lsock_getsockname(client, &name), 0);
	ck_assert(same_end(&peer, &name));
	lsock_socket_free(accepted);
	close(client);
	lsock_socket_free(listener);
}

TEST(accept_keeps_its_timeout, CONNECTIONS)
{
	static const struct timed timed = { .method = accept_one };
	struct lsock_socket *listener = listen_as(need_connection(i), 1);

	keeps_timeouts(&timed, listener);
	lsock_socket_free(listener);
}

TEST(accept_without_timeout_waits_through_signals)
{
	static const struct timed timed = { .method = accept_one, .release = act_connect };
	struct lsock_socket *listener = listen_as(need_way(AF_UNIX, SOCK_STREAM), 1);
	int client = way_open(&way);

	waits_without_timeout(&timed, listener, client);
	close(client);
	lsock_socket_free(listener);
}

TEST(accept_that_has_no_memory_closes_the_connection)
{
	struct lsock_socket *listener = listen_as(need_way(AF_UNIX, SOCK_STREAM), 1);
	int client = way_dial(&way, &dialled);
	char byte;

	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(accept_one(listener), -ENOMEM);
	ck_assert_int_eq(recv(client, &byte, 1, 0), 0);
	close(client);
	lsock_socket_free(listener);
}

TEST(connect_by_text_is_connected)
{
	struct lsock_socket *listener = listen_as(need_way(AF_INET6, SOCK_STREAM), 1);
	struct lsock_socket *client = make(), *accepted;
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_gt(lsock_addr_format(&dialled, text, sizeof(text)), 0);
	ck_assert_int_eq(lsock_socket_connect_text(client, text, NULL), 0);
	ck_assert_int_eq(lsock_socket_accept(listener, &accepted, NULL), 0);
	lsock_socket_free(accepted);
	lsock_socket_free(client);
	lsock_socket_free(listener);
}

/* A listener whose queue takes no more connections, and the one that fills it. */
static struct lsock_socket *full;
static int first;

static struct lsock_socket *begin_full(int af, int type)
{
	full = listen_as(need_way(af, type), 0);
	first = way_dial(&way, &dialled);
	ck_assert_int_gt(lsock_wait(lsock_socket_fileno(full), POLLIN, lsock_in_ms(2000)), 0);
	return make();
}

static void end_full(struct lsock_socket *client)
{
	lsock_socket_free(client);
	close(first);
	lsock_socket_free(full);
}

/* AF_UNIX: nothing is started while the backlog is full. */
TEST(full_unix_backlog_is_waited_for)
{
	static const struct timed timed = { .method = connect_to_dialled, .release = act_accept };
	struct lsock_socket *client = begin_full(AF_UNIX, SOCK_STREAM);

	keeps_timeouts(&timed, client);
	waits_without_timeout(&timed, client, lsock_socket_fileno(full));
	end_full(client);
}

TEST(full_unix_backlog_is_waited_for_within_the_timeout)
{
	struct lsock_socket *client = begin_full(AF_UNIX, SOCK_SEQPACKET);
	struct later *accepter;
	int64_t start;

	ck_assert_int_eq(lsock_socket_settimeout(client, 5000 * MS), 0);
	accepter = later(100, act_accept, lsock_socket_fileno(full));
	start = clock_ns();
	ck_assert_int_eq(lsock_socket_connect(client, &dialled), 0);
	assert_took(start, 80, 1100);
	later_end(accepter);
	end_full(client);
}

/* TCP: the attempt goes on, and so does the next call. */
TEST(connect_is_continued_and_called_once)
{
	static const struct timed timed = { .method = connect_to_dialled, .nowait = -EINPROGRESS };
	struct lsock_socket *client = begin_full(AF_INET, SOCK_STREAM);

	seam_reset();
	keeps_timeouts(&timed, client);
	ck_assert_int_eq(accept_one(full), 0);
	ck_assert_int_eq(lsock_socket_settimeout(client, 5000 * MS), 0);
	ck_assert_int_eq(lsock_socket_connect(client, &dialled), 0);
	ck_assert_uint_eq(seam_count("connect"), 1);
	ck_assert_int_eq(lsock_socket_getpeername(client, &dialled), 0);
	end_full(client);
}

/* A signal ends the kernel's wait, and connect(2) must not be called for it a second time. */
TEST(connect_without_timeout_is_called_once_under_signals)
{
	static const struct timed timed = { .method = connect_to_dialled, .release = act_accept };
	struct lsock_socket *client = begin_full(AF_INET, SOCK_STREAM);

	seam_reset();
	waits_without_timeout(&timed, client, lsock_socket_fileno(full));
	ck_assert_uint_eq(seam_count("connect"), 1);
	ck_assert_int_eq(lsock_socket_getpeername(client, &dialled), 0);
	end_full(client);
}

TEST(twin_of_a_connecting_object_continues_too)
{
	struct lsock_socket *client = begin_full(AF_INET, SOCK_STREAM), *twin;

	ck_assert_int_eq(lsock_socket_settimeout(client, 20 * MS), 0);
	ck_assert_int_eq(lsock_socket_connect(client, &dialled), -ETIME);
	ck_assert_int_eq(lsock_socket_dup(client, &twin), 0);
	ck_assert_int_eq(lsock_socket_connect(twin, &dialled), -ETIME);
	ck_assert_int_eq(lsock_socket_setblocking(twin, false), 0);
	ck_assert_int_eq(lsock_socket_connect(twin, &dialled), -EINPROGRESS);
	lsock_socket_free(twin);
	end_full(client);
}

TEST(refused_is_told)
{
	struct lsock_socket *client;
	int bound, n;

	way = need_way(AF_INET, SOCK_STREAM);
	bound = way_bound(&way, &dialled);
	for (n = 0; n < 2; n++) {
		client = make();
		ck_assert_int_eq(lsock_socket_settimeout(client, n ? 2000 * MS : -1), 0);
		ck_assert_int_eq(lsock_socket_connect(client, &dialled), -ECONNREFUSED);
		lsock_socket_free(client);
	}
	close(bound);
}

/* Another holder made the descriptor block: no timeout can be kept, and that is said at once. */
static void assert_no_endless_wait(const struct timed *timed, struct lsock_socket *socket,
				   int other)
{
	struct lsock_socket *twin;
	struct later *rescuer;
	int64_t start;
	ssize_t r;

	ck_assert_int_eq(lsock_socket_settimeout(socket, 50 * MS), 0);
	ck_assert_int_eq(lsock_socket_dup(socket, &twin), 0);
	ck_assert_int_eq(lsock_socket_settimeout(twin, -1), 0);
	rescuer = later(600, timed->release, other);
	start = clock_ns();
	r = timed->method(socket);
	start = ms_since(start);
	later_end(rescuer);
	ck_assert_int_lt(start, 500);
	ck_assert_msg(r == -EINVAL, "%zd", r);
	lsock_socket_free(twin);
}

TEST(accept_with_a_timeout_refuses_a_descriptor_that_blocks)
{
	static const struct timed timed = { .method = accept_one, .release = act_connect };
	struct lsock_socket *listener = listen_as(need_way(AF_UNIX, SOCK_STREAM), 1);
	int client = way_open(&way);

	assert_no_endless_wait(&timed, listener, client);
	close(client);
	lsock_socket_free(listener);
}

TEST(connect_with_a_timeout_refuses_a_descriptor_that_blocks)
{
	static const struct timed timed = { .method = connect_to_dialled, .release = act_accept };
	struct lsock_socket *client = begin_full(AF_UNIX, SOCK_STREAM);

	assert_no_endless_wait(&timed, client, lsock_socket_fileno(full));
	end_full(client);
}

TEST(shutdown_ends_what_the_peer_receives, CONNECTIONS)
{
	struct lsock_socket *pair[2];
	char byte;

	way = need_connection(i);
	way_objects(&way, pair);
	ck_assert_int_eq(lsock_socket_shutdown(pair[0], SHUT_RDWR), 0);
	ck_assert_int_eq(lsock_socket_recv_into(pair[1], &byte, 1, 0), 0);
	ck_assert_int_eq(lsock_socket_ended(pair[1]), 1);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
}

TEST(shutdown_of_what_is_not_connected_says_so)
{
	struct lsock_socket *socket;

	way = need_way(AF_INET, SOCK_STREAM);
	socket = make();
	ck_assert_int_eq(lsock_socket_shutdown(socket, SHUT_WR), -ENOTCONN);
	lsock_socket_free(socket);
}

/* ---- Closed by another thread while a call waits: the call ends by its timeout at the latest. */

static void *close_later(void *socket)
{
	static const struct timespec a_while = { 0, 50 * MS };

	nanosleep(&a_while, NULL);
	(void) lsock_socket_close(socket);
	return NULL;
}

static void closed_while_waiting(ssize_t (*method)(struct lsock_socket *),
				 struct lsock_socket *socket)
{
	struct lsock_deadline end;
	pthread_t thread;
	ssize_t r;

	ck_assert_int_eq(lsock_socket_settimeout(socket, 200 * MS), 0);
	thread = start_thread(close_later, socket);
	end = lsock_in_ms(200);
	r = method(socket);
	ck_assert_int_lt(lsock_deadline_left(end), 200 * MS);
	ck_assert_int_le(ms_since(end.ns), (int64_t) (1000 * slowness()));
	ck_assert_msg(r == -ETIME || r == -EBADF, "%zd", r);
	end_thread(thread);
	ck_assert_int_eq(method(socket), -EBADF);
	lsock_socket_free(socket);
}

static ssize_t receive_byte(struct lsock_socket *socket)
{
	const void *data;

	return lsock_socket_recv(socket, 1, 0, &data);
}

static ssize_t send_much(struct lsock_socket *socket)
{
	static const char bytes[8 << 20];

	return lsock_socket_sendall(socket, bytes, sizeof(bytes), 0, NULL);
}

TEST(close_while_accept_waits_is_harmless)
{

	closed_while_waiting(accept_one, listen_as(need_way(AF_INET, SOCK_STREAM), 1));
}

TEST(close_while_connect_waits_is_harmless)
{
	closed_while_waiting(connect_to_dialled, begin_full(AF_INET, SOCK_STREAM));
	end_full(NULL);
}

TEST(close_while_recv_or_sendall_waits_is_harmless)
{
	struct lsock_socket *pair[2];

	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	closed_while_waiting(receive_byte, pair[0]);
	lsock_socket_free(pair[1]);
	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	closed_while_waiting(send_much, pair[0]);
	lsock_socket_free(pair[1]);
}
