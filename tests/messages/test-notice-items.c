/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What errors of a queue mean, made by hand: those that this machine's devices do not send, those
 * of kernels to come, and nonsense.
 * Of lib/messages/notice.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <time.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

static struct lsock_notice notice;

/* An error, and what stands behind it. */
static int read_error(struct sock_extended_err error, const void *behind, size_t size)
{
	struct lsock_control_item item = { .level = IPPROTO_IP, .type = IP_RECVERR };
	char bytes[256];

	memcpy(bytes, &error, sizeof(error));
	if (size > 0)
		memcpy(bytes + sizeof(error), behind, size);
	item.size = sizeof(error) + size;
	item.data = bytes_tight(bytes, item.size);
	bytes_paint(&notice, sizeof(notice));
	return lsock_control_notice(&item, &notice);
}

static void expect(int kind, int error, uint32_t first, uint32_t last)
{
	ck_assert_int_eq(notice.kind, kind);
	ck_assert_int_eq(notice.error, error);
	ck_assert_uint_eq(notice.first, first);
	ck_assert_uint_eq(notice.last, last);
	ck_assert_uint_eq(notice.destination.len, 0);
	ck_assert_uint_eq(notice.destination.protocol, LSOCK_PROTOCOL_UNSAID);
	ck_assert_int_eq(notice.times.software_ns, 0);
	ck_assert_int_eq(notice.flags, 0);
}

TEST(zerocopy_is_a_range_and_says_whether_it_was_copied)
{
	struct sock_extended_err error = {
		.ee_origin = SO_EE_ORIGIN_ZEROCOPY, .ee_info = 0xfffffffe, .ee_data = 1,
	};

	ck_assert_int_eq(read_error(error, NULL, 0), 0);
	expect(LSOCK_NOTICE_ZEROCOPY, 0, 0xfffffffe, 1);
	ck_assert(!notice.copied);
	error.ee_code = SO_EE_CODE_ZEROCOPY_COPIED;
	ck_assert_int_eq(read_error(error, NULL, 0), 0);
	ck_assert(notice.copied);
	ck_assert_uint_eq(notice.code, SO_EE_CODE_ZEROCOPY_COPIED);
}

TEST(times_are_of_three_kinds_and_those_to_come)
{
	static const int kinds[] = {
		LSOCK_NOTICE_SENT, LSOCK_NOTICE_SCHEDULED, LSOCK_NOTICE_ACKED, 0, 0,
	};
	struct sock_extended_err error = {
		.ee_errno = ENOMSG, .ee_origin = SO_EE_ORIGIN_TIMESTAMPING, .ee_data = 77,
	};

	for (error.ee_info = 0; error.ee_info < COUNT_OF(kinds); error.ee_info++) {
		ck_assert_int_eq(read_error(error, NULL, 0), 0);
		expect(kinds[error.ee_info], 0, 77, 77);
	}
	error.ee_info = UINT32_MAX;
	ck_assert_int_eq(read_error(error, NULL, 0), 0);
	expect(0, 0, 77, 77);
}

TEST(a_missed_time_is_told_with_all_its_bits)
{
	struct sock_extended_err error = {
		.ee_errno = ECANCELED, .ee_origin = SO_EE_ORIGIN_TXTIME,
		.ee_code = SO_EE_CODE_TXTIME_MISSED, .ee_info = 0x89abcdef, .ee_data = 0x01234567,
	};

	ck_assert_int_eq(read_error(error, NULL, 0), 0);
	expect(LSOCK_NOTICE_TXTIME, -ECANCELED, 0, 0);
	ck_assert_uint_eq(notice.txtime_ns, UINT64_C(0x0123456789abcdef));
	ck_assert_uint_eq(notice.code, SO_EE_CODE_TXTIME_MISSED);
}

TEST(only_too_long_a_message_has_an_mtu)
{
	static const uint8_t origins[] = {
		SO_EE_ORIGIN_LOCAL, SO_EE_ORIGIN_ICMP, SO_EE_ORIGIN_ICMP6,
	};
	struct sock_extended_err error = { .ee_info = 1280 };
	size_t n;

	for (n = 0; n < COUNT_OF(origins); n++) {
		error.ee_origin = origins[n];
		error.ee_errno = EMSGSIZE;
		ck_assert_int_eq(read_error(error, NULL, 0), 0);
		expect(LSOCK_NOTICE_ERROR, -EMSGSIZE, 0, 0);
		ck_assert_uint_eq(notice.mtu, 1280);
		ck_assert_uint_eq(notice.origin, origins[n]);
		error.ee_errno = EHOSTUNREACH;
		ck_assert_int_eq(read_error(error, NULL, 0), 0);
		expect(LSOCK_NOTICE_ERROR, -EHOSTUNREACH, 0, 0);
		ck_assert_uint_eq(notice.mtu, 0);
	}
}

TEST(an_origin_to_come_is_told_as_it_is)
{
	struct sock_extended_err error = {
		.ee_errno = EIO, .ee_origin = 200, .ee_type = 7, .ee_code = 8,
	};

	ck_assert_int_eq(read_error(error, NULL, 0), 0);
	expect(0, -EIO, 0, 0);
	ck_assert_uint_eq(notice.origin, 200);
	ck_assert_uint_eq(notice.type, 7);
	ck_assert_uint_eq(notice.code, 8);
}

TEST(what_is_no_error_number_is_refused)
{
	static const uint32_t wrong[] = { 4096, 0x7fffffff, 0x80000000, UINT32_MAX };
	struct sock_extended_err error = { .ee_origin = SO_EE_ORIGIN_ICMP };
	size_t n;

	for (n = 0; n < COUNT_OF(wrong); n++) {
		error.ee_errno = wrong[n];
		ck_assert_int_eq(read_error(error, NULL, 0), -EBADMSG);
		ck_assert(bytes_painted(&notice, sizeof(notice)));
	}
}

/* ---- Who said so. */

static const struct sock_extended_err icmp = {
	.ee_errno = EHOSTUNREACH, .ee_origin = SO_EE_ORIGIN_ICMP,
};

static void expect_offender(const char *expected)
{
	char text[LSOCK_ADDR_TEXT_SIZE] = "";

	if (notice.offender.len > 0)
		ck_assert_int_gt(lsock_addr_format(&notice.offender, text, sizeof(text)), 0);
	ck_assert_str_eq(text, expected);
}

TEST(the_offender_is_of_either_family)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr = { htonl(0xc0000201) } };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT };

	ck_assert_int_eq(read_error(icmp, &in, sizeof(in)), 0);
	expect_offender("192.0.2.1:0");
	ck_assert_int_eq(read_error(icmp, &in6, sizeof(in6)), 0);
	expect_offender("[::1]:0");
}

TEST(without_an_offender_its_len_is_0)
{
	struct sockaddr_in6 none = { .sin6_family = AF_UNSPEC, .sin6_port = 5 };
	struct sockaddr_in cut = { .sin_family = AF_INET };
	size_t size;

	ck_assert_int_eq(read_error(icmp, NULL, 0), 0);
	expect_offender("");
	ck_assert_int_eq(read_error(icmp, &none, sizeof(none)), 0);
	expect_offender("");
	for (size = 0; size < sizeof(cut); size++) {
		ck_assert_int_eq(read_error(icmp, &cut, size), 0);
		expect_offender("");
	}
}
