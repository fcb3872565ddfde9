/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* An object and the bare descriptor that it speaks to. */
#include <linux_sock/socket.h>

struct ends {
	struct lsock_socket *socket;
	int other;
};

/* The object adopts the first. */
struct ends ends_of(const int fds[2]);
struct ends unix_ends(int type);
void close_ends(struct ends *ends);
