/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_CONTROL_H
#define LINUX_SOCK_CONTROL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include <linux_sock/addr.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Control data of a message in a buffer of the caller's, aligned as uint64_t.  After a receive it
 * owns the descriptors that came until they are taken; lsock_control_clear() closes those left.
 */
struct lsock_control {
	void *buf;
	size_t room;		/* of buf */
	size_t size;		/* what is in it */
	uint32_t flags;		/* LSOCK_CONTROL_ */
	uint32_t reserved;	/* 0 */
};

#define LSOCK_CONTROL_RECEIVED 1u	/* came from the kernel: owns its descriptors */

/* Room that items of so many bytes of data take; 0: too many for any buffer. */
size_t lsock_control_space(size_t data_size);

void lsock_control_init(struct lsock_control *control, void *buf, size_t room);
void lsock_control_clear(struct lsock_control *control);

/* One more item; -ENOSPC: no room.  The typed ones, for sending: */
int lsock_control_put(struct lsock_control *control, int level, int type, const void *data,
		      size_t size);
int lsock_control_put_fds(struct lsock_control *control, const int *fds, size_t count);
int lsock_control_put_credentials(struct lsock_control *control, pid_t pid, uid_t uid, gid_t gid);
/* Send from this address (port ignored) of inet or inet6, out of this interface (0: any). */
int lsock_control_put_source(struct lsock_control *control, const struct lsock_addr *source,
			     uint32_t interface);
int lsock_control_put_hop_limit(struct lsock_control *control, int family, int hops);	/* 0..255 */
int lsock_control_put_traffic_class(struct lsock_control *control, int family, int tclass);
int lsock_control_put_segment(struct lsock_control *control, uint16_t size);	/* UDP_SEGMENT */
int lsock_control_put_txtime(struct lsock_control *control, uint64_t ns);	/* SCM_TXTIME */

struct lsock_control_item {
	int level, type;
	const void *data;
	size_t size;
	bool truncated;		/* it said it was longer than what is there */
};

/*
 * The item behind *item, which is {0} at first: 1; 0: no more; -EBADMSG: what is left is none, or
 * *item was truncated.
 */
int lsock_control_next(const struct lsock_control *control, struct lsock_control_item *item);

/*
 * Typed reading.  -ENOMSG: it is another item, -EBADMSG: it is too short for what it says it is.
 */
/* Moves descriptors out of the message, up to room; returns how many.  The rest stays. */
int lsock_control_take_fds(struct lsock_control *control, int *ret_fds, size_t room);
/* SCM_PIDFD: the descriptor; -ENOMSG: none; or why the kernel could not make it, as -EMFILE. */
int lsock_control_take_pidfd(struct lsock_control *control);

int lsock_control_credentials(const struct lsock_control_item *item, pid_t *ret_pid,
			      uid_t *ret_uid, gid_t *ret_gid);
/* IP_PKTINFO, IPV6_PKTINFO: where the message was sent to, and the interface it came in by. */
int lsock_control_destination(const struct lsock_control_item *item, struct lsock_addr *ret_local,
			      uint32_t *ret_interface);
int lsock_control_hop_limit(const struct lsock_control_item *item);		/* 0..255 */
int lsock_control_traffic_class(const struct lsock_control_item *item);		/* 0..255 */
int lsock_control_segment(const struct lsock_control_item *item);		/* UDP_GRO: bytes */

struct lsock_timestamps {
	int64_t software_ns;	/* CLOCK_REALTIME; 0: none */
	int64_t hardware_ns;	/* the device's clock; 0: none */
};

/* SO_TIMESTAMP, SO_TIMESTAMPNS, SO_TIMESTAMPING, old and new. */
int lsock_control_timestamps(const struct lsock_control_item *item,
			     struct lsock_timestamps *ret_times);

/* TIPC: a message of ours that came back (how much of it is in a TIPC_RETDATA item), and why. */
struct lsock_tipc_return {
	uint32_t error;		/* TIPC_ERR_ of <linux/tipc.h> */
	uint32_t size;
};

int lsock_control_tipc_return(const struct lsock_control_item *item,
			      struct lsock_tipc_return *ret_return);
int lsock_control_tipc_name(const struct lsock_control_item *item, uint32_t *ret_type,
			    uint32_t *ret_lower, uint32_t *ret_upper);	/* TIPC_DESTNAME */

/* NETLINK_PKTINFO: the group that it went to, 0: to this socket alone. */
int64_t lsock_control_netlink_group(const struct lsock_control_item *item);
/* NETLINK_LISTEN_ALL_NSID: the number of the namespace it comes from; of the own one: no item. */
int lsock_control_nsid(const struct lsock_control_item *item, int32_t *ret_nsid);

#ifdef __cplusplus
}
#endif

#endif
