/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Servers: what is bound, what listens, and which options are set before.
 * Of lib/names/addresses.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

#define LONG lsock_in_ms(10000)

static const struct lsock_server_options datagrams = {
	.size = sizeof(datagrams), .type = SOCK_DGRAM,
}, sharing = {
	.size = sizeof(sharing), .reuse_port = true,
}, dual = {
	.size = sizeof(dual), .dualstack = true,
};

static int serve(const char *host, const char *service, const struct lsock_server_options *options)
{
	int fd = lsock_create_server(host, service, options, LONG);

	ck_assert_msg(fd >= 0, "%s, %s: %s", host, service, lsock_strerror(fd));
	return fd;
}

static int option_of(int fd, int level, int option)
{
	int value;

	ck_assert_int_eq(lsock_getsockopt_int(fd, level, option, &value), 0);
	return value;
}

static struct lsock_addr name_of(int fd)
{
	struct lsock_addr name;

	ck_assert_int_eq(lsock_getsockname(fd, &name), 0);
	return name;
}

static const char *text_of(int fd)
{
	static char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr name = name_of(fd);

	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	return text;
}

static const char *port_of(int fd)
{
	static char text[8];
	struct lsock_addr name = name_of(fd);

	snprintf(text, sizeof(text), "%d", (int) lsock_addr_port(&name));
	return text;
}

static void assert_serves(int listener, const char *host)
{
	int client = lsock_create_connection(host, port_of(listener), NULL, LONG, NULL), fd;

	ck_assert_msg(client >= 0, "%s: %s", host, lsock_strerror(client));
	fd = lsock_accept(listener, NULL, LONG);
	ck_assert_int_ge(fd, 0);
	close(fd);
	close(client);
}

TEST(listens_on_text_of_every_family, CONNECTIONS)
{
	struct way way = need_connection(i);
	const struct lsock_server_options options = {
		.size = sizeof(options), .type = way.type,
	};
	int fd = serve(way.row->loopback, NULL, &options), client;
	struct lsock_identity identity;
	struct lsock_addr name = name_of(fd);

	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	ck_assert_int_eq(identity.family, way.row->af);
	ck_assert_int_eq(identity.type, way.type);
	ck_assert(identity.listening);
	ck_assert(identity.nonblocking);
	client = way_dial(&way, &name);
	close(client);
	close(fd);
}

TEST(what_does_not_listen_is_bound, MESSAGES)
{
	struct way way = need_messages(i);
	const struct lsock_server_options options = {
		.size = sizeof(options), .type = way.type, .protocol = way.protocol,
	};
	int fd = serve(way.row->loopback, NULL, &options);
	struct lsock_identity identity;

	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	ck_assert_int_eq(identity.type, way.type);
	ck_assert(!identity.listening);
	close(fd);
}

TEST(no_host_is_any_address)
{
	struct lsock_server_options options = { .size = sizeof(options) };
	static const char *const hosts[] = { NULL, "" };
	struct lsock_addr name;
	size_t n;
	int fd;

	for (n = 0; n < COUNT_OF(hosts); n++) {
		fd = serve(hosts[n], "0", NULL);
		name = name_of(fd);
		ck_assert_int_gt(lsock_addr_port(&name), 0);
		ck_assert_int_eq(lsock_addr_set_port(&name, 0), 0);
		ck_assert_int_eq(name.u.sa.sa_family, AF_INET);
		ck_assert_int_eq(((struct sockaddr_in *) &name.u)->sin_addr.s_addr, 0);
		assert_serves(fd, "127.0.0.1");
		close(fd);
	}
	need_family(AF_INET6);
	options.family = AF_INET6;
	fd = serve("", "0", &options);
	ck_assert_int_eq(strncmp(text_of(fd), "[::]:", 5), 0);
	close(fd);
}

TEST(inet6_serves_ipv4_where_it_is_to)
{
	struct lsock_server_options options = { .size = sizeof(options), .family = AF_INET6 };
	int fd;

	need_family(AF_INET6);
	fd = serve(NULL, "0", &options);
	ck_assert_int_eq(option_of(fd, IPPROTO_IPV6, IPV6_V6ONLY), 1);
	assert_serves(fd, "::1");
	ck_assert_int_eq(lsock_create_connection("127.0.0.1", port_of(fd), NULL, LONG, NULL),
			 -ECONNREFUSED);
	close(fd);
	fd = serve(NULL, "0", &dual);
	ck_assert_int_eq(strncmp(text_of(fd), "[::]:", 5), 0);
	ck_assert_int_eq(option_of(fd, IPPROTO_IPV6, IPV6_V6ONLY), 0);
	assert_serves(fd, "::1");
	assert_serves(fd, "127.0.0.1");
	close(fd);
}

/* Whatever the system's own default is (net.ipv6.bindv6only). */
TEST(ipv4_and_ipv6_share_a_port_without_dualstack)
{
	struct lsock_server_options options = { .size = sizeof(options), .family = AF_INET6 };
	int first, second;

	need_family(AF_INET6);
	first = serve(NULL, "0", &options);
	second = serve(NULL, port_of(first), NULL);
	close_both((int[]){ first, second });
}

TEST(dualstack_is_of_inet6_only)
{
	struct lsock_server_options options = dual;

	options.family = AF_INET;
	ck_assert_int_eq(lsock_create_server("127.0.0.1", "0", &options, LONG), -EINVAL);
	options.family = AF_UNIX;
	ck_assert_int_eq(lsock_create_server("unix:", NULL, &options, LONG), -EINVAL);
	ck_assert_int_eq(lsock_create_server("127.0.0.1:0", NULL, &dual, LONG), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_create_server("unix:", NULL, &dual, LONG), -EAFNOSUPPORT);
}

TEST(port_is_shared_where_it_is_to)
{
	int first = serve("127.0.0.1", "0", &sharing), second;

	ck_assert_int_eq(option_of(first, SOL_SOCKET, SO_REUSEPORT), 1);
	second = serve("127.0.0.1", port_of(first), &sharing);
	ck_assert_int_eq(lsock_create_server("127.0.0.1", port_of(first), NULL, LONG),
			 -EADDRINUSE);
	close_both((int[]){ first, second });
	first = serve("127.0.0.1", "0", NULL);
	ck_assert_int_eq(option_of(first, SOL_SOCKET, SO_REUSEPORT), 0);
	ck_assert_int_eq(lsock_create_server("127.0.0.1", port_of(first), &sharing, LONG),
			 -EADDRINUSE);
	close(first);
}

/* Where it would do nothing, or something else. */
TEST(sharing_is_refused_before_anything_is_made)
{
	struct lsock_server_options options = sharing;

	seam_reset();
	ck_assert_int_eq(lsock_create_server("unix:", NULL, &options, LONG), -EOPNOTSUPP);
	ck_assert_int_eq(lsock_create_server("vsock:1:1", NULL, &options, LONG), -EOPNOTSUPP);
	options.family = AF_TIPC;
	ck_assert_int_eq(lsock_create_server("tipc:name:18888:1", NULL, &options, LONG),
			 -EOPNOTSUPP);
	ck_assert_uint_eq(seam_count("socket"), 0);
}

/* The server ends a connection first, so that its own end of it waits a minute. */
static void leave_one_waiting(int listener)
{
	int client = lsock_create_connection("127.0.0.1", port_of(listener), NULL, LONG, NULL);
	int fd = lsock_accept(listener, NULL, LONG);

	ck_assert_int_ge(client, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(shutdown(fd, SHUT_WR), 0);
	ck_assert_int_gt(lsock_wait(client, POLLIN, LONG), 0);
	ck_assert_int_eq(shutdown(client, SHUT_WR), 0);
	ck_assert_int_gt(lsock_wait(fd, POLLIN, LONG), 0);
	close(fd);
	close(client);
}

TEST(server_that_restarts_has_its_port_back)
{
	int listener = serve("127.0.0.1", "0", NULL), plain;
	struct lsock_addr name = name_of(listener);
	char text[LSOCK_ADDR_TEXT_SIZE];

	strcpy(text, text_of(listener));
	ck_assert_int_eq(option_of(listener, SOL_SOCKET, SO_REUSEADDR), 1);
	leave_one_waiting(listener);
	close(listener);
	plain = lsock_open(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(lsock_bind(plain, &name), -EADDRINUSE);
	close(plain);
	close(serve(text, NULL, NULL));
}

/* Linux would let a second socket of any program take the messages over. */
TEST(datagrams_cannot_be_taken_over)
{
	int fd = serve("127.0.0.1", "0", &datagrams);

	ck_assert_int_eq(option_of(fd, SOL_SOCKET, SO_REUSEADDR), 0);
	ck_assert_int_eq(lsock_create_server("127.0.0.1", port_of(fd), &datagrams, LONG),
			 -EADDRINUSE);
	close(fd);
}

/* tcpi_sacked of a listener is how long its queue may be. */
static unsigned backlog_of(int fd)
{
	struct tcp_info info;
	size_t size = sizeof(info);

	ck_assert_int_eq(lsock_getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &size), 0);
	return info.tcpi_sacked;
}

static unsigned longest_backlog(void)
{
	FILE *file = fopen("/proc/sys/net/core/somaxconn", "re");
	unsigned value = 0;

	if (file == NULL)
		skip("/proc/sys/net/core/somaxconn: %s", strerror(errno));
	ck_assert_int_eq(fscanf(file, "%u", &value), 1);
	fclose(file);
	return value;
}

TEST(backlog_is_that_of_the_options_or_the_systems)
{
	struct lsock_server_options options = { .size = sizeof(options), .backlog = 3 };
	int fd = serve("127.0.0.1:0", NULL, &options);

	ck_assert_uint_eq(backlog_of(fd), 3);
	close(fd);
	options.backlog = -1;
	fd = serve("127.0.0.1:0", NULL, &options);
	ck_assert_uint_eq(backlog_of(fd), 0);
	close(fd);
	fd = serve("127.0.0.1:0", NULL, NULL);
	ck_assert_uint_eq(backlog_of(fd), longest_backlog());
	close(fd);
}

TEST(path_of_another_server_stays_its_own)
{
	char path[] = "/tmp/lsock-XXXXXX", socket[32];
	int fd;

	ck_assert_ptr_nonnull(mkdtemp(path));
	snprintf(socket, sizeof(socket), "%s/socket", path);
	fd = serve(socket, NULL, NULL);
	ck_assert_int_eq(lsock_create_server(socket, NULL, NULL, LONG), -EADDRINUSE);
	close(lsock_create_connection(socket, NULL, NULL, LONG, NULL));
	close(fd);
	ck_assert_int_eq(lsock_create_server(socket, NULL, NULL, LONG), -EADDRINUSE);
	ck_assert_int_eq(unlink(socket), 0);
	ck_assert_int_eq(rmdir(path), 0);
}

TEST(arguments_that_make_no_sense_are_refused)
{
	struct lsock_server_options options = { .size = sizeof(options), .family = AF_INET6 };

	ck_assert_int_eq(lsock_create_server(NULL, NULL, NULL, LONG), -EINVAL);
	ck_assert_int_eq(lsock_create_server("", NULL, NULL, LONG), -EINVAL);
	ck_assert_int_eq(lsock_create_server("127.0.0.1:0", NULL, &options, LONG), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_create_server("127.0.0.256:0", NULL, NULL, LONG), -EINVAL);
	ck_assert_int_eq(lsock_create_server("192.0.2.1:0", NULL, NULL, LONG), -EADDRNOTAVAIL);
	options.size = 1;
	ck_assert_int_eq(lsock_create_server("127.0.0.1:0", NULL, &options, LONG), -EINVAL);
}

TEST(host_and_service_may_be_names)
{
	const char *failed = nameservice_enter();
	struct lsock_addr name;
	int fd;

	if (failed == NULL && nameservice_write("services", "here 4001/tcp\n") < 0)
		failed = "/etc/services";
	if (failed)
		skip("no names of our own: %s: %s", failed, strerror(errno));
	fd = serve("localhost:here", NULL, NULL);
	name = name_of(fd);
	ck_assert_int_eq(lsock_addr_port(&name), 4001);
	ck_assert_int_eq(lsock_create_server("localhost", "here", NULL, LONG), -EADDRINUSE);
	close(fd);
	close(serve("", "here", NULL));
}
