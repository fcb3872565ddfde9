/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What options and text make of a connection, and what they refuse.
 * Of lib/base/options.c, lib/names/addresses.c, lib/names/create-connection.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/netlink.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/names/scripted.h"

#define LONG lsock_in_ms(10000)

static struct lsock_addr address(const char *text)
{
	struct lsock_addr addr;

	ck_assert_msg(lsock_addr_parse(text, strlen(text), &addr, NULL) == 0, "%s", text);
	return addr;
}

static struct lsock_addr listening(int *ret_fd)
{
	struct lsock_addr addr = address("127.0.0.1:0");

	*ret_fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_ge(*ret_fd, 0);
	ck_assert_int_eq(lsock_bind(*ret_fd, &addr), 0);
	ck_assert_int_eq(lsock_getsockname(*ret_fd, &addr), 0);
	ck_assert_int_eq(lsock_listen(*ret_fd, 8), 0);
	return addr;
}

static void assert_kind(const char *text, int type, int protocol)
{
	int fd = lsock_create_connection(text, NULL, NULL, LONG, NULL);
	struct lsock_identity identity;

	ck_assert_msg(fd >= 0, "%s: %s", text, lsock_strerror(fd));
	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	ck_assert_int_eq(identity.type, type);
	ck_assert_int_eq(identity.protocol, protocol);
	close(fd);
}

TEST(type_is_a_stream_or_what_the_family_has_instead)
{
	struct lsock_addr name;
	char text[LSOCK_ADDR_TEXT_SIZE];
	int listener;

	assert_kind("netlink:route:0", SOCK_DGRAM, NETLINK_ROUTE);
	assert_kind("netlink:generic:0", SOCK_DGRAM, NETLINK_GENERIC);
	name = listening(&listener);
	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	assert_kind(text, SOCK_STREAM, IPPROTO_TCP);
	close(listener);
}

TEST(flags_of_the_type_are_no_type)
{
	const struct lsock_connection_options options = {
		.size = sizeof(options), .type = SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	};
	struct lsock_addr addr = address("127.0.0.1:9");
	int fd = lsock_create_connection("127.0.0.1:9", NULL, &options, LONG, NULL);

	ck_assert_int_ge(fd, 0);
	close(fd);
	script_answer(&addr, 1);
	fd = lsock_create_connection("many", "9", &options, LONG, NULL);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(script_hints()->type, SOCK_DGRAM);
	close(fd);
}

TEST(hints_are_those_of_the_options)
{
	const struct lsock_connection_options options = {
		.size = sizeof(options), .family = AF_INET6, .protocol = IPPROTO_TCP,
		.flags = AI_ADDRCONFIG | AI_NUMERICSERV,
	};

	script_error(LSOCK_EAI(EAI_FAIL));
	ck_assert_int_eq(lsock_create_connection("many", "9", &options, LONG, NULL),
			 LSOCK_EAI(EAI_FAIL));
	ck_assert_uint_eq(script_hints()->size, sizeof(struct lsock_hints));
	ck_assert_int_eq(script_hints()->family, AF_INET6);
	ck_assert_int_eq(script_hints()->type, SOCK_STREAM);
	ck_assert_int_eq(script_hints()->protocol, IPPROTO_TCP);
	ck_assert_int_eq(script_hints()->flags, AI_ADDRCONFIG | AI_NUMERICSERV);
}

TEST(text_that_the_options_do_not_allow_is_refused)
{
	const struct lsock_connection_options inet6 = {
		.size = sizeof(inet6), .family = AF_INET6,
	}, generic = {
		.size = sizeof(generic), .protocol = NETLINK_GENERIC,
	};
	struct lsock_report *report = (struct lsock_report *) &report;

	ck_assert_int_eq(lsock_create_connection("127.0.0.1:9", NULL, &inet6, LONG, &report),
			 -EAFNOSUPPORT);
	ck_assert_ptr_null(report);
	ck_assert_int_eq(lsock_create_connection("netlink:audit:0", NULL, &generic, LONG, NULL),
			 -EPROTOTYPE);
	report = (struct lsock_report *) &report;
	ck_assert_int_eq(lsock_create_connection(NULL, NULL, NULL, LONG, &report), -EINVAL);
	ck_assert_ptr_null(report);
	ck_assert_int_eq(lsock_create_connection("127.0.0.256:9", NULL, NULL, LONG, NULL), -EINVAL);
}

/* Of a program that was built with another release. */
TEST(options_of_other_sizes_are_understood)
{
	struct {
		struct lsock_connection_options known;
		char unknown[32];
	} options = { .known = { .size = sizeof(options), .type = SOCK_DGRAM } };
	const size_t sizes[] = { 0, 1, sizeof(size_t) - 1 };
	struct lsock_report *report;
	size_t n;
	int fd;

	fd = lsock_create_connection("127.0.0.1:9", NULL, &options.known, LONG, NULL);
	ck_assert_int_ge(fd, 0);
	close(fd);
	options.unknown[31] = 1;
	report = (struct lsock_report *) &report;
	ck_assert_int_eq(lsock_create_connection("127.0.0.1:9", NULL, &options.known, LONG,
						 &report), -E2BIG);
	ck_assert_ptr_null(report);
	/* What a smaller one does not have is not read. */
	options.known.size = offsetof(struct lsock_connection_options, source);
	options.known.source = (const struct lsock_addr *) 1;
	fd = lsock_create_connection("127.0.0.1:9", NULL, &options.known, LONG, NULL);
	ck_assert_int_ge(fd, 0);
	close(fd);
	for (n = 0; n < COUNT_OF(sizes); n++) {
		options.known.size = sizes[n];
		ck_assert_int_eq(lsock_create_connection("127.0.0.1:9", NULL, &options.known, LONG,
							 NULL), -EINVAL);
	}
}

TEST(memory_is_lacking_before_the_first_attempt_only)
{
	struct lsock_report *report = (struct lsock_report *) &report;
	struct lsock_socket *socket = (struct lsock_socket *) &report;
	struct lsock_addr name;
	char text[LSOCK_ADDR_TEXT_SIZE];
	int listener;

	name = listening(&listener);
	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_create_connection(text, NULL, NULL, LONG, &report), -ENOMEM);
	ck_assert_ptr_null(report);
	ck_assert_uint_eq(seam_count("socket"), 0);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_create_connection(text, NULL, -1, NULL, &socket, NULL),
			 -ENOMEM);
	ck_assert_uint_eq(seam_count("socket"), 0);
	seam_reset();
	close(listener);
}

TEST(mptcp_is_looked_up_as_tcp)
{
	const struct lsock_connection_options options = {
		.size = sizeof(options), .protocol = IPPROTO_MPTCP,
	};
	struct lsock_identity identity;
	struct lsock_addr name;
	int fd = lsock_open(AF_INET, SOCK_STREAM, IPPROTO_MPTCP), listener;

	if (fd < 0)
		skip("no MPTCP here: %s", lsock_strerror(fd));
	close(fd);
	name = listening(&listener);
	script_answer(&name, 1);
	fd = lsock_create_connection("many", "9", &options, LONG, NULL);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(script_hints()->protocol, IPPROTO_TCP);
	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	ck_assert_int_eq(identity.protocol, IPPROTO_MPTCP);
	close(fd);
	close(listener);
}
