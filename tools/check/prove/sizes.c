/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Buffers and sockaddrs of every size. */
#include <errno.h>
#include <string.h>

#include "tools/check/prove/state.h"

/* How many of the addresses are worth the hundreds of calls that each of them costs here. */
#define FEW 64

#define CANARY 0x5a

static size_t canary_from(const char *buf, size_t at, size_t size)
{
	for (; at < size; at++)
		if (buf[at] != CANARY)
			return at;
	return size;
}

static void format_size(struct prove *prove, const struct lsock_addr *addr, const char *whole,
			int len, size_t size)
{
	char buf[2 * LSOCK_ADDR_TEXT_SIZE];
	size_t kept = size > (size_t) len ? (size_t) len : size > 0 ? size - 1 : 0;
	int n;

	memset(buf, CANARY, sizeof(buf));
	n = lsock_addr_format(addr, buf, size);
	prove->cases++;
	if (n != len)
		prove_violated(prove, "%s: %d in a buffer of %zu bytes, not %d", whole, n, size,
			       len);
	else if (memcmp(buf, whole, kept) != 0 || (size > 0 && buf[kept] != '\0'))
		prove_violated(prove, "%s: not its first %zu bytes and a NUL in a buffer of %zu",
			       whole, kept, size);
	else if (canary_from(buf, size, sizeof(buf)) != sizeof(buf))
		prove_violated(prove, "%s: written beyond a buffer of %zu bytes", whole, size);
}

static void format_sizes(struct prove *prove, const struct lsock_addr *addr)
{
	char whole[LSOCK_ADDR_TEXT_SIZE];
	int len = lsock_addr_format(addr, whole, sizeof(whole));
	size_t size;

	if (len <= 0 || (size_t) len >= sizeof(whole))
		return;		/* the round trip tells of it */
	for (size = 0; size < (size_t) len + 3 && !prove_is_broken(prove); size++)
		format_size(prove, addr, whole, len, size);
	if (lsock_addr_format(addr, NULL, 0) != len)
		prove_violated(prove, "%s: without a buffer it has another length", whole);
}

/* Some of all that is in the pool, from its beginning to its end. */
static const struct prove_entry *few(const struct prove *prove, size_t i)
{
	size_t step = prove->pool_used / FEW + 1;

	return i * step < prove->pool_used ? &prove->pool[i * step] : NULL;
}

void prove_format_sizes(struct prove *prove)
{
	const struct prove_entry *entry;
	size_t i;

	for (i = 0; (entry = few(prove, i)) != NULL && !prove_is_broken(prove); i++)
		format_sizes(prove, &entry->addr);
}

struct outcome {
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char scratch[2 * LSOCK_FIELD_SCRATCH];
	const struct lsock_form *form;
	int r;
};

static void to_fields(const struct lsock_addr *addr, size_t size, size_t room,
		      struct outcome *ret_outcome)
{
	memset(ret_outcome, CANARY, sizeof(*ret_outcome));
	ret_outcome->form = NULL;
	ret_outcome->r = lsock_addr_to_fields(addr, ret_outcome->scratch, size, ret_outcome->values,
					      room, &ret_outcome->form);
}

static bool same_bytes(const struct lsock_value *x, const struct lsock_value *y)
{
	return x->size == y->size && (x->size == 0 || memcmp(x->data, y->data, x->size) == 0);
}

static bool same_values(const struct outcome *a, const struct outcome *b)
{
	int i;

	for (i = 0; i < a->r; i++) {
		const struct lsock_value *x = &a->values[i], *y = &b->values[i];

		if (x->kind != y->kind)
			return false;
		if (x->kind == LSOCK_KIND_NUMBER && x->number != y->number)
			return false;
		if (x->kind != LSOCK_KIND_NUMBER && !same_bytes(x, y))
			return false;
	}
	return a->form == b->form;
}

static void fields_size(struct prove *prove, const struct lsock_addr *addr,
			const struct outcome *whole, size_t size, size_t room, bool *ret_enough)
{
	struct outcome outcome;

	to_fields(addr, size, room, &outcome);
	prove->cases++;
	*ret_enough = outcome.r >= 0;
	if (canary_from(outcome.scratch, size, sizeof(outcome.scratch)) != sizeof(outcome.scratch))
		prove_violated(prove, "%s: written beyond a scratch buffer of %zu bytes",
			       prove_show_addr(addr), size);
	else if (outcome.r >= 0 && (outcome.r != whole->r || !same_values(whole, &outcome)))
		prove_violated(prove, "%s: other fields in a scratch buffer of %zu bytes",
			       prove_show_addr(addr), size);
	else if (outcome.r < 0 && outcome.r != -ENOSPC)
		prove_violated(prove, "%s: %s, not ENOSPC, with %zu bytes for %zu values",
			       prove_show_addr(addr), lsock_error_name(outcome.r), size, room);
	else if (outcome.r < 0 && (outcome.form || canary_from((char *) outcome.values, 0,
				   sizeof(outcome.values)) != sizeof(outcome.values)))
		prove_violated(prove, "%s: refused with %zu bytes for %zu values, but written",
			       prove_show_addr(addr), size, room);
}

static void fields_sizes(struct prove *prove, const struct lsock_addr *addr)
{
	struct outcome whole;
	bool enough = false, before = false;
	size_t size, room;

	to_fields(addr, LSOCK_FIELD_SCRATCH, LSOCK_FIELDS_MAX, &whole);
	if (whole.r < 0)
		return;		/* the round trip tells of it */
	for (size = 0; size <= LSOCK_FIELD_SCRATCH && !prove_is_broken(prove); size++) {
		fields_size(prove, addr, &whole, size, LSOCK_FIELDS_MAX, &enough);
		if (before && !enough)
			prove_violated(prove, "%s: %zu bytes are too few, fewer were enough",
				       prove_show_addr(addr), size);
		before = enough;
	}
	for (room = 0; room <= (size_t) whole.r && !prove_is_broken(prove); room++) {
		fields_size(prove, addr, &whole, LSOCK_FIELD_SCRATCH, room, &enough);
		if (enough != (room == (size_t) whole.r))
			prove_violated(prove, "%s: %d values in room for %zu",
				       prove_show_addr(addr), whole.r, room);
	}
}

void prove_fields_sizes(struct prove *prove)
{
	const struct prove_entry *entry;
	size_t i;

	for (i = 0; (entry = few(prove, i)) != NULL && !prove_is_broken(prove); i++)
		fields_sizes(prove, &entry->addr);
}

/* Each call with an address whose length is a lie must come back, whatever it says. */
static void lying_length(struct prove *prove, const struct lsock_addr *addr, socklen_t len)
{
	struct lsock_addr lying = *addr, out = prove_untouched();
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct outcome outcome;
	struct lsock_why why = { 0 };
	bool within = len >= prove->row->shortest && len <= prove->row->longest;
	int r;

	lying.len = len;
	r = lsock_addr_check(&lying, &why);
	if (r < 0)
		prove_refusal(prove, r, &why, NULL, prove_show_addr(&lying));
	else if (!within)
		prove_violated(prove, "lsock_addr_check() takes a length of %u", len);
	(void) lsock_addr_format(&lying, text, sizeof(text));
	to_fields(&lying, LSOCK_FIELD_SCRATCH, LSOCK_FIELDS_MAX, &outcome);
	if (!within && outcome.r >= 0)
		prove_violated(prove, "a length of %u has fields", len);
	(void) lsock_addr_hash(&lying, 1);
	(void) lsock_addr_port(&lying);
	if (len > sizeof(addr->u))
		return;
	r = lsock_addr_from(prove_at_end(prove, &addr->u, len), len, &out);
	if (r < 0)
		prove_refusal(prove, r, NULL, &out, prove_show_addr(&lying));
	else
		prove_well_made(prove, &out, "from");
}

/* What a call has made is taken as it is, at its own length. */
static void own_length(struct prove *prove, const struct lsock_addr *addr)
{
	struct lsock_addr again = prove_untouched();
	int r = lsock_addr_from(&addr->u, addr->len, &again);

	again.protocol = addr->protocol;
	if (r < 0 || !lsock_addr_equal(addr, &again))
		prove_violated(prove, "its own bytes make another address: %s",
			       prove_show_addr(addr));
}

void prove_lengths(struct prove *prove)
{
	const struct prove_entry *entry;
	socklen_t len;
	size_t i;

	for (i = 0; (entry = few(prove, i)) != NULL && !prove_is_broken(prove); i++) {
		own_length(prove, &entry->addr);
		for (len = 0; len <= sizeof(entry->addr.u) + 8; len++, prove->cases++)
			lying_length(prove, &entry->addr, len);
	}
}
