/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What keeps the descriptor of an object open, and how long.
 * Of lib/socket/makefile.c, lib/socket/object.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/ends.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/streams.h"

static struct ends ends_with(int64_t timeout)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeout), 0);
	return ends;
}

static FILE *file_over(struct lsock_socket *socket, const char *mode)
{
	FILE *file = NULL;
	int r = lsock_socket_makefile(socket, mode, &file);

	ck_assert_msg(r == 0, "%s", lsock_strerror(r));
	ck_assert_ptr_nonnull(file);
	return file;
}

static void assert_hears(int fd, const char *text)
{
	char buf[256];
	size_t n = drain(fd, buf, strlen(text));

	ck_assert_uint_eq(n, strlen(text));
	ck_assert_mem_eq(buf, text, n);
}

/* ---- Who keeps the descriptor open. */

/* Is there a socket?  The number alone may be kept until the object is freed. */
static bool is_open(int fd)
{
	int type;
	socklen_t len = sizeof(type);

	return getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &len) == 0;
}

static void close_object(struct lsock_socket **socket)
{
	ck_assert_int_eq(lsock_socket_close(*socket), 0);
}

static void free_object(struct lsock_socket **socket)
{
	*socket = lsock_socket_free(*socket);
}

static int way_to_close_count(void)
{
	return 2;
}

static const char *way_to_close_label(int i)
{
	return i ? "free" : "close";
}

TEST(files_go_on_without_their_object, .count = way_to_close_count, .label = way_to_close_label)
{
	struct ends ends = ends_with(20000 * MS);
	FILE *in = file_over(ends.socket, "r"), *out = file_over(ends.socket, "w");
	int fd = lsock_socket_fileno(ends.socket);
	FILE *file;
	char byte;

	(i ? free_object : close_object)(&ends.socket);
	if (ends.socket) {
		ck_assert_int_eq(lsock_socket_fileno(ends.socket), -EBADF);
		ck_assert_int_eq(lsock_socket_send(ends.socket, "x", 1, 0), -EBADF);
		ck_assert_int_eq(lsock_socket_recv_into(ends.socket, &byte, 1, 0), -EBADF);
		ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 0), -EBADF);
		ck_assert_int_eq(lsock_socket_makefile(ends.socket, "r", &file), -EBADF);
		ck_assert_int_eq(lsock_socket_detach(ends.socket), -EBADF);
		ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	}
	ck_assert_int_eq(send(ends.other, "ab", 2, 0), 2);
	ck_assert_int_eq(fgetc(in), 'a');
	ck_assert_int_eq(fclose(in), 0);
	ck_assert(is_open(fd));
	ck_assert_int_ge(fputs("still here", out), 0);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert(!is_open(fd));
	assert_hears(ends.other, "still here");
	ck_assert_int_eq(recv(ends.other, &byte, 1, 0), 0);
	close_ends(&ends);
}

/* Every order in which an object and two files can be closed, freed being the last. */
TEST(descriptor_is_closed_with_the_last_in_any_order)
{
	static const int orders[][3] = {
		{ 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 },
	};
	struct ends ends;
	FILE *files[2];
	size_t n;
	int fd, k;

	for (n = 0; n < COUNT_OF(orders); n++) {
		ends = ends_with(-1);
		fd = lsock_socket_fileno(ends.socket);
		files[0] = file_over(ends.socket, "r");
		files[1] = file_over(ends.socket, "w");
		for (k = 0; k < 3; k++) {
			ck_assert(is_open(fd));
			if (orders[n][k] < 2)
				ck_assert_int_eq(fclose(files[orders[n][k]]), 0);
			else
				ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
		}
		ck_assert(!is_open(fd));
		close_ends(&ends);
	}
}

static void *close_file(void *file)
{
	if (fclose(file) != 0)
		abort();
	return NULL;
}

TEST(threads_may_close_them_at_once)
{
	struct ends ends;
	pthread_t threads[2];
	int fd, n;

	for (n = 0; n < 200; n++) {
		ends = ends_with(-1);
		fd = lsock_socket_fileno(ends.socket);
		threads[0] = start_thread(close_file, file_over(ends.socket, "r"));
		threads[1] = start_thread(close_file, file_over(ends.socket, "w"));
		lsock_socket_free(ends.socket);
		end_thread(threads[0]);
		end_thread(threads[1]);
		ck_assert(!is_open(fd));
		close(ends.other);
	}
}

TEST(close_of_the_last_tells_its_error)
{
	struct ends ends = ends_with(-1);
	FILE *in = file_over(ends.socket, "r");

	lsock_socket_free(ends.socket);
	seam_fail("close", 1, 1, -EIO);
	ck_assert_int_eq(fclose(in), EOF);
	ck_assert_int_eq(errno, EIO);
	ck_assert_uint_eq(seam_count("close"), 1);
	close(ends.other);
}

TEST(detached_is_a_descriptor_of_its_own_while_files_are_open)
{
	struct ends ends = ends_with(-1);
	FILE *out = file_over(ends.socket, "w");
	int fd = lsock_socket_fileno(ends.socket), detached;

	seam_fail("fcntl", 1, 1, -EMFILE);
	ck_assert_int_eq(lsock_socket_detach(ends.socket), -EMFILE);
	ck_assert_int_eq(lsock_socket_fileno(ends.socket), fd);
	detached = lsock_socket_detach(ends.socket);
	ck_assert_int_ge(detached, 0);
	ck_assert_int_ne(detached, fd);
	ck_assert_int_eq(fcntl(detached, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(lsock_socket_fileno(ends.socket), -EBADF);
	ck_assert_int_eq(send(detached, "a", 1, 0), 1);
	close(detached);
	ck_assert_int_ge(fputs("b", out), 0);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert(!is_open(fd));
	assert_hears(ends.other, "ab");
	close_ends(&ends);
}

TEST(detached_is_the_descriptor_itself_when_files_are_closed)
{
	struct ends ends = ends_with(-1);
	int fd = lsock_socket_fileno(ends.socket);

	ck_assert_int_eq(fclose(file_over(ends.socket, "w")), 0);
	ck_assert_int_eq(lsock_socket_detach(ends.socket), fd);
	lsock_socket_free(ends.socket);
	ck_assert(is_open(fd));
	close(fd);
	close(ends.other);
}

/* In TIPC the peer hears the end, and no reset, only if the real close is a shutdown first. */
TEST(peer_hears_the_end_when_the_last_is_closed, STREAMS)
{
	struct way way = need_stream(i);
	struct lsock_socket *pair[2];
	FILE *out;
	char byte;

	way_objects(&way, pair);
	out = file_over(pair[0], "w");
	lsock_socket_free(pair[0]);
	ck_assert_int_eq(lsock_socket_settimeout(pair[1], 20 * MS), 0);
	ck_assert_int_eq(lsock_socket_recv_into(pair[1], &byte, 1, 0), -ETIME);
	ck_assert_int_eq(lsock_socket_settimeout(pair[1], 5000 * MS), 0);
	ck_assert_int_ge(fputs("x", out), 0);
	ck_assert_int_eq(fclose(out), 0);
	ck_assert_int_eq(lsock_socket_recv_into(pair[1], &byte, 1, 0), 1);
	ck_assert_int_eq(lsock_socket_recv_into(pair[1], &byte, 1, 0), 0);
	lsock_socket_free(pair[1]);
}

/* ---- A duplicate of what is the caller's. */

TEST(object_of_a_descriptor_leaves_that_alone, STREAMS)
{
	struct way way = need_stream(i);
	struct lsock_socket *socket;
	int fds[2];

	way_pair(&way, fds);
	ck_assert_int_eq(lsock_socket_fromfd(fds[0], &socket), 0);
	ck_assert_int_ne(lsock_socket_fileno(socket), fds[0]);
	ck_assert_int_eq(fcntl(lsock_socket_fileno(socket), F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(lsock_socket_family(socket), way.row->af);
	ck_assert_int_eq(lsock_socket_type(socket), SOCK_STREAM);
	lsock_socket_free(socket);
	act_write(fds[0]);
	assert_hears(fds[1], "!");
	close_both(fds);
}

TEST(object_of_no_socket_is_none)
{
	struct lsock_socket *socket;
	int fds[2];

	bytes_paint(&socket, sizeof(socket));
	ck_assert_int_eq(lsock_socket_fromfd(-1, &socket), -EBADF);
	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	ck_assert_int_eq(lsock_socket_fromfd(fds[0], &socket), -ENOTSOCK);
	close_both(fds);
	unix_pair(SOCK_STREAM, fds);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_socket_fromfd(fds[0], &socket), -ENOMEM);
	ck_assert(bytes_painted(&socket, sizeof(socket)));
	close_both(fds);
}
