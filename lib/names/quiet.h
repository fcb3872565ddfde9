/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * fork(2) and the threads of look-ups.  A child that is forked while one of them has a lock of the
 * C library finds it taken for ever.  So there is a gate that holds new ones up while the program
 * forks (lsock_lookup_quiesce()), and a child that was forked in a bad moment knows it from what it
 * has inherited.
 */
#include <stdbool.h>
#include <stdint.h>

/*
 * Before a thread is started, by the process that lsock__process() told: 0, -EAGAIN while the gate
 * is up, -EDEADLK for good where a thread of the parent may have left a lock.
 */
int lsock__quiet_enter(uint32_t process);

/* It could not be started. */
void lsock__quiet_leave(void);

/* First of all in the thread, and last; the result of the former goes to the latter. */
bool lsock__quiet_begin(void);
void lsock__quiet_end(bool begun);
