/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_INET_H
#define LINUX_SOCK_INET_H

#include <netinet/in.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The C library's lenient rules, which nothing else here follows: "127.1", "0x7f.0.0.1", octal,
 * blanks and what stands behind them.  -EINVAL.
 */
int lsock_inet_aton(const char *text, struct in_addr *ret_addr);
int lsock_inet_ntoa(struct in_addr addr, char *buf, size_t size);

/*
 * Strict, without ports and zones.  family AF_INET (4 bytes) or AF_INET6 (16 bytes), else
 * -EAFNOSUPPORT; a size that is not the family's: -EINVAL.  ntop gives the length of the text
 * (RFC 5952), -ENOSPC: size is too small.
 */
int lsock_inet_pton(int family, const char *text, void *ret_addr, size_t size);
int lsock_inet_ntop(int family, const void *addr, size_t addr_size, char *buf, size_t size);

/* Byte order, without cutting: -ERANGE over 16 or 32 bits. */
int lsock_htons(uint64_t value, uint16_t *ret_value);
int lsock_ntohs(uint64_t value, uint16_t *ret_value);
int lsock_htonl(uint64_t value, uint32_t *ret_value);
int lsock_ntohl(uint64_t value, uint32_t *ret_value);

/*
 * Can an IPv6 socket be opened and bound to ::1 here, now?  Can one socket serve IPv4 too?  1, 0,
 * or a negative error where that could not be found out.
 */
int lsock_has_ipv6(void);
int lsock_has_dualstack_ipv6(void);

#ifdef __cplusplus
}
#endif

#endif
