/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Proofs of equality, hashes and ports: addresses that are equal are so in all they show. */
#include <errno.h>
#include <string.h>

#include "tools/check/prove/state.h"

static bool same_text(const struct lsock_addr *a, const struct lsock_addr *b)
{
	char x[LSOCK_ADDR_TEXT_SIZE], y[LSOCK_ADDR_TEXT_SIZE];

	return lsock_addr_format(a, x, sizeof(x)) > 0 && lsock_addr_format(b, y, sizeof(y)) > 0 &&
	       strcmp(x, y) == 0;
}

static bool same_hash(const struct lsock_addr *a, const struct lsock_addr *b)
{
	return lsock_addr_hash(a, 0) == lsock_addr_hash(b, 0) &&
	       lsock_addr_hash(a, UINT64_MAX) == lsock_addr_hash(b, UINT64_MAX);
}

static void pair(struct prove *prove, const struct prove_entry *a, const struct prove_entry *b)
{
	bool equal = lsock_addr_equal(&a->addr, &b->addr);

	prove->cases++;
	if (equal != lsock_addr_equal(&b->addr, &a->addr))
		prove_violated(prove, "equal one way only: %s and %s", prove_show_addr(&a->addr),
			       prove_show_addr(&b->addr));
	else if (equal && !same_hash(&a->addr, &b->addr))
		prove_violated(prove, "equal, but hashed differently: %s and %s",
			       prove_show_addr(&a->addr), prove_show_addr(&b->addr));
	else if (equal && !same_text(&a->addr, &b->addr))
		prove_violated(prove, "equal, but of different text: %s and %s",
			       prove_show_addr(&a->addr), prove_show_addr(&b->addr));
	else if (!equal && prove_is_sayable(a) && prove_is_sayable(b) &&
		 same_text(&a->addr, &b->addr))
		prove_violated(prove, "of the same text, but not equal: %s and %s",
			       prove_show_addr(&a->addr), prove_show_addr(&b->addr));
}

/* Bytes behind the length are nothing, each byte before it is something. */
static void alone(struct prove *prove, const struct lsock_addr *addr)
{
	struct lsock_addr other = *addr;
	socklen_t at = (socklen_t) prove_random(prove, addr->len);

	memset((char *) &other.u + other.len, 0xff, sizeof(other.u) - other.len);
	if (!lsock_addr_equal(addr, &other) || !same_hash(addr, &other))
		prove_violated(prove, "bytes behind the address count: %s", prove_show_addr(addr));
	other.type ^= 1;
	if (!lsock_addr_equal(addr, &other) || !same_hash(addr, &other))
		prove_violated(prove, "the type counts: %s", prove_show_addr(addr));
	((unsigned char *) &other.u)[at] ^= 1;
	if (lsock_addr_equal(addr, &other))
		prove_violated(prove, "byte %u does not count: %s", at, prove_show_addr(addr));
}

void prove_equality(struct prove *prove)
{
	size_t i;

	for (i = 0; i < prove->pool_used && !prove_is_broken(prove); i++)
		alone(prove, &prove->pool[i].addr);
	for (i = 0; i < 16 * prove->pool_used && !prove_is_broken(prove); i++)
		pair(prove, &prove->pool[prove_random(prove, prove->pool_used)],
		     &prove->pool[prove_random(prove, prove->pool_used)]);
}

static void no_port(struct prove *prove, const struct lsock_addr *addr)
{
	struct lsock_addr other = *addr;

	if (lsock_addr_port(addr) != -EAFNOSUPPORT ||
	    lsock_addr_set_port(&other, 1) != -EAFNOSUPPORT)
		prove_violated(prove, "a family without ports has one: %s", prove_show_addr(addr));
	if (memcmp(&other, addr, sizeof(other)) != 0)
		prove_violated(prove, "refused, but the address was written: %s",
			       prove_show_addr(addr));
}

static void one_port(struct prove *prove, const struct prove_entry *entry, uint32_t port)
{
	struct lsock_addr other = entry->addr, back;
	char text[LSOCK_ADDR_TEXT_SIZE];
	int n;

	if (lsock_addr_set_port(&other, port) < 0 || lsock_addr_port(&other) != port) {
		prove_violated(prove, "port %u does not stay: %s", port,
			       prove_show_addr(&entry->addr));
		return;
	}
	n = lsock_addr_format(&other, text, sizeof(text));
	if (prove_is_sayable(entry) &&
	    (n <= 0 || lsock_addr_parse(text, (size_t) n, &back, NULL) < 0 ||
	     lsock_addr_port(&back) != port))
		prove_violated(prove, "text loses port %u: %s", port, text);
}

static void too_large(struct prove *prove, const struct lsock_addr *addr)
{
	struct lsock_addr other = *addr;

	if (lsock_addr_set_port(&other, UINT16_MAX + 1) != -ERANGE ||
	    memcmp(&other, addr, sizeof(other)) != 0)
		prove_violated(prove, "port 65536 is not refused: %s", prove_show_addr(addr));
}

void prove_port(struct prove *prove)
{
	uint32_t most = prove->row->port_size == 2 ? UINT16_MAX : UINT32_MAX;
	size_t i;

	for (i = 0; i < prove->pool_used && !prove_is_broken(prove); i++, prove->cases++) {
		const struct prove_entry *entry = &prove->pool[i];

		if (prove->row->port_size == 0) {
			no_port(prove, &entry->addr);
			continue;
		}
		one_port(prove, entry, 0);
		one_port(prove, entry, most);
		one_port(prove, entry, (uint32_t) prove_random(prove, most));
		if (most == UINT16_MAX)
			too_large(prove, &entry->addr);
	}
}
