/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * AF_RDS, which refuses MSG_NOSIGNAL, with a row that says so and with one that does not.
 * Of lib/core/resend.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/address/any-row.h"
#include "tests/harness/harness.h"

#ifndef AF_RDS
#define AF_RDS 21
#endif

#define LONG lsock_in_ms(10000)

/* Addresses are those of inet. */
static int need_rds(uint32_t flags, struct lsock_addr *ret_name)
{
	struct lsock_family row = any_row(AF_RDS, "rds");
	int fd = lsock_open(AF_RDS, SOCK_SEQPACKET, 0);

	if (fd < 0)
		skip("AF_RDS: %s (module rds)", lsock_strerror(fd));
	row.flags = flags | LSOCK_FAMILY_HOST_NAMES;
	row.host_af = AF_INET;
	ck_assert_int_eq(lsock_family_register(&row), 0);
	ck_assert_int_eq(lsock_addr_parse("127.0.0.1:4711", 14, ret_name, NULL), 0);
	ck_assert_int_eq(lsock_bind(fd, ret_name), 0);
	return fd;
}

TEST(what_a_family_does_not_know_is_left_out)
{
	struct iovec vector = { .iov_base = (char *) "hello", .iov_len = 5 };
	struct lsock_message message = { .vectors = &vector, .vector_count = 1 };
	struct lsock_socket *object;
	struct lsock_addr name;
	char buf[8];
	int fd = need_rds(LSOCK_FAMILY_NO_NOSIGNAL, &name), n;

	message.name = name;
	ck_assert_int_eq(lsock_sendto(fd, "hello", 5, 0, &name, LONG), 5);
	ck_assert_int_eq(lsock_sendmsg(fd, &message, 0, LONG), 5);
	ck_assert_int_eq(lsock_socket_adopt(fd, &object), 0);
	ck_assert_int_eq(lsock_socket_sendto(object, "hello", 5, 0, &name), 5);
	ck_assert_int_eq(lsock_socket_settimeout(object, INT64_C(10000000000)), 0);
	ck_assert_int_eq(lsock_socket_sendto(object, "hello", 5, 0, &name), 5);
	ck_assert_int_eq(lsock_socket_sendto_text(object, "hello", 5, 0, "127.0.0.1:4711", NULL),
			 5);
	for (n = 0; n < 5; n++) {
		ck_assert_int_eq(lsock_recv(fd, buf, sizeof(buf), 0, LONG), 5);
		ck_assert_mem_eq(buf, "hello", 5);
	}
	lsock_socket_free(object);
}

TEST(row_that_does_not_say_so_gets_the_refusal)
{
	struct lsock_addr name;
	int fd = need_rds(0, &name);

	ck_assert_int_eq(lsock_sendto(fd, "hello", 5, 0, &name, LONG), -EOPNOTSUPP);
	close(fd);
}
