/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Slots that threads hold until there is nothing left of them: mutexes that are never unlocked, but
 * robust (pthread_mutexattr_setrobust(3)), so that the kernel lets go of them behind the last
 * instruction of a thread.  What a count cannot tell they do: a thread still takes locks of the C
 * library after it has dropped a count.  In the memory of a child of fork(2) they are held by those
 * threads of its parent which it has lost.
 */
#include <stdbool.h>

#define LSOCK__SLOTS 64

/* For the calling thread, to its end; waits where all are held.  false: the kernel has no such. */
bool lsock__sys_slot_take(void);

/* Is any of them held?  In one thread at a time, and not while another one takes one. */
bool lsock__sys_slots_held(void);

/* Does lsock__sys_slots_held() know? */
bool lsock__sys_slots_work(void);
