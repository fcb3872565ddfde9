/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "allocations.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdlib.h>

static unsigned long allocations;

unsigned long bench_allocations(void)
{
	return allocations;
}

/* dlsym() may itself want memory before it has found the real calls: it gets some of this. */
static _Alignas(max_align_t) char early[4096];
static size_t early_used;

static void *early_alloc(size_t size)
{
	void *p = early + early_used;

	size = (size + sizeof(max_align_t) - 1) & ~(sizeof(max_align_t) - 1);
	if (size > sizeof(early) - early_used)
		abort();
	early_used += size;
	return p;
}

static _Bool is_early(const void *p)
{
	return (const char *) p >= early && (const char *) p < early + sizeof(early);
}

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void (*real_free)(void *);

/* Whether the real ones are known; false while they are being looked for. */
static _Bool have_real(void)
{
	static _Bool looking;

	if (real_free || looking)
		return real_free != NULL;
	looking = 1;
	real_malloc = (void *(*)(size_t)) dlsym(RTLD_NEXT, "malloc");
	real_calloc = (void *(*)(size_t, size_t)) dlsym(RTLD_NEXT, "calloc");
	real_realloc = (void *(*)(void *, size_t)) dlsym(RTLD_NEXT, "realloc");
	real_free = (void (*)(void *)) dlsym(RTLD_NEXT, "free");
	looking = 0;
	return real_free != NULL;
}

/* Seen by the shared libraries, too: hidden as the rest they would count nothing but our own. */
#pragma GCC visibility push(default)

void *malloc(size_t size)
{
	allocations++;
	return have_real() ? real_malloc(size) : early_alloc(size);
}

void *calloc(size_t count, size_t size)
{
	allocations++;
	return have_real() ? real_calloc(count, size) : early_alloc(count * size);
}

void *realloc(void *p, size_t size)
{
	allocations++;
	if (!have_real() || is_early(p))
		abort();	/* nothing so early grows */
	return real_realloc(p, size);
}

void free(void *p)
{
	if (p && !is_early(p) && have_real())
		real_free(p);
}

#pragma GCC visibility pop
