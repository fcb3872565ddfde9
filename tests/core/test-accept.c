/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/harness/timed.h"

TEST(every_errno_is_in_the_class_that_answers_it)
{
	static const int retry[] = { EINTR, ECONNABORTED, EPROTO, ENETDOWN, ENOPROTOOPT, EHOSTDOWN,
				     ENONET, EHOSTUNREACH, ENETUNREACH, ECONNRESET, ETIMEDOUT,
				     EPERM, ENOSR, ESOCKTNOSUPPORT, EPROTONOSUPPORT };
	static const int pause[] = { EMFILE, ENFILE, ENOBUFS, ENOMEM };
	int classes[EHWPOISON + 2], e;
	size_t n;

	for (e = 0; e < (int) COUNT_OF(classes); e++)
		classes[e] = LSOCK_ACCEPT_FATAL;
	classes[EAGAIN] = LSOCK_ACCEPT_AGAIN;
	for (n = 0; n < COUNT_OF(retry); n++)
		classes[retry[n]] = LSOCK_ACCEPT_RETRY;
	for (n = 0; n < COUNT_OF(pause); n++)
		classes[pause[n]] = LSOCK_ACCEPT_PAUSE;
	for (e = 1; e < (int) COUNT_OF(classes); e++)
		ck_assert_msg(lsock_accept_class(-e) == classes[e], "%s", strerror(e));
	ck_assert_int_eq(lsock_accept_class(-ETIME), LSOCK_ACCEPT_FATAL);
	ck_assert_int_eq(lsock_accept_class(INT32_MIN), LSOCK_ACCEPT_FATAL);
	ck_assert_int_eq(lsock_accept_class(0), LSOCK_ACCEPT_OK);
	ck_assert_int_eq(lsock_accept_class(INT32_MAX), LSOCK_ACCEPT_OK);
}

/* What the listener of the test is, and where. */
static struct way way;
static struct lsock_addr name;

static int listen_as(struct way as)
{
	way = as;
	return way_listen(&way, 32, &name);
}

static int dial(void)
{
	return way_dial(&way, &name);
}

TEST(accepted_is_close_on_exec_and_does_not_block, CONNECTIONS)
{
	int listener = listen_as(need_connection(i)), client = dial(), fd;

	fd = lsock_accept(listener, NULL, lsock_in_ms(2000));
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	ck_assert_int_ne(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
	close(fd);
	close(client);
	close(listener);
}

TEST(accepted_speaks_to_the_client_whose_name_it_tells, CONNECTIONS)
{
	struct lsock_addr peer, told;
	int listener = listen_as(need_connection(i)), client = dial(), fd;
	char byte;

	bytes_paint(&peer, sizeof(peer));
	fd = lsock_accept(listener, &peer, lsock_in_ms(2000));
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_getpeername(fd, &told), 0);
	ck_assert(lsock_addr_equal(&peer, &told));
	ck_assert_int_eq(lsock_getsockname(client, &told), 0);
	ck_assert(same_end(&peer, &told));
	act_write(fd);
	ck_assert_uint_eq(drain(client, &byte, 1), 1);
	close(fd);
	close(client);
	close(listener);
}

TEST(client_without_a_name_is_told_as_such)
{
	struct lsock_addr peer;
	int listener = listen_as(need_way(AF_UNIX, SOCK_STREAM)), client = dial(), fd;
	char text[LSOCK_ADDR_TEXT_SIZE];

	fd = lsock_accept(listener, &peer, lsock_in_ms(2000));
	ck_assert_int_ge(fd, 0);
	ck_assert_uint_eq(peer.len, sizeof(sa_family_t));
	ck_assert_int_eq(lsock_addr_format(&peer, text, sizeof(text)), 5);
	ck_assert_str_eq(text, "unix:");
	close(fd);
	close(client);
	close(listener);
}

static ssize_t accept_and_close(int fd, struct lsock_deadline until)
{
	struct lsock_addr peer;
	int r;

	bytes_paint(&peer, sizeof(peer));
	r = lsock_accept(fd, &peer, until);
	if (r >= 0)
		close(r);
	else
		ck_assert(bytes_painted(&peer, sizeof(peer)));
	return r < 0 ? r : 0;
}

static const struct timed accepting = { .call = accept_and_close };

TEST(accept_keeps_its_deadline, CONNECTIONS)
{
	int listener = listen_as(need_connection(i));

	keeps_deadlines(&accepting, listener);
	close(listener);
}

TEST(accept_keeps_its_deadline_under_signals)
{
	int listener = listen_as(need_way(AF_UNIX, SOCK_STREAM));

	keeps_deadlines_under_signals(&accepting, listener);
	close(listener);
}

static void act_connect(int fd)
{
	(void) connect(fd, &name.u.sa, name.len);
}

TEST(accept_waits_for_a_client)
{
	static const struct timed timed = { .call = accept_and_close, .release = act_connect };
	int listener = listen_as(need_way(AF_UNIX, SOCK_SEQPACKET)), client = way_open(&way);

	waits_for_release(&timed, listener, client);
	close(client);
	close(listener);
}

TEST(pending_client_is_accepted_past_the_deadline, CONNECTIONS)
{
	int listener = listen_as(need_connection(i)), clients[2], n, fd;

	for (n = 0; n < 2; n++) {
		clients[n] = dial();
		ck_assert_int_gt(lsock_wait(listener, POLLIN, lsock_in_ms(2000)), 0);
		fd = lsock_accept(listener, NULL, n ? lsock_in_ms(-1) : lsock_nowait());
		ck_assert_int_ge(fd, 0);
		close(fd);
	}
	close_both(clients);
	close(listener);
}

TEST(listener_that_blocks_is_refused)
{
	int listener = listen_as(need_way(AF_UNIX, SOCK_STREAM)), client = dial();
	int64_t start = clock_ns();

	set_nonblocking(listener, false);
	ck_assert_int_eq(lsock_accept(listener, NULL, lsock_forever()), -EINVAL);
	assert_took(start, 0, 1000);
	close(client);
	close(listener);
}

TEST(what_is_no_listener_is_refused_at_once)
{
	int64_t start = clock_ns();
	int fds[2], fd;

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(accept_and_close(fds[0], lsock_in_ms(5000)), -EINVAL);
	close_both(fds);
	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(accept_and_close(fds[0], lsock_in_ms(5000)), -EOPNOTSUPP);
	close_both(fds);
	ck_assert_int_eq(accept_and_close(fds[0], lsock_in_ms(5000)), -EBADF);
	fd = open("/dev/null", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	ck_assert_int_eq(accept_and_close(fd, lsock_in_ms(5000)), -ENOTSOCK);
	close(fd);
	assert_took(start, 0, 1000);
}

TEST(out_of_descriptors_it_pauses_and_says_so_at_the_deadline)
{
	struct lsock_deadline until;
	int listener = listen_as(need_way(AF_INET, SOCK_STREAM)), client = dial();
	int64_t used = cpu_ns();

	forbid_descriptors();
	until = lsock_in_ms(500);
	seam_reset();
	ck_assert_int_eq(accept_and_close(listener, until), -EMFILE);
	assert_on_time(until);
	ck_assert_uint_ge(seam_count("accept4"), 2);
	ck_assert_uint_le(seam_count("accept4"), 11);
	ck_assert_uint_le(seam_count("ppoll"), 11);
	assert_cheap(used, 50 * MS);
	act_allow(0);
	ck_assert_int_eq(accept_and_close(listener, lsock_in_ms(1000)), 0);
	close(client);
	close(listener);
}

TEST(out_of_descriptors_nowait_and_passed_deadlines_say_so_at_once)
{
	int listener = listen_as(need_way(AF_INET, SOCK_STREAM)), client = dial();
	int64_t start;

	ck_assert_int_gt(lsock_wait(listener, POLLIN, lsock_in_ms(2000)), 0);
	forbid_descriptors();
	start = clock_ns();
	ck_assert_int_eq(accept_and_close(listener, lsock_nowait()), -EMFILE);
	ck_assert_int_eq(accept_and_close(listener, lsock_in_ms(-1)), -EMFILE);
	assert_took(start, 0, 500);
	act_allow(0);
	close(client);
	close(listener);
}

TEST(pending_clients_are_served_when_descriptors_come_back)
{
	int listener = listen_as(need_way(AF_INET, SOCK_STREAM)), clients[2], n;
	struct later *allower;
	int64_t start;

	for (n = 0; n < 2; n++)
		clients[n] = dial();
	forbid_descriptors();
	allower = later(200, act_allow, 0);
	start = clock_ns();
	ck_assert_int_eq(accept_and_close(listener, lsock_in_ms(5000)), 0);
	assert_took(start, 150, 1200);
	ck_assert_int_eq(accept_and_close(listener, lsock_nowait()), 0);
	later_end(allower);
	close_both(clients);
	close(listener);
}

TEST(a_connection_that_is_gone_is_passed_over)
{
	static const int gone[] = { ECONNABORTED, EPROTO, ECONNRESET, ENETDOWN, EPERM, EINTR };
	int listener = listen_as(need_way(AF_INET, SOCK_STREAM)), client;
	int64_t start = clock_ns();
	size_t n;

	for (n = 0; n < COUNT_OF(gone); n++) {
		client = dial();
		ck_assert_int_gt(lsock_wait(listener, POLLIN, lsock_in_ms(2000)), 0);
		seam_fail("accept4", 1, 3, -gone[n]);
		ck_assert_int_eq(accept_and_close(listener, lsock_in_ms(5000)), 0);
		ck_assert_uint_eq(seam_count("accept4"), 4);
		close(client);
	}
	assert_took(start, 0, 1000);
	close(listener);
}

TEST(what_is_gone_for_ever_neither_spins_nor_outlasts_the_deadline)
{
	struct lsock_deadline until = lsock_in_ms(300);
	int listener = listen_as(need_way(AF_INET, SOCK_STREAM));
	int64_t used = cpu_ns();

	seam_fail("accept4", 1, UINT32_MAX, -ECONNABORTED);
	ck_assert_int_eq(accept_and_close(listener, until), -ECONNABORTED);
	assert_on_time(until);
	ck_assert_uint_le(seam_count("accept4"), 1000);
	assert_cheap(used, 30 * MS);
	close(listener);
}

TEST(fatal_errors_are_told_at_once)
{
	static const int fatal[] = { EACCES, EOPNOTSUPP, EINVAL, EFAULT, EIO };
	int listener = listen_as(need_way(AF_INET, SOCK_STREAM));
	size_t n;

	for (n = 0; n < COUNT_OF(fatal); n++) {
		seam_fail("accept4", 1, 1, -fatal[n]);
		ck_assert_int_eq(accept_and_close(listener, lsock_in_ms(5000)), -fatal[n]);
		ck_assert_uint_eq(seam_count("accept4"), 1);
	}
	close(listener);
}

TEST(interrupted_accept_is_told_only_where_signals_end_the_wait)
{
	int listener = listen_as(need_way(AF_UNIX, SOCK_STREAM)), client = dial();

	seam_fail("accept4", 1, 1, -EINTR);
	ck_assert_int_eq(accept_and_close(listener, lsock_or_signal(lsock_in_ms(5000))), -EINTR);
	ck_assert_int_eq(accept_and_close(listener, lsock_or_signal(lsock_in_ms(5000))), 0);
	close(client);
	close(listener);
}

/* accept(2) of vsock looks for signals before it says EAGAIN. */
TEST(accept_that_is_interrupted_each_time_ends_at_its_deadline)
{
	struct lsock_deadline until = lsock_in_ms(100);
	int listener = listen_as(need_way(AF_UNIX, SOCK_STREAM));

	seam_fail("accept4", 1, UINT32_MAX, -EINTR);
	ck_assert_int_eq(accept_and_close(listener, until), -ETIME);
	assert_on_time(until);
	ck_assert_int_eq(accept_and_close(listener, lsock_nowait()), -EAGAIN);
	close(listener);
}

/* Another thread was faster: poll had said readable, and the wait goes on. */
TEST(client_that_another_took_is_waited_for_again)
{
	struct lsock_deadline until = lsock_in_ms(300);
	int listener = listen_as(need_way(AF_UNIX, SOCK_STREAM)), client = way_open(&way);
	struct later *connecter;

	/* accept4 is refused as if the queue were empty again each time that poll has woken us. */
	connecter = later(50, act_connect, client);
	seam_fail("accept4", 1, UINT32_MAX, -EAGAIN);
	ck_assert_int_eq(accept_and_close(listener, until), -ETIME);
	assert_on_time(until);
	ck_assert_uint_ge(seam_count("accept4"), 3);
	ck_assert_uint_le(seam_count("accept4"), 40);
	seam_reset();
	ck_assert_int_eq(accept_and_close(listener, lsock_in_ms(1000)), 0);
	later_end(connecter);
	close(client);
	close(listener);
}

TEST(clients_are_accepted_in_their_order)
{
	struct lsock_addr peer, client_name;
	int listener = listen_as(need_way(AF_INET, SOCK_STREAM)), clients[20], fd;
	size_t n;

	for (n = 0; n < COUNT_OF(clients); n++)
		clients[n] = dial();
	for (n = 0; n < COUNT_OF(clients); n++) {
		fd = lsock_accept(listener, &peer, lsock_in_ms(2000));
		ck_assert_int_ge(fd, 0);
		ck_assert_int_eq(lsock_getsockname(clients[n], &client_name), 0);
		ck_assert(lsock_addr_equal(&peer, &client_name));
		close(fd);
		close(clients[n]);
	}
	close(listener);
}

TEST(descriptors_above_1023_are_no_different)
{
	int listener = move_high(listen_as(need_way(AF_INET, SOCK_STREAM)), 1500), client, fd;

	ck_assert_int_eq(accept_and_close(listener, lsock_in_ms(10)), -ETIME);
	client = move_high(way_open(&way), 1600);
	ck_assert_int_eq(lsock_connect(client, &name, lsock_in_ms(2000)), 0);
	fd = lsock_accept(listener, NULL, lsock_in_ms(2000));
	ck_assert_int_ge(fd, 0);
	close(fd);
	close(client);
	close(listener);
}
