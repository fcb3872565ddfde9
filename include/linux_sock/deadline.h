/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_DEADLINE_H
#define LINUX_SOCK_DEADLINE_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Until when a call may wait: an instant on CLOCK_MONOTONIC, so that one deadline serves a whole
 * exchange.  A deadline that has passed still tries once, then gives -ETIME; {0} is lsock_nowait().
 */
struct lsock_deadline {
	int64_t ns;
	uint32_t flags;		/* LSOCK_DEADLINE_ */
	uint32_t reserved;	/* 0 */
};

#define LSOCK_DEADLINE_SIGNALS 1u	/* a signal ends the wait with -EINTR; else it goes on */

/* From now; below 0: one that has passed.  Too far for the clock: lsock_forever(). */
struct lsock_deadline lsock_in_ms(int64_t ms);
struct lsock_deadline lsock_in_ns(int64_t ns);

struct lsock_deadline lsock_nowait(void);	/* try once; -EAGAIN instead of -ETIME */
struct lsock_deadline lsock_forever(void);

/* The same instant, with LSOCK_DEADLINE_SIGNALS. */
struct lsock_deadline lsock_or_signal(struct lsock_deadline until);

/* What is left: ns >= 0 (0: passed, or lsock_nowait()), or -1: for ever. */
int64_t lsock_deadline_left(struct lsock_deadline until);

/* The same for poll(2) and epoll_wait(2) of a loop of your own: ms rounded up, -1: for ever. */
int lsock_deadline_poll_ms(struct lsock_deadline until);

#ifdef __cplusplus
}
#endif

#endif
