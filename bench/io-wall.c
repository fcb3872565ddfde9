/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Wall time: the same loop by a way of the library and by bare calls, slice against slice. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "bench-io.h"
#include "ways.h"

#define TIME INT64_C(400000000)	/* of a comparison, in ns */
#define GOAL 1.03

/*
 * A round: burst messages one way, then one back.  Of a burst of 1 that is ping-pong; a long one
 * measures one way.
 */
struct shape {
	const char *name;
	unsigned burst;
	unsigned rounds;	/* of a slice: well below a millisecond */
	int peer_core;		/* HERE: both ends in one thread; else where its process runs */
};

#define MY_CORE 0
#define HERE (-1)

static const struct shape shapes[] = {
	{ "send, recv in one thread", 1, 400, HERE },
	{ "ping-pong on one core", 1, 50, MY_CORE },
	{ "ping-pong on two cores", 1, 20, 1 },
	{ "one way on one core", 400, 1, MY_CORE },
	{ "one way on two cores", 400, 1, 1 },
};

#define SHAPES (sizeof(shapes) / sizeof(shapes[0]))

static const struct bench_way *const compared[] = {
	&bench_bare_blocking,	/* against itself: how much the machine lets one see */
	&bench_level1, &bench_level2_timeout, &bench_level2,
};

#define COMPARED (sizeof(compared) / sizeof(compared[0]))

struct side {
	const struct bench_way *way;
	const struct shape *shape;
	struct bench_end ends[2];
	pid_t peer;
};

/* False: the other end has closed. */
static bool receive(const struct bench_way *way, struct bench_end *end, size_t bytes)
{
	char buf[IO_MESSAGE];
	ssize_t n;

	for (; bytes > 0; bytes -= (size_t) n) {
		n = way->recv(end, buf, sizeof(buf));
		if (n <= 0)
			return false;
	}
	return true;
}

static void transmit(const struct bench_way *way, struct bench_end *end, unsigned messages)
{
	static const char buf[IO_MESSAGE];

	while (messages-- > 0)
		if (way->send(end, buf, sizeof(buf)) != sizeof(buf))
			abort();
}

static void run(void *arg, unsigned n)
{
	struct side *side = arg;
	const struct shape *shape = side->shape;

	while (n-- > 0) {
		transmit(side->way, &side->ends[0], shape->burst);
		if (shape->peer_core == HERE)
			receive(side->way, &side->ends[1], IO_MESSAGE);
		else
			receive(side->way, &side->ends[0], IO_MESSAGE);
	}
}

/* The other end of a side in a process of its own. */
static pid_t start_peer(struct side *side)
{
	pid_t peer = fork();

	if (peer < 0)
		bench_fail("fork", -errno);
	if (peer > 0)
		return peer;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	bench_pin((unsigned) side->shape->peer_core);
	while (receive(side->way, &side->ends[1], side->shape->burst * (size_t) IO_MESSAGE))
		transmit(side->way, &side->ends[1], 1);
	_exit(0);
}

static void begin(struct side *side, unsigned transport)
{
	bench_connect(side->way, transport, side->ends);
	if (side->shape->peer_core != HERE)
		side->peer = start_peer(side);
}

static void end(struct side *side)
{
	if (side->peer > 0) {
		kill(side->peer, SIGKILL);
		waitpid(side->peer, NULL, 0);
	}
	bench_close(&side->ends[0]);
	bench_close(&side->ends[1]);
}

static void compare(unsigned transport, const struct shape *shape, const struct bench_way *way,
		    const struct bench_way *bare)
{
	struct side side = { .way = way, .shape = shape };
	struct side base = { .way = bare, .shape = shape };
	struct bench_ratio ratio;

	begin(&side, transport);
	begin(&base, transport);
	ratio = bench_compare(&(struct bench_loop){ run, &side },
			      &(struct bench_loop){ run, &base }, shape->rounds, TIME,
			      shape->peer_core != MY_CORE);
	end(&side);
	end(&base);
	printf("%-5s %-25s %-20s %7.0f  %-21s %7.0f %7zu  %5.3f (%.3f..%.3f) %s\n",
	       bench_transports[transport], shape->name, way->name, ratio.ns / shape->burst,
	       bare->name, ratio.base_ns / shape->burst, ratio.slices, ratio.ratio, ratio.low,
	       ratio.high, way == bare ? "" : bench_ratio_verdict(&ratio, GOAL));
}

static void compare_ways(unsigned transport, const struct shape *shape)
{
	bool ping_pong = shape->peer_core != HERE && shape->burst == 1;
	size_t i;

	for (i = 0; i < COMPARED; i++)
		compare(transport, shape, compared[i],
			ping_pong ? compared[i]->same_waiting : compared[i]->same_ready);
}

void io_wall(void)
{
	unsigned transport;
	size_t i;

	printf("\nWall time, ns: a message one way, or there and back; ratio: median of pairs of "
	       "slices (quartiles), goal %.2f\n%-5s %-25s %-20s %7s  %-21s %7s %7s  %s\n",
	       GOAL, "", "shape", "way", "ns", "against", "ns", "pairs", "ratio");
	bench_pin(MY_CORE);
	for (transport = 0; transport < BENCH_TRANSPORTS; transport++)
		for (i = 0; i < SHAPES; i++)
			compare_ways(transport, &shapes[i]);
}
