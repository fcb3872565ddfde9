/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NETLINK_H
#define LINUX_SOCK_NETLINK_H

#include <stddef.h>
#include <stdint.h>

#include <linux_sock/deadline.h>
#include <linux_sock/nlerror.h>
#include <linux_sock/nlmsg.h>
#include <linux_sock/nlreq.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A conversation over a netlink socket: either about what is asked, or about what happens in
 * groups.  The other of the two gives -EDEADLK: events that overrun a socket take its answers with
 * them.  It is one thread's at a time; in a child of fork(2) every call but free gives -ECHILD.
 */
struct lsock_netlink;

#define LSOCK_NETLINK_NETNS 1u		/* in the namespace of the descriptor netns */
#define LSOCK_NETLINK_ALL_NSID 2u	/* with the events of namespaces that have an id here */
#define LSOCK_NETLINK_NO_STRICT 4u	/* dumps are not filtered, as before Linux 4.20 */

#define LSOCK_NETLINK_HAS_EXT_ACK 1u	/* what the kernel can; required: else -EOPNOTSUPP */
#define LSOCK_NETLINK_HAS_CAP_ACK 2u
#define LSOCK_NETLINK_HAS_STRICT 4u
#define LSOCK_NETLINK_HAS_PKTINFO 8u

#define LSOCK_NETLINK_FROM_KERNEL 0	/* who is listened to; others are counted */
#define LSOCK_NETLINK_FROM_PORT 1	/* and from_port */
#define LSOCK_NETLINK_FROM_ROOT 2	/* and who is uid 0 by its credentials */
#define LSOCK_NETLINK_FROM_ANY 3

struct lsock_netlink_options {
	size_t size;			/* sizeof(struct lsock_netlink_options) */
	uint32_t flags, require;	/* LSOCK_NETLINK_NETNS and on; LSOCK_NETLINK_HAS_ */
	uint32_t port;			/* 0: the kernel chooses */
	int netns;
	uint32_t from, from_port;	/* LSOCK_NETLINK_FROM_ */
	uint32_t receive_room;		/* bytes; 0: 8 MiB with groups, else as it is */
	uint32_t window;		/* asks in flight; 0: as many as have room for their ACKs */
	uint64_t answer_limit;		/* bytes of one answer, -EFBIG; 0: none */
};

/* options NULL: none.  adopt: a bound socket, which is the conversation's on success. */
int lsock_netlink_open(int protocol, const struct lsock_netlink_options *options,
		       struct lsock_netlink **ret_netlink);
int lsock_netlink_adopt(int fd, const struct lsock_netlink_options *options,
			struct lsock_netlink **ret_netlink);
struct lsock_netlink *lsock_netlink_free(struct lsock_netlink *netlink);	/* NULL */

int lsock_netlink_fd(const struct lsock_netlink *netlink);
int lsock_netlink_protocol(const struct lsock_netlink *netlink);
uint32_t lsock_netlink_port(const struct lsock_netlink *netlink);
uint32_t lsock_netlink_has(const struct lsock_netlink *netlink);	/* LSOCK_NETLINK_HAS_ */

/* Counted: as many leaves as joins.  names: "link ipv6-route nl80211/scan", all of them or none. */
int lsock_netlink_join(struct lsock_netlink *netlink, uint32_t group);
int lsock_netlink_leave(struct lsock_netlink *netlink, uint32_t group);
int lsock_netlink_join_names(struct lsock_netlink *netlink, const char *names,
			     struct lsock_deadline until);

/* Of the last thing that failed or was done with a warning; never NULL, good till the next call. */
const struct lsock_nlerror *lsock_netlink_why(const struct lsock_netlink *netlink);

/*
 * Asks and waits: 0: done; 1: done, and *ret_reply (or NULL) is good until the next call; or why
 * not.  After -ETIME, -EINTR and -EAGAIN it may have been done.  A dump: -EINVAL.
 */
int lsock_netlink_call(struct lsock_netlink *netlink, struct lsock_nlreq *request,
		       const struct nlmsghdr **ret_reply, struct lsock_deadline until);

#define LSOCK_ASK_CORK 1u	/* goes with what follows: with a full buffer, flush or next */
#define LSOCK_ASK_QUIET 2u	/* errors alone are told; ends with the next that is not quiet */

struct lsock_ask_options {
	size_t size;			/* sizeof(struct lsock_ask_options) */
	struct lsock_deadline until;	/* of its end, -ETIME; {0}: in 25 s */
	uint32_t flags;			/* LSOCK_ASK_ */
	uint32_t tries;			/* of a dump that is interrupted; 0: one */
	void *tag;			/* comes with all that comes of it */
};

/*
 * Takes a copy, which is sent now or in its turn; never waits.  options, ret_ask: or NULL.
 * -EINVAL: NLM_F_DUMP, which are the bits of two other flags, with what is known to be no question.
 */
int lsock_netlink_ask(struct lsock_netlink *netlink, struct lsock_nlreq *request,
		      const struct lsock_ask_options *options, uint32_t *ret_ask);
int lsock_netlink_flush(struct lsock_netlink *netlink);
int lsock_netlink_cancel(struct lsock_netlink *netlink, uint32_t ask);	/* no more is told of it */

#define LSOCK_NETLINK_END 0	/* of an ask: error is 0, or why; -ESTALE: a dump was interrupted */
#define LSOCK_NETLINK_REPLY 1
#define LSOCK_NETLINK_RESTART 2	/* forget its replies: they come once more */
#define LSOCK_NETLINK_EVENT 3
#define LSOCK_NETLINK_LOST 4	/* events are missing; a dump that is asked for now has it all */

#define LSOCK_NETLINK_WARNED 1u		/* of an END: done, but lsock_netlink_why() */
#define LSOCK_NETLINK_UNKNOWN 2u	/* it may have been done */
#define LSOCK_NETLINK_FILTERED 4u	/* the kernel has filtered the dump */

struct lsock_netlink_item {
	int kind, error;		/* LSOCK_NETLINK_END and on */
	uint32_t flags;			/* LSOCK_NETLINK_WARNED and on */
	uint32_t ask, group;		/* 0: none */
	int32_t nsid;			/* of an event; -1: of this namespace */
	void *tag;
	const struct nlmsghdr *message;	/* NULL: none */
	struct lsock_bytes text;	/* of kobject-uevent, in place of messages */
};

/*
 * What comes next, good until the next call: 1; 0: nothing is asked, no group joined.  -ETIME,
 * -EAGAIN, -EINTR: this wait is over, all goes on; -ENOTRECOVERABLE: open another one.
 */
int lsock_netlink_next(struct lsock_netlink *netlink, const struct lsock_netlink_item **ret_item,
		       struct lsock_deadline until);
/* Of the one ask: LSOCK_NETLINK_REPLY, _RESTART; 0: its end, or its error.  -EDEADLK: not one. */
int lsock_netlink_reply(struct lsock_netlink *netlink, const struct nlmsghdr **ret_message,
			struct lsock_deadline until);
/* When next is to be called however silent the descriptor is. */
struct lsock_deadline lsock_netlink_due(const struct lsock_netlink *netlink);

struct lsock_netlink_counts {
	size_t size;			/* sizeof(struct lsock_netlink_counts) */
	uint64_t messages, foreign, stray, malformed, lost, truncated, interrupted, retried;
};

int lsock_netlink_count(const struct lsock_netlink *netlink,
			struct lsock_netlink_counts *ret_counts);

#ifdef __cplusplus
}
#endif

#endif
