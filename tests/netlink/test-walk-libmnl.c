/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Steps over random bytes and over what the kernel dumps, held against libmnl's.  Where that stops
 * there is no more, or what is left is nothing: it does not tell which.
 * Of lib/netlink/walk.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <libmnl/libmnl.h>
#include <linux/rtnetlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/netlink/raw.h"

/* It takes lengths for ints: what is 2 GiB and more passes. */
static bool mnl_takes(const struct nlmsghdr *message, int left)
{
	return mnl_nlmsg_ok(message, left) && message->nlmsg_len <= INT32_MAX;
}

static void walk_attributes_as_libmnl(struct lsock_bytes area)
{
	const struct nlattr *theirs = area.data, *ours = NULL;
	int left = (int) area.size;
	int r;

	while ((r = lsock_nlattr_next(area, &ours)) > 0) {
		ck_assert(mnl_attr_ok(theirs, left));
		ck_assert_ptr_eq(ours, theirs);
		ck_assert_uint_eq(lsock_nlattr_type(ours), mnl_attr_get_type(theirs));
		ck_assert_uint_eq(lsock_nlattr_area(ours).size, mnl_attr_get_payload_len(theirs));
		left -= MNL_ALIGN(theirs->nla_len);
		theirs = mnl_attr_next(theirs);
	}
	ck_assert(!mnl_attr_ok(theirs, left));
	ck_assert_int_eq(r, left > 0 ? -EBADMSG : 0);
}

/* Returns how many there are, or the error. */
static int walk_as_libmnl(const void *datagram, size_t size, size_t header)
{
	const struct nlmsghdr *theirs = datagram, *ours = NULL;
	struct lsock_bytes area;
	int left = (int) size, count = 0, r;

	while ((r = lsock_nlmsg_next(datagram, size, &ours)) > 0) {
		ck_assert(mnl_takes(theirs, left));
		ck_assert_ptr_eq(ours, theirs);
		if (lsock_nlmsg_area(ours, header, &area) == 0 && area.size > 0)
			walk_attributes_as_libmnl(area);
		theirs = mnl_nlmsg_next(theirs, &left);
		count++;
	}
	ck_assert(!mnl_takes(theirs, left));
	ck_assert_int_eq(r, left > 0 ? -EBADMSG : 0);
	return r < 0 ? r : count;
}

/* Most often what fits, or there would be hardly a step; now and then anything. */
static uint32_t random_length(size_t header, size_t most)
{
	if (random_below(16) == 0)
		return (uint32_t) random_u64();
	return (uint32_t) (header + random_index(most));
}

/* Never 0, so that there is an end. */
static size_t padded(uint32_t length)
{
	return length > 4 ? ((size_t) length + 3) / 4 * 4 : 4;
}

static void random_attributes(char *bytes, size_t size)
{
	uint16_t length;
	size_t at;

	for (at = 0; at + sizeof(struct nlattr) <= size; at += padded(length)) {
		length = (uint16_t) random_length(sizeof(struct nlattr), 12);
		memcpy(bytes + at, &length, sizeof(length));
	}
}

static void random_messages(char *bytes, size_t size)
{
	uint32_t length;
	size_t at;

	random_fill(bytes, size);
	for (at = 0; at + sizeof(struct nlmsghdr) <= size; at += padded(length)) {
		random_attributes(bytes + at + 16, size - at - 16);
		length = random_length(sizeof(struct nlmsghdr), 64);
		memcpy(bytes + at, &length, sizeof(length));
		if (length > size)
			break;
	}
}

TEST(random_bytes_are_walked_as_libmnl_does)
{
	unsigned long steps = 0, refused = 0;
	char bytes[256];
	int round, n;

	for (round = 0; round < 20000; round++) {
		size_t size = random_index(sizeof(bytes) + 1);

		random_messages(bytes, size);
		n = walk_as_libmnl(raw_tight(bytes, size), size, 4 * random_index(4));
		steps += n > 0 ? (unsigned long) n : 0;
		refused += n < 0;
	}
	ck_assert_uint_gt(steps, 1000);
	ck_assert_uint_gt(refused, 1000);
}

TEST(libmnl_takes_what_is_too_long)
{
	const struct nlmsghdr *message = NULL;
	struct raw raw = { .size = 0 };

	raw_message(&raw, 20, 0)->nlmsg_len = 0x80000000;
	ck_assert(mnl_nlmsg_ok((void *) raw.bytes, (int) raw.size));
	ck_assert_int_eq(lsock_nlmsg_next(raw.bytes, raw.size, &message), -EBADMSG);
}

/* ---- The kernel's own */

static int ask_for_dump(int protocol, uint16_t type)
{
	struct raw raw = { .size = 0 };
	struct nlmsghdr *message = raw_message(&raw, type, 4);
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol);

	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
	if (protocol == NETLINK_GENERIC)
		raw.bytes[16] = 3;	/* CTRL_CMD_GETFAMILY */
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(send(fd, raw.bytes, raw.size, 0), (ssize_t) raw.size);
	return fd;
}

static bool is_done(const void *datagram, size_t size)
{
	const struct nlmsghdr *message = NULL;

	while (lsock_nlmsg_next(datagram, size, &message) > 0)
		if (message->nlmsg_type == NLMSG_DONE || message->nlmsg_type == NLMSG_ERROR)
			return true;
	return false;
}

/* Of each message all attributes, too: the kernel leaves nothing behind them. */
static int walk_dump(int protocol, uint16_t type, size_t header)
{
	static _Alignas(8) char datagram[65536];
	int fd = ask_for_dump(protocol, type), count = 0, n;
	ssize_t size;

	do {
		size = recv(fd, datagram, sizeof(datagram), 0);
		ck_assert_int_gt(size, 0);
		n = walk_as_libmnl(datagram, (size_t) size, header);
		ck_assert_int_gt(n, 0);
		count += n;
	} while (!is_done(datagram, (size_t) size));
	close(fd);
	return count;
}

TEST(dumps_are_walked_as_libmnl_does)
{
	enter_netns();
	ck_assert_int_ge(walk_dump(NETLINK_ROUTE, RTM_GETLINK, sizeof(struct ifinfomsg)), 2);
	ck_assert_int_ge(walk_dump(NETLINK_ROUTE, RTM_GETADDR, 8), 2);
	ck_assert_int_ge(walk_dump(NETLINK_ROUTE, RTM_GETROUTE, sizeof(struct rtmsg)), 2);
	ck_assert_int_ge(walk_dump(NETLINK_ROUTE, RTM_GETRULE, sizeof(struct rtmsg)), 2);
	ck_assert_int_ge(walk_dump(NETLINK_GENERIC, 16, 4), 2);
}
