/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * lsock_getaddrinfo() before a name server that is honest, slow, lame or hostile.  The C library's
 * own getaddrinfo(3) is asked the same, so that what a script does is proved without our code.
 * Of lib/names/addrinfo.c, lib/names/cares/found.c.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

/* How a look-up may end; which of several it is depends on the C library. */
#define GOOD 1u
#define NONE 2u			/* EAI_NONAME, or EAI_NODATA, which not all have */
#define AGAIN 4u		/* EAI_AGAIN */
#define FAIL 8u			/* EAI_FAIL, and what stands for it */
#define LATE 16u		/* -ETIME */
#define BAD (NONE | AGAIN | FAIL)
#define ANY (GOOD | BAD)

#define UNTIL_MS 8000		/* longer than the C library tries */
#define SHORT_MS 300
#define PATIENCE_MS 999		/* what nameservice_enter() gives a server; musl cuts ms off */

static const struct script {
	const char *name;
	unsigned outcomes;
	unsigned count;		/* of addresses, if GOOD; 0: any */
	int least_ms;		/* never before */
	bool hangs;		/* the C library alone would wait for ever */
} scripts[] = {
	{ "one.test", GOOD, 2, 0, false },
	{ "ONE.test", GOOD, 2, 0, false },
	{ "one.test.", GOOD, 2, 0, false },
	{ "many-20.test", GOOD, 40, 0, false },
	{ "many-200.test", GOOD, 400, 0, false },
	{ "four.test", GOOD, 2, 0, false },
	{ "six.test", GOOD, 2, 0, false },
	{ "empty.test", NONE, 0, 0, false },
	{ "after-300.test", GOOD, 2, 300, false },
	{ "silent.test", AGAIN, 0, PATIENCE_MS, false },
	{ "half.test", GOOD | AGAIN, 1, PATIENCE_MS, false },
	{ "chain-3.test", GOOD, 2, 0, false },
	{ "chain-15.test", GOOD, 2, 0, false },
	{ "chain-300.test", ANY, 2, 0, false },
	{ "loop.test", BAD, 0, 0, false },
	{ "nxdomain.test", NONE, 0, 0, false },
	{ "code-1.test", BAD, 0, 0, false },
	{ "code-2.test", AGAIN, 0, 0, false },
	{ "code-4.test", BAD, 0, 0, false },
	{ "code-5.test", BAD, 0, 0, false },
	{ "code-15.test", BAD, 0, 0, false },
	{ "lame.test", BAD, 0, 0, false },
	{ "huge.test", GOOD, 2, 0, false },
	{ "tc.test", GOOD, 2, 0, false },
	{ "tchang.test", LATE, 0, SHORT_MS, true },
	{ "tcclosed.test", BAD, 0, 0, false },
	{ "tcearly.test", BAD, 0, 0, false },
	{ "tcearly-1.test", LATE, 0, SHORT_MS, true },
	{ "tctiny.test", BAD, 0, 0, false },
	{ "tctiny-1.test", BAD, 0, 0, false },
	{ "tcalways.test", BAD, 0, 0, false },
	{ "bytes-0.test", BAD, 0, 0, false },
	{ "bytes-2.test", BAD, 0, 0, false },
	{ "bytes-11.test", BAD, 0, 0, false },
	{ "wrongid.test", BAD, 0, 0, false },
	{ "wrongquestion.test", BAD, 0, 0, false },
	{ "stranger.test", BAD, 0, 0, false },
	{ "echo.test", BAD, 0, 0, false },
	{ "flood.test", GOOD, 2, 0, false },
	{ "flood-1.test", ANY, 0, 0, false },
	{ "pointer-0.test", BAD, 0, 0, false },
	{ "pointer-1.test", ANY, 0, 0, false },
	{ "pointer-2.test", BAD, 0, 0, false },
	{ "label.test", BAD, 0, 0, false },
	{ "alias-253.test", GOOD, 2, 0, false },
	{ "alias-300.test", BAD, 0, 0, false },
	{ "badalias-0.test", ANY, 2, 0, false },
	{ "badalias-1.test", ANY, 2, 0, false },
	{ "badalias-2.test", ANY, 2, 0, false },
	{ "badalias-3.test", ANY, 2, 0, false },
	{ "badalias-4.test", ANY, 2, 0, false },
	{ "badalias-5.test", ANY, 2, 0, false },
	{ "badalias-6.test", ANY, 2, 0, false },
	{ "rdlength-0.test", BAD, 0, 0, false },
	{ "rdlength-3.test", BAD, 0, 0, false },
	{ "rdlength-65535.test", BAD, 0, 0, false },
	{ "count-0.test", BAD, 0, 0, false },
	{ "count-1000.test", ANY, 2, 0, false },
	{ "questions-0.test", BAD, 0, 0, false },
	{ "questions-2.test", BAD, 0, 0, false },
	{ "type-0.test", BAD, 0, 0, false },
	{ "type-1.test", ANY, 2, 0, false },	/* c-ares takes them */
	{ "owner.test", BAD, 0, 0, false },
};

/* musl before 1.2.4 asks by UDP alone; all of them keep 48 addresses, and look at less. */
static const char *const unsure[] = {
	"many-20.test", "many-200.test", "huge.test", "tc.test", "tchang.test", "tcearly-1.test",
	"wrongquestion.test", "pointer-0.test", "pointer-2.test", "alias-253.test",
	"alias-300.test", "owner.test",
};

static bool is_certain(const struct script *script, int resolver)
{
	size_t i;

	for (i = 0; i < COUNT_OF(unsure); i++)
		if (strcmp(unsure[i], script->name) == 0)
			return IS_GLIBC || resolver != DNS_LIBC;
	return true;
}

static unsigned outcome(int r)
{
	switch (r) {
	case 0:
		return GOOD;
	case -ETIME:
		return LATE;
	case LSOCK_EAI(EAI_AGAIN):
		return AGAIN;
	case LSOCK_EAI(EAI_NONAME):
#ifdef EAI_NODATA
	case LSOCK_EAI(EAI_NODATA):
#endif
		return NONE;
	default:
		return lsock_error_domain(r) == LSOCK_DOMAIN_EAI ? FAIL : 0;
	}
}

/* As the server gives them: 127.9.0.N and 2001:db8::9:0:N. */
static void assert_of_the_server(const struct lsock_addr *addr)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	lsock_addr_format(addr, text, sizeof(text));
	ck_assert_msg(strncmp(text, "127.9.", 6) == 0 ||
		      strncmp(text, "[2001:db8::9:", 13) == 0, "%s", text);
	ck_assert_int_eq(lsock_addr_port(addr), 80);
	ck_assert_int_eq(addr->type, SOCK_STREAM);
	ck_assert_int_eq(addr->protocol, IPPROTO_TCP);
}

static void assert_answer(const struct lsock_answer *answer, unsigned count)
{
	size_t i;

	ck_assert_uint_gt(lsock_answer_count(answer), 0);
	if (count > 0)
		ck_assert_uint_eq(lsock_answer_count(answer), count);
	for (i = 0; i < lsock_answer_count(answer); i++)
		assert_of_the_server(lsock_answer_at(answer, i));
	ck_assert_ptr_eq(lsock_answer_at(answer, i), NULL);
	ck_assert_ptr_nonnull(lsock_answer_name(answer));
	ck_assert_uint_le(strlen(lsock_answer_name(answer)), 1024);
}

static struct lsock_hints stream_hints(int flags)
{
	return (struct lsock_hints){ .size = sizeof(struct lsock_hints), .type = SOCK_STREAM,
				     .flags = flags };
}

/* ---- Each script, by each resolver. */

static int script_count(void)
{
	return (int) COUNT_OF(scripts) * dns_resolvers();
}

static const char *script_label(int i)
{
	return dns_label(scripts[i / dns_resolvers()].name, i % dns_resolvers());
}

TEST(look_up_ends_as_the_server_has_it, .count = script_count, .label = script_label)
{
	const struct script *script = &scripts[i / dns_resolvers()];
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i % dns_resolvers());
	struct lsock_hints hints = stream_hints(AI_CANONNAME | flags);
	struct lsock_answer *answer = NULL;
	int64_t start = clock_ns();
	int until_ms = script->hangs ? SHORT_MS : UNTIL_MS;
	int r = lsock_getaddrinfo(script->name, "80", &hints, lsock_in_ms(until_ms), &answer);
	bool certain = is_certain(script, i % dns_resolvers());

	assert_took(start, certain ? script->least_ms : 0, until_ms + 3000);
	ck_assert_msg(outcome(r) & (certain ? script->outcomes : ANY | LATE), "%s", dns_error(r));
	if (r == 0)
		assert_answer(answer, certain ? script->count : 0);
	else
		ck_assert_ptr_eq(answer, NULL);
	ck_assert_uint_gt(dns_asked(server), 0);
	lsock_answer_free(answer);
	dns_scene_end(server);
}

static int libc_count(void)
{
	return (int) COUNT_OF(scripts);
}

static const char *libc_label(int i)
{
	return scripts[i].name;
}

static unsigned list_length(const struct addrinfo *list)
{
	unsigned n = 0;

	for (; list; list = list->ai_next)
		n++;
	return n;
}

TEST(server_does_that_to_the_c_library, .count = libc_count, .label = libc_label)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct dns_server *server = dns_scene_begin();
	struct addrinfo *list = NULL;
	int64_t start = clock_ns();
	int r;

	if (scripts[i].hangs)
		skip("it would wait for ever");
	if (!is_certain(&scripts[i], DNS_LIBC))
		skip("it is not certain with this C library");
	r = getaddrinfo(scripts[i].name, "80", &hints, &list);
	r = r == 0 ? 0 : LSOCK_EAI(r);
	assert_took(start, scripts[i].least_ms, UNTIL_MS + 3000);
	ck_assert_msg(outcome(r) & scripts[i].outcomes, "%s", dns_error(r));
	if (r == 0 && scripts[i].count > 0)
		ck_assert_uint_eq(list_length(list), scripts[i].count);
	if (list)
		freeaddrinfo(list);
	dns_scene_end(server);
}

/* ---- What no table says. */

/* 64 KiB is the most that a message can have: some 4000 of inet, some 2300 of inet6. */
TEST(of_very_many_addresses_4096_are_kept, .count = dns_resolvers, .label = dns_resolver_label,
	.seconds = 60)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_hints hints = stream_hints(dns_resolver_flags(i));
	struct lsock_answer *answer = NULL;
	int r;

	r = lsock_getaddrinfo("many-2200.test", "80", &hints, lsock_in_ms(30000), &answer);
	if (!IS_GLIBC && i == DNS_LIBC)
		skip("the C library keeps 48");
	ck_assert_msg(r == 0, "%s", dns_error(r));
	ck_assert_uint_eq(lsock_answer_count(answer), 4096);
	ck_assert_ptr_nonnull(lsock_answer_at(answer, 4095));
	ck_assert_ptr_eq(lsock_answer_at(answer, 4096), NULL);
	lsock_answer_free(answer);
	dns_scene_end(server);
}

TEST(canonical_name_is_that_at_the_end_of_the_aliases, .count = dns_resolvers,
	.label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_hints hints = stream_hints(AI_CANONNAME | dns_resolver_flags(i));
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo("chain-3.test", NULL, &hints, lsock_in_ms(UNTIL_MS), &answer);

	ck_assert_msg(r == 0, "%s", dns_error(r));
	ck_assert_str_eq(lsock_answer_name(answer), "c1.test");
	lsock_answer_free(answer);
	dns_scene_end(server);
}

TEST(family_that_is_wanted_is_asked_for_alone, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_hints hints = stream_hints(dns_resolver_flags(i));
	struct lsock_answer *answer = NULL;

	hints.family = AF_INET6;
	ck_assert_int_eq(lsock_getaddrinfo("many-3.test", NULL, &hints, lsock_in_ms(UNTIL_MS),
					   &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 3);
	ck_assert_uint_eq(lsock_answer_at(answer, 2)->u.sa.sa_family, AF_INET6);
	ck_assert_uint_eq(dns_asked(server), 1);
	lsock_answer_free(answer);
	dns_scene_end(server);
}

#define AT_A_TIME 25
#define MANGLED 100

/* Whatever comes of it: it ends, it is whole, and nothing is lost. */
static void ask_mangled(unsigned first, int flags)
{
	struct lsock_hints hints = stream_hints(AI_CANONNAME | flags);
	struct lsock_deadline until = lsock_in_ms((int64_t) (15000 * slowness()));
	struct lsock_lookup *lookups[AT_A_TIME];
	struct lsock_answer *answer;
	char name[40];
	unsigned i;
	int r;

	for (i = 0; i < AT_A_TIME; i++) {
		snprintf(name, sizeof(name), "mangled-%u.test", first + i);
		r = lsock_getaddrinfo_start(name, "80", &hints, &lookups[i]);
		ck_assert_msg(r == 0, "%s", dns_error(r));
	}
	for (i = 0; i < AT_A_TIME; i++) {
		answer = NULL;
		r = lsock_lookup_finish(lookups[i], until, &answer);
		ck_assert_msg(outcome(r) & ANY, "mangled-%u.test: %s", first + i, dns_error(r));
		ck_assert_int_eq(answer != NULL, r == 0);
		lsock_answer_free(answer);
		lsock_lookup_free(lookups[i]);
	}
}

TEST(mangled_answers_do_no_harm, .count = dns_resolvers, .label = dns_resolver_label, .seconds = 90)
{
	struct dns_server *server = dns_scene_begin();
	unsigned first = (unsigned) random_below(1000000), n;
	int flags = dns_resolver_flags(i);

	for (n = 0; n < MANGLED; n += AT_A_TIME)
		ask_mangled(first + n, flags);
	ck_assert_uint_ge(dns_asked(server), MANGLED);
	dns_scene_end(server);
}
