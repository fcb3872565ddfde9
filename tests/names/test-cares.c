/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Look-ups by c-ares: how they wait, and what is done here because c-ares does it otherwise.  What
 * comes of each answer of a name server is in test-dns.c, for both resolvers.
 * Of lib/names/cares/cares.c, lib/names/cares/socket.c, lib/names/cares/start.c, lib/sys/epoll.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

static struct dns_server *begin(void)
{
	struct dns_server *server = dns_scene_begin();

	(void) dns_resolver_flags(DNS_CARES);
	return server;
}

static struct lsock_lookup *start(const char *host, const char *service)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .type = SOCK_STREAM, .flags = LSOCK_LOOKUP_CARES,
	};
	struct lsock_lookup *lookup = NULL;

	ck_assert_int_eq(lsock_getaddrinfo_start(host, service, &hints, &lookup), 0);
	ck_assert_int_ge(lsock_lookup_fd(lookup), 0);
	return lookup;
}

static bool is_readable(const struct lsock_lookup *lookup, int ms)
{
	struct pollfd fds = { .fd = lsock_lookup_fd(lookup), .events = POLLIN };

	return poll(&fds, 1, ms) == 1;
}

/* As a loop does it: waits for the descriptor alone. */
static int finish_by_poll(struct lsock_lookup *lookup, struct lsock_answer **ret_answer)
{
	int r = -EAGAIN;

	while (r == -EAGAIN) {
		ck_assert(is_readable(lookup, (int) (10000 * slowness())));
		r = lsock_lookup_finish(lookup, lsock_nowait(), ret_answer);
	}
	return r;
}

static void finish_well(struct lsock_lookup *lookup, size_t count)
{
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_in_ms(10000), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), count);
	lsock_answer_free(answer);
	lsock_lookup_free(lookup);
}

/* ---- How they wait. */

TEST(an_answer_comes_by_poll)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("after-300.test", "80");
	struct lsock_answer *answer = NULL;
	int64_t began = clock_ns();

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), -EAGAIN);
	ck_assert_int_eq(finish_by_poll(lookup, &answer), 0);
	assert_took(began, 290, 10000);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	lsock_answer_free(answer);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

/* Nothing would ever make it readable later. */
TEST(an_answer_from_a_file_is_readable_at_once)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("plain.example.test", "80");
	struct lsock_answer *answer = NULL;

	ck_assert(is_readable(lookup, 10000));
	ck_assert(is_readable(lookup, 10000));
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	lsock_answer_free(answer);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), -ENODATA);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), -ENODATA);
	lsock_lookup_free(lookup);
	ck_assert_uint_eq(dns_asked(server), 0);
	dns_scene_end(server);
}

/* Once it is there it waits for who comes to fetch it. */
TEST(an_answer_stays_readable)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("nxdomain.test", "80");
	struct lsock_answer *answer = NULL;
	int r = -EAGAIN;

	while (r == -EAGAIN) {
		ck_assert(is_readable(lookup, 10000));
		ck_assert(is_readable(lookup, 10000));
		r = lsock_lookup_finish(lookup, lsock_nowait(), &answer);
	}
	ck_assert_int_eq(r, LSOCK_EAI(EAI_NONAME));
	ck_assert_ptr_null(answer);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

TEST(a_deadline_ends_the_wait_and_not_the_look_up)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("after-500.test", "80");
	struct lsock_answer *answer = NULL;
	int64_t began = clock_ns();

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_in_ms(100), &answer), -ETIME);
	assert_took(began, 100, 10000);
	ck_assert_ptr_null(answer);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_in_ms(-1), &answer), -ETIME);
	finish_well(lookup, 2);
	dns_scene_end(server);
}

static void on_signal(int number)
{
	(void) number;
}

static void signal_after(int ms)
{
	const struct itimerval timer = { .it_value = { ms / 1000, ms % 1000 * 1000 } };
	struct sigaction action = { .sa_handler = on_signal };

	sigaction(SIGALRM, &action, NULL);
	setitimer(ITIMER_REAL, &timer, NULL);
}

TEST(a_signal_ends_the_wait_where_it_may)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("after-500.test", "80");
	struct lsock_answer *answer = NULL;

	signal_after(50);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_or_signal(lsock_in_ms(10000)), &answer),
			 -EINTR);
	signal_after(50);
	finish_well(lookup, 2);
	dns_scene_end(server);
}

/* resolv.conf(5) says one second and one try. */
TEST(a_silent_server_is_given_up_as_resolv_conf_says)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("silent.test", "80");
	struct lsock_answer *answer = NULL;
	int64_t began = clock_ns();

	ck_assert_int_eq(finish_by_poll(lookup, &answer), LSOCK_EAI(EAI_AGAIN));
	assert_took(began, 990, 8000);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

TEST(no_thread_looks_up)
{
	struct dns_server *server = begin();
	int before = nameservice_threads();
	struct lsock_lookup *lookup = start("after-300.test", "80");

	ck_assert_int_eq(nameservice_threads(), before);
	finish_well(lookup, 2);
	dns_scene_end(server);
}

/* Sockets and memory: the harness and the sanitizers count. */
TEST(a_look_up_can_be_given_up_at_any_time)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("silent.test", "80");
	struct lsock_answer *answer = NULL;
	int n;

	lsock_lookup_free(lookup);
	for (n = 0; n < 5; n++) {
		lookup = start("after-100.test", "80");
		(void) lsock_lookup_finish(lookup, lsock_in_ms(n), &answer);
		lsock_lookup_free(lookup);
	}
	ck_assert_ptr_null(answer);
	ck_assert_ptr_null(lsock_lookup_free(NULL));
	dns_scene_end(server);
}

/* More of them at a time than there may be threads. */
TEST(many_look_ups_go_on_at_a_time)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookups[60];
	size_t n;

	for (n = 0; n < COUNT_OF(lookups); n++)
		lookups[n] = start("after-300.test", "80");
	for (n = 0; n < COUNT_OF(lookups); n++)
		finish_well(lookups[n], 2);
	dns_scene_end(server);
}

/* ---- What else holds of them. */

static void wait_for_child(pid_t child)
{
	int status;

	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}

/* The epoll instance is one for both processes: the child must leave it as it is. */
TEST(a_child_cannot_disturb_it)
{
	struct dns_server *server = begin();
	struct lsock_lookup *lookup = start("after-500.test", "80");
	struct lsock_answer *answer = NULL;
	pid_t child = fork();

	if (child == 0) {
		int r = lsock_lookup_finish(lookup, lsock_forever(), &answer);

		lsock_lookup_free(lookup);
		_exit(r != -ECANCELED);
	}
	wait_for_child(child);
	ck_assert_int_eq(finish_by_poll(lookup, &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	lsock_answer_free(answer);
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

TEST(a_child_looks_up_by_itself)
{
	struct dns_server *server = begin();
	pid_t child;

	finish_well(start("one.test", "80"), 2);
	child = fork();
	if (child == 0) {
		finish_well(start("one.test", "80"), 2);
		_exit(0);
	}
	wait_for_child(child);
	dns_scene_end(server);
}

TEST(its_descriptors_are_not_inherited)
{
	struct dns_server *server = begin();
	int fd, before[64], open = 0;
	struct lsock_lookup *lookup;

	for (fd = 0; fd < 64; fd++)
		before[fd] = fcntl(fd, F_GETFD);
	lookup = start("silent.test", "80");
	for (fd = 0; fd < 64; fd++) {
		if (before[fd] >= 0 || fcntl(fd, F_GETFD) < 0)
			continue;
		open++;
		ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	}
	ck_assert_int_ge(open, 3);	/* epoll, timer, a socket */
	lsock_lookup_free(lookup);
	dns_scene_end(server);
}

static void limit_descriptors(rlim_t most)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = most;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

/* And never for a name that is not there. */
TEST(no_descriptors_are_told)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .type = SOCK_STREAM, .flags = LSOCK_LOOKUP_CARES,
	};
	struct dns_server *server = begin();
	struct lsock_answer *answer = NULL;
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC), left, r;

	close(fd);
	for (left = 0; left < 3; left++) {
		limit_descriptors((rlim_t) (fd + left));
		r = lsock_getaddrinfo("one.test", "80", &hints, lsock_in_ms(10000), &answer);
		limit_descriptors(512);
		ck_assert_msg(r == -EMFILE, "%d left: %s", left, lsock_error_name(r));
		ck_assert_ptr_null(answer);
	}
	dns_scene_end(server);
}
