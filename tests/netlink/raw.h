/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Messages and attributes written by hand, one behind the other; the last one is not padded. */
#include <linux/netlink.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/nlmsg.h>

struct raw {
	_Alignas(8) char bytes[4096];
	size_t size;
};

/* Each is good for as long as raw is; bytes behind its header are 0, where data is NULL, too. */
struct nlmsghdr *raw_message(struct raw *raw, uint16_t type, size_t payload);
struct nlattr *raw_attribute(struct raw *raw, uint16_t type, const void *data, size_t size);

struct lsock_bytes raw_area(const struct raw *raw);

/*
 * A copy that crashes who reads beyond it by 4 bytes and more, and is aligned to 4: bytes_tight()
 * of the size rounded up.
 */
const void *raw_tight(const void *bytes, size_t size);
