/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Sockets of other network namespaces; see sys/sys.h. */

/* In the one that the descriptor netns stands for; no thread but one of its own goes there. */
int lsock__sys_socket_in(int netns, int family, int type, int protocol);
