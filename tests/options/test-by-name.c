/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options by name whose value is a number. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"

static struct lsock_why why;

static int64_t get(int fd, const char *name)
{
	int64_t number = INT64_MIN;
	int r = lsock_option_get_number(fd, name, &number, &why);

	ck_assert_msg(r == 0, "%s: %s", name, lsock_strerror(r));
	return number;
}

TEST(numbers_of_each_kind_go_in_and_out)
{
	static const struct {
		const char *name;
		int64_t number;
	} numbers[] = {
		{ "SO_KEEPALIVE", 1 }, { "KeepAlive", 0 }, { "TCP_KEEPIDLE", 77 },
		{ "SO_RCVTIMEO", INT64_C(1500000000) }, { "SO_LINGER", 5 }, { "SO_LINGER", -1 },
		{ "SO_BINDTOIFINDEX", 1 }, { "IPTTL", 9 },
	};
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0), value;
	size_t n;

	for (n = 0; n < COUNT_OF(numbers); n++) {
		int r = lsock_option_set_number(fd, numbers[n].name, numbers[n].number, NULL);

		ck_assert_msg(r >= 0, "%s: %s", numbers[n].name, lsock_strerror(r));
		ck_assert_int_eq(get(fd, numbers[n].name), numbers[n].number);
	}
	ck_assert_int_eq(lsock_getsockopt_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, &value), 0);
	ck_assert_int_eq(value, 77);
	ck_assert_int_eq(get(fd, "SO_TYPE"), SOCK_STREAM);
	close(fd);
}

static void refused(int fd, const char *name, int err)
{
	int64_t number = 4711;

	why = (struct lsock_why){ .message = NULL };
	ck_assert_int_eq(lsock_option_get_number(fd, name, &number, NULL), err);
	ck_assert_int_eq(lsock_option_get_number(fd, name, &number, &why), err);
	ck_assert_int_eq(number, 4711);
	ck_assert_ptr_nonnull(why.message);
}

static void not_set(int fd, const char *name, int64_t number, int err)
{
	why = (struct lsock_why){ .message = NULL };
	ck_assert_int_eq(lsock_option_set_number(fd, name, number, NULL), err);
	ck_assert_int_eq(lsock_option_set_number(fd, name, number, &why), err);
	ck_assert_ptr_nonnull(why.message);
}

TEST(what_is_no_number_or_not_there_is_told)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0), pair[2];

	refused(fd, "SO_NONSENSE", -ENOENT);
	ck_assert_str_eq(why.field, "name");
	refused(fd, "TCP_INFO", -EINVAL);
	ck_assert_str_eq(why.field, "TCP_INFO");
	refused(fd, "TCP_CONGESTION", -EINVAL);
	refused(fd, "IPV6_V6ONLY", -EOPNOTSUPP);
	refused(-1, "SO_TYPE", -EBADF);
	not_set(fd, "SO_NONSENSE", 1, -ENOENT);
	not_set(fd, "SO_TYPE", 1, -EOPNOTSUPP);
	not_set(fd, "TCP_CONGESTION", 1, -EINVAL);
	not_set(fd, "IP_TTL", 256, -ERANGE);
	ck_assert_int_eq(why.max, 255);
	close(fd);
	ck_assert_int_eq(lsock_pair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	refused(pair[0], "TCP_NODELAY", -EOPNOTSUPP);
	close(pair[0]);
	close(pair[1]);
}
