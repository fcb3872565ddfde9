/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What holds of every call that waits, at both levels; each of these fails the test if it does not.
 * None of them spins: the system calls are counted at the seam (seam.h).
 */
#include <stdint.h>
#include <sys/types.h>

#include <linux_sock/deadline.h>
#include <linux_sock/socket.h>

/* A call on a descriptor, or on an object, that is not ready for it. */
struct timed {
	ssize_t (*call)(int fd, struct lsock_deadline until);
	ssize_t (*method)(struct lsock_socket *socket);
	int nowait;			/* what it gives instead of waiting; 0: -EAGAIN */
	void (*release)(int fd);	/* done to the other end it makes the call succeed */
};

/* lsock_nowait() does not wait; a passed deadline does not; others end on time, with -ETIME. */
void keeps_deadlines(const struct timed *timed, int fd);

/* Signals do not end it, or end it with -EINTR where they are to, and the deadline stays. */
void keeps_deadlines_under_signals(const struct timed *timed, int fd);

/* It waits until the other end is released, however far the deadline is. */
void waits_for_release(const struct timed *timed, int fd, int other);

/* The same of an object and its timeout.  */
void keeps_timeouts(const struct timed *timed, struct lsock_socket *socket);
void waits_without_timeout(const struct timed *timed, struct lsock_socket *socket, int other);
