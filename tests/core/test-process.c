/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Which process this is, where the kernel wipes a child's page and where it cannot.
 * Of lib/sys/own.c.
 */
#include "core/process.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "names/nss/outstanding.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

int __wrap_lsock__sys_getpid(void);
int __real_lsock__sys_getpid(void);
int __wrap_madvise(void *addr, size_t size, int advice);
int __real_madvise(void *addr, size_t size, int advice);

static bool refused;
static unsigned asked;

int __wrap_lsock__sys_getpid(void)
{
	asked++;
	return __real_lsock__sys_getpid();
}

int __wrap_madvise(void *addr, size_t size, int advice)
{
	if (!refused)
		return __real_madvise(addr, size, advice);
	errno = EINVAL;
	return -1;
}

static uint32_t number(void)
{
	uint32_t process;

	ck_assert_int_eq(lsock__process(&process), 0);
	return process;
}

TEST(process_keeps_its_number)
{
	uint32_t own;

	ck_assert(!lsock__process_is(1));
	own = number();
	ck_assert_uint_ne(own, 0);
	ck_assert_uint_eq(own & ((1u << LSOCK__PROCESS_PID_BITS) - 1), (uint32_t) getpid());
	ck_assert_uint_eq(number(), own);
	ck_assert(lsock__process_is(own));
	ck_assert(!lsock__process_is(own + 1));
	ck_assert(!lsock__process_is(0));
}

/* What a child finds, and its own child: 0 is right. */
static int child(uint32_t ancestor, int depth)
{
	uint32_t own;
	int status;
	pid_t pid;

	if (lsock__process_is(ancestor))
		return 1;
	if (lsock__process(&own) < 0 || own == ancestor || !lsock__process_is(own))
		return 2;
	if (lsock__outstanding_add(own) < 0)	/* though the parent's are all out */
		return 3;
	if (depth == 0)
		return 0;
	pid = fork();
	if (pid == 0)
		_exit(child(own, depth - 1) ? 4 : lsock__process_is(ancestor) ? 5 : 0);
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 6;
	return WEXITSTATUS(status);
}

static void children_are_others(void)
{
	uint32_t own = number();
	int status, n;
	pid_t pid;

	for (n = 0; n < LSOCK__PLACES; n++)
		ck_assert_int_eq(lsock__outstanding_add(own), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		_exit(child(own, 2));
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
	ck_assert(lsock__process_is(own));
	ck_assert_int_eq(lsock__outstanding_add(own), -EAGAIN);
}

TEST(children_are_other_processes)
{
	children_are_others();
}

TEST(children_are_others_where_the_kernel_wipes_nothing)
{
	refused = true;
	children_are_others();
}

TEST(number_once_given_costs_no_system_call)
{
	uint32_t own = number();

	asked = 0;
	ck_assert_uint_eq(number(), own);
	ck_assert(lsock__process_is(own));
	ck_assert(!lsock__process_is(own + 1));
	ck_assert_uint_eq(asked, 0);
}

TEST(process_id_is_asked_where_the_kernel_wipes_nothing)
{
	uint32_t own;

	refused = true;
	own = number();
	asked = 0;
	ck_assert(lsock__process_is(own));
	ck_assert_uint_eq(asked, 1);
}

TEST(no_memory_is_told)
{
	uint32_t process = 0;

	seam_fail("mmap", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock__process(&process), -ENOMEM);
	ck_assert_uint_eq(process, 0);
	ck_assert_uint_ne(number(), 0);
}

static void *ask(void *argument)
{
	*(uint32_t *) argument = number();
	return NULL;
}

TEST(threads_agree)
{
	uint32_t numbers[8];
	pthread_t threads[COUNT_OF(numbers)];
	size_t n;

	for (n = 0; n < COUNT_OF(numbers); n++)
		threads[n] = start_thread(ask, &numbers[n]);
	for (n = 0; n < COUNT_OF(numbers); n++)
		end_thread(threads[n]);
	for (n = 0; n < COUNT_OF(numbers); n++)
		ck_assert_uint_eq(numbers[n], number());
}
