/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Texts and bytes with random errors: each is refused as it should be, or means one address.
 * Of lib/families.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>

#include "tests/families/rows.h"
#include "tests/families/vectors.h"
#include "tests/harness/bytes.h"

#define ROUNDS 1000

static size_t mutate(char *text, size_t len, size_t room)
{
	static const char bytes[] = "0123456789abcdefxF.:[]%/@\\,-=* \n\xff" "lo";
	char byte = random_below(8) ? bytes[random_below(sizeof(bytes))] : (char) random_u64();
	size_t at = random_index(len + 1), n;

	switch (random_below(5)) {
	case 0:		/* another byte */
		if (at < len)
			text[at] = byte;
		return len;
	case 1:		/* one more */
		if (len == room)
			return len;
		memmove(text + at + 1, text + at, len - at);
		text[at] = byte;
		return len + 1;
	case 2:		/* fewer */
		n = at < len ? 1 + random_index(len - at < 3 ? len - at : 3) : 0;
		memmove(text + at, text + at + n, len - at - n);
		return len - n;
	case 3:		/* cut */
		return at;
	default:	/* a piece twice */
		n = random_index(len - at + 1);
		if (len + n > room)
			return len;
		memmove(text + at + n, text + at, len - at);
		return len + n;
	}
}

static void is_refused_well(const char *text, size_t len, const struct lsock_addr *painted,
			    const struct lsock_why *why, int err)
{
	ck_assert_msg(is_documented(err), "\"%s\": %d", bytes_show(text, len), err);
	ck_assert_msg(bytes_painted(painted, sizeof(*painted)), "\"%s\": the output was written",
		      bytes_show(text, len));
	ck_assert_msg(why->message != NULL, "\"%s\": no reason", bytes_show(text, len));
	ck_assert_msg(why->column >= 1 && why->column <= len + 1, "\"%s\": column %zu",
		      bytes_show(text, len), why->column);
	ck_assert_msg(err == -ERANGE ? why->max > why->min && why->field != NULL :
		      why->min == 0 && why->max == 0, "\"%s\": range", bytes_show(text, len));
}

/* What was taken has one text, which is taken too. */
static void is_taken_well(const char *text, size_t len, const struct lsock_addr *addr)
{
	char canonical[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr again;
	int r;

	strcpy(canonical, text_of(addr));
	r = lsock_addr_parse(canonical, strlen(canonical), &again, NULL);
	ck_assert_msg(r == 0, "\"%s\" becomes \"%s\": %d", bytes_show(text, len), canonical, r);
	ck_assert_msg(memcmp(addr, &again, sizeof(again)) == 0, "\"%s\" becomes \"%s\"",
		      bytes_show(text, len), canonical);
	ck_assert_str_eq(text_of(&again), canonical);
	if (lsock_family_by_af(addr->u.sa.sa_family))
		ck_assert_msg(lsock_addr_check(addr, NULL) == 0, "\"%s\"", canonical);
}

static void try_text(const char *text, size_t len, int *taken)
{
	const char *copy = bytes_tight(text, len);
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	int r;

	bytes_paint(&addr, sizeof(addr));
	r = lsock_addr_parse(copy, len, &addr, &why);
	*taken += r == 0;
	if (r < 0)
		is_refused_well(text, len, &addr, &why, r);
	else
		is_taken_well(text, len, &addr);
}

TEST_ROWS(text_with_errors_is_refused_or_has_a_canonical_form)
{
	char text[600];
	struct lsock_addr addr;
	struct values values;
	int n, m, taken = 0;
	size_t len;

	for (n = 0; n < 5 * ROUNDS; n++) {
		if (random_below(2)) {
			const struct vector *vector = vector_random(ROW_I, VECTOR_GOOD, VECTOR_BAD);

			len = vector->len;
			ck_assert_uint_le(len, sizeof(text));
			memcpy(text, vector->input, len);
		} else {
			made_addr(ROW_I, &addr, &values);
			len = strlen(strcpy(text, text_of(&addr)));
		}
		for (m = (int) random_below(4); m >= 0; m--) {
			len = mutate(text, len, sizeof(text));
			try_text(text, len, &taken);
		}
	}
	ck_assert_int_gt(taken, ROUNDS / 10);
}

/* Text and fields say all, or say that they cannot. */
static void kernel_addr_holds(const struct lsock_addr *addr)
{
	struct lsock_addr again;
	const char *text = text_of(addr);
	int r = lsock_addr_parse(text, strlen(text), &again, NULL);

	if (is_raw(addr)) {
		ck_assert_int_eq(r, -EINVAL);
		return;
	}
	if (r < 0) {	/* a hardware address of 20, a wild zone */
		ck_assert_msg(r == -ENAMETOOLONG || r == lsock_addr_check(addr, NULL),
			      "\"%s\": %d", text, r);
		return;
	}
	ck_assert_msg(again.u.sa.sa_family == addr->u.sa.sa_family, "\"%s\"", text);
	ck_assert_msg(strcmp(text_of(&again), text_of(addr)) == 0, "\"%s\"", text_of(addr));
}

TEST_ROWS(kernel_s_bytes_are_taken_or_refused)
{
	struct lsock_addr addr, again;
	struct values values;
	int n, r, spoken = 0, remade = 0;

	for (n = 0; n < 5 * ROUNDS; n++) {
		if (!kernel_addr(ROW_I, &addr))
			continue;
		r = lsock_addr_check(&addr, NULL);
		ck_assert_msg(r == 0 || is_documented(r), "%s: %d", text_of(&addr), r);
		ck_assert_int_eq(lsock_addr_from(&addr.u, addr.len, &again), 0);
		ck_assert_msg(memcmp(&addr, &again, sizeof(addr)) == 0, "%s", text_of(&addr));
		kernel_addr_holds(&addr);
		spoken += !is_raw(&addr);
		if (values_get(&values, &addr) && values_make(&values, &again, NULL) == 0) {
			ck_assert_msg(memcmp(&addr, &again, sizeof(addr)) == 0, "%s",
				      text_of(&addr));
			remade++;
		}
	}
	ck_assert_int_gt(spoken, ROUNDS / 10);
	ck_assert_int_gt(remade, ROUNDS / 10);
}

/* A value that nobody made: any bytes, any length, and no memory behind it. */
static struct lsock_addr *any_addr(void)
{
	struct lsock_addr addr;
	size_t row = random_index((size_t) row_count());

	random_fill(&addr, sizeof(addr));
	if (random_below(8))
		addr.u.sa.sa_family = (sa_family_t) lsock_family_at(row)->af;
	if (random_below(8))
		addr.len = (socklen_t) random_below(sizeof(addr.u) + 3);
	return (struct lsock_addr *) (void *) bytes_tight(&addr, sizeof(addr));
}

TEST(any_bytes_are_survived)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr *addr, again;
	struct values values;
	int n;

	for (n = 0; n < 20 * ROUNDS; n++) {
		addr = any_addr();
		lsock_addr_format(addr, text, sizeof(text));
		lsock_addr_check(addr, NULL);
		lsock_addr_hash(addr, 0);
		lsock_addr_port(addr);
		values_get(&values, addr);
		ck_assert(lsock_addr_equal(addr, addr) == (addr->len <= sizeof(addr->u)));
		if (addr->len <= sizeof(addr->u))
			lsock_addr_from(bytes_tight(&addr->u, addr->len), addr->len, &again);
		lsock_addr_set_port(addr, (uint32_t) random_u64());
	}
}
