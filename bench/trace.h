/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * System calls and user instructions of a piece of work, counted exactly: a child does it under
 * ptrace(2), once stopped at each system call and once at each instruction.  That needs no counter
 * of the processor, which virtual machines often hide, and it sees the vDSO, which valgrind does
 * not.
 */

struct bench_work {
	void (*begin)(void *arg);		/* not counted; NULL: nothing to prepare */
	void (*run)(void *arg, unsigned n);	/* n rounds */
	void *arg;
};

/* Per round; below 0: the kernel does not let us count. */
struct bench_count {
	double system_calls;
	double instructions;
};

/*
 * The difference between 2n and n rounds, over n: what is done once, or only at first, does not
 * count.  begin() prepares for 2n rounds in either case.
 */
struct bench_count bench_count(const struct bench_work *work, unsigned n);
