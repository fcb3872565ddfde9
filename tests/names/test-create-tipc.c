/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * TIPC servers: who waits for their name connects the moment it is seen.
 * Of lib/names/create-server.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/tipc.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

#define LONG lsock_in_ms(10000)
#define TYPE 4711
#define ROUNDS 100

static const struct lsock_server_options seqpacket = {
	.size = sizeof(seqpacket), .type = SOCK_SEQPACKET,
};

static const struct lsock_connection_options seqpacket_client = {
	.size = sizeof(seqpacket_client), .type = SOCK_SEQPACKET,
};

/* A connection to the topology server that tells of every name of the type. */
static int watch(void)
{
	const struct tipc_subscr wanted = {
		.seq = { .type = TYPE, .lower = 0, .upper = ~0u },
		.timeout = (uint32_t) TIPC_WAIT_FOREVER,
		.filter = TIPC_SUB_PORTS,
	};
	int fd = lsock_create_connection("tipc:name:1:1", NULL, &seqpacket_client, LONG, NULL);

	ck_assert_msg(fd >= 0, "topology server: %s", lsock_strerror(fd));
	ck_assert_int_eq(lsock_send_all(fd, &wanted, sizeof(wanted), 0, NULL, LONG), 0);
	return fd;
}

/* The kind of the next event, or an error. */
static int next_event(int watcher, struct lsock_deadline until)
{
	struct tipc_event event;
	ssize_t n = lsock_recv(watcher, &event, sizeof(event), 0, until);

	return n < 0 ? (int) n : (int) event.event;
}

static void need_seqpacket(void)
{
	need_way(AF_TIPC, SOCK_SEQPACKET);
}

TEST(name_is_not_seen_before_its_server_listens)
{
	int watcher;

	need_seqpacket();
	watcher = watch();
	seam_fail("listen", 1, 1, -ENOBUFS);
	ck_assert_int_eq(lsock_create_server("tipc:name:4711:1", NULL, &seqpacket, LONG), -ENOBUFS);
	ck_assert_int_eq(next_event(watcher, lsock_in_ms(100)), -ETIME);
	seam_reset();
	close(watcher);
}

struct client {
	int watcher;
	int result;	/* of the first connection that failed, or 0 */
};

/* Connects to each server as soon as its name is seen, until one refuses. */
static void *client_run(void *argument)
{
	struct client *client = argument;
	int i, event, fd;

	for (i = 0; client->result == 0 && i < ROUNDS; i++) {
		do
			event = next_event(client->watcher, LONG);
		while (event == TIPC_WITHDRAWN);
		fd = event == TIPC_PUBLISHED ?
		     lsock_create_connection("tipc:name:4711:1", NULL, &seqpacket_client, LONG,
					     NULL) : -ETIME;
		if (fd < 0)
			client->result = fd;
		else
			close(fd);
	}
	return NULL;
}

TEST(who_waits_for_the_name_is_not_refused)
{
	struct client client = { .watcher = -1 };
	pthread_t thread;
	int round, listener, fd = 0;

	need_seqpacket();
	client.watcher = watch();
	thread = start_thread(client_run, &client);
	for (round = 0; fd >= 0 && round < ROUNDS; round++) {
		listener = lsock_create_server("tipc:name:4711:1", NULL, &seqpacket, LONG);
		ck_assert_int_ge(listener, 0);
		fd = lsock_accept(listener, NULL, lsock_in_ms(3000));
		close(listener);
		if (fd >= 0)
			close(fd);
	}
	end_thread(thread);
	ck_assert_msg(client.result == 0, "%s", lsock_strerror(client.result));
	ck_assert_int_ge(fd, 0);
	close(client.watcher);
}
