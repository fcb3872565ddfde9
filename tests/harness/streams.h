/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Streams of bytes over every family that has SOCK_STREAM, and a pattern that is sent over them. */
#include <stdbool.h>
#include <stddef.h>

#include <linux_sock/stream.h>

#include "tests/harness/ways.h"

int stream_count(void);
const char *stream_label(int i);
#define STREAMS .count = stream_count, .label = stream_label

/* The i-th of them; skips where the kernel has it not. */
struct way need_stream(int i);

/* A stream over one end, and the other end bare; the descriptors are O_NONBLOCK. */
struct streamed {
	int fds[2];
	struct lsock_stream *stream;
};

struct streamed streamed_of(const struct way *way, size_t read_size, size_t write_size);
struct streamed streamed_unix(size_t read_size, size_t write_size);
void end_streamed(struct streamed *streamed);

/* Byte number i of what is sent: no two places within reach of each other look alike. */
char pattern_at(size_t i);
void pattern_fill(char *buf, size_t at, size_t size);
bool pattern_is(const char *buf, size_t at, size_t size);

/*
 * A thread that sends bytes 0 to end of the pattern into a socket in random pieces, or reads and
 * compares them, now and then slowly.  It shuts down its end when it is through.
 */
struct pattern_thread;
struct pattern_thread *pattern_send(int fd, size_t end);
struct pattern_thread *pattern_receive(int fd);
size_t pattern_end(struct pattern_thread *thread);	/* how far it came; fails if not right */
