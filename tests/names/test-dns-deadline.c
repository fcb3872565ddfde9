/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Look-ups before a name server that keeps silent: they end at their deadline, what was left behind
 * is counted and goes, and once the server answers again names are found again.
 * Of lib/names/lookup.c, lib/names/cares/cares.c, lib/names/nss/job.c.
 */
#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

/* The child of a process with threads may have threads, too. */
__attribute__((visibility("default"))) const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
	return "die_after_fork=0";
}

#define LONG_MS 10000
#define OUTSTANDING 32

static struct lsock_hints hints_with(int flags)
{
	return (struct lsock_hints){ .size = sizeof(struct lsock_hints), .type = SOCK_STREAM,
				     .family = AF_INET, .flags = flags };
}

static int look_up(const char *name, int flags, struct lsock_deadline until)
{
	struct lsock_hints hints = hints_with(flags);
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo(name, "80", &hints, until, &answer);

	ck_assert_int_eq(answer != NULL, r == 0);
	if (r == 0)
		ck_assert_uint_eq(lsock_answer_count(answer), 1);
	lsock_answer_free(answer);
	return r;
}

static struct lsock_lookup *begin(const char *name, int flags)
{
	struct lsock_hints hints = hints_with(flags);
	struct lsock_lookup *lookup = NULL;
	int r = lsock_getaddrinfo_start(name, "80", &hints, &lookup);

	ck_assert_msg(r == 0, "%s", dns_error(r));
	return lookup;
}

static bool is_readable(const struct lsock_lookup *lookup, int ms)
{
	struct pollfd fds = { .fd = lsock_lookup_fd(lookup), .events = POLLIN };
	int r = poll(&fds, 1, ms);

	ck_assert_int_ge(r, 0);
	ck_assert_int_eq(fds.revents & ~POLLIN, 0);
	return r > 0;
}

/* As a program's own loop does it: the descriptor may be readable on the way, too. */
static int finish_in_a_loop(struct lsock_lookup *lookup, struct lsock_answer **ret_answer)
{
	int r;

	do {
		ck_assert(is_readable(lookup, (int) (LONG_MS * slowness())));
		r = lsock_lookup_finish(lookup, lsock_nowait(), ret_answer);
	} while (r == -EAGAIN);
	return r;
}

/* ---- Deadlines */

/* The C library would wait 10 s: two tries of 5 s each. */
TEST(silent_server_is_waited_for_until_the_deadline, .count = dns_resolvers,
	.label = dns_resolver_label, .seconds = 60)
{
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	int64_t start;

	ck_assert_int_eq(nameservice_patience(5, 2), 0);
	start = clock_ns();
	ck_assert_int_eq(look_up("silent.test", flags, lsock_in_ms(300)), -ETIME);
	assert_took(start, 300, 5000);
	ck_assert_uint_gt(dns_asked(server), 0);
	dns_scene_end(server);
}

TEST(each_deadline_is_kept, .count = dns_resolvers, .label = dns_resolver_label, .seconds = 60)
{
	static const int deadlines_ms[] = { 1, 20, 100, 700 };
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	int64_t start;
	size_t n;

	for (n = 0; n < COUNT_OF(deadlines_ms); n++) {
		start = clock_ns();
		ck_assert_int_eq(look_up("silent.test", flags, lsock_in_ms(deadlines_ms[n])),
				 -ETIME);
		assert_took(start, deadlines_ms[n], 5000);
	}
	dns_scene_end(server);
}

/* The C library waits for a server that took its connection without any end. */
TEST(connection_that_hangs_is_left_at_the_deadline, .count = dns_resolvers,
	.label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	int64_t start = clock_ns();
	int r = look_up("tchang.test", flags, lsock_in_ms(300));

	if (i != DNS_LIBC || IS_GLIBC || r == -ETIME) {		/* musl 1.2.3 has no TCP */
		ck_assert_int_eq(r, -ETIME);
		assert_took(start, 300, 5000);
	}
	ck_assert_uint_ge(dns_asked(server), 1);
	dns_scene_end(server);		/* which closes the connection: nothing else ends that */
}

/* One deadline over the look-up and all attempts. */
TEST(connection_and_look_up_have_one_deadline, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct lsock_connection_options options = { .size = sizeof(options) };
	struct dns_server *server = dns_scene_begin();
	struct lsock_report *report = NULL;
	int64_t start;

	options.flags = dns_resolver_flags(i);
	start = clock_ns();
	ck_assert_int_eq(lsock_create_connection("silent.test:80", NULL, &options,
						 lsock_in_ms(300), &report), -ETIME);
	assert_took(start, 300, 5000);
	ck_assert_ptr_eq(report, NULL);
	dns_scene_end(server);
}

/* ---- Many at a time */

TEST(names_are_found_again_once_the_server_answers, .seconds = 60)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_lookup *lookup;
	int n;

	dns_silence(server, true);
	for (n = 0; n < OUTSTANDING; n++)
		lsock_lookup_free(begin("one.test", 0));
	ck_assert_int_eq(lsock_getaddrinfo_start("one.test", "80", NULL, &lookup), -EAGAIN);
	ck_assert_int_eq(look_up("plain.example.test", 0, lsock_in_ms(50)), -ETIME);
	ck_assert_int_eq(look_up("127.0.0.1", 0, lsock_in_ms(LONG_MS)), 0);
	dns_silence(server, false);
	ck_assert_int_eq(look_up("one.test", 0, lsock_in_ms(LONG_MS)), 0);
	dns_scene_end(server);
}

#define SMALL 24		/* so many addresses are in 512 bytes: musl 1.2.3 has no TCP */

TEST(answers_find_those_who_asked, .count = dns_resolvers, .label = dns_resolver_label,
	.seconds = 60)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_lookup *lookups[OUTSTANDING];
	int flags = dns_resolver_flags(i), n;
	struct lsock_answer *answer;
	char name[40];

	for (n = 0; n < OUTSTANDING; n++) {
		snprintf(name, sizeof(name), "many-%d.test", n % SMALL + 1);
		lookups[n] = begin(name, flags);
	}
	for (n = OUTSTANDING - 1; n >= 0; n--) {
		ck_assert_int_eq(lsock_lookup_finish(lookups[n], lsock_in_ms(LONG_MS), &answer), 0);
		ck_assert_uint_eq(lsock_answer_count(answer), (unsigned) n % SMALL + 1);
		lsock_answer_free(answer);
		lsock_lookup_free(lookups[n]);
	}
	dns_scene_end(server);
}

/* ---- Pollable */

TEST(descriptor_is_readable_when_the_answer_is_there, .count = dns_resolvers,
	.label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	int flags = dns_resolver_flags(i);
	struct lsock_answer *answer = NULL;
	int64_t start = clock_ns();
	struct lsock_lookup *lookup = begin("after-400.test", flags);

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), -EAGAIN);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_in_ms(50), &answer), -ETIME);
	ck_assert_ptr_eq(answer, NULL);
	ck_assert_int_eq(finish_in_a_loop(lookup, &answer), 0);
	assert_took(start, 400, LONG_MS);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	lsock_answer_free(answer);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), -ENODATA);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

TEST(descriptor_is_readable_when_there_is_none, .count = dns_resolvers, .label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_lookup *lookup = begin("nxdomain.test", dns_resolver_flags(i));
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(finish_in_a_loop(lookup, &answer), LSOCK_EAI(EAI_NONAME));
	ck_assert_ptr_eq(answer, NULL);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

TEST(descriptor_is_not_readable_while_the_server_is_silent, .count = dns_resolvers,
	.label = dns_resolver_label)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_lookup *lookup = begin("silent.test", dns_resolver_flags(i));
	struct lsock_answer *answer = NULL;

	if (is_readable(lookup, 200))
		ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), -EAGAIN);
	ck_assert_ptr_eq(answer, NULL);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

/* ---- Children */

/* So many questions have come. */
static void await_questions(const struct dns_server *server, unsigned count)
{
	int left = (int) (LONG_MS * slowness());

	for (; dns_asked(server) < count && left > 0; left -= 10)
		poll(NULL, 0, 10);
	ck_assert_uint_ge(dns_asked(server), count);
}

/* By the C library it cannot: its parent's threads may have left locks behind. */
static int look_up_in_child(int flags)
{
	int expected = flags & LSOCK_LOOKUP_CARES ? 0 : -EDEADLK;

	if (look_up("one.test", flags, lsock_in_ms(LONG_MS)) != expected)
		return 1;
	return look_up("127.0.0.1", flags, lsock_nowait()) != 0;
}

/* That does not hang, and the parent's answers go to the parent. */
TEST(child_is_there_while_its_parent_waits, .count = dns_resolvers, .label = dns_resolver_label,
	.seconds = 60)
{
	struct dns_server *server = dns_scene_begin();
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup;
	int n, status;
	pid_t pid;

	for (n = 1; n < OUTSTANDING; n++)
		lsock_lookup_free(begin("silent.test", 0));
	lookup = begin("after-800.test", 0);
	await_questions(server, OUTSTANDING);
	pid = fork();
	if (pid == 0)
		_exit(look_up_in_child(dns_resolver_flags(i)));
	ck_assert_int_gt(pid, 0);
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_in_ms(LONG_MS), &answer), 0);
	lsock_answer_free(answer);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}
