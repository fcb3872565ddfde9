/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What every test-*.c is made of.  harness.c has main(): it runs each TEST by the check library,
 * in a process of its own (CK_FORK=no: in this one) and under a timeout, and prints TAP.
 *
 *	TEST(parse_refuses_port_65536)
 *	{
 *		need_family(AF_INET);
 *		ck_assert_int_eq(lsock_addr_parse("1.2.3.4:65536", 13, &addr, NULL), -ERANGE);
 *	}
 *
 * A test is named by what holds.  One that returns with more open descriptors than it began with
 * has failed.  CK_RUN_CASE=name runs that one, TEST_SEED=number repeats its random numbers.
 */
#include <check.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct test {
	const char *name, *file;
	int line;
	void (*run)(int i);
	double seconds;			/* timeout; 0: 20 */
	int (*count)(void);		/* run for each i below it; NULL: once, i 0 */
	const char *(*label)(int i);	/* what is put before the name for i; NULL: nothing */
	struct test *next;
};

/* Behind the name may stand members of struct test, as .seconds = 60. */
#define TEST(id, ...)									\
	static void id##_test(int i);							\
	static struct test id##_data = {						\
		.name = #id, .file = __FILE__, .line = __LINE__, .run = id##_test,	\
		__VA_ARGS__								\
	};										\
	__attribute__((constructor)) static void id##_add(void)				\
	{										\
		harness_add(&id##_data);						\
	}										\
	static void id##_test(int i __attribute__((unused)))

void harness_add(struct test *test);

/* Ends the test, which is reported as skipped; from the test's own thread only. */
#define NORETURN_PRINTF __attribute__((noreturn, format(printf, 1, 2)))
void skip(const char *reason, ...) NORETURN_PRINTF;

/* Can sockets of this AF_ number be opened here?  need_family() skips if not. */
bool has_family(int af);
void need_family(int af);

/*
 * Into a network namespace of the test's own, where "lo" is up; skips where that is refused.  The
 * test must have one thread.
 */
void enter_netns(void);

/* Open descriptors of the process. */
int count_descriptors(void);

/* CLOCK_MONOTONIC in ns, and the whole ms since such an instant. */
int64_t clock_ns(void);
int64_t ms_since(int64_t ns);

/* At least and at most so many ms since start; valgrind's slowness stretches the latter. */
#define assert_took(start, least, most)						\
	do {									\
		int64_t took_ = ms_since(start);				\
		ck_assert_int_ge(took_, least);					\
		ck_assert_int_le(took_, (int64_t) ((most) * slowness()));	\
	} while (0)

/* CK_TIMEOUT_MULTIPLIER, 1 without it. */
double slowness(void);

/* Random numbers that differ from run to run; TEST_SEED repeats them. */
uint64_t random_u64(void);
uint64_t random_below(uint64_t end);	/* 0..end-1 */
size_t random_index(size_t end);
void random_fill(void *bytes, size_t size);

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
