/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Look-ups in files, by each resolver: /etc/hosts with aliases, several addresses and both
 * families, /etc/services by way of addresses, and files that nobody would write.
 * Of lib/names/hosts.c, lib/names/cares/hosts.c, lib/names/nss/nss.c.
 */
#include <errno.h>
#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

#define UNTIL_MS 10000

static struct lsock_hints hints_with(int family, int flags)
{
	return (struct lsock_hints){ .size = sizeof(struct lsock_hints), .type = SOCK_STREAM,
				     .family = family, .flags = flags };
}

/* Is text among the addresses?  Those of several families come in an order of the C library's. */
static bool has(const struct lsock_answer *answer, const char *text)
{
	struct lsock_addr addr = dns_address(text);
	size_t n;

	for (n = 0; n < lsock_answer_count(answer); n++)
		if (lsock_addr_equal(lsock_answer_at(answer, n), &addr))
			return true;
	return false;
}

static bool has_alias(const struct lsock_answer *answer, const char *alias)
{
	size_t n;

	for (n = 0; lsock_answer_alias(answer, n); n++)
		if (strcmp(lsock_answer_alias(answer, n), alias) == 0)
			return true;
	return false;
}

static struct lsock_answer *look_up(const char *host, const char *service, int family, int flags)
{
	struct lsock_hints hints = hints_with(family, flags);
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo(host, service, &hints, lsock_in_ms(UNTIL_MS), &answer);

	ck_assert_msg(r == 0, "%s: %s", host, dns_error(r));
	return answer;
}

TEST(every_address_of_a_name_is_given, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	struct lsock_answer *answer = look_up("multi.example.test", "7", AF_UNSPEC, flags);

	ck_assert_uint_eq(lsock_answer_count(answer), 3);
	ck_assert(has(answer, "198.51.100.11:7"));
	ck_assert(has(answer, "198.51.100.12:7"));
	ck_assert(has(answer, "[2001:db8:1::11]:7"));
	lsock_answer_free(answer);
	ck_assert_uint_eq(dns_asked(server), 0);
	dns_scene_end(server);
}

TEST(addresses_of_the_family_that_is_wanted_are_given, .count = dns_resolvers,
	.label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	struct lsock_answer *answer = look_up("multi.example.test", "7", AF_INET, flags);

	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	lsock_answer_free(answer);
	answer = look_up("multi.example.test", "7", AF_INET6, flags);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	ck_assert(has(answer, "[2001:db8:1::11]:7"));
	lsock_answer_free(answer);
	dns_scene_end(server);
}

TEST(alias_leads_to_the_name, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	struct lsock_answer *answer = look_up("alias-two", NULL, AF_INET, flags | AI_CANONNAME);

	ck_assert_str_eq(lsock_answer_name(answer), "plain.example.test");
	ck_assert(has(answer, "198.51.100.10:0"));
	lsock_answer_free(answer);
	dns_scene_end(server);
}

TEST(name_comes_with_its_aliases, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_answer *answer = NULL;
	int r = lsock_gethostbyname_ex("plain", dns_resolver_flags(i), lsock_in_ms(UNTIL_MS),
				       &answer);

	ck_assert_msg(r == 0, "%s", dns_error(r));
	ck_assert_str_eq(lsock_answer_name(answer), "plain.example.test");
	ck_assert(has_alias(answer, "plain"));
	if (IS_GLIBC || i != DNS_LIBC) {
		ck_assert(has_alias(answer, "alias-one"));
		ck_assert(has_alias(answer, "alias-two"));
	}
	ck_assert(!has_alias(answer, "alias-three"));
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	ck_assert(has(answer, "198.51.100.10:0"));
	lsock_answer_free(answer);
	dns_scene_end(server);
}

TEST(gethostbyname_knows_no_inet6, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_addr addr = { .len = 0 };
	int r = lsock_gethostbyname("six", dns_resolver_flags(i), lsock_in_ms(UNTIL_MS), &addr);

	ck_assert_msg(lsock_error_domain(r) == LSOCK_DOMAIN_HERR, "%s", dns_error(r));
	ck_assert_uint_eq(addr.len, 0);
	dns_scene_end(server);
}

static const char *const with_names[] = { "198.51.100.10:0", "[2001:db8:1::20]:0" };
static const char *const their_names[] = { "plain.example.test", "six.example.test" };

TEST(addresses_of_both_families_have_names, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i), r;
	struct lsock_answer *answer;
	struct lsock_addr addr;
	size_t n;

	for (n = 0; n < COUNT_OF(with_names); n++) {
		addr = dns_address(with_names[n]);
		r = lsock_gethostbyaddr(&addr, flags, lsock_in_ms(UNTIL_MS), &answer);
		ck_assert_msg(r == 0, "%s", dns_error(r));
		ck_assert_str_eq(lsock_answer_name(answer), their_names[n]);
		ck_assert(has(answer, with_names[n]));
		lsock_answer_free(answer);
	}
	dns_scene_end(server);
}

TEST(full_name_of_this_host_is_found, .count = dns_resolvers, .label = dns_resolver_label)
{
	static const char *const names[] = { NULL, "", "0.0.0.0", "::", NAMESERVICE_HOST,
					     "127.0.1.1" };
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	char name[100];
	size_t n;

	for (n = 0; n < COUNT_OF(names); n++) {
		ck_assert_int_eq(lsock_getfqdn(names[n], flags, name, sizeof(name),
					       lsock_in_ms(UNTIL_MS)), 0);
		ck_assert_str_eq(name, NAMESERVICE_HOST ".example.test");
	}
	ck_assert_int_eq(lsock_getfqdn("", flags, name, 16, lsock_in_ms(UNTIL_MS)), -ENOSPC);
	dns_scene_end(server);
}

/* linux_sock_resolver(7): nobody keeps what a file said before. */
TEST(files_are_read_anew, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_hints hints = hints_with(AF_INET, dns_resolver_flags(i));
	struct lsock_answer *answer;
	int r;

	lsock_answer_free(look_up("one.test", "7", AF_INET, hints.flags));
	ck_assert_int_eq(nameservice_write("hosts", "127.9.9.9\tone.test\n"), 0);
	answer = look_up("one.test", "7", AF_INET, hints.flags);
	ck_assert(has(answer, "127.9.9.9:7"));
	lsock_answer_free(answer);
	/* A server that is not there: the kernel refuses at once. */
	ck_assert_int_eq(nameservice_write("resolv.conf", "nameserver 127.0.0.99\n"), 0);
	r = lsock_getaddrinfo("one.elsewhere.test", "7", &hints, lsock_in_ms(UNTIL_MS), &answer);
	ck_assert_msg(r == LSOCK_EAI(EAI_AGAIN), "%s", dns_error(r));
	ck_assert_int_eq(nameservice_patience(1, 1), 0);
	lsock_answer_free(look_up("one.elsewhere.test", "7", AF_INET, hints.flags));
	dns_scene_end(server);
}

/* ---- Services by way of addresses */

TEST(service_is_of_the_type_that_is_wanted)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_hints hints = hints_with(AF_INET, 0);
	struct lsock_answer *answer = look_up("plain", "split", AF_INET, 0);
	int r;

	ck_assert(has(answer, "198.51.100.10:4002"));
	lsock_answer_free(answer);
	r = lsock_getaddrinfo("plain", "only-udp", &hints, lsock_in_ms(UNTIL_MS), &answer);
	ck_assert_msg(r == LSOCK_EAI(EAI_SERVICE), "%s", dns_error(r));
	hints.type = SOCK_DGRAM;
	ck_assert_int_eq(lsock_getaddrinfo("127.0.0.1", "split", &hints, lsock_in_ms(UNTIL_MS),
					   &answer), 0);
	ck_assert(has(answer, "127.0.0.1:4003"));
	lsock_answer_free(answer);
	dns_scene_end(server);
}

TEST(port_gets_the_name_of_the_service)
{
	static const struct {
		const char *addr;
		int flags;
		const char *service;
	} rows[] = {
		{ "127.0.0.1:80", 0, "http" },		{ "127.0.0.1:4002", 0, "split" },
		{ "127.0.0.1:4003", NI_DGRAM, "split" }, { "127.0.0.1:4003", 0, "4003" },
		{ "127.0.0.1:80", NI_NUMERICSERV, "80" }, { "[::1]:7", NI_DGRAM, "echo" },
	};
	struct dns_server *server = dns_scene_begin();
	struct lsock_addr addr;
	char service[40];
	size_t n;

	for (n = 0; n < COUNT_OF(rows); n++) {
		addr = dns_address(rows[n].addr);
		ck_assert_int_eq(lsock_getnameinfo(&addr, NULL, 0, service, sizeof(service),
						   rows[n].flags, lsock_in_ms(UNTIL_MS)), 0);
		ck_assert_str_eq(service, rows[n].service);
	}
	ck_assert_uint_eq(dns_asked(server), 0);
	dns_scene_end(server);
}

static const struct asked {
	const char *name;
	int port;
} asked[] = { { "echo", 7 }, { "http", 80 }, { "domain", 53 }, { "only-tcp", 4001 } };

/* Each thread asks for its own: were the entry shared, some would get another one's. */
static void *ask_services(void *argument)
{
	const struct asked *mine = argument;
	char name[40];
	int n;

	for (n = 0; n < 300; n++)
		if (lsock_getservbyname(mine->name, "tcp") != mine->port ||
		    lsock_getservbyport((unsigned) mine->port, "tcp", name, sizeof(name)) < 0 ||
		    strcmp(name, mine->name) != 0)
			return argument;
	return NULL;
}

TEST(services_are_looked_up_by_many_threads_at_once, .seconds = 60)
{
	struct dns_server *server = dns_scene_begin();
	pthread_t threads[COUNT_OF(asked)];
	void *failed;
	size_t n;

	for (n = 0; n < COUNT_OF(asked); n++)
		ck_assert_int_eq(pthread_create(&threads[n], NULL, ask_services,
						(void *) (uintptr_t) &asked[n]), 0);
	for (n = 0; n < COUNT_OF(asked); n++) {
		ck_assert_int_eq(pthread_join(threads[n], &failed), 0);
		ck_assert_ptr_eq(failed, NULL);
	}
	dns_scene_end(server);
}

/* ---- Files that nobody would write */

static char *long_text(size_t size)
{
	char *text = malloc(size);

	ck_assert_ptr_nonnull(text);
	*text = '\0';
	return text;
}

static void write_crowd(unsigned count)
{
	char *text = long_text(count * 40 + 1), *at = text;
	unsigned n;

	for (n = 1; n <= count; n++)
		at += sprintf(at, "127.8.%u.%u\tcrowd.test\n", n >> 8, n & 255);
	ck_assert_int_eq(nameservice_write("hosts", text), 0);
	free(text);
}

/* The C library opens a socket for each of them, to sort them. */
TEST(of_ten_thousand_addresses_4096_are_kept, .seconds = 90)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_answer *answer;

	write_crowd(10000);
	answer = look_up("crowd.test", "7", AF_INET, 0);
#ifdef __GLIBC__
	ck_assert_uint_eq(lsock_answer_count(answer), 4096);
#else
	ck_assert_uint_gt(lsock_answer_count(answer), 1);	/* musl keeps 48 */
#endif
	lsock_answer_free(answer);
	dns_scene_end(server);
}

/* How many aliases come back of a line that has so many. */
static size_t aliases_of(size_t count, int flags)
{
	char *line = long_text(count * 10 + 100), *at = line;
	struct lsock_answer *answer = NULL;
	size_t n;
	int r;

	at += sprintf(at, "198.51.100.77\tname%zu.test", count);
	for (n = 0; n < count; n++)
		at += sprintf(at, " a%zu", n);
	memcpy(at, "\n", 2);
	ck_assert_int_eq(nameservice_write("hosts", line), 0);
	sprintf(line, "name%zu.test", count);
	r = lsock_gethostbyname_ex(line, flags, lsock_in_ms(UNTIL_MS), &answer);
	free(line);
	ck_assert_msg(r == 0, "%zu aliases: %s", count, dns_error(r));
	for (n = 0; lsock_answer_alias(answer, n); n++)
		ck_assert_int_eq(lsock_answer_alias(answer, n)[0], 'a');
	lsock_answer_free(answer);
	return n;
}

TEST(aliases_are_all_there_however_many, .seconds = 60)
{
	struct dns_server *server = dns_scene_begin();

	if (!IS_GLIBC)
		skip("the C library gives no aliases");
	ck_assert_uint_eq(aliases_of(1, 0), 1);
	ck_assert_uint_eq(aliases_of(40, 0), 40);
	ck_assert_uint_eq(aliases_of(3000, 0), 3000);
	dns_scene_end(server);
}

TEST(what_is_no_hosts_file_harms_nobody, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_hints hints = hints_with(AF_UNSPEC, dns_resolver_flags(i));
	struct lsock_answer *answer = NULL;
	char noise[5000];
	int n, r;

	for (n = 0; n < 20; n++) {
		random_fill(noise, sizeof(noise) - 1);
		noise[sizeof(noise) - 1] = '\0';
		ck_assert_int_eq(nameservice_write("hosts", noise), 0);
		ck_assert_int_eq(nameservice_write("services", noise), 0);
		r = lsock_getaddrinfo("nxdomain.test", "80", &hints, lsock_in_ms(UNTIL_MS),
				      &answer);
		ck_assert_msg(r == LSOCK_EAI(EAI_NONAME), "%s", dns_error(r));
		ck_assert_int_eq(lsock_getservbyname("echo", NULL), -ENOENT);
	}
	dns_scene_end(server);
}
