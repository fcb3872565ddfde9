/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* How many look-ups of this process have a thread, those that nobody waits for included. */
#define LSOCK__OUTSTANDING_MAX 32

/* One more: -EAGAIN over the limit.  A child begins with none, its threads being its parent's. */
int lsock__outstanding_add(int pid);

/* One of those of pid has ended. */
void lsock__outstanding_drop(int pid);
