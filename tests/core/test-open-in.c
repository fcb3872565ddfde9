/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Sockets of another network namespace, made by a thread that stays in its own.
 * Of lib/sys/netns.c.
 */
#include <linux_sock/netns.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/sockios.h>
#include <pthread.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

static int namespace_here(void)
{
	int fd = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	return fd;
}

static ino_t inode_of(int fd)
{
	struct stat status;

	ck_assert_int_eq(fstat(fd, &status), 0);
	return status.st_ino;
}

static ino_t inode_here(void)
{
	int fd = namespace_here();
	ino_t inode = inode_of(fd);

	close(fd);
	return inode;
}

/* A namespace of the test's own, in which it is not any more. */
static int namespace_elsewhere(void)
{
	int fd;

	enter_netns();
	fd = namespace_here();
	enter_netns();
	ck_assert_uint_ne(inode_of(fd), inode_here());
	return fd;
}

static void is_ours_and_of(int fd, ino_t inode)
{
	int netns;

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_ne(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	netns = ioctl(fd, SIOCGSKNS);
	ck_assert_int_ge(netns, 0);
	ck_assert_uint_eq(inode_of(netns), inode);
	close(netns);
	close(fd);
}

TEST(socket_is_of_the_other_namespace_and_the_thread_stays)
{
	int netns = namespace_elsewhere();
	ino_t here = inode_here();

	is_ours_and_of(lsock_open_in(netns, AF_NETLINK, SOCK_RAW, 0), inode_of(netns));
	ck_assert_uint_eq(inode_here(), here);
	is_ours_and_of(lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0), inode_of(netns));
	ck_assert_uint_eq(inode_here(), here);
	close(netns);
}

static void *look(void *argument)
{
	*(ino_t *) argument = inode_here();
	return NULL;
}

TEST(other_threads_stay)
{
	int netns = namespace_elsewhere();
	ino_t here = inode_here(), there = 0;
	pthread_t thread;
	int fd = lsock_open_in(netns, AF_UNIX, SOCK_DGRAM, 0);

	thread = start_thread(look, &there);
	end_thread(thread);
	ck_assert_uint_eq(there, here);
	close(fd);
	close(netns);
}

TEST(own_namespace_needs_no_thread)
{
	int netns, here;

	enter_netns();		/* to be asked what a socket is of takes a privilege */
	netns = namespace_here();
	seam_fail("pthread_create", 1, UINT_MAX, -EAGAIN);
	is_ours_and_of(lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0), inode_of(netns));
	ck_assert_uint_eq(seam_count("pthread_create"), 0);
	here = namespace_here();	/* another descriptor of the same */
	is_ours_and_of(lsock_open_in(here, AF_UNIX, SOCK_STREAM, 0), inode_of(netns));
	close(here);
	close(netns);
}

/* The namespace is a thread's, and that of the process may be another. */
struct stray {
	int netns;
	unsigned threads;
};

static void *stray_run(void *argument)
{
	struct stray *stray = argument;

	ck_assert_int_eq(setns(stray->netns, CLONE_NEWNET), 0);
	seam_reset();
	is_ours_and_of(lsock_open_in(stray->netns, AF_UNIX, SOCK_STREAM, 0),
		       inode_of(stray->netns));
	stray->threads = seam_count("pthread_create");
	return NULL;
}

TEST(own_namespace_is_that_of_the_thread)
{
	struct stray stray = { .netns = namespace_elsewhere(), .threads = 9 };

	end_thread(start_thread(stray_run, &stray));
	ck_assert_uint_eq(stray.threads, 0);
	close(stray.netns);
}

static void drop_capabilities(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0, 0, 0 } };

	ck_assert_int_eq((int) syscall(SYS_capset, &header, none), 0);
}

TEST(another_namespace_takes_a_privilege_and_the_own_one_none)
{
	int netns = namespace_elsewhere(), here = namespace_here(), fd;

	drop_capabilities();
	ck_assert_int_eq(lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0), -EPERM);
	fd = lsock_open_in(here, AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_ge(fd, 0);
	close(fd);
	close(here);
	close(netns);
}

TEST(what_is_no_network_namespace_is_refused)
{
	static const char *const paths[] = { "/dev/null", "/proc/self/ns/uts", "/" };
	size_t n;

	for (n = 0; n < COUNT_OF(paths); n++) {
		int fd = open(paths[n], O_RDONLY | O_CLOEXEC);

		ck_assert_int_ge(fd, 0);
		ck_assert_int_eq(lsock_open_in(fd, AF_UNIX, SOCK_STREAM, 0), -EINVAL);
		close(fd);
	}
	ck_assert_int_eq(lsock_open_in(-1, AF_UNIX, SOCK_STREAM, 0), -EBADF);
}

TEST(refusals_of_the_kernel_are_passed_on)
{
	int netns = namespace_elsewhere(), here = namespace_here();

	ck_assert_int_eq(lsock_open_in(netns, AF_MAX, SOCK_STREAM, 0), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_open_in(here, AF_MAX, SOCK_STREAM, 0), -EAFNOSUPPORT);
	ck_assert_int_eq(lsock_open_in(netns, AF_UNIX, SOCK_RDM, 0), -ESOCKTNOSUPPORT);
	close(here);
	close(netns);
}

TEST(failures_before_the_thread_are_told)
{
	int netns = namespace_elsewhere();

	seam_fail("fstat", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0), -ENOMEM);
	seam_fail("stat", 1, 1, -EACCES);
	ck_assert_int_eq(lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0), -EACCES);
	seam_fail("pthread_create", 1, 1, -EAGAIN);
	ck_assert_int_eq(lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0), -EAGAIN);
	close(netns);
}

/* Then nobody can tell whose it is, and the thread goes. */
TEST(without_proc_the_thread_goes)
{
	int netns = namespace_elsewhere();

	seam_fail("stat", 1, 1, -ENOENT);
	is_ours_and_of(lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0), inode_of(netns));
	ck_assert_uint_eq(seam_count("pthread_create"), 1);
	close(netns);
}

/* The thread hears none, and who waits for it goes on waiting. */
TEST(signals_end_nothing)
{
	int netns = namespace_elsewhere(), n;

	storm_begin(100);
	for (n = 0; n < 200; n++) {
		int fd = lsock_open_in(netns, AF_UNIX, SOCK_STREAM, 0);

		ck_assert_int_ge(fd, 0);
		close(fd);
	}
	storm_end();
	close(netns);
}
