/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NETNS_H
#define LINUX_SOCK_NETNS_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * lsock_open(3) in the network namespace that the descriptor netns stands for.  The calling thread
 * stays where it is, and nobody else is moved either: a short-lived thread goes there.  For the
 * caller's own namespace neither a thread nor a privilege is needed; for another one CAP_SYS_ADMIN,
 * -EPERM.  -EINVAL: netns is no namespace of the network.
 */
int lsock_open_in(int netns, int family, int type, int protocol);

#ifdef __cplusplus
}
#endif

#endif
