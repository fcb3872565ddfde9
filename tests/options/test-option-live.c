/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options that do something which can be seen: groups, filters, peers, values of any length.
 * Of lib/options/filter.c, lib/options/groups.c, lib/options/interface.c, lib/options/peer.c,
 * lib/options/tipc.c, lib/options/vsock.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <grp.h>
#include <linux/filter.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static struct lsock_why why;

static int set(int fd, const char *name, const char *text)
{
	return lsock_option_set(fd, name, text, &why);
}

static void set_gives(int fd, const char *name, const char *text, int result)
{
	int r = set(fd, name, text);

	ck_assert_msg(r == result, "%s=%s: %s, %s", name, text, lsock_error_name(r),
		      r < 0 ? why.message : "");
}

static void has(int fd, const char *name, const char *text)
{
	char buf[LSOCK_OPTION_TEXT_SIZE];
	int r = lsock_option_get(fd, name, buf, sizeof(buf), &why);

	ck_assert_msg(r >= 0, "%s: %s", name, lsock_error_name(r));
	ck_assert_str_eq(buf, text);
}

static int need_open(int family, int type, int protocol)
{
	int fd = lsock_open(family, type, protocol);

	if (fd < 0)
		skip("no such socket: %s", lsock_strerror(fd));
	return fd;
}

static const struct {
	int family;
	const char *join, *leave, *text;
} groups[] = {
	{ AF_INET, "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP", "239.1.2.3@lo" },
	{ AF_INET, "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP", "239.1.2.3@127.0.0.1" },
	{ AF_INET, "IP_ADD_MEMBERSHIP", "IP_DROP_MEMBERSHIP", "239.1.2.3%1" },
	{ AF_INET, "MCAST_JOIN_GROUP", "MCAST_LEAVE_GROUP", "239.1.2.3@lo" },
	{ AF_INET, "IP_ADD_SOURCE_MEMBERSHIP", "IP_DROP_SOURCE_MEMBERSHIP",
	  "232.1.2.3@127.0.0.1,source=127.0.0.2" },
	{ AF_INET, "MCAST_JOIN_SOURCE_GROUP", "MCAST_LEAVE_SOURCE_GROUP",
	  "232.1.2.3@lo,source=127.0.0.2" },
	{ AF_INET6, "IPV6_JOIN_GROUP", "IPV6_LEAVE_GROUP", "ff02::1:9%lo" },
	{ AF_INET6, "IPV6_ADD_MEMBERSHIP", "IPV6_DROP_MEMBERSHIP", "ff05::1:9@lo" },
	{ AF_INET6, "MCAST_JOIN_GROUP", "MCAST_LEAVE_GROUP", "ff02::1:9@lo" },
	{ AF_INET6, "MCAST_JOIN_SOURCE_GROUP", "MCAST_LEAVE_SOURCE_GROUP",
	  "ff35::1:9@lo,source=fd00::2" },
	{ AF_PACKET, "PACKET_ADD_MEMBERSHIP", "PACKET_DROP_MEMBERSHIP", "promisc@lo" },
	{ AF_PACKET, "PACKET_ADD_MEMBERSHIP", "PACKET_DROP_MEMBERSHIP",
	  "multicast=01:00:5e:01:02:03@lo" },
};

static int group_count(void)
{
	return (int) COUNT_OF(groups);
}

static const char *group_label(int i)
{
	return groups[i].join;
}

/* Packet sockets count how often they have joined; the others join once. */
TEST(group_is_joined_and_left, .count = group_count, .label = group_label)
{
	bool once = groups[i].family != AF_PACKET;
	int fd;

	enter_netns();
	fd = need_open(groups[i].family, SOCK_DGRAM, 0);
	set_gives(fd, groups[i].join, groups[i].text, 0);
	if (once)
		ck_assert_int_lt(set(fd, groups[i].join, groups[i].text), 0);
	set_gives(fd, groups[i].leave, groups[i].text, 0);
	if (once)
		ck_assert_int_lt(set(fd, groups[i].leave, groups[i].text), 0);
	close(fd);
}

TEST(source_is_blocked_and_unblocked)
{
	int fd;

	enter_netns();
	fd = need_open(AF_INET, SOCK_DGRAM, 0);
	set_gives(fd, "IP_ADD_MEMBERSHIP", "239.1.2.3@lo", 0);
	set_gives(fd, "IP_BLOCK_SOURCE", "239.1.2.3@127.0.0.1,source=127.0.0.2", 0);
	set_gives(fd, "MCAST_BLOCK_SOURCE", "239.1.2.3@lo,source=127.0.0.2", -EADDRNOTAVAIL);
	set_gives(fd, "MCAST_UNBLOCK_SOURCE", "239.1.2.3@lo,source=127.0.0.2", 0);
	set_gives(fd, "IP_UNBLOCK_SOURCE", "239.1.2.3@127.0.0.1,source=127.0.0.2",
		  -EADDRNOTAVAIL);
	close(fd);
}

TEST(interfaces_are_set_and_told)
{
	int four, six;

	enter_netns();
	four = need_open(AF_INET, SOCK_DGRAM, 0);
	set_gives(four, "IP_MULTICAST_IF", "127.0.0.1", 0);
	has(four, "IP_MULTICAST_IF", "127.0.0.1");
	set_gives(four, "IP_MULTICAST_IF", "@lo", 0);
	has(four, "IP_MULTICAST_IF", "0.0.0.0");
	set_gives(four, "IP_UNICAST_IF", "lo", 0);
	has(four, "IP_UNICAST_IF", "lo");
	set_gives(four, "IP_UNICAST_IF", "*", 0);
	has(four, "IP_UNICAST_IF", "*");
	set_gives(four, "SO_BINDTOIFINDEX", "1", 0);
	has(four, "BindToDevice", "lo");
	set_gives(four, "BindToDevice", "", 0);
	has(four, "SO_BINDTOIFINDEX", "*");
	set_gives(four, "BindToDevice", "no-such-if", -ENODEV);
	ck_assert_ptr_nonnull(strstr(why.message, "interface"));
	close(four);
	six = need_open(AF_INET6, SOCK_DGRAM, 0);
	set_gives(six, "IPV6_MULTICAST_IF", "lo", 0);
	has(six, "IPV6_MULTICAST_IF", "lo");
	set_gives(six, "IPV6_UNICAST_IF", "lo", 0);
	has(six, "IPV6_UNICAST_IF", "lo");
	set_gives(six, "IPV6_PKTINFO", "::1@lo", 0);
	close(six);
}

#define INSTRUCTIONS 600	/* 4800 bytes */

static char *filter_text(size_t instructions)
{
	struct sock_filter instruction = { BPF_RET | BPF_K, 0, 0, 0xffff };
	char *text = malloc(instructions * 16 + 1), *p = text;
	unsigned char bytes[sizeof(instruction)];
	size_t n, m;

	memcpy(bytes, &instruction, sizeof(bytes));
	for (n = 0; n < instructions; n++)
		for (m = 0; m < sizeof(bytes); m++)
			p += sprintf(p, "%02x", bytes[m]);
	*p = '\0';
	return text;
}

TEST(filter_of_any_length_is_set_told_and_taken_away)
{
	char *text = filter_text(INSTRUCTIONS), *told = malloc(INSTRUCTIONS * 16 + 1);
	int fd = need_open(AF_INET, SOCK_DGRAM, 0);

	has(fd, "SO_ATTACH_FILTER", "");
	set_gives(fd, "SO_DETACH_FILTER", "", -ENOENT);
	set_gives(fd, "SO_ATTACH_FILTER", text, 0);
	ck_assert_int_eq(lsock_option_get(fd, "SO_GET_FILTER", told, INSTRUCTIONS * 16 + 1, &why),
			 INSTRUCTIONS * 16);
	ck_assert_str_eq(told, text);
	ck_assert_int_eq(lsock_option_get(fd, "SO_ATTACH_FILTER", told, 17, &why),
			 INSTRUCTIONS * 16);
	ck_assert_int_eq((int) strlen(told), 16);
	set_gives(fd, "SO_DETACH_FILTER", "", 0);
	has(fd, "SO_ATTACH_FILTER", "");
	free(text);
	free(told);
	close(fd);
}

TEST(filter_of_too_many_instructions_is_refused)
{
	char *most = filter_text(BPF_MAXINSNS), *more = filter_text(BPF_MAXINSNS + 1);
	int fd = need_open(AF_INET, SOCK_DGRAM, 0);

	ck_assert_int_lt(set(fd, "SO_ATTACH_FILTER", more), 0);
	ck_assert_uint_eq(why.column, 1);
	if (set(fd, "SO_ATTACH_FILTER", most) < 0)	/* it has a limit on memory, too */
		ck_assert_uint_eq(why.column, 0);
	free(most);
	free(more);
	close(fd);
}

#define GROUPS 300	/* 1200 bytes */

TEST(groups_of_the_peer_are_told_all)
{
	char told[GROUPS * 8], expected[GROUPS * 8], *p = expected;
	gid_t gids[GROUPS];
	int fds[2], n;

	for (n = 0; n < GROUPS; n++) {
		gids[n] = (gid_t) n + 1000;
		p += sprintf(p, "%s%d", n > 0 ? "," : "", n + 1000);
	}
	if (setgroups(GROUPS, gids) < 0)
		skip("setgroups: %s", strerror(errno));
	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_option_get(fds[0], "SO_PEERGROUPS", told, sizeof(told), &why),
			 (int) strlen(expected));
	ck_assert_str_eq(told, expected);
	close_both(fds);
}

TEST(peer_is_told)
{
	char text[80], path[LSOCK_ADDR_TEXT_SIZE], told[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr name;
	struct way way = need_way(AF_INET, SOCK_STREAM);
	int fds[2];

	unix_pair(SOCK_SEQPACKET, fds);
	snprintf(text, sizeof(text), "pid=%d,uid=%u,gid=%u", getpid(), getuid(), getgid());
	has(fds[0], "SO_PEERCRED", text);
	has(fds[0], "SO_PEERNAME", "unix:");
	close_both(fds);
	way_pair(&way, fds);
	ck_assert_int_eq(lsock_getpeername(fds[0], &name), 0);
	lsock_addr_format(&name, path, sizeof(path));
	ck_assert_int_eq(lsock_option_get(fds[0], "SO_PEERNAME", told, sizeof(told), &why),
			 (int) strlen(path));
	ck_assert_str_eq(told, path);
	close_both(fds);
}

/* What only connected sockets have. */
TEST(connection_tells_its_mtu_and_its_state)
{
	struct way way = need_way(AF_INET, SOCK_STREAM);
	char info[LSOCK_OPTION_TEXT_SIZE], mtu[16];
	int fds[2];

	way_pair(&way, fds);
	ck_assert_int_gt(lsock_option_get(fds[0], "IP_MTU", mtu, sizeof(mtu), &why), 0);
	ck_assert_int_ge(atoi(mtu), 576);
	ck_assert_int_lt(lsock_option_get(fds[0], "TCP_INFO", info, sizeof(info), &why),
			 (int) sizeof(info));
	ck_assert_int_eq(strncmp(info, "state=1,", 8), 0);
	snprintf(mtu, sizeof(mtu), ",pmtu=%d,", atoi(mtu));
	ck_assert_ptr_nonnull(strstr(info, mtu));
	close_both(fds);
}

TEST(saved_syn_is_told_once)
{
	char syn[1000];
	struct way way = need_way(AF_INET, SOCK_STREAM);
	int listener = way_open(&way), client, accepted;
	struct lsock_addr name;

	set_gives(listener, "TCP_SAVE_SYN", "1", 0);
	ck_assert_int_eq(bind(listener, &way.loopback.u.sa, way.loopback.len), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	ck_assert_int_eq(lsock_getsockname(listener, &name), 0);
	client = way_dial(&way, &name);
	accepted = lsock_accept(listener, NULL, lsock_in_ms(5000));
	ck_assert_int_ge(accepted, 0);
	ck_assert_int_ge(lsock_option_get(accepted, "TCP_SAVED_SYN", syn, sizeof(syn), &why), 80);
	ck_assert_int_eq(syn[0], '4');		/* the version of its IP header */
	ck_assert_int_eq(lsock_option_get(accepted, "TCP_SAVED_SYN", syn, sizeof(syn), &why), 0);
	close(listener);
	close(client);
	close(accepted);
}

TEST(groups_of_netlink_are_told_by_number)
{
	int fd = need_open(AF_NETLINK, SOCK_RAW, 0);

	has(fd, "NETLINK_LIST_MEMBERSHIPS", "");
	set_gives(fd, "NETLINK_ADD_MEMBERSHIP", "1", 0);
	set_gives(fd, "NETLINK_ADD_MEMBERSHIP", "34", 0);
	has(fd, "NETLINK_LIST_MEMBERSHIPS", "1,34");
	set_gives(fd, "NETLINK_DROP_MEMBERSHIP", "1", 0);
	has(fd, "NETLINK_LIST_MEMBERSHIPS", "34");
	close(fd);
}

TEST(times_are_kept)
{
	int fd = need_open(AF_UNIX, SOCK_DGRAM, 0);

	set_gives(fd, "SO_RCVTIMEO", "1500ms", 0);
	has(fd, "SO_RCVTIMEO", "1.5s");
	set_gives(fd, "SO_SNDTIMEO", "2min", 0);
	has(fd, "SO_SNDTIMEO", "120s");
	ck_assert_int_eq(set(fd, "SO_RCVTIMEO", "1us"), 1);	/* the kernel counts in ticks */
	close(fd);
}

/* SO_NETNS_COOKIE takes a length of 8 and nothing else. */
TEST(cookies_are_told_whole)
{
	uint64_t cookie = 0;
	int fd = need_open(AF_INET, SOCK_STREAM, 0);
	char text[24];

	ck_assert_int_eq(lsock_getsockopt_u64(fd, SOL_SOCKET, SO_COOKIE, &cookie), 0);
	snprintf(text, sizeof(text), "%llu", (unsigned long long) cookie);
	has(fd, "SO_COOKIE", text);
	if (lsock_getsockopt_u64(fd, SOL_SOCKET, 71, &cookie) == 0) {
		snprintf(text, sizeof(text), "%llu", (unsigned long long) cookie);
		has(fd, "SO_NETNS_COOKIE", text);
	}
	close(fd);
}

TEST(tipc_options_are_set_and_told)
{
	int fd = need_open(AF_TIPC, SOCK_RDM, 0);

	set_gives(fd, "TIPC_IMPORTANCE", "critical", 0);
	has(fd, "TIPC_IMPORTANCE", "critical");
	set_gives(fd, "TIPC_IMPORTANCE", "-1", -ERANGE);
	set_gives(fd, "TIPC_CONN_TIMEOUT", "4", 0);
	has(fd, "TIPC_CONN_TIMEOUT", "4");
	set_gives(fd, "TIPC_CONN_TIMEOUT", "3", -ERANGE);
	set_gives(fd, "TIPC_CONN_TIMEOUT", "0", -ERANGE);
	set_gives(fd, "TIPC_CONN_TIMEOUT", "70000", -ERANGE);
	has(fd, "TIPC_CONN_TIMEOUT", "4");
	set_gives(fd, "TIPC_MCAST_REPLICAST", "", 0);
	set_gives(fd, "TIPC_MCAST_BROADCAST", "", 0);
	set_gives(fd, "TIPC_NODELAY", "yes", 0);
	close(fd);
	fd = need_open(AF_TIPC, SOCK_STREAM, 0);
	set_gives(fd, "TIPC_SRC_DROPPABLE", "yes", -EOPNOTSUPP);
	set_gives(fd, "TIPC_GROUP_JOIN", "4711:17", -EOPNOTSUPP);
	close(fd);
}

TEST(tipc_group_is_joined_and_left)
{
	int fd = need_open(AF_TIPC, SOCK_RDM, 0), type = 0;

	set_gives(fd, "TIPC_GROUP_LEAVE", "", -EINVAL);
	set_gives(fd, "TIPC_GROUP_JOIN", "4711:17,scope=node,events", 0);
	ck_assert_int_eq(lsock_getsockopt_int(fd, SOL_TIPC, TIPC_GROUP_JOIN, &type), 0);
	ck_assert_int_eq(type, 4711);
	set_gives(fd, "TIPC_GROUP_JOIN", "4711:17", -EACCES);
	set_gives(fd, "TIPC_GROUP_LEAVE", "", 0);
	ck_assert_int_eq(lsock_getsockopt_int(fd, SOL_TIPC, TIPC_GROUP_JOIN, &type), 0);
	ck_assert_int_eq(type, 0);
	close(fd);
}

/* Of eight bytes each, and a struct timeval. */
TEST(vsock_options_have_their_true_sizes)
{
	struct timeval timeout;
	uint64_t bytes = 0;
	size_t size = sizeof(timeout);
	int fd = need_open(AF_VSOCK, SOCK_STREAM, 0);

	set_gives(fd, "SO_VM_SOCKETS_BUFFER_MAX_SIZE", "512K", 0);
	set_gives(fd, "SO_VM_SOCKETS_BUFFER_SIZE", "300K", 0);
	ck_assert_int_eq(lsock_getsockopt_u64(fd, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, &bytes), 0);
	ck_assert_uint_eq(bytes, 307200);
	ck_assert_int_eq(set(fd, "SO_VM_SOCKETS_BUFFER_SIZE", "1M"), 1);	/* the maximum */
	has(fd, "SO_VM_SOCKETS_BUFFER_SIZE", "524288");
	set_gives(fd, "SO_VM_SOCKETS_CONNECT_TIMEOUT", "1.5s", 0);
	ck_assert_int_eq(lsock_getsockopt(fd, AF_VSOCK, SO_VM_SOCKETS_CONNECT_TIMEOUT, &timeout,
					  &size), 0);
	ck_assert_int_eq(timeout.tv_sec, 1);
	ck_assert_int_eq(timeout.tv_usec, 500000);
	close(fd);
}
