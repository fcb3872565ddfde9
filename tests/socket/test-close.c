/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * An object that one thread closes while another one waits in a call of it.  The number of its
 * descriptor is no stranger's until it is freed, and the call ends with its wait.
 * Of lib/socket/object.c, lib/core/transfer.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/ends.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#define MS INT64_C(1000000)
#define LARGE 300000	/* more than goes into a socket at a time */
#define STRANGERS 20

static char bytes[LARGE];
static int file;	/* as large */

/* ---- Calls that wait, to receive or to send. */

static int recv_call(struct lsock_socket *socket)
{
	const void *data;

	return (int) lsock_socket_recv(socket, 10, 0, &data);
}

static int recvfrom_call(struct lsock_socket *socket)
{
	struct lsock_addr from;

	return (int) lsock_socket_recvfrom_into(socket, bytes, 10, 0, &from);
}

static int recvmsg_call(struct lsock_socket *socket)
{
	struct lsock_message message = { .vector_count = 0 };
	const void *data;

	return (int) lsock_socket_recvmsg(socket, 10, &message, 0, &data);
}

static int recv_fds_call(struct lsock_socket *socket)
{
	struct lsock_fds none = { .room = 0 };

	return (int) lsock_socket_recv_fds(socket, bytes, 10, &none, 0, NULL);
}

static int send_call(struct lsock_socket *socket)
{
	return (int) lsock_socket_send(socket, bytes, 10, 0);
}

static int sendall_call(struct lsock_socket *socket)
{
	return lsock_socket_sendall(socket, bytes, LARGE, 0, NULL);
}

static int sendmsg_call(struct lsock_socket *socket)
{
	struct iovec vector = { bytes, 10 };
	const struct lsock_message message = { .vectors = &vector, .vector_count = 1 };

	return (int) lsock_socket_sendmsg(socket, &message, 0);
}

static int sendfile_call(struct lsock_socket *socket)
{
	return lsock_socket_sendfile(socket, file, 0, LSOCK_TO_END, NULL);
}

static const struct {
	const char *name;
	int (*call)(struct lsock_socket *socket);
	bool sends, waits_first;
} calls[] = {
	{ "recv", recv_call, false, false },
	{ "recv that waits first", recv_call, false, true },
	{ "recvfrom", recvfrom_call, false, false },
	{ "recvmsg", recvmsg_call, false, false },
	{ "recvmsg that waits first", recvmsg_call, false, true },
	{ "recv_fds", recv_fds_call, false, false },
	{ "send", send_call, true, false },
	{ "sendall", sendall_call, true, false },
	{ "sendmsg", sendmsg_call, true, false },
	{ "sendfile", sendfile_call, true, false },
};

static int call_count(void)
{
	return (int) COUNT_OF(calls);
}

static const char *call_label(int i)
{
	return calls[i].name;
}

/* ---- Another thread closes it. */

struct caller {
	struct lsock_socket *socket;
	int (*call)(struct lsock_socket *socket);
	int result;
	atomic_int task;	/* its thread's number, when the call begins */
};

static void *call_it(void *argument)
{
	struct caller *caller = argument;

	caller->task = (int) syscall(SYS_gettid);
	caller->result = caller->call(caller->socket);
	return NULL;
}

/* By the third field of proc_pid_stat(5), behind the program's name. */
static bool sleeps(int task)
{
	char path[64], text[256], *state = NULL;
	FILE *stat;

	snprintf(path, sizeof(path), "/proc/self/task/%d/stat", task);
	stat = fopen(path, "re");
	if (stat == NULL)
		return false;
	if (fgets(text, sizeof(text), stat))
		state = strrchr(text, ')');
	fclose(stat);
	return state && state[1] == ' ' && state[2] == 'S';
}

/* Beside the wait there is nothing that it could sleep for. */
static void let_it_wait(const struct caller *caller)
{
	const struct timespec a_while = { 0, 10 * MS };
	int n;

	for (n = 0; n < 3; n = caller->task && sleeps(caller->task) ? n + 1 : 0)
		nanosleep(&a_while, NULL);
}

static void make_file(void)
{
	file = memfd_create("file", MFD_CLOEXEC);
	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(ftruncate(file, LARGE), 0);
}

/* ---- Files of others, which take the lowest numbers that are free. */

struct strangers {
	int fds[STRANGERS], other;	/* all of them are one end, at which a byte lies ready */
};

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

static struct strangers open_strangers(void)
{
	struct strangers strangers;
	int pair[2], n;

	unix_pair(SOCK_STREAM, pair);
	act_write(pair[1]);
	strangers.fds[0] = pair[0];
	strangers.other = pair[1];
	for (n = 1; n < STRANGERS; n++) {
		strangers.fds[n] = fcntl(pair[0], F_DUPFD_CLOEXEC, 0);
		ck_assert_int_ge(strangers.fds[n], 0);
	}
	return strangers;
}

static bool has(const struct strangers *strangers, int fd)
{
	int n;

	for (n = 0; n < STRANGERS; n++)
		if (strangers->fds[n] == fd)
			return true;
	return strangers->other == fd;
}

/* Nothing was sent over them, and the byte is still there. */
static void leave_strangers(struct strangers *strangers)
{
	char two[2];
	int n;

	ck_assert_int_eq(recv(strangers->other, two, 1, MSG_DONTWAIT), -1);
	ck_assert_int_eq(recv(strangers->fds[0], two, 2, MSG_DONTWAIT), 1);
	for (n = 0; n < STRANGERS; n++)
		close(strangers->fds[n]);
	close(strangers->other);
}

/* The number is somebody else's to have only behind this. */
static void free_and_see(struct lsock_socket *socket, int fd)
{
	ck_assert(is_open(fd));
	lsock_socket_free(socket);
	ck_assert(!is_open(fd));
}

TEST(no_stranger_gets_the_number_of_a_call_that_waits, .count = call_count, .label = call_label)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	struct caller caller = { .socket = ends.socket, .call = calls[i].call, .result = 1 };
	int fd = lsock_socket_fileno(ends.socket);
	struct strangers strangers;
	pthread_t thread;

	make_file();
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 20 * MS), 0);
	if (calls[i].waits_first)
		ck_assert_int_eq(recv_call(ends.socket), -ETIME);
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 10000 * MS), 0);
	if (calls[i].sends)
		fill(fd);
	thread = start_thread(call_it, &caller);
	let_it_wait(&caller);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	strangers = open_strangers();
	ck_assert(!has(&strangers, fd));
	if (calls[i].sends)
		act_drain(ends.other);
	else
		act_write(ends.other);
	end_thread(thread);
	ck_assert_int_eq(caller.result, -EBADF);
	ck_assert_int_eq(calls[i].call(ends.socket), -EBADF);
	free_and_see(ends.socket, fd);
	leave_strangers(&strangers);
	close(file);
	close(ends.other);
}

/* ---- Listeners. */

static int accept_call(struct lsock_socket *socket)
{
	struct lsock_socket *accepted;
	int r = lsock_socket_accept(socket, &accepted, NULL);

	if (r == 0)
		lsock_socket_free(accepted);
	return r;
}

/* At an address that the kernel chooses. */
static int listen_somewhere(struct lsock_addr *ret_addr)
{
	struct lsock_addr any;
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(lsock_addr_parse("127.0.0.1:0", 11, &any, NULL), 0);
	ck_assert_int_eq(lsock_bind(fd, &any), 0);
	ck_assert_int_eq(lsock_listen(fd, 5), 0);
	ck_assert_int_eq(lsock_getsockname(fd, ret_addr), 0);
	return fd;
}

/* How that ends is the listener's affair. */
static int begin_to_connect(const struct lsock_addr *addr)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_ge(fd, 0);
	(void) lsock_connect(fd, addr, lsock_nowait());
	return fd;
}

TEST(connections_of_a_stranger_are_left_alone)
{
	struct caller caller = { .call = accept_call, .result = 1 };
	struct lsock_addr first, second;
	int fd = listen_somewhere(&first), stranger, clients[2], accepted;
	pthread_t thread;

	ck_assert_int_eq(lsock_socket_adopt(fd, &caller.socket), 0);
	ck_assert_int_eq(lsock_socket_settimeout(caller.socket, 10000 * MS), 0);
	thread = start_thread(call_it, &caller);
	let_it_wait(&caller);
	ck_assert_int_eq(lsock_socket_close(caller.socket), 0);
	stranger = listen_somewhere(&second);
	ck_assert_int_ne(stranger, fd);
	clients[0] = begin_to_connect(&second);
	ck_assert_int_eq(lsock_connect_finish(clients[0], lsock_in_ms(5000)), 0);
	clients[1] = begin_to_connect(&first);	/* that is open as long as it is waited on */
	end_thread(thread);
	ck_assert_int_eq(caller.result, -EBADF);
	accepted = lsock_accept(stranger, NULL, lsock_in_ms(5000));
	ck_assert_int_ge(accepted, 0);
	close(accepted);
	close_both(clients);
	close(stranger);
	free_and_see(caller.socket, fd);
}

/* ---- Connecting where no more connections are taken: AF_UNIX is called again and again. */

static struct lsock_addr peer_name;

static int connect_call(struct lsock_socket *socket)
{
	return lsock_socket_connect(socket, &peer_name);
}

/* Two go into a backlog of 1; clients[0] and [1] are in it. */
static int listen_until_full(int clients[2])
{
	int fd = lsock_open(AF_UNIX, SOCK_STREAM, 0), i;

	ck_assert_int_eq(lsock_addr_parse("unix:", 5, &peer_name, NULL), 0);
	ck_assert_int_eq(lsock_bind(fd, &peer_name), 0);
	ck_assert_int_eq(lsock_listen(fd, 1), 0);
	ck_assert_int_eq(lsock_getsockname(fd, &peer_name), 0);
	for (i = 0; i < 2; i++) {
		clients[i] = lsock_open(AF_UNIX, SOCK_STREAM, 0);
		ck_assert_int_eq(lsock_connect(clients[i], &peer_name, lsock_nowait()), 0);
	}
	return fd;
}

TEST(a_stranger_is_not_connected)
{
	struct caller caller = { .call = connect_call, .result = 1 };
	int clients[2], listener = listen_until_full(clients), fd, stranger;
	struct lsock_addr none;
	pthread_t thread;

	ck_assert_int_eq(lsock_socket_open(AF_UNIX, SOCK_STREAM, 0, &caller.socket), 0);
	ck_assert_int_eq(lsock_socket_settimeout(caller.socket, 10000 * MS), 0);
	fd = lsock_socket_fileno(caller.socket);
	thread = start_thread(call_it, &caller);
	let_it_wait(&caller);
	ck_assert_int_eq(lsock_socket_close(caller.socket), 0);
	stranger = lsock_open(AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_ne(stranger, fd);
	act_accept(listener);
	end_thread(thread);
	ck_assert_int_eq(caller.result, -EBADF);
	ck_assert_int_eq(lsock_getpeername(stranger, &none), -ENOTCONN);
	close(stranger);
	close_both(clients);
	close(listener);
	free_and_see(caller.socket, fd);
}
