/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Numbers give what the C library gives; where we differ from it a test says so.
 * Of lib/names/addrinfo.c, lib/names/kinds.c, lib/names/numeric.c.
 */
#include <linux_sock/host.h>

#include <errno.h>
#include <link.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include <linux_sock/error.h>

#include "tests/harness/harness.h"

static const char *const hosts[] = {
	"127.0.0.1", "192.0.2.7", "255.255.255.255", "0.0.0.0", "::1", "::", "2001:db8::1",
	"fe80::1%lo", "fe80::1", "::ffff:192.0.2.1", "ff02::1%lo",
};
static const char *const services[] = { NULL, "0", "80", "65535" };
static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX, -1 };
static const int types[] = { 0, SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, SOCK_SEQPACKET, SOCK_RDM, 99 };
static const int protocols[] = { 0, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_ICMP, IPPROTO_SCTP,
				 IPPROTO_UDPLITE, 250 };
static const int flag_sets[] = {
	0, AI_PASSIVE, AI_CANONNAME, AI_V4MAPPED, AI_V4MAPPED | AI_ALL, AI_NUMERICHOST,
	AI_NUMERICSERV, AI_PASSIVE | AI_CANONNAME | AI_V4MAPPED | AI_NUMERICHOST | AI_NUMERICSERV,
	1 << 20,
};

/* What is asked: its number in the matrix, for messages. */
static char question[200];

static void ask_about(const char *host, const char *service, const struct addrinfo *hints)
{
	snprintf(question, sizeof(question), "%s %s: family %d, type %d, protocol %d, flags %#x",
		 host ? host : "NULL", service ? service : "NULL", hints->ai_family,
		 hints->ai_socktype, hints->ai_protocol, (unsigned) hints->ai_flags);
}

static int ask_us(const char *host, const char *service, const struct addrinfo *hints,
		  struct lsock_answer **ret_answer)
{
	const struct lsock_hints ours = {
		.size = sizeof(ours), .family = hints->ai_family, .type = hints->ai_socktype,
		.protocol = hints->ai_protocol, .flags = hints->ai_flags,
	};

	return lsock_getaddrinfo(host, service, &ours, lsock_nowait(), ret_answer);
}

static void same_address(const struct lsock_addr *ours, const struct addrinfo *its)
{
	struct lsock_addr addr;

	ck_assert_msg(ours != NULL, "%s: too few addresses", question);
	ck_assert_int_eq(lsock_addr_from(its->ai_addr, its->ai_addrlen, &addr), 0);
	ck_assert_msg(lsock_addr_equal(ours, &addr), "%s: another address", question);
	ck_assert_msg(ours->type == its->ai_socktype && ours->protocol == its->ai_protocol,
		      "%s: another socket", question);
}

static void same_name(const char *ours, const char *its)
{
	ck_assert_msg((ours == NULL) == (its == NULL), "%s: a canonical name", question);
	if (its)
		ck_assert_str_eq(ours, its);
}

/* What getaddrinfo(3) gives, and what we give. */
static void compare(const char *host, const char *service, const struct addrinfo *hints)
{
	struct lsock_answer *answer = NULL;
	struct addrinfo *list = NULL, *its;
	int theirs = getaddrinfo(host, service, hints, &list);
	int r = ask_us(host, service, hints, &answer);
	size_t i = 0;

	ask_about(host, service, hints);
	ck_assert_msg(r == (theirs ? LSOCK_EAI(theirs) : 0), "%s: %s, but %s by the C library",
		      question, lsock_error_name(r), lsock_error_name(LSOCK_EAI(theirs)));
	if (theirs)
		return;
	for (its = list; its; its = its->ai_next)
		same_address(lsock_answer_at(answer, i++), its);
	ck_assert_msg(lsock_answer_count(answer) == i, "%s: too many addresses", question);
	same_name(lsock_answer_name(answer), list->ai_canonname);
	freeaddrinfo(list);
	lsock_answer_free(answer);
}

static void compare_hints(const char *host, const char *service, struct addrinfo *hints)
{
	size_t t, p, f;

	for (t = 0; t < COUNT_OF(types); t++)
		for (p = 0; p < COUNT_OF(protocols); p++)
			for (f = 0; f < COUNT_OF(families); f++) {
				hints->ai_socktype = types[t];
				hints->ai_protocol = protocols[p];
				hints->ai_family = families[f];
				compare(host, service, hints);
			}
}

static int flags_count(void)
{
	return COUNT_OF(flag_sets);
}

TEST(numbers_give_what_the_c_library_gives, .count = flags_count, .seconds = 60)
{
	struct addrinfo hints = { .ai_flags = flag_sets[i] };
	size_t h, s;

#ifndef __GLIBC__
	skip("written for what glibc gives");
#endif
	for (h = 0; h < COUNT_OF(hosts); h++)
		for (s = 0; s < COUNT_OF(services); s++)
			compare_hints(hosts[h], services[s], &hints);
}

/* How many of the addresses are this text. */
static size_t count_of(const struct lsock_answer *answer, const char *text)
{
	struct lsock_addr addr;
	size_t i, count = 0;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	for (i = 0; i < lsock_answer_count(answer); i++)
		count += lsock_addr_equal(lsock_answer_at(answer, i), &addr);
	return count;
}

/* glibc sorts any address before loopback or behind it as its routes are; we do not. */
TEST(no_host_is_loopback_or_any_address_of_inet6_then_of_inet)
{
	struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	struct lsock_answer *answer;

	ck_assert_int_eq(lsock_getaddrinfo(NULL, "80", &hints, lsock_nowait(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	ck_assert_uint_eq(count_of(answer, "[::1]:80"), 1);
	ck_assert_uint_eq(count_of(answer, "127.0.0.1:80"), 1);
	ck_assert_int_eq(lsock_answer_at(answer, 0)->u.sa.sa_family, AF_INET6);
	lsock_answer_free(answer);
	hints.flags = AI_PASSIVE;
	hints.port = 443;
	ck_assert_int_eq(lsock_getaddrinfo(NULL, NULL, &hints, lsock_nowait(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	ck_assert_uint_eq(count_of(answer, "[::]:443"), 1);
	ck_assert_uint_eq(count_of(answer, "0.0.0.0:443"), 1);
	lsock_answer_free(answer);
}

TEST(empty_host_is_any_address)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .family = AF_INET };
	struct lsock_answer *answer;

	ck_assert_int_eq(lsock_getaddrinfo("", "80", &hints, lsock_nowait(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 3);
	ck_assert_uint_eq(count_of(answer, "0.0.0.0:80"), 3);
	lsock_answer_free(answer);
}

TEST(nothing_at_all_is_loopback_with_port_0)
{
	struct lsock_answer *answer;

	ck_assert_int_eq(lsock_getaddrinfo(NULL, NULL, NULL, lsock_nowait(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 6);
	ck_assert_uint_eq(count_of(answer, "[::1]:0"), 3);
	ck_assert_uint_eq(count_of(answer, "127.0.0.1:0"), 3);
	lsock_answer_free(answer);
}

TEST(canonical_name_of_no_host_is_refused)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .flags = AI_CANONNAME };
	struct lsock_answer *answer;

	ck_assert_int_eq(lsock_getaddrinfo(NULL, "80", &hints, lsock_nowait(), &answer),
			 LSOCK_EAI(EAI_BADFLAGS));
}

static int ask_hints(const struct lsock_hints *hints)
{
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo("192.0.2.1", NULL, hints, lsock_nowait(), &answer);

	ck_assert_int_eq(r == 0, answer != NULL);
	lsock_answer_free(answer);
	return r;
}

TEST(hints_are_checked)
{
	struct lsock_hints hints = { .size = 0 };
	struct { struct lsock_hints hints; int later; } wider = {
		.hints = { .size = sizeof(wider) },
	};

	ck_assert_int_eq(ask_hints(&hints), -EINVAL);
	hints.size = sizeof(hints);
	ck_assert_int_eq(ask_hints(&hints), 0);
	hints.port = 65535;
	ck_assert_int_eq(ask_hints(&hints), 0);
	hints.port = 65536;
	ck_assert_int_eq(ask_hints(&hints), -ERANGE);
	ck_assert_int_eq(ask_hints(&wider.hints), 0);
	wider.later = 1;
	ck_assert_int_eq(ask_hints(&wider.hints), -E2BIG);
}

TEST(raw_sockets_have_no_port)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_RAW, .port = 80 };

	ck_assert_int_eq(ask_hints(&hints), LSOCK_EAI(EAI_SERVICE));
}

/* A namespace whose "lo" has both addresses, and then none of inet6. */
TEST(addrconfig_asks_for_the_family_not_for_a_network)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .type = SOCK_STREAM, .flags = AI_ADDRCONFIG,
	};
	struct lsock_answer *answer;
	FILE *sysctl;

	need_family(AF_INET6);
	enter_netns();
	ck_assert_int_eq(lsock_getaddrinfo(NULL, "80", &hints, lsock_nowait(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	lsock_answer_free(answer);
	sysctl = fopen("/proc/sys/net/ipv6/conf/all/disable_ipv6", "w");
	if (sysctl == NULL || fputs("1", sysctl) < 0 || fclose(sysctl) != 0)
		skip("the sysctl disable_ipv6 cannot be set here");
	ck_assert_int_eq(lsock_getaddrinfo(NULL, "80", &hints, lsock_nowait(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	ck_assert_uint_eq(count_of(answer, "127.0.0.1:80"), 1);
	lsock_answer_free(answer);
	/* Who writes an address means it. */
	ck_assert_int_eq(lsock_getaddrinfo("::1", "80", &hints, lsock_nowait(), &answer), 0);
	lsock_answer_free(answer);
}

#ifndef DF_1_NODELETE
#define DF_1_NODELETE 8
#endif

/* Does the object that holds lsock_getaddrinfo() stay when it is closed? */
static int find_nodelete(struct dl_phdr_info *info, size_t size, void *found)
{
	const ElfW(Dyn) *dyn = NULL;
	int i;

	(void) size;
	if (strstr(info->dlpi_name, "liblinux_sock.so") == NULL)
		return 0;
	for (i = 0; i < info->dlpi_phnum; i++)
		if (info->dlpi_phdr[i].p_type == PT_DYNAMIC)
			dyn = (const void *) (info->dlpi_addr + info->dlpi_phdr[i].p_vaddr);
	for (; dyn && dyn->d_tag != DT_NULL; dyn++)
		if (dyn->d_tag == DT_FLAGS_1)
			*(bool *) found = (dyn->d_un.d_val & DF_1_NODELETE) != 0;
	return 1;
}

TEST(library_stays_while_its_threads_may_run)
{
	bool found = false;

	if (dl_iterate_phdr(find_nodelete, &found) == 0)
		skip("the library is linked statically");
	ck_assert(found);
}
