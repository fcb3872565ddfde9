/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Faults on demand: what the tests' copy of lib/sys asks before each of its system calls and
 * allocations (lib/sys/fault.h).  Of one thread only.
 */
#include <stdbool.h>

enum fault_mode {
	FAULT_ONCE,	/* that call alone */
	FAULT_CALL,	/* and each later one of its name, with the same error */
	FAULT_ALL,	/* and each later one, with an error of its own */
};

/* Runs before a call, which is about to fail with error; 0: to happen. */
typedef void fault_hook(void *arg, const char *call, int error);

/* From now on calls are counted and their names kept.  hook may be NULL. */
void fault_record(fault_hook *hook, void *arg);

/*
 * The same, and the n-th of them, from 1, fails with error, an errno number.  It has to be call:
 * where a deadline ends a loop, that place may be another's in the next run; nothing fails then.
 */
void fault_arm(unsigned n, const char *call, int error, enum fault_mode mode, fault_hook *hook,
	       void *arg);

/* Calls just happen again; what was counted can be asked for still. */
void fault_stop(void);

unsigned fault_calls(void);
unsigned fault_calls_of(const char *call);
const char *fault_call(unsigned n);	/* name of the n-th, from 1; NULL: there was none */
bool fault_gave(int error);
unsigned fault_failures(void);		/* how many calls failed */

/* What this call can fail with by its man page, ended with 0. */
const int *fault_errors(const char *call);

/* The library's allocations that were not freed. */
long fault_allocations(void);
