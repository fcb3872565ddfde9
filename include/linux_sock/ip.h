/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_IP_H
#define LINUX_SOCK_IP_H

#include <stddef.h>
#include <stdint.h>

#include <linux_sock/addr.h>
#include <linux_sock/why.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * An address of inet or inet6 with how many of its bits count, in 20 bytes: what netlink's records
 * are full of.  Bytes beyond the family's are 0.
 */
struct lsock_ip {
	uint16_t family;	/* AF_INET, AF_INET6; 0: there is none */
	uint16_t prefix;	/* bits; of a host all of them, 32 or 128 */
	uint8_t bytes[16];	/* in the order of the network */
};

#define LSOCK_IP_TEXT_SIZE 52

/* "192.0.2.0/24", "2001:db8::1"; no zone, no port.  As lsock_addr_parse(3) says what is wrong. */
int lsock_ip_parse(const char *text, size_t len, struct lsock_ip *ret_ip,
		   struct lsock_why *ret_why);
/* As lsock_addr_format(3); "/BITS" unless all of them count. */
int lsock_ip_format(const struct lsock_ip *ip, char *buf, size_t size);

/*
 * The prefix is dropped; scope: the zone of inet6, 0: none; ignored where the address has no zone.
 * -EINVAL: there is no address.
 */
int lsock_ip_to_addr(const struct lsock_ip *ip, uint16_t port, uint32_t scope,
		     struct lsock_addr *ret_addr);
/* As a host; -EAFNOSUPPORT: of another family. */
int lsock_ip_from_addr(const struct lsock_addr *addr, struct lsock_ip *ret_ip);

#ifdef __cplusplus
}
#endif

#endif
