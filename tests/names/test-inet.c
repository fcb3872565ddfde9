/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Text and bytes of inet and inet6, strict and lenient, and byte order.
 * Of lib/names/byteorder.c.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux_sock/linux_sock.h>
#include <string.h>

#include "tests/harness/harness.h"

static const struct pair {
	int family;
	const char *text;
	unsigned char bytes[16];
} pairs[] = {
	{ AF_INET, "0.0.0.0", { 0 } },
	{ AF_INET, "192.0.2.1", { 192, 0, 2, 1 } },
	{ AF_INET, "255.255.255.255", { 255, 255, 255, 255 } },
	{ AF_INET6, "::", { 0 } },
	{ AF_INET6, "::1", { [15] = 1 } },
	{ AF_INET6, "2001:db8::1:0:0:1", { 0x20, 1, 0x0d, 0xb8, [9] = 1, [15] = 1 } },
	{ AF_INET6, "::ffff:192.0.2.1", { [10] = 255, 255, 192, 0, 2, 1 } },
	{ AF_INET6, "::1:0", { [13] = 1 } },
	{ AF_INET6, "fe80::1", { 0xfe, 0x80, [15] = 1 } },
	{ AF_INET6, "1:2:3:4:5:6:7:8", { 0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8 } },
	{ AF_INET6, "cafe:dead:beef::", { 0xca, 0xfe, 0xde, 0xad, 0xbe, 0xef } },
};

static size_t size_of(int family)
{
	return family == AF_INET ? 4 : 16;
}

TEST(text_and_bytes_are_each_other)
{
	unsigned char bytes[16];
	char text[46];
	size_t n;

	for (n = 0; n < COUNT_OF(pairs); n++) {
		const struct pair *pair = &pairs[n];
		size_t size = size_of(pair->family);

		ck_assert_int_eq(lsock_inet_pton(pair->family, pair->text, bytes, size), 0);
		ck_assert_mem_eq(bytes, pair->bytes, size);
		ck_assert_int_eq(lsock_inet_ntop(pair->family, bytes, size, text, sizeof(text)),
				 (int) strlen(pair->text));
		ck_assert_str_eq(text, pair->text);
	}
}

TEST(pton_takes_every_spelling_of_rfc4291)
{
	static const char *const ones[] = {
		"0:0:0:0:0:0:0:1", "0000:0000:0000:0000:0000:0000:0000:0001", "::0:1",
		"::0.0.0.1", "0000:0000:0000:0000:0000:0000:0.0.0.1",
	};
	struct in6_addr addr;
	size_t n;

	for (n = 0; n < COUNT_OF(ones); n++) {
		ck_assert_int_eq(lsock_inet_pton(AF_INET6, ones[n], &addr, sizeof(addr)), 0);
		ck_assert_mem_eq(&addr, &in6addr_loopback, sizeof(addr));
	}
	ck_assert_int_eq(lsock_inet_pton(AF_INET6, "FE80::ABcd", &addr, sizeof(addr)), 0);
}

static const char *const bad4[] = {
	"", " ", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "0x1.2.3.4", "1.2.3.4 ",
	" 1.2.3.4", "1.2.3.4:80", "1.2.3.4/8", "1..2.3", ".1.2.3.4", "1.2.3.4.", "127.1",
	"+1.2.3.4", "<broadcast>", "localhost", "inet:1.2.3.4", "::1", "1.2.3.4\n", "1.2.3.-4",
	"@", "/", "a.b.c.d",
	"111111111111111111111111111111111111111111111111111111111111111111111111111111",
};

static const char *const bad6[] = {
	"", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "12345::", "::g", "[::1]",
	"[::1]:80", "::1%lo", "fe80::1%lo", "fe80::1%1", "::1 ", " ::1", "::1/128", "1.2.3.4",
	"::1.2.3", "::1.2.3.256", "::ffff:1.2.3.4:80", "1:2:3:4:5:6:7:1.2.3.4", "1:", ":1",
	"inet6:::1",
	"::1]", "[::1", "]", "fe80::1]%[", "a", "12", "1:2:3:4:5:6:7::8:", "tipc:name:1:1",
	"0000:0000:0000:0000:0000:0000:255.255.255.2555",
	"0000:0000:0000:0000:0000:0000:000.000.000.001",
	"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000",
};

static void refuses(int family, const char *const *texts, size_t count)
{
	unsigned char bytes[16], painted[16];
	size_t n;

	memset(painted, 0xa5, sizeof(painted));
	for (n = 0; n < count; n++) {
		memcpy(bytes, painted, sizeof(bytes));
		ck_assert_msg(lsock_inet_pton(family, texts[n], bytes, size_of(family)) == -EINVAL,
			      "\"%s\" is taken", texts[n]);
		ck_assert_mem_eq(bytes, painted, sizeof(bytes));
	}
}

TEST(pton_refuses_what_is_no_address)
{
	refuses(AF_INET, bad4, COUNT_OF(bad4));
	refuses(AF_INET6, bad6, COUNT_OF(bad6));
}

TEST(other_families_and_sizes_are_refused)
{
	unsigned char bytes[16] = { 0 };
	char text[46] = "kept";

	ck_assert_int_eq(lsock_inet_pton(AF_UNIX, "/x", bytes, 4), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_inet_pton(-1, "1.2.3.4", bytes, 4), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_inet_pton(AF_INET + 65536, "1.2.3.4", bytes, 4), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_inet_pton(AF_INET, "1.2.3.4", bytes, 16), -EINVAL);
	ck_assert_int_eq(lsock_inet_pton(AF_INET6, "::1", bytes, 4), -EINVAL);
	ck_assert_int_eq(lsock_inet_ntop(AF_PACKET, bytes, 4, text, 46), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_inet_ntop(AF_INET, bytes, 5, text, 46), -EINVAL);
	ck_assert_int_eq(lsock_inet_ntop(AF_INET6, bytes, 15, text, 46), -EINVAL);
	ck_assert_str_eq(text, "kept");
}

TEST(ntop_never_cuts)
{
	const unsigned char all[16] = { [0 ... 15] = 255 };
	char text[46] = "kept";

	ck_assert_int_eq(lsock_inet_ntop(AF_INET, all, 4, text, 15), -ENOSPC);
	ck_assert_int_eq(lsock_inet_ntop(AF_INET6, all, 16, text, 39), -ENOSPC);
	ck_assert_int_eq(lsock_inet_ntop(AF_INET6, all, 16, NULL, 0), -ENOSPC);
	ck_assert_str_eq(text, "kept");
	ck_assert_int_eq(lsock_inet_ntop(AF_INET, all, 4, text, 16), 15);
	ck_assert_int_eq(lsock_inet_ntop(AF_INET6, all, 16, text, 40), 39);
}

/* Whatever the bytes, text goes back to them, and glibc reads it as we do. */
TEST(random_bytes_come_back)
{
	static const int families[] = { AF_INET, AF_INET6 };
	unsigned char bytes[16], ours[16], glibc[16];
	char text[46];
	int n;

	for (n = 0; n < 20000; n++) {
		int family = families[n % 2];
		size_t size = size_of(family), z;

		random_fill(bytes, size);
		for (z = random_index(8); z > 0; z--)	/* runs of zeros */
			bytes[random_below(size)] = 0;
		ck_assert_int_gt(lsock_inet_ntop(family, bytes, size, text, sizeof(text)), 0);
		ck_assert_int_eq(lsock_inet_pton(family, text, ours, size), 0);
		ck_assert_int_eq(inet_pton(family, text, glibc), 1);
		ck_assert_mem_eq(ours, bytes, size);
		ck_assert_mem_eq(glibc, bytes, size);
	}
}

TEST(aton_is_as_lenient_as_the_c_library)
{
	static const struct {
		const char *text;
		uint32_t addr;
	} lenient[] = {
		{ "127.1", 0x7f000001 }, { "0x7f.0.0.1", 0x7f000001 }, { "0177.1", 0x7f000001 },
		{ "1", 1 }, { "1.2.3.4 x", 0x01020304 }, { "4294967295", 0xffffffff },
	};
	struct in_addr addr, its;
	size_t n;

	for (n = 0; n < COUNT_OF(lenient); n++) {
		if (inet_aton(lenient[n].text, &its) == 0) {
			/* musl looks at what is behind a blank. */
			ck_assert_ptr_nonnull(strchr(lenient[n].text, ' '));
			ck_assert_int_eq(lsock_inet_aton(lenient[n].text, &addr), -EINVAL);
			continue;
		}
		ck_assert_int_eq(lsock_inet_aton(lenient[n].text, &addr), 0);
		ck_assert_uint_eq(ntohl(addr.s_addr), lenient[n].addr);
		ck_assert_int_eq(lsock_inet_pton(AF_INET, lenient[n].text, &addr, 4), -EINVAL);
	}
}

TEST(aton_refuses_what_even_the_c_library_does)
{
	static const char *const bad[] = { "", "1.2.3.4x", "1.2.3.256", "a", "::1", "1.2.3.4.5" };
	struct in_addr addr = { .s_addr = 77 };
	size_t n;

	for (n = 0; n < COUNT_OF(bad); n++)
		ck_assert_int_eq(lsock_inet_aton(bad[n], &addr), -EINVAL);
	ck_assert_uint_eq(addr.s_addr, 77);
}

TEST(ntoa_writes_to_the_caller)
{
	const struct in_addr addr = { .s_addr = htonl(0xc0000201) };
	char text[16] = "kept";

	ck_assert_int_eq(lsock_inet_ntoa(addr, text, 9), -ENOSPC);
	ck_assert_str_eq(text, "kept");
	ck_assert_int_eq(lsock_inet_ntoa(addr, text, 10), 9);
	ck_assert_str_eq(text, "192.0.2.1");
}

TEST(byte_order_is_changed)
{
	uint16_t small;
	uint32_t large;

	ck_assert_int_eq(lsock_htons(0x1234, &small), 0);
	ck_assert_mem_eq(&small, "\x12\x34", 2);
	ck_assert_int_eq(lsock_ntohs(small, &small), 0);
	ck_assert_uint_eq(small, 0x1234);
	ck_assert_int_eq(lsock_htonl(0x12345678, &large), 0);
	ck_assert_mem_eq(&large, "\x12\x34\x56\x78", 4);
	ck_assert_int_eq(lsock_ntohl(large, &large), 0);
	ck_assert_uint_eq(large, 0x12345678);
	ck_assert_int_eq(lsock_htons(UINT16_MAX, &small), 0);
	ck_assert_uint_eq(small, UINT16_MAX);
	ck_assert_int_eq(lsock_htonl(UINT32_MAX, &large), 0);
	ck_assert_uint_eq(large, UINT32_MAX);
}

TEST(byte_order_cuts_nothing)
{
	uint16_t small = 7;
	uint32_t large = 7;

	ck_assert_int_eq(lsock_htons(65536, &small), -ERANGE);
	ck_assert_int_eq(lsock_ntohs(65536 + 80, &small), -ERANGE);
	ck_assert_int_eq(lsock_htons(UINT64_MAX, &small), -ERANGE);	/* -1 */
	ck_assert_int_eq(lsock_htonl(UINT64_C(1) << 32, &large), -ERANGE);
	ck_assert_int_eq(lsock_ntohl(UINT64_MAX, &large), -ERANGE);
	ck_assert_uint_eq(small, 7);
	ck_assert_uint_eq(large, 7);
}
