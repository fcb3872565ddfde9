/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench-netlink: what a message of netlink takes to be read, by count: walked to, indexed, and
 * three attributes read; the same by libmnl.  The messages are routes, as the kernel dumps them.
 * "bench-netlink repeat WAY COUNT" reads so many of them that way, to be counted from outside.
 */
#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux_sock/linux_sock.h>

#include "bench.h"
#include "trace.h"

#define MESSAGES 200000
#define ROUNDS 200

struct route {
	struct nlmsghdr header;
	struct rtmsg route;
	struct {
		struct nlattr header;
		uint32_t value;
	} table, destination, interface;
};

static struct route *routes;
static uint64_t sum;	/* of all that is read */

static void make_routes(void)
{
	static const struct route route = {
		.header = { .nlmsg_len = sizeof(route), .nlmsg_type = RTM_NEWROUTE,
			    .nlmsg_flags = NLM_F_MULTI, .nlmsg_seq = 1, .nlmsg_pid = 4711 },
		.route = { .rtm_family = 2, .rtm_dst_len = 32, .rtm_table = RT_TABLE_MAIN },
		.table = { { 8, RTA_TABLE }, RT_TABLE_MAIN },
		.destination = { { 8, RTA_DST }, 0 },
		.interface = { { 8, RTA_OIF }, 2 },
	};
	uint32_t i;

	routes = calloc(MESSAGES, sizeof(*routes));
	if (routes == NULL)
		bench_fail("calloc", -ENOMEM);
	for (i = 0; i < MESSAGES; i++) {
		routes[i] = route;
		routes[i].destination.value = i;
	}
}

/* ---- The ways */

static void next_alone(size_t size)
{
	const struct nlmsghdr *message = NULL;

	while (lsock_nlmsg_next(routes, size, &message) > 0)
		;
}

static void next_index(size_t size)
{
	const struct nlmsghdr *message = NULL;
	struct lsock_nlattrs attributes;

	while (lsock_nlmsg_next(routes, size, &message) > 0)
		(void) lsock_nlattrs_of(message, sizeof(struct rtmsg), &attributes);
}

/* As a program may that wants no call: a bit for each, and the three lengths. */
static void add_at(const struct lsock_nlattrs *attributes, unsigned type)
{
	uint32_t value;

	if (attributes->seen[0] >> type & 1 && attributes->at[type]->nla_len == 8) {
		memcpy(&value, attributes->at[type] + 1, sizeof(value));
		sum += value;
	}
}

static void index_at(size_t size)
{
	const struct nlmsghdr *message = NULL;
	struct lsock_nlattrs attributes;

	while (lsock_nlmsg_next(routes, size, &message) > 0) {
		(void) lsock_nlattrs_of(message, sizeof(struct rtmsg), &attributes);
		add_at(&attributes, RTA_TABLE);
		add_at(&attributes, RTA_DST);
		add_at(&attributes, RTA_OIF);
	}
}

static void index_calls(size_t size)
{
	uint32_t table = 0, destination = 0, interface = 0;
	const struct nlmsghdr *message = NULL;
	struct lsock_nlattrs attributes;

	while (lsock_nlmsg_next(routes, size, &message) > 0) {
		(void) lsock_nlattrs_of(message, sizeof(struct rtmsg), &attributes);
		(void) lsock_nlattrs_u32(&attributes, RTA_TABLE, &table);
		(void) lsock_nlattrs_u32(&attributes, RTA_DST, &destination);
		(void) lsock_nlattrs_u32(&attributes, RTA_OIF, &interface);
		sum += (uint64_t) table + destination + interface;
	}
}

static void mnl_alone(size_t size)
{
	const struct nlmsghdr *message = &routes->header;
	int left = (int) size;

	while (mnl_nlmsg_ok(message, left))
		message = mnl_nlmsg_next(message, &left);
}

static int keep(const struct nlattr *attribute, void *table)
{
	if (mnl_attr_type_valid(attribute, RTA_MAX) > 0)
		((const struct nlattr **) table)[mnl_attr_get_type(attribute)] = attribute;
	return MNL_CB_OK;
}

static void add_u32(const struct nlattr *attribute)
{
	if (attribute && mnl_attr_validate(attribute, MNL_TYPE_U32) == 0)
		sum += mnl_attr_get_u32(attribute);
}

static void mnl_parse(size_t size)
{
	const struct nlmsghdr *message = &routes->header;
	int left = (int) size;

	while (mnl_nlmsg_ok(message, left)) {
		const struct nlattr *table[RTA_MAX + 1] = { NULL };

		mnl_attr_parse(message, sizeof(struct rtmsg), keep, table);
		add_u32(table[RTA_TABLE]);
		add_u32(table[RTA_DST]);
		add_u32(table[RTA_OIF]);
		message = mnl_nlmsg_next(message, &left);
	}
}

/* ---- The table.  Goals are millions for all messages, the program's own loop included. */

static const struct way {
	const char *name;
	void (*run)(size_t size);
	double goal;	/* 0: none */
} ways[] = {
	{ "next", next_alone, 9 },
	{ "next, index", next_index, 27 },
	{ "next, index, three of at[]", index_at, 35 },
	{ "next, index, three calls", index_calls, 45 },
	{ "libmnl: ok, next", mnl_alone, 0 },
	{ "libmnl: attr_parse, three read", mnl_parse, 0 },
};

#define WAYS (sizeof(ways) / sizeof(ways[0]))

static void run(void *arg, unsigned n)
{
	const struct way *way = arg;

	way->run(n * sizeof(*routes));
}

static void print_way(const struct way *way)
{
	struct way copy = *way;
	const struct bench_work work = { NULL, run, &copy };
	struct bench_count count = bench_count(&work, ROUNDS);
	double millions = count.instructions * MESSAGES / 1e6;

	printf("%-34s %12.1f %10.1f", way->name, count.instructions, millions);
	if (way->goal > 0)
		printf("   %.0f %s", way->goal, bench_verdict(millions, way->goal));
	puts("");
}

static int repeat(const char *name, const char *count)
{
	unsigned long n = strtoul(count, NULL, 10);
	size_t i;

	for (i = 0; i < WAYS; i++)
		if (strcmp(ways[i].name, name) == 0 && n <= MESSAGES) {
			ways[i].run(n * sizeof(*routes));
			return 0;
		}
	fprintf(stderr, "bench-netlink: no such way: %s %s\n", name, count);
	return 2;
}

int main(int argc, char **argv)
{
	size_t i;

	make_routes();
	if (argc == 4 && strcmp(argv[1], "repeat") == 0)
		return repeat(argv[2], argv[3]);
	printf("\nUser instructions to read a route, and millions of them for %d\n"
	       "%-34s %12s %10s   %s\n", MESSAGES, "", "a message", "all", "goal");
	for (i = 0; i < WAYS; i++)
		print_way(&ways[i]);
	free(routes);
	return 0;
}
