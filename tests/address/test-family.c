/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The family table: walk, look-ups, registration.  Rows that were registered stay for the rest of
 * the process; the test that fills all slots is the last one, so that CK_FORK=no works too.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

#include "tests/address/any-row.h"
#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

#define SLOTS 64

static size_t built_in;

__attribute__((constructor)) static void count_built_in(void)
{
	built_in = table_walk();
}

/* One of the numbers and names of this test, in static memory. */
static struct lsock_family numbered(size_t n)
{
	static char names[2 * SLOTS + 1][8];

	ck_assert_uint_lt(n, COUNT_OF(names));
	snprintf(names[n], sizeof(names[n]), "row-%zu", n);
	return any_row(5000 + (int) n, names[n]);
}

static void refuses(const struct lsock_family *row, int err, const char *what)
{
	size_t before = table_walk();
	int r = lsock_family_register(row);

	ck_assert_msg(r == err, "%s: %d", what, r);
	ck_assert_uint_eq(table_walk(), before);
}

TEST(walk_gives_each_row_once)
{
	size_t n, m;

	ck_assert_uint_ge(built_in, 3);
	for (n = 0; n < built_in; n++)
		for (m = 0; m < n; m++) {
			ck_assert_int_ne(lsock_family_at(n)->af, lsock_family_at(m)->af);
			ck_assert_str_ne(lsock_family_at(n)->name, lsock_family_at(m)->name);
		}
	ck_assert_ptr_null(lsock_family_at(SLOTS + built_in));
	ck_assert_ptr_null(lsock_family_at(SIZE_MAX));
}

TEST(look_ups_find_each_row)
{
	const struct lsock_family *row;
	const char *const *alias;
	size_t n;

	for (n = 0; (row = lsock_family_at(n)) != NULL; n++) {
		ck_assert_ptr_eq(lsock_family_by_af(row->af), row);
		ck_assert_ptr_eq(lsock_family_by_name(row->name, strlen(row->name)), row);
		for (alias = row->aliases; alias && *alias; alias++)
			ck_assert_ptr_eq(lsock_family_by_name(*alias, strlen(*alias)), row);
	}
}

TEST(look_up_of_what_is_not_there_gives_null)
{
	static const int numbers[] = { 0, -1, -2, 45, 65535, 65536, 65538, INT32_MAX, INT32_MIN };
	size_t n;

	for (n = 0; n < COUNT_OF(numbers); n++)
		ck_assert_ptr_null(lsock_family_by_af(numbers[n]));
	ck_assert_ptr_null(lsock_family_by_name("sctp", 4));
	ck_assert_ptr_null(lsock_family_by_name("INET", 4));
	ck_assert_ptr_null(lsock_family_by_name("ine", 3));
	ck_assert_ptr_null(lsock_family_by_name("inet7", 5));
	ck_assert_ptr_null(lsock_family_by_name("", 0));
	ck_assert_ptr_null(lsock_family_by_name(NULL, 0));
}

TEST(name_is_looked_up_by_its_length)
{
	static const char nul[] = "inet\0or what follows", letters[] = { 'i', 'n', 'e', 't' };

	ck_assert_int_eq(lsock_family_by_name("inet6", 4)->af, AF_INET);
	ck_assert_int_eq(lsock_family_by_name("inet6", 5)->af, AF_INET6);
	ck_assert_int_eq(lsock_family_by_name(bytes_tight(letters, 4), 4)->af, AF_INET);
	ck_assert_ptr_null(lsock_family_by_name(nul, sizeof(nul) - 1));
	ck_assert_ptr_null(lsock_family_by_name(nul, 5));
}

TEST(row_works_like_a_built_in_one)
{
	struct lsock_family row = any_row(4210, "worker");
	const struct lsock_value value = { LSOCK_KIND_NUMBER, 'q', NULL, 0 };
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr addr, same;
	struct lsock_why why;
	int r;

	ck_assert_int_eq(lsock_addr_parse("worker:q", 8, &addr, &why), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_addr_parse("af4210:71", 9, &same, NULL), 0);
	ck_assert_int_eq(lsock_family_register(&row), 0);
	ck_assert_int_eq(lsock_addr_parse("af4210:71", 9, &addr, NULL), -EINVAL);
	ck_assert_int_eq(lsock_addr_parse("worker:qq", 9, &addr, &why), -EINVAL);
	ck_assert_uint_eq(why.column, 9);
	ck_assert_int_eq(lsock_addr_format(&same, text, sizeof(text)), 8);
	ck_assert_str_eq(text, "worker:q");
	r = lsock_addr_from_fields(lsock_family_by_af(4210), 0, &value, 1, &addr, &why);
	ck_assert_int_eq(r, 0);
	ck_assert_int_eq(addr.u.sa.sa_data[0], 'q');
}

TEST(row_is_copied)
{
	struct lsock_family row = any_row(4211, "copied"), other = any_row(4212, "changed");
	const struct lsock_family *copy;

	ck_assert_int_eq(lsock_family_register(&row), 0);
	row = other;
	copy = lsock_family_by_af(4211);
	ck_assert_ptr_nonnull(copy);
	ck_assert_ptr_ne(copy, &row);
	ck_assert_str_eq(copy->name, "copied");
	ck_assert_uint_eq(copy->size, sizeof(struct lsock_family));
	ck_assert_ptr_null(lsock_family_by_af(4212));
	ck_assert_ptr_eq(lsock_family_at(table_walk() - 1), copy);
}

TEST(larger_row_of_a_newer_release_is_taken)
{
	struct {
		struct lsock_family row;
		void *newer[4];
	} larger = { any_row(4213, "larger"), { NULL } };

	memset(larger.newer, 0xee, sizeof(larger.newer));
	larger.row.size = sizeof(larger);
	ck_assert_int_eq(lsock_family_register(&larger.row), 0);
	ck_assert_uint_eq(lsock_family_by_af(4213)->size, sizeof(struct lsock_family));
}

TEST(second_row_of_a_name_or_number_is_refused)
{
	static const char *const first_aliases[] = { "first-alias", NULL };
	static const char *const inet[] = { "unheard", "inet", NULL };
	struct lsock_family row = any_row(4220, "first");

	row.aliases = first_aliases;
	ck_assert_int_eq(lsock_family_register(&row), 0);
	refuses(&row, -EEXIST, "the same again");
	row = any_row(4220, "second");
	refuses(&row, -EEXIST, "its number");
	row = any_row(AF_INET, "second");
	refuses(&row, -EEXIST, "a built-in number");
	row = any_row(4221, "first");
	refuses(&row, -EEXIST, "its name");
	row = any_row(4221, "first-alias");
	refuses(&row, -EEXIST, "its alias as a name");
	row = any_row(4221, "unix");
	refuses(&row, -EEXIST, "a built-in name");
	row = any_row(4221, "second");
	row.aliases = first_aliases;
	refuses(&row, -EEXIST, "its alias");
	row.aliases = inet;
	refuses(&row, -EEXIST, "a built-in name as an alias");
	row.aliases = NULL;
	ck_assert_int_eq(lsock_family_register(&row), 0);
}

#define READERS 8

static atomic_bool done;
static atomic_int wrong;

/* What a row says of itself must hold in the moment in which it is seen. */
static void look_at_the_newest(void)
{
	const struct lsock_family *row, *newest = NULL;
	char text[32], again[32];
	struct lsock_addr addr;
	size_t n;

	for (n = 0; (row = lsock_family_at(n)) != NULL; n++)
		newest = row;
	if (newest->parse != any_parse)
		return;
	snprintf(text, sizeof(text), "%s:x", newest->name);
	if (lsock_addr_parse(text, strlen(text), &addr, NULL) < 0) {
		atomic_fetch_add(&wrong, 1);
		return;
	}
	addr.u.sa.sa_family = (sa_family_t) newest->af;
	lsock_addr_format(&addr, again, sizeof(again));
	if (strcmp(text, again) != 0 || lsock_family_by_af(newest->af) != newest)
		atomic_fetch_add(&wrong, 1);
}

static void *read_table(void *unused)
{
	struct lsock_addr addr;
	char text[64];

	(void) unused;
	while (!atomic_load(&done)) {
		look_at_the_newest();
		if (lsock_addr_parse("192.0.2.1:80", 12, &addr, NULL) < 0 ||
		    lsock_addr_format(&addr, text, sizeof(text)) != 12)
			atomic_fetch_add(&wrong, 1);
		if (lsock_addr_parse("unheard-of:1", 12, &addr, NULL) != -EAFNOSUPPORT)
			atomic_fetch_add(&wrong, 1);
	}
	return NULL;
}

static size_t free_slots(void)
{
	return SLOTS - (table_walk() - built_in);
}

TEST(readers_see_complete_rows_while_they_are_added)
{
	size_t n, most = free_slots();
	pthread_t readers[READERS];

	for (n = 0; n < READERS; n++)
		ck_assert_int_eq(pthread_create(&readers[n], NULL, read_table, NULL), 0);
	for (n = 0; n < most; n++) {
		struct lsock_family row = numbered(n);
		struct timespec pause = { .tv_nsec = 200000 };

		ck_assert_int_eq(lsock_family_register(&row), 0);
		nanosleep(&pause, NULL);
	}
	atomic_store(&done, true);
	for (n = 0; n < READERS; n++)
		pthread_join(readers[n], NULL);
	ck_assert_int_eq(atomic_load(&wrong), 0);
	ck_assert_uint_eq(table_walk(), built_in + SLOTS);
}

static struct lsock_family wanted[SLOTS / 2];
static size_t wanted_count;
static atomic_int registered;
static pthread_barrier_t at_once;

/* All of them want the same row at the same time: one gets it. */
static void *register_all(void *unused)
{
	size_t n;

	(void) unused;
	for (n = 0; n < wanted_count; n++) {
		pthread_barrier_wait(&at_once);
		if (lsock_family_register(&wanted[n]) == 0)
			atomic_fetch_add(&registered, 1);
	}
	return NULL;
}

TEST(writers_do_not_add_a_row_twice)
{
	size_t n, before = free_slots();
	pthread_t writers[READERS];

	if (before == 0)
		skip("the slots are full: CK_FORK=no");
	wanted_count = before < COUNT_OF(wanted) ? before : COUNT_OF(wanted);
	for (n = 0; n < wanted_count; n++)
		wanted[n] = numbered(n);
	pthread_barrier_init(&at_once, NULL, READERS);
	for (n = 0; n < READERS; n++)
		ck_assert_int_eq(pthread_create(&writers[n], NULL, register_all, NULL), 0);
	for (n = 0; n < READERS; n++)
		pthread_join(writers[n], NULL);
	ck_assert_int_eq(atomic_load(&registered), (int) wanted_count);
	ck_assert_uint_eq(free_slots(), before - wanted_count);
}

TEST(row_beyond_64_has_no_slot)
{
	struct lsock_family row;
	size_t n;

	for (n = 0; free_slots() > 0; n++) {
		row = numbered(n);
		ck_assert_int_eq(lsock_family_register(&row), 0);
		ck_assert_ptr_nonnull(lsock_family_by_af(row.af));
	}
	ck_assert_uint_eq(table_walk(), built_in + SLOTS);
	row = numbered(2 * SLOTS);
	refuses(&row, -ENOSPC, "row 65");
	row = any_row(AF_INET, "sixty-sixth");
	refuses(&row, -EEXIST, "one that exists, and no slot");
}
