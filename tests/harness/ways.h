/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Each way to speak to oneself that a row of the family table has. */
#include <stdbool.h>
#include <stdint.h>

#include <linux_sock/addr.h>
#include <linux_sock/family.h>
#include <linux_sock/socket.h>

#define MS INT64_C(1000000)	/* in ns */

/* A type of socket of a row that has a loopback. */
struct way {
	const struct lsock_family *row;
	int type, protocol;
	struct lsock_addr loopback;
};

/*
 * Every way to be connected (SOCK_STREAM, SOCK_SEQPACKET of each row), for TEST(..., CONNECTIONS),
 * and every other way, for TEST(..., MESSAGES).
 */
int connection_count(void);
const char *connection_label(int i);
int message_count(void);
const char *message_label(int i);
#define CONNECTIONS .count = connection_count, .label = connection_label
#define MESSAGES .count = message_count, .label = message_label

/* The i-th of them; skips where the kernel has it not. */
struct way need_connection(int i);
struct way need_messages(int i);

/* A way of a built-in row by number; skips as well. */
struct way need_way(int af, int type);

/*
 * By bare system calls: non-blocking descriptors.  *ret_name is the name that the kernel tells of
 * what was bound.
 */
int way_open(const struct way *way);
int way_bound(const struct way *way, struct lsock_addr *ret_name);
int way_listen(const struct way *way, int backlog, struct lsock_addr *ret_name);

/* Has connected, or is about to. */
int way_dial(const struct way *way, const struct lsock_addr *name);

/* Connected to each other; the first is the one that called connect(2). */
void way_pair(const struct way *way, int ret_fds[2]);

/* The same made by the library, with a timeout of 5 s each. */
void way_objects(const struct way *way, struct lsock_socket *ret_pair[2]);

/* Do both name the same end of a connection?  Of its own CID a vsock client hears "any". */
bool same_end(const struct lsock_addr *a, const struct lsock_addr *b);
