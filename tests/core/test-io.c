/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Calls on descriptors that wait until their deadline.
 * Of lib/sys/sys.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/flow.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

static int flow_send(void *socket, const void *buf, size_t size)
{
	return lsock_send_all(*(int *) socket, buf, size, 0, NULL, lsock_in_ms(10000));
}

static ssize_t flow_receive(void *socket, void *buf, size_t size)
{
	return lsock_recv(*(int *) socket, buf, size, 0, lsock_in_ms(10000));
}

TEST(a_megabyte_under_signals_is_whole, CONNECTIONS)
{
	struct way way = need_connection(i);
	int fds[2];
	bool stream = way.type == SOCK_STREAM;
	struct flow_end from = { flow_send, flow_receive, &fds[0], stream };
	struct flow_end to = { flow_send, flow_receive, &fds[1], stream };

	if (way.row->af == AF_VSOCK && way.type == SOCK_SEQPACKET)
		skip("vsock sends part of a message and says EAGAIN: Linux has no way around it");
	way_pair(&way, fds);
	flow_under_signals(&from, &to, true);
	flow_under_signals(&to, &from, false);
	close_both(fds);
}

TEST(dead_peer_is_an_error_and_no_signal, CONNECTIONS)
{
	struct way way = need_connection(i);
	int fds[2], n;
	ssize_t r = 0;

	ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
	way_pair(&way, fds);
	close(fds[1]);
	/* A reset may be told first, and only when it has come. */
	for (n = 0; n < 100 && r != -EPIPE; n++)
		r = lsock_send(fds[0], "x", 1, 0, lsock_in_ms(10));
	ck_assert_msg(r == -EPIPE, "%s", lsock_strerror((int) r));
	ck_assert_int_eq(lsock_send_all(fds[0], "x", 1, 0, NULL, lsock_in_ms(10)), -EPIPE);
	close(fds[0]);
}

/* ---- Messages. */

TEST(too_long_a_message_is_cut_and_that_is_no_error)
{
	struct lsock_deadline until = lsock_in_ms(2000);
	char buf[8] = "........";
	int fds[2];

	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_send(fds[0], "abcdef", 6, 0, until), 6);
	ck_assert_int_eq(lsock_send(fds[0], "ghi", 3, 0, until), 3);
	ck_assert_int_eq(lsock_recv(fds[1], buf, 4, MSG_PEEK, until), 4);
	ck_assert_int_eq(lsock_recv(fds[1], buf, 4, MSG_PEEK | MSG_TRUNC, until), 6);
	ck_assert_int_eq(lsock_recv(fds[1], buf, 4, 0, until), 4);
	ck_assert_mem_eq(buf, "abcd....", 8);
	ck_assert_int_eq(lsock_recv(fds[1], buf, sizeof(buf), 0, until), 3);
	ck_assert_mem_eq(buf, "ghid....", 8);
	close_both(fds);
}

TEST(nothing_can_be_sent_and_received)
{
	struct lsock_deadline until = lsock_in_ms(2000);
	size_t sent = 1;
	char byte;
	int fds[2];

	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_send(fds[0], NULL, 0, 0, until), 0);
	ck_assert_int_eq(lsock_send_all(fds[0], NULL, 0, 0, &sent, until), 0);
	ck_assert_uint_eq(sent, 0);
	ck_assert_int_eq(lsock_send(fds[0], "xy", 2, 0, until), 2);
	ck_assert_int_eq(lsock_recv(fds[1], &byte, 1, 0, until), 0);
	ck_assert_int_eq(lsock_recv(fds[1], &byte, 1, 0, until), 0);
	ck_assert_int_eq(lsock_recv(fds[1], NULL, 0, MSG_PEEK, until), 0);
	ck_assert_int_eq(lsock_recv(fds[1], NULL, 0, 0, until), 0);	/* "xy", all of it cut */
	ck_assert_int_eq(lsock_recv(fds[1], &byte, 1, 0, lsock_nowait()), -EAGAIN);
	close_both(fds);
	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_send_all(fds[0], NULL, 0, 0, &sent, until), 0);
	ck_assert_int_eq(lsock_recv(fds[1], &byte, 1, 0, lsock_nowait()), -EAGAIN);
	close_both(fds);
}

TEST(sender_is_told)
{
	struct way way = need_way(AF_INET, SOCK_DGRAM);
	struct lsock_deadline until = lsock_in_ms(2000);
	struct lsock_addr name, from, told;
	int fd = way_bound(&way, &name), other = way_open(&way), fds[2];
	char byte;

	ck_assert_int_eq(lsock_sendto(other, "x", 1, 0, &name, until), 1);
	ck_assert_int_eq(lsock_recvfrom(fd, &byte, 1, 0, &from, until), 1);
	ck_assert_int_eq(lsock_getsockname(other, &told), 0);
	ck_assert_int_eq(lsock_addr_port(&from), lsock_addr_port(&told));
	ck_assert_int_eq(lsock_sendto(fd, "y", 1, 0, &from, until), 1);
	ck_assert_int_eq(lsock_recvfrom(other, &byte, 1, 0, &from, until), 1);
	ck_assert(lsock_addr_equal(&from, &name));
	close(fd);
	close(other);
	unix_pair(SOCK_STREAM, fds);
	act_write(fds[1]);
	ck_assert_int_eq(lsock_recvfrom(fds[0], &byte, 1, 0, &from, until), 1);
	ck_assert_uint_eq(from.len, 0);		/* of a stream nobody is told */
	close_both(fds);
}

TEST(address_that_cannot_be_is_refused)
{
	struct way way = need_way(AF_INET, SOCK_DGRAM);
	struct lsock_addr name;
	int fd = way_bound(&way, &name), other = way_open(&way);

	ck_assert_int_eq(lsock_send(other, "x", 1, 0, lsock_forever()), -EDESTADDRREQ);
	name.len = sizeof(name.u) + 1;
	ck_assert_int_eq(lsock_sendto(other, "x", 1, 0, &name, lsock_forever()), -EINVAL);
	name.len = 4;
	ck_assert_int_eq(lsock_sendto(other, "x", 1, 0, &name, lsock_forever()), -EINVAL);
	ck_assert_int_eq(lsock_recv(fd, &name, 1, 0, lsock_nowait()), -EAGAIN);
	close(fd);
	close(other);
}

/* ---- What 0 bytes were. */

TEST(zero_bytes_of_a_stream_are_its_end)
{
	int fds[2];
	char byte;

	unix_pair(SOCK_STREAM, fds);
	close(fds[1]);
	ck_assert_int_eq(lsock_recv(fds[0], &byte, 1, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_ended(fds[0]), 1);
	close(fds[0]);
}

TEST(zero_bytes_of_a_datagram_are_an_empty_one)
{
	struct way way = need_way(AF_INET, SOCK_DGRAM);
	int fds[2];
	char byte;

	way_pair(&way, fds);
	ck_assert_int_eq(lsock_send(fds[0], NULL, 0, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_recv(fds[1], &byte, 1, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_ended(fds[1]), 0);
	close_both(fds);
	ck_assert_int_eq(lsock_ended(fds[1]), -EBADF);
	ck_assert_int_eq(lsock_ended(-1), -EBADF);
}

TEST(zero_bytes_of_a_seqpacket_are_either)
{
	int fds[2];
	char byte;

	unix_pair(SOCK_SEQPACKET, fds);
	ck_assert_int_eq(lsock_send(fds[1], NULL, 0, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_recv(fds[0], &byte, 1, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_ended(fds[0]), 0);
	close(fds[1]);
	ck_assert_int_eq(lsock_recv(fds[0], &byte, 1, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_ended(fds[0]), 1);
	close(fds[0]);
}

TEST(empty_message_before_others_is_no_end_although_the_peer_has_gone)
{
	int fds[2];
	char byte = 0;

	unix_pair(SOCK_SEQPACKET, fds);
	ck_assert_int_eq(send(fds[1], NULL, 0, 0), 0);
	act_write(fds[1]);
	close(fds[1]);
	ck_assert_int_eq(lsock_recv(fds[0], &byte, 1, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_ended(fds[0]), 0);
	ck_assert_int_eq(lsock_recv(fds[0], &byte, 1, 0, lsock_in_ms(2000)), 1);
	ck_assert_int_eq(byte, '!');
	ck_assert_int_eq(lsock_recv(fds[0], &byte, 1, 0, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_ended(fds[0]), 1);
	close(fds[0]);
}
