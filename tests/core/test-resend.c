/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sends that fail though nothing is wrong with them: data on the first contact with a host, and
 * datagrams that are told the errors of others.  Each way to send is tried.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

#define SOON lsock_in_ms(5000)
#define PAIRS 50

static const struct {
	const char *name;
	bool object, message;
	bool blocks;	/* the descriptor; of an object: no timeout */
} senders[] = {
	{ "lsock_sendto", false, false, false },
	{ "lsock_sendto, blocking", false, false, true },
	{ "lsock_sendmsg", false, true, false },
	{ "lsock_socket_sendto", true, false, false },
	{ "lsock_socket_sendto, blocking", true, false, true },
	{ "lsock_socket_sendmsg", true, true, false },
};

static int sender_count(void)
{
	return (int) COUNT_OF(senders);
}

static const char *sender_label(int i)
{
	return senders[i].name;
}

#define SENDERS .count = sender_count, .label = sender_label

struct end {
	struct lsock_socket *object;	/* NULL: of a bare descriptor */
	int fd;
};

static struct end end_of(int i, int family, int type)
{
	struct end end = { .fd = lsock_open(family, type, 0) };

	ck_assert_int_ge(end.fd, 0);
	set_nonblocking(end.fd, !senders[i].blocks);
	if (senders[i].object)
		ck_assert_int_eq(lsock_socket_adopt(end.fd, &end.object), 0);
	return end;
}

static void close_end(struct end *end)
{
	if (end->object)
		lsock_socket_free(end->object);
	else
		close(end->fd);
}

static struct lsock_message message_to(const struct lsock_addr *to, struct iovec *vector)
{
	struct lsock_message message = { .vectors = vector, .vector_count = 1 };

	if (to)
		message.name = *to;
	return message;
}

static unsigned refusals;	/* of the next sends */

/* "hello", within ms; to NULL: to whom it is connected. */
static ssize_t hello(int i, const struct end *end, int flags, const struct lsock_addr *to, int ms)
{
	struct lsock_deadline until = ms ? lsock_in_ms(ms) : lsock_nowait();
	char text[] = "hello";
	struct iovec vector = { text, 5 };
	struct lsock_message message = message_to(to, &vector);

	if (end->object)
		ck_assert_int_eq(lsock_socket_settimeout(end->object,
							 senders[i].blocks ? -1 : ms * MS), 0);
	seam_reset();
	if (refusals)
		seam_fail("send", 1, refusals, -ECONNREFUSED);
	if (senders[i].message)
		return end->object ? lsock_socket_sendmsg(end->object, &message, flags) :
				     lsock_sendmsg(end->fd, &message, flags, until);
	if (to == NULL)
		return end->object ? lsock_socket_send(end->object, text, 5, flags) :
				     lsock_send(end->fd, text, 5, flags, until);
	return end->object ? lsock_socket_sendto(end->object, text, 5, flags, to) :
			     lsock_sendto(end->fd, text, 5, flags, to, until);
}

static int bound(int type, const char *text, struct lsock_addr *ret_name)
{
	struct lsock_addr addr;
	int fd;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	fd = lsock_open(addr.u.sa.sa_family, type, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_bind(fd, &addr), 0);
	ck_assert_int_eq(lsock_getsockname(fd, ret_name), 0);
	return fd;
}

/* An address where nobody is. */
static struct lsock_addr nobody(int type, const char *text)
{
	struct lsock_addr name;

	close(bound(type, text, &name));
	return name;
}

/* ---- MSG_FASTOPEN on first contact: the kernel sends a SYN alone, and says EINPROGRESS. */

static int listener(int backlog, struct lsock_addr *ret_name)
{
	int fd = bound(SOCK_STREAM, "127.0.0.1:0", ret_name);

	ck_assert_int_eq(lsock_listen(fd, backlog), 0);
	return fd;
}

static void hears_hello(int fd)
{
	int accepted = lsock_accept(fd, NULL, SOON);
	char buf[6];

	ck_assert_int_ge(accepted, 0);
	ck_assert_int_eq(lsock_recv(accepted, buf, sizeof(buf), 0, SOON), 5);
	ck_assert_mem_eq(buf, "hello", 5);
	close(accepted);
}

TEST(data_of_a_first_contact_go_when_the_handshake_is_through, SENDERS)
{
	struct lsock_addr name;
	struct end end;
	int fd;

	enter_netns();
	fd = listener(5, &name);
	end = end_of(i, AF_INET, SOCK_STREAM);
	ck_assert_int_eq(hello(i, &end, MSG_FASTOPEN, &name, 5000), 5);
	if (!senders[i].object || !senders[i].blocks)
		ck_assert_uint_eq(seam_count("send"), 2);
	hears_hello(fd);
	close_end(&end);
	close(fd);
}

TEST(data_of_a_deferred_connect_go_when_the_handshake_is_through, SENDERS)
{
	struct lsock_addr name;
	struct end end;
	int fd;

	enter_netns();
	fd = listener(5, &name);
	end = end_of(i, AF_INET, SOCK_STREAM);
	ck_assert_int_eq(lsock_setsockopt_int(end.fd, IPPROTO_TCP, TCP_FASTOPEN_NO_COOKIE, 1), 0);
	ck_assert_int_eq(lsock_setsockopt_int(end.fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, 1), 0);
	ck_assert_int_eq(connect(end.fd, &name.u.sa, name.len), 0);
	ck_assert_int_eq(lsock_accept(fd, NULL, lsock_in_ms(20)), -ETIME);	/* nobody knows */
	ck_assert_int_eq(hello(i, &end, 0, NULL, 5000), 5);
	hears_hello(fd);
	close_end(&end);
	close(fd);
}

/* Of those that may wait for nothing. */
TEST(nowait_begins_the_handshake_and_sends_nothing, SENDERS)
{
	struct lsock_addr name;
	struct end end;
	int fd, accepted;
	char byte;

	enter_netns();
	fd = listener(5, &name);
	end = end_of(i, AF_INET, SOCK_STREAM);
	if (senders[i].object && senders[i].blocks)
		ck_assert_int_eq(hello(i, &end, MSG_FASTOPEN | MSG_DONTWAIT, &name, 0),
				 -EINPROGRESS);
	else
		ck_assert_int_eq(hello(i, &end, MSG_FASTOPEN, &name, 0), -EINPROGRESS);
	ck_assert_uint_eq(seam_count(NULL), 1);
	ck_assert_int_eq(lsock_connect_finish(end.fd, SOON), 0);
	accepted = lsock_accept(fd, NULL, SOON);
	ck_assert_int_ge(accepted, 0);
	ck_assert_int_eq(lsock_recv(accepted, &byte, 1, 0, lsock_in_ms(20)), -ETIME);
	ck_assert_int_eq(hello(i, &end, 0, NULL, 5000), 5);
	ck_assert_int_eq(lsock_recv(accepted, &byte, 1, 0, SOON), 1);
	close(accepted);
	close_end(&end);
	close(fd);
}

/* One connection fills a backlog of 0: the SYN of the next one is dropped. */
TEST(deadline_holds_in_the_handshake, SENDERS)
{
	struct lsock_deadline until;
	struct lsock_addr name;
	int fd, first, n;
	struct end end;

	enter_netns();
	fd = listener(0, &name);
	first = lsock_open(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_eq(lsock_connect(first, &name, SOON), 0);
	for (n = 0; n < 2; n++) {
		end = end_of(i, AF_INET, SOCK_STREAM);
		if (senders[i].object && senders[i].blocks)	/* its user's own limit */
			ck_assert_int_eq(setsockopt(end.fd, SOL_SOCKET, SO_SNDTIMEO,
						    &(struct timeval){ 0, 60000 },
						    sizeof(struct timeval)), 0);
		until = lsock_in_ms(60);
		ck_assert_int_eq(hello(i, &end, MSG_FASTOPEN, &name, 60),
				 senders[i].object && senders[i].blocks ? -EINPROGRESS : -ETIME);
		assert_on_time(until);
		ck_assert_uint_le(seam_count(NULL), 3);
		close_end(&end);
	}
	close(first);
	close(fd);
}

TEST(refusal_of_a_first_contact_is_told, SENDERS)
{
	struct lsock_addr name;
	struct end end;

	enter_netns();
	name = nobody(SOCK_STREAM, "127.0.0.1:0");
	end = end_of(i, AF_INET, SOCK_STREAM);
	ck_assert_int_eq(hello(i, &end, MSG_FASTOPEN, &name, 5000), -ECONNREFUSED);
	close_end(&end);
}

/* ---- IP_RECVERR: what became of one datagram is told by the next call, whatever that is. */

static void want_errors(int fd, int family)
{
	ck_assert_int_eq(lsock_setsockopt_int(fd, IPPROTO_IP, IP_RECVERR, 1), 0);
	if (family == AF_INET6)
		ck_assert_int_eq(lsock_setsockopt_int(fd, IPPROTO_IPV6, IPV6_RECVERR, 1), 0);
}

/* Until the ICMP message has come, which loopback brings at once. */
static void await_error(int fd)
{
	ck_assert_int_eq(lsock_wait(fd, 0, SOON) & POLLERR, POLLERR);
}

static void assert_error_of(int fd, const struct lsock_addr *dead)
{
	struct lsock_notice notice;
	char buf[6];

	ck_assert_int_eq(lsock_recv_notice(fd, buf, sizeof(buf), &notice, SOON), 5);
	ck_assert_int_eq(notice.kind, LSOCK_NOTICE_ERROR);
	ck_assert_int_eq(notice.error, -ECONNREFUSED);
	ck_assert(lsock_addr_equal(&notice.destination, dead));
}

static void datagrams_behind_dead_ones(int i, const char *host)
{
	struct lsock_addr live, dead = nobody(SOCK_DGRAM, host);
	int receiver = bound(SOCK_DGRAM, host, &live), n;
	struct end end = end_of(i, live.u.sa.sa_family, SOCK_DGRAM);
	char buf[6];

	want_errors(end.fd, live.u.sa.sa_family);
	for (n = 0; n < PAIRS; n++) {
		ck_assert_int_eq(hello(i, &end, 0, &dead, 5000), 5);
		await_error(end.fd);
		ck_assert_int_eq(hello(i, &end, 0, &live, 5000), 5);
		ck_assert_uint_eq(seam_count("send"), 2);
		ck_assert_int_eq(lsock_recv(receiver, buf, sizeof(buf), 0, SOON), 5);
		assert_error_of(end.fd, &dead);
	}
	ck_assert_int_eq(lsock_recv(receiver, buf, sizeof(buf), 0, lsock_nowait()), -EAGAIN);
	close_end(&end);
	close(receiver);
}

TEST(datagram_is_not_failed_by_one_to_a_dead_peer, SENDERS)
{
	need_family(AF_INET);
	datagrams_behind_dead_ones(i, "127.0.0.1:0");
}

TEST(datagram_of_inet6_is_not_failed_by_one_to_a_dead_peer, SENDERS)
{
	need_family(AF_INET6);
	datagrams_behind_dead_ones(i, "[::1]:0");
}

/* Then it is the peer's own error. */
TEST(datagram_of_a_connected_socket_is_failed_by_the_one_before, SENDERS)
{
	struct lsock_addr dead;
	struct end end;

	need_family(AF_INET);
	dead = nobody(SOCK_DGRAM, "127.0.0.1:0");
	end = end_of(i, AF_INET, SOCK_DGRAM);
	ck_assert_int_eq(connect(end.fd, &dead.u.sa, dead.len), 0);
	ck_assert_int_eq(hello(i, &end, 0, NULL, 5000), 5);
	await_error(end.fd);
	ck_assert_int_eq(hello(i, &end, 0, NULL, 5000), -ECONNREFUSED);
	ck_assert_uint_eq(seam_count("send"), 1);
	close_end(&end);
}

TEST(datagram_that_fails_twice_has_an_error_of_its_own, SENDERS)
{
	struct lsock_addr live;
	int receiver;
	struct end end;

	need_family(AF_INET);
	receiver = bound(SOCK_DGRAM, "127.0.0.1:0", &live);
	end = end_of(i, AF_INET, SOCK_DGRAM);
	for (refusals = 1; refusals <= 3; refusals++) {
		ck_assert_int_eq(hello(i, &end, 0, &live, 5000), refusals > 1 ? -ECONNREFUSED : 5);
		ck_assert_uint_eq(seam_count("send"), 2);
	}
	refusals = 0;
	close_end(&end);
	close(receiver);
}
