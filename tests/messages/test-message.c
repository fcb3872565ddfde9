/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Messages of both levels: vectors, names, flags, and how long they wait.
 * Of lib/socket/message.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/bytes.h"
#include "tests/harness/ends.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/timed.h"

#define SOON lsock_in_ms(5000)

/* One byte, with control data; outputs painted, and to stay so on failure. */
struct parts {
	struct lsock_message message;
	struct lsock_control control;
	struct iovec vector;
	uint64_t room[16];
	char byte;
};

static void parts_begin(struct parts *parts)
{
	lsock_control_init(&parts->control, parts->room, sizeof(parts->room));
	parts->vector = (struct iovec){ &parts->byte, 1 };
	bytes_paint(&parts->message, sizeof(parts->message));
	parts->message.vectors = &parts->vector;
	parts->message.vector_count = 1;
	parts->message.control = &parts->control;
}

static ssize_t parts_end(const struct parts *parts, ssize_t n)
{
	ck_assert_int_eq(bytes_painted(&parts->message.name, sizeof(parts->message.name)), n < 0);
	ck_assert_int_eq(bytes_painted(&parts->message.flags, sizeof(int)), n < 0);
	ck_assert_int_eq((parts->control.flags & LSOCK_CONTROL_RECEIVED) != 0, n >= 0);
	return n;
}

/* ---- The calls, for one byte. */

static ssize_t recvmsg_one(int fd, struct lsock_deadline until)
{
	struct parts parts;

	parts_begin(&parts);
	return parts_end(&parts, lsock_recvmsg(fd, &parts.message, 0, until));
}

static ssize_t recv_fds_one(int fd, struct lsock_deadline until)
{
	struct lsock_fds none = { .room = 0 };
	char byte;

	return lsock_recv_fds(fd, &byte, 1, &none, 0, NULL, until);
}

static ssize_t sendmsg_one(int fd, struct lsock_deadline until)
{
	struct lsock_message message = {
		.vectors = &(struct iovec){ (void *) "x", 1 }, .vector_count = 1,
	};

	return lsock_sendmsg(fd, &message, 0, until);
}

static ssize_t send_fds_one(int fd, struct lsock_deadline until)
{
	return lsock_send_fds(fd, "x", 1, &fd, 1, 0, NULL, until);
}

static ssize_t object_recvmsg_one(struct lsock_socket *socket)
{
	const void *data = NULL;
	struct parts parts;
	ssize_t n;

	parts_begin(&parts);
	n = lsock_socket_recvmsg(socket, 1, &parts.message, 0, &data);
	ck_assert_int_eq(data != NULL, n >= 0);
	return parts_end(&parts, n);
}

static ssize_t object_recvmsg_into_one(struct lsock_socket *socket)
{
	struct parts parts;

	parts_begin(&parts);
	return parts_end(&parts, lsock_socket_recvmsg_into(socket, &parts.message, 0));
}

static ssize_t object_recv_fds_one(struct lsock_socket *socket)
{
	struct lsock_fds none = { .room = 0 };
	char byte;

	return lsock_socket_recv_fds(socket, &byte, 1, &none, 0, NULL);
}

static ssize_t object_sendmsg_one(struct lsock_socket *socket)
{
	struct lsock_message message = {
		.vectors = &(struct iovec){ (void *) "x", 1 }, .vector_count = 1,
	};

	return lsock_socket_sendmsg(socket, &message, 0);
}

static ssize_t object_send_fds_one(struct lsock_socket *socket)
{
	int fd = lsock_socket_fileno(socket);

	return lsock_socket_send_fds(socket, "x", 1, &fd, 1, 0, NULL);
}

static const struct {
	const char *name;
	struct timed timed;
	bool sends;
} calls[] = {
	{ "recvmsg", { recvmsg_one, object_recvmsg_one, .release = act_write }, false },
	{ "recvmsg_into", { recvmsg_one, object_recvmsg_into_one, .release = act_write }, false },
	{ "recv_fds", { recv_fds_one, object_recv_fds_one, .release = act_write }, false },
	{ "sendmsg", { sendmsg_one, object_sendmsg_one, .release = act_drain }, true },
	{ "send_fds", { send_fds_one, object_send_fds_one, .release = act_drain }, true },
};

static int call_count(void)
{
	return (int) COUNT_OF(calls);
}

static int receive_count(void)
{
	return 3;
}

static const char *call_label(int i)
{
	return calls[i].name;
}

#define CALLS .count = call_count, .label = call_label
#define RECEIVES .count = receive_count, .label = call_label

/* Not ready for the call. */
static struct ends ends_for(int i)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	if (calls[i].sends)
		fill(lsock_socket_fileno(ends.socket));
	return ends;
}

/* ---- Waiting. */

TEST(call_keeps_its_deadline, CALLS)
{
	struct ends ends = ends_for(i);
	int fd = lsock_socket_fileno(ends.socket);

	keeps_deadlines(&calls[i].timed, fd);
	keeps_deadlines_under_signals(&calls[i].timed, fd);
	set_nonblocking(fd, false);
	keeps_deadlines(&calls[i].timed, fd);
	close_ends(&ends);
}

TEST(call_waits_for_what_it_needs, CALLS)
{
	struct ends ends = ends_for(i);

	waits_for_release(&calls[i].timed, lsock_socket_fileno(ends.socket), ends.other);
	close_ends(&ends);
}

TEST(object_keeps_its_timeout, CALLS)
{
	struct ends ends = ends_for(i);

	keeps_timeouts(&calls[i].timed, ends.socket);
	set_nonblocking(lsock_socket_fileno(ends.socket), false);
	ck_assert_int_eq(calls[i].timed.method(ends.socket), -ETIME);
	close_ends(&ends);
}

TEST(object_without_timeout_waits_through_signals, CALLS)
{
	struct ends ends = ends_for(i);

	waits_without_timeout(&calls[i].timed, ends.socket, ends.other);
	close_ends(&ends);
}

/* ---- System calls. */

TEST(ready_is_one_system_call)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket);

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 2000 * MS), 0);
	seam_reset();
	act_write(ends.other);
	ck_assert_int_eq(recvmsg_one(fd, SOON), 1);
	ck_assert_uint_eq(seam_count(NULL), 1);
	ck_assert_int_eq(sendmsg_one(fd, SOON), 1);
	ck_assert_uint_eq(seam_count(NULL), 2);
	act_write(ends.other);
	ck_assert_int_eq(object_recvmsg_into_one(ends.socket), 1);
	ck_assert_int_eq(object_sendmsg_one(ends.socket), 1);
	ck_assert_int_eq(object_send_fds_one(ends.socket), 1);
	ck_assert_uint_eq(seam_count(NULL), 5);
	close_ends(&ends);
}

static unsigned calls_for_awaited(struct ends *ends, ssize_t (*method)(struct lsock_socket *))
{
	struct later *writer = later(20, act_write, ends->other);
	unsigned count;

	seam_reset();
	ck_assert_int_eq(method(ends->socket), 1);
	count = seam_count(NULL);
	later_end(writer);
	return count;
}

/* As of the other receives: tests/socket/test-recv.c. */
static void assert_steady(struct ends *ends, ssize_t (*method)(struct lsock_socket *),
			  unsigned expected)
{
	int in_a_row = 0, n;

	for (n = 0; n < 50 && in_a_row < 3; n++)
		in_a_row = calls_for_awaited(ends, method) == expected ? in_a_row + 1 : 0;
	ck_assert_int_eq(in_a_row, 3);
}

TEST(object_makes_two_system_calls_in_steady_waiting, RECEIVES)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	assert_steady(&ends, calls[i].timed.method, 1);
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 2000 * MS), 0);
	assert_steady(&ends, calls[i].timed.method, 2);
	close_ends(&ends);
}

TEST(dontwait_does_not_wait_whatever_the_timeout)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	struct lsock_message message = { .vector_count = 0 };
	struct lsock_fds none = { .room = 0 };
	char byte;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, -1), 0);
	ck_assert_int_eq(lsock_socket_recvmsg_into(ends.socket, &message, MSG_DONTWAIT), -EAGAIN);
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 3600 * 1000 * MS), 0);
	ck_assert_int_eq(lsock_socket_recvmsg_into(ends.socket, &message, MSG_DONTWAIT), -EAGAIN);
	ck_assert_int_eq(lsock_socket_recv_fds(ends.socket, &byte, 1, &none, MSG_DONTWAIT, NULL),
			 -EAGAIN);
	close_ends(&ends);
}

/* ---- What cannot be. */

TEST(more_than_1024_vectors_are_too_many)
{
	struct iovec vectors[1025];
	struct lsock_message message = { .vectors = vectors, .vector_count = 1025 };
	char bytes[1025];
	int fds[2];
	size_t n;

	for (n = 0; n < COUNT_OF(vectors); n++)
		vectors[n] = (struct iovec){ &bytes[n], 1 };
	memset(bytes, 'v', sizeof(bytes));
	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_sendmsg(fds[0], &message, 0, SOON), -EMSGSIZE);
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), -EMSGSIZE);
	message.vector_count = SIZE_MAX;
	ck_assert_int_eq(lsock_sendmsg(fds[0], &message, 0, SOON), -EMSGSIZE);
	message.vector_count = 1024;
	ck_assert_int_eq(lsock_sendmsg(fds[0], &message, 0, SOON), 1024);
	memset(bytes, 0, sizeof(bytes));
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 1024);
	ck_assert_int_eq(bytes[0], 'v');
	ck_assert_int_eq(bytes[1023], 'v');
	ck_assert_int_eq(bytes[1024], 0);
	close_both(fds);
}

TEST(control_data_and_names_that_cannot_be_are_refused)
{
	struct parts parts;
	int fds[2];

	unix_pair(SOCK_DGRAM, fds);
	parts_begin(&parts);
	parts.message.name.len = sizeof(parts.message.name.u) + 1;
	ck_assert_int_eq(lsock_sendmsg(fds[0], &parts.message, 0, SOON), -EINVAL);
	parts.message.name.len = 0;
	parts.control.size = sizeof(parts.room) + 1;
	ck_assert_int_eq(lsock_sendmsg(fds[0], &parts.message, 0, SOON), -EINVAL);
	ck_assert_int_eq(lsock_recvmsg(fds[0], &parts.message, 0, SOON), -EINVAL);
	lsock_control_init(&parts.control, (char *) parts.room + 1, 8);
	ck_assert_int_eq(lsock_recvmsg(fds[0], &parts.message, 0, SOON), -EINVAL);
	lsock_control_init(&parts.control, NULL, 8);
	ck_assert_int_eq(lsock_recvmsg(fds[0], &parts.message, 0, SOON), -EINVAL);
	lsock_control_init(&parts.control, NULL, 0);
	ck_assert_int_eq(lsock_recvmsg(fds[0], &parts.message, 0, lsock_nowait()), -EAGAIN);
	close_both(fds);
}

/* Two descriptors come and are left in the control data of parts. */
static void receive_two(struct parts *parts, struct lsock_socket *socket, int other)
{
	const void *data;

	parts_begin(parts);
	ck_assert_int_eq(lsock_send_fds(other, "x", 1, (int[]){ other, other }, 2, 0, NULL, SOON),
			 1);
	ck_assert_int_eq(lsock_socket_recvmsg(socket, 1, &parts->message, 0, &data), 1);
	ck_assert_uint_gt(parts->control.size, 0);
}

TEST(a_receive_that_is_refused_closes_what_control_data_owned_too)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int before = count_descriptors();
	struct parts parts;
	const void *data;

	receive_two(&parts, ends.socket, ends.other);
	parts.message.vector_count = 1025;
	ck_assert_int_eq(lsock_socket_recvmsg_into(ends.socket, &parts.message, 0), -EMSGSIZE);
	ck_assert_uint_eq(parts.control.size, 0);
	ck_assert_int_eq(count_descriptors(), before);
	receive_two(&parts, ends.socket, ends.other);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_recvmsg(ends.socket, 1000, &parts.message, 0, &data),
			 -ENOMEM);
	ck_assert_uint_eq(parts.control.size, 0);
	ck_assert_int_eq(count_descriptors(), before);
	close_ends(&ends);
}

TEST(a_closed_object_is_told)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	size_t n;

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 2000 * MS), 0);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	for (n = 0; n < COUNT_OF(calls); n++)
		ck_assert_int_eq(calls[n].timed.method(ends.socket), -EBADF);
	close_ends(&ends);
}

TEST(a_dead_peer_is_an_error_and_no_signal)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
	ck_assert_int_eq(shutdown(ends.other, SHUT_RDWR), 0);
	ck_assert_int_eq(sendmsg_one(lsock_socket_fileno(ends.socket), SOON), -EPIPE);
	ck_assert_int_eq(send_fds_one(lsock_socket_fileno(ends.socket), SOON), -EPIPE);
	ck_assert_int_eq(object_sendmsg_one(ends.socket), -EPIPE);
	ck_assert_int_eq(object_send_fds_one(ends.socket), -EPIPE);
	close_ends(&ends);
}
