/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench-addr: text to address and back.
 *   bench-addr                   all tables
 *   bench-addr repeat TEXT N     TEXT there and back N times, for count.sh
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux_sock/addr.h>
#include <linux_sock/family.h>

#include "allocations.h"
#include "bench.h"
#include "libc-addr.h"
#include "trace.h"

#define TIME INT64_C(100000000)	/* of a comparison, in ns */
#define SLICE 500		/* there and back */
#define ROUNDS 5		/* counted */
#define GOAL 0.45

/* Addresses as they are met with; each row's own loopback text comes on top. */
static const char *const typical[] = {
	"192.0.2.1:80",
	"255.255.255.255:65535",
	"[::1]:80",
	"[2001:db8::1]:443",
	"[2001:db8:85a3:8d3:1319:8a2e:370:7348]:8080",
	"[::ffff:192.0.2.1]:80",
	"[fe80::1%lo]:22",
	"/run/systemd/notify",
	"@abstract/name",
	"unix:/tmp/a\\x0ab",
	"netlink:route:0:0x111",
	"tipc:name:18888:17",
	"tipc:nameseq:18888:0-99,scope=node",
	"tipc:id:0x100100a:7",
	"vsock:2:1234",
	"packet:lo:0x0800",
};

#define TYPICAL (sizeof(typical) / sizeof(typical[0]))

struct subject {
	const char *text;
	struct libc_parts parts;
};

static void ours(void *arg, unsigned n)
{
	const struct subject *subject = arg;
	size_t len = strlen(subject->text);
	char buf[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr addr;

	while (n-- > 0)
		if (lsock_addr_parse(subject->text, len, &addr, NULL) < 0 ||
		    lsock_addr_format(&addr, buf, sizeof(buf)) <= 0)
			abort();
}

static void pton_ntop(void *arg, unsigned n)
{
	const struct subject *subject = arg;
	char buf[LIBC_TEXT_SIZE];

	while (n-- > 0)
		if (libc_pton_ntop(&subject->parts, buf) <= 0)
			abort();
}

static void by_hand(void *arg, unsigned n)
{
	const struct subject *subject = arg;
	char buf[LIBC_TEXT_SIZE];

	while (n-- > 0)
		if (libc_by_hand(subject->text, buf) <= 0)
			abort();
}

static void numeric_getaddrinfo(void *arg, unsigned n)
{
	const struct subject *subject = arg;
	char buf[LIBC_TEXT_SIZE];

	while (n-- > 0)
		if (libc_getaddrinfo(&subject->parts, buf) <= 0)
			abort();
}

static struct bench_count count(void (*run)(void *arg, unsigned n), struct subject *subject)
{
	const struct bench_work work = { NULL, run, subject };

	return bench_count(&work, ROUNDS);
}

static double allocations(void (*run)(void *arg, unsigned n), struct subject *subject)
{
	unsigned long before = bench_allocations();

	run(subject, ROUNDS);
	return (double) (bench_allocations() - before) / ROUNDS;
}

static bool is_understood(const char *text)
{
	struct lsock_addr addr;

	return lsock_addr_parse(text, strlen(text), &addr, NULL) == 0;
}

static void print_cost(const char *text)
{
	struct bench_loop loop = { ours, &(struct subject){ .text = text } };
	struct bench_count counted;
	struct bench_ratio time;
	double memory;

	if (!is_understood(text)) {
		printf("%-45s not understood here\n", text);
		return;
	}
	counted = count(ours, loop.arg);
	memory = allocations(ours, loop.arg);
	time = bench_compare(&loop, &loop, SLICE, TIME / 3, true);
	printf("%-45s %7.0f %13.0f %7.2f %12.2f %s\n", text, time.ns, counted.instructions,
	       counted.system_calls, memory, bench_verdict(memory, 0));
}

static void print_costs(void)
{
	const struct lsock_family *row;
	size_t i;

	printf("\nText to address and back, once\n%-45s %7s %13s %7s %12s\n", "text", "ns",
	       "instructions", "calls", "allocations, goal 0");
	for (i = 0; (row = lsock_family_at(i)) != NULL; i++)
		if (row->loopback)
			print_cost(row->loopback);
	for (i = 0; i < TYPICAL; i++)
		print_cost(typical[i]);
}

/* What the C library has for the same; the goal is one for the first only, which does less. */
static const struct {
	const char *name;
	void (*run)(void *arg, unsigned n);
	double goal;
} peers[] = {
	{ "inet_pton, inet_ntop; no port", pton_ntop, GOAL },
	{ "the same, port by hand", by_hand, 0 },
	{ "getaddrinfo, getnameinfo", numeric_getaddrinfo, 0 },
};

#define PEERS (sizeof(peers) / sizeof(peers[0]))

static void compare(struct subject *subject)
{
	struct bench_loop loop = { ours, subject };
	struct bench_count mine = count(ours, subject), theirs;
	struct bench_ratio time;
	size_t i;

	for (i = 0; i < PEERS; i++) {
		theirs = count(peers[i].run, subject);
		time = bench_compare(&loop, &(struct bench_loop){ peers[i].run, subject }, SLICE,
				     TIME, true);
		printf("%-45s %-30s %6.0f %6.0f %10.0f %6.2f  %5.3f (%.3f..%.3f) %s\n",
		       subject->text, peers[i].name, time.ns, time.base_ns, theirs.instructions,
		       mine.instructions / theirs.instructions, time.ratio, time.low, time.high,
		       peers[i].goal > 0 ? bench_ratio_verdict(&time, peers[i].goal) : "");
	}
}

static void print_comparisons(void)
{
	struct subject subject;
	size_t i;

	printf("\nAgainst the C library; ratio: median of pairs of slices (quartiles), goal %.2f "
	       "of inet_pton and inet_ntop\n%-45s %-30s %6s %6s %10s %6s  %s\n", GOAL, "text",
	       "against", "ns", "its ns", "its instr.", "ratio", "ratio of time");
	for (i = 0; i < TYPICAL; i++) {
		subject.text = typical[i];
		if (libc_split(typical[i], &subject.parts) == 0 &&
		    strchr(typical[i], '%') == NULL &&
		    libc_pton_ntop(&subject.parts, (char[LIBC_TEXT_SIZE]){ 0 }) > 0)
			compare(&subject);
	}
}

int main(int argc, char **argv)
{
	if (argc == 4 && strcmp(argv[1], "repeat") == 0 && is_understood(argv[2])) {
		ours(&(struct subject){ .text = argv[2] }, (unsigned) strtoul(argv[3], NULL, 10));
		return 0;
	}
	if (argc != 1) {
		fputs("usage: bench-addr [repeat TEXT N]\n", stderr);
		return 2;
	}
	bench_pin(0);
	print_costs();
	print_comparisons();
	return 0;
}
