/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Objects made by the composed calls: their timeout, their mode, their end.
 * Of lib/socket/create.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/names/scripted.h"

static struct lsock_socket *serve(const char *text)
{
	struct lsock_socket *socket = NULL;
	int r = lsock_socket_create_server(text, NULL, NULL, &socket);

	ck_assert_msg(r == 0, "%s: %s", text, lsock_strerror(r));
	return socket;
}

static const char *text_of(const struct lsock_socket *socket)
{
	static char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr name;

	ck_assert_int_eq(lsock_socket_getsockname(socket, &name), 0);
	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	return text;
}

static bool blocks(const struct lsock_socket *socket)
{
	return !(fcntl(lsock_socket_fileno(socket), F_GETFL) & O_NONBLOCK);
}

static struct lsock_socket *connect_with(const char *text, int64_t timeout)
{
	struct lsock_socket *socket = NULL;
	int r = lsock_socket_create_connection(text, NULL, timeout, NULL, &socket, NULL);

	ck_assert_msg(r == 0, "%s: %s", text, lsock_strerror(r));
	ck_assert_int_eq(fcntl(lsock_socket_fileno(socket), F_GETFD), FD_CLOEXEC);
	return socket;
}

TEST(connection_keeps_its_timeout)
{
	const int64_t timeouts[] = { -1, 0, 1, 5000 * MS, INT64_MAX };
	struct lsock_socket *server = serve("unix:"), *socket;
	size_t n;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		socket = connect_with(text_of(server), timeouts[n]);
		ck_assert_int_eq(lsock_socket_gettimeout(socket), timeouts[n]);
		ck_assert_int_eq(blocks(socket), timeouts[n] < 0);
		lsock_socket_free(socket);
	}
	lsock_socket_free(server);
}

TEST(default_timeout_is_taken_where_it_is_asked_for)
{
	const int64_t timeouts[] = { -1, 0, 5000 * MS };
	struct lsock_socket *server, *socket;
	size_t n;

	for (n = 0; n < COUNT_OF(timeouts); n++) {
		ck_assert_int_eq(lsock_setdefaulttimeout(timeouts[n]), 0);
		server = serve("unix:");
		ck_assert_int_eq(lsock_socket_gettimeout(server), timeouts[n]);
		ck_assert_int_eq(blocks(server), timeouts[n] < 0);
		socket = connect_with(text_of(server), LSOCK_TIMEOUT_DEFAULT);
		ck_assert_int_eq(lsock_socket_gettimeout(socket), timeouts[n]);
		ck_assert_int_eq(blocks(socket), timeouts[n] < 0);
		lsock_socket_free(socket);
		lsock_socket_free(server);
	}
	ck_assert_int_eq(lsock_setdefaulttimeout(-1), 0);
}

TEST(objects_are_of_the_kind_that_was_made, CONNECTIONS)
{
	struct way way = need_connection(i);
	const struct lsock_connection_options options = {
		.size = sizeof(options), .type = way.type,
	};
	const struct lsock_server_options server_options = {
		.size = sizeof(server_options), .type = way.type,
	};
	struct lsock_socket *server, *socket;
	struct lsock_report *report;
	struct later *accepter;

	ck_assert_int_eq(lsock_socket_create_server(way.row->loopback, NULL, &server_options,
						    &server), 0);
	ck_assert_int_eq(lsock_socket_family(server), way.row->af);
	ck_assert_int_eq(lsock_socket_type(server), way.type);
	accepter = later(20, act_accept, lsock_socket_fileno(server));
	ck_assert_int_eq(lsock_socket_create_connection(text_of(server), NULL, 10000 * MS,
							&options, &socket, &report), 0);
	later_end(accepter);
	ck_assert_int_eq(lsock_socket_family(socket), way.row->af);
	ck_assert_int_eq(lsock_socket_type(socket), way.type);
	ck_assert_int_eq(lsock_socket_proto(socket), way.protocol);
	ck_assert_uint_eq(lsock_report_count(report), 1);
	ck_assert_int_eq(lsock_report_at(report, 0)->error, 0);
	lsock_report_free(report);
	lsock_socket_free(socket);
	lsock_socket_free(server);
}

static int kept;

static void act_keep(int listener)
{
	kept = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
}

/* close(2) alone would look like a reset to a TIPC peer. */
TEST(peer_sees_the_end_of_a_connection, CONNECTIONS)
{
	struct way way = need_connection(i);
	const struct lsock_connection_options options = {
		.size = sizeof(options), .type = way.type,
	};
	char text[LSOCK_ADDR_TEXT_SIZE], byte;
	struct lsock_socket *socket;
	struct lsock_addr name;
	struct later *accepter;
	int listener = way_listen(&way, 1, &name);

	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	set_nonblocking(listener, false);
	accepter = later(20, act_keep, listener);
	ck_assert_int_eq(lsock_socket_create_connection(text, NULL, 10000 * MS, &options, &socket,
							NULL), 0);
	later_end(accepter);
	lsock_socket_free(socket);
	ck_assert_int_eq(lsock_recv(kept, &byte, 1, 0, lsock_in_ms(10000)), 0);
	close(kept);
	close(listener);
}

TEST(timeout_covers_the_look_up_and_the_attempt)
{
	struct lsock_socket *server = serve("127.0.0.1:0");
	struct lsock_socket *socket = (struct lsock_socket *) &socket;
	struct lsock_report *report = (struct lsock_report *) &report;
	struct lsock_deadline until;
	struct lsock_addr name;

	ck_assert_int_eq(lsock_socket_getsockname(server, &name), 0);
	script_answer(&name, 1);
	script_delay(10000);
	until = lsock_in_ms(60);
	ck_assert_int_eq(lsock_socket_create_connection("many", "9", 60 * MS, NULL, &socket,
							&report), -ETIME);
	assert_on_time(until);
	ck_assert_ptr_null(report);
	ck_assert_ptr_eq(socket, (struct lsock_socket *) &socket);
	script_delay(20);
	ck_assert_int_eq(lsock_socket_create_connection("many", "9", 10000 * MS, NULL, &socket,
							&report), 0);
	ck_assert_uint_eq(lsock_report_count(report), 1);
	lsock_report_free(report);
	lsock_socket_free(socket);
	lsock_socket_free(server);
}

TEST(what_cannot_be_made_writes_no_object)
{
	const struct lsock_server_options sharing = {
		.size = sizeof(sharing), .reuse_port = true,
	};
	struct lsock_report *report;
	struct lsock_socket *socket;

	bytes_paint(&socket, sizeof(socket));
	bytes_paint(&report, sizeof(report));
	ck_assert_int_eq(lsock_socket_create_connection("unix:", NULL, -3, NULL, &socket,
							&report), -EINVAL);
	ck_assert_ptr_null(report);
	ck_assert_int_eq(lsock_socket_create_connection("@none", NULL, -1, NULL, &socket, &report),
			 -ECONNREFUSED);
	ck_assert_uint_eq(lsock_report_count(report), 1);
	lsock_report_free(report);
	ck_assert_int_eq(lsock_socket_create_server("unix:", NULL, &sharing, &socket),
			 -EOPNOTSUPP);
	script_error(LSOCK_EAI(EAI_FAIL));
	ck_assert_int_eq(lsock_socket_create_server("many", "9", NULL, &socket),
			 LSOCK_EAI(EAI_FAIL));
	ck_assert(bytes_painted(&socket, sizeof(socket)));
}

TEST(server_accepts)
{
	struct lsock_socket *server = serve("127.0.0.1:0"), *client, *accepted;

	client = connect_with(text_of(server), 10000 * MS);
	ck_assert_int_eq(lsock_socket_accept(server, &accepted, NULL), 0);
	ck_assert_int_eq(lsock_socket_sendall(accepted, "!", 1, 0, NULL), 0);
	ck_assert_int_eq(lsock_socket_recv_into(client, &(char){ 0 }, 1, 0), 1);
	lsock_socket_free(accepted);
	lsock_socket_free(client);
	lsock_socket_free(server);
}
