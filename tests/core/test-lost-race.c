/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waits that are woken for nothing: another thread was faster, or a datagram was corrupt.  Only a
 * poll that lies may lead to sleeping.  This program is linked with --wrap: a rival can be had who
 * takes what poll has just told of.
 * Of lib/core/wait.c, lib/core/transfer.c, lib/core/accept.c.
 */
#include <linux_sock/linux_sock.h>

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <poll.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "sys/sys.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

#define LOSSES 8
#define INTERVAL 10	/* ms between them */
#define QUIET 400	/* ms behind them, in which naps of 16 would be counted */

/* One before the first of them; then each is seen by one wait and by a look whether poll lied. */
#define POLLS (2 * LOSSES + 2)

int __real_lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left);
int __wrap_lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left);

static unsigned (*rival)(int fd);	/* takes all that is there; NULL: there is none */
static unsigned taken;			/* by him */

/* Between a wait and the try, or just before a look that does not wait. */
int __wrap_lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left)
{
	bool waits = *left != 0;
	int r = __real_lsock__sys_poll(fds, count, left);

	if (rival == NULL || r <= 0 || taken >= LOSSES)
		return r;
	taken += rival(fds[0].fd);
	return waits ? r : 0;
}

static unsigned take_datagrams(int fd)
{
	unsigned n = 0;
	char byte;

	while (recv(fd, &byte, 1, MSG_DONTWAIT) == 1)
		n++;
	return n;
}

static unsigned take_connections(int fd)
{
	unsigned n = 0;
	int accepted;

	while ((accepted = accept(fd, NULL, NULL)) >= 0) {
		close(accepted);
		n++;
	}
	return n;
}

/* ---- Who brings what is lost. */

static struct way way;
static struct lsock_addr name;

struct bringer {
	void (*bring)(int fd);
	int fd;
	int count;
};

static void *bring_all(void *argument)
{
	static const struct timespec interval = { 0, INTERVAL * MS };
	const struct bringer *bringer = argument;
	int n;

	for (n = 0; n < bringer->count; n++) {
		nanosleep(&interval, NULL);
		bringer->bring(bringer->fd);
	}
	return NULL;
}

static void bring_datagram(int fd)
{
	ck_assert_int_eq(sendto(fd, "x", 1, 0, &name.u.sa, name.len), 1);
}

static void bring_connection(int fd)
{
	int client = way_dial(&way, &name);

	(void) fd;
	close(client);
}

/* ---- The calls that wait. */

static ssize_t recv_call(int fd, struct lsock_socket *object, struct lsock_deadline until)
{
	char byte;

	(void) object;
	return lsock_recv(fd, &byte, 1, 0, until);
}

static ssize_t object_recv_call(int fd, struct lsock_socket *object, struct lsock_deadline until)
{
	char byte;

	(void) fd;
	ck_assert_int_eq(lsock_socket_settimeout(object, lsock_deadline_left(until)), 0);
	return lsock_socket_recv_into(object, &byte, 1, 0);
}

static ssize_t accept_call(int fd, struct lsock_socket *object, struct lsock_deadline until)
{
	int r = lsock_accept(fd, NULL, until);

	(void) object;
	if (r >= 0)
		close(r);
	return r;
}

static ssize_t object_accept_call(int fd, struct lsock_socket *object, struct lsock_deadline until)
{
	struct lsock_socket *accepted;
	int r;

	(void) fd;
	ck_assert_int_eq(lsock_socket_settimeout(object, lsock_deadline_left(until)), 0);
	r = lsock_socket_accept(object, &accepted, NULL);
	if (r == 0)
		lsock_socket_free(accepted);
	return r;
}

static const struct {
	const char *name;
	int type;
	ssize_t (*call)(int fd, struct lsock_socket *object, struct lsock_deadline until);
} calls[] = {
	{ "recv", SOCK_DGRAM, recv_call },
	{ "recv of an object", SOCK_DGRAM, object_recv_call },
	{ "accept", SOCK_STREAM, accept_call },
	{ "accept of an object", SOCK_STREAM, object_accept_call },
};

static int call_count(void)
{
	return (int) COUNT_OF(calls);
}

static const char *call_label(int i)
{
	return calls[i].name;
}

static int receive_count(void)
{
	return 2;
}

/* It waits for what never stays, and then as long again for nothing. */
static void loses_without_naps(int i, int fd, struct bringer *bringer)
{
	struct lsock_socket *object;
	struct lsock_deadline until;
	pthread_t thread;

	ck_assert_int_eq(lsock_socket_adopt(fd, &object), 0);
	set_nonblocking(fd, true);
	bringer->count = LOSSES;
	thread = start_thread(bring_all, bringer);
	until = lsock_in_ms(LOSSES * INTERVAL + QUIET);
	seam_reset();
	ck_assert_int_eq(calls[i].call(fd, object, until), -ETIME);
	ck_assert_uint_le(seam_count("ppoll"), POLLS);
	assert_on_time(until);
	end_thread(thread);
	lsock_socket_free(object);
}

TEST(lost_races_do_not_lead_to_naps, .count = call_count, .label = call_label)
{
	bool receives = calls[i].type == SOCK_DGRAM;
	struct bringer bringer = { .bring = receives ? bring_datagram : bring_connection };
	int fd;

	way = need_way(AF_INET, calls[i].type);
	bringer.fd = way_open(&way);
	fd = receives ? way_bound(&way, &name) : way_listen(&way, LOSSES, &name);
	rival = receives ? take_datagrams : take_connections;
	loses_without_naps(i, fd, &bringer);
	ck_assert_uint_eq(taken, LOSSES);
	rival = NULL;
	taken = 0;
	close(bringer.fd);
}

/* ---- Datagrams with a wrong checksum: poll says readable, and recv drops them. */

/* So long that the kernel looks at the checksum only when it copies it. */
struct corrupt {
	struct iphdr ip;
	struct udphdr udp;
	char data[200];
};

static void bring_corrupt(int raw)
{
	const struct sockaddr_in *to = (const void *) &name.u;
	struct corrupt corrupt = {
		.ip = { .version = 4, .ihl = 5, .ttl = 64, .protocol = IPPROTO_UDP,
			.tot_len = htons(sizeof(corrupt)),
			.saddr = to->sin_addr.s_addr, .daddr = to->sin_addr.s_addr },
		.udp = { .source = htons(9), .dest = to->sin_port,
			 .len = htons(sizeof(corrupt) - sizeof(corrupt.ip)), .check = 0x1234 },
	};

	ck_assert_int_eq(sendto(raw, &corrupt, sizeof(corrupt), 0, &name.u.sa, name.len),
			 sizeof(corrupt));
}

TEST(corrupt_datagrams_do_not_lead_to_naps, .count = receive_count, .label = call_label)
{
	struct bringer bringer = { .bring = bring_corrupt };
	int fd;

	enter_netns();
	way = need_way(AF_INET, SOCK_DGRAM);
	bringer.fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	ck_assert_int_ge(bringer.fd, 0);
	fd = way_bound(&way, &name);
	loses_without_naps(i, fd, &bringer);
	close(bringer.fd);
}

/* Behind all of them the next good one is received at once. */
TEST(good_datagram_behind_corrupt_ones_is_received)
{
	struct bringer bringer = { .bring = bring_corrupt, .count = LOSSES };
	struct later *sender;
	pthread_t thread;
	int fd, peer;
	char byte;

	enter_netns();
	way = need_way(AF_INET, SOCK_DGRAM);
	bringer.fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW);
	ck_assert_int_ge(bringer.fd, 0);
	fd = way_bound(&way, &name);
	peer = way_open(&way);
	thread = start_thread(bring_all, &bringer);
	sender = later(LOSSES * INTERVAL + QUIET, bring_datagram, peer);
	seam_reset();
	ck_assert_int_eq(lsock_recv(fd, &byte, 1, 0, lsock_forever()), 1);
	ck_assert_uint_le(seam_count("ppoll"), POLLS);
	later_end(sender);
	end_thread(thread);
	close(bringer.fd);
	close(peer);
	close(fd);
}

/* ---- A poll that lies, of which no end is seen. */

TEST(full_queue_of_a_peer_that_polls_writable_is_not_spun_on)
{
	struct lsock_deadline until;
	int fd, receiver;

	way = need_way(AF_UNIX, SOCK_DGRAM);
	fd = way_open(&way);
	receiver = way_bound(&way, &name);
	while (sendto(fd, "x", 1, MSG_DONTWAIT, &name.u.sa, name.len) == 1)
		;
	ck_assert_int_gt(lsock_wait(fd, POLLOUT, lsock_nowait()), 0);	/* it does lie */
	until = lsock_in_ms(QUIET);
	seam_reset();
	ck_assert_int_eq(lsock_sendto(fd, "x", 1, 0, &name, until), -ETIME);
	assert_on_time(until);
	ck_assert_uint_ge(seam_count("send"), 10);
	ck_assert_uint_le(seam_count(NULL), 120);	/* 16 ms each, and the look before it */
	close(receiver);
	close(fd);
}
