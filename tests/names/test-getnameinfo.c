/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses to names, from files of the test's own, and to numbers, as the C library does it.
 * Of lib/names/nameinfo.c, lib/names/host-text.c, lib/names/internet.c, lib/names/nss/nss.c,
 * lib/sys/nss.c.
 */
#include <linux_sock/host.h>

#include <errno.h>
#include <net/if.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include <linux_sock/error.h>

#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

#define NUMBERS (NI_NUMERICHOST | NI_NUMERICSERV)

static struct lsock_addr addr_of(const char *text)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	return addr;
}

static void enter(void)
{
	const char *failed = nameservice_enter();

	if (failed)
		skip("no name service of our own: %s was refused", failed);
}

static void gives(const char *text, int flags, const char *host, const char *service)
{
	struct lsock_deadline until = lsock_forever();
	struct lsock_addr addr = addr_of(text);
	char its_host[NI_MAXHOST], its_service[NI_MAXSERV];

	if ((flags & NUMBERS) == NUMBERS)
		until = lsock_nowait();		/* nobody is asked */
	ck_assert_int_eq(lsock_getnameinfo(&addr, its_host, sizeof(its_host), its_service,
					   sizeof(its_service), flags, until), 0);
	ck_assert_str_eq(its_host, host);
	ck_assert_str_eq(its_service, service);
}

TEST(numbers_need_nobody_and_keep_zones)
{
	char zone[40];

	gives("192.0.2.1:80", NUMBERS, "192.0.2.1", "80");
	gives("0.0.0.0:0", NUMBERS, "0.0.0.0", "0");
	gives("[2001:db8::1]:65535", NUMBERS, "2001:db8::1", "65535");
	gives("[::]:0", NUMBERS, "::", "0");
	gives("[fe80::1%lo]:80", NUMBERS, "fe80::1%lo", "80");
	gives("[::ffff:192.0.2.1]:80", NUMBERS | NI_DGRAM, "::ffff:192.0.2.1", "80");
	snprintf(zone, sizeof(zone), "fe80::1%%%d", 0x7ffffff0);	/* of no interface */
	gives("[fe80::1%2147483632]:80", NUMBERS, zone, "80");
}

TEST(numbers_are_what_the_c_library_writes)
{
	static const char *const texts[] = {
		"192.0.2.1:80", "255.255.255.255:1", "[2001:db8::1:0:0:1]:65535", "[::1]:7",
		"[fe80::1%lo]:80", "[::ffff:192.0.2.1]:80", "[2001:db8:0:1:1:1:1:1]:1",
	};
	char host[NI_MAXHOST], service[NI_MAXSERV];
	struct lsock_addr addr;
	size_t n;

	for (n = 0; n < COUNT_OF(texts); n++) {
		addr = addr_of(texts[n]);
		ck_assert_int_eq(getnameinfo(&addr.u.sa, addr.len, host, sizeof(host), service,
					     sizeof(service), NUMBERS), 0);
		gives(texts[n], NUMBERS, host, service);
	}
}

TEST(names_come_from_the_name_service)
{
	enter();
	gives("198.51.100.10:80", 0, "plain.example.test", "http");
	gives("198.51.100.10:80", NI_NUMERICSERV, "plain.example.test", "80");
	gives("198.51.100.10:80", NI_NUMERICHOST, "198.51.100.10", "http");
	gives("[2001:db8:1::20]:7", NI_NAMEREQD, "six.example.test", "echo");
	gives("198.51.100.10:4002", 0, "plain.example.test", "split");
	gives("198.51.100.10:4000", NI_DGRAM, "plain.example.test", "only-udp");
	gives("198.51.100.10:4000", 0, "plain.example.test", "4000");
	gives("[fe80::1%lo]:80", NI_NUMERICHOST, "fe80::1%lo", "http");
}

TEST(host_of_our_own_domain_is_short_where_that_is_wanted)
{
	enter();
	gives("127.0.1.1:80", NI_NUMERICSERV, "box.example.test", "80");
	if (!IS_GLIBC)
		skip("the C library does not look at NI_NOFQDN");
	gives("127.0.1.1:80", NI_NUMERICSERV | NI_NOFQDN, "box", "80");
}

TEST(name_that_is_required_and_unknown_is_an_error)
{
	struct lsock_addr addr = addr_of("198.51.100.99:80");
	char host[NI_MAXHOST] = "as it was";

	enter();
	ck_assert_int_eq(nameservice_write("nsswitch.conf", "hosts: files\nservices: files\n"), 0);
	ck_assert_int_eq(lsock_getnameinfo(&addr, host, sizeof(host), NULL, 0, NI_NAMEREQD,
					   lsock_forever()), LSOCK_EAI(EAI_NONAME));
	ck_assert_str_eq(host, "as it was");
	gives("198.51.100.99:80", 0, "198.51.100.99", "http");
}

/* C libraries write "::1.2.3.4", and "%1" for this scope. */
TEST(number_is_spelled_in_one_way_whatever_else_is_wanted)
{
	static const int flags[] = { 0, NI_NUMERICHOST, NI_NUMERICSERV, NUMBERS };
	size_t n;

	enter();
	ck_assert_int_eq(nameservice_write("nsswitch.conf", "hosts: files\nservices: files\n"), 0);
	for (n = 0; n < COUNT_OF(flags); n++) {
		const char *service = flags[n] & NI_NUMERICSERV ? "80" : "http";

		gives("[::102:304]:80", flags[n], "::102:304", service);
		gives("[ff01::1%lo]:80", flags[n], "ff01::1%lo", service);
	}
}

TEST(what_is_not_wanted_is_not_looked_up)
{
	struct lsock_addr addr = addr_of("192.0.2.1:80");
	char text[NI_MAXHOST];

	ck_assert_int_eq(lsock_getnameinfo(&addr, text, sizeof(text), NULL, 0, NI_NUMERICHOST,
					   lsock_nowait()), 0);
	ck_assert_str_eq(text, "192.0.2.1");
	ck_assert_int_eq(lsock_getnameinfo(&addr, NULL, 0, text, sizeof(text),
					   NI_NUMERICSERV | NI_NAMEREQD, lsock_nowait()), 0);
	ck_assert_str_eq(text, "80");
	ck_assert_int_eq(lsock_getnameinfo(&addr, NULL, 0, NULL, 0, 0, lsock_nowait()),
			 LSOCK_EAI(EAI_NONAME));
}

TEST(name_that_does_not_fit_leaves_both_buffers_alone)
{
	struct lsock_addr addr = addr_of("192.0.2.1:65535");
	char host[10] = "host", service[6] = "old";

	ck_assert_int_eq(lsock_getnameinfo(&addr, host, 9, service, 6, NUMBERS, lsock_nowait()),
			 LSOCK_EAI(EAI_OVERFLOW));
	ck_assert_int_eq(lsock_getnameinfo(&addr, host, 10, service, 5, NUMBERS, lsock_nowait()),
			 LSOCK_EAI(EAI_OVERFLOW));
	ck_assert_str_eq(host, "host");
	ck_assert_str_eq(service, "old");
	ck_assert_int_eq(lsock_getnameinfo(&addr, host, 10, service, 6, NUMBERS, lsock_nowait()),
			 0);
	ck_assert_str_eq(host, "192.0.2.1");
	ck_assert_str_eq(service, "65535");
}

static int ask(const struct lsock_addr *addr, int flags)
{
	struct lsock_lookup *lookup = NULL;
	char host[NI_MAXHOST];
	int r = lsock_getnameinfo(addr, host, sizeof(host), NULL, 0, flags, lsock_nowait());

	ck_assert_int_eq(lsock_getnameinfo_start(addr, flags, &lookup), r);
	ck_assert_ptr_null(lookup);
	return r;
}

TEST(addresses_and_flags_are_checked)
{
	struct lsock_addr addr = addr_of("192.0.2.1:80");

	ck_assert_int_eq(ask(&addr, 1 << 20), LSOCK_EAI(EAI_BADFLAGS));
	ck_assert_int_eq(ask(&addr, NUMBERS | NI_NAMEREQD), LSOCK_EAI(EAI_NONAME));
	addr.len--;
	ck_assert_int_eq(ask(&addr, NUMBERS), -EINVAL);
	addr.len = 1;
	ck_assert_int_eq(ask(&addr, NUMBERS), -EINVAL);
	addr.len = 0;
	ck_assert_int_eq(ask(&addr, NUMBERS), -EINVAL);
	addr = addr_of("[::1]:80");
	addr.len += 4;
	ck_assert_int_eq(ask(&addr, NUMBERS), -EINVAL);
	addr = addr_of("/run/x");
	ck_assert_int_eq(ask(&addr, NUMBERS), LSOCK_EAI(EAI_FAMILY));
}

TEST(look_up_gives_both_names)
{
	struct lsock_addr addr = addr_of("[fe80::1%lo]:80");
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup;

	ck_assert_int_eq(lsock_getnameinfo_start(&addr, NUMBERS, &lookup), 0);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), "fe80::1%lo");
	ck_assert_str_eq(lsock_answer_service(answer), "80");
	ck_assert_uint_eq(lsock_answer_count(answer), 0);
	ck_assert_ptr_null(lsock_answer_at(answer, 0));
	ck_assert_ptr_null(lsock_answer_alias(answer, 0));
	lsock_answer_free(answer);
	lsock_lookup_free(lookup);
}
