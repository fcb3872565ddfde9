/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* What the benches share: the clock, cores, quantiles, and two loops timed against each other. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Says on standard error what failed, with the name of the error (-errno), and exits with 3. */
_Noreturn void bench_fail(const char *what, int err);

/* CLOCK_MONOTONIC in ns. */
int64_t bench_now(void);
void bench_sleep(int64_t ns);

/* How many cores this process began with, and: it runs on the nth of them only (modulo count). */
unsigned bench_cores(void);
void bench_pin(unsigned nth);

/* For how long others have had the core while we could have run; 0: the kernel does not say. */
int64_t bench_time_without_core(void);

/* The value below which the share q of them lies; sorts values. */
double bench_quantile(double *values, size_t count, double q);

/* One side of a comparison: n rounds of the same thing. */
struct bench_loop {
	void (*run)(void *arg, unsigned n);
	void *arg;
};

/*
 * ns are medians of a round; ratio is that of pairs of slices, low and high its quartiles; self_low
 * and self_high those of base against itself, slices as far apart.
 */
struct bench_ratio {
	double ns, base_ns;
	double ratio, low, high;
	double self_low, self_high;
	size_t slices;
};

/*
 * Times loop against base for that long: n rounds of one, then n of the other, the order changing
 * with each pair, and base once more.  So a disturbance of the machine hits both, or spoils one
 * pair of many.  alone: pairs in which this thread lost its core to another task are not counted.
 */
struct bench_ratio bench_compare(const struct bench_loop *loop, const struct bench_loop *base,
				 unsigned n, int64_t time, bool alone);

/* "met" if value is not above goal (to the last digit printed), else "MISSED". */
const char *bench_verdict(double value, double goal);

/* The same of a ratio; "noise" in place of "MISSED" where base is not within 5 % of itself. */
const char *bench_ratio_verdict(const struct bench_ratio *ratio, double goal);
