/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Many datagrams by one call.
 * Of lib/sys/message.c.
 */
#include "sys/message.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"

#define COUNT 4

static char data[COUNT][16];
static struct iovec vectors[COUNT];
static struct mmsghdr messages[COUNT];
static int fds[2];

static void begin(void)
{
	size_t n;

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0, fds), 0);
	memset(messages, 0, sizeof(messages));
	for (n = 0; n < COUNT; n++) {
		vectors[n] = (struct iovec){ data[n], sizeof(data[n]) };
		messages[n].msg_hdr.msg_iov = &vectors[n];
		messages[n].msg_hdr.msg_iovlen = 1;
	}
}

static void end(void)
{
	close(fds[0]);
	close(fds[1]);
}

/* On a socket that blocks. */
TEST(what_is_there_comes_at_once_and_no_more_is_waited_for)
{
	begin();
	ck_assert_int_eq(lsock__sys_recvmmsg(fds[0], messages, COUNT, 0), -EAGAIN);
	ck_assert_int_eq(send(fds[1], "a", 1, 0), 1);
	ck_assert_int_eq(send(fds[1], "bc", 2, 0), 2);
	ck_assert_int_eq(send(fds[1], "0123456789abcdefgh", 18, 0), 18);
	ck_assert_int_eq(lsock__sys_recvmmsg(fds[0], messages, COUNT, MSG_TRUNC), 3);
	ck_assert_uint_eq(messages[0].msg_len, 1);
	ck_assert_uint_eq(messages[1].msg_len, 2);
	ck_assert_uint_eq(messages[2].msg_len, 18);
	ck_assert_int_eq(messages[1].msg_hdr.msg_flags & MSG_TRUNC, 0);
	ck_assert_int_ne(messages[2].msg_hdr.msg_flags & MSG_TRUNC, 0);
	ck_assert_mem_eq(data[1], "bc", 2);
	end();
}

TEST(no_more_come_than_there_is_room_for)
{
	int n;

	begin();
	for (n = 0; n < COUNT + 1; n++)
		ck_assert_int_eq(send(fds[1], "x", 1, 0), 1);
	ck_assert_int_eq(lsock__sys_recvmmsg(fds[0], messages, COUNT, 0), COUNT);
	ck_assert_int_eq(lsock__sys_recvmmsg(fds[0], messages, COUNT, 0), 1);
	end();
}

TEST(failures_are_told)
{
	begin();
	seam_fail("recv", 1, 1, -ENOBUFS);
	ck_assert_int_eq(lsock__sys_recvmmsg(fds[0], messages, COUNT, 0), -ENOBUFS);
	end();
	ck_assert_int_eq(lsock__sys_recvmmsg(-1, messages, COUNT, 0), -EBADF);
}
