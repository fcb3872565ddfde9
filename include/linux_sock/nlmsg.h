/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NLMSG_H
#define LINUX_SOCK_NLMSG_H

#include <stdbool.h>
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

/* The attributes of a message by their types, after one pass; 4 KiB, meant for the stack. */
#define LSOCK_NLATTRS_MAX 512

struct lsock_nlattrs {
	const void *head;		/* the fixed header; of an area NULL */
	uint32_t beyond;		/* how many have a type of 512 and more: walk to them */
	uint32_t reserved;
	uint64_t seen[LSOCK_NLATTRS_MAX / 64];
	const struct nlattr *at[LSOCK_NLATTRS_MAX];	/* nothing where seen has no bit */
};

/* Of several of one type the last one counts, as in the kernel.  -EBADMSG: no attributes. */
int lsock_nlattrs_of(const struct nlmsghdr *message, size_t header,
		     struct lsock_nlattrs *ret_attributes);
int lsock_nlattrs_in(struct lsock_bytes area, struct lsock_nlattrs *ret_attributes);

bool lsock_nlattrs_has(const struct lsock_nlattrs *attributes, unsigned type);
const struct nlattr *lsock_nlattrs_at(const struct lsock_nlattrs *attributes, unsigned type);
/* The payload, size 0 where the attribute is missing. */
struct lsock_bytes lsock_nlattrs_area(const struct lsock_nlattrs *attributes, unsigned type);
/* lsock_nlattrs_at() and the getter above in one call. */
int lsock_nlattrs_u8(const struct lsock_nlattrs *attributes, unsigned type, uint8_t *ret_value);
int lsock_nlattrs_u16(const struct lsock_nlattrs *attributes, unsigned type, uint16_t *ret_value);
int lsock_nlattrs_u32(const struct lsock_nlattrs *attributes, unsigned type, uint32_t *ret_value);
int lsock_nlattrs_u64(const struct lsock_nlattrs *attributes, unsigned type, uint64_t *ret_value);
int lsock_nlattrs_ip(const struct lsock_nlattrs *attributes, unsigned type,
		     struct lsock_ip *ret_ip);
int lsock_nlattrs_text(const struct lsock_nlattrs *attributes, unsigned type,
		       const char **ret_text, size_t *ret_len);

#ifdef __cplusplus
}
#endif

#endif
