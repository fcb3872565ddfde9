/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The rows, level by level, and how they are found. */
#include <linux_sock/option.h>

extern const struct lsock_option lsock__options_socket[], lsock__options_ip[];
extern const struct lsock_option lsock__options_ipv6[], lsock__options_tcp[];
extern const struct lsock_option lsock__options_udp[], lsock__options_netlink[];
extern const struct lsock_option lsock__options_tipc[], lsock__options_vsock[];
extern const struct lsock_option lsock__options_packet[];

/*
 * That of a name or alias which such a socket has: -ENOENT, -EOPNOTSUPP.  ret_option is written in
 * the latter case, too.
 */
int lsock__option_find(const char *name, const struct lsock_identity *identity,
		       const struct lsock_option **ret_option);

/*
 * The same for the socket itself, which is asked what it is: -ENOENT, -EOPNOTSUPP, also where the
 * option cannot be what is wanted, LSOCK_OPTION_READ or LSOCK_OPTION_WRITE.
 */
int lsock__option_of(int fd, const char *name, uint32_t wanted,
		     const struct lsock_option **ret_option, struct lsock_why *why);
