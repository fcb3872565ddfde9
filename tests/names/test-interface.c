/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Interfaces of a network namespace of the test's own, where it makes some.
 * Of lib/sys/netdb.c, lib/sys/sys.c.
 */
#include <errno.h>
#include <limits.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <linux_sock/linux_sock.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/netns.h"

/* ---- RTM_NEWLINK of a pair of veth, as rtnetlink(7) has it. */

struct request {
	struct nlmsghdr head;
	struct ifinfomsg link;
	char attributes[512];
};

static void *request_end(struct request *request)
{
	return (char *) request + NLMSG_ALIGN(request->head.nlmsg_len);
}

static struct rtattr *put(struct request *request, unsigned short type, const void *data,
			  size_t size)
{
	struct rtattr *attribute = request_end(request);

	attribute->rta_type = type;
	attribute->rta_len = (unsigned short) RTA_LENGTH(size);
	if (size > 0)
		memcpy(RTA_DATA(attribute), data, size);
	request->head.nlmsg_len = NLMSG_ALIGN(request->head.nlmsg_len) +
				  (unsigned) RTA_ALIGN(attribute->rta_len);
	return attribute;
}

/* What was put since then lies in it. */
static void nest(struct request *request, struct rtattr *attribute)
{
	attribute->rta_len = (unsigned short) ((char *) request_end(request) - (char *) attribute);
}

static void put_peer(struct request *request, const char *name, int index)
{
	const struct ifinfomsg link = { .ifi_index = index };
	struct rtattr *info, *data, *peer;

	info = put(request, IFLA_LINKINFO, NULL, 0);
	put(request, IFLA_INFO_KIND, "veth", 4);
	data = put(request, IFLA_INFO_DATA, NULL, 0);
	peer = put(request, VETH_INFO_PEER, &link, sizeof(link));
	put(request, IFLA_IFNAME, name, strlen(name) + 1);
	nest(request, peer);
	nest(request, data);
	nest(request, info);
}

static int answer(int fd)
{
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
		char rest[1024];
	} reply;
	ssize_t n = recv(fd, &reply, sizeof(reply), 0);

	ck_assert_int_ge(n, (ssize_t) (sizeof(reply.head) + sizeof(reply.error)));
	ck_assert_int_eq(reply.head.nlmsg_type, NLMSG_ERROR);
	return reply.error.error;
}

/* 0 or -errno. */
static int make_pair(const char *name, int index, const char *peer, int peer_index)
{
	struct request request = {
		.head = {
			.nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)),
			.nlmsg_type = RTM_NEWLINK,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL,
		},
		.link = { .ifi_index = index },
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE), r;

	ck_assert_int_ge(fd, 0);
	put(&request, IFLA_IFNAME, name, strlen(name) + 1);
	put_peer(&request, peer, peer_index);
	ck_assert_int_eq(send(fd, &request, request.head.nlmsg_len, 0),
			 (ssize_t) request.head.nlmsg_len);
	r = answer(fd);
	close(fd);
	return r;
}

/* Numbers that the kernel, which hashes them by 256, would list in another order. */
static void need_pairs(void)
{
	int r;

	enter_netns();
	r = make_pair("fifteen-letters", 300, "b0", 200);
	if (r < 0)
		skip("no veth here: %s", lsock_strerror(r));
	ck_assert_int_eq(make_pair("c0", 257, "d0", INT_MAX), 0);
}

/* ---- The calls. */

TEST(the_list_is_sorted_and_whole)
{
	static const struct lsock_interface all[] = {
		{ 1, "lo" }, { 200, "b0" }, { 257, "c0" }, { 300, "fifteen-letters" },
		{ INT_MAX, "d0" },
	};
	struct lsock_interface *list = NULL;
	size_t count = 0, n;

	need_pairs();
	ck_assert_int_eq(lsock_if_nameindex(&list, &count), 0);
	ck_assert_uint_eq(count, COUNT_OF(all));
	for (n = 0; n < count; n++)
		ck_assert_mem_eq(&list[n], &all[n], sizeof(all[n]));
	ck_assert_ptr_null(lsock_if_free(list));
}

TEST(the_list_is_that_of_the_namespace)
{
	struct lsock_interface *list = NULL;
	size_t count = 0;

	enter_netns();
	if (netns_rename_loopback("other") < 0)
		skip("\"lo\" cannot be renamed here: %s", strerror(errno));
	ck_assert_int_eq(lsock_if_nameindex(&list, &count), 0);
	ck_assert_uint_ge(count, 1);
	ck_assert_uint_eq(list[0].index, 1);
	ck_assert_str_eq(list[0].name, "other");
	lsock_if_free(list);
	ck_assert_int_eq(lsock_if_nametoindex("lo"), -ENODEV);
}

TEST(nothing_is_freed_of_no_list)
{
	ck_assert_ptr_null(lsock_if_free(NULL));
}

TEST(names_and_numbers_are_each_other)
{
	static const uint64_t numbers[] = { 1, 200, 257, 300, INT_MAX };
	char name[LSOCK_INTERFACE_NAME_SIZE];
	size_t n;

	need_pairs();
	for (n = 0; n < COUNT_OF(numbers); n++) {
		ck_assert_int_eq(lsock_if_indextoname(numbers[n], name), 0);
		ck_assert_int_eq(lsock_if_nametoindex(name), (int) numbers[n]);
	}
	ck_assert_str_eq(name, "d0");
}

TEST(a_name_that_none_has_is_refused)
{
	enter_netns();
	ck_assert_int_eq(lsock_if_nametoindex("no-such"), -ENODEV);
	ck_assert_int_eq(lsock_if_nametoindex("exactly-fifteen"), -ENODEV);
	ck_assert_int_eq(lsock_if_nametoindex(""), -ENODEV);
	ck_assert_int_eq(lsock_if_nametoindex("l"), -ENODEV);
	ck_assert_int_eq(lsock_if_nametoindex("lo "), -ENODEV);
	ck_assert_int_eq(lsock_if_nametoindex("1"), -ENODEV);
}

/* if_nametoindex(3) finds lo by each of them. */
TEST(an_alias_of_ifconfig_is_no_interface)
{
	enter_netns();
	ck_assert_int_eq(lsock_if_nametoindex("lo"), 1);
	ck_assert_int_eq(lsock_if_nametoindex("lo:"), -ENODEV);
	ck_assert_int_eq(lsock_if_nametoindex("lo:1"), -ENODEV);
	ck_assert_int_eq(lsock_if_nametoindex(":"), -ENODEV);
}

TEST(a_longer_name_is_not_cut)
{
	need_pairs();
	ck_assert_int_eq(lsock_if_nametoindex("fifteen-letters"), 300);
	ck_assert_int_eq(lsock_if_nametoindex("fifteen-letters1"), -ENAMETOOLONG);
	ck_assert_int_eq(lsock_if_nametoindex("fifteen-letters:1"), -ENAMETOOLONG);
}

TEST(a_number_that_none_has_is_refused)
{
	char name[LSOCK_INTERFACE_NAME_SIZE] = "kept";

	enter_netns();
	ck_assert_int_eq(lsock_if_indextoname(0, name), -ENODEV);
	ck_assert_int_eq(lsock_if_indextoname(77, name), -ENODEV);
	ck_assert_int_eq(lsock_if_indextoname(INT_MAX, name), -ENODEV);
	ck_assert_str_eq(name, "kept");
}

/* 2^32 + 1 is not 1. */
TEST(a_larger_number_is_not_cut)
{
	char name[LSOCK_INTERFACE_NAME_SIZE] = "kept";

	enter_netns();
	ck_assert_int_eq(lsock_if_indextoname((UINT64_C(1) << 32) + 1, name), -ERANGE);
	ck_assert_int_eq(lsock_if_indextoname((uint64_t) INT_MAX + 1, name), -ERANGE);
	ck_assert_int_eq(lsock_if_indextoname(UINT64_MAX, name), -ERANGE);
	ck_assert_str_eq(name, "kept");
}
