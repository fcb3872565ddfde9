/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench-lookup: what a look-up costs, and how exactly it ends where the name server keeps silent.
 *   tests/dns/with-names --patient bench/bench-lookup [--without-libc]
 * --without-libc: the C library is not asked how long it waits itself, which takes some 10 s.
 */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux_sock/linux_sock.h>

#include "allocations.h"
#include "bench.h"

#define NS_PER_MS INT64_C(1000000)
#define TIME INT64_C(500000000)	/* of a comparison, in ns */
#define GOAL_MS 20

/* Names that tests/dns/nameservice.c and tests/dns/dns-script.c know. */
#define IN_HOSTS "plain.example.test"
#define SILENT "silent.test"

/* ---- What it costs. */

struct subject {
	const char *name, *host;
	int flags;		/* AI_, for the C library; ours needs none to see a number */
	unsigned slice;
};

static const struct subject subjects[] = {
	{ "number, inet", "192.0.2.1", AI_NUMERICHOST | AI_NUMERICSERV, 200 },
	{ "number, inet6", "2001:db8::1", AI_NUMERICHOST | AI_NUMERICSERV, 200 },
	{ "name in /etc/hosts", IN_HOSTS, AI_NUMERICSERV, 10 },
};

#define SUBJECTS (sizeof(subjects) / sizeof(subjects[0]))

static void ours(void *arg, unsigned n)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	const struct subject *subject = arg;
	struct lsock_answer *answer;
	int r;

	while (n-- > 0) {
		r = lsock_getaddrinfo(subject->host, "80", &hints, lsock_forever(), &answer);
		if (r < 0)
			bench_fail(subject->host, r);
		lsock_answer_free(answer);
	}
}

static void libc(void *arg, unsigned n)
{
	const struct subject *subject = arg;
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = subject->flags };
	struct addrinfo *list;
	int r;

	while (n-- > 0) {
		r = getaddrinfo(subject->host, "80", &hints, &list);
		if (r != 0)
			bench_fail(subject->host, LSOCK_EAI(r));
		freeaddrinfo(list);
	}
}

static double allocations(void (*run)(void *arg, unsigned n), struct subject *subject)
{
	unsigned long before;

	run(subject, 1);		/* what is only there the first time does not count */
	before = bench_allocations();
	run(subject, 100);
	return (double) (bench_allocations() - before) / 100;
}

static void print_cost(const struct subject *given)
{
	struct subject subject = *given;
	struct bench_loop loop = { ours, &subject }, base = { libc, &subject };
	struct bench_ratio time = bench_compare(&loop, &base, subject.slice, TIME, false);

	printf("%-20s %9.0f %9.0f %7.2f %6.2f %6.2f %9.2f %9.2f\n", subject.name, time.ns,
	       time.base_ns, time.ratio, time.low, time.high, allocations(ours, &subject),
	       allocations(libc, &subject));
}

static void print_costs(void)
{
	size_t i;

	printf("\nOne look-up against the C library's own, in the thread that calls\n"
	       "%-20s %9s %9s %7s %13s %9s %9s\n", "what", "ns", "libc ns", "ratio",
	       "quartiles", "allocs", "libc");
	for (i = 0; i < SUBJECTS; i++)
		print_cost(&subjects[i]);
}

/* ---- How it ends. */

#define TRIES 10	/* each leaves a thread behind for 10 s; 32 are the most */

static const int64_t deadlines_ms[] = { 100, 300, 1000 };

#define DEADLINES (sizeof(deadlines_ms) / sizeof(deadlines_ms[0]))

/* ns beyond the deadline; *without_core: how much of the wait others had the core. */
static double lateness(int64_t ms, double *ret_without_core)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	int64_t without = bench_time_without_core(), begin = bench_now(), end;
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo(SILENT, "80", &hints, lsock_in_ms(ms), &answer);

	end = bench_now();
	if (r != -ETIME)
		bench_fail(SILENT, r < 0 ? r : -EPROTO);
	*ret_without_core = (double) (bench_time_without_core() - without);
	return (double) (end - begin - ms * NS_PER_MS);
}

static const char *verdict(double earliest, double worst, double without_core)
{
	if (earliest < 0)
		return "EARLY";
	if (worst > GOAL_MS * 1e6 && worst - without_core <= GOAL_MS * 1e6)
		return "no core";
	return bench_verdict(worst / 1e6, GOAL_MS);
}

static void print_lateness(int64_t ms)
{
	double late[TRIES], worst = -1e18, without = 0, without_core, median;
	unsigned i;

	for (i = 0; i < TRIES; i++) {
		late[i] = lateness(ms, &without_core);
		if (late[i] > worst) {
			worst = late[i];
			without = without_core;
		}
	}
	median = bench_quantile(late, TRIES, 0.5);
	printf("%6lld ms %4u %8.3f %8.3f %8.3f %6d  %s\n", (long long) ms, TRIES, median / 1e6,
	       worst / 1e6, without / 1e6, GOAL_MS, verdict(late[0], worst, without));
}

static void print_libc(void)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list = NULL;
	int64_t begin = bench_now();
	int r = getaddrinfo(SILENT, "80", &hints, &list);

	printf("getaddrinfo(3) itself: %.3f s, then %s\n", (double) (bench_now() - begin) / 1e9,
	       lsock_error_name(r ? LSOCK_EAI(r) : 0));
	if (r == 0)
		freeaddrinfo(list);
}

static void print_endings(void)
{
	size_t i;

	printf("\nHow late look-ups end where the name server keeps silent, ms (no core: in the "
	       "worst, others had it for so long)\n%9s %4s %8s %8s %8s %6s\n", "deadline", "n",
	       "median", "worst", "no core", "goal");
	for (i = 0; i < DEADLINES; i++)
		print_lateness(deadlines_ms[i]);
}

/* Outside of tests/dns/with-names the real name service would be asked. */
static bool has_names(void)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo(IN_HOSTS, NULL, &hints, lsock_in_ms(1000), &answer);

	lsock_answer_free(answer);
	return r == 0;
}

int main(int argc, char **argv)
{
	bool without_libc = argc > 1 && strcmp(argv[1], "--without-libc") == 0;

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!has_names()) {
		fprintf(stderr, "bench-lookup: %s is not known: run it by tests/dns/with-names\n",
			IN_HOSTS);
		return 1;
	}
	print_costs();
	print_endings();
	if (!without_libc)
		print_libc();
	return 0;
}
