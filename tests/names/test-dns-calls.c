/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every call that looks a host up, before a name server that is right, that knows nothing, that is
 * broken, slow or silent; and what names an address may be given by somebody hostile.
 * Of lib/names/addrinfo.c, lib/names/fqdn.c, lib/names/hosts.c, lib/names/nameinfo.c,
 * lib/names/cares/names.c, lib/names/nss/nss.c.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

#define UNTIL_MS 8000
#define SHORT_MS 300
#define NAME_SIZE 1025

/* Where the name server is right. */
enum situation { RIGHT, NOBODY, BROKEN, SLOW, SILENT, SITUATIONS };

static const char *const situations[] = { "right", "nobody", "broken", "slow", "silent" };

/* What is asked for, forward and backward. */
static const char *const names[] = { "four.test", "nxdomain.test", "code-2.test", "after-300.test",
				     "silent.test" };
static const unsigned pointers[] = { DNS_POINTER_GOOD, DNS_POINTER_NXDOMAIN, DNS_POINTER_SERVFAIL,
				     DNS_POINTER_AFTER, DNS_POINTER_SILENT };

static struct lsock_addr pointer_address(int family, unsigned pointer)
{
	char text[60];

	snprintf(text, sizeof(text), family == AF_INET ? "192.0.2.%u:80" : "[2001:db8::%x]:80",
		 pointer);
	return dns_address(text);
}

/* The host of such an address. */
static const char *pointer_text(unsigned pointer)
{
	static char text[40];

	snprintf(text, sizeof(text), "192.0.2.%u", pointer);
	return text;
}

/* ---- The calls; each asserts what it was given, where it was given something. */

static int call_getaddrinfo(enum situation situation, int flags, struct lsock_deadline until)
{
	struct lsock_hints hints = { .size = sizeof(hints), .flags = flags, .type = SOCK_DGRAM };
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo(names[situation], "80", &hints, until, &answer);

	ck_assert_int_eq(answer != NULL, r == 0);
	lsock_answer_free(answer);
	return r;
}

static int call_getnameinfo(enum situation situation, int flags, struct lsock_deadline until)
{
	struct lsock_addr addr = pointer_address(AF_INET, pointers[situation]);
	char host[NAME_SIZE] = "untouched", service[NAME_SIZE] = "untouched";
	int r = lsock_getnameinfo(&addr, host, sizeof(host), service, sizeof(service),
				  flags | NI_NAMEREQD, until);

	ck_assert_str_eq(host, r == 0 ? "pointer.example.test" : "untouched");
	ck_assert_str_eq(service, r == 0 ? "http" : "untouched");
	return r;
}

static int call_gethostbyname(enum situation situation, int flags, struct lsock_deadline until)
{
	struct lsock_addr addr = dns_address("198.51.100.99:1"), before = addr;
	int r = lsock_gethostbyname(names[situation], flags, until, &addr);

	if (r == 0)
		before = dns_address("127.9.0.1:0");
	ck_assert(lsock_addr_equal(&addr, &before));
	return r;
}

static int call_gethostbyname_ex(enum situation situation, int flags, struct lsock_deadline until)
{
	struct lsock_answer *answer = NULL;
	int r = lsock_gethostbyname_ex(names[situation], flags, until, &answer);

	ck_assert_int_eq(answer != NULL, r == 0);
	if (r == 0)
		ck_assert_str_eq(lsock_answer_name(answer), names[situation]);
	lsock_answer_free(answer);
	return r;
}

static int call_gethostbyaddr(enum situation situation, int flags, struct lsock_deadline until)
{
	struct lsock_addr addr = pointer_address(AF_INET6, pointers[situation]);
	struct lsock_answer *answer = NULL;
	int r = lsock_gethostbyaddr(&addr, flags, until, &answer);

	ck_assert_int_eq(answer != NULL, r == 0);
	if (r == 0)
		ck_assert_str_eq(lsock_answer_name(answer), "pointer.example.test");
	lsock_answer_free(answer);
	return r;
}

static int call_getfqdn(enum situation situation, int flags, struct lsock_deadline until)
{
	char name[NAME_SIZE] = "untouched";
	int r = lsock_getfqdn(names[situation], flags, name, sizeof(name), until);

	ck_assert_str_eq(name, r < 0 ? "untouched" : names[situation]);
	return r;
}

static int call_getfqdn_of_address(enum situation situation, int flags,
				   struct lsock_deadline until)
{
	char name[NAME_SIZE] = "untouched";
	const char *address = pointer_text(pointers[situation]);
	int r = lsock_getfqdn(address, flags, name, sizeof(name), until);

	ck_assert_str_eq(name, r < 0 ? "untouched" : r == 0 ? "pointer.example.test" : address);
	return r;
}

static int call_resolve(enum situation situation, int flags, struct lsock_deadline until)
{
	struct lsock_hints hints = { .size = sizeof(hints), .flags = flags, .type = SOCK_STREAM };
	struct lsock_answer *answer = NULL;
	struct lsock_why why = { 0 };
	char text[60];
	int r;

	snprintf(text, sizeof(text), "%s:http", names[situation]);
	r = lsock_resolve(text, &hints, until, &answer, &why);
	ck_assert_int_eq(answer != NULL, r == 0);
	ck_assert_int_eq(why.message != NULL, r != 0);
	if (r == 0)
		ck_assert_int_eq(lsock_addr_port(lsock_answer_at(answer, 0)), 80);
	lsock_answer_free(answer);
	return r;
}

/* Nobody listens at port 9, so that the look-up alone can wait. */
static int call_create_connection(enum situation situation, int flags, struct lsock_deadline until)
{
	struct lsock_connection_options options = { .size = sizeof(options), .flags = flags,
						    .family = AF_INET };
	struct lsock_report *report = NULL;
	int r = lsock_create_connection(names[situation], "9", &options, until, &report);

	ck_assert_int_eq(report != NULL, r == -ECONNREFUSED);
	lsock_report_free(report);
	return r == -ECONNREFUSED ? 0 : r;
}

enum kind { EAI, HERR, FQDN };

/* An NXDOMAIN and a SERVFAIL, as each kind tells it; getfqdn() gives what it was asked. */
static const int nobody[] = { LSOCK_EAI(EAI_NONAME), LSOCK_HERR(HOST_NOT_FOUND), 1 };
static const int broken[] = { LSOCK_EAI(EAI_AGAIN), LSOCK_HERR(TRY_AGAIN), 1 };

static const struct call {
	const char *name;
	enum kind kind;
	int (*run)(enum situation situation, int flags, struct lsock_deadline until);
} calls[] = {
	{ "getaddrinfo", EAI, call_getaddrinfo },
	{ "getnameinfo", EAI, call_getnameinfo },
	{ "gethostbyname", HERR, call_gethostbyname },
	{ "gethostbyname_ex", HERR, call_gethostbyname_ex },
	{ "gethostbyaddr", HERR, call_gethostbyaddr },
	{ "getfqdn", FQDN, call_getfqdn },
	{ "getfqdn of an address", FQDN, call_getfqdn_of_address },
	{ "resolve", EAI, call_resolve },
	{ "create_connection", EAI, call_create_connection },
};

/* musl takes a server that fails for one that knows no name of an address. */
static bool is_hidden(const struct call *call, int resolver)
{
	return !IS_GLIBC && resolver == DNS_LIBC &&
	       (call->run == call_getnameinfo || call->run == call_gethostbyaddr);
}

static int expected(const struct call *call, enum situation situation, int resolver)
{
	switch (situation) {
	case NOBODY:
		return nobody[call->kind];
	case BROKEN:
		return (is_hidden(call, resolver) ? nobody : broken)[call->kind];
	case SILENT:
		return -ETIME;
	default:
		return 0;
	}
}

/* ---- Each call in each situation, by each resolver. */

static int matrix_count(void)
{
	return (int) (COUNT_OF(calls) * SITUATIONS) * dns_resolvers();
}

static const struct call *matrix_call(int i)
{
	return &calls[i / dns_resolvers() / SITUATIONS];
}

static enum situation matrix_situation(int i)
{
	return (enum situation) (i / dns_resolvers() % SITUATIONS);
}

static const char *matrix_label(int i)
{
	static char name[60];

	snprintf(name, sizeof(name), "%s, %s", matrix_call(i)->name,
		 situations[matrix_situation(i)]);
	return dns_label(name, i % dns_resolvers());
}

TEST(call_gives_what_the_server_says_within_its_deadline, .count = matrix_count,
	.label = matrix_label)
{
	enum situation situation = matrix_situation(i);
	int right = expected(matrix_call(i), situation, i % dns_resolvers());
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i % dns_resolvers());
	int until_ms = situation == SILENT ? SHORT_MS : UNTIL_MS;
	int least_ms = situation == SLOW || situation == SILENT ? 300 : 0;
	int64_t start = clock_ns();
	int r = matrix_call(i)->run(situation, flags, lsock_in_ms(until_ms));

	assert_took(start, least_ms, until_ms + 2000);
	ck_assert_msg(r == right, "%d %s, not %d %s", r, dns_error(r), right, dns_error(right));
	ck_assert_uint_gt(dns_asked(server), 0);
	dns_scene_end(server);
}

/* ---- Names of addresses. */

/* Bytes that are no part of a name must not come out as if they were; from musl they do. */
static bool is_harmless(const char *name, int flags)
{
	size_t len = strlen(name), i;

	for (i = 0; i < len && (IS_GLIBC || flags & LSOCK_LOOKUP_CARES); i++)
		if (name[i] <= ' ' || name[i] > '~')
			return false;
	return len > 0 && len < NAME_SIZE;
}

static int pointer_count(void)
{
	return (DNS_POINTER_LOOP + 1 - DNS_POINTER_GOOD) * dns_resolvers();
}

static const char *pointer_label(int i)
{
	static char name[20];

	snprintf(name, sizeof(name), "pointer %d", DNS_POINTER_GOOD + i / dns_resolvers());
	return dns_label(name, i % dns_resolvers());
}

static void name_by_getnameinfo(const struct lsock_addr *addr, int flags)
{
	char host[NAME_SIZE];
	int r = lsock_getnameinfo(addr, host, sizeof(host), NULL, 0, flags, lsock_in_ms(UNTIL_MS));

	ck_assert_msg(r == 0 || lsock_error_domain(r) == LSOCK_DOMAIN_EAI, "%s", dns_error(r));
	if (r == 0)
		ck_assert_msg(is_harmless(host, flags), "%s", host);
}

static void name_by_gethostbyaddr(const struct lsock_addr *addr, int flags)
{
	struct lsock_answer *answer = NULL;
	int r = lsock_gethostbyaddr(addr, flags, lsock_in_ms(UNTIL_MS), &answer);
	size_t n;

	ck_assert_msg(r == 0 || lsock_error_domain(r) == LSOCK_DOMAIN_HERR, "%s", dns_error(r));
	ck_assert_str_ne(dns_error(r), "?");
	ck_assert_int_eq(answer != NULL, r == 0);
	if (r == 0) {
		ck_assert_msg(is_harmless(lsock_answer_name(answer), flags), "%s",
			      lsock_answer_name(answer));
		for (n = 0; lsock_answer_alias(answer, n); n++)
			ck_assert(is_harmless(lsock_answer_alias(answer, n), flags));
	}
	lsock_answer_free(answer);
}

static void name_by_getfqdn(unsigned pointer, int flags)
{
	char name[NAME_SIZE];
	int r = lsock_getfqdn(pointer_text(pointer), flags, name, sizeof(name),
			      lsock_in_ms(UNTIL_MS));

	ck_assert_msg(r >= 0, "%s", dns_error(r));
	ck_assert_msg(is_harmless(name, flags), "%s", name);
}

TEST(names_of_addresses_are_names_or_refused, .count = pointer_count, .label = pointer_label,
	.seconds = 60)
{
	unsigned pointer = (unsigned) (DNS_POINTER_GOOD + i / dns_resolvers());
	struct lsock_addr inet = pointer_address(AF_INET, pointer);
	struct lsock_addr inet6 = pointer_address(AF_INET6, pointer);
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i % dns_resolvers());

	name_by_getnameinfo(&inet, flags);
	name_by_getnameinfo(&inet6, flags | NI_NAMEREQD);
	name_by_gethostbyaddr(&inet, flags);
	name_by_gethostbyaddr(&inet6, flags);
	name_by_getfqdn(pointer, flags);
	ck_assert_uint_gt(dns_asked(server), 0);
	dns_scene_end(server);
}

/* The longest name there is, 253 bytes of text, is given whole or not at all. */
TEST(longest_name_is_never_cut, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct lsock_addr addr = pointer_address(AF_INET, DNS_POINTER_LONG);
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i) | NI_NAMEREQD;
	char host[NAME_SIZE] = "untouched";
	int r;

	r = lsock_getnameinfo(&addr, host, 253, NULL, 0, flags, lsock_in_ms(UNTIL_MS));
	ck_assert_msg(r == LSOCK_EAI(EAI_OVERFLOW), "%s", dns_error(r));
	ck_assert_str_eq(host, "untouched");
	r = lsock_getnameinfo(&addr, host, 254, NULL, 0, flags, lsock_in_ms(UNTIL_MS));
	ck_assert_msg(r == 0, "%s", dns_error(r));
	ck_assert_uint_eq(strlen(host), 253);
	dns_scene_end(server);
}

/* Without a name the number is given, where one is not required. */
TEST(address_without_a_name_is_given_as_number, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct lsock_addr addr = pointer_address(AF_INET, DNS_POINTER_NXDOMAIN);
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	char host[NAME_SIZE];

	ck_assert_int_eq(lsock_getnameinfo(&addr, host, sizeof(host), NULL, 0, flags,
					   lsock_in_ms(UNTIL_MS)), 0);
	ck_assert_str_eq(host, pointer_text(DNS_POINTER_NXDOMAIN));
	dns_scene_end(server);
}
