/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What is left of an object that was closed and is not freed: the number of its descriptor, with
 * nothing behind it, where another thread may be on its way to it.  This program is linked with
 * --wrap: it can count as one of one thread, which only some C libraries tell.
 * Of lib/socket/object.c, lib/sys/sys.c, lib/sys/thread.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#ifdef HAVE_SYS_SINGLE_THREADED_H
#include <sys/single_threaded.h>
#endif
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/ends.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"

static bool alone;

bool __real_lsock__sys_is_threaded(void);
bool __wrap_lsock__sys_is_threaded(void);

bool __wrap_lsock__sys_is_threaded(void)
{
	return !alone && __real_lsock__sys_is_threaded();
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* The number is somebody else's to have only behind this. */
static void free_and_see(struct lsock_socket *socket, int fd)
{
	ck_assert(is_open(fd));
	lsock_socket_free(socket);
	ck_assert(!is_open(fd));
}

/* As a thread does it that has read the number before the object was closed. */
static void assert_dead(int fd, int some_file)
{
	struct pollfd fds = { .fd = fd, .events = POLLIN };
	struct sockaddr_storage name = { .ss_family = AF_UNIX };
	struct msghdr message = { .msg_iov = NULL };
	int value;
	socklen_t len = sizeof(value);

	ck_assert_int_eq(poll(&fds, 1, 0), 1);
	ck_assert_int_eq(fds.revents, POLLNVAL);
#define ASSERT_EBADF(call)				\
	do {						\
		errno = 0;				\
		ck_assert_int_eq(call, -1);		\
		ck_assert_int_eq(errno, EBADF);		\
	} while (0)
	ASSERT_EBADF(send(fd, "x", 1, MSG_DONTWAIT | MSG_NOSIGNAL));
	ASSERT_EBADF(recv(fd, &value, 1, MSG_DONTWAIT));
	ASSERT_EBADF(sendmsg(fd, &message, MSG_DONTWAIT | MSG_NOSIGNAL));
	ASSERT_EBADF(recvmsg(fd, &message, MSG_DONTWAIT));
	ASSERT_EBADF(accept(fd, NULL, NULL));
	ASSERT_EBADF(connect(fd, (struct sockaddr *) &name, sizeof(name)));
	ASSERT_EBADF(shutdown(fd, SHUT_RDWR));
	ASSERT_EBADF(getsockopt(fd, SOL_SOCKET, SO_ERROR, &value, &len));
	ASSERT_EBADF(sendfile(fd, some_file, NULL, 1));
#undef ASSERT_EBADF
}

TEST(nothing_is_left_behind_the_number_but_the_connection_has_ended)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket), some_file = memfd_create("file", MFD_CLOEXEC);
	char byte;

	begin_bystander();
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 0);
	assert_dead(fd, some_file);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	free_and_see(ends.socket, fd);
	close(some_file);
	close(ends.other);
	end_bystander();
}

/* Another process may have it, too: it is closed, and not shut down. */
TEST(connection_that_somebody_else_holds_goes_on)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket), held = fcntl(fd, F_DUPFD_CLOEXEC, 0);
	char byte;

	begin_bystander();
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	act_write(held);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 1);
	act_write(ends.other);
	ck_assert_int_eq(recv(held, &byte, 1, MSG_DONTWAIT), 1);
	close(held);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 0);
	free_and_see(ends.socket, fd);
	close(ends.other);
	end_bystander();
}

TEST(freed_alone_gives_the_number_back_at_once)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket);
	char byte;

	begin_bystander();
	free_and_see(ends.socket, fd);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 0);
	close(ends.other);
	end_bystander();
}

/* Who waits for nobody needs no number kept. */
TEST(process_of_one_thread_gets_the_number_back_at_once)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket), stranger;
	bool single = false;
	char byte;

#ifdef HAVE_SYS_SINGLE_THREADED_H
	single = __libc_single_threaded;
#endif
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 0);
	ck_assert_int_eq(is_open(fd), !single);
	stranger = fcntl(ends.other, F_DUPFD_CLOEXEC, 0);
	ck_assert_int_eq(stranger == fd, single);
	lsock_socket_free(ends.socket);
	ck_assert(is_open(stranger));	/* it is no longer the object's to close */
	close(stranger);
	close(ends.other);
	if (!single)
		skip("the C library does not tell, or something else has started a thread");
}

/* The number may be somebody else's by then. */
TEST(close_is_done_once)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket), other;

	alone = true;
	seam_reset();
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	other = open("/dev/null", O_RDONLY | O_CLOEXEC);
	ck_assert_int_eq(other, fd);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	lsock_socket_free(ends.socket);
	ck_assert_uint_eq(seam_count("close"), 1);
	ck_assert(is_open(other));
	close(other);
	close(ends.other);
	ck_assert_ptr_null(lsock_socket_free(NULL));
	alone = false;
}

TEST(close_tells_what_it_failed_with_but_a_reset)
{
	static const int results[][2] = {
		{ -ECONNRESET, 0 }, { -EINTR, 0 }, { -EIO, -EIO }, { -ENOSPC, -ENOSPC },
	};
	struct ends ends;
	size_t n;

	alone = true;
	for (n = 0; n < COUNT_OF(results); n++) {
		ends = unix_ends(SOCK_STREAM);
		seam_fail("close", 1, 1, results[n][0]);
		ck_assert_int_eq(lsock_socket_close(ends.socket), results[n][1]);
		ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
		ck_assert_uint_eq(seam_count("close"), 1);
		close_ends(&ends);
	}
	alone = false;
}

TEST(detached_number_is_given_away)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket);
	char byte;

	begin_bystander();
	ck_assert_int_eq(lsock_socket_detach(ends.socket), fd);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	act_write(fd);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 1);
	lsock_socket_free(ends.socket);
	ck_assert(is_open(fd));
	close(fd);
	close(ends.other);
	end_bystander();
}

/* Then it cannot be closed yet: the number matters more. */
TEST(closing_without_a_descriptor_for_the_dead_one_is_told_and_made_up_for)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket);
	char byte;

	begin_bystander();
	forbid_descriptors();
	ck_assert_int_eq(lsock_socket_close(ends.socket), -EMFILE);
	act_allow(0);
	ck_assert_int_eq(lsock_socket_fileno(ends.socket), -EBADF);
	ck_assert_int_eq(lsock_socket_recv_into(ends.socket, &byte, 1, 0), -EBADF);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), -1);
	free_and_see(ends.socket, fd);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 0);
	close(ends.other);
	end_bystander();
}

/* ---- Files of makefile. */

static int freed_before_count(void)
{
	return 2;
}

static const char *freed_before_label(int i)
{
	return i ? "freed before" : "freed behind";
}

TEST(last_file_ends_the_connection, .count = freed_before_count, .label = freed_before_label)
{
	struct ends ends = unix_ends(SOCK_STREAM);
	int fd = lsock_socket_fileno(ends.socket), n;
	FILE *files[2];
	char byte;

	begin_bystander();
	for (n = 0; n < 2; n++)
		ck_assert_int_eq(lsock_socket_makefile(ends.socket, n ? "w" : "r", &files[n]), 0);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	act_write(ends.other);
	ck_assert_int_eq(fgetc(files[0]), '!');
	ck_assert_int_eq(fclose(files[0]), 0);
	if (i)
		lsock_socket_free(ends.socket);
	ck_assert_int_eq(fputc('!', files[1]), '!');
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), -1);	/* it is buffered */
	ck_assert_int_eq(fclose(files[1]), 0);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 1);
	ck_assert_int_eq(recv(ends.other, &byte, 1, MSG_DONTWAIT), 0);
	ck_assert_int_eq(is_open(fd), !i);
	if (!i)
		free_and_see(ends.socket, fd);
	close(ends.other);
	end_bystander();
}
