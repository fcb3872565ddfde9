/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/slot.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static pthread_mutex_t slots[LSOCK__SLOTS];
static bool work;

/* qemu-user has no robust lists; all kernels that it may stand for do. */
static bool has_robust_lists(void)
{
	size_t size;
	void *head;

	return syscall(SYS_get_robust_list, 0, &head, &size) == 0;
}

static void make_slots(void)
{
	pthread_mutexattr_t attr;
	size_t i;

	work = has_robust_lists() && pthread_mutexattr_init(&attr) == 0;
	if (!work)
		return;
	work = pthread_mutexattr_setrobust(&attr, PTHREAD_MUTEX_ROBUST) == 0;
	for (i = 0; i < LSOCK__SLOTS && work; i++)
		work = pthread_mutex_init(&slots[i], &attr) == 0;
	(void) pthread_mutexattr_destroy(&attr);	/* it was made just now */
}

bool lsock__sys_slots_work(void)
{
	(void) pthread_once(&once, make_slots);	/* it fails on no system */
	return work;
}

/* Its last owner has ended, or there was none. */
static bool lock(pthread_mutex_t *slot)
{
	int error = pthread_mutex_trylock(slot);

	return error == 0 || (error == EOWNERDEAD && pthread_mutex_consistent(slot) == 0);
}

static bool take_any(void)
{
	size_t i = 0;

	while (i < LSOCK__SLOTS && !lock(&slots[i]))
		i++;
	return i < LSOCK__SLOTS;
}

/* Where all are held some of those who hold them are just about to end: there are fewer places. */
bool lsock__sys_slot_take(void)
{
	if (!lsock__sys_slots_work())
		return false;
	while (!take_any())
		(void) sched_yield();	/* it fails on no Linux */
	return true;
}

static bool is_held(pthread_mutex_t *slot)
{
	if (!lock(slot))
		return true;
	(void) pthread_mutex_unlock(slot);	/* it was locked just now */
	return false;
}

bool lsock__sys_slots_held(void)
{
	bool held = false;
	size_t i;

	for (i = 0; lsock__sys_slots_work() && i < LSOCK__SLOTS && !held; i++)
		held = is_held(&slots[i]);
	return held;
}
