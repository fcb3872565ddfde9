/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/sources.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/streams.h"

int pattern_file(size_t size)
{
	int file = memfd_create("pattern", MFD_CLOEXEC);
	char *bytes = malloc(size);

	ck_assert_int_ge(file, 0);
	ck_assert_ptr_nonnull(bytes);
	pattern_fill(bytes, 0, size);
	ck_assert_int_eq(write(file, bytes, size), (ssize_t) size);
	ck_assert_int_eq(lseek(file, 0, SEEK_SET), 0);
	free(bytes);
	return file;
}

static void source_file(struct source *s)
{
	*s = (struct source){ .file = pattern_file(SOURCE_LENGTH), .feed = -1, .seeks = true };
}

static void source_file_by_pread(struct source *s)
{
	source_file(s);
	seam_fail("sendfile", 1, UINT_MAX, -EINVAL);
}

/* In pieces, for what is there has to be waited for. */
static void *feed(void *argument)
{
	static const struct timespec a_while = { 0, 100000 };
	const struct source *s = argument;
	char buf[10000];
	size_t at, n;

	for (at = 0; at < SOURCE_LENGTH; at += n) {
		n = SOURCE_LENGTH - at < sizeof(buf) ? SOURCE_LENGTH - at : sizeof(buf);
		pattern_fill(buf, at, n);
		if (write(s->feed, buf, n) != (ssize_t) n)
			abort();
		nanosleep(&a_while, NULL);
	}
	close(s->feed);
	return NULL;
}

static void source_fed(struct source *s, const int fds[2])
{
	*s = (struct source){ .file = fds[0], .feed = fds[1] };
	set_nonblocking(s->feed, false);
	s->feeder = start_thread(feed, s);
}

static void source_pipe(struct source *s)
{
	int fds[2];

	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	source_fed(s, fds);
}

static void source_socket(struct source *s)
{
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	source_fed(s, fds);
}

/* The thread comes to its end when all has been taken. */
static void drain_feed(const struct source *s)
{
	struct pollfd fds = { .fd = s->file, .events = POLLIN };
	char buf[8192];

	while (poll(&fds, 1, -1) > 0 && read(s->file, buf, sizeof(buf)) != 0)
		;
	end_thread(s->feeder);
}

void source_end(struct source *s)
{
	if (s->feed >= 0)
		drain_feed(s);
	close(s->file);
	seam_reset();
}

static const struct {
	const char *name;
	void (*make)(struct source *s);
} sources[] = {
	{ "file", source_file },
	{ "file by pread", source_file_by_pread },
	{ "pipe", source_pipe },
	{ "socket", source_socket },
};

#define KINDS ((int) COUNT_OF(sources))

int source_count(void)
{
	return KINDS * stream_count();
}

const char *source_label(int i)
{
	static char label[64];

	snprintf(label, sizeof(label), "%s to %s", sources[i % KINDS].name,
		 stream_label(i / KINDS));
	return label;
}

struct way source_way(int i)
{
	return need_stream(i / KINDS);
}

void source_make(struct source *source, int i)
{
	sources[i % KINDS].make(source);
}

void assert_position(const struct source *source, size_t expected)
{
	if (source->seeks)
		ck_assert_int_eq(lseek(source->file, 0, SEEK_CUR), (off_t) expected);
}

int twofold_count(void)
{
	return 2;
}

const char *twofold_label(int i)
{
	return i ? "by pread" : "by sendfile";
}

void without_sendfile(int i)
{
	seam_reset();
	if (i)
		seam_fail("sendfile", 1, UINT_MAX, -ENOSYS);
}
