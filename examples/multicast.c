/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints what comes in for a multicast group, from whom, by which interface, and how many routers
 * it may still have crossed:
 *
 *	multicast 239.1.2.3:5000 eth0
 *	multicast [ff02::1234%eth0]:5000
 *
 * The socket is bound to every address, so that it hears the port's other messages, too: where one
 * was sent to is in its control data (IP_PKTINFO, IPV6_PKTINFO).
 */
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/linux_sock.h>

static int fail(const char *what, int err)
{
	fprintf(stderr, "multicast: %s: %s\n", what, lsock_strerror(err));
	return 1;
}

/* One option for both families; it takes an interface by number, 0 for the kernel's choice. */
static int join(int fd, const struct lsock_addr *group, uint32_t interface)
{
	struct group_req request = { .gr_interface = interface };
	int level = group->u.sa.sa_family == AF_INET ? IPPROTO_IP : IPPROTO_IPV6;

	memcpy(&request.gr_group, &group->u, group->len);
	return lsock_setsockopt(fd, level, MCAST_JOIN_GROUP, &request, sizeof(request));
}

static int want_details(int fd, int family)
{
	int r;

	if (family == AF_INET) {
		r = lsock_setsockopt_int(fd, IPPROTO_IP, IP_PKTINFO, 1);
		return r < 0 ? r : lsock_setsockopt_int(fd, IPPROTO_IP, IP_RECVTTL, 1);
	}
	r = lsock_setsockopt_int(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
	return r < 0 ? r : lsock_setsockopt_int(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
}

/* A receiver of the group, or an error. */
static int open_receiver(const struct lsock_addr *group, uint32_t interface)
{
	const char *everywhere = group->u.sa.sa_family == AF_INET ? "0.0.0.0:0" : "[::]:0";
	struct lsock_addr any;
	int fd = lsock_open(group->u.sa.sa_family, SOCK_DGRAM, 0), r;

	if (fd < 0)
		return fd;
	lsock_addr_parse(everywhere, strlen(everywhere), &any, NULL);
	lsock_addr_set_port(&any, (uint32_t) lsock_addr_port(group));
	/* Others on this host may listen to the group as well. */
	r = lsock_setsockopt_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (r == 0)
		r = want_details(fd, group->u.sa.sa_family);
	if (r == 0)
		r = lsock_bind(fd, &any);
	if (r == 0)
		r = join(fd, group, interface);
	if (r == 0)
		return fd;
	lsock_close(fd);
	return r;
}

static void print_addr(const char *what, const struct lsock_addr *addr)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	lsock_addr_format(addr, text, sizeof(text));
	printf("%s%s", what, text);
}

static void print_details(const struct lsock_control *control)
{
	struct lsock_control_item item = { 0 };
	struct lsock_addr local;
	char name[IF_NAMESIZE];
	uint32_t interface;
	int hops;

	while (lsock_control_next(control, &item) > 0) {
		if (lsock_control_destination(&item, &local, &interface) == 0) {
			print_addr(" to ", &local);
			printf(" by %s", if_indextoname(interface, name) ? name : "?");
		}
		hops = lsock_control_hop_limit(&item);
		if (hops >= 0)
			printf(", %d hops left", hops);
	}
}

static int loop(int fd)
{
	uint64_t room[32];
	char buf[65536];
	struct iovec vector = { buf, sizeof(buf) };
	struct lsock_control control;
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
	ssize_t n;

	lsock_control_init(&control, room, sizeof(room));
	while ((n = lsock_recvmsg(fd, &message, 0, lsock_forever())) >= 0) {
		printf("%zd bytes", n);
		print_addr(" from ", &message.name);
		print_details(&control);
		putchar('\n');
		fflush(stdout);
	}
	return fail("receive", (int) n);
}

/* The interface that the group itself names, as ff02:: does. */
static uint32_t zone_of(const struct lsock_addr *group)
{
	struct sockaddr_in6 in6;

	if (group->u.sa.sa_family != AF_INET6)
		return 0;
	memcpy(&in6, &group->u, sizeof(in6));
	return in6.sin6_scope_id;
}

int main(int argc, char **argv)
{
	struct lsock_addr group;
	uint32_t interface = 0;
	int fd, r;

	if (argc != 2 && argc != 3) {
		fprintf(stderr, "usage: multicast GROUP:PORT [INTERFACE]\n");
		return 2;
	}
	r = lsock_addr_parse(argv[1], strlen(argv[1]), &group, NULL);
	if (r < 0)
		return fail(argv[1], r);
	if (group.u.sa.sa_family != AF_INET && group.u.sa.sa_family != AF_INET6)
		return fail(argv[1], -EAFNOSUPPORT);
	if (argc == 3)
		interface = if_nametoindex(argv[2]);
	if (argc == 3 && interface == 0)
		return fail(argv[2], -ENODEV);
	if (argc == 2)
		interface = zone_of(&group);
	fd = open_receiver(&group, interface);
	return fd < 0 ? fail(argv[1], fd) : loop(fd);
}
