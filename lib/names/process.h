/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Which process this is.  A process id alone does not tell: in a new pid namespace a child may have
 * its parent's, and a grandchild that of an ancestor which has ended.
 */
#include <stdbool.h>
#include <stdint.h>

/* A number that none of its ancestors has had, with its process id in it. */
#define LSOCK__PROCESS_PID_BITS 23	/* PID_MAX_LIMIT is 2^22 */

/* Never 0.  -errno: there is no memory to know it. */
int lsock__process(uint32_t *ret_process);

/* Is it this one, and not an ancestor, which gave itself that number? */
bool lsock__process_is(uint32_t process);
