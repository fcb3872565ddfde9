/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What c-ares finds becomes the answer that the C library gives, but where that is told.
 * Of lib/names/cares/error.c, lib/names/cares/found.c, lib/names/cares/hosts.c,
 * lib/names/cares/names.c.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

static struct dns_server *begin(void)
{
	struct dns_server *server = dns_scene_begin();

	(void) dns_resolver_flags(DNS_CARES);
	return server;
}

static int look_up(const char *host, const char *service, struct lsock_hints hints, int resolver,
		   struct lsock_answer **ret_answer)
{
	hints.size = sizeof(hints);
	hints.flags |= resolver;
	return lsock_getaddrinfo(host, service, &hints, lsock_in_ms(10000), ret_answer);
}

static bool has(const struct lsock_answer *answer, const struct lsock_addr *addr)
{
	const struct lsock_addr *at;
	size_t i;

	for (i = 0; (at = lsock_answer_at(answer, i)) != NULL; i++)
		if (lsock_addr_equal(at, addr) && at->type == addr->type &&
		    at->protocol == addr->protocol)
			return true;
	return false;
}

static bool is_same_name(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

static const struct question {
	const char *host, *service;
	struct lsock_hints hints;
} questions[] = {
	{ "plain.example.test", "80", { .type = SOCK_STREAM } },
	{ "plain", "http", { .flags = AI_CANONNAME } },
	{ "multi.example.test", "53", { .family = AF_INET } },
	{ "multi.example.test", "53", { .flags = AI_CANONNAME } },
	{ "multi.example.test", "domain", { .type = SOCK_DGRAM } },
	{ "multi.example.test", "split", { .type = 0 } },
	{ "multi.example.test", "only-udp", { .type = 0 } },
	{ "multi.example.test", "only-udp", { .type = SOCK_STREAM } },
	{ "multi.example.test", "no-such", { .type = 0 } },
	{ "multi.example.test", "http", { .type = SOCK_RAW } },
	{ "multi.example.test", NULL, { .type = SOCK_RAW, .protocol = 99 } },
	{ "multi.example.test", NULL, { .type = SOCK_SEQPACKET } },
	{ "multi.example.test", NULL, { .port = 65535 } },
	{ "six", NULL, { .family = AF_INET } },
	{ "six", NULL, { .family = AF_INET6 } },
	{ "plain", NULL, { .family = AF_INET6, .flags = AI_V4MAPPED } },
	{ "multi.example.test", NULL, { .family = AF_INET6, .flags = AI_V4MAPPED } },
	{ "multi.example.test", NULL, { .family = AF_INET6, .flags = AI_V4MAPPED | AI_ALL } },
	{ "four.test", NULL, { .family = AF_INET6, .flags = AI_V4MAPPED } },
	{ "one.test", NULL, { .family = AF_INET6, .flags = AI_V4MAPPED | AI_ALL } },
	{ "one.test", "80", { .type = SOCK_STREAM } },
	{ "one.test.", "80", { .type = SOCK_STREAM } },
	{ "chain-3.test", "80", { .type = SOCK_STREAM, .flags = AI_CANONNAME } },
	{ "nxdomain.test", "80", { .type = SOCK_STREAM } },
	{ "empty.test", "80", { .type = SOCK_STREAM } },
	{ "code-2.test", "80", { .type = SOCK_STREAM } },
	{ "multi.example.test", NULL, { .family = AF_INET6, .flags = AI_ADDRCONFIG } },
	{ "multi.example.test", NULL, { .flags = AI_ADDRCONFIG } },
	{ "localhost", "80", { .type = SOCK_STREAM } },
	{ NULL, "http", { .type = 0 } },
	{ NULL, "split", { .flags = AI_PASSIVE } },
	{ "192.0.2.7", "split", { .flags = AI_CANONNAME } },
	{ "192.0.2.7", "domain", { .family = AF_INET6, .flags = AI_V4MAPPED } },
	{ "192.0.2.7", "domain", { .family = AF_INET6 } },
	{ "2001:db8::7", "no-such", { .type = SOCK_STREAM } },
};

static int question_count(void)
{
	return COUNT_OF(questions);
}

static const char *question_label(int i)
{
	static char label[100];

	snprintf(label, sizeof(label), "%d (%s, %s)", i,
		 questions[i].host ? questions[i].host : "-",
		 questions[i].service ? questions[i].service : "-");
	return label;
}

TEST(both_answer_alike, .count = question_count, .label = question_label)
{
	const struct question *q = &questions[i];
	struct lsock_answer *ours = NULL, *libc = NULL;
	struct dns_server *server = begin();
	int r = look_up(q->host, q->service, q->hints, LSOCK_LOOKUP_CARES, &ours);
	int its = look_up(q->host, q->service, q->hints, 0, &libc);
	size_t n;

	ck_assert_msg(r == its, "%s, of libc %s", dns_error(r), dns_error(its));
	ck_assert_uint_eq(lsock_answer_count(ours), lsock_answer_count(libc));
	for (n = 0; n < lsock_answer_count(ours); n++)
		ck_assert(has(libc, lsock_answer_at(ours, n)));
	ck_assert_msg(is_same_name(lsock_answer_name(ours), lsock_answer_name(libc)), "%s, not %s",
		      lsock_answer_name(ours), lsock_answer_name(libc));
	lsock_answer_free(ours);
	lsock_answer_free(libc);
	dns_scene_end(server);
}

#ifdef AI_IDN
TEST(what_c_ares_cannot_do_is_refused)
{
	const struct lsock_addr addr = dns_address("192.0.2.1:80");
	struct dns_server *server = begin();
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(look_up("one.test", NULL, (struct lsock_hints){ .flags = AI_CANONIDN |
				 AI_CANONNAME }, LSOCK_LOOKUP_CARES, &answer),
			 LSOCK_EAI(EAI_BADFLAGS));
	ck_assert_int_eq(look_up("\xc3\xa4.test", NULL, (struct lsock_hints){ .flags = AI_IDN },
				 LSOCK_LOOKUP_CARES, &answer), LSOCK_EAI(EAI_IDN_ENCODE));
	ck_assert_int_eq(look_up("one.test", NULL, (struct lsock_hints){ .flags = AI_IDN },
				 LSOCK_LOOKUP_CARES, &answer), 0);
	lsock_answer_free(answer);
	ck_assert_int_eq(lsock_getnameinfo(&addr, (char[100]){ 0 }, 100, NULL, 0,
					   NI_IDN | LSOCK_LOOKUP_CARES, lsock_in_ms(10000)),
			 LSOCK_EAI(EAI_BADFLAGS));
	dns_scene_end(server);
}
#endif

static void assert_host(const char *name, const char *canonical, const char *const *aliases)
{
	struct lsock_answer *answer = NULL;
	size_t n;

	ck_assert_int_eq(lsock_gethostbyname_ex(name, LSOCK_LOOKUP_CARES, lsock_in_ms(10000),
						&answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), canonical);
	for (n = 0; aliases[n]; n++)
		ck_assert_str_eq(lsock_answer_alias(answer, n), aliases[n]);
	ck_assert_ptr_null(lsock_answer_alias(answer, n));
	ck_assert_uint_gt(lsock_answer_count(answer), 0);
	lsock_answer_free(answer);
}

/* Of a chain c-ares itself gives the second name. */
TEST(hosts_have_their_canonical_name_and_aliases)
{
	struct dns_server *server = begin();

	assert_host("plain", "plain.example.test",
		    (const char *const[]){ "plain", "alias-one", "alias-two", NULL });
	assert_host("alias-two", "plain.example.test",
		    (const char *const[]){ "plain", "alias-one", "alias-two", NULL });
	assert_host("one.test", "one.test", (const char *const[]){ NULL });
	assert_host("chain-3.test", "c1.test",
		    (const char *const[]){ "chain-3.test", "c3.test", "c2.test", NULL });
	dns_scene_end(server);
}

TEST(hosts_without_an_answer_are_herr)
{
	static const struct {
		const char *name;
		int error;
	} hosts[] = {
		{ "nxdomain.test", LSOCK_HERR(HOST_NOT_FOUND) },
		{ "six.test", LSOCK_HERR(NO_DATA) },
		{ "empty.test", LSOCK_HERR(NO_DATA) },
		{ "code-2.test", LSOCK_HERR(TRY_AGAIN) },
	};
	struct dns_server *server = begin();
	struct lsock_answer *answer = NULL;
	size_t n;
	int r;

	for (n = 0; n < COUNT_OF(hosts); n++) {
		r = lsock_gethostbyname_ex(hosts[n].name, LSOCK_LOOKUP_CARES, lsock_in_ms(10000),
					   &answer);
		ck_assert_msg(r == hosts[n].error, "%s: %s", hosts[n].name, dns_error(r));
	}
	ck_assert_ptr_null(answer);
	dns_scene_end(server);
}

/* ---- From addresses to names. */

static const struct named {
	const char *addr;
	int flags, result;
	const char *host, *service;
} named[] = {
	{ "192.0.2.1:80", 0, 0, "pointer.example.test", "http" },
	{ "[2001:db8::1]:80", 0, 0, "pointer.example.test", "http" },
	{ "192.0.2.1:4003", NI_DGRAM, 0, "pointer.example.test", "split" },
	{ "192.0.2.1:4003", 0, 0, "pointer.example.test", "4003" },
	{ "192.0.2.1:80", NI_NUMERICSERV, 0, "pointer.example.test", "80" },
	{ "192.0.2.1:0", 0, 0, "pointer.example.test", "0" },
	{ "192.0.2.1:80", NI_NUMERICHOST, 0, "192.0.2.1", "http" },
	{ "192.0.2.16:80", 0, 0, "192.0.2.16", "http" },	/* DNS_POINTER_NXDOMAIN */
	{ "192.0.2.16:80", NI_NAMEREQD, LSOCK_EAI(EAI_NONAME), NULL, NULL },
	{ "192.0.2.17:80", 0, LSOCK_EAI(EAI_AGAIN), NULL, NULL },	/* DNS_POINTER_SERVFAIL */
	{ "192.0.2.15:80", NI_NAMEREQD, LSOCK_EAI(EAI_AGAIN), NULL, NULL },	/* _SILENT */
	{ "192.0.2.18:80", NI_NAMEREQD, 0, "pointer.example.test", "http" },	/* _AFTER */
	{ "198.51.100.10:80", 0, 0, "plain.example.test", "http" },
	{ "[fe80::9%lo]:80", 0, 0, "fe80::9%lo", "http" },
	{ "[fe80::9%lo]:80", NI_NUMERICHOST, 0, "fe80::9%lo", "http" },
	{ "[::1:0]:80", NI_NUMERICHOST, 0, "::1:0", "http" },
};

static int named_count(void)
{
	return COUNT_OF(named);
}

static const char *named_label(int i)
{
	static char label[100];

	snprintf(label, sizeof(label), "%s, %d", named[i].addr, named[i].flags);
	return label;
}

TEST(addresses_have_names, .count = named_count, .label = named_label)
{
	const struct named *at = &named[i];
	struct dns_server *server = begin();
	struct lsock_addr addr = dns_address(at->addr);
	char host[1025] = "kept", service[32] = "kept";
	int r = lsock_getnameinfo(&addr, host, sizeof(host), service, sizeof(service),
				  at->flags | LSOCK_LOOKUP_CARES, lsock_in_ms(10000));

	ck_assert_msg(r == at->result, "%s", dns_error(r));
	ck_assert_str_eq(host, r == 0 ? at->host : "kept");
	ck_assert_str_eq(service, r == 0 ? at->service : "kept");
	dns_scene_end(server);
}

TEST(a_name_in_the_domain_of_this_host_goes_without_it)
{
	struct dns_server *server = begin();
	struct lsock_addr addr = dns_address("192.0.2.1:80");
	char host[100];

	ck_assert_int_eq(lsock_sethostname("box.example.test", 16), 0);
	ck_assert_int_eq(lsock_getnameinfo(&addr, host, sizeof(host), NULL, 0,
					   NI_NOFQDN | LSOCK_LOOKUP_CARES, lsock_in_ms(10000)), 0);
	ck_assert_str_eq(host, "pointer");
	dns_scene_end(server);
}

/* struct hostent has no room for a zone. */
TEST(gethostbyaddr_keeps_the_zone)
{
	struct dns_server *server = begin();
	struct lsock_addr addr = dns_address("[fe80::7%lo]:0");
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(nameservice_write("hosts", "fe80::7 zoned.example.test zoned\n"), 0);
	ck_assert_int_eq(lsock_gethostbyaddr(&addr, LSOCK_LOOKUP_CARES, lsock_in_ms(10000),
					     &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), "zoned.example.test");
	ck_assert_str_eq(lsock_answer_alias(answer, 0), "zoned");
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	ck_assert(lsock_addr_equal(lsock_answer_at(answer, 0), &addr));
	lsock_answer_free(answer);
	dns_scene_end(server);
}

TEST(gethostbyaddr_of_nobody_is_herr)
{
	struct dns_server *server = begin();
	struct lsock_addr addr = dns_address("192.0.2.16:0");
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(lsock_gethostbyaddr(&addr, LSOCK_LOOKUP_CARES, lsock_in_ms(10000),
					     &answer), LSOCK_HERR(HOST_NOT_FOUND));
	ck_assert_ptr_null(answer);
	dns_scene_end(server);
}
