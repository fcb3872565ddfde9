/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Control data that owns descriptors: they are closed with it, or by the next message, unless they
 * were taken.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#define SOON lsock_in_ms(5000)
#define PASS_PIDFD 76	/* SO_PASSPIDFD */

static struct lsock_control control;
static uint64_t room[64];
static char byte;
static struct iovec vector = { &byte, 1 };

static void begin(size_t size)
{
	lsock_control_init(&control, room, size);
}

/* With that room for control data; returns the flags. */
static int receive(int fd, int flags)
{
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};

	ck_assert_int_eq(lsock_recvmsg(fd, &message, flags, SOON), 1);
	return message.flags;
}

static void send_two(int fd)
{
	ck_assert_int_eq(lsock_send_fds(fd, "x", 1, (int[]){ fd, fd }, 2, 0, NULL, SOON), 1);
}

TEST(those_not_taken_are_closed_with_the_control_data)
{
	int pair[2], before, fd;

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	begin(sizeof(room));
	send_two(pair[0]);
	ck_assert_int_eq(receive(pair[1], 0), 0);
	ck_assert_uint_ne(control.flags & LSOCK_CONTROL_RECEIVED, 0);
	ck_assert_int_eq(count_descriptors(), before + 2);
	ck_assert_int_eq(lsock_control_take_fds(&control, &fd, 1), 1);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before + 1);
	ck_assert_uint_eq(control.size, 0);
	ck_assert_uint_eq(control.flags, 0);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before + 1);
	ck_assert_int_eq(lsock_control_take_fds(&control, &fd, 1), 0);
	close(fd);
	close_both(pair);
}

TEST(those_not_taken_are_closed_by_the_next_message)
{
	int pair[2], before, fds[2];

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	begin(sizeof(room));
	send_two(pair[0]);
	receive(pair[1], 0);
	act_write(pair[0]);
	receive(pair[1], 0);
	ck_assert_int_eq(count_descriptors(), before);
	send_two(pair[0]);
	receive(pair[1], 0);
	/* Also where none comes. */
	ck_assert_int_eq(lsock_recvmsg(pair[1], &(struct lsock_message){ .control = &control }, 0,
				       lsock_nowait()), -EAGAIN);
	ck_assert_int_eq(count_descriptors(), before);
	ck_assert_int_eq(lsock_control_take_fds(&control, fds, 2), 0);
	close_both(pair);
}

TEST(what_was_taken_is_not_there_any_more)
{
	int pair[2], before, fds[2] = { -1, -1 };

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	begin(sizeof(room));
	send_two(pair[0]);
	receive(pair[1], 0);
	ck_assert_int_eq(lsock_control_take_fds(&control, fds, 0), 0);
	ck_assert_int_eq(lsock_control_take_fds(&control, &fds[0], 1), 1);
	ck_assert_int_eq(lsock_control_take_fds(&control, &fds[1], 5), 1);
	ck_assert_int_ne(fds[0], fds[1]);
	ck_assert_int_eq(lsock_control_take_fds(&control, fds, 2), 0);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before + 2);
	close_both(fds);
	close_both(pair);
}

TEST(raw_items_are_given_away_by_the_flag)
{
	struct lsock_control_item item = { 0 };
	int pair[2], before, fds[2];

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	begin(sizeof(room));
	send_two(pair[0]);
	receive(pair[1], 0);
	ck_assert_int_eq(lsock_control_next(&control, &item), 1);
	ck_assert_uint_eq(item.size, sizeof(fds));
	memcpy(fds, item.data, sizeof(fds));
	control.flags &= ~LSOCK_CONTROL_RECEIVED;
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before + 2);
	close_both(fds);
	close_both(pair);
}

/* Such buffers come from elsewhere: Linux puts all descriptors of a message into one item. */
TEST(several_items_are_taken_in_order)
{
	int before = count_descriptors(), own[5], got[5], n;

	for (n = 0; n < 5; n++)
		own[n] = fcntl(0, F_DUPFD_CLOEXEC, 0);
	begin(sizeof(room));
	ck_assert_int_eq(lsock_control_put_fds(&control, own, 2), 0);
	ck_assert_int_eq(lsock_control_put(&control, SOL_SOCKET, SCM_RIGHTS, NULL, 0), 0);
	ck_assert_int_eq(lsock_control_put_credentials(&control, 1, 2, 3), 0);
	ck_assert_int_eq(lsock_control_put_fds(&control, own + 2, 3), 0);
	/* One that was built owns nothing. */
	ck_assert_int_eq(lsock_control_take_fds(&control, got, 5), 0);
	control.flags = LSOCK_CONTROL_RECEIVED;
	ck_assert_int_eq(lsock_control_take_fds(&control, got, 3), 3);
	ck_assert_mem_eq(got, own, 3 * sizeof(int));
	ck_assert_int_eq(lsock_control_take_fds(&control, got, 1), 1);
	ck_assert_int_eq(got[0], own[3]);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before + 4);
	for (n = 0; n < 4; n++)
		close(own[n]);
	ck_assert_int_eq(fcntl(own[4], F_GETFD), -1);
}

/* As many as a message carries, taken by so many at a time; some that stand there are none. */
TEST(many_are_taken_in_pieces)
{
	int before = count_descriptors(), own[9], got[9], step, n, taken;

	for (step = 1; step <= 9; step++) {
		for (n = 0; n < 9; n++)
			own[n] = fcntl(0, F_DUPFD_CLOEXEC, 0);
		begin(sizeof(room));
		close(own[3]);
		own[3] = -ESRCH;
		ck_assert_int_eq(lsock_control_put_fds(&control, own, 9), 0);
		control.flags = LSOCK_CONTROL_RECEIVED;
		for (n = 0; (taken = lsock_control_take_fds(&control, got + n, (size_t) step)) > 0;)
			n += taken;
		ck_assert_int_eq(n, 8);
		ck_assert_mem_eq(got, own, 3 * sizeof(int));
		ck_assert_mem_eq(got + 3, own + 4, 5 * sizeof(int));
		lsock_control_clear(&control);
		ck_assert_int_eq(count_descriptors(), before + 8);
		while (n-- > 0)
			close(got[n]);
	}
}

TEST(control_data_that_was_built_closes_nothing)
{
	int before = count_descriptors(), zero = 0;

	begin(sizeof(room));
	ck_assert_int_eq(lsock_control_put_fds(&control, &zero, 1), 0);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before);
	ck_assert_uint_eq(control.size, 0);
}

/* Room for one is room for two on a 64-bit machine: the padding behind an int takes another one. */
TEST(those_in_the_padding_are_owned)
{
	int pair[2], before, fds[2];

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	begin(lsock_control_space(sizeof(int)));
	send_two(pair[0]);
	ck_assert_int_eq(receive(pair[1], 0) & MSG_CTRUNC, sizeof(size_t) == 8 ? 0 : MSG_CTRUNC);
	ck_assert_int_eq(lsock_control_take_fds(&control, fds, 1), 1);
	close(fds[0]);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before);
	close_both(pair);
}

TEST(what_found_no_room_is_told_and_the_bytes_stay)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 17, 19, 20, 23 };
	struct lsock_control_item item;
	int pair[2], before, flags;
	size_t n;

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	for (n = 0; n < COUNT_OF(sizes); n++) {
		begin(sizes[n]);
		ck_assert_int_eq(lsock_send_fds(pair[0], "y", 1, (int[]){ 0, 1, 2 }, 3, 0, NULL,
						SOON), 1);
		byte = 0;
		flags = receive(pair[1], 0);
		ck_assert_int_eq(byte, 'y');
		ck_assert_int_ne(flags & MSG_CTRUNC, 0);
		ck_assert_uint_le(control.size, sizes[n]);
		for (item = (struct lsock_control_item){ 0 };
		     lsock_control_next(&control, &item) > 0;)
			ck_assert_int_eq(item.type, SCM_RIGHTS);
		lsock_control_clear(&control);
		ck_assert_int_eq(count_descriptors(), before);
	}
	close_both(pair);
}

TEST(without_control_data_they_are_lost_and_told)
{
	struct lsock_message message = { .vectors = &vector, .vector_count = 1 };
	int pair[2], before;

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	send_two(pair[0]);
	ck_assert_int_eq(lsock_recvmsg(pair[1], &message, 0, SOON), 1);
	ck_assert_int_eq(message.flags, MSG_CTRUNC);
	ck_assert_int_eq(count_descriptors(), before);
	close_both(pair);
}

TEST(those_peeked_at_are_owned_each_time)
{
	int pair[2], before;

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	begin(sizeof(room));
	send_two(pair[0]);
	receive(pair[1], MSG_PEEK);
	receive(pair[1], MSG_PEEK);
	ck_assert_int_eq(count_descriptors(), before + 2);
	receive(pair[1], 0);
	ck_assert_int_eq(count_descriptors(), before + 2);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before);
	close_both(pair);
}

/* What came from one socket goes on to another one. */
TEST(received_control_data_can_be_sent_on)
{
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
	int pair[2], before, fds[2];

	unix_pair(SOCK_STREAM, pair);
	before = count_descriptors();
	begin(sizeof(room));
	send_two(pair[0]);
	receive(pair[1], 0);
	ck_assert_int_eq(lsock_sendmsg(pair[1], &message, 0, SOON), 1);
	receive(pair[0], 0);
	ck_assert_int_eq(lsock_control_take_fds(&control, fds, 2), 2);
	ck_assert_int_eq(count_descriptors(), before + 2);
	close_both(fds);
	close_both(pair);
}

/* ---- The one of SCM_PIDFD. */

static void pidfd_pair(int ret_fds[2])
{
	const int one = 1;

	unix_pair(SOCK_STREAM, ret_fds);
	if (setsockopt(ret_fds[1], SOL_SOCKET, PASS_PIDFD, &one, sizeof(one)) < 0)
		skip("SO_PASSPIDFD: %s", strerror(errno));
}

static int pid_behind(int pidfd)
{
	char path[40], line[100];
	int pid = -1;
	FILE *info;

	snprintf(path, sizeof(path), "/proc/self/fdinfo/%d", pidfd);
	info = fopen(path, "re");
	ck_assert_ptr_nonnull(info);
	while (fgets(line, sizeof(line), info))
		sscanf(line, "Pid: %d", &pid);
	fclose(info);
	return pid;
}

TEST(a_pidfd_is_taken_once)
{
	int pair[2], before, fd;
	struct pollfd poll_fd = { .events = POLLIN };

	pidfd_pair(pair);
	before = count_descriptors();
	begin(sizeof(room));
	ck_assert_int_eq(lsock_control_take_pidfd(&control), -ENOMSG);
	act_write(pair[0]);
	receive(pair[1], 0);
	ck_assert_int_eq(count_descriptors(), before + 1);
	ck_assert_int_eq(lsock_control_take_fds(&control, &fd, 1), 0);
	fd = lsock_control_take_pidfd(&control);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_control_take_pidfd(&control), -ENOMSG);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	poll_fd.fd = fd;
	ck_assert_int_eq(poll(&poll_fd, 1, 0), 0);	/* we live */
	ck_assert_int_eq(pid_behind(fd), getpid());
	close(fd);
	act_write(pair[0]);
	receive(pair[1], 0);
	lsock_control_clear(&control);
	ck_assert_int_eq(count_descriptors(), before);
	close_both(pair);
}

/* The kernel says it in place of the number. */
TEST(a_pidfd_that_could_not_be_made_is_its_error)
{
	int pair[2];

	pidfd_pair(pair);
	begin(sizeof(room));
	act_write(pair[0]);
	forbid_descriptors();
	receive(pair[1], 0);
	ck_assert_int_eq(lsock_control_take_pidfd(&control), -EMFILE);
	ck_assert_int_eq(lsock_control_take_pidfd(&control), -ENOMSG);
	lsock_control_clear(&control);
	close_both(pair);
}
