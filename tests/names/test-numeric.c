/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A host in numbers means the same with a service in numbers and with one by name.
 * Of lib/names/kinds.c.
 */
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

#define UNTIL_MS 10000

static struct dns_server *server;

static void begin(void)
{
	server = dns_scene_begin();
	ck_assert_int_eq(nameservice_write("services", "http\t80/tcp\nsplit\t4002/tcp\n"
					   "split\t4003/udp\nrare\t4004/sctp\n"), 0);
}

/* Nobody is asked for an address. */
static void end(void)
{
	ck_assert_uint_eq(dns_asked(server), 0);
	dns_scene_end(server);
}

static int ask(const char *host, const char *service, const struct lsock_hints *hints,
	       struct lsock_answer **ret_answer)
{
	*ret_answer = NULL;
	return lsock_getaddrinfo(host, service, hints, lsock_in_ms(UNTIL_MS), ret_answer);
}

static const char *const hosts[] = {
	"::1", "127.0.0.1", "fe80::1%lo", "::ffff:192.0.2.1", "192.0.2.1", "", NULL,
};
static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6 };
static const int flag_sets[] = {
	0, AI_PASSIVE, AI_CANONNAME, AI_V4MAPPED, AI_NUMERICHOST, AI_ADDRCONFIG,
	AI_ADDRCONFIG | AI_PASSIVE, AI_ADDRCONFIG | AI_V4MAPPED,
};

/* "lo" alone is up here: AI_ADDRCONFIG of glibc would count it for nothing. */
static void same_by_name(const char *host, const struct lsock_hints *hints)
{
	struct lsock_answer *by_number, *by_name;
	const struct lsock_addr *addr;
	size_t n;

	ck_assert_int_eq(ask(host, "80", hints, &by_number), ask(host, "http", hints, &by_name));
	ck_assert_uint_eq(lsock_answer_count(by_number), lsock_answer_count(by_name));
	for (n = 0; (addr = lsock_answer_at(by_number, n)) != NULL; n++) {
		ck_assert(lsock_addr_equal(addr, lsock_answer_at(by_name, n)));
		ck_assert_int_eq(addr->protocol, lsock_answer_at(by_name, n)->protocol);
	}
	if (lsock_answer_name(by_number))
		ck_assert_str_eq(lsock_answer_name(by_name), host);
	lsock_answer_free(by_number);
	lsock_answer_free(by_name);
}

TEST(name_of_a_service_changes_no_address, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	size_t h, f, s;

	begin();
	for (h = 0; h < COUNT_OF(hosts); h++)
		for (f = 0; f < COUNT_OF(families); f++)
			for (s = 0; s < COUNT_OF(flag_sets); s++) {
				hints.family = families[f];
				hints.flags = flag_sets[s] | dns_resolver_flags(i);
				same_by_name(hosts[h], &hints);
			}
	end();
}

static void has_kind(const struct lsock_answer *answer, size_t n, int type, int protocol, int port)
{
	const struct lsock_addr *addr = lsock_answer_at(answer, n);

	ck_assert_ptr_nonnull(addr);
	ck_assert_int_eq(addr->type, type);
	ck_assert_int_eq(addr->protocol, protocol);
	ck_assert_int_eq(lsock_addr_port(addr), port);
}

TEST(kinds_are_those_that_have_the_service, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct lsock_hints hints = { .size = sizeof(hints), .flags = dns_resolver_flags(i) };
	struct lsock_answer *answer;

	begin();
	ck_assert_int_eq(ask("192.0.2.1", "split", &hints, &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	has_kind(answer, 0, SOCK_STREAM, IPPROTO_TCP, 4002);
	has_kind(answer, 1, SOCK_DGRAM, IPPROTO_UDP, 4003);
	lsock_answer_free(answer);
	hints.protocol = IPPROTO_SCTP;
	hints.type = SOCK_SEQPACKET;
	ck_assert_int_eq(ask("192.0.2.1", "http", &hints, &answer), LSOCK_EAI(EAI_SERVICE));
	hints.type = SOCK_RAW;
	ck_assert_int_eq(ask("192.0.2.1", "rare", &hints, &answer), LSOCK_EAI(EAI_SERVICE));
	hints = (struct lsock_hints){ .size = sizeof(hints), .flags = hints.flags };
	ck_assert_int_eq(ask(NULL, "nosuch", &hints, &answer), LSOCK_EAI(EAI_SERVICE));
	end();
}

/* As glibc: a name and a number alike, a service that has none of the usual kinds has its own. */
TEST(unusual_kinds_are_found_too, .count = dns_resolvers, .label = dns_resolver_label)
{
	static const char *const names[] = { "192.0.2.1", "plain.example.test" };
	struct lsock_hints hints = { .size = sizeof(hints), .flags = dns_resolver_flags(i) };
	struct lsock_answer *answer;
	size_t n;

	if (!IS_GLIBC)
		skip("the C library knows services of TCP and UDP only");
	begin();
	for (n = 0; n < COUNT_OF(names); n++) {
		ck_assert_int_eq(ask(names[n], "rare", &hints, &answer), 0);
		ck_assert_uint_eq(lsock_answer_count(answer), 2);
		has_kind(answer, 0, SOCK_STREAM, IPPROTO_SCTP, 4004);
		has_kind(answer, 1, SOCK_SEQPACKET, IPPROTO_SCTP, 4004);
		lsock_answer_free(answer);
	}
	hints.protocol = IPPROTO_SCTP;
	hints.type = SOCK_SEQPACKET;
	ck_assert_int_eq(ask("192.0.2.1", "rare", &hints, &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	has_kind(answer, 0, SOCK_SEQPACKET, IPPROTO_SCTP, 4004);
	lsock_answer_free(answer);
	end();
}
