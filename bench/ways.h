/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The ways to move bytes that are compared: bare system calls, and the library's two levels. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <linux_sock/deadline.h>
#include <linux_sock/socket.h>

/* One end of a connection, as its way needs it. */
struct bench_end {
	int fd;
	struct lsock_deadline until;
	struct lsock_socket *socket;
};

struct bench_way {
	const char *name;
	bool blocks;		/* its descriptors do */
	int64_t timeout;	/* of its socket objects; NO_OBJECT: it has none */
	ssize_t (*recv)(struct bench_end *end, void *buf, size_t size);
	ssize_t (*send)(struct bench_end *end, const void *buf, size_t size);
	/* The bare way that makes the same system calls: where data is there, and where not. */
	const struct bench_way *same_ready, *same_waiting;
};

/* Bare: one blocking call; a try, poll until a deadline, the call; poll for a timeout, the call. */
extern const struct bench_way bench_bare_blocking, bench_bare_try, bench_bare_poll;

/* Descriptors with a deadline; objects with a timeout and without. */
extern const struct bench_way bench_level1, bench_level2_timeout, bench_level2;

#define BENCH_WAYS 6
extern const struct bench_way *const bench_ways[BENCH_WAYS + 1];	/* bare ones first; NULL */

#define BENCH_TRANSPORTS 2
extern const char *const bench_transports[BENCH_TRANSPORTS];	/* "unix", "tcp" */

/* Two connected ends of one way. */
void bench_connect(const struct bench_way *way, unsigned transport, struct bench_end ret_ends[2]);
void bench_close(struct bench_end *end);
