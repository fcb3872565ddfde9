/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* System calls and user instructions of one receive or send. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "bench.h"
#include "bench-io.h"
#include "trace.h"
#include "ways.h"

#define ROUNDS 10

/* Ready for those who count from outside, so many that any socket takes them. */
#define REPEAT_MAX 200

enum operation { RECV_READY, RECV_WAITING, SEND, OPERATIONS };

static const char *const operations[] = {
	[RECV_READY] = "recv-ready",
	[RECV_WAITING] = "recv-waiting",
	[SEND] = "send",
};

struct subject {
	const struct bench_way *way;
	unsigned transport;
	enum operation operation;
	unsigned messages;	/* as many as will be received */
	struct bench_end ends[2];
};

static void put(int fd)
{
	static const char message[IO_MESSAGE];

	if (send(fd, message, sizeof(message), MSG_NOSIGNAL) != sizeof(message))
		bench_fail("send", -errno);
}

/* Does it sleep in a system call?  Stopped by a tracer it does not. */
static bool is_asleep(pid_t pid)
{
	char path[32], line[256];
	const char *name_end = NULL;
	FILE *stat;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int) pid);
	stat = fopen(path, "r");
	if (stat == NULL)
		return false;
	if (fgets(line, sizeof(line), stat))
		name_end = strrchr(line, ')');
	fclose(stat);
	return name_end && strncmp(name_end, ") S", 3) == 0;
}

/* A process that sends whenever its parent has taken all and sleeps until there is more. */
static void start_pacer(const struct bench_end ends[2])
{
	pid_t parent = getpid(), pacer = fork();
	int unread;

	if (pacer < 0)
		bench_fail("fork", -errno);
	if (pacer > 0)
		return;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent) {
		if (ioctl(ends[0].fd, FIONREAD, &unread) == 0 && unread == 0 && is_asleep(parent))
			put(ends[1].fd);
		bench_sleep(50000);
	}
	_exit(0);
}

static void begin(void *arg)
{
	struct subject *subject = arg;
	unsigned i;

	bench_connect(subject->way, subject->transport, subject->ends);
	for (i = 0; subject->operation == RECV_READY && i < subject->messages; i++)
		put(subject->ends[1].fd);
	if (subject->operation == RECV_WAITING)
		start_pacer(subject->ends);
}

static void run(void *arg, unsigned n)
{
	struct subject *subject = arg;
	char message[IO_MESSAGE] = "";
	ssize_t r;

	while (n-- > 0) {
		if (subject->operation == SEND)
			r = subject->way->send(&subject->ends[0], message, sizeof(message));
		else
			r = subject->way->recv(&subject->ends[0], message, sizeof(message));
		if (r != sizeof(message))
			abort();
	}
}

/* What one call may take; 0: no goal, the way is not ours. */
struct goal {
	double system_calls, instructions;
};

static struct goal goal_of(const struct bench_way *way, enum operation operation)
{
	struct goal goal = { 1, operation == RECV_WAITING ? 150 : 30 };

	if (way != &bench_level1 && way != &bench_level2_timeout && way != &bench_level2)
		return (struct goal){ 0, 0 };
	if (operation == RECV_WAITING && way == &bench_level1)
		goal.system_calls = 3;
	if (operation == RECV_WAITING && way == &bench_level2_timeout)
		goal.system_calls = 2;
	return goal;
}

static void print_row(const struct subject *subject, struct bench_count count, double one,
		      double same)
{
	struct goal goal = goal_of(subject->way, subject->operation);

	printf("%-5s %-13s %-21s %6.2f %12.1f %9.1f %9.1f", bench_transports[subject->transport],
	       operations[subject->operation], subject->way->name, count.system_calls,
	       count.instructions, count.instructions - one, count.instructions - same);
	if (goal.instructions > 0)
		printf("   %.2f %s, %.0f %s", goal.system_calls,
		       bench_verdict(count.system_calls, goal.system_calls), goal.instructions,
		       bench_verdict(count.instructions - one, goal.instructions));
	putchar('\n');
}

static size_t place_of(const struct bench_way *way)
{
	size_t i;

	for (i = 0; bench_ways[i] != way; i++)
		;
	return i;
}

/* One operation by each way, held against one blocking call and against the same calls. */
static void count_ways(unsigned transport, enum operation operation)
{
	struct subject subject = {
		.transport = transport, .operation = operation, .messages = 2 * ROUNDS,
	};
	const struct bench_work work = { begin, run, &subject };
	struct bench_count counts[BENCH_WAYS];
	const struct bench_way *same;
	size_t i;

	for (i = 0; bench_ways[i]; i++) {
		subject.way = bench_ways[i];
		counts[i] = bench_count(&work, ROUNDS);
		same = operation == RECV_WAITING ? subject.way->same_waiting :
						   subject.way->same_ready;
		print_row(&subject, counts[i],
			  counts[place_of(&bench_bare_blocking)].instructions,
			  counts[place_of(same)].instructions);
	}
}

void io_count(void)
{
	unsigned transport;
	int operation;

	printf("\nSystem calls and user instructions of one call of %d bytes, over one blocking "
	       "call and over the same calls by hand\n%-5s %-13s %-21s %6s %12s %9s %9s   %s\n",
	       IO_MESSAGE, "", "operation", "way", "calls", "instructions", "over one", "over same",
	       "goals: calls, instructions over one");
	for (transport = 0; transport < BENCH_TRANSPORTS; transport++)
		for (operation = 0; operation < OPERATIONS; operation++)
			count_ways(transport, (enum operation) operation);
}

static int index_of(const char *name, const char *const *names, int count)
{
	int i;

	for (i = 0; i < count && strcmp(name, names[i]) != 0; i++)
		;
	return i;
}

static const struct bench_way *way_named(const char *name)
{
	size_t i;

	for (i = 0; bench_ways[i] && strcmp(bench_ways[i]->name, name) != 0; i++)
		;
	return bench_ways[i];
}

bool io_repeat(const char *transport, const char *operation, const char *way, unsigned n)
{
	struct subject subject = {
		.way = way_named(way),
		.transport = (unsigned) index_of(transport, bench_transports, BENCH_TRANSPORTS),
		.operation = (enum operation) index_of(operation, operations, OPERATIONS),
		.messages = REPEAT_MAX,
	};

	if (!subject.way || subject.transport == BENCH_TRANSPORTS ||
	    subject.operation == OPERATIONS || n > REPEAT_MAX)
		return false;
	begin(&subject);
	run(&subject, n);
	return true;
}
