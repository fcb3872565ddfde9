/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The other end of a socket under test, and what disturbs it: things that happen after a while,
 * full queues, signals.  All by bare system calls, so that only one end is the library's.
 */
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/deadline.h>

#include "tests/harness/ways.h"

/* Of AF_UNIX, made at once. */
void unix_pair(int type, int ret_fds[2]);

void set_nonblocking(int fd, bool nonblocking);
void close_both(const int fds[2]);

/* A thread that no signal goes to. */
pthread_t start_thread(void *(*run)(void *argument), void *argument);
void end_thread(pthread_t thread);

/* One that does nothing: the process has a second thread until it ends. */
void begin_bystander(void);
void end_bystander(void);

/* Does something to fd after ms, in such a thread. */
struct later;
struct later *later(int ms, void (*act)(int fd), int fd);
void later_end(struct later *later);

void act_write(int fd);		/* one byte, as a message if it takes messages */
void act_drain(int fd);		/* reads all that has come so far */
void act_accept(int fd);	/* one connection, and closes it */
void act_close(int fd);

/* Sends until nothing more is taken, and that stays so; returns how many bytes it was. */
size_t fill(int fd);

/* Reads size bytes, or to the end, or until nothing has come for 2 s; how many it was. */
size_t drain(int fd, void *buf, size_t size);

/* A signal at each interval to the process, its handler without SA_RESTART. */
void storm_begin(int us);
void storm_end(void);		/* fails if none came; a machine that stalls makes one of many */

/* Is this User-Mode Linux?  tests/vm/guest-init says so. */
bool under_uml(void);

/* What the calling thread has used of a processor, in ns; less than most since then. */
int64_t cpu_ns(void);
void assert_cheap(int64_t used_before, int64_t most);

/* Now is not before until, and less than a second behind it. */
void assert_on_time(struct lsock_deadline until);

/* Nobody can get a descriptor any more, until act_allow(). */
void forbid_descriptors(void);
void act_allow(int unused);

/* Moves fd to number or above; skips where the limit is lower. */
int move_high(int fd, int number);
