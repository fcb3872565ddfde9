/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Files of every kind that can be sent, with the pattern of streams.h in them. */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "tests/harness/ways.h"

#define SOURCE_LENGTH 1500000	/* more than one piece */

/* A file that is there at once, or the end of a pipe or of a socket that a thread feeds. */
struct source {
	int file, feed;
	bool seeks;
	pthread_t feeder;
};

/* For every kind, and every stream to send it over. */
int source_count(void);
const char *source_label(int i);
#define SOURCES .count = source_count, .label = source_label

struct way source_way(int i);
void source_make(struct source *source, int i);		/* may change what the seam does */
void source_end(struct source *source);

/* Its position, if it has one. */
void assert_position(const struct source *source, size_t expected);

/* The beginning of the pattern as a file. */
int pattern_file(size_t size);

/* With sendfile(2), and without: one that the seam makes fail. */
int twofold_count(void);
const char *twofold_label(int i);
#define BOTH .count = twofold_count, .label = twofold_label
void without_sendfile(int i);
