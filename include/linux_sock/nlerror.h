/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NLERROR_H
#define LINUX_SOCK_NLERROR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * What went wrong with a request, or what was done with a warning: everything that the kernel's
 * extended ACK says.  A value to copy and to keep.  Offsets count from the request's first byte.
 */
struct nlmsghdr;	/* <linux/netlink.h> */
struct lsock_nlset;

#define LSOCK_NLERROR_KERNEL 1	/* who says so: the kernel in its answer */
#define LSOCK_NLERROR_SYSTEM 2	/* a system call */
#define LSOCK_NLERROR_LIBRARY 3

#define LSOCK_NLERROR_UNKNOWN 1u	/* it may have been done all the same */

struct lsock_nlerror {
	size_t size;		/* sizeof(struct lsock_nlerror) */
	int error;		/* below 0; 0: a warning, or nothing at all */
	int origin;		/* LSOCK_NLERROR_KERNEL and on; 0: nothing */
	uint32_t flags;		/* LSOCK_NLERROR_UNKNOWN */
	uint32_t ask;		/* the number of the ask; 0: none */
	uint16_t type;		/* of the request */
	uint16_t missing;	/* the attribute that was not there; 0: unsaid */
	uint32_t offset;	/* of the attribute that is wrong; 0: unsaid */
	uint32_t nest_offset;	/* of the nest that lacks one; 0: the message itself */
	uint32_t policy_type;	/* NL_ATTR_TYPE_ of what is expected; 0: unsaid */
	uint64_t min, max, mask;	/* of that; signed ones as the int64_t of the same bits */
	uint8_t cookie[20];
	uint32_t cookie_size;
	/* Always with a NUL, cut where longer; "": unsaid. */
	char message[256];	/* in the kernel's words */
	char path[256];		/* what is at offset, by name: "route.metrics.mtu" */
	char missing_path[256];
};

/*
 * As lsock_addr_format(3):
 * "RTM_NEWROUTE: ENETUNREACH: Nexthop has invalid gateway (route.gateway)".
 */
int lsock_nlerror_format(const struct lsock_nlerror *error, char *buf, size_t size);

/*
 * Of an answer from anywhere.  request NULL: the one that the answer repeats, where it does; set
 * NULL: no paths.  -ENOMSG: it is neither NLMSG_ERROR nor NLMSG_DONE; -EBADMSG: it is malformed.
 */
int lsock_nlerror_read(const struct nlmsghdr *answer, const struct nlmsghdr *request,
		       const struct lsock_nlset *set, struct lsock_nlerror *ret_error);

#ifdef __cplusplus
}
#endif

#endif
