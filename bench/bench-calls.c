/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench-calls: what calls above a single receive or send take, by count: streams, descriptors
 * beside bytes, options by name; and the memory that the library takes in a process.
 */
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <linux_sock/linux_sock.h>

#include "bench.h"
#include "trace.h"

#define ROUNDS 16
#define MESSAGE 64
#define LINE 1024
#define FDS LSOCK_FDS_MAX

/* What a round works with. */
static struct scene {
	int pair[2];
	struct lsock_stream *stream;
	struct lsock_deadline until;
	char bytes[LINE];
} scene;

static void checked(int64_t r, int64_t expected, const char *call)
{
	if (r != expected)
		bench_fail(call, r < 0 ? (int) r : -EIO);
}

static void scene_begin(void *arg)
{
	(void) arg;
	scene.until = lsock_in_ms(60000);
	checked(lsock_pair(AF_UNIX, SOCK_STREAM, 0, scene.pair), 0, "lsock_pair");
	checked(lsock_stream_open(scene.pair[0], 0, 0, &scene.stream), 0, "lsock_stream_open");
}

static void put(size_t size)
{
	checked(send(scene.pair[1], scene.bytes, size, MSG_NOSIGNAL), (int64_t) size, "send");
}

static void get(size_t size)
{
	checked(recv(scene.pair[1], scene.bytes, size, 0), (int64_t) size, "recv");
}

/* ---- A round each; the other end is in it, and in what it is held against. */

static void bare_write(void)
{
	checked(send(scene.pair[0], scene.bytes, MESSAGE, MSG_NOSIGNAL), MESSAGE, "send");
	get(MESSAGE);
}

static void stream_write(void)
{
	checked(lsock_stream_write(scene.stream, scene.bytes, MESSAGE, NULL, scene.until), 0,
		"lsock_stream_write");
	checked(lsock_stream_flush(scene.stream, scene.until), 0, "lsock_stream_flush");
	get(MESSAGE);
}

static void bare_read(void)
{
	put(MESSAGE);
	checked(recv(scene.pair[0], scene.bytes, MESSAGE, 0), MESSAGE, "recv");
}

static void stream_read(void)
{
	put(MESSAGE);
	checked(lsock_stream_read(scene.stream, scene.bytes, MESSAGE, scene.until), MESSAGE,
		"lsock_stream_read");
}

static void begin_lines(void *arg)
{
	int i;

	scene_begin(arg);
	memset(scene.bytes, 'a', LINE - 1);
	scene.bytes[LINE - 1] = '\n';
	for (i = 0; i < 2 * ROUNDS; i++)
		put(LINE);
}

static void stream_getline(void)
{
	const char *line;

	checked(lsock_stream_getline(scene.stream, &line, scene.until), LINE,
		"lsock_stream_getline");
}

static void nothing(void)
{
}

static void put_fds(void)
{
	int fds[FDS], i;

	for (i = 0; i < FDS; i++)
		fds[i] = scene.pair[0];
	checked(lsock_send_fds(scene.pair[1], "x", 1, fds, FDS, 0, NULL, scene.until), 1,
		"lsock_send_fds");
}

static void close_fds(const int *fds)
{
	int i;

	for (i = 0; i < FDS; i++)
		close(fds[i]);
}

static void bare_fds(void)
{
	union {
		struct cmsghdr align;
		char bytes[4096];
	} control;
	struct iovec vector = { scene.bytes, 1 };
	struct msghdr message = {
		.msg_iov = &vector, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	int fds[FDS];

	put_fds();
	checked(recvmsg(scene.pair[0], &message, MSG_CMSG_CLOEXEC), 1, "recvmsg");
	memcpy(fds, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(fds));
	close_fds(fds);
}

static void recv_fds(void)
{
	int fds[FDS];
	struct lsock_fds received = { .fds = fds, .room = FDS };

	put_fds();
	checked(lsock_recv_fds(scene.pair[0], scene.bytes, 1, &received, 0, NULL, scene.until), 1,
		"lsock_recv_fds");
	close_fds(fds);
}

static void by_name(const char *name)
{
	struct lsock_option option;

	checked(lsock_option_by_name(name, &option), 0, name);
}

static void long_name(void)
{
	by_name("SO_VM_SOCKETS_BUFFER_MAX_SIZE");
}

static void an_alias(void)
{
	by_name("KeepAliveIntervalSec");
}

static void begin_tcp(void *arg)
{
	(void) arg;
	scene.pair[0] = lsock_open(AF_INET, SOCK_STREAM, 0);
	if (scene.pair[0] < 0)
		bench_fail("lsock_open", scene.pair[0]);
}

static void get_option(void)
{
	char text[64];

	checked(lsock_option_get(scene.pair[0], "TCP_NODELAY", text, sizeof(text), NULL), 2,
		"lsock_option_get");
}

/* As lsock_option_at(3) has it in its example. */
static void dump_options(void)
{
	const uint32_t hidden = LSOCK_OPTION_CONSUMED | LSOCK_OPTION_SYNONYM;
	char text[LSOCK_OPTION_TEXT_SIZE];
	struct lsock_identity identity;
	struct lsock_option option;
	size_t i;

	checked(lsock_identify(scene.pair[0], &identity), 0, "lsock_identify");
	for (i = 0; lsock_option_at(i, &option) == 0; i++)
		if (lsock_option_fits(&option, &identity) && option.flags & LSOCK_OPTION_READ &&
		    !(option.flags & hidden))
			(void) lsock_option_get_text(scene.pair[0], &option, text, sizeof(text),
						     NULL);	/* some are not told */
}

/* ---- The table. */

static const struct row {
	const char *name;
	void (*begin)(void *arg);
	void (*round)(void);
	void (*base)(void);
	unsigned rounds;
	double system_calls, instructions;	/* goals, over base */
} rows[] = {
	{ "stream: write, flush 64 bytes", scene_begin, stream_write, bare_write, ROUNDS, 0, 60 },
	{ "stream: read ready 64 bytes", scene_begin, stream_read, bare_read, ROUNDS, 0, 60 },
	{ "stream: a line of 1 KiB", begin_lines, stream_getline, nothing, ROUNDS, 1, 190 },
	{ "253 received descriptors", scene_begin, recv_fds, bare_fds, 1, 0, 2000 },
	{ "option by name", scene_begin, long_name, nothing, ROUNDS, 0, 600 },
	{ "option by alias", scene_begin, an_alias, nothing, ROUNDS, 0, 600 },
	{ "option read by name", begin_tcp, get_option, nothing, 4, 2, 2500 },
	{ "all options of a TCP socket", begin_tcp, dump_options, nothing, 1, 110, 300000 },
};

static void run(void *arg, unsigned n)
{
	void (*const *round)(void) = arg;

	while (n-- > 0)
		(*round)();
}

static struct bench_count count_round(const struct row *row, void (*round)(void))
{
	const struct bench_work work = { row->begin, run, &round };

	return bench_count(&work, row->rounds);
}

static void print_row(const struct row *row)
{
	struct bench_count ours = count_round(row, row->round);
	struct bench_count base = count_round(row, row->base);
	double calls = ours.system_calls - base.system_calls;
	double instructions = ours.instructions - base.instructions;

	printf("%-34s %7.2f %12.1f   %.0f %s, %.0f %s\n", row->name, calls, instructions,
	       row->system_calls, bench_verdict(calls, row->system_calls), row->instructions,
	       bench_verdict(instructions, row->instructions));
}

static void print_idle_stream(void)
{
	size_t size;

	scene_begin(NULL);
	size = malloc_usable_size(scene.stream);
	printf("\nStream that was not used yet: %zu bytes (at most 256: %s).\n", size,
	       bench_verdict((double) size, 256));
}

/* A file-backed page that was written to is this process's own. */
static void print_memory(void)
{
	FILE *maps = fopen("/proc/self/smaps", "r");
	static const char key[] = "Private_Dirty:";
	char line[512], *end;
	long sum = 0;
	int ours = 0;

	if (maps == NULL)
		return;
	while (fgets(line, sizeof(line), maps)) {
		(void) strtoul(line, &end, 16);
		if (*end == '-')	/* an area begins */
			ours = strstr(line, "liblinux_sock") != NULL;
		if (ours && strncmp(line, key, sizeof(key) - 1) == 0)
			sum += strtol(line + sizeof(key) - 1, NULL, 10);
	}
	fclose(maps);
	printf("Private memory of the library: %ld kB (at most 16: %s).\n", sum,
	       bench_verdict((double) sum, 16));
}

int main(void)
{
	size_t i;

	printf("\nSystem calls and user instructions, over the same by hand\n"
	       "%-34s %7s %12s   %s\n", "", "calls", "instructions", "goals");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		print_row(&rows[i]);
	print_idle_stream();
	print_memory();
	return 0;
}
