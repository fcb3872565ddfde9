/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Descriptors made in another network namespace. */
#include <linux_sock/netns.h>

#include <sys/socket.h>

#include "base/export.h"
#include "sys/netns.h"

LSOCK_API int lsock_open_in(int netns, int family, int type, int protocol)
{
	return lsock__sys_socket_in(netns, family, type | SOCK_NONBLOCK, protocol);
}
