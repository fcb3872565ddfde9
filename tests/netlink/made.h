/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Messages that are put together byte by byte, and tables to read them by. */
#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/nlset.h>

/*
 * Routes, and links: of these "data" is chosen by "kind" beside it ("vlan", "tower"), "encap" of
 * routes by the number "encap-type" (1, 513 big-endian).  The tower has a tower in it, a header of
 * 6 bytes, and "floors", an array.
 */
extern const struct lsock_nlset made_route, made_link, made_tower;

struct made {
	size_t len;
	_Alignas(8) char bytes[1024];
};

const struct nlmsghdr *made_message(struct made *made);	/* its length becomes what was put */
void made_begin(struct made *made, uint16_t type, uint16_t flags, size_t header);
/* The offset at which it begins. */
uint32_t made_put(struct made *made, unsigned type, const void *payload, size_t size);
uint32_t made_put_u32(struct made *made, unsigned type, uint32_t value);
uint32_t made_nest(struct made *made, unsigned type);
void made_end(struct made *made, uint32_t nest);
void made_add(struct made *made, const void *bytes, size_t size);	/* as they are, padded */
