/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NLREQ_H
#define LINUX_SOCK_NLREQ_H

#include <stddef.h>
#include <stdint.h>

#include <linux_sock/ip.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A netlink request that is written piece by piece, and used for the next one after that: it
 * allocates no more than its longest message takes.  The first error sticks, so that nothing need
 * be checked before the end: whoever takes the request gives that error.  Padding is zero.
 */
struct nlmsghdr;	/* <linux/netlink.h> */
struct lsock_nlset;
struct lsock_nlreq;

int lsock_nlreq_new(struct lsock_nlreq **ret_request);
struct lsock_nlreq *lsock_nlreq_free(struct lsock_nlreq *request);	/* NULL */

/*
 * Empties it.  type: RTM_ and kin; flags: NLM_F_, to which NLM_F_REQUEST comes; head: the fixed
 * header, size bytes; NULL: zeros.
 */
int lsock_nlreq_begin(struct lsock_nlreq *request, uint16_t type, uint16_t flags,
		      const void *head, size_t size);
/* By whose names errors tell of it, until the next begin; NULL: by the library's own. */
void lsock_nlreq_use(struct lsock_nlreq *request, const struct lsock_nlset *set);

/* -EMSGSIZE: more than 65531 bytes.  be: value as the machine has it, big-endian in the message. */
int lsock_nlreq_put(struct lsock_nlreq *request, uint16_t type, const void *data, size_t size);
int lsock_nlreq_put_u8(struct lsock_nlreq *request, uint16_t type, uint8_t value);
int lsock_nlreq_put_u16(struct lsock_nlreq *request, uint16_t type, uint16_t value);
int lsock_nlreq_put_u32(struct lsock_nlreq *request, uint16_t type, uint32_t value);
int lsock_nlreq_put_u64(struct lsock_nlreq *request, uint16_t type, uint64_t value);
int lsock_nlreq_put_s32(struct lsock_nlreq *request, uint16_t type, int32_t value);
int lsock_nlreq_put_be16(struct lsock_nlreq *request, uint16_t type, uint16_t value);
int lsock_nlreq_put_be32(struct lsock_nlreq *request, uint16_t type, uint32_t value);
int lsock_nlreq_put_be64(struct lsock_nlreq *request, uint16_t type, uint64_t value);
int lsock_nlreq_put_flag(struct lsock_nlreq *request, uint16_t type);
int lsock_nlreq_put_ip(struct lsock_nlreq *request, uint16_t type, const struct lsock_ip *ip);
/* With a NUL behind it. */
int lsock_nlreq_put_text(struct lsock_nlreq *request, uint16_t type, const char *text,
			 size_t len);

/* Nests, at most 16 deep.  end: -EMSGSIZE over 65535 bytes; one left open: -EINVAL when asked. */
int lsock_nlreq_nest(struct lsock_nlreq *request, uint16_t type);
int lsock_nlreq_end(struct lsock_nlreq *request);
int lsock_nlreq_cancel(struct lsock_nlreq *request);	/* as if it had never been begun */

int lsock_nlreq_error(const struct lsock_nlreq *request);	/* the first one; 0: none */
/* What is there so far, good until the next call on it; NULL after an error. */
const struct nlmsghdr *lsock_nlreq_message(const struct lsock_nlreq *request);

#ifdef __cplusplus
}
#endif

#endif
