/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/thread.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <sys/eventfd.h>
#ifdef HAVE_SYS_SINGLE_THREADED_H
#include <sys/single_threaded.h>
#endif
#include <unistd.h>

#include "sys/fault.h"

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
	(void) pthread_attr_destroy(&attr);
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

static void wait_readable(int fd)
{
	struct pollfd fds = { .fd = fd, .events = POLLIN };

	(void) poll(&fds, 1, -1);	/* however it ends, the read will tell */
}

/* No seam either, and not the wait engine: there is no deadline, and nothing else to be done. */
void lsock__sys_event_await(int fd)
{
	uint64_t count;

	while (read(fd, &count, sizeof(count)) < 0 && (errno == EAGAIN || errno == EINTR))
		wait_readable(fd);
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
