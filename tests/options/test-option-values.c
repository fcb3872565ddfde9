/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options by name as sockets take them: values of each kind, and why one is refused.
 * Of lib/options/option.c, lib/options/value.c, lib/options/why.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/capability.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/options/option-named.h"

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
	const struct lsock_value unsaid = { .kind = LSOCK_KIND_UNSAID };
	struct lsock_option keepalive;
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(lsock_option_set(fd, "SO_KEEPALIVE", "maybe", NULL), -EINVAL);
	ck_assert_int_eq(lsock_option_set(fd, "SO_NONSENSE", "1", NULL), -ENOENT);
	ck_assert_int_eq(lsock_option_get(fd, "IP_MTU", NULL, 0, NULL), -ENOTCONN);
	ck_assert_int_eq(lsock_option_set(fd, "SO_KEEPALIVE", "yes", NULL), 0);
	ck_assert_int_eq(lsock_option_by_name("SO_KEEPALIVE", &keepalive), 0);
	ck_assert_int_eq(lsock_option_set_value(fd, &keepalive, &unsaid, NULL), -EINVAL);
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
	struct lsock_option linger = option_named("SO_LINGER");
	struct lsock_option congestion = option_named("TCP_CONGESTION");
	struct lsock_value value = { .kind = LSOCK_KIND_NUMBER, .number = 5 };
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	char scratch[20];

	ck_assert_int_eq(lsock_option_set_value(fd, &linger, &value, &why), 0);
	has(fd, "SO_LINGER", "5");
	ck_assert_int_eq(lsock_option_get_value(fd, &linger, NULL, 0, &value), 0);
	ck_assert_int_eq(value.number, 5);
	value.number = -2;
	ck_assert_int_eq(lsock_option_set_value(fd, &linger, &value, &why), -ERANGE);
	ck_assert_int_eq(why.min, -1);
	ck_assert_uint_eq(why.column, 0);
	value = (struct lsock_value){ .kind = LSOCK_KIND_TEXT, .data = "offer", .size = 3 };
	ck_assert_int_eq(lsock_option_set_value(fd, &linger, &value, &why), 0);
	has(fd, "SO_LINGER", "off");
	value.kind = LSOCK_KIND_BYTES;
	ck_assert_int_eq(lsock_option_set_value(fd, &linger, &value, &why), -EINVAL);
	value.kind = LSOCK_KIND_UNSAID;
	ck_assert_int_eq(lsock_option_set_value(fd, &linger, &value, &why), -EINVAL);
	ck_assert_int_eq(lsock_option_get_value(fd, &congestion,
						scratch, 1, &value), -ENOSPC);
	ck_assert_int_eq(lsock_option_get_value(fd, &congestion,
						scratch, sizeof(scratch), &value), 0);
	ck_assert_int_eq(value.kind, LSOCK_KIND_TEXT);
	ck_assert_int_eq(lsock_option_set_value(fd, &congestion,
						&value, &why), 0);
	close(fd);
}

static int set_typed(int fd, const char *name, struct lsock_value value)
{
	struct lsock_option option = option_named(name);

	why = (struct lsock_why){ .message = NULL };
	return lsock_option_set_value(fd, &option, &value, &why);
}

/* The kernel cuts names that are too long: of "0123456789abcdef" it would take another device. */
TEST(typed_values_have_their_length)
{
	static const char bytes[] = "0123456789abcdefghijklmnopqrstuvwxyz0123456789";
	struct lsock_value text = { .kind = LSOCK_KIND_TEXT, .data = bytes, .size = 16 };
	struct lsock_value raw = { .kind = LSOCK_KIND_BYTES, .data = bytes, .size = 41 };
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(set_typed(fd, "SO_BINDTODEVICE", text), -ERANGE);
	ck_assert_str_eq(why.field, "SO_BINDTODEVICE");
	ck_assert_uint_eq(why.column, 0);
	ck_assert_int_eq(why.max, 15);
	ck_assert_int_eq(set_typed(fd, "TCP_CONGESTION", text), -ERANGE);
	text.size = 0;
	ck_assert_int_eq(set_typed(fd, "TCP_CONGESTION", text), -ERANGE);
	ck_assert_int_eq(why.min, 1);
	ck_assert_int_eq(set_typed(fd, "SO_BINDTODEVICE", text), 0);
	ck_assert_int_eq(set_typed(fd, "IP_OPTIONS", raw), -ERANGE);
	raw.size = 0;
	ck_assert_int_eq(set_typed(fd, "IP_OPTIONS", raw), 0);
	close(fd);
}

/* Less than a microsecond would be no timeout at all. */
TEST(typed_time_is_not_cut)
{
	struct lsock_value value = { .kind = LSOCK_KIND_NUMBER, .number = 500 };
	int fd = lsock_open(AF_UNIX, SOCK_DGRAM, 0);

	ck_assert_int_eq(set(fd, "SO_RCVTIMEO", "2s"), 0);
	ck_assert_int_eq(set_typed(fd, "SO_RCVTIMEO", value), -EINVAL);
	ck_assert_ptr_nonnull(strstr(why.message, "microseconds"));
	ck_assert_str_eq(why.field, "SO_RCVTIMEO");
	value.number = 1000000500;
	ck_assert_int_eq(set_typed(fd, "SO_RCVTIMEO", value), -EINVAL);
	has(fd, "SO_RCVTIMEO", "2s");
	value.number = 3000000000;
	ck_assert_int_eq(set_typed(fd, "SO_RCVTIMEO", value), 0);
	has(fd, "SO_RCVTIMEO", "3s");
	close(fd);
}

/* The class of a queueing discipline, as 8001:1, is a priority, too. */
TEST(priority_has_no_sign)
{
	int fd = lsock_open(AF_INET, SOCK_DGRAM, 0);
	int r = set(fd, "SO_PRIORITY", "0x80010001");

	if (r == -EPERM)
		skip("priorities above 6 take a capability");
	ck_assert_int_eq(r, 0);
	has(fd, "SO_PRIORITY", "2147549185");
	close(fd);
}

/* Its width is that of the kernel's longs, which may be more than the program's. */
TEST(pacing_rate_is_as_wide_as_the_kernel_has_it)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	unsigned char rate[8];
	size_t size = sizeof(rate);

	ck_assert_int_eq(lsock_getsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, rate, &size), 0);
	has(fd, "SO_MAX_PACING_RATE", "18446744073709551615");
	ck_assert_int_eq(set(fd, "SO_MAX_PACING_RATE", "1000000"), 0);
	has(fd, "SO_MAX_PACING_RATE", "1000000");
	ck_assert_int_eq(set(fd, "SO_MAX_PACING_RATE", "5G"), size == 8 ? 0 : -ERANGE);
	has(fd, "SO_MAX_PACING_RATE", size == 8 ? "5368709120" : "1000000");
	ck_assert_int_eq(set(fd, "SO_MAX_PACING_RATE", "0xffffffffffffffff"), 0);
	has(fd, "SO_MAX_PACING_RATE", "18446744073709551615");
	close(fd);
}

/* The socket is one; what is none is the value. */
TEST(descriptor_that_is_the_value_is_not_called_the_socket)
{
	int fd = lsock_open(AF_INET, SOCK_DGRAM, 0);
	int r = set(fd, "SO_ATTACH_BPF", "1000000");

	ck_assert_int_lt(r, 0);
	ck_assert_msg(strcmp(why.message, "the descriptor is no socket") != 0, "%d", r);
	close(fd);
}

static void without_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[_LINUX_CAPABILITY_U32S_3] = { { 0 }, { 0 } };

	ck_assert_int_eq(syscall(SYS_capset, &header, none), 0);
}

/* Newer kernels let nobody else have a filter on TCP, nor leave a group that only some may join. */
TEST(missing_capability_is_named)
{
	int tcp = lsock_open(AF_INET, SOCK_STREAM, 0);
	int user = lsock_open(AF_NETLINK, SOCK_RAW, NETLINK_USERSOCK);

	without_capabilities();
	if (set(tcp, "SO_ATTACH_FILTER", "06000000ffff0000") == -EPERM)
		ck_assert_ptr_nonnull(strstr(why.message, "capability"));
	ck_assert_int_eq(set(user, "NETLINK_DROP_MEMBERSHIP", "1"), -EPERM);
	ck_assert_ptr_nonnull(strstr(why.message, "capability"));
	close(tcp);
	close(user);
}
