/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses as values: what the kernel wrote, strict checks, equality, hashes, ports. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

#define NO_ROW 45

static struct lsock_addr parse(const char *text)
{
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	int r = lsock_addr_parse(text, strlen(text), &addr, &why);

	ck_assert_msg(r == 0, "\"%s\": %d, %s", text, r, why.message);
	return addr;
}

static struct lsock_addr from(const void *sockaddr, size_t size, socklen_t len)
{
	struct lsock_addr addr;
	size_t n;

	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_addr_from(bytes_tight(sockaddr, size), len, &addr), 0);
	ck_assert_uint_eq(addr.type, 0);
	ck_assert_uint_eq(addr.protocol, LSOCK_PROTOCOL_UNSAID);
	for (n = addr.len; n < sizeof(addr.u); n++)
		ck_assert_msg(((char *) &addr.u)[n] == 0, "byte %zu behind the length", n);
	return addr;
}

static void is(const struct lsock_addr *addr, const char *expected)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	lsock_addr_format(addr, text, sizeof(text));
	ck_assert_str_eq(text, expected);
}

static void from_refuses(const void *sockaddr, socklen_t len)
{
	struct lsock_addr addr;

	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_addr_from(sockaddr, len, &addr), -EINVAL);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
}

TEST(value_is_a_sockaddr_of_136_bytes)
{
	ck_assert_uint_eq(sizeof(struct lsock_addr), 136);
	ck_assert_uint_eq(offsetof(struct lsock_addr, u), 0);
	ck_assert_uint_eq(offsetof(struct lsock_addr, len), sizeof(struct sockaddr_storage));
}

TEST(from_zeroes_what_is_no_part_of_the_address)
{
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(80),
				  .sin_addr.s_addr = htonl(0xc0000201) };
	struct lsock_addr clean = parse("192.0.2.1:80"), addr;

	memset(in.sin_zero, 0xee, sizeof(in.sin_zero));
	addr = from(&in, sizeof(in), sizeof(in));
	ck_assert_mem_eq(&addr, &clean, sizeof(addr));
}

TEST(from_clamps_the_length)
{
	char bytes[300];
	struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(80),
				  .sin_addr.s_addr = htonl(0xc0000201) };
	struct lsock_addr addr;
	socklen_t len;

	memset(bytes, 0xee, sizeof(bytes));
	memcpy(bytes, &in, sizeof(in));
	for (len = sizeof(in); len <= sizeof(bytes); len++) {
		addr = from(bytes, sizeof(bytes), len);
		ck_assert_uint_eq(addr.len, sizeof(in));
		is(&addr, "192.0.2.1:80");
	}
	addr = from(bytes, sizeof(bytes), (socklen_t) -1);
	is(&addr, "192.0.2.1:80");
}

/* The kernel tells of 111 bytes where 110 is the size of the struct it was given. */
TEST(from_reads_nothing_beyond_the_family_s_longest)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct lsock_addr addr;

	memset(un.sun_path, 'a', sizeof(un.sun_path));
	un.sun_path[0] = '/';
	addr = from(&un, sizeof(un), sizeof(un) + 1);
	ck_assert_uint_eq(addr.len, sizeof(un));
	addr = from(&in, sizeof(in), sizeof(struct sockaddr_storage));
	ck_assert_uint_eq(addr.len, sizeof(in));
}

TEST(from_takes_what_the_kernel_says_of_its_sockets)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	struct sockaddr_storage kernel;
	socklen_t len = sizeof(kernel);
	struct lsock_addr addr;
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	need_family(AF_UNIX);
	memset(&kernel, 0xee, sizeof(kernel));
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *) &kernel, &len), 0);
	addr = from(&kernel, sizeof(kernel), len);
	is(&addr, "unix:");
	ck_assert_int_eq(bind(fd, (struct sockaddr *) &un, sizeof(sa_family_t)), 0);
	memset(&kernel, 0xee, sizeof(kernel));
	len = sizeof(kernel);
	ck_assert_int_eq(getsockname(fd, (struct sockaddr *) &kernel, &len), 0);
	addr = from(&kernel, sizeof(kernel), len);
	ck_assert_uint_eq(addr.len, sizeof(sa_family_t) + 6);	/* autobind */
	ck_assert_int_eq(addr.u.storage.ss_family, AF_UNIX);
	close(fd);
}

TEST(from_cuts_a_unix_path_at_its_nul)
{
	static const char bytes[] = "\1\0/x\0garbage";
	struct lsock_addr plain = parse("/x"), addr;
	sa_family_t af = AF_UNIX;
	char kernel[sizeof(bytes)];

	memcpy(kernel, bytes, sizeof(bytes));
	memcpy(kernel, &af, sizeof(af));
	addr = from(kernel, sizeof(kernel), sizeof(kernel));
	ck_assert_mem_eq(&addr, &plain, sizeof(addr));
	addr = from(kernel, 4, 4);		/* without its NUL */
	ck_assert_mem_eq(&addr, &plain, sizeof(addr));
	addr = from(kernel, 5, 5);
	ck_assert_mem_eq(&addr, &plain, sizeof(addr));
}

TEST(from_keeps_what_has_no_row)
{
	unsigned char bytes[20];
	sa_family_t af = NO_ROW;
	struct lsock_addr addr;

	memset(bytes, 0xee, sizeof(bytes));
	memcpy(bytes, &af, sizeof(af));
	addr = from(bytes, sizeof(bytes), sizeof(bytes));
	ck_assert_uint_eq(addr.len, sizeof(bytes));
	ck_assert_mem_eq(&addr.u, bytes, sizeof(bytes));
}

TEST(from_refuses_what_is_no_address)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	socklen_t len;

	from_refuses(NULL, 0);
	from_refuses(NULL, 16);
	from_refuses(bytes_tight("", 0), 0);
	from_refuses(bytes_tight("\2", 1), 1);
	for (len = 2; len < sizeof(in6); len++)
		from_refuses(bytes_tight(&in6, len), len);
}

static void check_refuses(const struct lsock_addr *addr, int err, const char *field)
{
	struct lsock_why why;

	bytes_paint(&why, sizeof(why));
	ck_assert_int_eq(lsock_addr_check(addr, &why), err);
	ck_assert_ptr_nonnull(why.message);
	ck_assert_uint_eq(why.column, 0);
	if (field)
		ck_assert_str_eq(why.field, field);
	else
		ck_assert_ptr_null(why.field);
	ck_assert_int_eq(lsock_addr_check(addr, NULL), err);
}

TEST(check_refuses_a_wrong_length)
{
	struct lsock_addr addr = parse("192.0.2.1:80");
	socklen_t len;

	for (len = 0; len <= 140; len++) {
		addr.len = len;
		if (len != sizeof(struct sockaddr_in))
			check_refuses(&addr, -EINVAL, NULL);
		else
			ck_assert_int_eq(lsock_addr_check(&addr, NULL), 0);
	}
	addr.len = (socklen_t) -1;
	check_refuses(&addr, -EINVAL, NULL);
}

TEST(check_refuses_a_family_without_row)
{
	struct lsock_addr addr = parse("af45:0011223344");

	check_refuses(&addr, -EAFNOSUPPORT, NULL);
	addr.u.sa.sa_family = AF_UNSPEC;
	check_refuses(&addr, -EAFNOSUPPORT, NULL);
}

TEST(check_asks_the_row)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct lsock_addr addr = parse("unix:@x");
	struct lsock_why why;

	bytes_paint(&why, sizeof(why));
	ck_assert_int_eq(lsock_addr_check(&addr, &why), 0);
	ck_assert(bytes_painted(&why, sizeof(why)));
	addr.len--;
	check_refuses(&addr, -EINVAL, "path");
	in6.sin6_flowinfo = htonl(0x0fffffff);
	addr = from(&in6, sizeof(in6), sizeof(in6));
	ck_assert_int_eq(lsock_addr_check(&addr, NULL), 0);
	in6.sin6_flowinfo = htonl(0x10000000);
	addr = from(&in6, sizeof(in6), sizeof(in6));
	check_refuses(&addr, -ERANGE, "flowinfo");
}

TEST(check_refuses_a_zone_where_there_is_none_or_beyond_an_int)
{
	struct lsock_addr addr = parse("[fe80::1]:80");
	const uint32_t beyond = UINT32_C(0x80000000), one = 1;
	char *zone = (char *) &addr.u + offsetof(struct sockaddr_in6, sin6_scope_id);

	memcpy(zone, &beyond, sizeof(beyond));
	check_refuses(&addr, -ERANGE, "scope_id");
	memcpy(zone, &one, sizeof(one));
	ck_assert_int_eq(lsock_addr_check(&addr, NULL), 0);
	addr = parse("[2001:db8::1]:80");
	ck_assert_int_eq(lsock_addr_check(&addr, NULL), 0);
	memcpy(zone, &one, sizeof(one));
	check_refuses(&addr, -EINVAL, "scope_id");
}

/* The kernel takes no notice of a zone there, and never writes one. */
TEST(from_drops_a_zone_where_there_is_none)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_scope_id = 7 };
	struct lsock_addr addr = from(&in6, sizeof(in6), sizeof(in6)), clean = parse("::");

	ck_assert_mem_eq(&addr, &clean, sizeof(addr));
}

TEST(equal_goes_by_the_bytes)
{
	struct lsock_addr a = parse("[::1]:80"), b = a;

	ck_assert(lsock_addr_equal(&a, &b));
	b.type = SOCK_STREAM;
	b.protocol = IPPROTO_TCP;
	ck_assert(lsock_addr_equal(&a, &b));
	ck_assert_uint_eq(lsock_addr_hash(&a, 7), lsock_addr_hash(&b, 7));
	b = parse("[::1]:81");
	ck_assert(!lsock_addr_equal(&a, &b));
	b = parse("127.0.0.1:80");
	ck_assert(!lsock_addr_equal(&a, &b));
	b = parse("[::ffff:127.0.0.1]:80");
	a = parse("127.0.0.1:80");
	ck_assert(!lsock_addr_equal(&a, &b));	/* mapped stays inet6 */
	a = parse("unix:@a");
	b = parse("unix:@a\\x00");
	ck_assert(!lsock_addr_equal(&a, &b));
	a = parse("[fe80::1%1]:80");
	b = parse("[fe80::1%2]:80");
	ck_assert(!lsock_addr_equal(&a, &b));
}

TEST(protocol_counts_in_netlink)
{
	struct lsock_addr a = parse("netlink:route:7"), b = parse("netlink:generic:7");

	ck_assert(!lsock_addr_equal(&a, &b));
	ck_assert_uint_ne(lsock_addr_hash(&a, 0), lsock_addr_hash(&b, 0));
	b = parse("netlink:*:7");
	ck_assert(!lsock_addr_equal(&a, &b));
	b = parse("netlink:0:7");
	ck_assert(lsock_addr_equal(&a, &b));
	ck_assert_uint_eq(lsock_addr_hash(&a, 0), lsock_addr_hash(&b, 0));
}

TEST(no_address_equals_no_address)
{
	struct lsock_addr a = { .len = 0 }, b = { .len = 0 }, some = parse("unix:");

	ck_assert(lsock_addr_equal(&a, &b));
	ck_assert(!lsock_addr_equal(&a, &some));
	ck_assert_uint_eq(lsock_addr_hash(&a, 0), lsock_addr_hash(&b, 0));
}

TEST(what_lies_behind_an_address_does_not_count)
{
	struct lsock_addr a = parse("192.0.2.1:80"), b = a;

	((unsigned char *) &a.u)[a.len] = 1;
	ck_assert(lsock_addr_equal(&a, &b));
	ck_assert_uint_eq(lsock_addr_hash(&a, 0), lsock_addr_hash(&b, 0));
}

TEST(length_beyond_the_value_equals_nothing_and_reads_nothing)
{
	struct lsock_addr a = parse("192.0.2.1:80"), *b;

	a.len = 0xffff;
	b = (struct lsock_addr *) (void *) bytes_tight(&a, sizeof(a));
	ck_assert(!lsock_addr_equal(b, b));
	lsock_addr_hash(b, 0);
	ck_assert_int_lt(lsock_addr_check(b, NULL), 0);
}

/* Ports that count up are what a hash table of peers meets. */
TEST(hash_spreads_over_all_bits)
{
	struct lsock_addr addr = parse("192.0.2.1:0");
	unsigned ones[64] = { 0 }, bit;
	uint32_t port;

	for (port = 0; port < 4096; port++) {
		uint64_t hash;

		lsock_addr_set_port(&addr, port);
		hash = lsock_addr_hash(&addr, 0);
		for (bit = 0; bit < 64; bit++)
			ones[bit] += hash >> bit & 1;
	}
	for (bit = 0; bit < 64; bit++) {
		ck_assert_uint_gt(ones[bit], 2048 - 320);	/* ten standard deviations */
		ck_assert_uint_lt(ones[bit], 2048 + 320);
	}
}

TEST(hash_depends_on_the_seed)
{
	struct lsock_addr addr = parse("192.0.2.1:80");

	ck_assert_uint_eq(lsock_addr_hash(&addr, 1), lsock_addr_hash(&addr, 1));
	ck_assert_uint_ne(lsock_addr_hash(&addr, 1), lsock_addr_hash(&addr, 2));
	ck_assert_uint_ne(lsock_addr_hash(&addr, 0), lsock_addr_hash(&addr, UINT64_C(1) << 63));
}

TEST(port_is_got_and_set)
{
	struct lsock_addr addr = parse("192.0.2.1:80"), other;

	ck_assert_int_eq(lsock_addr_port(&addr), 80);
	ck_assert_int_eq(lsock_addr_set_port(&addr, 65535), 0);
	is(&addr, "192.0.2.1:65535");
	addr = parse("[2001:db8::1]:65534");
	ck_assert_int_eq(lsock_addr_port(&addr), 65534);
	ck_assert_int_eq(lsock_addr_set_port(&addr, 0), 0);
	is(&addr, "[2001:db8::1]:0");
	other = addr;
	ck_assert_int_eq(lsock_addr_set_port(&addr, 65536), -ERANGE);
	ck_assert_int_eq(lsock_addr_set_port(&addr, UINT32_MAX), -ERANGE);
	ck_assert_mem_eq(&addr, &other, sizeof(addr));
}

TEST(port_is_refused_where_there_is_none)
{
	static const char *const texts[] = { "/run/x", "@x", "unix:", "af45:0050" };
	struct lsock_addr addr = { .len = 0 }, before;
	size_t n;

	ck_assert_int_eq(lsock_addr_port(&addr), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_addr_set_port(&addr, 80), -EAFNOSUPPORT);
	for (n = 0; n < COUNT_OF(texts); n++) {
		addr = before = parse(texts[n]);
		ck_assert_int_eq(lsock_addr_port(&addr), -EAFNOSUPPORT);
		ck_assert_int_eq(lsock_addr_set_port(&addr, 80), -EAFNOSUPPORT);
		ck_assert_mem_eq(&addr, &before, sizeof(addr));
	}
	addr = parse("192.0.2.1:80");
	addr.len = 3;
	ck_assert_int_eq(lsock_addr_port(&addr), -EAFNOSUPPORT);
}
