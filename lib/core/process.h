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

/*
 * A number of one process with its process id in one word: another one finds 0 in it, so that a
 * child begins anew where its page was not wiped, and no handler of fork(2) is needed.
 */
#define LSOCK__PROCESS_NUMBER_BITS (32 - LSOCK__PROCESS_PID_BITS)
#define LSOCK__PROCESS_NUMBER_MAX ((UINT32_C(1) << LSOCK__PROCESS_NUMBER_BITS) - 1)

static inline uint32_t lsock__process_word(uint32_t process, uint32_t number)
{
	return process << LSOCK__PROCESS_NUMBER_BITS | number;
}

static inline uint32_t lsock__process_number(uint32_t word, uint32_t process)
{
	uint32_t number = word & LSOCK__PROCESS_NUMBER_MAX;

	return word == lsock__process_word(process, number) ? number : 0;
}

/* Never 0.  -errno: there is no memory to know it. */
int lsock__process(uint32_t *ret_process);

/*
 * Is it this one, and not an ancestor, which gave itself that number?  A system call is made only
 * where the kernel cannot wipe a page, before Linux 4.14: this may be asked before each of ours.
 */
bool lsock__process_is(uint32_t process);
