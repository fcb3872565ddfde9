/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options and ioctl of descriptors, and the same calls of objects.
 * Of lib/socket/sockopt.c, lib/sys/sys.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <limits.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#ifndef SO_NETNS_COOKIE
#define SO_NETNS_COOKIE 71
#endif

/* Both levels' calls, so that each test runs over both. */
static struct lsock_socket *object;

static int object_get_int(int fd, int level, int option, int *ret_value)
{
	(void) fd;
	return lsock_socket_getsockopt_int(object, level, option, ret_value);
}

static int object_get_u64(int fd, int level, int option, uint64_t *ret_value)
{
	(void) fd;
	return lsock_socket_getsockopt_u64(object, level, option, ret_value);
}

static int object_get(int fd, int level, int option, void *buf, size_t *size)
{
	(void) fd;
	return lsock_socket_getsockopt(object, level, option, buf, size);
}

static int object_set_int(int fd, int level, int option, int value)
{
	(void) fd;
	return lsock_socket_setsockopt_int(object, level, option, value);
}

static int object_set_u64(int fd, int level, int option, uint64_t value)
{
	(void) fd;
	return lsock_socket_setsockopt_u64(object, level, option, value);
}

static int object_set(int fd, int level, int option, const void *value, size_t size)
{
	(void) fd;
	return lsock_socket_setsockopt(object, level, option, value, size);
}

static int object_ioctl(int fd, unsigned long request, void *arg)
{
	(void) fd;
	return lsock_socket_ioctl(object, request, arg);
}

static const struct {
	const char *name;
	int (*get_int)(int fd, int level, int option, int *ret_value);
	int (*get_u64)(int fd, int level, int option, uint64_t *ret_value);
	int (*get)(int fd, int level, int option, void *buf, size_t *size);
	int (*set_int)(int fd, int level, int option, int value);
	int (*set_u64)(int fd, int level, int option, uint64_t value);
	int (*set)(int fd, int level, int option, const void *value, size_t size);
	int (*ioctl)(int fd, unsigned long request, void *arg);
} levels[] = {
	{ "descriptor", lsock_getsockopt_int, lsock_getsockopt_u64, lsock_getsockopt,
	  lsock_setsockopt_int, lsock_setsockopt_u64, lsock_setsockopt, lsock_ioctl },
	{ "object", object_get_int, object_get_u64, object_get, object_set_int, object_set_u64,
	  object_set, object_ioctl },
};

static int level_count(void)
{
	return (int) COUNT_OF(levels);
}

static const char *level_label(int i)
{
	return levels[i].name;
}

#define LEVELS .count = level_count, .label = level_label

/* The descriptor is the object's. */
static int begin(int family, int type)
{
	ck_assert_int_eq(lsock_socket_open(family, type, 0, &object), 0);
	return lsock_socket_fileno(object);
}

static void end(void)
{
	object = lsock_socket_free(object);
}

TEST(int_is_set_and_told, LEVELS)
{
	int fd = begin(AF_INET, SOCK_STREAM), value = -1, bare = 0;
	socklen_t len = sizeof(bare);

	ck_assert_int_eq(levels[i].set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, 1234), 0);
	ck_assert_int_eq(getsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &bare, &len), 0);
	ck_assert_int_eq(bare, 1234);
	ck_assert_int_eq(levels[i].get_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, &value), 0);
	ck_assert_int_eq(value, 1234);
	ck_assert_int_eq(levels[i].get_int(fd, SOL_SOCKET, SO_TYPE, &value), 0);
	ck_assert_int_eq(value, SOCK_STREAM);
	ck_assert_int_eq(levels[i].get_int(fd, IPPROTO_IP, IP_TTL, &value), 0);
	ck_assert_int_gt(value, 0);
	end();
}

/* Python cuts it to -1. */
TEST(u64_is_set_and_told_whole, LEVELS)
{
	uint64_t value = 0, all = ~UINT64_C(0);
	int fd = begin(AF_INET, SOCK_STREAM);
	size_t size = sizeof(value);

	ck_assert_int_eq(lsock_getsockopt(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &value, &size), 0);
	if (size < sizeof(value))
		skip("pacing rates have 4 bytes here");
	ck_assert_int_eq(levels[i].set_u64(fd, SOL_SOCKET, SO_MAX_PACING_RATE,
					   UINT64_C(0x123456789a)), 0);
	ck_assert_int_eq(levels[i].get_u64(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &value), 0);
	ck_assert_uint_eq(value, UINT64_C(0x123456789a));
	ck_assert_int_eq(levels[i].set_u64(fd, SOL_SOCKET, SO_MAX_PACING_RATE, all), 0);
	ck_assert_int_eq(levels[i].get_u64(fd, SOL_SOCKET, SO_MAX_PACING_RATE, &value), 0);
	ck_assert_uint_eq(value, all);
	ck_assert_int_eq(levels[i].get_u64(fd, SOL_SOCKET, SO_COOKIE, &value), 0);
	ck_assert_uint_gt(value, 0);
	end();
}

/* The kernel gives this one to who asks for 8 bytes, and to nobody else. */
TEST(u64_of_exactly_its_size_is_told, LEVELS)
{
	int fd = begin(AF_INET, SOCK_STREAM);
	uint64_t value = 0, bare = 0;
	socklen_t len = sizeof(bare);

	if (getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &bare, &len) < 0)
		skip("SO_NETNS_COOKIE: %s", strerror(errno));
	ck_assert_int_eq(levels[i].get_u64(fd, SOL_SOCKET, SO_NETNS_COOKIE, &value), 0);
	ck_assert_uint_eq(value, bare);
	end();
}

TEST(value_of_another_size_is_not_cut_unseen, LEVELS)
{
	int fd = begin(AF_INET, SOCK_STREAM), value = 4711;
	uint64_t wide = 4711;

	ck_assert_int_eq(levels[i].get_int(fd, SOL_SOCKET, SO_COOKIE, &value), -EMSGSIZE);
	ck_assert_int_eq(levels[i].get_int(fd, SOL_SOCKET, SO_LINGER, &value), -EMSGSIZE);
	ck_assert_int_eq(levels[i].get_int(fd, IPPROTO_TCP, TCP_INFO, &value), -EMSGSIZE);
	ck_assert_int_eq(levels[i].get_u64(fd, SOL_SOCKET, SO_TYPE, &wide), -EMSGSIZE);
	ck_assert_int_eq(levels[i].get_u64(fd, IPPROTO_TCP, TCP_INFO, &wide), -EMSGSIZE);
	ck_assert_int_eq(value, 4711);
	ck_assert_uint_eq(wide, 4711);
	end();
}

TEST(struct_is_set_and_told, LEVELS)
{
	struct linger set = { 1, 17 }, told[2];
	size_t size = sizeof(told);
	int fd = begin(AF_INET, SOCK_STREAM);

	bytes_paint(told, sizeof(told));
	ck_assert_int_eq(levels[i].set(fd, SOL_SOCKET, SO_LINGER, &set, sizeof(set)), 0);
	ck_assert_int_eq(levels[i].get(fd, SOL_SOCKET, SO_LINGER, told, &size), 0);
	ck_assert_uint_eq(size, sizeof(set));
	ck_assert_mem_eq(&told[0], &set, sizeof(set));
	ck_assert(bytes_painted(&told[1], sizeof(told[1])));
	end();
}

TEST(large_struct_is_told_with_its_length, LEVELS)
{
	unsigned char info[4096];
	size_t size = sizeof(info);
	int fd = begin(AF_INET, SOCK_STREAM);

	ck_assert_int_eq(levels[i].get(fd, IPPROTO_TCP, TCP_INFO, info, &size), 0);
	ck_assert_uint_ge(size, 192);
	ck_assert_uint_lt(size, sizeof(info));
	size = 8;
	ck_assert_int_eq(levels[i].get(fd, IPPROTO_TCP, TCP_INFO, info, &size), 0);
	ck_assert_uint_eq(size, 8);
	end();
}

static void set_sysctl(const char *path, const char *value)
{
	FILE *file = fopen(path, "we");
	bool written = file && fputs(value, file) >= 0;

	if (file && fclose(file) != 0)
		written = false;
	if (!written)
		skip("%s: %s", path, strerror(errno));
}

#define SOURCES 300

/* Of so many sources of a group, 4 bytes each: more than 1024, which is where Python stops. */
TEST(value_of_more_than_1024_bytes_is_set_and_told, LEVELS)
{
	size_t size = IP_MSFILTER_SIZE(SOURCES), told_size = 2 * size;
	struct ip_mreqn join = { .imr_ifindex = 1 };
	struct ip_msfilter *filter = calloc(1, size), *told = calloc(2, size);
	int fd;
	uint32_t n;

	enter_netns();
	set_sysctl("/proc/sys/net/ipv4/igmp_max_msf", "1000");
	fd = begin(AF_INET, SOCK_DGRAM);
	join.imr_multiaddr.s_addr = htonl(0xe8010203);
	ck_assert_int_eq(levels[i].set(fd, IPPROTO_IP, IP_ADD_MEMBERSHIP, &join, sizeof(join)), 0);
	filter->imsf_multiaddr.s_addr = join.imr_multiaddr.s_addr;
	filter->imsf_interface.s_addr = htonl(INADDR_LOOPBACK);
	filter->imsf_fmode = MCAST_INCLUDE;
	filter->imsf_numsrc = SOURCES;
	for (n = 0; n < SOURCES; n++)
		filter->imsf_slist[n].s_addr = htonl(0x0a000001 + n);
	ck_assert_int_eq(levels[i].set(fd, IPPROTO_IP, IP_MSFILTER, filter, size), 0);
	told->imsf_multiaddr = filter->imsf_multiaddr;
	told->imsf_interface = filter->imsf_interface;
	told->imsf_numsrc = SOURCES;
	ck_assert_int_eq(levels[i].get(fd, IPPROTO_IP, IP_MSFILTER, told, &told_size), 0);
	ck_assert_uint_eq(told_size, size);
	ck_assert_uint_gt(told_size, 1024);
	ck_assert_mem_eq(told->imsf_slist, filter->imsf_slist, SOURCES * 4);
	free(filter);
	free(told);
	end();
}

/* NULL reaches the kernel as NULL, the length as the length: 0 unbinds, more is a bad pointer. */
TEST(null_and_a_length_are_passed_on, LEVELS)
{
	int fd = begin(AF_INET, SOCK_STREAM);

	ck_assert_int_eq(levels[i].set(fd, SOL_SOCKET, SO_BINDTODEVICE, NULL, 0), 0);
	ck_assert_int_eq(levels[i].set(fd, SOL_SOCKET, SO_BINDTODEVICE, NULL, 4), -EFAULT);
	end();
}

TEST(size_beyond_an_int_is_refused, LEVELS)
{
	int fd = begin(AF_INET, SOCK_STREAM), value = 0;

	ck_assert_int_eq(levels[i].set(fd, SOL_SOCKET, SO_KEEPALIVE, &value, SIZE_MAX), -EINVAL);
	ck_assert_int_eq(levels[i].set(fd, SOL_SOCKET, SO_KEEPALIVE, &value,
				       (size_t) INT_MAX + 1), -EINVAL);
#if SIZE_MAX > UINT32_MAX
	ck_assert_int_eq(levels[i].set(fd, SOL_SOCKET, SO_KEEPALIVE, &value,
				       (size_t) UINT32_MAX + 1 + sizeof(value)), -EINVAL);
#endif
	end();
}

TEST(room_beyond_an_int_is_room_enough, LEVELS)
{
	size_t room = (size_t) UINT32_MAX + 1, size = room;
	int *value = mmap(NULL, room, PROT_READ | PROT_WRITE,
			  MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	int fd;

	if (value == MAP_FAILED)
		skip("no room of 4 GiB: %s", strerror(errno));
	fd = begin(AF_INET, SOCK_STREAM);
	ck_assert_int_eq(levels[i].get(fd, SOL_SOCKET, SO_TYPE, value, &size), 0);
	ck_assert_uint_eq(size, sizeof(*value));
	ck_assert_int_eq(*value, SOCK_STREAM);
	munmap(value, room);
	end();
}

TEST(what_the_kernel_refuses_writes_nothing, LEVELS)
{
	int fd = begin(AF_INET, SOCK_STREAM), value = 4711;
	uint64_t wide = 4711;
	size_t size = sizeof(value);

	ck_assert_int_eq(levels[i].get_int(fd, SOL_SOCKET, 32767, &value), -ENOPROTOOPT);
	ck_assert_int_eq(levels[i].get_u64(fd, SOL_SOCKET, 32767, &wide), -ENOPROTOOPT);
	ck_assert_int_eq(levels[i].get(fd, SOL_SOCKET, 32767, &value, &size), -ENOPROTOOPT);
	ck_assert_int_eq(levels[i].set_int(fd, SOL_SOCKET, 32767, 1), -ENOPROTOOPT);
	ck_assert_int_eq(levels[i].set_int(fd, IPPROTO_TCP, TCP_KEEPIDLE, -5), -EINVAL);
	end();
	begin(AF_INET, SOCK_STREAM);
	ck_assert_int_eq(lsock_socket_close(object), 0);
	ck_assert_int_eq(levels[i].get_int(-1, SOL_SOCKET, SO_TYPE, &value), -EBADF);
	ck_assert_int_eq(levels[i].get_u64(-1, SOL_SOCKET, SO_COOKIE, &wide), -EBADF);
	ck_assert_int_eq(levels[i].get(-1, SOL_SOCKET, SO_TYPE, &value, &size), -EBADF);
	ck_assert_int_eq(levels[i].set_int(-1, SOL_SOCKET, SO_KEEPALIVE, 1), -EBADF);
	ck_assert_int_eq(levels[i].set_u64(-1, SOL_SOCKET, SO_KEEPALIVE, 1), -EBADF);
	ck_assert_int_eq(levels[i].set(-1, SOL_SOCKET, SO_KEEPALIVE, &value, 4), -EBADF);
	ck_assert_int_eq(levels[i].ioctl(-1, FIONREAD, &value), -EBADF);
	ck_assert_int_eq(value, 4711);
	ck_assert_uint_eq(wide, 4711);
	ck_assert_uint_eq(size, sizeof(value));
	end();
}

TEST(ioctl_is_passed_on, LEVELS)
{
	int fd = begin(AF_UNIX, SOCK_DGRAM), waiting = -1;
	struct way way = need_way(AF_UNIX, SOCK_DGRAM);
	struct lsock_addr name;
	int peer = way_open(&way);

	ck_assert_int_eq(lsock_socket_bind(object, &way.loopback), 0);
	ck_assert_int_eq(lsock_socket_getsockname(object, &name), 0);
	ck_assert_int_eq(sendto(peer, "abcde", 5, 0, &name.u.sa, name.len), 5);
	ck_assert_int_eq(levels[i].ioctl(fd, FIONREAD, &waiting), 0);
	ck_assert_int_eq(waiting, 5);
	ck_assert_int_eq(levels[i].ioctl(fd, TIOCGWINSZ, &waiting), -ENOTTY);
	close(peer);
	end();
}

/* Python refuses bytes and forces 8 of them on this family. */
TEST(vsock_has_options_of_any_size, LEVELS)
{
	struct way way = need_way(AF_VSOCK, SOCK_STREAM);
	struct timeval told, set = { 3, 0 };
	size_t size = sizeof(told);
	uint64_t bytes = 0;
	int fd = begin(way.row->af, way.type), value = 0;

	ck_assert_int_eq(levels[i].set_u64(fd, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, 131072), 0);
	ck_assert_int_eq(levels[i].get_u64(fd, AF_VSOCK, SO_VM_SOCKETS_BUFFER_SIZE, &bytes), 0);
	ck_assert_uint_eq(bytes, 131072);
	ck_assert_int_eq(levels[i].set(fd, SOL_SOCKET, SO_RCVTIMEO, &set, sizeof(set)), 0);
	ck_assert_int_eq(levels[i].get(fd, SOL_SOCKET, SO_RCVTIMEO, &told, &size), 0);
	ck_assert_int_eq(told.tv_sec, 3);
	ck_assert_int_eq(levels[i].get_int(fd, SOL_SOCKET, SO_TYPE, &value), 0);
	ck_assert_int_eq(value, SOCK_STREAM);
	end();
}

TEST(tipc_has_options_with_and_without_a_value, LEVELS)
{
	struct way way = need_way(AF_TIPC, SOCK_RDM);
	int fd = begin(way.row->af, way.type), value = 0;

	ck_assert_int_eq(levels[i].set_int(fd, SOL_TIPC, TIPC_IMPORTANCE, TIPC_HIGH_IMPORTANCE), 0);
	ck_assert_int_eq(levels[i].get_int(fd, SOL_TIPC, TIPC_IMPORTANCE, &value), 0);
	ck_assert_int_eq(value, TIPC_HIGH_IMPORTANCE);
	ck_assert_int_eq(levels[i].set(fd, SOL_TIPC, TIPC_MCAST_REPLICAST, NULL, 0), 0);
	end();
}

TEST(netlink_memberships_are_told, LEVELS)
{
	uint32_t groups[64] = { 0 };
	size_t size = sizeof(groups);
	int fd = begin(AF_NETLINK, SOCK_RAW);	/* NETLINK_ROUTE */

	ck_assert_int_eq(levels[i].set_int(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, 1), 0);
	ck_assert_int_eq(levels[i].set_int(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, 35), 0);
	ck_assert_int_eq(levels[i].get(fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, groups, &size),
			 0);
	ck_assert_uint_ge(size, 8);
	ck_assert_uint_eq(groups[0], 1);
	ck_assert_uint_eq(groups[1], 1u << 2);
	end();
}
