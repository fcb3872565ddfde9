/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * gethostbyname and its kin, full names, getaddrinfo of names: from files of the test's own.
 * Of lib/names/addrinfo.c, lib/names/fqdn.c, lib/names/internet.c, lib/names/nss/nss.c,
 * lib/sys/nss.c.
 */
#include <linux_sock/host.h>

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux_sock/error.h>

#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

/* Only the files are asked: what is not in them is not there. */
static void enter(void)
{
	const char *failed = nameservice_enter();

	if (failed)
		skip("no name service of our own: %s was refused", failed);
	ck_assert_int_eq(nameservice_write("nsswitch.conf", "hosts: files\nservices: files\n"), 0);
}

static struct lsock_addr addr_of(const char *text)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	return addr;
}

static bool has(const struct lsock_answer *answer, const char *text)
{
	struct lsock_addr addr = addr_of(text);
	size_t i;

	for (i = 0; i < lsock_answer_count(answer); i++)
		if (lsock_addr_equal(lsock_answer_at(answer, i), &addr))
			return true;
	return false;
}

static void is_host(const char *name, const char *expected)
{
	struct lsock_addr addr, right = addr_of(expected);

	ck_assert_int_eq(lsock_gethostbyname(name, 0, lsock_forever(), &addr), 0);
	ck_assert(lsock_addr_equal(&addr, &right));
}

TEST(hosts_that_are_numbers_ask_nobody)
{
	struct lsock_addr addr, any = addr_of("0.0.0.0:0");
	struct lsock_answer *answer;

	ck_assert_int_eq(lsock_gethostbyname("", 0, lsock_nowait(), &addr), 0);
	ck_assert(lsock_addr_equal(&addr, &any));
	is_host("<broadcast>", "255.255.255.255:0");
	is_host("192.0.2.7", "192.0.2.7:0");
	ck_assert_int_eq(lsock_gethostbyname_ex("<broadcast>", 0, lsock_nowait(), &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), "255.255.255.255");
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	ck_assert_ptr_null(lsock_answer_alias(answer, 0));
	lsock_answer_free(answer);
}

TEST(hosts_that_cannot_be_are_refused)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_gethostbyname(NULL, 0, lsock_forever(), &addr), -EINVAL);
	ck_assert_int_eq(lsock_gethostbyname("localhost", 1, lsock_forever(), &addr), -EINVAL);
	ck_assert_int_eq(lsock_gethostbyname("::1", 0, lsock_forever(), &addr),
			 LSOCK_HERR(HOST_NOT_FOUND));
	ck_assert_int_eq(lsock_gethostbyname("127.1", 0, lsock_forever(), &addr),
			 LSOCK_HERR(HOST_NOT_FOUND));
}

TEST(gethostbyname_ex_gives_name_aliases_and_addresses)
{
	struct lsock_answer *answer;

	enter();
	is_host("alias-two", "198.51.100.10:0");
	ck_assert_int_eq(lsock_gethostbyname_ex("plain", 0, lsock_forever(), &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), "plain.example.test");
	ck_assert_str_eq(lsock_answer_alias(answer, 0), "plain");
	if (IS_GLIBC) {
		ck_assert_str_eq(lsock_answer_alias(answer, 1), "alias-one");
		ck_assert_str_eq(lsock_answer_alias(answer, 2), "alias-two");
	}
	ck_assert_ptr_null(lsock_answer_alias(answer, IS_GLIBC ? 3 : 1));
	ck_assert_ptr_null(lsock_answer_alias(answer, 1000));
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	ck_assert_ptr_null(lsock_answer_service(answer));
	lsock_answer_free(answer);
	ck_assert_int_eq(lsock_gethostbyname_ex("multi.example.test", 0, lsock_forever(), &answer),
			 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	ck_assert(has(answer, "198.51.100.11:0") && has(answer, "198.51.100.12:0"));
	lsock_answer_free(answer);
}

/* musl asks servers, too, and there is none. */
static bool is_unasked(int r)
{
	return !IS_GLIBC && r == LSOCK_HERR(TRY_AGAIN);
}

TEST(host_without_an_address_of_inet_is_not_found)
{
	struct lsock_answer *answer;
	int r;

	enter();
	r = lsock_gethostbyname_ex("six.example.test", 0, lsock_forever(), &answer);
	ck_assert(r == LSOCK_HERR(HOST_NOT_FOUND) || r == LSOCK_HERR(NO_DATA) || is_unasked(r));
	r = lsock_gethostbyname_ex("nosuch.example.test", 0, lsock_forever(), &answer);
	ck_assert(r == LSOCK_HERR(HOST_NOT_FOUND) || is_unasked(r));
}

/* More than the first room, and the second: one line of 900 aliases. */
TEST(room_grows_with_the_answer)
{
	static char text[40000];
	struct lsock_answer *answer;
	size_t n, len;

	enter();
	len = (size_t) snprintf(text, sizeof(text), "198.51.100.77 many.example.test");
	for (n = 0; n < 900; n++)
		len += (size_t) snprintf(text + len, sizeof(text) - len,
					 " alias-%zu.example.test", n);
	ck_assert_int_eq(nameservice_write("hosts", text), 0);
	ck_assert_int_eq(lsock_gethostbyname_ex("many.example.test", 0, lsock_forever(), &answer),
			 0);
	for (n = 0; lsock_answer_alias(answer, n); n++)
		;
	ck_assert_uint_eq(n, IS_GLIBC ? 900 : 0);
	if (n > 0)
		ck_assert_str_eq(lsock_answer_alias(answer, 899), "alias-899.example.test");
	lsock_answer_free(answer);
}

TEST(gethostbyaddr_knows_both_families)
{
	struct lsock_addr addr = addr_of("198.51.100.10:80");
	struct lsock_answer *answer;

	enter();
	ck_assert_int_eq(lsock_gethostbyaddr(&addr, 0, lsock_forever(), &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), "plain.example.test");
	if (IS_GLIBC)
		ck_assert_str_eq(lsock_answer_alias(answer, 0), "plain");
	else
		ck_assert_ptr_null(lsock_answer_alias(answer, 0));
	ck_assert(has(answer, "198.51.100.10:0"));
	lsock_answer_free(answer);
	addr = addr_of("[2001:db8:1::20]:80");
	ck_assert_int_eq(lsock_gethostbyaddr(&addr, 0, lsock_forever(), &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), "six.example.test");
	ck_assert(has(answer, "[2001:db8:1::20]:0"));
	lsock_answer_free(answer);
	addr = addr_of("198.51.100.99:80");
	ck_assert_int_eq(lsock_gethostbyaddr(&addr, 0, lsock_forever(), &answer),
			 LSOCK_HERR(HOST_NOT_FOUND));
}

TEST(gethostbyaddr_keeps_the_zone)
{
	struct lsock_addr addr = addr_of("[fe80::77%lo]:0");
	struct lsock_answer *answer;

	enter();
	ck_assert_int_eq(nameservice_write("hosts", "fe80::77 link.example.test\n"), 0);
	ck_assert_int_eq(lsock_gethostbyaddr(&addr, 0, lsock_forever(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	ck_assert(lsock_addr_equal(lsock_answer_at(answer, 0), &addr));
	lsock_answer_free(answer);
}

TEST(gethostbyaddr_checks_the_address)
{
	struct lsock_addr addr = addr_of("/run/x");
	struct lsock_lookup *lookup = NULL;

	ck_assert_int_eq(lsock_gethostbyaddr_start(&addr, 0, &lookup), -EAFNOSUPPORT);
	addr = addr_of("[::1]:0");
	addr.len = 20;
	ck_assert_int_eq(lsock_gethostbyaddr_start(&addr, 0, &lookup), -EINVAL);
	addr = addr_of("[::1]:0");
	ck_assert_int_eq(lsock_gethostbyaddr_start(&addr, 4, &lookup), -EINVAL);
	ck_assert_ptr_null(lookup);
}

static void full_name(const char *name, int r, const char *expected)
{
	char buf[NI_MAXHOST];

	ck_assert_int_eq(lsock_getfqdn(name, 0, buf, sizeof(buf), lsock_forever()), r);
	ck_assert_str_eq(buf, expected);
}

TEST(full_names_are_canonical_names_with_a_dot)
{
	char small[16];

	enter();
	full_name(NULL, 0, "box.example.test");
	full_name("", 0, "box.example.test");
	full_name("0.0.0.0", 0, "box.example.test");
	full_name("::", 0, "box.example.test");
	full_name("alias-one", 0, "plain.example.test");
	full_name("198.51.100.10", 0, "plain.example.test");
	full_name("2001:db8:1::20", 0, "six.example.test");
	full_name("localhost", 1, "localhost");
	full_name("127.0.0.1", 1, "127.0.0.1");
	full_name("nosuch", 1, "nosuch");
	full_name("198.51.100.99", 1, "198.51.100.99");
	full_name("127.1", 1, "127.1");
	ck_assert_int_eq(lsock_getfqdn(NULL, 0, small, sizeof(small), lsock_forever()), -ENOSPC);
	ck_assert_int_eq(lsock_getfqdn(NULL, 1, small, sizeof(small), lsock_forever()), -EINVAL);
}

static size_t look_up(const char *host, const char *service, int family, int flags,
		      struct lsock_answer **ret_answer)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .family = family, .type = SOCK_STREAM, .flags = flags,
	};

	ck_assert_int_eq(lsock_getaddrinfo(host, service, &hints, lsock_forever(), ret_answer), 0);
	return lsock_answer_count(*ret_answer);
}

TEST(getaddrinfo_gives_every_address_with_its_socket)
{
	struct lsock_answer *answer;

	enter();
	ck_assert_uint_eq(look_up("multi.example.test", "http", AF_INET, 0, &answer), 2);
	ck_assert(has(answer, "198.51.100.11:80") && has(answer, "198.51.100.12:80"));
	ck_assert_uint_eq(lsock_answer_at(answer, 0)->type, SOCK_STREAM);
	ck_assert_uint_eq(lsock_answer_at(answer, 0)->protocol, 6);
	ck_assert_ptr_null(lsock_answer_name(answer));
	lsock_answer_free(answer);
	ck_assert_uint_eq(look_up("multi.example.test", "80", AF_INET6, 0, &answer), 1);
	ck_assert(has(answer, "[2001:db8:1::11]:80"));
	lsock_answer_free(answer);
	ck_assert_uint_eq(look_up("plain", NULL, AF_INET6, AI_V4MAPPED, &answer), 1);
	ck_assert(has(answer, "[::ffff:198.51.100.10]:0"));
	lsock_answer_free(answer);
	ck_assert_uint_eq(look_up("alias-one", NULL, 0, AI_CANONNAME, &answer), 1);
	ck_assert_str_eq(lsock_answer_name(answer), "plain.example.test");
	lsock_answer_free(answer);
}

TEST(no_other_protocol_is_given)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .protocol = IPPROTO_ICMP };
	struct lsock_answer *answer = NULL;
	int r;

	enter();
	r = lsock_getaddrinfo("plain", NULL, &hints, lsock_forever(), &answer);
	if (IS_GLIBC)
		ck_assert_int_eq(r, 0);
	else		/* musl would give tcp */
		ck_assert_int_eq(r, LSOCK_EAI(EAI_SERVICE));
	if (r == 0)
		ck_assert_uint_eq(lsock_answer_at(answer, 0)->protocol, IPPROTO_ICMP);
	lsock_answer_free(answer);
}

/* musl calls that bad flags. */
TEST(a_broken_resolv_conf_is_not_taken_for_bad_flags)
{
	struct lsock_answer *answer = NULL;
	int r;

	enter();
	ck_assert_int_eq(nameservice_write("hosts", ""), 0);
	ck_assert_int_eq(unlink("/etc/resolv.conf"), 0);
	ck_assert_int_eq(symlink("resolv.conf", "/etc/resolv.conf"), 0);
	r = lsock_getaddrinfo("nosuch.example.test", "80", NULL, lsock_forever(), &answer);
	ck_assert_int_lt(r, 0);
	ck_assert_msg(r != LSOCK_EAI(EAI_BADFLAGS), "%s", lsock_error_name(r));
	ck_assert_ptr_null(answer);
}

TEST(numbers_with_the_name_of_a_service_need_the_services_only)
{
	struct lsock_answer *answer;

	enter();
	ck_assert_uint_eq(look_up("192.0.2.1", "http", 0, 0, &answer), 1);
	ck_assert(has(answer, "192.0.2.1:80"));
	lsock_answer_free(answer);
	ck_assert_uint_eq(look_up("fe80::1%lo", "http", 0, 0, &answer), 1);
	ck_assert(has(answer, "[fe80::1%lo]:80"));
	lsock_answer_free(answer);
	ck_assert_uint_eq(look_up(NULL, "http", AF_INET, 0, &answer), 1);
	ck_assert(has(answer, "127.0.0.1:80"));
	lsock_answer_free(answer);
	ck_assert_uint_eq(look_up("", "http", AF_INET, 0, &answer), 1);
	ck_assert(has(answer, "0.0.0.0:80"));
	lsock_answer_free(answer);
	ck_assert_int_eq(lsock_getaddrinfo("192.0.2.1", "nosuch", NULL, lsock_forever(), &answer),
			 LSOCK_EAI(EAI_SERVICE));
}
