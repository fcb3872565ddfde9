/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * When a message came or went: SO_TIMESTAMP, SO_TIMESTAMPNS, SO_TIMESTAMPING; and when it is to go,
 * SCM_TXTIME.  The old numbers come with seconds as wide as a long, the new ones with 64 bits.
 */
#include <linux/time_types.h>
#include <sys/socket.h>

#include "base/export.h"
#include "messages/control.h"

#ifndef SO_TIMESTAMP_NEW
#define SO_TIMESTAMP_OLD SO_TIMESTAMP
#define SO_TIMESTAMPNS_OLD SO_TIMESTAMPNS
#define SO_TIMESTAMPING_OLD SO_TIMESTAMPING
#define SO_TIMESTAMP_NEW 63
#define SO_TIMESTAMPNS_NEW 64
#define SO_TIMESTAMPING_NEW 65
#endif
#ifndef SCM_TXTIME
#define SCM_TXTIME 61
#endif

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_US 1000
#define LATEST (INT64_MAX / NS_PER_S - 1)	/* second that 64 bits of ns can say */

/* How the item's numbers are laid out. */
struct layout {
	int old, new;
	int64_t unit;		/* of the second number of each pair, in ns */
	int pairs;
};

static const struct layout layouts[] = {
	{ SO_TIMESTAMP_OLD, SO_TIMESTAMP_NEW, NS_PER_US, 1 },
	{ SO_TIMESTAMPNS_OLD, SO_TIMESTAMPNS_NEW, 1, 1 },
	{ SO_TIMESTAMPING_OLD, SO_TIMESTAMPING_NEW, 1, 3 },
};

static const struct layout *layout_of(const struct lsock_control_item *item)
{
	size_t i;

	if (item->level != SOL_SOCKET)
		return NULL;
	for (i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++)
		if (item->type == layouts[i].old || item->type == layouts[i].new)
			return &layouts[i];
	return NULL;
}

/* The n-th pair of numbers. */
static int read_pair(const struct lsock_control_item *item, bool wide, int n,
		     struct __kernel_timespec *ret_pair)
{
	struct __kernel_old_timespec pair;
	size_t size = wide ? sizeof(*ret_pair) : sizeof(pair), at = (size_t) n * size;

	if (item->size < at + size)
		return -EBADMSG;
	if (wide) {
		memcpy(ret_pair, (const char *) item->data + at, size);
		return 0;
	}
	memcpy(&pair, (const char *) item->data + at, size);
	ret_pair->tv_sec = pair.tv_sec;
	ret_pair->tv_nsec = pair.tv_nsec;
	return 0;
}

static int read_time(const struct lsock_control_item *item, const struct layout *layout, int n,
		     int64_t *ret_ns)
{
	struct __kernel_timespec pair;
	int r = read_pair(item, item->type == layout->new, n, &pair);

	if (r < 0)
		return r;
	if (pair.tv_nsec < 0 || pair.tv_nsec >= NS_PER_S / layout->unit ||
	    pair.tv_sec < -LATEST || pair.tv_sec > LATEST)
		return -EBADMSG;
	*ret_ns = pair.tv_sec * NS_PER_S + pair.tv_nsec * layout->unit;
	return 0;
}

/* The second of the three has been unused since Linux 3.17. */
LSOCK_API int lsock_control_timestamps(const struct lsock_control_item *item,
				       struct lsock_timestamps *ret_times)
{
	const struct layout *layout = layout_of(item);
	struct lsock_timestamps times = { .hardware_ns = 0 };
	int r;

	if (layout == NULL)
		return -ENOMSG;
	r = read_time(item, layout, 0, &times.software_ns);
	if (r == 0 && layout->pairs == 3)
		r = read_time(item, layout, 2, &times.hardware_ns);
	if (r == 0)
		*ret_times = times;
	return r;
}

LSOCK_API int lsock_control_put_txtime(struct lsock_control *control, uint64_t ns)
{
	return lsock_control_put(control, SOL_SOCKET, SCM_TXTIME, &ns, sizeof(ns));
}
