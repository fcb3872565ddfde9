/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_SOCKET_H
#define LINUX_SOCK_SOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include <linux_sock/addr.h>
#include <linux_sock/connection.h>
#include <linux_sock/message.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Level 2: the socket object of Python's socket module, method by method.  It remembers family,
 * type, protocol and one timeout, and owns the buffer of lsock_socket_recv().  A new object has
 * the default timeout.  On a closed object every call gives -EBADF.
 */
struct lsock_socket;

int lsock_socket_open(int family, int type, int protocol, struct lsock_socket **ret_socket);
int lsock_socket_pair(int family, int type, int protocol, struct lsock_socket *ret_sockets[2]);
/* Takes fd over, finding out what it is; its mode becomes that of the object's timeout. */
int lsock_socket_adopt(int fd, struct lsock_socket **ret_socket);
/* The same of a duplicate of fd, which stays the caller's. */
int lsock_socket_fromfd(int fd, struct lsock_socket **ret_socket);
/* As Python's fileno=: told what it is (-1: asked); its mode stays, but for a default timeout. */
int lsock_socket_adopt_as(int fd, int family, int type, int protocol,
			  struct lsock_socket **ret_socket);
int lsock_socket_dup(struct lsock_socket *socket, struct lsock_socket **ret_socket);
struct lsock_socket *lsock_socket_free(struct lsock_socket *socket);	/* closes; NULL */

int lsock_socket_close(struct lsock_socket *socket);	/* once; again: nothing */
/* fd, the caller's from now on; while files of lsock_socket_makefile() are open a duplicate. */
int lsock_socket_detach(struct lsock_socket *socket);

int lsock_socket_fileno(const struct lsock_socket *socket);
int lsock_socket_family(const struct lsock_socket *socket);
int lsock_socket_type(const struct lsock_socket *socket);
int lsock_socket_proto(const struct lsock_socket *socket);

/* ns: -1 none (calls block), 0 non-blocking, else how long a call may take; else -EINVAL. */
int lsock_socket_settimeout(struct lsock_socket *socket, int64_t ns);
int64_t lsock_socket_gettimeout(const struct lsock_socket *socket);
int lsock_socket_setblocking(struct lsock_socket *socket, bool blocking);
bool lsock_socket_getblocking(const struct lsock_socket *socket);

/* Does a signal whose handler has run end a wait with -EINTR?  A new object goes on waiting. */
void lsock_socket_setinterruptible(struct lsock_socket *socket, bool interruptible);
bool lsock_socket_getinterruptible(const struct lsock_socket *socket);

/* What objects made from now on begin with; -1 until set.  For the whole process. */
int lsock_setdefaulttimeout(int64_t ns);
int64_t lsock_getdefaulttimeout(void);

/*
 * Calls that end in _text take text of the socket's family, and host names where it has them
 * ("localhost:80", "example.org:http"), which are looked up under the object's timeout; -EAGAIN
 * where that is 0.  The first address counts.
 */
int lsock_socket_bind(struct lsock_socket *socket, const struct lsock_addr *local);
int lsock_socket_bind_text(struct lsock_socket *socket, const char *text,
			   struct lsock_why *ret_why);
int lsock_socket_listen(struct lsock_socket *socket, int backlog);
int lsock_socket_accept(struct lsock_socket *socket, struct lsock_socket **ret_socket,
			struct lsock_addr *ret_peer);			/* ret_peer: or NULL */
/* Called again after -EINPROGRESS or -ETIME it goes on waiting: connect(2) is called once. */
int lsock_socket_connect(struct lsock_socket *socket, const struct lsock_addr *peer);
int lsock_socket_connect_text(struct lsock_socket *socket, const char *text,
			      struct lsock_why *ret_why);
int lsock_socket_shutdown(struct lsock_socket *socket, int how);
int lsock_socket_getsockname(const struct lsock_socket *socket, struct lsock_addr *ret_local);
int lsock_socket_getpeername(const struct lsock_socket *socket, struct lsock_addr *ret_peer);

/* Up to size bytes into a buffer of the object's; *ret_data is good until its next receive. */
ssize_t lsock_socket_recv(struct lsock_socket *socket, size_t size, int flags,
			  const void **ret_data);
ssize_t lsock_socket_recvfrom(struct lsock_socket *socket, size_t size, int flags,
			      const void **ret_data, struct lsock_addr *ret_from);
/* Into a buffer of the caller's. */
ssize_t lsock_socket_recv_into(struct lsock_socket *socket, void *buf, size_t size, int flags);
ssize_t lsock_socket_recvfrom_into(struct lsock_socket *socket, void *buf, size_t size, int flags,
				   struct lsock_addr *ret_from);
int lsock_socket_ended(const struct lsock_socket *socket);	/* lsock_ended(3) */

ssize_t lsock_socket_send(struct lsock_socket *socket, const void *buf, size_t size, int flags);
/* All of it under one timeout: 0 or an error.  *ret_sent (or NULL) is always written. */
int lsock_socket_sendall(struct lsock_socket *socket, const void *buf, size_t size, int flags,
			 size_t *ret_sent);
ssize_t lsock_socket_sendto(struct lsock_socket *socket, const void *buf, size_t size, int flags,
			    const struct lsock_addr *to);			/* not NULL */
ssize_t lsock_socket_sendto_text(struct lsock_socket *socket, const void *buf, size_t size,
				 int flags, const char *text, struct lsock_why *ret_why);

/* A receive with an own buffer in place of vectors, which are not looked at. */
ssize_t lsock_socket_recvmsg(struct lsock_socket *socket, size_t size,
			     struct lsock_message *message, int flags, const void **ret_data);
ssize_t lsock_socket_recvmsg_into(struct lsock_socket *socket, struct lsock_message *message,
				  int flags);
ssize_t lsock_socket_sendmsg(struct lsock_socket *socket, const struct lsock_message *message,
			     int flags);
ssize_t lsock_socket_send_fds(struct lsock_socket *socket, const void *buf, size_t size,
			      const int *fds, size_t count, int flags,
			      const struct lsock_addr *to);			/* or NULL */
ssize_t lsock_socket_recv_fds(struct lsock_socket *socket, void *buf, size_t size,
			      struct lsock_fds *fds, int flags,
			      struct lsock_addr *ret_from);			/* or NULL */
/* lsock_sendfile(3) under the object's timeout, which may not be 0. */
int lsock_socket_sendfile(struct lsock_socket *socket, int file, int64_t offset, uint64_t count,
			  uint64_t *ret_sent);
/*
 * A stdio stream to read ("r") or to write ("w"), under the object's timeout.  The descriptor stays
 * open until the object and all its files are closed, in whatever order.
 */
int lsock_socket_makefile(struct lsock_socket *socket, const char *mode, FILE **ret_file);

/* lsock_create_connection(3), lsock_create_server(3) as objects; the object keeps the timeout. */
#define LSOCK_TIMEOUT_DEFAULT (-2)	/* that of lsock_setdefaulttimeout() */
int lsock_socket_create_connection(const char *host, const char *service, int64_t timeout_ns,
				   const struct lsock_connection_options *options,
				   struct lsock_socket **ret_socket,
				   struct lsock_report **ret_report);		/* or NULL */
int lsock_socket_create_server(const char *host, const char *service,
			       const struct lsock_server_options *options,
			       struct lsock_socket **ret_socket);

int lsock_socket_getsockopt_int(const struct lsock_socket *socket, int level, int option,
				int *ret_value);
int lsock_socket_getsockopt_u64(const struct lsock_socket *socket, int level, int option,
				uint64_t *ret_value);
int lsock_socket_getsockopt(const struct lsock_socket *socket, int level, int option, void *buf,
			    size_t *size);
int lsock_socket_setsockopt_int(struct lsock_socket *socket, int level, int option, int value);
int lsock_socket_setsockopt_u64(struct lsock_socket *socket, int level, int option, uint64_t value);
int lsock_socket_setsockopt(struct lsock_socket *socket, int level, int option, const void *value,
			    size_t size);
int lsock_socket_ioctl(struct lsock_socket *socket, unsigned long request, void *arg);

#ifdef __cplusplus
}
#endif

#endif
