/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The life of a socket object.  The descriptor and the memory have holders, who are counted: the
 * object until it is closed or freed, and each of its files.  The last one lets go.
 */
#include "socket/object.h"

#include <assert.h>
#include <errno.h>

#include <linux_sock/descriptor.h>

#include "base/export.h"
#include "sys/sys.h"
#include "sys/thread.h"

static_assert(sizeof(struct lsock_socket) <= 56, "an object takes more than a 64-byte chunk");

#define TYPE_FLAGS (SOCK_NONBLOCK | SOCK_CLOEXEC)

int lsock__object_new(int fd, int family, int type, int protocol, int64_t timeout,
		      struct lsock_socket **ret_socket)
{
	struct lsock_socket *socket = lsock__sys_alloc(sizeof(*socket));

	if (socket == NULL)
		return -ENOMEM;
	*socket = (struct lsock_socket){
		.handle.fd = fd,
		.family = (uint16_t) family,
		.type = (uint16_t) type,
		.protocol = protocol,
		.descriptor = fd,
		.descriptor_holders = 1,
		.holders = 1,
	};
	lsock__handle_set_timeout(&socket->handle, timeout);
	*ret_socket = socket;
	return 0;
}

/*
 * Closed, and the number free for others only where no other thread can be on its way to it: of
 * one that runs between its look at the object and its system call nobody knows.
 */
static int close_descriptor(struct lsock_socket *socket)
{
	int fd = socket->descriptor;

	if (!atomic_load(&socket->freed) && lsock__sys_is_threaded())
		return lsock__sys_bury(fd);
	socket->descriptor = -1;
	return lsock_close(fd);
}

static int let_go_of_descriptor(struct lsock_socket *socket)
{
	if (atomic_fetch_sub(&socket->descriptor_holders, 1) > 1)
		return 0;
	if (atomic_exchange(&socket->shut, false))
		(void) lsock__sys_shutdown(socket->descriptor, SHUT_RDWR);	/* it may be gone */
	return close_descriptor(socket);
}

static void let_go_of_memory(struct lsock_socket *socket)
{
	if (atomic_fetch_sub(&socket->holders, 1) > 1)
		return;
	if (socket->descriptor >= 0)
		(void) lsock__sys_close(socket->descriptor);	/* who closed it was told */
	lsock__sys_free(socket);
}

/* It is held before it is looked at: from then on nobody else closes it. */
int lsock__object_hold(struct lsock_socket *socket)
{
	unsigned holders = atomic_load(&socket->descriptor_holders);

	do {
		if (holders == 0)
			return -EBADF;
	} while (!atomic_compare_exchange_weak(&socket->descriptor_holders, &holders, holders + 1));
	if (lsock__object_fd(socket) < 0) {
		(void) let_go_of_descriptor(socket);	/* a file's; its user is told elsewhere */
		return -EBADF;
	}
	atomic_fetch_add(&socket->holders, 1);
	return 0;
}

int lsock__object_release(struct lsock_socket *socket)
{
	int r = let_go_of_descriptor(socket);

	let_go_of_memory(socket);
	return r;
}

/* SOCK_NONBLOCK asks for a timeout of 0, as in Python. */
static int64_t first_timeout(int type)
{
	return type & SOCK_NONBLOCK ? 0 : lsock_getdefaulttimeout();
}

static int mode_of(int64_t timeout)
{
	return timeout >= 0 ? SOCK_NONBLOCK : 0;
}

LSOCK_API int lsock_socket_open(int family, int type, int protocol,
				struct lsock_socket **ret_socket)
{
	int64_t timeout = first_timeout(type);
	int fd, r;

	type &= ~TYPE_FLAGS;
	fd = lsock__sys_socket(family, type | mode_of(timeout), protocol);
	if (fd < 0)
		return fd;
	r = lsock__object_new(fd, family, type, protocol, timeout, ret_socket);
	if (r < 0)
		(void) lsock__sys_close(fd);	/* r is the error to tell of */
	return r;
}

LSOCK_API int lsock_socket_pair(int family, int type, int protocol,
				struct lsock_socket *ret_sockets[2])
{
	struct lsock_socket *first, *second;
	int64_t timeout = first_timeout(type);
	int fds[2], r;

	type &= ~TYPE_FLAGS;
	r = lsock__sys_socketpair(family, type | mode_of(timeout), protocol, fds);
	if (r < 0)
		return r;
	r = lsock__object_new(fds[0], family, type, protocol, timeout, &first);
	if (r < 0)
		goto close_both;
	r = lsock__object_new(fds[1], family, type, protocol, timeout, &second);
	if (r < 0)
		goto free_first;
	ret_sockets[0] = first;
	ret_sockets[1] = second;
	return 0;

free_first:
	lsock__sys_free(first);
close_both:
	(void) lsock__sys_close(fds[0]);	/* r is the error to tell of */
	(void) lsock__sys_close(fds[1]);
	return r;
}

LSOCK_API int lsock_socket_dup(struct lsock_socket *socket, struct lsock_socket **ret_socket)
{
	int fd = lsock__sys_dup(lsock__object_fd(socket));
	struct lsock_socket *twin;
	int r;

	if (fd < 0)
		return fd;
	r = lsock__object_new(fd, socket->family, socket->type, socket->protocol,
			      lsock__object_timeout(socket), &twin);
	if (r < 0) {
		(void) lsock__sys_close(fd);	/* r is the error to tell of */
		return r;
	}
	atomic_store(&twin->connecting, atomic_load(&socket->connecting));
	twin->handle.interruptible = socket->handle.interruptible;
	twin->shared = true;
	socket->shared = true;
	socket->shut = false;
	*ret_socket = twin;
	return 0;
}

/* The descriptor goes out of the object first: nobody can close it a second time. */
static int take_descriptor(struct lsock_socket *socket)
{
	int fd = atomic_exchange(&socket->handle.fd, -1);

	socket->connecting = false;
	return fd < 0 ? -EBADF : fd;
}

/* The files keep theirs, whatever becomes of the one that is given away. */
static int detach_twin(struct lsock_socket *socket)
{
	int twin = lsock__sys_dup(lsock__object_fd(socket)), r;

	if (twin < 0)
		return twin;
	r = take_descriptor(socket);
	if (r < 0) {
		(void) lsock__sys_close(twin);	/* r is the error to tell of */
		return r;
	}
	socket->shut = false;
	(void) let_go_of_descriptor(socket);	/* the files may have been closed meanwhile */
	return twin;
}

LSOCK_API int lsock_socket_detach(struct lsock_socket *socket)
{
	int fd;

	if (atomic_load(&socket->descriptor_holders) > 1)
		return detach_twin(socket);
	fd = take_descriptor(socket);
	if (fd >= 0) {
		atomic_store(&socket->descriptor_holders, 0);
		socket->descriptor = -1;
	}
	return fd;
}

LSOCK_API int lsock_socket_close(struct lsock_socket *socket)
{
	return take_descriptor(socket) < 0 ? 0 : let_go_of_descriptor(socket);
}

LSOCK_API struct lsock_socket *lsock_socket_free(struct lsock_socket *socket)
{
	if (socket) {
		atomic_store(&socket->freed, true);
		(void) lsock_socket_close(socket);	/* who wants to know calls it before */
		lsock__sys_free(socket->buffer);
		let_go_of_memory(socket);
	}
	return NULL;
}

LSOCK_API int lsock_socket_fileno(const struct lsock_socket *socket)
{
	int fd = lsock__object_fd(socket);

	return fd < 0 ? -EBADF : fd;
}

LSOCK_API int lsock_socket_family(const struct lsock_socket *socket)
{
	return socket->family;
}

LSOCK_API int lsock_socket_type(const struct lsock_socket *socket)
{
	return socket->type;
}

LSOCK_API int lsock_socket_proto(const struct lsock_socket *socket)
{
	return socket->protocol;
}
