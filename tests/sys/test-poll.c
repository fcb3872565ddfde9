/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Waiting by the calls that older kernels have.
 * Of lib/sys/sys.c.
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/sys.h"
#include "tests/harness/harness.h"

#define MS INT64_C(1000000)

#ifdef SYS_ppoll_time64
/* The process has a kernel without the call from here on. */
static void without_wide_poll(void)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ppoll_time64, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { COUNT_OF(code), code };

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0)
		skip("no filter of system calls: %s", strerror(errno));
	ck_assert_int_eq(syscall(SYS_ppoll_time64, NULL, 0, NULL, NULL, 0), -1);
	ck_assert_int_eq(errno, ENOSYS);
}
#else
static void without_wide_poll(void)
{
	skip("this machine has one ppoll(2) only");
}
#endif

TEST(wait_needs_no_call_that_is_new)
{
	int64_t left = 100 * MS, begin = clock_ns();
	struct pollfd fds = { .events = POLLIN };
	int pair[2];

	without_wide_poll();
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
	fds.fd = pair[0];
	ck_assert_int_eq(lsock__sys_poll(&fds, 1, &left), 0);
	ck_assert_int_eq(left, 0);
	ck_assert_int_ge(clock_ns() - begin, 100 * MS);
	ck_assert_int_eq(write(pair[1], "x", 1), 1);
	left = INT64_MAX;
	ck_assert_int_eq(lsock__sys_poll(&fds, 1, &left), 1);
	ck_assert_int_gt(left, INT32_MAX * INT64_C(900000000));
	left = -1;
	ck_assert_int_eq(lsock__sys_poll(&fds, 1, &left), 1);
	ck_assert_int_eq(left, -1);
	close(pair[0]);
	close(pair[1]);
}
