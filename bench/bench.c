/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "bench.h"

#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include <linux_sock/error.h>

#define NS_PER_S INT64_C(1000000000)

#define SLICES_MIN 30
#define NOISE 0.05
#define SLICES_MAX 5000

void bench_fail(const char *what, int err)
{
	fprintf(stderr, "bench: %s: %s (%s)\n", what, lsock_strerror(err), lsock_error_name(err));
	exit(3);
}

int64_t bench_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

void bench_sleep(int64_t ns)
{
	struct timespec time = {
		.tv_sec = (time_t) (ns / NS_PER_S),
		.tv_nsec = (long) (ns % NS_PER_S),
	};

	while (nanosleep(&time, &time) != 0)
		;
}

/* As it was before the first bench_pin(). */
static const cpu_set_t *allowed_cores(void)
{
	static cpu_set_t cores;

	if (CPU_COUNT(&cores) == 0)
		sched_getaffinity(0, sizeof(cores), &cores);
	return &cores;
}

unsigned bench_cores(void)
{
	return (unsigned) CPU_COUNT(allowed_cores());
}

void bench_pin(unsigned nth)
{
	const cpu_set_t *allowed = allowed_cores();
	cpu_set_t one;
	size_t core;

	nth %= bench_cores();
	for (core = 0; !CPU_ISSET(core, allowed) || nth-- > 0; core++)
		;
	CPU_ZERO(&one);
	CPU_SET(core, &one);
	sched_setaffinity(0, sizeof(one), &one);
}

static int by_value(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

double bench_quantile(double *values, size_t count, double q)
{
	qsort(values, count, sizeof(*values), by_value);
	return values[(size_t) (q * (double) (count - 1) + 0.5)];
}

/* How often this thread's core was taken away from it. */
static long preemptions(void)
{
	struct rusage usage;

	getrusage(RUSAGE_THREAD, &usage);
	return usage.ru_nivcsw;
}

static double time_of(const struct bench_loop *loop, unsigned n)
{
	int64_t begin = bench_now();

	loop->run(loop->arg, n);
	return (double) (bench_now() - begin) / n;
}

struct times {
	double loop, base, again;
};

/* One slice of loop and two of base: false if another task took the core. */
static bool time_pair(const struct bench_loop *loop, const struct bench_loop *base, unsigned n,
		      bool base_first, struct times *ret_ns)
{
	long before = preemptions();

	if (base_first)
		ret_ns->base = time_of(base, n);
	ret_ns->loop = time_of(loop, n);
	if (!base_first)
		ret_ns->base = time_of(base, n);
	ret_ns->again = time_of(base, n);
	return preemptions() == before;
}

struct bench_ratio bench_compare(const struct bench_loop *loop, const struct bench_loop *base,
				 unsigned n, int64_t time, bool alone)
{
	static double ns[SLICES_MAX], base_ns[SLICES_MAX], ratios[SLICES_MAX], selves[SLICES_MAX];
	int64_t end = bench_now() + time;
	unsigned tries = 0;
	struct times times;
	size_t count = 0;

	/* The first pair is for caches and branches: neither side pays for them. */
	time_pair(loop, base, n, false, &times);
	while (count < SLICES_MAX && (count < SLICES_MIN || bench_now() < end)) {
		bool base_first = tries++ % 2 != 0;

		if (!time_pair(loop, base, n, base_first, &times) && alone && bench_now() < end)
			continue;
		ns[count] = times.loop;
		base_ns[count] = times.base;
		ratios[count] = times.loop / times.base;
		selves[count] = times.again / times.base;
		count++;
	}
	return (struct bench_ratio){
		.ns = bench_quantile(ns, count, 0.5),
		.base_ns = bench_quantile(base_ns, count, 0.5),
		.ratio = bench_quantile(ratios, count, 0.5),
		.low = bench_quantile(ratios, count, 0.25),
		.high = bench_quantile(ratios, count, 0.75),
		.self_low = bench_quantile(selves, count, 0.25),
		.self_high = bench_quantile(selves, count, 0.75),
		.slices = count,
	};
}

int64_t bench_time_without_core(void)
{
	FILE *file = fopen("/proc/self/schedstat", "r");
	unsigned long long ran, waited;
	char line[128] = "", *end;

	if (file == NULL)
		return 0;
	if (fgets(line, sizeof(line), file) == NULL)
		line[0] = '\0';
	fclose(file);
	ran = strtoull(line, &end, 10);
	waited = strtoull(end, NULL, 10);
	return ran > 0 ? (int64_t) waited : 0;
}

const char *bench_verdict(double value, double goal)
{
	return value <= goal + 0.005 ? "met" : "MISSED";
}

const char *bench_ratio_verdict(const struct bench_ratio *ratio, double goal)
{
	bool is_noise = ratio->self_low < 1 - NOISE || ratio->self_high > 1 + NOISE;

	if (ratio->ratio <= goal + 0.005 || !is_noise)
		return bench_verdict(ratio->ratio, goal);
	return "noise";
}
