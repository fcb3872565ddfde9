/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/thread.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#ifdef HAVE_SYS_SINGLE_THREADED_H
#include <sys/single_threaded.h>
#endif
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/fault.h"

#define NS_PER_S INT64_C(1000000000)

/* A day: more than a long has seconds for cannot be asked for, and who sleeps looks again. */
#define LONGEST_SLEEP (INT64_C(24) * 3600 * NS_PER_S)

/* A new thread begins with its maker's signal mask; setting it there would be too late. */
static int create_deaf(const pthread_attr_t *attr, void *(*run)(void *argument), void *argument)
{
	sigset_t all, before;
	pthread_t thread;
	int error;

	sigfillset(&all);
	error = pthread_sigmask(SIG_SETMASK, &all, &before);
	if (error)
		return -error;
	error = pthread_create(&thread, attr, run, argument);
	(void) pthread_sigmask(SIG_SETMASK, &before, NULL);	/* a mask that was in force */
	return -error;
}

/*
 * A program may have made its threads' stacks small, by RLIMIT_STACK or
 * pthread_setattr_default_np(3), and knows nothing of those in which name services run.
 */
static int enlarge_stack(pthread_attr_t *attr)
{
	size_t size;
	int error = pthread_attr_getstacksize(attr, &size);

	if (error == 0 && size < LSOCK__STACK_LEAST)
		error = pthread_attr_setstacksize(attr, LSOCK__STACK_LEAST);
	return -error;
}

int lsock__sys_thread(void *(*run)(void *argument), void *argument)
{
	pthread_attr_t attr;
	int r;

	FAULT("pthread_create");
	r = -pthread_attr_init(&attr);
	if (r < 0)
		return r;
	r = -pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	if (r == 0)
		r = enlarge_stack(&attr);
	if (r == 0)
		r = create_deaf(&attr, run, argument);
	(void) pthread_attr_destroy(&attr);	/* it fails on no system */
	return r;
}

void lsock__sys_thread_name(const char *name)
{
	(void) pthread_setname_np(pthread_self(), name);	/* nothing depends on it */
}

int lsock__sys_event(unsigned count)
{
	int fd;

	FAULT("eventfd");
	fd = eventfd(count, EFD_CLOEXEC | EFD_NONBLOCK);
	return fd < 0 ? -errno : fd;
}

/* No seam: adding 1 to a counter that is 0 cannot fail. */
void lsock__sys_event_set(int fd)
{
	const uint64_t one = 1;

	(void) !write(fd, &one, sizeof(one));
}

/* Neither has this one: whatever it meets, the descriptor is closed behind it. */
void lsock__sys_event_relieve(int fd)
{
	uint64_t count;

	(void) fcntl(fd, F_SETFL, O_NONBLOCK);	/* as said above */
	(void) !read(fd, &count, sizeof(count));
}

/* On 32-bit machines the call that is as old as they are takes the kernel's long, not time_t. */
#ifdef SYS_futex
struct futex_time {
	long sec, nsec;
};
#else
#define SYS_futex SYS_futex_time64
struct futex_time {
	int64_t sec, nsec;
};
#endif

int lsock__sys_word_wait(const _Atomic uint32_t *word, uint32_t value, int64_t ns)
{
	struct futex_time time = { 0 };

	FAULT("futex");
	if (ns > LONGEST_SLEEP)
		ns = LONGEST_SLEEP;
	time.sec = ns / NS_PER_S;
	time.nsec = ns % NS_PER_S;
	if (syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, value, ns < 0 ? NULL : &time) < 0)
		return errno == EINTR ? -EINTR : 0;
	return 0;
}

/* No seam: it fails where there is no such memory, which is no harm. */
void lsock__sys_word_wake(const _Atomic uint32_t *word)
{
	(void) syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, 1);	/* as said above */
}

int lsock__sys_getpid(void)
{
	return getpid();
}

/* What was never threaded may be so at the next call; what once was is so for good. */
bool lsock__sys_is_threaded(void)
{
#ifdef HAVE_SYS_SINGLE_THREADED_H
	return !__libc_single_threaded;
#else
	return true;
#endif
}
