/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "trace.h"

#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

#define CANNOT (-1L)

/*
 * Where the child stands, on machines where one instruction (x86: rep) may stop more than once;
 * elsewhere a number that is new each time.
 */
static long instruction_pointer(pid_t child)
{
#if defined(__x86_64__)
	return ptrace(PTRACE_PEEKUSER, child, offsetof(struct user, regs.rip), 0);
#elif defined(__i386__)
	return ptrace(PTRACE_PEEKUSER, child, offsetof(struct user, regs.eip), 0);
#else
	static long count;

	(void) child;
	return count++;
#endif
}

/* The child, stopped before the work; below 0: it cannot be traced. */
static pid_t start(const struct bench_work *work, unsigned n)
{
	pid_t child = fork();
	int status;

	if (child < 0)
		bench_fail("fork", -errno);
	if (child == 0) {
		if (work->begin)
			work->begin(work->arg);
		if (ptrace(PTRACE_TRACEME, 0, 0, 0) != 0)
			_exit(1);
		raise(SIGSTOP);
		work->run(work->arg, n);
		_exit(0);
	}
	if (waitpid(child, &status, 0) != child || !WIFSTOPPED(status))
		return CANNOT;
	ptrace(PTRACE_SETOPTIONS, child, 0, PTRACE_O_EXITKILL);
	return child;
}

/* Until its next stop: true; false: it has ended. */
static bool wait_for_stop(pid_t child)
{
	int status;

	if (waitpid(child, &status, 0) != child)
		bench_fail("waitpid", -errno);
	if (WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP)
		return true;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "bench: the traced child failed (status 0x%x)\n",
			(unsigned) status);
		exit(3);
	}
	return false;
}

static long count_stops(pid_t child, enum __ptrace_request how)
{
	long stops = 0, last = -1, now;

	for (;;) {
		if (ptrace(how, child, 0, 0) != 0) {
			/* This machine has no single steps, say: RISC-V. */
			kill(child, SIGKILL);
			waitpid(child, NULL, 0);
			return CANNOT;
		}
		if (!wait_for_stop(child))
			return stops;
		now = how == PTRACE_SINGLESTEP ? instruction_pointer(child) : stops;
		stops += now != last;
		last = now;
	}
}

static long stops_of(const struct bench_work *work, unsigned n, enum __ptrace_request how)
{
	pid_t child = start(work, n);

	return child > 0 ? count_stops(child, how) : CANNOT;
}

static double per_round(const struct bench_work *work, unsigned n, enum __ptrace_request how)
{
	long once = stops_of(work, n, how), twice = stops_of(work, 2 * n, how);

	if (once == CANNOT || twice == CANNOT)
		return CANNOT;
	return (double) (twice - once) / n;
}

struct bench_count bench_count(const struct bench_work *work, unsigned n)
{
	struct bench_count count = {
		.system_calls = per_round(work, n, PTRACE_SYSCALL),
		.instructions = per_round(work, n, PTRACE_SINGLESTEP),
	};

	if (count.system_calls > 0)
		count.system_calls /= 2;	/* it stops before a call and behind it */
	return count;
}
