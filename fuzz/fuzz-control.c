/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Control data from bytes of chance: the first byte says what the others are, 'w' a buffer to walk
 * over, with each of its items read as everything it could be, 'b' items to put one behind the
 * other.  What comes of it has to keep the promises of control.h and notice.h.  "make fuzz" links
 * it with libFuzzer, "make check" with replay.c, which runs the corpus.
 */
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/linux_sock.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PAINT 0xa5
#define HEADER CMSG_LEN(0)
#define PIDFD 4		/* SCM_PIDFD */

#define CHECK(holds)									\
	do {										\
		if (!(holds)) {								\
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #holds);	\
			abort();							\
		}									\
	} while (0)

/* Whatever reading an item can write. */
struct outputs {
	struct lsock_addr addr;
	struct lsock_timestamps times;
	struct lsock_tipc_return returned;
	struct lsock_notice notice;
	uint32_t numbers[3];
	int32_t nsid;
	pid_t pid;
	uid_t uid;
	gid_t gid;
};

static struct outputs out;

static int read_credentials(const struct lsock_control_item *item)
{
	return lsock_control_credentials(item, &out.pid, &out.uid, &out.gid);
}

static void check_addr(const struct lsock_addr *addr)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	CHECK(addr->len <= sizeof(addr->u));
	if (addr->len > 0)
		CHECK(lsock_addr_format(addr, text, sizeof(text)) > 0);
}

static int read_destination(const struct lsock_control_item *item)
{
	int r = lsock_control_destination(item, &out.addr, &out.numbers[0]);

	if (r >= 0)
		check_addr(&out.addr);
	return r;
}

static int read_timestamps(const struct lsock_control_item *item)
{
	return lsock_control_timestamps(item, &out.times);
}

static int read_tipc_return(const struct lsock_control_item *item)
{
	return lsock_control_tipc_return(item, &out.returned);
}

static int read_tipc_name(const struct lsock_control_item *item)
{
	return lsock_control_tipc_name(item, &out.numbers[0], &out.numbers[1], &out.numbers[2]);
}

static int read_nsid(const struct lsock_control_item *item)
{
	return lsock_control_nsid(item, &out.nsid);
}

static int read_group(const struct lsock_control_item *item)
{
	int64_t group = lsock_control_netlink_group(item);

	CHECK(group <= UINT32_MAX);
	return group < 0 ? (int) group : 0;
}

static int read_notice(const struct lsock_control_item *item)
{
	int r = lsock_control_notice(item, &out.notice);

	if (r >= 0) {
		CHECK(out.notice.kind >= 0 && out.notice.kind <= LSOCK_NOTICE_TXTIME);
		CHECK(out.notice.error <= 0 && out.notice.error >= -4095);
		CHECK(out.notice.destination.len == 0 && out.notice.flags == 0);
		check_addr(&out.notice.offender);
	}
	return r;
}

static int (*const readers[])(const struct lsock_control_item *item) = {
	read_credentials, read_destination, read_timestamps, read_tipc_return, read_tipc_name,
	read_nsid, read_group, read_notice, lsock_control_hop_limit, lsock_control_traffic_class,
	lsock_control_segment,
};

static bool is_painted(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	for (; size > 0; size--)
		if (*at++ != PAINT)
			return false;
	return true;
}

/* At most one of them knows it; who does not, or cannot read it, writes nothing. */
static void check_readers(const struct lsock_control_item *item)
{
	size_t i, known = 0;
	int r;

	for (i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		memset(&out, PAINT, sizeof(out));
		r = readers[i](item);
		CHECK(r >= 0 || r == -ENOMSG || r == -EBADMSG);
		CHECK(r >= 0 || is_painted(&out, sizeof(out)));
		known += r != -ENOMSG;
	}
	CHECK(known <= 1);
}

static bool is_fds(const struct lsock_control_item *item, int type)
{
	return item->level == SOL_SOCKET && item->type == type;
}

/* How many numbers in it are descriptors. */
static size_t count_fds(const struct lsock_control_item *item)
{
	size_t at, count = 0;
	int fd;

	for (at = 0; at + sizeof(fd) <= item->size; at += sizeof(fd)) {
		memcpy(&fd, (const char *) item->data + at, sizeof(fd));
		count += fd >= 0;
	}
	return count;
}

/* One item: it lies within the buffer, behind the one before. */
static void check_item(const struct lsock_control *control, const struct lsock_control_item *item,
		       const char *behind)
{
	const char *data = item->data, *end = (const char *) control->buf + control->size;

	CHECK(data >= behind + HEADER && data <= end);
	CHECK(item->size <= (size_t) (end - data));
	CHECK(!item->truncated || data + item->size == end);
	check_readers(item);
}

/* Walks to the end; returns how many descriptors of SCM_RIGHTS there are. */
static size_t walk(const struct lsock_control *control)
{
	struct lsock_control_item item = { .data = NULL }, before;
	const char *behind = control->buf;
	size_t fds = 0;
	int r;

	while ((r = lsock_control_next(control, &item)) > 0) {
		CHECK(r == 1);
		check_item(control, &item, behind);
		behind = (const char *) item.data + item.size;
		if (is_fds(&item, SCM_RIGHTS))
			fds += count_fds(&item);
	}
	CHECK(r == 0 || r == -EBADMSG);
	before = item;
	CHECK(lsock_control_next(control, &item) == r);
	CHECK(memcmp(&before, &item, sizeof(item)) == 0);
	return fds;
}

/* All are taken, so that nothing is closed: the numbers are of files that somebody may have. */
static void take_all(struct lsock_control *control, size_t expected)
{
	size_t taken = 0, i;
	int fds[3], n;

	control->flags = LSOCK_CONTROL_RECEIVED;
	while ((n = lsock_control_take_fds(control, fds, 1 + taken % 3)) > 0) {
		CHECK(n <= 3 && fds[n - 1] >= 0);
		taken += (size_t) n;
	}
	CHECK(n == 0 && taken == expected);
	/* An error in place of a pidfd can be any number. */
	for (i = 0; i <= control->size / sizeof(int); i++)
		lsock_control_take_pidfd(control);
	CHECK(lsock_control_take_pidfd(control) == -ENOMSG);
	CHECK(walk(control) == 0);
	lsock_control_clear(control);
	CHECK(control->size == 0 && control->flags == 0);
}

static void fuzz_walk(const uint8_t *data, size_t size)
{
	struct lsock_control control;
	char *copy = malloc(size > 0 ? size : 1);
	size_t fds;

	CHECK(copy);
	if (size > 0)
		memcpy(copy, data, size);
	lsock_control_init(&control, copy, size);
	control.size = size;
	fds = walk(&control);
	CHECK(lsock_control_take_fds(&control, NULL, SIZE_MAX) == 0);	/* it owns none */
	take_all(&control, fds);
	free(copy);
}

/* Items of so many bytes each, as far as there is room; returns how many there are. */
static size_t build(struct lsock_control *control, const uint8_t *sizes, size_t count)
{
	static const uint8_t bytes[UINT8_MAX];
	size_t i, before, space, items = 0;
	int r;

	for (i = 0; i < count; i++) {
		before = control->size;
		space = lsock_control_space(sizes[i]);
		CHECK(space >= HEADER + sizes[i] && space == CMSG_SPACE((size_t) sizes[i]));
		r = lsock_control_put(control, sizes[i], (int) i, bytes, sizes[i]);
		CHECK(r == (space <= control->room - before ? 0 : -ENOSPC));
		CHECK(control->size == before + (r == 0 ? space : 0));
		items += r == 0;
	}
	return items;
}

static void fuzz_build(const uint8_t *data, size_t size)
{
	struct lsock_control_item item = { .data = NULL };
	struct lsock_control control;
	size_t room = size > 0 ? data[0] * 4u : 0, items, i;
	void *buf = malloc(room > 0 ? room : 1);

	CHECK(buf);
	lsock_control_init(&control, buf, room);
	items = build(&control, data + (size > 0), size > 0 ? size - 1 : 0);
	for (i = 0; i < items; i++) {
		CHECK(lsock_control_next(&control, &item) == 1);
		CHECK(item.size == (size_t) item.level && !item.truncated);
	}
	CHECK(lsock_control_next(&control, &item) == 0);
	free(buf);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0)
		return 0;
	if (data[0] % 2 == 'w' % 2)
		fuzz_walk(data + 1, size - 1);
	else
		fuzz_build(data + 1, size - 1);
	return 0;
}
