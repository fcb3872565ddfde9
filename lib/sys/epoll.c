/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/epoll.h"

#include <errno.h>
#include <stddef.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "sys/fault.h"

#define NS_PER_S INT64_C(1000000000)

static int epoll_result(int r)
{
	return r == -1 ? -errno : r;
}

int lsock__sys_epoll(void)
{
	FAULT("epoll_create1");
	return epoll_result(epoll_create1(EPOLL_CLOEXEC));
}

int lsock__sys_epoll_set(int epoll, int fd, uint32_t events)
{
	struct epoll_event event = { .events = events, .data.fd = fd };
	int r;

	FAULT("epoll_ctl");
	r = epoll_result(epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event));
	return r == -EEXIST ? epoll_result(epoll_ctl(epoll, EPOLL_CTL_MOD, fd, &event)) : r;
}

/* No seam: what takes something away does not fail for want of anything. */
int lsock__sys_epoll_drop(int epoll, int fd)
{
	return epoll_result(epoll_ctl(epoll, EPOLL_CTL_DEL, fd, NULL));
}

int lsock__sys_epoll_ready(int epoll, struct epoll_event *events, int room)
{
	FAULT("epoll_wait");
	return epoll_result(epoll_wait(epoll, events, room, 0));
}

int lsock__sys_timer(void)
{
	FAULT("timerfd_create");
	return epoll_result(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
}

/* time_t may have 32 bits only: 68 years, and the timer is set once more. */
static time_t seconds(int64_t ns)
{
	int64_t s = ns / NS_PER_S;

	return (time_t) (s < INT32_MAX ? s : INT32_MAX);
}

int lsock__sys_timer_set(int timer, int64_t ns)
{
	struct itimerspec time = { .it_value.tv_nsec = 1 };	/* 0 would stop it */

	FAULT("timerfd_settime");
	if (ns > 0) {
		time.it_value.tv_sec = seconds(ns);
		time.it_value.tv_nsec = (long) (ns % NS_PER_S);
	}
	return epoll_result(timerfd_settime(timer, 0, &time, NULL));
}

void lsock__sys_timer_clear(int timer)
{
	uint64_t times;

	(void) !read(timer, &times, sizeof(times));	/* nothing to read is what is wanted */
}
