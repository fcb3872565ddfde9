/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Room that costs what is touched of it. */
#include "sys/map.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"

#define SIZE ((size_t) 64 << 20)

/* How many pages of it are in memory. */
static size_t pages_of(void *map, size_t size)
{
	static unsigned char pages[SIZE / 4096];
	size_t page = (size_t) sysconf(_SC_PAGESIZE), i, count = 0;

	ck_assert_int_eq(mincore(map, size, pages), 0);
	for (i = 0; i < size / page; i++)
		count += pages[i] & 1;
	return count;
}

TEST(map_is_zeros_and_costs_what_is_touched)
{
	size_t page = (size_t) sysconf(_SC_PAGESIZE), at;
	void *map = NULL;

	ck_assert_int_eq(lsock__sys_map(SIZE, &map), 0);
	ck_assert_uint_eq((uintptr_t) map % page, 0);
	ck_assert_int_eq(madvise(map, SIZE, MADV_NOHUGEPAGE), 0);
	ck_assert_uint_eq(pages_of(map, SIZE), 0);
	memset((char *) map + SIZE - 4 * page, 1, 2 * page);
	ck_assert_uint_eq(pages_of(map, SIZE), 2);
	for (at = 0; at < SIZE; at += page)
		ck_assert_int_eq(((char *) map)[at], at >= SIZE - 4 * page && at < SIZE - 2 * page);
	lsock__sys_unmap(map, SIZE);
	ck_assert_int_eq(msync(map, page, MS_ASYNC), -1);
	ck_assert_int_eq(errno, ENOMEM);	/* nothing is there any more */
}

TEST(map_that_is_not_had_writes_nothing)
{
	void *map = &map;

	seam_fail("mmap", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock__sys_map(SIZE, &map), -ENOMEM);
	ck_assert_int_eq(lsock__sys_map(SIZE_MAX / 2, &map), -ENOMEM);
	ck_assert_int_eq(lsock__sys_map(0, &map), -EINVAL);
	ck_assert_ptr_eq(map, &map);
}

TEST(no_map_is_unmapped)
{
	lsock__sys_unmap(NULL, SIZE);
}
