/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What threads hold until there is nothing left of them. */
#include "sys/slot.h"

#include <pthread.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys/thread.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int taken, let_go;
static pthread_key_t key;

static void need_slots(void)
{
	if (!lsock__sys_slots_work())
		skip("no robust lists here");
}

static void count(int *number, int by)
{
	pthread_mutex_lock(&lock);
	*number += by;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

static void await(const int *number, int value)
{
	pthread_mutex_lock(&lock);
	while (*number < value)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

static void *take(void *argument)
{
	ck_assert(lsock__sys_slot_take());
	count(&taken, 1);
	await(&let_go, 1);
	return argument;
}

TEST(slot_is_held_by_its_thread_and_by_nobody_behind_it)
{
	pthread_t thread;

	need_slots();
	ck_assert(!lsock__sys_slots_held());
	thread = start_thread(take, NULL);
	await(&taken, 1);
	ck_assert(lsock__sys_slots_held());
	count(&let_go, 1);
	end_thread(thread);
	ck_assert(!lsock__sys_slots_held());
}

/* As the C library does, which lets go of what it keeps for a thread. */
static void linger(void *argument)
{
	(void) argument;
	count(&taken, 1);
	await(&let_go, 1);
}

static void *take_and_linger(void *argument)
{
	ck_assert(lsock__sys_slot_take());
	pthread_setspecific(key, &key);
	return argument;
}

TEST(thread_that_is_just_ending_holds_its_slot)
{
	pthread_t thread;

	need_slots();
	pthread_key_create(&key, linger);
	thread = start_thread(take_and_linger, NULL);
	await(&taken, 1);
	ck_assert(lsock__sys_slots_held());
	count(&let_go, 1);
	end_thread(thread);
	ck_assert(!lsock__sys_slots_held());
}

TEST(who_finds_none_waits_until_one_is_there)
{
	pthread_t threads[LSOCK__SLOTS + 4];
	size_t n;

	need_slots();
	for (n = 0; n < COUNT_OF(threads); n++)
		threads[n] = start_thread(take, NULL);
	await(&taken, LSOCK__SLOTS);
	count(&let_go, 1);
	for (n = 0; n < COUNT_OF(threads); n++)
		end_thread(threads[n]);
	ck_assert_int_eq(taken, LSOCK__SLOTS + 4);
	ck_assert(!lsock__sys_slots_held());
}

static int status_of(pid_t pid)
{
	int status;

	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static pid_t fork_to_tell(void)
{
	pid_t pid = fork();

	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		_exit(lsock__sys_slots_held());
	return pid;
}

TEST(child_sees_those_of_threads_that_it_lost)
{
	pthread_t thread;
	pid_t during, behind;

	need_slots();
	thread = start_thread(take, NULL);
	await(&taken, 1);
	during = fork_to_tell();
	count(&let_go, 1);
	end_thread(thread);
	behind = fork_to_tell();
	ck_assert_int_eq(status_of(during), 1);
	ck_assert_int_eq(status_of(behind), 0);
}
