/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bench-deadline: how exactly waits end, and what they cost while they last. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux_sock/linux_sock.h>

#include "bench.h"

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S INT64_C(1000000000)

/* What waits in vain: each has what its operation needs. */
struct scene {
	int fds[2];
	struct lsock_socket *socket;
	struct lsock_addr peer;
};

static int checked(int r, const char *call)
{
	if (r < 0)
		bench_fail(call, r);
	return r;
}

static void silent_pair(struct scene *scene)
{
	checked(lsock_pair(AF_UNIX, SOCK_STREAM, 0, scene->fds), "lsock_pair");
}

static void silent_object(struct scene *scene)
{
	silent_pair(scene);
	checked(lsock_socket_adopt(scene->fds[0], &scene->socket), "lsock_socket_adopt");
}

static void full_pair(struct scene *scene)
{
	static const char much[65536];
	ssize_t n;

	silent_pair(scene);
	do
		n = lsock_send(scene->fds[0], much, sizeof(much), 0, lsock_nowait());
	while (n > 0);
}

static void listener(struct scene *scene, const char *text)
{
	struct lsock_addr local;

	checked(lsock_addr_parse(text, strlen(text), &local, NULL), text);
	scene->fds[0] = checked(lsock_open(local.u.sa.sa_family, SOCK_STREAM, 0), "lsock_open");
	checked(lsock_bind(scene->fds[0], &local), "lsock_bind");
	checked(lsock_listen(scene->fds[0], 0), "lsock_listen");
	checked(lsock_getsockname(scene->fds[0], &scene->peer), "lsock_getsockname");
	scene->fds[1] = -1;
}

static void unasked_listener(struct scene *scene)
{
	listener(scene, "127.0.0.1:0");
}

static int try_connect(const struct lsock_addr *peer, struct lsock_deadline until)
{
	int fd = checked(lsock_open(peer->u.sa.sa_family, SOCK_STREAM, 0), "lsock_open");
	int r = lsock_connect(fd, peer, until);

	lsock_close(fd);
	return r;
}

/* A connection that has ended still takes its place until it is accepted. */
static void full_backlog(struct scene *scene, const char *text)
{
	int i;

	listener(scene, text);
	for (i = 0; i < 3; i++)
		(void) try_connect(&scene->peer, lsock_in_ms(1));
}

static void full_unix(struct scene *scene)
{
	full_backlog(scene, "unix:");
}

static void full_tcp(struct scene *scene)
{
	full_backlog(scene, "127.0.0.1:0");
}

static void scene_end(struct scene *scene)
{
	if (scene->socket)
		lsock_socket_free(scene->socket);
	else
		lsock_close(scene->fds[0]);
	if (scene->fds[1] >= 0)
		lsock_close(scene->fds[1]);
}

/* What the kernel and the machine do without us: the same wait by hand. */
static int do_poll(struct scene *scene, int64_t ns)
{
	struct pollfd fds = { .fd = scene->fds[0], .events = POLLIN };
	int64_t end = bench_now() + ns, left;

	while ((left = end - bench_now()) > 0)
		if (poll(&fds, 1, (int) ((left + NS_PER_MS - 1) / NS_PER_MS)) > 0)
			return 0;
	return -ETIME;
}

static int do_recv(struct scene *scene, int64_t ns)
{
	char byte;

	return (int) lsock_recv(scene->fds[0], &byte, 1, 0, lsock_in_ns(ns));
}

static int do_object_recv(struct scene *scene, int64_t ns)
{
	char byte;

	checked(lsock_socket_settimeout(scene->socket, ns), "lsock_socket_settimeout");
	return (int) lsock_socket_recv_into(scene->socket, &byte, 1, 0);
}

static int do_send(struct scene *scene, int64_t ns)
{
	return (int) lsock_send(scene->fds[0], "", 1, 0, lsock_in_ns(ns));
}

static int do_accept(struct scene *scene, int64_t ns)
{
	return lsock_accept(scene->fds[0], NULL, lsock_in_ns(ns));
}

static int do_connect(struct scene *scene, int64_t ns)
{
	return try_connect(&scene->peer, lsock_in_ns(ns));
}

static const struct operation {
	const char *name;
	void (*begin)(struct scene *scene);
	int (*run)(struct scene *scene, int64_t ns);
} operations[] = {
	{ "poll(2) by hand", silent_pair, do_poll },
	{ "recv, level 1", silent_pair, do_recv },
	{ "recv, level 2", silent_object, do_object_recv },
	{ "send, buffer full", full_pair, do_send },
	{ "accept", unasked_listener, do_accept },
	{ "connect, unix, backlog full", full_unix, do_connect },
	{ "connect, tcp, no answer", full_tcp, do_connect },
};

#define OPERATIONS (sizeof(operations) / sizeof(operations[0]))

static const struct {
	int64_t ns;
	unsigned tries;
} deadlines[] = {
	{ 10 * NS_PER_MS, 10 },
	{ 100 * NS_PER_MS, 3 },
	{ 1000 * NS_PER_MS, 1 },
};

#define DEADLINES (sizeof(deadlines) / sizeof(deadlines[0]))
#define TRIES_MAX 10

static int64_t processor_time(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return time.tv_sec * NS_PER_S + time.tv_nsec;
}

struct ending {
	double late;		/* ns; below 0: early */
	double without_core;	/* of the wait; most of that need not be at its end */
};

static struct ending end_of(const struct operation *operation, struct scene *scene, int64_t ns)
{
	int64_t without = bench_time_without_core(), begin = bench_now(), late;
	int r = operation->run(scene, ns);

	late = bench_now() - begin - ns;
	if (r != -ETIME)
		bench_fail(operation->name, r);
	return (struct ending){ (double) late, (double) (bench_time_without_core() - without) };
}

/* Others had the core at the wrong moment: that says nothing about the wait. */
static const char *verdict(struct ending earliest, struct ending latest, double allowed)
{
	if (earliest.late < 0)
		return "EARLY";
	if (latest.late > allowed && latest.late - latest.without_core <= allowed)
		return "no core";
	return bench_verdict(latest.late, allowed);
}

static void measure(const struct operation *operation, const char *condition, int64_t ns,
		    unsigned tries)
{
	struct ending earliest = { 1e18, 0 }, latest = { -1e18, 0 }, end;
	double late[TRIES_MAX], allowed = 20e6 + (double) ns / 1000;
	int64_t begin = bench_now(), processor = processor_time();
	struct scene scene = { .socket = NULL };
	unsigned i;

	operation->begin(&scene);
	for (i = 0; i < tries; i++) {
		end = end_of(operation, &scene, ns);
		earliest = end.late < earliest.late ? end : earliest;
		latest = end.late > latest.late ? end : latest;
		late[i] = end.late;
	}
	scene_end(&scene);
	processor = processor_time() - processor;
	begin = bench_now() - begin;
	printf("%-28s %-14s %6.0f ms %4u %8.3f %8.3f %8.3f %6.1f %9.2f  %s\n", operation->name,
	       condition, (double) ns / NS_PER_MS, tries, bench_quantile(late, tries, 0.5) / 1e6,
	       latest.late / 1e6, latest.without_core / 1e6, allowed / 1e6,
	       (double) processor / (double) begin * 1000, verdict(earliest, latest, allowed));
}

static void measure_all(const char *condition)
{
	size_t i, k;

	for (i = 0; i < OPERATIONS; i++)
		for (k = 0; k < DEADLINES; k++)
			measure(&operations[i], condition, deadlines[k].ns, deadlines[k].tries);
}

static void with_busy_neighbour(void)
{
	pid_t busy = fork();

	if (busy < 0)
		bench_fail("fork", -errno);
	if (busy == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		bench_pin(1);
		for (;;)
			;
	}
	measure_all(bench_cores() > 1 ? "busy neighbour" : "busy core");
	kill(busy, SIGKILL);
	waitpid(busy, NULL, 0);
}

static void on_signal(int number)
{
	(void) number;
}

static void with_signals(void)
{
	struct sigaction action = { .sa_handler = on_signal };	/* no SA_RESTART */
	struct itimerval every_ms = { { 0, 1000 }, { 0, 1000 } }, never = { { 0, 0 }, { 0, 0 } };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &every_ms, NULL);
	measure_all("signal each ms");
	setitimer(ITIMER_REAL, &never, NULL);
}

static long wake_ups(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_nvcsw;
}

/* accept(2) without a descriptor to give: the connection stays, poll(2) would return at once. */
static void without_descriptors(void)
{
	struct scene scene = { .socket = NULL };
	struct rlimit all, none;
	long before;
	int r;

	full_unix(&scene);
	getrlimit(RLIMIT_NOFILE, &all);
	none = all;
	none.rlim_cur = 0;
	setrlimit(RLIMIT_NOFILE, &none);
	before = wake_ups();
	r = lsock_accept(scene.fds[0], NULL, lsock_in_ms(1000));
	before = wake_ups() - before;
	setrlimit(RLIMIT_NOFILE, &all);
	if (r != -EMFILE)
		bench_fail("accept without descriptors", r);
	printf("\nAccept without a descriptor to give: %ld wake-ups a second (at most 20: %s), "
	       "then %s.\n", before, bench_verdict((double) before, 20), lsock_error_name(r));
	scene_end(&scene);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	printf("\nHow late waits end, ms: goal never early, within 20 ms + 0.1 %% (no core: in the "
	       "worst, others had it for so long)\n%-28s %-14s %9s %4s %8s %8s %8s %6s %9s\n",
	       "operation", "condition", "deadline", "n", "median", "worst", "no core", "goal",
	       "cpu ms/s");
	bench_pin(0);
	measure_all("idle");
	with_busy_neighbour();
	with_signals();
	without_descriptors();
	return 0;
}
