/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Requests to the kernel that the tests of conversations make, in a namespace of the test's own. */
#include <linux_sock/linux_sock.h>

/* In a new namespace: "lo" alone is there.  Skips where that is refused. */
struct lsock_netlink *talk_open(const struct lsock_netlink_options *options);

struct lsock_nlreq *talk_request(void);		/* one, empty */
void talk_get_link(struct lsock_nlreq *request, int index);
void talk_dump_links(struct lsock_nlreq *request);
void talk_dump_routes(struct lsock_nlreq *request, int table);
void talk_set_mtu(struct lsock_nlreq *request, int index, uint32_t mtu);
/* One more link, by another conversation; skips where the kernel has no kind of links to make. */
void talk_make_link(struct lsock_netlink *netlink, const char *name);

/* The next item, in 5 s. */
const struct lsock_netlink_item *talk_next(struct lsock_netlink *netlink);
/* The end of that ask, whatever is replied before it. */
int talk_end(struct lsock_netlink *netlink, uint32_t ask);
