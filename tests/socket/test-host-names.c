/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Names of hosts, where objects are bound, connected and sent to by text, and all the way.
 * Of lib/socket/sockname.c, lib/socket/send.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/dns/nameservice.h"
#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static unsigned look_ups;
static int threads;		/* before the first one */
static int delay;		/* ms that each takes */

int __real_lsock_resolve(const char *text, const struct lsock_hints *hints,
			 struct lsock_deadline until, struct lsock_answer **ret_answer,
			 struct lsock_why *ret_why);
int __wrap_lsock_resolve(const char *text, const struct lsock_hints *hints,
			 struct lsock_deadline until, struct lsock_answer **ret_answer,
			 struct lsock_why *ret_why);

int __wrap_lsock_resolve(const char *text, const struct lsock_hints *hints,
			 struct lsock_deadline until, struct lsock_answer **ret_answer,
			 struct lsock_why *ret_why)
{
	look_ups++;
	poll(NULL, 0, delay);
	return __real_lsock_resolve(text, hints, until, ret_answer, ret_why);
}

static void *do_nothing(void *argument)
{
	return argument;
}

/* Files of the test's own, where these hosts are.  A sanitizer's thread begins with the first. */
static void enter_names(void)
{
	static const char hosts[] =
		"127.0.0.1 localhost box many\n127.0.0.2 second\n::1 localhost\n2001:db8::6 six\n";
	const char *failed = nameservice_enter();

	if (failed == NULL && nameservice_write("hosts", hosts) < 0)
		failed = "/etc/hosts";
	if (failed)
		skip("no names of our own: %s: %s", failed, strerror(errno));
	end_thread(start_thread(do_nothing, NULL));
	threads = nameservice_threads();
}

/* The thread of a look-up ends a moment after its answer, or after it was left to itself. */
static void calm_down(void)
{
	ck_assert(nameservice_calms_to(threads, 10000));
}

static struct lsock_socket *object(int family, int type, int64_t timeout)
{
	struct lsock_socket *socket = NULL;

	ck_assert_int_eq(lsock_socket_open(family, type, 0, &socket), 0);
	ck_assert_int_eq(lsock_socket_settimeout(socket, timeout), 0);
	return socket;
}

/* "host:PORT", the port of the socket. */
static const char *at(const char *host, const struct lsock_socket *socket)
{
	static char text[64];
	struct lsock_addr name;

	ck_assert_int_eq(lsock_socket_getsockname(socket, &name), 0);
	snprintf(text, sizeof(text), "%s:%d", host, (int) lsock_addr_port(&name));
	return text;
}

static void assert_host(const struct lsock_addr *addr, const char *expected)
{
	struct lsock_addr host = *addr;
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_eq(lsock_addr_set_port(&host, 0), 0);
	ck_assert_int_gt(lsock_addr_format(&host, text, sizeof(text)), 0);
	ck_assert_str_eq(text, expected);
}

static struct lsock_socket *listening(const char *text)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_STREAM, 10000 * MS);

	ck_assert_int_eq(lsock_socket_bind_text(socket, text, NULL), 0);
	ck_assert_int_eq(lsock_socket_listen(socket, 8), 0);
	return socket;
}

TEST(names_are_taken_where_addresses_are)
{
	struct lsock_socket *sockets[2];
	struct lsock_addr name, from;
	char byte;
	int n;

	enter_names();
	for (n = 0; n < 2; n++) {
		sockets[n] = object(AF_INET, SOCK_DGRAM, n == 0 ? -1 : 10000 * MS);
		ck_assert_int_eq(lsock_socket_bind_text(sockets[n], n ? "box:0" : "second:0", NULL),
				 0);
		ck_assert_int_eq(lsock_socket_getsockname(sockets[n], &name), 0);
		assert_host(&name, n ? "127.0.0.1:0" : "127.0.0.2:0");
	}
	ck_assert_int_eq(lsock_socket_sendto_text(sockets[0], "!", 1, 0, at("many", sockets[1]),
						  NULL), 1);
	ck_assert_int_eq(lsock_socket_recvfrom_into(sockets[1], &byte, 1, 0, &from), 1);
	assert_host(&from, "127.0.0.2:0");
	ck_assert_int_eq(lsock_socket_connect_text(sockets[1], at("second", sockets[0]), NULL), 0);
	ck_assert_int_eq(lsock_socket_getpeername(sockets[1], &name), 0);
	ck_assert(lsock_addr_equal(&name, &from));
	lsock_socket_free(sockets[0]);
	lsock_socket_free(sockets[1]);
	calm_down();
}

TEST(service_may_be_a_name)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, 10000 * MS);
	struct lsock_addr name;

	enter_names();
	ck_assert_int_eq(nameservice_write("services", "here 4001/tcp\nhere 4002/udp\n"), 0);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "second:here", NULL), 0);
	ck_assert_int_eq(lsock_socket_getpeername(socket, &name), 0);
	ck_assert_int_eq(lsock_addr_port(&name), 4002);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "second:there", NULL),
			 LSOCK_EAI(EAI_SERVICE));
	lsock_socket_free(socket);
	calm_down();
}

/* Nobody of this name, or of this name and family: musl 1.2.4 tells them apart. */
static bool is_nobody(int r)
{
#ifdef EAI_NODATA
	if (r == LSOCK_EAI(EAI_NODATA))
		return true;
#endif
	return r == LSOCK_EAI(EAI_NONAME);
}

TEST(address_is_of_the_sockets_family)
{
	struct lsock_socket *socket;
	struct lsock_addr name;

	enter_names();
	need_family(AF_INET6);
	ck_assert_int_eq(nameservice_write("nsswitch.conf", "hosts: files\n"), 0);
	socket = object(AF_INET6, SOCK_DGRAM, -1);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "localhost:9", NULL), 0);
	ck_assert_int_eq(lsock_socket_getpeername(socket, &name), 0);
	assert_host(&name, "[::1]:0");
	ck_assert(is_nobody(lsock_socket_connect_text(socket, "second:9", NULL)));
	lsock_socket_free(socket);
	socket = object(AF_INET, SOCK_DGRAM, -1);
	ck_assert_int_lt(lsock_socket_connect_text(socket, "six:9", NULL), LSOCK_EAI(0));
	lsock_socket_free(socket);
	calm_down();
}

/* A loop of events must not be held up by a name server. */
TEST(object_that_does_not_wait_looks_nothing_up)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, 0);
	struct lsock_why whys[4];
	size_t n;

	bytes_paint(whys, sizeof(whys));
	ck_assert_int_eq(lsock_socket_bind_text(socket, "localhost:0", &whys[0]), -EAGAIN);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "localhost:9", &whys[1]), -EAGAIN);
	ck_assert_int_eq(lsock_socket_sendto_text(socket, "!", 1, 0, "localhost:9", &whys[2]),
			 -EAGAIN);
	ck_assert_int_eq(lsock_socket_settimeout(socket, 10000 * MS), 0);
	ck_assert_int_eq(lsock_socket_sendto_text(socket, "!", 1, MSG_DONTWAIT, "localhost:9",
						  &whys[3]), -EAGAIN);
	for (n = 0; n < COUNT_OF(whys); n++) {
		ck_assert_uint_eq(whys[n].column, 1);
		ck_assert_ptr_nonnull(strstr(whys[n].message, "looked up"));
	}
	ck_assert_int_eq(lsock_socket_settimeout(socket, 0), 0);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "127.0.0.1:9", NULL), 0);
	lsock_socket_free(socket);
}

/* A queue that is full: nothing answers a connection. */
static void fill_queue(struct lsock_socket *listener, int ret_fds[2])
{
	struct lsock_addr name;
	int n;

	ck_assert_int_eq(lsock_socket_listen(listener, 0), 0);
	ck_assert_int_eq(lsock_socket_getsockname(listener, &name), 0);
	for (n = 0; n < 2; n++) {
		ret_fds[n] = lsock_open(AF_INET, SOCK_STREAM, 0);
		ck_assert_int_ge(ret_fds[n], 0);
		(void) lsock_connect(ret_fds[n], &name, lsock_in_ms(20));
	}
}

/* And what goes on after that is the attempt, not the look-up. */
TEST(timeout_covers_look_up_and_connect)
{
	struct lsock_socket *listener, *socket;
	struct lsock_deadline until;
	char text[64];
	int fds[2];

	enter_names();
	listener = listening("second:0");
	fill_queue(listener, fds);
	strcpy(text, at("second", listener));
	socket = object(AF_INET, SOCK_STREAM, 1000 * MS);
	look_ups = 0;
	delay = 300;
	until = lsock_in_ms(1000);
	ck_assert_int_eq(lsock_socket_connect_text(socket, text, NULL), -ETIME);
	assert_on_time(until);
	ck_assert_uint_eq(look_ups, 1);
	ck_assert_int_eq(lsock_socket_settimeout(socket, 20 * MS), 0);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "no-such-host:9", NULL), -ETIME);
	ck_assert_int_eq(lsock_socket_connect_text(socket, NULL, NULL), -ETIME);
	ck_assert_uint_eq(look_ups, 1);
	lsock_socket_free(socket);
	lsock_socket_free(listener);
	close_both(fds);
	calm_down();
}

TEST(timeout_covers_look_up_and_send)
{
	struct lsock_socket *socket;
	struct lsock_deadline until;

	enter_names();
	socket = object(AF_INET, SOCK_DGRAM, 100 * MS);
	delay = 150;
	until = lsock_in_ms(100);
	ck_assert_int_eq(lsock_socket_sendto_text(socket, "!", 1, 0, "second:9", NULL), -ETIME);
	assert_on_time(until);
	lsock_socket_free(socket);
}

TEST(connect_goes_on_without_a_look_up_where_it_does_not_wait)
{
	struct lsock_socket *listener = listening("127.0.0.1:0");
	struct lsock_socket *socket = object(AF_INET, SOCK_STREAM, 0);
	int r = lsock_socket_connect_text(socket, at("127.0.0.1", listener), NULL);

	look_ups = 0;
	if (r == -EINPROGRESS) {
		ck_assert_int_gt(lsock_wait(lsock_socket_fileno(socket), POLLOUT,
					    lsock_in_ms(10000)), 0);
		r = lsock_socket_connect_text(socket, "no-such-host:9", NULL);
	}
	ck_assert_int_eq(r, 0);
	ck_assert_uint_eq(look_ups, 0);
	lsock_socket_free(socket);
	lsock_socket_free(listener);
}

TEST(name_that_nobody_knows_is_told)
{
	/* musl asks a server, too, and there is none. */
	const int unknown = IS_GLIBC ? LSOCK_EAI(EAI_NONAME) : LSOCK_EAI(EAI_AGAIN);
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, 10000 * MS);

	enter_names();
	ck_assert_int_eq(nameservice_write("nsswitch.conf", "hosts: files\n"), 0);
	ck_assert_int_eq(lsock_socket_bind_text(socket, "nobody:0", NULL), unknown);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "nobody:9", NULL), unknown);
	ck_assert_int_eq(lsock_socket_sendto_text(socket, "!", 1, 0, "nobody:9", NULL), unknown);
	lsock_socket_free(socket);
	calm_down();
}

TEST(numbers_are_not_looked_up)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, -1);
	struct lsock_why why;

	look_ups = 0;
	ck_assert_int_eq(lsock_socket_bind_text(socket, "127.0.0.1:0", &why), 0);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "[::1]:9", &why), -EAFNOSUPPORT);
	ck_assert_uint_eq(look_ups, 0);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "127.0.0.1:65536", &why), -ERANGE);
	ck_assert_uint_eq(why.column, 11);
	ck_assert_int_eq(lsock_socket_connect_text(socket, NULL, &why), -EINVAL);
	lsock_socket_free(socket);
}

TEST(families_without_names_of_hosts_look_nothing_up)
{
	struct lsock_socket *socket = object(AF_UNIX, SOCK_DGRAM, -1);
	struct lsock_why why;

	look_ups = 0;
	ck_assert_int_eq(lsock_socket_bind_text(socket, "localhost:1", &why), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "localhost", &why), -EINVAL);
	ck_assert_uint_eq(look_ups, 0);
	lsock_socket_free(socket);
}

TEST(closed_object_looks_nothing_up)
{
	struct lsock_socket *socket = object(AF_INET, SOCK_DGRAM, -1);

	look_ups = 0;
	ck_assert_int_eq(lsock_socket_close(socket), 0);
	ck_assert_int_eq(lsock_socket_bind_text(socket, "localhost:1", NULL), -EBADF);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "localhost:1", NULL), -EBADF);
	ck_assert_int_eq(lsock_socket_sendto_text(socket, "!", 1, 0, "localhost:1", NULL), -EBADF);
	ck_assert_uint_eq(look_ups, 0);
	lsock_socket_free(socket);
}

/* As the resolver orders them; one of the two listens. */
TEST(each_address_of_a_name_is_tried)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	struct lsock_socket *listener;
	struct lsock_answer *answer;
	struct lsock_report *report;
	const char *service;
	char text[64];
	size_t n, tried;
	int fd;

	enter_names();
	ck_assert_int_eq(nameservice_write("hosts", "127.0.0.1 both\n127.0.0.2 both\n"), 0);
	listener = listening("127.0.0.2:0");
	strcpy(text, at("both", listener));
	service = strchr(text, ':') + 1;
	ck_assert_int_eq(lsock_getaddrinfo("both", service, &hints, lsock_in_ms(10000), &answer),
			 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	fd = lsock_create_connection(text, NULL, NULL, lsock_in_ms(10000), &report);
	ck_assert_int_ge(fd, 0);
	tried = lsock_report_count(report);
	for (n = 0; n < tried; n++) {
		ck_assert(lsock_addr_equal(&lsock_report_at(report, n)->addr,
					   lsock_answer_at(answer, n)));
		ck_assert_int_eq(lsock_report_at(report, n)->error,
				 n + 1 < tried ? -ECONNREFUSED : 0);
	}
	assert_host(&lsock_report_at(report, tried - 1)->addr, "127.0.0.2:0");
	lsock_report_free(report);
	lsock_answer_free(answer);
	close(fd);
	lsock_socket_free(listener);
	calm_down();
}

/* Its look-ups are left behind, and end by themselves. */
TEST(name_server_that_is_dead_holds_nobody_up)
{
	struct lsock_addr server;
	struct lsock_report *report = (struct lsock_report *) &report;
	struct lsock_deadline until;
	struct lsock_socket *socket;
	int silent;

	enter_names();
	ck_assert_int_eq(lsock_addr_parse("127.0.0.1:53", 12, &server, NULL), 0);
	silent = lsock_open(AF_INET, SOCK_DGRAM, 0);
	ck_assert_int_eq(lsock_bind(silent, &server), 0);
	until = lsock_in_ms(60);
	ck_assert_int_eq(lsock_create_connection("slow.test:80", NULL, NULL, until, &report),
			 -ETIME);
	assert_on_time(until);
	ck_assert_ptr_null(report);
	ck_assert_int_eq(lsock_create_server("slow.test", "80", NULL, lsock_in_ms(20)), -ETIME);
	socket = object(AF_INET, SOCK_STREAM, 60 * MS);
	until = lsock_in_ms(60);
	ck_assert_int_eq(lsock_socket_connect_text(socket, "slow.test:80", NULL), -ETIME);
	assert_on_time(until);
	lsock_socket_free(socket);
	close(silent);
	calm_down();
}
