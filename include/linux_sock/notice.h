/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NOTICE_H
#define LINUX_SOCK_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include <linux_sock/addr.h>
#include <linux_sock/control.h>
#include <linux_sock/deadline.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a socket's error queue tells: of IP_RECVERR, MSG_ZEROCOPY, SO_TIMESTAMPING, SO_TXTIME. */
#define LSOCK_NOTICE_ERROR 1		/* a message was lost: error, and who said so */
#define LSOCK_NOTICE_ZEROCOPY 2		/* buffers first..last are the caller's again */
#define LSOCK_NOTICE_SENT 3		/* the device has taken message first: times */
#define LSOCK_NOTICE_SCHEDULED 4	/* the same of the packet scheduler */
#define LSOCK_NOTICE_ACKED 5		/* the same of the peer */
#define LSOCK_NOTICE_TXTIME 6		/* dropped: its time was missed or is no time */

struct lsock_notice {
	int kind;			/* LSOCK_NOTICE_; 0: of another origin */
	int error;			/* negative; 0: none */
	uint8_t origin, type, code;	/* SO_EE_ORIGIN_; of ICMP */
	bool copied;			/* zerocopy: the kernel copied all the same */
	uint32_t first, last;		/* of messages, counted from 0 by the socket */
	uint32_t mtu;			/* of the path, with -EMSGSIZE; 0: unsaid */
	uint64_t txtime_ns;
	struct lsock_addr destination;	/* of the message; len 0: unsaid */
	struct lsock_addr offender;	/* who sent the ICMP message; len 0: unsaid */
	struct lsock_timestamps times;
	int flags;			/* MSG_TRUNC: the message was longer; MSG_CTRUNC */
};

/*
 * The next of the error queue; returns how many bytes of the message it tells of are in buf.  Until
 * the deadline: -EAGAIN, -ETIME: none came.  -EOPNOTSUPP: the family has no such queue.
 */
ssize_t lsock_recv_notice(int fd, void *buf, size_t size, struct lsock_notice *ret_notice,
			  struct lsock_deadline until);

/* IP_RECVERR, IPV6_RECVERR and kin as an item of control data; -ENOMSG: it is another. */
int lsock_control_notice(const struct lsock_control_item *item, struct lsock_notice *ret_notice);

#ifdef __cplusplus
}
#endif

#endif
