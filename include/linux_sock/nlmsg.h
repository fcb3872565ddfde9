/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NLMSG_H
#define LINUX_SOCK_NLMSG_H

#include <stddef.h>
#include <stdint.h>

#include <linux_sock/ip.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Messages and attributes of netlink as they lie in memory, wherever they come from: a
 * conversation, a file, nlmon.  Nothing here has a state or a socket, and what is returned points
 * into the bytes that were given, which have to be aligned to 4 (-EINVAL).
 */
struct nlmsghdr;	/* <linux/netlink.h> */
struct nlattr;

struct lsock_bytes {
	const void *data;
	size_t size;
};

/*
 * A step: *message is NULL at first, then the message before.  1: *message is the next one; 0: that
 * was the last; -EBADMSG: what is left is no message; -EINVAL: *message is not among these bytes.
 */
int lsock_nlmsg_next(const void *datagram, size_t size, const struct nlmsghdr **message);
/* The same among attributes. */
int lsock_nlattr_next(struct lsock_bytes area, const struct nlattr **attribute);

/* The attributes behind a fixed header of so many bytes.  -EBADMSG: the message is shorter. */
int lsock_nlmsg_area(const struct nlmsghdr *message, size_t header, struct lsock_bytes *ret_area);
/* The attributes in a nest, or any payload; of NULL: none. */
struct lsock_bytes lsock_nlattr_area(const struct nlattr *attribute);
unsigned lsock_nlattr_type(const struct nlattr *attribute);	/* without its two flags */

/*
 * The payload as a number.  0; -ENOMSG: attribute is NULL; -EBADMSG: it has another length.  A
 * failure leaves *ret_value alone, which may begin as a default.  be: big-endian in the message.
 */
int lsock_nlattr_u8(const struct nlattr *attribute, uint8_t *ret_value);
int lsock_nlattr_u16(const struct nlattr *attribute, uint16_t *ret_value);
int lsock_nlattr_u32(const struct nlattr *attribute, uint32_t *ret_value);
int lsock_nlattr_u64(const struct nlattr *attribute, uint64_t *ret_value);
int lsock_nlattr_s32(const struct nlattr *attribute, int32_t *ret_value);
int lsock_nlattr_s64(const struct nlattr *attribute, int64_t *ret_value);
int lsock_nlattr_be16(const struct nlattr *attribute, uint16_t *ret_value);
int lsock_nlattr_be32(const struct nlattr *attribute, uint32_t *ret_value);
int lsock_nlattr_be64(const struct nlattr *attribute, uint64_t *ret_value);
/* Of 4 or 8 bytes, whichever it has. */
int lsock_nlattr_uint(const struct nlattr *attribute, uint64_t *ret_value);
int lsock_nlattr_sint(const struct nlattr *attribute, int64_t *ret_value);
int lsock_nlattr_bitfield(const struct nlattr *attribute, uint32_t *ret_value,
			  uint32_t *ret_selector);
int lsock_nlattr_ip(const struct nlattr *attribute, struct lsock_ip *ret_ip);	/* 4 or 16 bytes */
/* Text, whether or not a NUL ends it, which is not counted; a NUL inside: -EBADMSG. */
int lsock_nlattr_text(const struct nlattr *attribute, const char **ret_text, size_t *ret_len);

#ifdef __cplusplus
}
#endif

#endif
