/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A thread that went into another namespace could not be sure to come back: it may lack the right
 * to do so, and whatever else it did meanwhile, in a handler of a signal, would be done there.  So
 * a thread of its own goes.  What it is to do lies in the stack of who waits for it in any case.
 */
#include "sys/netns.h"

#include <errno.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>

#include "sys/fault.h"
#include "sys/sys.h"
#include "sys/thread.h"

struct errand {
	int netns, family, type, protocol;
	int result;
	_Atomic uint32_t done;
};

static int enter(int netns)
{
	FAULT("setns");
	return setns(netns, CLONE_NEWNET) < 0 ? -errno : 0;
}

static void *run(void *argument)
{
	struct errand *errand = argument;
	int r = enter(errand->netns);

	if (r == 0)
		r = lsock__sys_socket(errand->family, errand->type, errand->protocol);
	errand->result = r;
	atomic_store(&errand->done, 1);
	lsock__sys_word_wake(&errand->done);
	return NULL;
}

static int socket_aside(int netns, int family, int type, int protocol)
{
	struct errand errand = {
		.netns = netns, .family = family, .type = type, .protocol = protocol,
	};
	int r = lsock__sys_thread(run, &errand);

	if (r < 0)
		return r;
	while (atomic_load(&errand.done) == 0)
		(void) lsock__sys_word_wait(&errand.done, 0, -1);	/* a signal ends nothing */
	return errand.result;
}

static int status_of(int netns, struct stat *ret_status)
{
	FAULT("fstat");
	return fstat(netns, ret_status) < 0 ? -errno : 0;
}

/* That of the thread, which need not be that of its process. */
static int status_here(struct stat *ret_status)
{
	FAULT("stat");
	return stat("/proc/thread-self/ns/net", ret_status) < 0 ? -errno : 0;
}

/* 1: it is the thread's own; where /proc is not there nobody can tell. */
static int is_here(int netns)
{
	struct stat there, here;
	int r = status_of(netns, &there);

	if (r == 0)
		r = status_here(&here);
	if (r < 0)
		return r == -ENOENT ? 0 : r;
	return there.st_dev == here.st_dev && there.st_ino == here.st_ino;
}

int lsock__sys_socket_in(int netns, int family, int type, int protocol)
{
	int r = is_here(netns);

	if (r < 0)
		return r;
	if (r > 0)
		return lsock__sys_socket(family, type, protocol);
	return socket_aside(netns, family, type, protocol);
}
