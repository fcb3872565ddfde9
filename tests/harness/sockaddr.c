/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/sockaddr.h"

#include <stdint.h>
#include <sys/socket.h>

#include "tests/harness/harness.h"

/* What is in the order of the host, behind sa_family: all else is bytes, or the network's. */
static const struct member {
	int family;
	size_t at, size;
} members[] = {
	{ AF_INET6, 24, 4 },		/* sin6_scope_id */
	{ AF_NETLINK, 2, 2 }, { AF_NETLINK, 4, 4 }, { AF_NETLINK, 8, 4 },
	{ AF_TIPC, 4, 4 }, { AF_TIPC, 8, 4 }, { AF_TIPC, 12, 4 },
	{ AF_VSOCK, 2, 2 }, { AF_VSOCK, 4, 4 }, { AF_VSOCK, 8, 4 },
	{ AF_PACKET, 4, 4 }, { AF_PACKET, 8, 2 },	/* sll_ifindex, sll_hatype */
};

static void reverse(struct bytes *bytes, size_t at, size_t size)
{
	size_t end = at + size;
	char byte;

	if (end > bytes->len)
		return;
	for (; at + 1 < end; at++) {
		byte = bytes->data[at];
		bytes->data[at] = bytes->data[--end];
		bytes->data[end] = byte;
	}
}

static void reverse_members(struct bytes *bytes)
{
	int family = (unsigned char) bytes->data[0] | (unsigned char) bytes->data[1] << 8;
	size_t i;

	reverse(bytes, 0, sizeof(sa_family_t));
	for (i = 0; i < COUNT_OF(members); i++)
		if (members[i].family == family)
			reverse(bytes, members[i].at, members[i].size);
}

void sockaddr_from_hex(struct bytes *ret_bytes, const char *hex, size_t len)
{
	bytes_from_hex(ret_bytes, hex, len);
	if (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ && ret_bytes->len >= sizeof(sa_family_t))
		reverse_members(ret_bytes);
}
