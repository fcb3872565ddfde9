/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The socket object from within. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/deadline.h>
#include <linux_sock/socket.h>

/*
 * At most 56 bytes, so that an allocation of it takes 64.  One thread may receive while others
 * send, and any may close: what they share is atomic.
 */
struct lsock_socket {
	atomic_int fd;		/* -1: closed */
	uint16_t family;
	uint16_t type;
	int protocol;
	atomic_bool waits;	/* the last receive had to wait: the next one waits first */
	atomic_bool connecting;	/* an attempt goes on */
	atomic_bool shared;	/* dup'ed or adopted: others may hold the same socket */
	atomic_bool shut;	/* shut it down before it is closed */
	_Atomic int64_t timeout;
	void *buf;		/* of automatic receives */
	size_t size;
};

/* An object around fd; on failure fd is the caller's still. */
int lsock__object_new(int fd, int family, int type, int protocol, int64_t timeout,
		      struct lsock_socket **ret_socket);

static inline int lsock__object_fd(const struct lsock_socket *socket)
{
	return atomic_load_explicit(&((struct lsock_socket *) socket)->fd, memory_order_relaxed);
}

static inline int64_t lsock__object_timeout(const struct lsock_socket *socket)
{
	return atomic_load_explicit(&((struct lsock_socket *) socket)->timeout,
				    memory_order_relaxed);
}

static inline bool lsock__object_blocks(const struct lsock_socket *socket)
{
	return lsock__object_timeout(socket) < 0;
}

/* Until when a call that begins now may wait. */
struct lsock_deadline lsock__object_until(const struct lsock_socket *socket);

/* Numeric text as an address that this socket can take. */
int lsock__object_parse(const struct lsock_socket *socket, const char *text,
			struct lsock_addr *ret_addr, struct lsock_why *ret_why);
