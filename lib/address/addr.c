/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses as values: from the kernel's bytes, checked, compared, hashed; their port. */
#include <linux_sock/addr.h>

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "address/rows.h"
#include "base/export.h"

#define STORAGE sizeof(((struct lsock_addr *) 0)->u)

static int refuse(struct lsock_why *why, int err, const char *message)
{
	if (why)
		*why = (struct lsock_why){ .message = message };
	return err;
}

/* A family without a row keeps its bytes as they are. */
static int from_row(const struct lsock_family *row, struct lsock_addr *addr)
{
	if (row == NULL)
		return 0;
	if (addr->len < row->shortest)
		return -EINVAL;
	return row->from ? row->from(addr) : 0;
}

LSOCK_API int lsock_addr_from(const void *sockaddr, socklen_t len, struct lsock_addr *ret_addr)
{
	struct lsock_addr addr = { .protocol = LSOCK_PROTOCOL_UNSAID };
	const struct lsock_family *row;
	socklen_t longest;
	int r;

	if (sockaddr == NULL || len < sizeof(sa_family_t))
		return -EINVAL;
	memcpy(&addr.u, sockaddr, sizeof(sa_family_t));
	row = lsock__row_of(&addr);
	/* The kernel's length may be beyond its struct: 111 for the 110 bytes of sockaddr_un. */
	longest = row ? row->longest : (socklen_t) STORAGE;
	addr.len = len < longest ? len : longest;
	memcpy(&addr.u, sockaddr, addr.len);
	r = from_row(row, &addr);
	if (r < 0)
		return r;
	*ret_addr = addr;
	return 0;
}

LSOCK_API int lsock_addr_check(const struct lsock_addr *addr, struct lsock_why *ret_why)
{
	const struct lsock_family *row;
	struct lsock_why why = { 0 };
	int r = 0;

	if (addr->len < sizeof(sa_family_t) || addr->len > STORAGE)
		return refuse(ret_why, -EINVAL, "the length is not that of an address");
	row = lsock__row_of(addr);
	if (row == NULL)
		return refuse(ret_why, -EAFNOSUPPORT, "the address family has no row in the table");
	if (addr->len < row->shortest || addr->len > row->longest)
		return refuse(ret_why, -EINVAL, "the length is not that of the family's addresses");
	if (row->check)
		r = row->check(addr, &why);
	if (r < 0 && ret_why)
		*ret_why = why;
	return r;
}

/* The protocol if it is part of the address, else always the same number. */
static uint16_t counted_protocol(const struct lsock_addr *addr)
{
	const struct lsock_family *row = lsock__row_of(addr);

	return row && row->flags & LSOCK_FAMILY_PROTOCOL ? addr->protocol : 0;
}

LSOCK_API bool lsock_addr_equal(const struct lsock_addr *a, const struct lsock_addr *b)
{
	return a->len == b->len && a->len <= STORAGE && memcmp(&a->u, &b->u, a->len) == 0 &&
	       (a->protocol == b->protocol || counted_protocol(a) == counted_protocol(b));
}

/* FNV-1a, and the finish of MurmurHash3, which spreads the last bytes over all bits. */
LSOCK_API uint64_t lsock_addr_hash(const struct lsock_addr *addr, uint64_t seed)
{
	const unsigned char *bytes = (const unsigned char *) &addr->u;
	uint64_t hash = UINT64_C(0xcbf29ce484222325) ^ seed;
	socklen_t i;

	for (i = 0; i < addr->len && i < STORAGE; i++)
		hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
	hash = (hash ^ counted_protocol(addr)) * UINT64_C(0x100000001b3);
	hash = (hash ^ hash >> 33) * UINT64_C(0xff51afd7ed558ccd);
	hash = (hash ^ hash >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
	return hash ^ hash >> 33;
}

/* The row if the address has a port at all. */
static const struct lsock_family *row_with_port(const struct lsock_addr *addr)
{
	const struct lsock_family *row = lsock__row_of(addr);

	if (row == NULL || row->port_size == 0 || addr->len < row->shortest)
		return NULL;
	return row;
}

LSOCK_API int64_t lsock_addr_port(const struct lsock_addr *addr)
{
	const struct lsock_family *row = row_with_port(addr);
	uint16_t network;
	uint32_t host;

	if (row == NULL)
		return -EAFNOSUPPORT;
	if (row->port_size == sizeof(host)) {
		memcpy(&host, (const char *) addr + row->port_at, sizeof(host));
		return host;
	}
	memcpy(&network, (const char *) addr + row->port_at, sizeof(network));
	return ntohs(network);
}

LSOCK_API int lsock_addr_set_port(struct lsock_addr *addr, uint32_t port)
{
	const struct lsock_family *row = row_with_port(addr);
	uint16_t network;

	if (row == NULL)
		return -EAFNOSUPPORT;
	if (row->port_size == sizeof(port)) {
		memcpy((char *) addr + row->port_at, &port, sizeof(port));
		return 0;
	}
	if (port > UINT16_MAX)
		return -ERANGE;
	network = htons((uint16_t) port);
	memcpy((char *) addr + row->port_at, &network, sizeof(network));
	return 0;
}
