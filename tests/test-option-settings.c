/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options by name that are wrong for a socket, and lists of settings. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness.h"

static struct lsock_why why;

static int refused_get(int fd, const char *name)
{
	char buf[LSOCK_OPTION_TEXT_SIZE] = "untouched";
	int r;

	why = (struct lsock_why){ .message = NULL };
	r = lsock_option_get(fd, name, buf, sizeof(buf), &why);
	ck_assert_int_lt(r, 0);
	ck_assert_str_eq(buf, "untouched");
	ck_assert_ptr_nonnull(why.message);
	return r;
}

static int set(int fd, const char *name, const char *text)
{
	why = (struct lsock_why){ .message = NULL };
	return lsock_option_set(fd, name, text, &why);
}

static void has(int fd, const char *name, const char *text)
{
	char buf[LSOCK_OPTION_TEXT_SIZE];

	ck_assert_int_eq(lsock_option_get(fd, name, buf, sizeof(buf), &why),
			 (int) strlen(text));
	ck_assert_str_eq(buf, text);
}

TEST(unknown_names_are_told_apart_from_unfit_ones)
{
	int fd = lsock_open(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_eq(refused_get(fd, "SO_NONSENSE"), -ENOENT);
	ck_assert_str_eq(why.field, "name");
	ck_assert_int_eq(set(fd, "SO_NONSENSE", "1"), -ENOENT);
	ck_assert_int_eq(refused_get(fd, "TCP_NODELAY"), -EOPNOTSUPP);
	ck_assert_str_eq(why.field, "TCP_NODELAY");
	ck_assert_ptr_nonnull(strstr(why.message, "family"));
	ck_assert_int_eq(set(fd, "NoDelay", "yes"), -EOPNOTSUPP);
	close(fd);
}

TEST(type_and_protocol_are_named)
{
	int udp = lsock_open(AF_INET, SOCK_DGRAM, 0), tcp = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(refused_get(udp, "IP_HDRINCL"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(why.message, "type"));
	ck_assert_int_eq(refused_get(udp, "TCP_INFO"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(why.message, "protocol"));
	ck_assert_int_eq(refused_get(tcp, "UDP_GRO"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(why.message, "type"));
	close(udp);
	close(tcp);
}

TEST(what_is_told_only_is_not_set_and_the_other_way_round)
{
	int fd = lsock_open(AF_INET, SOCK_DGRAM, 0);

	ck_assert_int_eq(set(fd, "SO_TYPE", "dgram"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(why.message, "cannot be set"));
	ck_assert_int_eq(refused_get(fd, "IP_ADD_MEMBERSHIP"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(why.message, "cannot be read"));
	ck_assert_int_eq(refused_get(fd, "IP_MSFILTER"), -EOPNOTSUPP);
	ck_assert_ptr_nonnull(strstr(why.message, "argument"));
	close(fd);
}

/* Nothing reaches the kernel of a text that is wrong. */
TEST(wrong_text_changes_nothing)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(set(fd, "TCP_KEEPIDLE", "40000"), -ERANGE);
	ck_assert_str_eq(why.field, "TCP_KEEPIDLE");
	ck_assert_uint_eq(why.column, 1);
	ck_assert_int_eq(why.min, 1);
	ck_assert_int_eq(why.max, 32767);
	ck_assert_int_eq(set(fd, "KeepAliveTimeSec", "60x"), -EINVAL);
	ck_assert_uint_eq(why.column, 3);
	has(fd, "TCP_KEEPIDLE", "7200");
	close(fd);
}

TEST(kernels_error_stays_and_is_explained)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(refused_get(fd, "IP_MTU"), -ENOTCONN);
	ck_assert_ptr_nonnull(strstr(why.message, "not connected"));
	ck_assert_str_eq(why.field, "IP_MTU");
	ck_assert_int_eq(set(fd, "TCPCongestion", "no-such"), -ENOENT);
	ck_assert_int_eq(set(fd, "TCP_REPAIR_QUEUE", "1"), -EPERM);
	ck_assert_ptr_nonnull(strstr(why.message, "capability"));
	close(fd);
	ck_assert_int_eq(refused_get(-1, "SO_TYPE"), -EBADF);
	ck_assert_int_eq(set(-1, "SO_KEEPALIVE", "yes"), -EBADF);
	fd = dup(STDERR_FILENO);
	ck_assert_int_lt(refused_get(fd, "SO_TYPE"), 0);
	close(fd);
}

TEST(reason_may_be_unwanted)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(lsock_option_set(fd, "SO_KEEPALIVE", "maybe", NULL), -EINVAL);
	ck_assert_int_eq(lsock_option_set(fd, "SO_NONSENSE", "1", NULL), -ENOENT);
	ck_assert_int_eq(lsock_option_get(fd, "IP_MTU", NULL, 0, NULL), -ENOTCONN);
	ck_assert_int_eq(lsock_option_set(fd, "SO_KEEPALIVE", "yes", NULL), 0);
	close(fd);
}

TEST(text_is_cut_as_by_snprintf)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	char buf[4];

	ck_assert_int_eq(lsock_option_get(fd, "SO_TYPE", buf, sizeof(buf), &why), 6);
	ck_assert_str_eq(buf, "str");
	ck_assert_int_eq(lsock_option_get(fd, "SO_TYPE", NULL, 0, &why), 6);
	close(fd);
}

/* The kernel doubles what it is told of a buffer. */
TEST(other_value_of_the_kernel_is_told)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(set(fd, "ReceiveBuffer", "64K"), 1);
	has(fd, "SO_RCVBUF", "131072");
	ck_assert_int_eq(set(fd, "SO_BSDCOMPAT", "yes"), 1);
	ck_assert_int_eq(set(fd, "SO_KEEPALIVE", "yes"), 0);
	close(fd);
}

/* An alias, or a name of two levels, means what the socket has. */
TEST(alias_means_what_the_family_has)
{
	int four = lsock_open(AF_INET, SOCK_STREAM, 0), six;
	char ttl[8];

	ck_assert_int_eq(set(four, "IPTTL", "7"), 0);
	has(four, "IP_TTL", "7");
	ck_assert_int_eq(set(four, "BindIPv6Only", "yes"), -EOPNOTSUPP);
	close(four);
	need_family(AF_INET6);
	six = lsock_open(AF_INET6, SOCK_STREAM, 0);
	ck_assert_int_gt(lsock_option_get(six, "IP_TTL", ttl, sizeof(ttl), &why), 0);
	ck_assert_int_eq(set(six, "IPTTL", "9"), 0);
	has(six, "IPV6_UNICAST_HOPS", "9");
	has(six, "IP_TTL", ttl);
	close(six);
}

TEST(values_are_typed)
{
	const struct lsock_option *linger = lsock_option_by_name("SO_LINGER");
	struct lsock_value value = { .kind = LSOCK_KIND_NUMBER, .number = 5 };
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	char scratch[20];

	ck_assert_int_eq(lsock_option_set_value(fd, linger, &value, &why), 0);
	has(fd, "SO_LINGER", "5");
	ck_assert_int_eq(lsock_option_get_value(fd, linger, NULL, 0, &value), 0);
	ck_assert_int_eq(value.number, 5);
	value.number = -2;
	ck_assert_int_eq(lsock_option_set_value(fd, linger, &value, &why), -ERANGE);
	ck_assert_int_eq(why.min, -1);
	ck_assert_uint_eq(why.column, 0);
	value = (struct lsock_value){ .kind = LSOCK_KIND_TEXT, .data = "offer", .size = 3 };
	ck_assert_int_eq(lsock_option_set_value(fd, linger, &value, &why), 0);
	has(fd, "SO_LINGER", "off");
	value.kind = LSOCK_KIND_BYTES;
	ck_assert_int_eq(lsock_option_set_value(fd, linger, &value, &why), -EINVAL);
	value.kind = LSOCK_KIND_UNSAID;
	ck_assert_int_eq(lsock_option_set_value(fd, linger, &value, &why), -EINVAL);
	ck_assert_int_eq(lsock_option_get_value(fd, lsock_option_by_name("TCP_CONGESTION"),
						scratch, 1, &value), -ENOSPC);
	ck_assert_int_eq(lsock_option_get_value(fd, lsock_option_by_name("TCP_CONGESTION"),
						scratch, sizeof(scratch), &value), 0);
	ck_assert_int_eq(value.kind, LSOCK_KIND_TEXT);
	ck_assert_int_eq(lsock_option_set_value(fd, lsock_option_by_name("TCP_CONGESTION"),
						&value, &why), 0);
	close(fd);
}

static struct lsock_setting list[] = {
	{ "SO_KEEPALIVE", "yes", 0 },		/* ready */
	{ "TCP_DEFER_ACCEPT", "3", 0 },		/* bound */
	{ "FreeBind", "yes", 0 },		/* open */
	{ "SO_RCVBUF", "64K", 0 },		/* bound */
	{ "TCP_ULP", "no-such", 0 },		/* connected */
};

TEST(settings_are_applied_phase_by_phase)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	size_t which = 99;

	lsock_settings_begin(list, COUNT_OF(list));
	ck_assert_int_eq(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_OPEN, &which,
					      &why), 0);
	ck_assert_int_eq(list[2].result, 0);
	ck_assert_int_eq(list[0].result, -EINPROGRESS);
	ck_assert_int_eq(list[1].result, -EINPROGRESS);
	has(fd, "SO_KEEPALIVE", "no");
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list), &which), -EINPROGRESS);
	ck_assert_uint_eq(which, 0);
	ck_assert_int_eq(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_BOUND, &which,
					      &why), 0);
	ck_assert_int_eq(list[1].result, 0);
	ck_assert_int_eq(list[3].result, 1);
	has(fd, "SO_KEEPALIVE", "no");
	ck_assert_int_eq(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_READY, &which,
					      &why), 0);
	has(fd, "SO_KEEPALIVE", "yes");
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list) - 1, &which), 0);
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list), &which), -EINPROGRESS);
	ck_assert_uint_eq(which, 4);
	ck_assert_int_lt(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_CONNECTED,
					      &which, &why), 0);
	ck_assert_uint_eq(which, 4);
	ck_assert_str_eq(why.field, "TCP_ULP");
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list), &which), list[4].result);
	close(fd);
}

/* What was set is not set again; another socket starts afresh. */
TEST(settings_are_set_once_for_each_socket)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	struct lsock_setting one = { "SO_KEEPALIVE", "yes", 0 };

	lsock_settings_begin(&one, 1);
	ck_assert_int_eq(lsock_settings_apply(fd, &one, 1, LSOCK_PHASE_READY, NULL, NULL), 0);
	ck_assert_int_eq(set(fd, "SO_KEEPALIVE", "no"), 0);
	ck_assert_int_eq(lsock_settings_apply(fd, &one, 1, LSOCK_PHASE_READY, NULL, NULL), 0);
	has(fd, "SO_KEEPALIVE", "no");
	lsock_settings_begin(&one, 1);
	ck_assert_int_eq(lsock_settings_apply(fd, &one, 1, LSOCK_PHASE_READY, NULL, NULL), 0);
	has(fd, "SO_KEEPALIVE", "yes");
	close(fd);
}

/* A name that is none is found out before anything is half done. */
TEST(settings_stop_at_the_first_error)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	struct lsock_setting bad[] = {
		{ "SO_KEEPALIVE", "yes", 0 }, { "IPV6_V6ONLY", "yes", 0 }, { "Nonsense", "1", 0 },
	};
	size_t which = 99;

	lsock_settings_begin(bad, COUNT_OF(bad));
	ck_assert_int_eq(lsock_settings_apply(fd, bad, COUNT_OF(bad), LSOCK_PHASE_CONNECTED,
					      &which, &why), -EOPNOTSUPP);
	ck_assert_uint_eq(which, 1);
	has(fd, "SO_KEEPALIVE", "no");
	bad[1].name = "SO_BROADCAST";
	ck_assert_int_eq(lsock_settings_apply(fd, bad, COUNT_OF(bad), LSOCK_PHASE_OPEN, &which,
					      &why), -ENOENT);
	ck_assert_uint_eq(which, 2);
	ck_assert_int_eq(lsock_settings_apply(-1, bad, COUNT_OF(bad), LSOCK_PHASE_OPEN, &which,
					      &why), -EBADF);
	ck_assert_int_eq(lsock_settings_apply(fd, NULL, 0, LSOCK_PHASE_CONNECTED, NULL, NULL), 0);
	ck_assert_int_eq(lsock_settings_end(NULL, 0, NULL), 0);
	close(fd);
}
