/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Items of control data: put one behind the other, and walked over whatever is there. */
#include <linux_sock/control.h>

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

#define HEADER CMSG_LEN(0)

/* ---- Building. */

static void expect_item(const struct lsock_control *control, struct lsock_control_item *item,
			int type, const void *data, size_t size)
{
	ck_assert_int_eq(lsock_control_next(control, item), 1);
	ck_assert_int_eq(item->level, 77);
	ck_assert_int_eq(item->type, type);
	ck_assert_uint_eq(item->size, size);
	ck_assert(!item->truncated);
	if (size > 0)
		ck_assert_mem_eq(item->data, data, size);
}

TEST(items_are_found_as_they_were_put)
{
	struct lsock_control_item item = { 0 };
	struct lsock_control control;
	uint64_t buf[32];

	lsock_control_init(&control, buf, sizeof(buf));
	ck_assert_int_eq(lsock_control_next(&control, &item), 0);
	ck_assert_int_eq(lsock_control_put(&control, 77, 1, "abc", 3), 0);
	ck_assert_int_eq(lsock_control_put(&control, 77, 2, NULL, 0), 0);
	ck_assert_int_eq(lsock_control_put(&control, 77, 3, "12345678", 8), 0);
	ck_assert_uint_eq(control.size, lsock_control_space(3) + lsock_control_space(0) +
					lsock_control_space(8));
	expect_item(&control, &item, 1, "abc", 3);
	expect_item(&control, &item, 2, NULL, 0);
	expect_item(&control, &item, 3, "12345678", 8);
	ck_assert_int_eq(lsock_control_next(&control, &item), 0);
	ck_assert_int_eq(item.type, 3);
}

/* The macro of musl mixes signs. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wsign-conversion"
static struct cmsghdr *next_header(struct msghdr *message, struct cmsghdr *header)
{
	return CMSG_NXTHDR(message, header);
}
#pragma GCC diagnostic pop

/* As the macros of the C library see it, which is what a receiver may use. */
TEST(layout_is_that_of_cmsg)
{
	struct lsock_control control;
	struct msghdr message = { 0 };
	struct cmsghdr *header;
	uint64_t buf[32];

	lsock_control_init(&control, buf, sizeof(buf));
	ck_assert_int_eq(lsock_control_put(&control, 77, 1, "abcde", 5), 0);
	ck_assert_int_eq(lsock_control_put(&control, 78, 2, "f", 1), 0);
	message.msg_control = control.buf;
	message.msg_controllen = (socklen_t) control.size;
	header = CMSG_FIRSTHDR(&message);
	ck_assert_ptr_nonnull(header);
	ck_assert_uint_eq(header->cmsg_len, CMSG_LEN(5));
	ck_assert_mem_eq(CMSG_DATA(header), "abcde", 5);
	header = next_header(&message, header);
	ck_assert_ptr_nonnull(header);
	ck_assert_int_eq(header->cmsg_level, 78);
	ck_assert_int_eq(header->cmsg_type, 2);
	ck_assert_mem_eq(CMSG_DATA(header), "f", 1);
	ck_assert_ptr_null(next_header(&message, header));
}

TEST(padding_is_zero)
{
	struct lsock_control control;
	unsigned char *bytes;
	uint64_t buf[16];
	size_t at;

	bytes_paint(buf, sizeof(buf));
	lsock_control_init(&control, buf, sizeof(buf));
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "a", 1), 0);
	bytes = (unsigned char *) buf;
	for (at = HEADER + 1; at < control.size; at++)
		ck_assert_uint_eq(bytes[at], 0);
	ck_assert(bytes_painted(bytes + control.size, sizeof(buf) - control.size));
}

/* As it is put back after a clearing, whose bytes are there still. */
TEST(data_may_lie_in_the_buffer_itself)
{
	struct lsock_control_item item = { .data = NULL };
	struct lsock_control control;
	uint64_t buf[16];
	size_t at;

	for (at = 0; at < 5 * sizeof(uint64_t); at++) {
		lsock_control_init(&control, buf, sizeof(buf));
		memcpy((char *) buf + at, "here it is", 10);
		ck_assert_int_eq(lsock_control_put(&control, 1, 2, (char *) buf + at, 10), 0);
		item.data = NULL;
		ck_assert_int_eq(lsock_control_next(&control, &item), 1);
		ck_assert_int_eq(item.type, 2);
		ck_assert_uint_eq(item.size, 10);
		ck_assert_mem_eq(item.data, "here it is", 10);
		ck_assert_int_eq(((const char *) item.data)[10], 0);
	}
}

TEST(space_adds_up_and_ends_where_the_kernel_does)
{
	ck_assert_uint_eq(lsock_control_space(0), CMSG_SPACE(0));
	ck_assert_uint_eq(lsock_control_space(1), CMSG_SPACE(1));
	ck_assert_uint_eq(lsock_control_space(12), CMSG_SPACE(12));
	ck_assert_uint_le(lsock_control_space(INT_MAX - 64), INT_MAX);
	ck_assert_uint_gt(lsock_control_space(INT_MAX - 64), 0);
	ck_assert_uint_eq(lsock_control_space(INT_MAX), 0);
	ck_assert_uint_eq(lsock_control_space((size_t) INT_MAX + 1), 0);
	ck_assert_uint_eq(lsock_control_space(SIZE_MAX - HEADER), 0);
	ck_assert_uint_eq(lsock_control_space(SIZE_MAX), 0);
}

TEST(what_does_not_fit_changes_nothing)
{
	size_t room = lsock_control_space(4) + lsock_control_space(8);
	struct lsock_control control, before;
	uint64_t buf[16];

	bytes_paint(buf, sizeof(buf));
	lsock_control_init(&control, buf, room - 1);
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "abcd", 4), 0);
	before = control;
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "12345678", 8), -ENOSPC);
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "", SIZE_MAX), -ENOSPC);
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "", SIZE_MAX - HEADER), -ENOSPC);
	ck_assert_mem_eq(&control, &before, sizeof(control));
	ck_assert(bytes_painted((char *) buf + control.size, sizeof(buf) - control.size));
	control.room = room;
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "12345678", 8), 0);
	ck_assert_uint_eq(control.size, room);
	ck_assert(bytes_painted((char *) buf + room, sizeof(buf) - room));
}

TEST(a_buffer_that_cannot_be_is_refused)
{
	struct lsock_control control;
	uint64_t buf[16];

	lsock_control_init(&control, NULL, 0);
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "a", 1), -ENOSPC);
	lsock_control_init(&control, NULL, 64);
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "a", 1), -EINVAL);
	lsock_control_init(&control, (char *) buf + 1, 64);
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "a", 1), -EINVAL);
	lsock_control_init(&control, buf, sizeof(buf));
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, NULL, 1), -EINVAL);
	control.size = sizeof(buf) + 1;
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "a", 1), -EINVAL);
	ck_assert_int_eq(lsock_control_next(&control, &(struct lsock_control_item){ 0 }), -EINVAL);
}

TEST(nothing_is_put_behind_what_was_received)
{
	struct lsock_control control;
	uint64_t buf[16];
	int fd = -1;

	lsock_control_init(&control, buf, sizeof(buf));
	control.flags = LSOCK_CONTROL_RECEIVED;
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "a", 1), -EINVAL);
	ck_assert_int_eq(lsock_control_put_fds(&control, &fd, 1), -EINVAL);
	lsock_control_clear(&control);
	ck_assert_int_eq(lsock_control_put(&control, 1, 1, "a", 1), 0);
}

/* ---- Walking over what may be anything. */

/* Without a header at its end the walk would read beyond; the page there cannot be touched. */
static struct lsock_control tight(const void *bytes, size_t size)
{
	struct lsock_control control;

	lsock_control_init(&control, bytes_tight(bytes, size), size);
	control.size = size;
	return control;
}

/* A second item that says it is as long as that, in a buffer with room for 4 bytes of it. */
static struct lsock_control lie(size_t said, struct lsock_control_item *ret_first)
{
	struct cmsghdr header = { .cmsg_level = 77, .cmsg_type = 2 };
	struct lsock_control control;
	char bytes[128];

	ck_assert_uint_eq(CMSG_SPACE(4) % 8, 0);
	memset(bytes, 0, sizeof(bytes));
	header.cmsg_len = (__typeof__(header.cmsg_len)) said;
	memcpy(bytes + CMSG_SPACE(4), &header, sizeof(header));
	header = (struct cmsghdr){ .cmsg_level = 77, .cmsg_type = 1, .cmsg_len = CMSG_LEN(4) };
	memcpy(bytes, &header, sizeof(header));
	control = tight(bytes, CMSG_SPACE(4) + CMSG_LEN(4));
	*ret_first = (struct lsock_control_item){ 0 };
	expect_item(&control, ret_first, 1, "\0\0\0", 4);
	return control;
}

TEST(an_item_shorter_than_its_header_ends_the_walk)
{
	struct lsock_control_item item, before;
	struct lsock_control control;
	size_t said;

	for (said = 0; said < HEADER; said++) {
		control = lie(said, &item);
		before = item;
		ck_assert_int_eq(lsock_control_next(&control, &item), -EBADMSG);
		ck_assert_int_eq(lsock_control_next(&control, &item), -EBADMSG);
		ck_assert_ptr_eq(item.data, before.data);
	}
}

TEST(an_item_that_fits_is_whole)
{
	struct lsock_control_item item;
	struct lsock_control control;
	size_t size;

	for (size = 0; size <= 4; size++) {
		control = lie(HEADER + size, &item);
		expect_item(&control, &item, 2, "\0\0\0", size);
		/* Behind one without data less than a header is left over. */
		ck_assert_int_eq(lsock_control_next(&control, &item), size ? 0 : -EBADMSG);
	}
}

TEST(an_item_that_says_too_much_is_truncated_and_the_last)
{
	static const size_t said[] = {
		HEADER + 5, HEADER + 8, HEADER + 100, INT_MAX, (size_t) INT_MAX + 1, UINT32_MAX,
		SIZE_MAX / 2, SIZE_MAX - HEADER, SIZE_MAX - 16, SIZE_MAX - 8, SIZE_MAX - 7,
		SIZE_MAX - 6, SIZE_MAX,
	};
	struct lsock_control_item item;
	struct lsock_control control;
	size_t n;

	for (n = 0; n < COUNT_OF(said); n++) {
		control = lie(said[n], &item);
		ck_assert_int_eq(lsock_control_next(&control, &item), 1);
		ck_assert_int_eq(item.type, 2);
		ck_assert_uint_eq(item.size, 4);
		ck_assert(item.truncated);
		ck_assert_int_eq(lsock_control_next(&control, &item), -EBADMSG);
	}
}

TEST(a_cut_buffer_is_walked_to_the_cut)
{
	struct lsock_control_item item;
	struct lsock_control control, cut;
	uint64_t buf[8];
	size_t size;
	int r;

	lsock_control_init(&control, buf, sizeof(buf));
	ck_assert_int_eq(lsock_control_put(&control, 77, 1, "12345678", 8), 0);
	for (size = 0; size <= control.size; size++) {
		cut = tight(buf, size);
		item = (struct lsock_control_item){ 0 };
		r = lsock_control_next(&cut, &item);
		if (size < HEADER) {
			ck_assert_int_eq(r, size ? -EBADMSG : 0);
			continue;
		}
		ck_assert_int_eq(r, 1);
		ck_assert_uint_eq(item.size, size - HEADER < 8 ? size - HEADER : 8);
		ck_assert_int_eq(item.truncated, size - HEADER < 8);
	}
}

TEST(an_item_of_another_buffer_is_refused)
{
	struct lsock_control_item item = { 0 }, strange;
	struct lsock_control control;
	uint64_t buf[8], other[8];

	lsock_control_init(&control, buf, sizeof(buf));
	ck_assert_int_eq(lsock_control_put(&control, 77, 1, "a", 1), 0);
	ck_assert_int_eq(lsock_control_next(&control, &item), 1);
	strange = item;
	strange.data = other;
	ck_assert_int_eq(lsock_control_next(&control, &strange), -EINVAL);
	strange = item;
	strange.size = SIZE_MAX - 3;
	ck_assert_int_eq(lsock_control_next(&control, &strange), -EINVAL);
}

/* ---- Rows of addresses/control.tsv. */

struct row {
	char id[8], hex[256];
	bool is_bad;
};

static struct row rows[32];
static int rows_read;

static void read_row(const char *line)
{
	struct row *row = &rows[rows_read++];
	const char *input = line + strcspn(line, "\t") + 1, *end = strchr(input, '\t');

	snprintf(row->id, sizeof(row->id), "%.*s", (int) (input - 1 - line), line);
	snprintf(row->hex, sizeof(row->hex), "%.*s", (int) (end - input), input);
	row->is_bad = strncmp(end + 1, "EBADMSG\t", 8) == 0;
}

__attribute__((constructor)) static void read_rows(void)
{
	FILE *file = fopen(TESTS_DIR "/addresses/control.tsv", "re");
	char line[1024];

	while (file && rows_read < (int) COUNT_OF(rows) && fgets(line, sizeof(line), file))
		if (line[0] != '#' && strncmp(line, "id\t", 3) != 0)
			read_row(line);
	if (file)
		fclose(file);
}

static int row_count(void)
{
	return rows_read;
}

static const char *row_label(int i)
{
	return rows[i].id;
}

TEST(rows_are_there)
{
	ck_assert_int_ge(rows_read, 10);
}

TEST(row_ends_as_it_says, .count = row_count, .label = row_label)
{
	struct lsock_control_item item = { 0 };
	struct lsock_control control;
	const uint16_t one = 1;
	struct bytes bytes;
	int r, steps = 0;

	if (sizeof(size_t) != 8 || *(const char *) &one == 0)
		skip("the row is of a 64-bit little-endian machine");
	bytes_from_hex(&bytes, rows[i].hex, strlen(rows[i].hex));
	control = tight(bytes.data, bytes.len);
	while ((r = lsock_control_next(&control, &item)) > 0)
		ck_assert_int_lt(++steps, 8);
	ck_assert_int_eq(r, rows[i].is_bad ? -EBADMSG : 0);
}
