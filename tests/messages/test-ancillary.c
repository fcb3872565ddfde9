/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Control data with types as real sockets take and give it.
 * Of lib/messages/credentials.c, lib/messages/hops.c, lib/messages/pktinfo.c,
 * lib/messages/segment.c, lib/messages/times.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/net_tstamp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#define SOON lsock_in_ms(5000)
#define NS_PER_S INT64_C(1000000000)

static struct lsock_addr parse(const char *text)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	return addr;
}

static void set_option(int fd, int level, int option, int value)
{
	ck_assert_int_eq(lsock_setsockopt_int(fd, level, option, value), 0);
}

/* A UDP socket, bound; where there is no such address the test is skipped. */
static int udp(const char *text, struct lsock_addr *ret_name)
{
	struct lsock_addr addr = parse(text);
	int fd, r;

	need_family(addr.u.sa.sa_family);
	fd = lsock_open(addr.u.sa.sa_family, SOCK_DGRAM, 0);
	ck_assert_int_ge(fd, 0);
	if (addr.u.sa.sa_family == AF_INET6)
		set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
	r = lsock_bind(fd, &addr);
	if (r == -EADDRNOTAVAIL) {
		lsock_close(fd);
		skip("%s: no such address here", text);
	}
	ck_assert_int_eq(r, 0);
	ck_assert_int_eq(lsock_getsockname(fd, ret_name), 0);
	return fd;
}

/* The same port of another host. */
static struct lsock_addr at_host(const char *text, const struct lsock_addr *name)
{
	struct lsock_addr addr = parse(text);

	ck_assert_int_eq(lsock_addr_set_port(&addr, (uint32_t) lsock_addr_port(name)), 0);
	return addr;
}

/* A message with its control data, both ways. */
static struct lsock_control control;
static uint64_t room[64];
static char data[4096];
static struct iovec vector;
static struct lsock_message message;

static void begin(size_t control_room, size_t size)
{
	lsock_control_init(&control, room, control_room);
	vector = (struct iovec){ data, size };
	message = (struct lsock_message){
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
}

static ssize_t transmit(int fd, const struct lsock_addr *to, size_t size)
{
	vector.iov_len = size;
	message.name = *to;
	return lsock_sendmsg(fd, &message, 0, SOON);
}

static ssize_t receive(int fd)
{
	begin(sizeof(room), sizeof(data));
	return lsock_recvmsg(fd, &message, 0, SOON);
}

/* The received item that a reader takes; -ENOMSG: none. */
static int find(int (*read)(const struct lsock_control_item *item))
{
	struct lsock_control_item item = { 0 };
	int r;

	while (lsock_control_next(&control, &item) > 0) {
		r = read(&item);
		if (r != -ENOMSG)
			return r;
	}
	return -ENOMSG;
}

/* ---- Credentials. */

static struct {
	pid_t pid;
	uid_t uid;
	gid_t gid;
} who;

static int read_credentials(const struct lsock_control_item *item)
{
	return lsock_control_credentials(item, &who.pid, &who.uid, &who.gid);
}

TEST(credentials_say_who_sent)
{
	const struct lsock_addr nobody = { .len = 0 };
	int pair[2];

	unix_pair(SOCK_DGRAM, pair);
	set_option(pair[1], SOL_SOCKET, SO_PASSCRED, 1);
	begin(sizeof(room), 1);
	ck_assert_int_eq(lsock_control_put_credentials(&control, getpid(), getuid(), getgid()), 0);
	ck_assert_int_eq(transmit(pair[0], &nobody, 1), 1);
	ck_assert_int_eq(receive(pair[1]), 1);
	ck_assert_int_eq(find(read_credentials), 0);
	ck_assert_int_eq(who.pid, getpid());
	ck_assert_uint_eq(who.uid, getuid());
	ck_assert_uint_eq(who.gid, getgid());
	begin(sizeof(room), 1);
	ck_assert_int_eq(lsock_control_put_credentials(&control, 0x7ffffff0, getuid(), getgid()),
			 0);
	ck_assert_int_lt(transmit(pair[0], &nobody, 1), 0);
	close_both(pair);
}

/* ---- Where it was sent to, and from where the answer comes. */

static const struct dual {
	const char *name, *server, *client;	/* where they are bound */
	const char *to;				/* the client asks there */
	const char *told;			/* as it is told to the server */
} duals[] = {
	{ "inet", "0.0.0.0:0", "127.0.0.1:0", "127.0.0.3:0", "127.0.0.3:0" },
	{ "inet6", "[::]:0", "[::1]:0", "[::1]:0", "[::1]:0" },
	{ "mapped", "[::]:0", "127.0.0.1:0", "127.0.0.3:0", "[::ffff:127.0.0.3]:0" },
};

static int dual_count(void)
{
	return (int) COUNT_OF(duals);
}

static const char *dual_label(int i)
{
	return duals[i].name;
}

#define DUALS .count = dual_count, .label = dual_label

/* Whatever a socket of either family can be asked to tell. */
static void tell_all(int fd)
{
	int family;

	ck_assert_int_eq(lsock_getsockopt_int(fd, SOL_SOCKET, SO_DOMAIN, &family), 0);
	set_option(fd, IPPROTO_IP, IP_RECVTTL, 1);
	set_option(fd, IPPROTO_IP, IP_RECVTOS, 1);
	if (family == AF_INET) {
		set_option(fd, IPPROTO_IP, IP_PKTINFO, 1);
		return;
	}
	set_option(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
	set_option(fd, IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
	set_option(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1);
}

/* The server's and the client's socket; the latter's name, and where it sends to. */
static void dual_open(int i, int ret_fds[2], struct lsock_addr *ret_client,
		      struct lsock_addr *ret_to)
{
	struct lsock_addr server;

	ret_fds[0] = udp(duals[i].server, &server);
	ret_fds[1] = udp(duals[i].client, ret_client);
	tell_all(ret_fds[0]);
	*ret_to = at_host(duals[i].to, &server);
}

static struct {
	struct lsock_addr local;
	uint32_t interface;
} destination;

static int read_destination(const struct lsock_control_item *item)
{
	return lsock_control_destination(item, &destination.local, &destination.interface);
}

TEST(the_answer_comes_from_where_was_asked, DUALS)
{
	struct lsock_addr client, to, told = parse(duals[i].told), asker;
	int fds[2];

	dual_open(i, fds, &client, &to);
	begin(sizeof(room), 5);
	ck_assert_int_eq(transmit(fds[1], &to, 5), 5);
	ck_assert_int_eq(receive(fds[0]), 5);
	ck_assert_int_eq(find(read_destination), 0);
	ck_assert(lsock_addr_equal(&destination.local, &told));
	ck_assert_uint_eq(destination.interface, if_nametoindex("lo"));
	asker = message.name;
	begin(sizeof(room), 5);
	ck_assert_int_eq(lsock_control_put_source(&control, &destination.local, 0), 0);
	ck_assert_int_eq(transmit(fds[0], &asker, 5), 5);
	ck_assert_int_eq(receive(fds[1]), 5);
	ck_assert(lsock_addr_equal(&message.name, &to));
	close_both(fds);
}

TEST(the_interface_to_send_out_of_is_kept, DUALS)
{
	struct lsock_addr client, to, any = parse(i == 0 ? "0.0.0.0:0" : "[::]:0");
	int fds[2];

	dual_open(i, fds, &client, &to);
	if (i == 2)
		any = parse("[::ffff:0.0.0.0]:0");
	begin(sizeof(room), 1);
	if (i == 2)
		client = at_host("[::ffff:127.0.0.1]:0", &client);
	ck_assert_int_eq(lsock_control_put_source(&control, &any, if_nametoindex("lo")), 0);
	ck_assert_int_eq(transmit(fds[0], &client, 1), 1);
	ck_assert_int_eq(receive(fds[1]), 1);
	begin(sizeof(room), 1);
	ck_assert_int_eq(lsock_control_put_source(&control, &any, 2000000000), 0);
	ck_assert_int_lt(transmit(fds[0], &client, 1), 0);
	close_both(fds);
}

TEST(hops_and_class_go_out_and_come_in, DUALS)
{
	struct lsock_addr client, to;
	int fds[2], family = i == 1 ? AF_INET6 : AF_INET;

	dual_open(i, fds, &client, &to);
	begin(sizeof(room), 1);
	ck_assert_int_eq(lsock_control_put_hop_limit(&control, family, 7), 0);
	ck_assert_int_eq(lsock_control_put_traffic_class(&control, family, 0xb8), 0);
	ck_assert_int_eq(transmit(fds[1], &to, 1), 1);
	ck_assert_int_eq(receive(fds[0]), 1);
	ck_assert_int_eq(find(lsock_control_hop_limit), 7);
	ck_assert_int_eq(find(lsock_control_traffic_class), 0xb8);
	close_both(fds);
}

/* The kernel writes the length that is left over; MSG_CTRUNC alone tells. */
TEST(an_item_without_room_is_cut_and_refused)
{
	struct lsock_addr client, to;
	int fds[2];

	dual_open(0, fds, &client, &to);
	set_option(fds[0], IPPROTO_IP, IP_RECVTTL, 0);
	begin(sizeof(room), 1);
	ck_assert_int_eq(transmit(fds[1], &to, 1), 1);
	begin(lsock_control_space(8), sizeof(data));
	ck_assert_int_eq(lsock_recvmsg(fds[0], &message, 0, SOON), 1);
	ck_assert_int_ne(message.flags & MSG_CTRUNC, 0);
	ck_assert_int_eq(find(read_destination), -EBADMSG);
	close_both(fds);
}

/* ---- Times. */

static const struct {
	const char *name;
	int option, value;
} stamps[] = {
	{ "SO_TIMESTAMP_OLD", 29, 1 },
	{ "SO_TIMESTAMP_NEW", 63, 1 },
	{ "SO_TIMESTAMPNS_OLD", 35, 1 },
	{ "SO_TIMESTAMPNS_NEW", 64, 1 },
	{ "SO_TIMESTAMPING_OLD", 37, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE },
	{ "SO_TIMESTAMPING_NEW", 65, SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE },
};

static int stamp_count(void)
{
	return (int) COUNT_OF(stamps);
}

static const char *stamp_label(int i)
{
	return stamps[i].name;
}

static struct lsock_timestamps times;

static int read_times(const struct lsock_control_item *item)
{
	return lsock_control_timestamps(item, &times);
}

/* The kernel begins to stamp a little after it was asked to. */
static int stamped(int fd, const struct lsock_addr *name)
{
	int n, r = -ENOMSG;

	for (n = 0; n < 200 && r == -ENOMSG; n++) {
		begin(sizeof(room), 1);
		ck_assert_int_eq(transmit(fd, name, 1), 1);
		ck_assert_int_eq(receive(fd), 1);
		r = find(read_times);
		if (r == -ENOMSG)
			usleep(10000);
	}
	return r;
}

TEST(a_message_has_its_time, .count = stamp_count, .label = stamp_label)
{
	struct lsock_addr name;
	struct timespec now;
	int fd = udp("127.0.0.1:0", &name);

	if (lsock_setsockopt_int(fd, SOL_SOCKET, stamps[i].option, stamps[i].value) < 0)
		skip("%s is not known here", stamps[i].name);
	ck_assert_int_eq(stamped(fd, &name), 0);
	clock_gettime(CLOCK_REALTIME, &now);
	ck_assert_int_le(times.software_ns / 1000000000, now.tv_sec);
	ck_assert_int_ge(times.software_ns / 1000000000, now.tv_sec - 60);
	ck_assert_int_eq(times.hardware_ns, 0);
	close(fd);
}

TEST(a_time_to_send_is_taken_where_it_is_wanted)
{
	const struct sock_txtime wanted = { .clockid = CLOCK_MONOTONIC };
	struct lsock_addr name;
	int fd = udp("127.0.0.1:0", &name);

	begin(sizeof(room), 1);
	ck_assert_int_eq(lsock_control_put_txtime(&control, (uint64_t) clock_ns()), 0);
	ck_assert_int_eq(transmit(fd, &name, 1), -EINVAL);
	if (lsock_setsockopt(fd, SOL_SOCKET, 61, &wanted, sizeof(wanted)) < 0)
		skip("SO_TXTIME is not known here");
	ck_assert_int_eq(transmit(fd, &name, 1), 1);
	close(fd);
}

/* ---- Many datagrams at once. */

/* 250 bytes as 100 each, to a receiver that wants them whole or not. */
static void send_segments(int ret_fds[2], bool whole)
{
	struct lsock_addr name, own;

	ret_fds[0] = udp("127.0.0.1:0", &name);
	ret_fds[1] = udp("127.0.0.1:0", &own);
	set_option(ret_fds[0], IPPROTO_UDP, 104, whole);
	begin(sizeof(room), 250);
	ck_assert_int_eq(lsock_control_put_segment(&control, 100), 0);
	ck_assert_int_eq(transmit(ret_fds[1], &name, 250), 250);
}

TEST(a_block_goes_out_in_segments)
{
	static const ssize_t sizes[] = { 100, 100, 50 };
	int fds[2];
	size_t n;

	send_segments(fds, false);
	for (n = 0; n < COUNT_OF(sizes); n++) {
		ck_assert_int_eq(receive(fds[0]), sizes[n]);
		ck_assert_int_eq(find(lsock_control_segment), -ENOMSG);
	}
	close_both(fds);
}

TEST(segments_come_in_as_a_block)
{
	int fds[2];

	send_segments(fds, true);
	ck_assert_int_eq(receive(fds[0]), 250);
	ck_assert_int_eq(find(lsock_control_segment), 100);
	close_both(fds);
}
