/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The run: properties one by one, and what they have in common. */
#include "tools/check/prove/state.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Those that make addresses come first: the others are about what they made. */
static const struct {
	const char *name;
	void (*prove)(struct prove *prove);
} properties[] = {
	{ "fields are taken or refused", prove_fields_refused },
	{ "text is taken or refused", prove_text_refused },
	{ "sockaddrs are taken or refused", prove_bytes_taken },
	{ "every form is reached", prove_reach },
	{ "text round trip", prove_text_round },
	{ "fields round trip", prove_fields_round },
	{ "names and aliases", prove_names },
	{ "text in buffers of every size", prove_format_sizes },
	{ "fields in buffers of every size", prove_fields_sizes },
	{ "sockaddrs of every length", prove_lengths },
	{ "equality and hash", prove_equality },
	{ "port", prove_port },
};

/* splitmix64 */
uint64_t prove_random(struct prove *prove, uint64_t n)
{
	uint64_t z = prove->random += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return (z ^ z >> 31) % n;
}

size_t prove_index(struct prove *prove, size_t n)
{
	return (size_t) prove_random(prove, n);
}

bool prove_chance(struct prove *prove, unsigned one_in)
{
	return prove_random(prove, one_in) == 0;
}

bool prove_violated(struct prove *prove, const char *format, ...)
{
	va_list arguments;
	int n;

	if (prove_is_broken(prove))
		return false;
	va_start(arguments, format);
	n = vsnprintf(prove->violation, sizeof(prove->violation), format, arguments);
	va_end(arguments);
	if (n >= 0 && (size_t) n < sizeof(prove->violation))
		snprintf(prove->violation + n, sizeof(prove->violation) - (size_t) n,
			 " [seed %llu, case %lu]", (unsigned long long) prove->seed, prove->cases);
	return false;
}

char *prove_at_end(struct prove *prove, const void *bytes, size_t n)
{
	char *at = prove->arena + PROVE_ROOM - n;

	if (n > 0)
		memcpy(at, bytes, n);
	return at;
}

void prove_keep(struct prove *prove, const struct lsock_addr *addr, enum prove_origin origin)
{
	size_t at = prove->pool_used;

	/* A full quota goes on changing, or nothing but the first addresses would be varied. */
	if (prove->kept_used[origin] == PROVE_QUOTA) {
		at = prove->kept[origin][prove_random(prove, PROVE_QUOTA)];
	} else {
		prove->kept[origin][prove->kept_used[origin]++] = at;
		prove->pool_used++;
	}
	prove->pool[at] = (struct prove_entry){ *addr, origin };
}

struct lsock_addr prove_untouched(void)
{
	struct lsock_addr addr;

	memset(&addr, 0xa5, sizeof(addr));
	return addr;
}

static bool is_untouched(const struct lsock_addr *addr)
{
	struct lsock_addr expected = prove_untouched();

	return memcmp(addr, &expected, sizeof(expected)) == 0;
}

static bool is_one_line(const char *message)
{
	size_t len = message ? strlen(message) : 0, i;

	for (i = 0; i < len; i++)
		if (message[i] < ' ' || message[i] > '~')
			return false;
	return len > 0 && message[len - 1] != '.';
}

/* Of numbers with a sign or without; it is not told of which. */
static bool is_range(const struct lsock_why *why)
{
	if (why->min == 0 && why->max == 0)
		return false;
	return why->min <= why->max || (uint64_t) why->min <= (uint64_t) why->max;
}

bool prove_refusal(struct prove *prove, int r, const struct lsock_why *why,
		   const struct lsock_addr *output, const char *input)
{
	if (r > 0 || lsock_error_domain(r) != LSOCK_DOMAIN_ERRNO)
		return prove_violated(prove, "%d is no error number: %s", r, input);
	if (output && !is_untouched(output))
		return prove_violated(prove, "refused with %s, but the output was written: %s",
				      lsock_error_name(r), input);
	if (why && !is_one_line(why->message))
		return prove_violated(prove, "refused with %s without a message of one line: %s",
				      lsock_error_name(r), input);
	if (why && r == -ERANGE && !is_range(why))
		return prove_violated(prove, "refused with ERANGE without a range: %s", input);
	return true;
}

static bool is_zero(const char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (bytes[i])
			return false;
	return true;
}

bool prove_well_made(struct prove *prove, const struct lsock_addr *addr, const char *by)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);

	if (row == NULL)
		return true;
	if (addr->len < row->shortest || addr->len > row->longest)
		return prove_violated(prove, "%s made an address of %u bytes, not %u to %u", by,
				      addr->len, row->shortest, row->longest);
	if (!is_zero((const char *) &addr->u + addr->len, sizeof(addr->u) - addr->len))
		return prove_violated(prove, "%s left bytes behind the address: %s", by,
				      prove_show_addr(addr));
	return true;
}

static void tell(struct prove *prove, enum prove_state state)
{
	const struct prove_result result = {
		.state = state,
		.property = prove->property,
		.cases = prove->cases,
		.violation = state == PROVE_BROKEN ? prove->violation : NULL,
	};

	if (prove->report)
		prove->report(prove->context, &result);
}

static void run(struct prove *prove, size_t i)
{
	prove->property = properties[i].name;
	prove->cases = 0;
	prove->violation[0] = '\0';
	/* Each has numbers of its own: one more draw in one does not change all that follow. */
	prove->random = prove->seed ^ (uint64_t) (i + 1) << 32;
	tell(prove, PROVE_BEGINS);
	properties[i].prove(prove);
	prove->broken += prove_is_broken(prove);
	tell(prove, prove_is_broken(prove) ? PROVE_BROKEN : PROVE_HOLDS);
}

/* Whole pages, an unmapped one behind them. */
struct map {
	char *begin;
	size_t room, page;
};

static bool map_make(struct map *map)
{
	map->page = (size_t) sysconf(_SC_PAGESIZE);
	map->room = (PROVE_ROOM + map->page - 1) / map->page * map->page;
	map->begin = mmap(NULL, map->room + map->page, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return map->begin != MAP_FAILED &&
	       mprotect(map->begin + map->room, map->page, PROT_NONE) == 0;
}

static void map_drop(const struct map *map)
{
	if (map->begin != MAP_FAILED)
		munmap(map->begin, map->room + map->page);
}

int prove_family(const struct lsock_family *row, unsigned rounds, uint64_t seed,
		 prove_report *report, void *context)
{
	struct prove prove = {
		.row = row,
		.rounds = rounds,
		.seed = seed,
		.report = report,
		.context = context,
	};
	struct map map;
	int r = -ENOMEM;
	size_t i;

	if (lsock_family_by_af(row->af) != row)
		return -EAFNOSUPPORT;
	prove.pool = calloc(PROVE_ORIGINS * PROVE_QUOTA, sizeof(prove.pool[0]));
	prove.reached = calloc(row->form_count, sizeof(prove.reached[0]));
	if (map_make(&map) && prove.pool && prove.reached) {
		prove.arena = map.begin + map.room - PROVE_ROOM;
		for (i = 0; i < sizeof(properties) / sizeof(properties[0]); i++)
			run(&prove, i);
		r = prove.broken;
	}
	map_drop(&map);
	free(prove.reached);
	free(prove.pool);
	return r;
}
