/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a struct sock_extended_err says, which error queues hold: <linux/errqueue.h> has its
 * origins, and Documentation/networking/timestamping.rst and msg_zerocopy.rst of the kernel what
 * its numbers mean with each of them.
 */
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <time.h>		/* the next one has a struct timespec */
#include <linux/errqueue.h>
#include <sys/socket.h>

#include <linux_sock/notice.h>

#include "base/export.h"
#include "core/sockname.h"
#include "messages/control.h"

#ifndef SOL_VSOCK
#define SOL_VSOCK 287
#endif
#define RECVERR_OF_VSOCK 1	/* VSOCK_RECVERR, which older headers lack */
#define SOL_CAN_OF_RAW 101	/* SOL_CAN_RAW and SCM_CAN_RAW_ERRQUEUE of <linux/can/raw.h> */
#define ERRQUEUE_OF_CAN 1

#define ERRNO_MAX 4095		/* of the kernel */

static const struct {
	int level, type;
} kinds[] = {
	{ IPPROTO_IP, IP_RECVERR },
	{ IPPROTO_IPV6, IPV6_RECVERR },
	{ SOL_PACKET, PACKET_TX_TIMESTAMP },
	{ SOL_VSOCK, RECVERR_OF_VSOCK },
	{ SOL_CAN_OF_RAW, ERRQUEUE_OF_CAN },
};

static bool is_notice(const struct lsock_control_item *item)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (lsock__item_is(item, kinds[i].level, kinds[i].type))
			return true;
	return false;
}

/* Of ICMP, and of our own host: only there is ee_info the size that the path can carry. */
static void read_error(const struct sock_extended_err *error, struct lsock_notice *ret_notice)
{
	ret_notice->kind = LSOCK_NOTICE_ERROR;
	ret_notice->error = -(int) error->ee_errno;
	if (ret_notice->error == -EMSGSIZE)
		ret_notice->mtu = error->ee_info;
}

static void read_zerocopy(const struct sock_extended_err *error, struct lsock_notice *ret_notice)
{
	ret_notice->kind = LSOCK_NOTICE_ZEROCOPY;
	ret_notice->first = error->ee_info;
	ret_notice->last = error->ee_data;
	ret_notice->copied = error->ee_code & SO_EE_CODE_ZEROCOPY_COPIED;
}

/* Its error is ENOMSG always, and means nothing. */
static void read_timestamp(const struct sock_extended_err *error, struct lsock_notice *ret_notice)
{
	static const int by_info[] = {
		[SCM_TSTAMP_SND] = LSOCK_NOTICE_SENT,
		[SCM_TSTAMP_SCHED] = LSOCK_NOTICE_SCHEDULED,
		[SCM_TSTAMP_ACK] = LSOCK_NOTICE_ACKED,
	};

	if (error->ee_info < sizeof(by_info) / sizeof(by_info[0]))
		ret_notice->kind = by_info[error->ee_info];
	ret_notice->first = ret_notice->last = error->ee_data;
}

static void read_txtime(const struct sock_extended_err *error, struct lsock_notice *ret_notice)
{
	ret_notice->kind = LSOCK_NOTICE_TXTIME;
	ret_notice->error = -(int) error->ee_errno;
	ret_notice->txtime_ns = (uint64_t) error->ee_data << 32 | error->ee_info;
}

static void read_origin(const struct sock_extended_err *error, struct lsock_notice *ret_notice)
{
	ret_notice->origin = error->ee_origin;
	ret_notice->type = error->ee_type;
	ret_notice->code = error->ee_code;
	switch (error->ee_origin) {
	case SO_EE_ORIGIN_LOCAL:
	case SO_EE_ORIGIN_ICMP:
	case SO_EE_ORIGIN_ICMP6:
		read_error(error, ret_notice);
		break;
	case SO_EE_ORIGIN_TIMESTAMPING:
		read_timestamp(error, ret_notice);
		break;
	case SO_EE_ORIGIN_ZEROCOPY:
		read_zerocopy(error, ret_notice);
		break;
	case SO_EE_ORIGIN_TXTIME:
		read_txtime(error, ret_notice);
		break;
	default:
		ret_notice->error = -(int) error->ee_errno;
	}
}

/* It stands behind the error; where there is none it is cut off, or its own family is 0. */
static void read_offender(const struct lsock_control_item *item, struct lsock_addr *ret_offender)
{
	const char *data = (const char *) item->data + sizeof(struct sock_extended_err);
	size_t size = item->size - sizeof(struct sock_extended_err);
	struct sockaddr_in6 in6 = { .sin6_family = AF_UNSPEC };

	if (size > sizeof(in6))
		size = sizeof(in6);
	memcpy(&in6, data, size);
	if (size >= sizeof(struct sockaddr_in) && in6.sin6_family != AF_UNSPEC)
		lsock__name_take(&in6, (socklen_t) size, ret_offender);
}

LSOCK_API int lsock_control_notice(const struct lsock_control_item *item,
				   struct lsock_notice *ret_notice)
{
	struct lsock_notice notice = {
		.destination.protocol = LSOCK_PROTOCOL_UNSAID,
		.offender.protocol = LSOCK_PROTOCOL_UNSAID,
	};
	struct sock_extended_err error;
	int r;

	if (!is_notice(item))
		return -ENOMSG;
	r = lsock__item_copy(item, &error, sizeof(error));
	if (r < 0)
		return r;
	if (error.ee_errno > ERRNO_MAX)
		return -EBADMSG;
	read_origin(&error, &notice);
	read_offender(item, &notice.offender);
	*ret_notice = notice;
	return 0;
}
