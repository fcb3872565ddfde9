/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which row gets which text, and what is refused before any row is asked.
 * Of lib/address/format.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

#define NO_ROW 45	/* an AF_ number that has no row */

static struct lsock_addr parse_bytes(const char *text, size_t len)
{
	char *copy = bytes_tight(text, len);
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	int r;

	bytes_paint(&addr, sizeof(addr));
	r = lsock_addr_parse(copy, len, &addr, &why);
	ck_assert_msg(r == 0, "\"%s\": %d, %s", bytes_show(text, len), r, why.message);
	return addr;
}

static struct lsock_addr parse(const char *text)
{
	return parse_bytes(text, strlen(text));
}

static struct lsock_why refuses_bytes(const char *text, size_t len, int err, size_t column)
{
	char *copy = bytes_tight(text, len);
	struct lsock_why why;
	struct lsock_addr addr;
	int r;

	bytes_paint(&why, sizeof(why));
	bytes_paint(&addr, sizeof(addr));
	r = lsock_addr_parse(copy, len, &addr, &why);
	ck_assert_msg(r == err, "\"%s\": %d", bytes_show(text, len), r);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
	ck_assert_ptr_nonnull(why.message);
	ck_assert_msg(why.column == column, "\"%s\": column %zu", bytes_show(text, len),
		      why.column);
	ck_assert_int_eq(lsock_addr_parse(copy, len, &addr, NULL), err);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
	return why;
}

static struct lsock_why refuses(const char *text, int err, size_t column)
{
	return refuses_bytes(text, strlen(text), err, column);
}

static void formats(const struct lsock_addr *addr, const char *expected)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_eq(lsock_addr_format(addr, text, sizeof(text)), (int) strlen(expected));
	ck_assert_str_eq(text, expected);
}

static const struct {
	const char *text;
	int af;
} bare[] = {
	{ "192.0.2.1", AF_INET },
	{ "192.0.2.1:80", AF_INET },
	{ "::", AF_INET6 },
	{ "::1", AF_INET6 },
	{ "1:2:3:4:5:6:7:8", AF_INET6 },
	{ "[::1]", AF_INET6 },
	{ "[::1]:80", AF_INET6 },
	{ "::ffff:192.0.2.1", AF_INET6 },
	{ "abcd::", AF_INET6 },		/* a word, but hexadecimal */
	{ "fade::af1", AF_INET6 },
	{ "dead:beef::1:2:3:4", AF_INET6 },
	{ "af1::", AF_INET6 },		/* "af<N>:" but for the second colon */
	{ "af1:2:3:4:5:6:7:8", AF_INET6 },
	{ "/", AF_UNIX },
	{ "/run/inet:1", AF_UNIX },
	{ "@inet:127.0.0.1", AF_UNIX },
	{ "@:", AF_UNIX },
	{ "inet:127.0.0.1", AF_INET },
	{ "inet6:::1", AF_INET6 },
	{ "inet6:[::1]:80", AF_INET6 },
	{ "unix:", AF_UNIX },
	{ "unix:/x", AF_UNIX },
	{ "unix:./inet:x", AF_UNIX },
	{ "unix:@x", AF_UNIX },
};

TEST(text_goes_to_its_row)
{
	size_t n;

	for (n = 0; n < COUNT_OF(bare); n++) {
		struct lsock_addr addr = parse(bare[n].text);

		ck_assert_msg(addr.u.sa.sa_family == bare[n].af, "\"%s\": family %d", bare[n].text,
			      addr.u.sa.sa_family);
	}
}

TEST(unknown_word_is_an_unknown_family)
{
	static const char *const texts[] = {
		"sctp:192.0.2.1:80", "http://192.0.2.1/", "localhost:80", "inet4:1.2.3.4", "g:",
		"unix6:/x", "x-y_z9:1", "a23456789012345g:1", "inet-:1.2.3.4", "tcp:",
	};
	size_t n;

	for (n = 0; n < COUNT_OF(texts); n++)
		refuses(texts[n], -EAFNOSUPPORT, 1);
}

TEST(what_is_no_word_goes_to_inet)
{
	static const char *const texts[] = {
		"", ":", ":80", "localhost", "Inet:127.0.0.1", "-x:1", "_x:1", "abc:1",
		"a234567890123456g:1", "so.ck:1", "h\xc3\xa9:1", "*:80", " inet:127.0.0.1",
	};
	size_t n;

	for (n = 0; n < COUNT_OF(texts); n++)
		ck_assert_str_eq(refuses(texts[n], -EINVAL, 1).message,
				 "a decimal octet is expected");
	refuses("1net:1", -EINVAL, 2);
}

TEST(two_colons_go_to_inet6)
{
	refuses("a:b", -EINVAL, 1);
	ck_assert_str_eq(refuses("a:b:c", -EINVAL, 6).message, "fewer than eight groups");
	ck_assert_str_eq(refuses("1:2:3", -EINVAL, 6).message, "fewer than eight groups");
}

TEST(missing_text_is_an_empty_one)
{
	struct lsock_addr addr;

	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_addr_parse(NULL, 0, &addr, NULL), -EINVAL);
	ck_assert_int_eq(lsock_addr_parse(NULL, 10, &addr, NULL), -EINVAL);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
}

TEST(nul_is_refused_before_anything_else)
{
	char text[2000];

	refuses_bytes("\0", 1, -EINVAL, 1);
	refuses_bytes("/run/x\0", 7, -EINVAL, 7);
	refuses_bytes("192.0.2.1\0:80", 13, -EINVAL, 10);
	refuses_bytes("sctp\0:1", 7, -EINVAL, 5);
	refuses_bytes("sctp:\0", 6, -EINVAL, 6);
	refuses_bytes("unix:@\0", 7, -EINVAL, 7);
	memset(text, 'a', sizeof(text));
	text[1999] = '\0';
	refuses_bytes(text, sizeof(text), -EINVAL, 2000);
	text[1024] = '\0';
	refuses_bytes(text, sizeof(text), -EINVAL, 1025);
}

TEST(text_over_1024_bytes_is_too_long)
{
	char text[4096];

	memset(text, 'a', sizeof(text));
	refuses_bytes(text, LSOCK_ADDR_TEXT_MAX, -EINVAL, 1);
	refuses_bytes(text, LSOCK_ADDR_TEXT_MAX + 1, -ENAMETOOLONG, 1025);
	refuses_bytes(text, sizeof(text), -ENAMETOOLONG, 1025);
	memcpy(text, "sctp:", 5);
	refuses_bytes(text, LSOCK_ADDR_TEXT_MAX, -EAFNOSUPPORT, 1);
	refuses_bytes(text, LSOCK_ADDR_TEXT_MAX + 1, -ENAMETOOLONG, 1025);
	text[0] = '/';
	refuses_bytes(text, LSOCK_ADDR_TEXT_MAX, -ENAMETOOLONG, 109);
}

TEST(column_counts_from_the_whole_text)
{
	struct lsock_why why = refuses("192.0.2.1:99999", -ERANGE, 11);

	ck_assert_str_eq(why.field, "port");
	ck_assert_int_eq(why.min, 0);
	ck_assert_int_eq(why.max, 65535);
	ck_assert_str_eq(refuses("inet:192.0.2.1:99999", -ERANGE, 16).field, "port");
	refuses("inet6:[::1]:x", -EINVAL, 13);
	refuses("[::1]:x", -EINVAL, 7);
}

TEST(text_cut_short_is_refused_one_column_behind_it)
{
	refuses("192.0.2", -EINVAL, 8);
	refuses("192.0.2.1:", -EINVAL, 11);
	refuses("inet:", -EINVAL, 6);
	refuses("inet6:", -EINVAL, 7);
	refuses("[::1", -EINVAL, 5);
	refuses("@", -EINVAL, 2);
	refuses("unix:@", -EINVAL, 7);
	refuses("unix:/\\", -EINVAL, 8);
	refuses("unix:/\\x0", -EINVAL, 10);
}

TEST(result_is_clean_and_says_nothing_but_the_text)
{
	struct lsock_addr addr = parse("192.0.2.1:80"), expected;
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(80),
				  .sin_addr.s_addr = htonl(0xc0000201) };

	memset(&expected, 0, sizeof(expected));
	memcpy(&expected.u, &in, sizeof(in));
	expected.len = sizeof(in);
	expected.protocol = LSOCK_PROTOCOL_UNSAID;
	ck_assert_mem_eq(&addr, &expected, sizeof(addr));
}

TEST(family_without_row_is_written_in_hex)
{
	unsigned char bytes[130] = { 0 };
	struct lsock_addr addr;
	sa_family_t af = NO_ROW;
	size_t n;

	for (n = 2; n < sizeof(bytes); n++)
		bytes[n] = (unsigned char) (n * 31);
	memcpy(bytes, &af, sizeof(af));
	ck_assert_int_eq(lsock_addr_from(bytes, 2, &addr), 0);
	formats(&addr, "af45:");
	ck_assert_int_eq(lsock_addr_from(bytes, 5, &addr), 0);
	formats(&addr, "af45:3e5d7c");
	ck_assert_int_eq(lsock_addr_from(bytes, 130, &addr), 0);
	ck_assert_uint_eq(addr.len, 128);
	ck_assert_int_eq(lsock_addr_format(&addr, NULL, 0), 5 + 2 * 126);
}

TEST(hex_of_a_family_without_row_comes_back)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	unsigned char bytes[128];
	struct lsock_addr addr, back;
	size_t len;
	int r;

	for (len = 2; len <= sizeof(bytes); len++) {
		sa_family_t af = (sa_family_t) (len % 2 ? NO_ROW : 60000);

		random_fill(bytes, sizeof(bytes));
		memcpy(bytes, &af, sizeof(af));
		ck_assert_int_eq(lsock_addr_from(bytes, (socklen_t) len, &addr), 0);
		r = lsock_addr_format(&addr, text, sizeof(text));
		ck_assert_int_gt(r, 0);
		back = parse_bytes(text, (size_t) r);
		ck_assert_mem_eq(&back, &addr, sizeof(addr));
	}
}

TEST(hex_is_read_in_either_case_and_written_in_lower_case)
{
	struct lsock_addr addr = parse("af45:00AbCDef");

	ck_assert_uint_eq(addr.len, 6);
	ck_assert_mem_eq((char *) &addr.u + 2, "\x00\xab\xcd\xef", 4);
	formats(&addr, "af45:00abcdef");
}

TEST(hex_of_a_family_with_a_text_of_its_own_is_refused)
{
	refuses("af2:0050c0000201", -EINVAL, 3);
	refuses("af1:", -EINVAL, 3);
	refuses("af10:00", -EINVAL, 3);
}

TEST(hex_that_is_malformed_is_refused_where_it_is)
{
	char text[5 + 2 * 127 + 1] = "af45:";

	refuses("af45:0", -EINVAL, 7);
	refuses("af45:0g", -EINVAL, 7);
	refuses("af45:g0", -EINVAL, 6);
	refuses("af45:00 ", -EINVAL, 8);
	refuses("af045:00", -EINVAL, 3);
	refuses("af65536:00", -ERANGE, 3);
	refuses("af99999999999:00", -ERANGE, 3);
	memset(text + 5, '0', 2 * 127);
	refuses_bytes(text, 5 + 2 * 127, -ENAMETOOLONG, 5 + 2 * 126 + 1);
	parse_bytes(text, 5 + 2 * 126);
}

/* AF_UNSPEC is what connect(2) dissolves an association with: it has a text too. */
TEST(unspec_is_written_and_read)
{
	struct lsock_addr addr = parse("af0:0000");

	ck_assert_uint_eq(addr.u.sa.sa_family, AF_UNSPEC);
	ck_assert_uint_eq(addr.len, 4);
	formats(&addr, "af0:0000");
}

TEST(no_address_has_no_text)
{
	struct lsock_addr addr = { .len = 0 };
	char text[16];

	bytes_paint(text, sizeof(text));
	ck_assert_int_eq(lsock_addr_format(&addr, text, sizeof(text)), -EINVAL);
	addr.len = 1;
	ck_assert_int_eq(lsock_addr_format(&addr, text, sizeof(text)), -EINVAL);
	ck_assert(bytes_painted(text, sizeof(text)));
}

TEST(address_of_a_wrong_length_is_written_in_hex)
{
	struct lsock_addr addr = parse("192.0.2.1:80");

	addr.len = 8;
	formats(&addr, "af2:0050c0000201");
	addr.len = 17;
	formats(&addr, "af2:0050c0000201000000000000000000");
	addr.len = 4096;
	ck_assert_int_eq(lsock_addr_format(&addr, NULL, 0), 4 + 2 * 126);
}
