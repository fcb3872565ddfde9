/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The kernel takes what was written, sent and answered by plain calls.
 * Of lib/netlink/request.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/if_addr.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"

/* Any will do; which there are is a matter of the kernel's modules. */
static const char *const kinds[] = { "dummy", "bridge", "veth", "ifb" };

/* The kernel's word on it: 0 or -errno. */
static int sent(int fd, const struct lsock_nlreq *request)
{
	const struct nlmsghdr *message = lsock_nlreq_message(request), *answer = NULL;
	_Alignas(8) char datagram[4096];
	ssize_t size = message->nlmsg_len;

	ck_assert_int_eq(send(fd, message, message->nlmsg_len, 0), size);
	size = recv(fd, datagram, sizeof(datagram), 0);
	ck_assert_int_gt(size, 0);
	ck_assert_int_eq(lsock_nlmsg_next(datagram, (size_t) size, &answer), 1);
	ck_assert_int_eq(answer->nlmsg_type, NLMSG_ERROR);
	return ((const struct nlmsgerr *) (const void *) (answer + 1))->error;
}

static void new_link(struct lsock_nlreq *request, const char *name, const char *kind)
{
	struct ifinfomsg head = { .ifi_flags = IFF_UP, .ifi_change = IFF_UP };

	lsock_nlreq_begin(request, RTM_NEWLINK, NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL, &head,
			  sizeof(head));
	lsock_nlreq_put_text(request, IFLA_IFNAME, name, strlen(name));
	lsock_nlreq_put_u32(request, IFLA_MTU, 1400);
	lsock_nlreq_nest(request, IFLA_LINKINFO);
	lsock_nlreq_nest(request, IFLA_INFO_DATA);
	lsock_nlreq_cancel(request);
	lsock_nlreq_put_text(request, IFLA_INFO_KIND, kind, strlen(kind));
	lsock_nlreq_end(request);
	ck_assert_int_eq(lsock_nlreq_error(request), 0);
}

static void new_address(struct lsock_nlreq *request, unsigned index, const struct lsock_ip *ip)
{
	struct ifaddrmsg head = {
		.ifa_family = (uint8_t) ip->family, .ifa_prefixlen = (uint8_t) ip->prefix,
		.ifa_index = index,
	};

	lsock_nlreq_begin(request, RTM_NEWADDR, NLM_F_ACK | NLM_F_CREATE, &head, sizeof(head));
	lsock_nlreq_put_ip(request, IFA_LOCAL, ip);
	lsock_nlreq_put_ip(request, IFA_ADDRESS, ip);
	ck_assert_int_eq(lsock_nlreq_error(request), 0);
}

/* A socket may be bound to what the kernel was given. */
static int bind_to(const char *text)
{
	struct lsock_addr addr;
	int fd, r;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	fd = lsock_open(AF_INET, SOCK_DGRAM, 0);
	r = lsock_bind(fd, &addr);
	lsock_close(fd);
	return r;
}

/* The error, or 0 and a link of that name. */
static int add_link(int fd, struct lsock_nlreq *request, const char *name)
{
	int r = -EOPNOTSUPP;
	size_t i;

	for (i = 0; i < COUNT_OF(kinds) && r == -EOPNOTSUPP; i++) {
		new_link(request, name, kinds[i]);
		r = sent(fd, request);
	}
	return r;
}

TEST(kernel_takes_a_link_and_an_address)
{
	const struct lsock_ip ip = { AF_INET, 24, { 192, 0, 2, 7 } };
	struct lsock_nlreq *request;
	int fd, r;

	enter_netns();
	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_nlreq_new(&request), 0);
	r = add_link(fd, request, "written");
	if (r == -EOPNOTSUPP) {
		close(fd);
		lsock_nlreq_free(request);
		skip("there is no kind of link to add");
	}
	ck_assert_int_eq(r, 0);
	ck_assert_uint_gt(if_nametoindex("written"), 0);
	ck_assert_int_eq(sent(fd, request), -EEXIST);
	ck_assert_int_eq(bind_to("192.0.2.7:0"), -EADDRNOTAVAIL);
	new_address(request, if_nametoindex("written"), &ip);
	ck_assert_int_eq(sent(fd, request), 0);
	ck_assert_int_eq(bind_to("192.0.2.7:0"), 0);
	close(fd);
	lsock_nlreq_free(request);
}
