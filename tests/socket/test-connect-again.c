/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An object whose attempt to connect has ended, and that connects again.
 * Of lib/socket/connection.c, lib/core/connect.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

/* An attempt of TCP that goes on, for the listener's queue is full; then there is no listener. */
static struct lsock_socket *begin_refused(struct lsock_addr *ret_peer)
{
	struct way way = need_way(AF_INET, SOCK_STREAM);
	int listener = way_listen(&way, 0, ret_peer), first = way_dial(&way, ret_peer);
	struct lsock_socket *client;

	ck_assert_int_gt(lsock_wait(listener, POLLIN, lsock_in_ms(2000)), 0);
	ck_assert_int_eq(lsock_socket_open(AF_INET, SOCK_STREAM, 0, &client), 0);
	ck_assert_int_eq(lsock_socket_settimeout(client, INT64_C(50000000)), 0);
	ck_assert_int_eq(lsock_socket_connect(client, ret_peer), -ETIME);
	close(listener);
	close(first);
	return client;
}

/* Whoever reads its error has ended it: it does not go on, and the next call makes a new one. */
TEST(connect_begins_anew_behind_an_error_that_was_read)
{
	struct lsock_addr peer;
	struct lsock_socket *client = begin_refused(&peer);
	int fd = lsock_socket_fileno(client), error = 0;

	ck_assert_int_gt(lsock_wait(fd, POLLOUT, lsock_in_ms(5000)), 0);
	ck_assert_int_eq(lsock_getsockopt_int(fd, SOL_SOCKET, SO_ERROR, &error), 0);
	ck_assert_int_eq(error, ECONNREFUSED);
	ck_assert_int_eq(lsock_socket_connect(client, &peer), -ENOTCONN);
	seam_reset();
	/* The kernel's own word for the one that was, then for one that begins. */
	ck_assert_int_eq(lsock_socket_connect(client, &peer), -ECONNABORTED);
	ck_assert_int_eq(lsock_socket_connect(client, &peer), -ECONNREFUSED);
	ck_assert_uint_eq(seam_count("connect"), 2);
	lsock_socket_free(client);
}
