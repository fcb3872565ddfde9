/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Error queues of real sockets: what they tell, and how long they are waited for.
 * Of lib/messages/recv-notice.c.
 */
#include <linux_sock/linux_sock.h>

#include <arpa/inet.h>
#include <errno.h>
#include <time.h>
#include <linux/errqueue.h>
#include <linux/if_ether.h>
#include <linux/net_tstamp.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/timed.h"

#define SOON lsock_in_ms(5000)
#define UNREACHABLE 3	/* ICMP_DEST_UNREACH, ICMP_PORT_UNREACH */
#define UNREACHABLE6 1	/* ICMPV6_DEST_UNREACH, ICMPV6_PORT_UNREACH */

static struct lsock_notice notice;
static char data[256];

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

static int open_bound(const char *text, int type, struct lsock_addr *ret_name)
{
	struct lsock_addr addr = parse(text);
	int fd, r;

	need_family(addr.u.sa.sa_family);
	fd = lsock_open(addr.u.sa.sa_family, type, 0);
	ck_assert_int_ge(fd, 0);
	r = lsock_bind(fd, &addr);
	if (r == -EADDRNOTAVAIL) {
		lsock_close(fd);
		skip("%s: no such address here", text);
	}
	ck_assert_int_eq(r, 0);
	ck_assert_int_eq(lsock_getsockname(fd, ret_name), 0);
	return fd;
}

/* A socket that wants its errors, and an address where nobody is. */
static int lonely(const char *text, struct lsock_addr *ret_nobody)
{
	struct lsock_addr own;
	int gone = open_bound(text, SOCK_DGRAM, ret_nobody);
	int fd = open_bound(text, SOCK_DGRAM, &own);

	close(gone);
	set_option(fd, IPPROTO_IP, IP_RECVERR, 1);
	if (own.u.sa.sa_family == AF_INET6)
		set_option(fd, IPPROTO_IPV6, IPV6_RECVERR, 1);
	return fd;
}

static void expect_unreachable(const struct lsock_addr *nobody, const char *host, uint8_t origin,
			       uint8_t type)
{
	struct lsock_addr offender = parse(host);

	ck_assert_int_eq(notice.kind, LSOCK_NOTICE_ERROR);
	ck_assert_int_eq(notice.error, -ECONNREFUSED);
	ck_assert_uint_eq(notice.origin, origin);
	ck_assert_uint_eq(notice.type, type);
	ck_assert_uint_eq(notice.code, origin == SO_EE_ORIGIN_ICMP ? 3 : 4);
	ck_assert(lsock_addr_equal(&notice.destination, nobody));
	ck_assert(lsock_addr_equal(&notice.offender, &offender));
	ck_assert_uint_eq(notice.mtu, 0);
	ck_assert_int_eq(notice.times.software_ns, 0);
}

/* ---- Messages that were lost. */

TEST(who_said_that_nobody_is_there_is_told)
{
	struct lsock_addr nobody;
	int fd = lonely("127.0.0.1:0", &nobody);

	ck_assert_int_eq(lsock_sendto(fd, "hello", 5, 0, &nobody, SOON), 5);
	ck_assert_int_eq(lsock_recv_notice(fd, data, sizeof(data), &notice, SOON), 5);
	ck_assert_mem_eq(data, "hello", 5);
	expect_unreachable(&nobody, "127.0.0.1:0", SO_EE_ORIGIN_ICMP, UNREACHABLE);
	ck_assert_int_eq(notice.flags, 0);
	ck_assert_int_eq(lsock_recv_notice(fd, data, sizeof(data), &notice, lsock_nowait()),
			 -EAGAIN);
	close(fd);
}

TEST(who_said_it_in_ipv6_is_told)
{
	struct lsock_addr nobody;
	int fd = lonely("[::1]:0", &nobody);

	ck_assert_int_eq(lsock_sendto(fd, "hello", 5, 0, &nobody, SOON), 5);
	ck_assert_int_eq(lsock_recv_notice(fd, data, 2, &notice, SOON), 2);
	expect_unreachable(&nobody, "[::1]:0", SO_EE_ORIGIN_ICMP6, UNREACHABLE6);
	ck_assert_int_eq(notice.flags, MSG_TRUNC);
	close(fd);
}

TEST(who_said_it_to_a_socket_of_both_is_told)
{
	struct lsock_addr nobody, any = parse("[::]:0"), mapped = parse("[::ffff:127.0.0.1]:0");
	int fd, other = lonely("127.0.0.1:0", &nobody);

	need_family(AF_INET6);
	fd = lsock_open(AF_INET6, SOCK_DGRAM, 0);
	set_option(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
	set_option(fd, IPPROTO_IP, IP_RECVERR, 1);
	set_option(fd, IPPROTO_IPV6, IPV6_RECVERR, 1);
	ck_assert_int_eq(lsock_bind(fd, &any), 0);
	ck_assert_int_eq(lsock_addr_set_port(&mapped, (uint32_t) lsock_addr_port(&nobody)), 0);
	ck_assert_int_eq(lsock_sendto(fd, "x", 1, 0, &mapped, SOON), 1);
	ck_assert_int_eq(lsock_recv_notice(fd, data, sizeof(data), &notice, SOON), 1);
	expect_unreachable(&mapped, "[::ffff:127.0.0.1]:0", SO_EE_ORIGIN_ICMP, UNREACHABLE);
	close(other);
	close(fd);
}

static void set_loopback_mtu(int fd, int mtu)
{
	struct ifreq interface = { .ifr_name = "lo" };

	interface.ifr_mtu = mtu;
	if (ioctl(fd, SIOCSIFMTU, &interface) < 0)
		skip("SIOCSIFMTU: %s", strerror(errno));
}

TEST(what_the_path_can_carry_is_told)
{
	static const char bytes[4000];
	struct lsock_addr nobody;
	int fd;

	enter_netns();
	fd = lonely("127.0.0.1:0", &nobody);
	set_loopback_mtu(fd, 1500);
	set_option(fd, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_DO);
	ck_assert_int_eq(lsock_sendto(fd, bytes, sizeof(bytes), 0, &nobody, SOON), -EMSGSIZE);
	ck_assert_int_eq(lsock_recv_notice(fd, NULL, 0, &notice, SOON), 0);
	ck_assert_int_eq(notice.kind, LSOCK_NOTICE_ERROR);
	ck_assert_int_eq(notice.error, -EMSGSIZE);
	ck_assert_uint_eq(notice.origin, SO_EE_ORIGIN_LOCAL);
	ck_assert_uint_eq(notice.mtu, 1500);
	ck_assert_uint_eq(notice.offender.len, 0);
	/* The port is that of connect(2): the kernel forgets the one of sendto(2). */
	ck_assert_int_eq(lsock_addr_set_port(&nobody, 0), 0);
	ck_assert(lsock_addr_equal(&notice.destination, &nobody));
	close(fd);
}

/* The same as an item, for who calls recvmsg himself. */
TEST(a_notice_is_an_item_of_control_data)
{
	struct lsock_control_item item = { 0 };
	struct lsock_control control;
	struct lsock_message message = { .control = &control };
	struct lsock_addr nobody;
	uint64_t room[64];
	int fd = lonely("127.0.0.1:0", &nobody);

	ck_assert_int_eq(lsock_sendto(fd, "hello", 5, 0, &nobody, SOON), 5);
	lsock_control_init(&control, room, sizeof(room));
	ck_assert_int_eq(lsock_recvmsg(fd, &message, MSG_ERRQUEUE, SOON), 0);
	ck_assert_int_eq(message.flags, MSG_ERRQUEUE | MSG_TRUNC);
	ck_assert_int_eq(lsock_control_next(&control, &item), 1);
	ck_assert_int_eq(lsock_control_notice(&item, &notice), 0);
	ck_assert_uint_eq(notice.destination.len, 0);
	notice.destination = message.name;
	expect_unreachable(&nobody, "127.0.0.1:0", SO_EE_ORIGIN_ICMP, UNREACHABLE);
	close(fd);
}

/* ---- Buffers that come back. */

static void tcp_pair(int ret_fds[2])
{
	struct lsock_addr name;
	int listener = open_bound("127.0.0.1:0", SOCK_STREAM, &name);

	ck_assert_int_eq(lsock_listen(listener, 1), 0);
	ret_fds[0] = lsock_open(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(lsock_connect(ret_fds[0], &name, SOON), 0);
	ret_fds[1] = lsock_accept(listener, &name, SOON);
	ck_assert_int_ge(ret_fds[1], 0);
	close(listener);
}

/* The kernel tells of neighbours together; on loopback it has to copy. */
TEST(zerocopy_buffers_come_back)
{
	static char bytes[20000];
	uint32_t next = 0;
	int fds[2], n;

	tcp_pair(fds);
	if (lsock_setsockopt_int(fds[0], SOL_SOCKET, SO_ZEROCOPY, 1) < 0)
		skip("SO_ZEROCOPY is not known here");
	for (n = 0; n < 3; n++) {
		ck_assert_int_eq(lsock_send(fds[0], bytes, sizeof(bytes), MSG_ZEROCOPY, SOON),
				 sizeof(bytes));
		ck_assert_uint_eq(drain(fds[1], bytes, sizeof(bytes)), sizeof(bytes));
	}
	while (next < 3) {
		ck_assert_int_eq(lsock_recv_notice(fds[0], NULL, 0, &notice, SOON), 0);
		ck_assert_int_eq(notice.kind, LSOCK_NOTICE_ZEROCOPY);
		ck_assert_int_eq(notice.error, 0);
		ck_assert_uint_eq(notice.first, next);
		ck_assert_uint_ge(notice.last, notice.first);
		ck_assert(notice.copied);
		ck_assert_uint_eq(notice.destination.len, 0);
		next = notice.last + 1;
	}
	ck_assert_uint_eq(next, 3);
	close_both(fds);
}

/* ---- When it was sent. */

#define STAMP (SOF_TIMESTAMPING_SOFTWARE | SOF_TIMESTAMPING_OPT_ID | SOF_TIMESTAMPING_OPT_TSONLY)

static void expect_stamp(int fd, int kind, uint32_t number)
{
	ck_assert_int_eq(lsock_recv_notice(fd, data, sizeof(data), &notice, SOON), 0);
	ck_assert_int_eq(notice.kind, kind);
	ck_assert_int_eq(notice.error, 0);
	ck_assert_uint_eq(notice.first, number);
	ck_assert_uint_eq(notice.last, number);
	ck_assert_int_gt(notice.times.software_ns, 0);
	ck_assert_int_eq(notice.times.hardware_ns, 0);
	ck_assert_uint_eq(notice.offender.len, 0);
}

TEST(scheduled_and_sent_have_their_times)
{
	struct lsock_addr name;
	int fd = open_bound("127.0.0.1:0", SOCK_DGRAM, &name);
	uint32_t n;

	set_option(fd, SOL_SOCKET, SO_TIMESTAMPING, STAMP | SOF_TIMESTAMPING_TX_SCHED |
		   SOF_TIMESTAMPING_TX_SOFTWARE);
	for (n = 0; n < 2; n++) {
		ck_assert_int_eq(lsock_sendto(fd, "x", 1, 0, &name, SOON), 1);
		expect_stamp(fd, LSOCK_NOTICE_SCHEDULED, n);
		expect_stamp(fd, LSOCK_NOTICE_SENT, n);
	}
	close(fd);
}

TEST(what_the_peer_has_taken_has_its_time)
{
	int fds[2];

	tcp_pair(fds);
	set_option(fds[0], SOL_SOCKET, SO_TIMESTAMPING, STAMP | SOF_TIMESTAMPING_TX_ACK);
	ck_assert_int_eq(lsock_send(fds[0], "hello", 5, 0, SOON), 5);
	expect_stamp(fds[0], LSOCK_NOTICE_ACKED, 4);	/* the last byte */
	close_both(fds);
}

TEST(packet_sockets_tell_times)
{
	struct lsock_addr lo;
	int fd;

	enter_netns();
	lo = parse("packet:lo:0x88b5");
	fd = lsock_open(AF_PACKET, SOCK_DGRAM, htons(0x88b5));
	if (fd == -EPERM)
		skip("no packet sockets without CAP_NET_RAW");
	ck_assert_int_eq(lsock_bind(fd, &lo), 0);
	set_option(fd, SOL_SOCKET, SO_TIMESTAMPING, STAMP | SOF_TIMESTAMPING_TX_SOFTWARE);
	ck_assert_int_eq(lsock_sendto(fd, "x", 1, 0, &lo, SOON), 1);
	expect_stamp(fd, LSOCK_NOTICE_SENT, 0);
	close(fd);
}

/* ---- Waiting. */

static ssize_t one(int fd, struct lsock_deadline until)
{
	struct lsock_notice painted;
	ssize_t n;

	bytes_paint(&painted, sizeof(painted));
	n = lsock_recv_notice(fd, data, sizeof(data), &painted, until);
	ck_assert_int_eq(bytes_painted(&painted, sizeof(painted)), n < 0);
	return n;
}

/* To where nobody is. */
static void act_send_in_vain(int fd)
{
	struct lsock_addr nobody;
	int gone = open_bound("127.0.0.1:0", SOCK_DGRAM, &nobody);

	close(gone);
	lsock_sendto(fd, "x", 1, 0, &nobody, lsock_nowait());
}

static const struct timed timed = { .call = one, .release = act_send_in_vain };

/* Ordinary messages end no wait, and stay where they are. */
TEST(a_notice_is_waited_for)
{
	struct lsock_addr nobody, own;
	int fd = lonely("127.0.0.1:0", &nobody);

	ck_assert_int_eq(lsock_getsockname(fd, &own), 0);
	ck_assert_int_eq(lsock_sendto(fd, "mine", 4, 0, &own, SOON), 4);
	keeps_deadlines(&timed, fd);
	keeps_deadlines_under_signals(&timed, fd);
	waits_for_release(&timed, fd, fd);
	ck_assert_int_eq(lsock_recv(fd, data, sizeof(data), 0, lsock_nowait()), 4);
	close(fd);
}

/* An error that is no notice makes poll(2) return at once, again and again. */
TEST(a_pending_error_without_notice_does_not_spin)
{
	struct lsock_addr nobody;
	int fd = lonely("127.0.0.1:0", &nobody);

	set_option(fd, IPPROTO_IP, IP_RECVERR, 0);
	ck_assert_int_eq(lsock_connect(fd, &nobody, SOON), 0);
	ck_assert_int_eq(lsock_send(fd, "x", 1, 0, SOON), 1);
	ck_assert_int_ne(lsock_wait(fd, 0, SOON) & POLLERR, 0);
	keeps_deadlines(&timed, fd);
	close(fd);
}

/* ---- Families that have no error queue would give the next message away. */

TEST(without_an_error_queue_nothing_is_taken)
{
	int fds[2], before;

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(one(fds[0], lsock_in_ms(20)), -ETIME);
	before = count_descriptors();
	ck_assert_int_eq(lsock_send_fds(fds[1], "hello", 5, fds, 2, 0, NULL, SOON), 5);
	ck_assert_int_eq(one(fds[0], SOON), -EOPNOTSUPP);
	ck_assert_int_eq(count_descriptors(), before);
	ck_assert_int_eq(lsock_recv(fds[0], data, sizeof(data), 0, SOON), 5);
	close(fds[1]);
	ck_assert_int_eq(one(fds[0], SOON), -EOPNOTSUPP);
	close(fds[0]);
	ck_assert_int_eq(one(-1, SOON), -EBADF);
}

TEST(without_an_error_queue_tipc_keeps_its_messages)
{
	struct lsock_addr own;
	int fd;

	need_family(AF_TIPC);
	fd = lsock_open(AF_TIPC, SOCK_RDM, 0);
	ck_assert_int_eq(lsock_getsockname(fd, &own), 0);
	ck_assert_int_eq(lsock_sendto(fd, "hello", 5, 0, &own, SOON), 5);
	ck_assert_int_eq(one(fd, SOON), -EOPNOTSUPP);
	ck_assert_int_eq(lsock_recv(fd, data, sizeof(data), 0, SOON), 5);
	close(fd);
}
