/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Files sent to peers that are slow, or dead, and by objects.
 * Of lib/core/sendfile.c, lib/socket/sendfile.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/ends.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/sources.h"
#include "tests/harness/streams.h"
#include "tests/harness/timed.h"

#define LONG lsock_in_ms(20000)
#define LENGTH SOURCE_LENGTH

static char bytes[LENGTH];

/* ---- SIGPIPE. */

static bool is_pending(void)
{
	sigset_t set;

	sigpending(&set);
	return sigismember(&set, SIGPIPE) == 1;
}

static bool is_blocked(void)
{
	sigset_t set;

	pthread_sigmask(SIG_BLOCK, NULL, &set);
	return sigismember(&set, SIGPIPE) == 1;
}

static void block_sigpipe(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGPIPE);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
}

/* A reset may be told first, and only when it has come. */
static void send_until_dead(int fd, int file)
{
	int r = 0, n;

	for (n = 0; n < 1000 && r != -EPIPE; n++)
		r = lsock_sendfile(fd, file, -1, 1, NULL, lsock_in_ms(10));
	ck_assert_msg(r == -EPIPE, "%s", lsock_strerror(r));
}

TEST(dead_peer_is_an_error_and_no_signal, SOURCES)
{
	struct way way = source_way(i);
	struct source source;
	int fds[2];

	ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
	way_pair(&way, fds);
	source_make(&source, i);
	close(fds[1]);
	send_until_dead(fds[0], source.file);
	ck_assert(!is_blocked());
	block_sigpipe();
	send_until_dead(fds[0], source.file);
	ck_assert(is_blocked());
	ck_assert(!is_pending());
	raise(SIGPIPE);
	send_until_dead(fds[0], source.file);
	ck_assert(is_blocked());
	ck_assert(is_pending());	/* the program's own */
	source_end(&source);
	close(fds[0]);
}

/* The signal is raised in a call that has moved something and tells that. */
static int dying;

static void *die(void *argument)
{
	(void) argument;
	drain(dying, bytes, 300000);
	close(dying);
	return NULL;
}

/* A tebibyte of nothing. */
static int endless_file(void)
{
	int file = memfd_create("endless", MFD_CLOEXEC);

	ck_assert_int_ge(file, 0);
	ck_assert_int_eq(ftruncate(file, INT64_C(1) << 40), 0);
	return file;
}

TEST(peer_that_dies_in_between_is_no_signal, STREAMS)
{
	struct way way = need_stream(i);
	int fds[2], file = endless_file(), n, r = 0;
	pthread_t dier;

	ck_assert(signal(SIGPIPE, SIG_DFL) != SIG_ERR);
	for (n = 0; n < 20; n++) {
		way_pair(&way, fds);
		dying = fds[1];
		dier = start_thread(die, NULL);
		r = lsock_sendfile(fds[0], file, 0, LSOCK_TO_END, NULL, LONG);
		ck_assert_msg(r == -EPIPE || r == -ECONNRESET || r == -ENOTCONN, "%s",
			      lsock_strerror(r));
		end_thread(dier);
		close(fds[0]);
	}
	close(file);
}

static volatile sig_atomic_t caught;

static void on_sigpipe(int number)
{
	(void) number;
	caught++;
}

static void *send_sigpipe(void *sender)
{
	usleep(20000);
	pthread_kill(*(pthread_t *) sender, SIGPIPE);
	return NULL;
}

/* The peer takes nothing: a signal that comes while the call waits is not one that it raised. */
TEST(signal_of_others_comes_in_the_end)
{
	pthread_t self = pthread_self(), other;
	int fds[2], file = endless_file();
	struct way way = need_stream(0);

	ck_assert(signal(SIGPIPE, on_sigpipe) != SIG_ERR);
	way_pair(&way, fds);
	caught = 0;
	other = start_thread(send_sigpipe, &self);
	ck_assert_int_eq(lsock_sendfile(fds[0], file, 0, LSOCK_TO_END, NULL, lsock_in_ms(100)),
			 -ETIME);
	end_thread(other);
	ck_assert_int_eq(caught, 1);
	ck_assert(!is_blocked());
	close_both(fds);
	close(file);
}

/* ---- Time. */

static int waited_for;	/* the file */

static ssize_t wait_file(int fd, struct lsock_deadline until)
{
	uint64_t sent = 99;
	int r = lsock_sendfile(fd, waited_for, -1, 1, &sent, until);

	ck_assert_uint_eq(sent, r == 0);
	return r;
}

/* Not of AF_UNIX: kernels before 6.5 put pages into a queue that is full. */
static void full_pair(int ret_fds[2])
{
	struct way way = need_way(AF_INET, SOCK_STREAM);

	way_pair(&way, ret_fds);
	fill(ret_fds[0]);
}

TEST(full_socket_is_waited_for_until_the_deadline, BOTH)
{
	static const struct timed timed = { .call = wait_file, .release = act_drain };
	int fds[2];

	full_pair(fds);
	waited_for = pattern_file(10);
	without_sendfile(i);
	keeps_deadlines(&timed, fds[0]);
	without_sendfile(i);
	keeps_deadlines_under_signals(&timed, fds[0]);
	waits_for_release(&timed, fds[0], fds[1]);
	close(waited_for);
	close_both(fds);
}

/* In either case the other end of the file is the one to be released. */
static int feed_count(void)
{
	return 2;
}

static const char *feed_label(int i)
{
	return i ? "socket" : "pipe";
}

static void act_feed(int fd)
{
	if (write(fd, "x", 1) != 1)
		abort();
}

TEST(empty_file_is_waited_for_until_the_deadline, .count = feed_count, .label = feed_label)
{
	static const struct timed timed = { .call = wait_file, .release = act_feed };
	int fds[2], files[2];

	unix_pair(SOCK_STREAM, fds);
	if (i)
		unix_pair(SOCK_STREAM, files);
	else
		ck_assert_int_eq(pipe2(files, O_CLOEXEC), 0);
	waited_for = files[0];
	keeps_deadlines(&timed, fds[0]);
	keeps_deadlines_under_signals(&timed, fds[0]);
	waits_for_release(&timed, fds[0], files[1]);
	close_both(files);
	close_both(fds);
}

/* A socket that takes all as fast as the file gives it: the deadline is looked at in between. */
TEST(endless_file_ends_at_the_deadline)
{
	struct lsock_deadline until = lsock_in_ms(50);
	int fds[2], file = endless_file();
	struct later *drainer;
	uint64_t sent = 0;

	unix_pair(SOCK_STREAM, fds);
	drainer = later(0, act_drain, fds[1]);
	ck_assert_int_eq(lsock_sendfile(fds[0], file, -1, LSOCK_TO_END, &sent, until), -ETIME);
	assert_on_time(until);
	ck_assert_uint_gt(sent, 0);
	later_end(drainer);
	close(file);
	close_both(fds);
}

/* ---- Objects. */

static struct ends object_ends(int64_t timeout)
{
	struct ends ends = unix_ends(SOCK_STREAM);

	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, timeout), 0);
	return ends;
}

static int timeout_count(void)
{
	return 2;
}

static const char *timeout_label(int i)
{
	return i ? "with a timeout" : "without a timeout";
}

/* Each ends one of these sleeps. */
static void wait_for_signals(void)
{
	int n;

	for (n = 0; n < 10; n++)
		usleep(500000);
}

TEST(object_sends_a_file_whole, .count = timeout_count, .label = timeout_label)
{
	struct ends ends = object_ends(i ? 20000 * MS : -1);
	struct pattern_thread *receiver = pattern_receive(ends.other);
	uint64_t sent = 0, half = LENGTH / 2;
	int file = pattern_file(LENGTH);

	storm_begin((int) (100 * slowness()));
	ck_assert_int_eq(lsock_socket_sendfile(ends.socket, file, -1, half, &sent), 0);
	ck_assert_uint_eq(sent, half);
	ck_assert_int_eq(lsock_socket_sendfile(ends.socket, file, (int64_t) half, LSOCK_TO_END,
					       &sent), 0);
	ck_assert_uint_eq(sent, LENGTH - half);
	wait_for_signals();
	storm_end();
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	ck_assert_uint_eq(pattern_end(receiver), LENGTH);
	close(file);
	close_ends(&ends);
}

static ssize_t method_sendfile(struct lsock_socket *socket)
{
	uint64_t sent = 99;
	int r = lsock_socket_sendfile(socket, waited_for, 0, 1, &sent);

	ck_assert_uint_eq(sent, r == 0);
	return r;
}

TEST(object_keeps_its_timeout, BOTH)
{
	static const struct timed timed = {
		.method = method_sendfile, .nowait = -EINVAL, .release = act_drain,
	};
	struct ends ends;
	int fds[2];

	full_pair(fds);
	ends = ends_of(fds);
	waited_for = pattern_file(10);
	without_sendfile(i);
	keeps_timeouts(&timed, ends.socket);
	without_sendfile(i);
	waits_without_timeout(&timed, ends.socket, ends.other);
	close(waited_for);
	close_ends(&ends);
}

TEST(object_refuses_what_it_cannot_do)
{
	struct ends ends = object_ends(1000 * MS);
	struct lsock_socket *socket;

	waited_for = pattern_file(10);
	set_nonblocking(lsock_socket_fileno(ends.socket), false);
	ck_assert_int_eq(method_sendfile(ends.socket), -EINVAL);
	ck_assert_int_eq(lsock_socket_settimeout(ends.socket, 0), 0);
	ck_assert_int_eq(method_sendfile(ends.socket), -EINVAL);
	ck_assert_int_eq(lsock_socket_close(ends.socket), 0);
	ck_assert_int_eq(method_sendfile(ends.socket), -EBADF);
	ck_assert_int_eq(lsock_socket_open(AF_UNIX, SOCK_DGRAM, 0, &socket), 0);
	ck_assert_int_eq(method_sendfile(socket), -EOPNOTSUPP);
	lsock_socket_free(socket);
	close(waited_for);
	close_ends(&ends);
}
