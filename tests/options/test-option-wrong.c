/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is wrong with the text of an option, and where; what is said of other failures.
 * Of lib/options/bytes.c, lib/options/data.c, lib/options/filter.c, lib/options/fit.c,
 * lib/options/groups.c, lib/options/interface.c, lib/options/link.c, lib/options/members.c,
 * lib/options/number.c, lib/options/time.c, lib/options/value.c, lib/options/why.c.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "options/value.h"
#include "options/why.h"
#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/options/option-named.h"

static struct lsock_why why;

static int parse(const char *name, const char *text)
{
	struct lsock_option option = option_named(name);
	struct lsock__option_data data;
	int r;

	why = (struct lsock_why){ .message = NULL };
	lsock__data_begin(&data);
	r = lsock__option_parse(&option, text, strlen(text), &data, &why);
	lsock__data_end(&data);
	return r;
}

#define E_NO(of, text, at) { of, text, -EINVAL, at, 0, 0 }
#define RANGE(of, text, at, min, max) { of, text, -ERANGE, at, min, max }

/* Seconds may have 32 bits. */
#define TIME_MAX (sizeof(struct timeval) == 16 ? INT64_MAX / 1000 * 1000 : \
		  INT32_MAX * INT64_C(1000000000) + 999999000)

static const struct {
	const char *name, *text;
	int error;
	size_t column;
	int64_t min, max;
} wrong[] = {
	E_NO("SO_KEEPALIVE", "", 1), E_NO("SO_KEEPALIVE", "2", 1), E_NO("SO_KEEPALIVE", "yess", 1),
	E_NO("SO_KEEPALIVE", "Yes", 1), E_NO("SO_KEEPALIVE", "yes ", 4),
	E_NO("SO_KEEPALIVE", "10", 1), E_NO("SO_KEEPALIVE", "both", 1),
	E_NO("SO_RCVBUF", "", 1), E_NO("SO_RCVBUF", "K", 1), E_NO("SO_RCVBUF", " 1", 1),
	E_NO("SO_RCVBUF", "+1", 1), E_NO("SO_RCVBUF", "01", 1), E_NO("SO_RCVBUF", "0x", 3),
	E_NO("SO_RCVBUF", "1k", 2), E_NO("SO_RCVBUF", "1KB", 3), E_NO("SO_RCVBUF", "1s", 2),
	E_NO("SO_RCVBUF", "1.5", 1), E_NO("SO_RCVBUF", "1.", 3), E_NO("SO_RCVBUF", "1.K", 3),
	E_NO("SO_RCVBUF", "1.1K", 1), E_NO("SO_RCVBUF", "1.0000001K", 9),
	E_NO("SO_RCVBUF", "1,5K", 2), E_NO("SO_PRIORITY", "1K", 2),
	RANGE("SO_RCVBUF", "-1", 1, 0, INT32_MAX), RANGE("SO_RCVBUF", "2G", 1, 0, INT32_MAX),
	RANGE("SO_RCVBUF", "2147483648", 1, 0, INT32_MAX),
	RANGE("SO_RCVBUF", "99999999999999999999999", 1, 0, INT32_MAX),
	RANGE("SO_RCVBUF", "99999999999999999G", 1, 0, INT32_MAX),
	RANGE("SO_MARK", "4294967296", 1, 0, UINT32_MAX), RANGE("SO_MARK", "-1", 1, 0, UINT32_MAX),
	RANGE("SO_VM_SOCKETS_BUFFER_SIZE", "18446744073709551616", 1, 0, -1),
	RANGE("SO_VM_SOCKETS_BUFFER_SIZE", "-1", 1, 0, -1),
	RANGE("SO_VM_SOCKETS_BUFFER_SIZE", "17179869184G", 1, 0, -1),
	RANGE("IP_TTL", "256", 1, -1, 255), RANGE("IP_TTL", "-2", 1, -1, 255),
	E_NO("IP_TOS", "lowdelay", 1), E_NO("IP_TOS", "low-delays", 1),
	E_NO("IP_MTU_DISCOVER", "maybe", 1), RANGE("IP_MTU_DISCOVER", "6", 1, 0, 5),
	E_NO("TCP_KEEPIDLE", "1500ms", 1), E_NO("TCP_KEEPIDLE", "1.5", 1),
	E_NO("TCP_KEEPIDLE", "1h", 2), E_NO("TCP_KEEPIDLE", "1minutes", 5),
	RANGE("TCP_KEEPIDLE", "0", 1, 1, 32767), RANGE("TCP_KEEPIDLE", "600min", 1, 1, 32767),
	RANGE("TCP_TX_DELAY", "268435456", 1, 0, 268435455),
	E_NO("SO_RCVTIMEO", "1.5us", 1), E_NO("SO_RCVTIMEO", "1ns", 1),
	E_NO("SO_RCVTIMEO", "off", 1), E_NO("SO_RCVTIMEO", "0.0000001", 9),
	RANGE("SO_RCVTIMEO", "-1s", 1, 0, TIME_MAX),
	RANGE("SO_RCVTIMEO", "9223372037s", 1, 0, TIME_MAX),
	E_NO("SO_LINGER", "on", 1), E_NO("SO_LINGER", "1.5s", 1),
	RANGE("SO_LINGER", "-2", 1, -1, INT32_MAX),
	RANGE("TIPC_CONN_TIMEOUT", "0", 1, 4, 65535), RANGE("TIPC_CONN_TIMEOUT", "3", 1, 4, 65535),
	RANGE("TIPC_CONN_TIMEOUT", "70s", 1, 4, 65535),
	RANGE("TIPC_IMPORTANCE", "4", 1, 0, 3), RANGE("TIPC_IMPORTANCE", "-1", 1, 0, 3),
	E_NO("TIPC_GROUP_LEAVE", "yes", 1), E_NO("SO_DETACH_FILTER", "1", 1),
	E_NO("TCP_CONGESTION", "a\\n", 2), E_NO("TCP_CONGESTION", "a\\x1", 5),
	E_NO("TCP_CONGESTION", "a\\xg1", 4), E_NO("TCP_CONGESTION", "\\", 1),
	RANGE("TCP_CONGESTION", "", 1, 1, 15),
	RANGE("TCP_CONGESTION", "0123456789abcdef", 1, 1, 15),
	RANGE("SO_BINDTODEVICE", "0123456789abcdef", 1, 0, 15),
	E_NO("IP_OPTIONS", "0", 2), E_NO("IP_OPTIONS", "0x01", 2), E_NO("IP_OPTIONS", "01 2", 3),
	E_NO("SO_ATTACH_FILTER", "", 1), E_NO("SO_ATTACH_FILTER", "0600000000000", 14),
	E_NO("SO_ATTACH_FILTER", "06000000000000", 1),
	E_NO("SO_TXTIME", "", 1), E_NO("SO_TXTIME", "clockid", 1), E_NO("SO_TXTIME", "clockid=", 9),
	E_NO("SO_TXTIME", "clockid=1,", 11), E_NO("SO_TXTIME", "clockid=1,clockid=1", 11),
	E_NO("SO_TXTIME", "clock=1", 1), E_NO("SO_TXTIME", "clockid=1;flags=1", 10),
	E_NO("SO_TXTIME", "more=00", 1),
	RANGE("SO_TXTIME", "flags=0x100000000", 7, 0, UINT32_MAX),
	RANGE("SO_TXTIME", "clockid=2147483648", 9, INT32_MIN, INT32_MAX),
	E_NO("IP_ADD_MEMBERSHIP", "239.1.2", 8), E_NO("IP_ADD_MEMBERSHIP", "239.1.2.256", 9),
	E_NO("IP_ADD_MEMBERSHIP", "239.1.2.3@", 11), E_NO("IP_ADD_MEMBERSHIP", "239.1.2.3@0", 11),
	E_NO("IP_ADD_MEMBERSHIP", "239.1.2.3@1.2.3", 16),
	E_NO("IP_ADD_MEMBERSHIP", "239.1.2.3,source=1.2.3.4", 10),
	E_NO("IP_ADD_MEMBERSHIP", "ff02::1", 1),
	{ "IP_ADD_MEMBERSHIP", "239.1.2.3@no-such-if", -ENODEV, 11, 0, 0 },
	{ "IP_ADD_MEMBERSHIP", "239.1.2.3@0123456789abcdef", -ENAMETOOLONG, 26, 0, 0 },
	E_NO("IP_ADD_SOURCE_MEMBERSHIP", "232.0.0.1", 10),
	E_NO("IP_ADD_SOURCE_MEMBERSHIP", "232.0.0.1@lo,source=10.0.0.1", 11),
	E_NO("IP_ADD_SOURCE_MEMBERSHIP", "232.0.0.1,source=", 18), E_NO("IP_MULTICAST_IF", "", 1),
	E_NO("IPV6_JOIN_GROUP", "", 1), E_NO("IPV6_JOIN_GROUP", "[ff02::1]", 1),
	E_NO("IPV6_JOIN_GROUP", "ff02::g", 7), E_NO("IPV6_JOIN_GROUP", "239.1.2.3", 1),
	E_NO("IPV6_JOIN_GROUP", "ff02::1%", 9), E_NO("IPV6_JOIN_GROUP", "@lo", 1),
	E_NO("MCAST_JOIN_GROUP", "ff02::1", 1),
	E_NO("PACKET_ADD_MEMBERSHIP", "promisc", 8), E_NO("PACKET_ADD_MEMBERSHIP", "all@lo", 1),
	E_NO("PACKET_ADD_MEMBERSHIP", "multicast=@lo", 11),
	E_NO("PACKET_ADD_MEMBERSHIP", "multicast=0:1@lo", 11),
	{ "PACKET_ADD_MEMBERSHIP", "unicast=00:01:02:03:04:05:06:07:08@lo", -ENAMETOOLONG, 33, 0,
	  0 },
	E_NO("TIPC_GROUP_JOIN", "4711", 5), E_NO("TIPC_GROUP_JOIN", "4711:17,scope=zone", 9),
	E_NO("TIPC_GROUP_JOIN", "4711:17,", 9), E_NO("TIPC_GROUP_JOIN", "4711:17:1", 8),
	RANGE("TIPC_GROUP_JOIN", "63:1", 1, 64, UINT32_MAX),
	E_NO("SO_BINDTOIFINDEX", "", 1), E_NO("SO_BINDTOIFINDEX", "0", 1),
	{ "SO_BINDTOIFINDEX", "no-such-if", -ENODEV, 1, 0, 0 },
};

TEST(wrong_text_is_refused_where_it_is_wrong)
{
	size_t n;

	for (n = 0; n < COUNT_OF(wrong); n++) {
		int r = parse(wrong[n].name, wrong[n].text);

		ck_assert_msg(r == wrong[n].error, "%s=%s: %d", wrong[n].name, wrong[n].text, r);
		ck_assert_msg(why.column == wrong[n].column, "%s=%s: column %zu (%s)",
			      wrong[n].name, wrong[n].text, why.column, why.message);
		ck_assert_msg(why.min == wrong[n].min && why.max == wrong[n].max,
			      "%s=%s: another range", wrong[n].name, wrong[n].text);
		ck_assert(why.message != NULL);
	}
}

/* A socket that has not the option is asked what it is, and nothing else. */
TEST(kernel_is_not_asked_in_vain)
{
	int fd = lsock_open(AF_UNIX, SOCK_STREAM, 0);
	char buf[8];

	seam_reset();
	ck_assert_int_eq(lsock_option_set(fd, "SO_NONSENSE", "1", &why), -ENOENT);
	ck_assert_uint_eq(seam_count(NULL), 0);
	ck_assert_int_eq(lsock_option_set(fd, "TCP_NODELAY", "yes", &why), -EOPNOTSUPP);
	ck_assert_int_eq(lsock_option_get(fd, "TCP_NODELAY", buf, sizeof(buf), &why),
			 -EOPNOTSUPP);
	ck_assert_uint_eq(seam_count("setsockopt"), 0);
	ck_assert_uint_eq(seam_count(NULL), 3);	/* family and protocol; family */
	close(fd);
}

/* What an option does not depend on is not asked; it is the kernel that knows the protocol. */
TEST(no_more_is_asked_than_has_to_be_known)
{
	static const struct {
		const char *name;
		unsigned calls;
	} reads[] = {
		{ "SO_RCVBUF", 1 }, { "ReceiveBuffer", 1 }, { "SO_REUSEPORT", 2 },
		{ "TCP_NODELAY", 2 }, { "IPTTL", 2 }, { "IP_MULTICAST_TTL", 2 },
	};
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	char buf[16];
	size_t n;

	for (n = 0; n < COUNT_OF(reads); n++) {
		seam_reset();
		lsock_option_get(fd, reads[n].name, buf, sizeof(buf), NULL);
		ck_assert_msg(seam_count(NULL) == reads[n].calls, "%s: %u", reads[n].name,
			      (unsigned) seam_count(NULL));
	}
	close(fd);
}

TEST(wrong_text_does_not_reach_the_kernel)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	seam_reset();
	ck_assert_int_eq(lsock_option_set(fd, "TCP_NODELAY", "maybe", &why), -EINVAL);
	ck_assert_uint_eq(seam_count("setsockopt"), 0);
	close(fd);
}

/* What an older kernel does not have is said with the version. */
TEST(version_is_named_where_the_kernel_has_no_such_option)
{
	struct lsock_option option;
	size_t n, told = 0;

	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		ck_assert_int_eq(lsock__option_explain(&option, -ENOPROTOOPT, true, &why),
				 -ENOPROTOOPT);
		ck_assert_str_eq(why.field, option.name);
		if (option.since == 0)
			continue;
		ck_assert_msg(strstr(why.message, "came with Linux") != NULL, "%s: %s",
			      option.name, why.message);
		told++;
	}
	ck_assert_uint_gt(told, 50);
	option = option_named("SO_PREFER_BUSY_POLL");
	lsock__option_explain(&option, -ENOPROTOOPT, true, &why);
	ck_assert_ptr_nonnull(strstr(why.message, "Linux 5.11"));
}
