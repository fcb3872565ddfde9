/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/streams.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <linux_sock/family.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static const struct lsock_family *stream_row(int i)
{
	const struct lsock_family *row;
	size_t n;

	for (n = 0; (row = lsock_family_at(n)) != NULL; n++)
		if (row->types & LSOCK_TYPE_BIT(SOCK_STREAM) && row->loopback && i-- == 0)
			return row;
	return NULL;
}

int stream_count(void)
{
	int count = 0;

	while (stream_row(count))
		count++;
	return count;
}

const char *stream_label(int i)
{
	return stream_row(i)->name;
}

struct way need_stream(int i)
{
	return need_way(stream_row(i)->af, SOCK_STREAM);
}

static struct streamed streamed_over(const int fds[2], size_t read_size, size_t write_size)
{
	struct streamed streamed = { .fds = { fds[0], fds[1] } };
	int r = lsock_stream_open(fds[0], read_size, write_size, &streamed.stream);

	ck_assert_int_eq(r, 0);
	return streamed;
}

struct streamed streamed_of(const struct way *way, size_t read_size, size_t write_size)
{
	int fds[2];

	way_pair(way, fds);
	return streamed_over(fds, read_size, write_size);
}

struct streamed streamed_unix(size_t read_size, size_t write_size)
{
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	return streamed_over(fds, read_size, write_size);
}

void end_streamed(struct streamed *streamed)
{
	ck_assert_ptr_null(lsock_stream_free(streamed->stream));
	close_both(streamed->fds);
}

/* Once in some thirty bytes it is a newline. */
char pattern_at(size_t i)
{
	uint32_t x = (uint32_t) i * UINT32_C(2654435761);

	x ^= x >> 15;
	return x % 31 == 0 ? '\n' : (char) (x >> 8);
}

void pattern_fill(char *buf, size_t at, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		buf[i] = pattern_at(at + i);
}

bool pattern_is(const char *buf, size_t at, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		if (buf[i] != pattern_at(at + i))
			return false;
	return true;
}

struct pattern_thread {
	pthread_t thread;
	int fd, error;
	size_t at, end;
	uint32_t random;
	bool wrong;
};

/* The harness's are the test's own thread's. */
static uint32_t next_random(struct pattern_thread *t)
{
	t->random = t->random * UINT32_C(1664525) + UINT32_C(1013904223);
	return t->random >> 8;
}

static void dawdle(struct pattern_thread *t)
{
	struct timespec a_while = { 0, (long) (next_random(t) % 64) * 10000 };

	if (next_random(t) % 16 == 0)
		nanosleep(&a_while, NULL);
}

/* false: it does not come. */
static bool ready(struct pattern_thread *t, short events)
{
	struct pollfd fds = { .fd = t->fd, .events = events };

	if (poll(&fds, 1, 20000) > 0)
		return true;
	t->error = ETIME;
	return false;
}

static size_t random_size(struct pattern_thread *t, size_t most)
{
	size_t n = 1 + next_random(t) % (1u << (next_random(t) % 14));

	return n < most ? n : most;
}

static void *send_pattern(void *argument)
{
	struct pattern_thread *t = argument;
	char buf[8192];
	ssize_t n;

	while (t->at < t->end && t->error == 0) {
		dawdle(t);
		n = (ssize_t) random_size(t, t->end - t->at);
		pattern_fill(buf, t->at, (size_t) n);
		n = send(t->fd, buf, (size_t) n, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n >= 0)
			t->at += (size_t) n;
		else if (errno != EAGAIN || !ready(t, POLLOUT))
			t->error = errno;
	}
	shutdown(t->fd, SHUT_RDWR);
	return NULL;
}

static void *receive_pattern(void *argument)
{
	struct pattern_thread *t = argument;
	char buf[8192];
	ssize_t n = 1;

	while (n != 0 && t->error == 0) {
		dawdle(t);
		n = recv(t->fd, buf, random_size(t, sizeof(buf)), MSG_DONTWAIT);
		if (n < 0) {
			if (errno != EAGAIN)
				t->error = errno;
			else
				ready(t, POLLIN);
			continue;
		}
		t->wrong |= !pattern_is(buf, t->at, (size_t) n);
		t->at += (size_t) n;
	}
	return NULL;
}

static struct pattern_thread *start(void *(*run)(void *), int fd, size_t end)
{
	struct pattern_thread *t = calloc(1, sizeof(*t));

	ck_assert_ptr_nonnull(t);
	t->fd = fd;
	t->end = end;
	t->random = (uint32_t) random_u64();
	t->thread = start_thread(run, t);
	return t;
}

struct pattern_thread *pattern_send(int fd, size_t end)
{
	return start(send_pattern, fd, end);
}

struct pattern_thread *pattern_receive(int fd)
{
	return start(receive_pattern, fd, 0);
}

size_t pattern_end(struct pattern_thread *t)
{
	size_t at;

	end_thread(t->thread);
	at = t->at;
	ck_assert_int_eq(t->error, 0);
	ck_assert(!t->wrong);
	free(t);
	return at;
}
