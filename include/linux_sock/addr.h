/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_ADDR_H
#define LINUX_SOCK_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include <linux_sock/why.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * An address of any family: a plain value of 136 bytes, to copy and to keep on the stack.
 * Bytes behind len are zero.  len 0: no address.
 */
struct lsock_addr {
	union {
		struct sockaddr_storage storage;
		struct sockaddr sa;
	} u;
	socklen_t len;
	uint16_t type;		/* SOCK_ number; 0: unsaid */
	uint16_t protocol;	/* LSOCK_PROTOCOL_UNSAID: unsaid */
};

#define LSOCK_PROTOCOL_UNSAID 0xffff

/* Room for the text of any address, its NUL counted, and the longest text that is read. */
#define LSOCK_ADDR_TEXT_SIZE 448
#define LSOCK_ADDR_TEXT_MAX 1024

/*
 * Numeric text of any family, as "192.0.2.1:80", "[::1]:80", "/run/x", "@x", "netlink:route:0:0x1",
 * "tipc:name:18888:17": linux_sock_addr(7).  Never asks a name service.
 */
int lsock_addr_parse(const char *text, size_t len, struct lsock_addr *ret_addr,
		     struct lsock_why *ret_why);

/*
 * The one canonical text, printable ASCII; as snprintf(3): returns its length without the NUL, also
 * where size is too small for it (the text is cut, buf is always terminated unless size is 0).
 */
int lsock_addr_format(const struct lsock_addr *addr, char *buf, size_t size);

/* Takes what the kernel wrote: len may be larger than the address, its bytes need not be clean. */
int lsock_addr_from(const void *sockaddr, socklen_t len, struct lsock_addr *ret_addr);

/* Strict: would bind(2) or connect(2) of its family take these bytes for a well-formed address? */
int lsock_addr_check(const struct lsock_addr *addr, struct lsock_why *ret_why);

/* The same address?  Its bytes count, not the type; the protocol only in netlink. */
bool lsock_addr_equal(const struct lsock_addr *a, const struct lsock_addr *b);

/* Equal addresses have equal hashes under the same seed. */
uint64_t lsock_addr_hash(const struct lsock_addr *addr, uint64_t seed);

/* 0..65535 (vsock: 0..4294967295); -EAFNOSUPPORT: the family has no ports. */
int64_t lsock_addr_port(const struct lsock_addr *addr);
int lsock_addr_set_port(struct lsock_addr *addr, uint32_t port);

#ifdef __cplusplus
}
#endif

#endif
