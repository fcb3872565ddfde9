/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/seam.h"

#include <stddef.h>
#include <string.h>

#define LSOCK_FAULT	/* as libfault was compiled */
#include "sys/fault.h"

#define CALLS 32

static _Thread_local struct {
	const char *call;
	unsigned count;
} counts[CALLS];

static _Thread_local struct {
	const char *call;
	unsigned first, last;
	int error;
} failing;

void seam_reset(void)
{
	memset(counts, 0, sizeof(counts));
	failing.call = NULL;
}

/* The place of a call among the counted, or the first free one. */
static size_t place_of(const char *call)
{
	size_t i = 0;

	while (i < CALLS - 1 && counts[i].call && strcmp(counts[i].call, call) != 0)
		i++;
	return i;
}

unsigned seam_count(const char *call)
{
	unsigned all = 0;
	size_t i;

	if (call)
		return counts[place_of(call)].count;
	for (i = 0; i < CALLS && counts[i].call; i++)
		if (strcmp(counts[i].call, "malloc") != 0)
			all += counts[i].count;
	return all;
}

void seam_fail(const char *call, unsigned first, unsigned last, int error)
{
	seam_reset();
	failing.call = call;
	failing.first = first;
	failing.last = last;
	failing.error = error;
}

int lsock__fault(const char *call)
{
	size_t i = place_of(call);

	counts[i].call = call;
	counts[i].count++;
	if (failing.call == NULL || strcmp(failing.call, call) != 0)
		return 0;
	if (counts[i].count < failing.first || counts[i].count > failing.last)
		return 0;
	return failing.error;
}
