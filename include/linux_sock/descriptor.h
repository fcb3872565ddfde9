/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_DESCRIPTOR_H
#define LINUX_SOCK_DESCRIPTOR_H

#include <stdbool.h>

#include <linux_sock/addr.h>
#include <linux_sock/deadline.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Level 1: a socket is its descriptor.  Those made here are close-on-exec and O_NONBLOCK from
 * birth, with nothing to free but the descriptor.
 */
int lsock_open(int family, int type, int protocol);			/* fd */
int lsock_pair(int family, int type, int protocol, int ret_fds[2]);
int lsock_dup(int fd);							/* fd, close-on-exec */

/* close(2) once: never called again, whatever it returns; -ECONNRESET is no error. */
int lsock_close(int fd);

/* What a descriptor that came from elsewhere is. */
struct lsock_identity {
	int family, type, protocol;
	bool listening;
	bool nonblocking;
};

int lsock_identify(int fd, struct lsock_identity *ret_identity);

/* The same, and makes it one of ours: close-on-exec, O_NONBLOCK.  On failure fd is as it was. */
int lsock_adopt(int fd, struct lsock_identity *ret_identity);

int lsock_bind(int fd, const struct lsock_addr *local);
int lsock_listen(int fd, int backlog);		/* below 0: 0; the kernel caps it at somaxconn */
int lsock_shutdown(int fd, int how);		/* SHUT_RD, SHUT_WR, SHUT_RDWR */
int lsock_getsockname(int fd, struct lsock_addr *ret_local);
int lsock_getpeername(int fd, struct lsock_addr *ret_peer);

/*
 * The next connection's fd.  ret_peer NULL: not wanted; its len 0: the peer has no address.
 * Out of descriptors or memory: tries every 50 ms, and gives that error at the deadline.
 * -EINVAL: fd can block.
 */
int lsock_accept(int fd, struct lsock_addr *ret_peer, struct lsock_deadline until);

/* What a loop of your own does about a result of accept: an fd, or a negative error. */
int lsock_accept_class(int result);

#define LSOCK_ACCEPT_OK 0	/* it is a connection */
#define LSOCK_ACCEPT_AGAIN 1	/* none is there: wait */
#define LSOCK_ACCEPT_RETRY 2	/* that one is gone: accept again at once */
#define LSOCK_ACCEPT_PAUSE 3	/* out of descriptors or memory: not before a while */
#define LSOCK_ACCEPT_FATAL 4	/* the listener is of no use */

/*
 * 0: connected.  lsock_nowait(): -EINPROGRESS, or -EAGAIN where nothing was started (AF_UNIX, full
 * backlog).  After -EINPROGRESS, -ETIME and -EINTR go on with lsock_connect_finish(), which waits
 * and says how it ended; -ENOTCONN there: nothing was started, connect again.
 * -EINVAL: fd can block.
 */
int lsock_connect(int fd, const struct lsock_addr *peer, struct lsock_deadline until);
int lsock_connect_finish(int fd, struct lsock_deadline until);

#ifdef __cplusplus
}
#endif

#endif
