/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* How many look-ups of this process have a thread, those that nobody waits for included. */
#include <stdint.h>

/* At first, and at most. */
#define LSOCK__PLACES 32
#define LSOCK__PLACES_MOST 64

/*
 * One more, of the process that lsock__process() told; -EAGAIN: no place is left.  A child begins
 * with none, its threads being its parent's.
 */
int lsock__outstanding_add(uint32_t process);

/* One of those of that process has ended. */
void lsock__outstanding_drop(uint32_t process);
