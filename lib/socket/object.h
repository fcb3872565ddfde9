/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The socket object from within. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/deadline.h>
#include <linux_sock/socket.h>

#include "core/transfer.h"

struct lsock__buffer {
	size_t size;
	char bytes[];
};

/*
 * At most 56 bytes, so that an allocation of it takes 64.  One thread may receive while others
 * send, and any may close: what they share is atomic.
 */
struct lsock_socket {
	struct lsock__handle handle;
	uint16_t family;
	uint16_t type;
	int protocol;
	atomic_bool connecting;	/* an attempt goes on */
	atomic_bool shared;	/* dup'ed or adopted: others may hold the same socket */
	atomic_bool shut;	/* shut it down before it is closed */
	atomic_bool freed;	/* by contract no call is under way any more */
	/*
	 * What the object's files go on with when it is closed, and then freed; behind that the
	 * number, with nothing behind it, until the memory goes; -1: it is somebody else's.
	 */
	int descriptor;
	atomic_uint descriptor_holders;		/* the object until it is closed, each file */
	atomic_uint holders;			/* of the memory: until it is freed, each file */
	struct lsock__buffer *buffer;	/* of automatic receives; NULL: none yet */
};

/* An object around fd; on failure fd is the caller's still. */
int lsock__object_new(int fd, int family, int type, int protocol, int64_t timeout,
		      struct lsock_socket **ret_socket);

/* One more file: 0, or -EBADF.  One less: the result of closing, where it was the last, else 0. */
int lsock__object_hold(struct lsock_socket *socket);
int lsock__object_release(struct lsock_socket *socket);

static inline int lsock__object_fd(const struct lsock_socket *socket)
{
	return lsock__handle_fd(&socket->handle);
}

static inline int64_t lsock__object_timeout(const struct lsock_socket *socket)
{
	return lsock__timeout(&socket->handle);
}

static inline bool lsock__object_blocks(const struct lsock_socket *socket)
{
	return lsock__object_timeout(socket) < 0;
}

/*
 * Calls without MSG_DONTWAIT wait for ever on a descriptor that blocks: -EINVAL where another
 * holder of the socket may have made it so, and did.
 */
int lsock__object_check_mode(const struct lsock_socket *socket);

/* Until when a call that begins now may wait. */
struct lsock_deadline lsock__object_until(const struct lsock_socket *socket);

/*
 * Text as an address that this socket can take: numeric, or with names where the family has them,
 * which are looked up until then.
 */
int lsock__object_find(const struct lsock_socket *socket, const char *text,
		       struct lsock_deadline until, struct lsock_addr *ret_addr,
		       struct lsock_why *ret_why);

/* Does it have to be shut down before it is closed, being connected? */
bool lsock__object_must_be_shut(const struct lsock_socket *socket);
