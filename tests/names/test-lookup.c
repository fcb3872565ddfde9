/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Look-ups in threads that can be left behind, by a name service that the test holds up.
 * Of lib/names/known.c, lib/names/nss/job.c.
 */
#include <linux_sock/host.h>

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <linux_sock/error.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/harness/seam.h"
#include "tests/names/gate.h"

static struct lsock_lookup *start(const char *host)
{
	struct lsock_lookup *lookup = NULL;

	ck_assert_int_eq(lsock_getaddrinfo_start(host, "80", NULL, &lookup), 0);
	ck_assert_ptr_nonnull(lookup);
	return lookup;
}

static bool is_readable(const struct lsock_lookup *lookup, int ms)
{
	struct pollfd fds = { .fd = lsock_lookup_fd(lookup), .events = POLLIN };

	return poll(&fds, 1, ms) == 1 && fds.revents == POLLIN;
}

/* The answer that the gate gives to all. */
static void is_local(struct lsock_answer *answer)
{
	ck_assert_uint_ge(lsock_answer_count(answer), 1);
	ck_assert_int_eq(lsock_answer_at(answer, 0)->u.sa.sa_family, AF_INET);
	ck_assert_int_eq(lsock_addr_port(lsock_answer_at(answer, 0)), 80);
	lsock_answer_free(answer);
}

static void finishes(struct lsock_lookup *lookup)
{
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), 0);
	is_local(answer);
}

TEST(descriptor_tells_that_the_answer_is_there)
{
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup;

	gate_close();
	lookup = start("held.example");
	ck_assert(!is_readable(lookup, 20));
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), -EAGAIN);
	ck_assert_ptr_null(answer);
	gate_open();
	ck_assert(is_readable(lookup, (int) (8000 * slowness())));
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), 0);
	is_local(answer);
	lsock_lookup_free(lookup);
	gate_settle();
}

TEST(outcome_is_given_once)
{
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup = start("name.example");

	finishes(lookup);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), -ENODATA);
	ck_assert(is_readable(lookup, 0));
	lsock_lookup_free(lookup);
	gate_answer(LSOCK_EAI(EAI_AGAIN));
	lookup = start("name.example");
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer),
			 LSOCK_EAI(EAI_AGAIN));
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), -ENODATA);
	ck_assert_ptr_null(answer);
	ck_assert_ptr_null(lsock_lookup_free(lookup));
	gate_settle();
}

/* It may not be closed later, when the number means something else to the program. */
TEST(descriptor_is_closed_when_the_look_up_is_given_up)
{
	struct lsock_lookup *lookup;
	int fd;

	gate_close();
	lookup = start("held.example");
	fd = lsock_lookup_fd(lookup);
	gate_await(1);
	lsock_lookup_free(lookup);
	ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
	ck_assert_int_eq(open("/dev/null", O_RDONLY | O_CLOEXEC), fd);
	gate_settle();
	ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
	close(fd);
}

TEST(what_is_known_is_there_at_once)
{
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup = start("127.0.0.1");

	ck_assert(is_readable(lookup, 0));
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), 0);
	is_local(answer);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), -ENODATA);
	lsock_lookup_free(lookup);
	lsock_lookup_free(start("::1"));	/* with its answer in it */
	ck_assert_int_eq(gate_asked(), 0);
	ck_assert_ptr_null(lsock_lookup_free(NULL));
}

/* One blocking call of each kind; none of them finds anything out without waiting. */
static int ask_addrinfo(struct lsock_deadline until)
{
	struct lsock_answer *answer;
	int r = lsock_getaddrinfo("name.example", "80", NULL, until, &answer);

	if (r == 0)
		lsock_answer_free(answer);
	return r;
}

static int ask_nameinfo(struct lsock_deadline until)
{
	struct lsock_addr addr;
	char host[NI_MAXHOST];

	ck_assert_int_eq(lsock_addr_parse("192.0.2.1:80", 12, &addr, NULL), 0);
	return lsock_getnameinfo(&addr, host, sizeof(host), NULL, 0, 0, until);
}

static int ask_byname(struct lsock_deadline until)
{
	struct lsock_addr addr;

	return lsock_gethostbyname("name.example", 0, until, &addr);
}

static int ask_byaddr(struct lsock_deadline until)
{
	struct lsock_answer *answer;
	struct lsock_addr addr;
	int r;

	ck_assert_int_eq(lsock_addr_parse("[2001:db8::1]:80", 16, &addr, NULL), 0);
	r = lsock_gethostbyaddr(&addr, 0, until, &answer);
	if (r == 0)
		lsock_answer_free(answer);
	return r;
}

static int ask_fqdn(struct lsock_deadline until)
{
	char name[NI_MAXHOST];

	return lsock_getfqdn("name.example", 0, name, sizeof(name), until);
}

static int ask_resolve(struct lsock_deadline until)
{
	struct lsock_answer *answer;
	struct lsock_why why;
	int r = lsock_resolve("name.example:80", NULL, until, &answer, &why);

	if (r == 0)
		lsock_answer_free(answer);
	return r;
}

static const struct {
	const char *name;
	int (*ask)(struct lsock_deadline until);
} calls[] = {
	{ "getaddrinfo", ask_addrinfo }, { "getnameinfo", ask_nameinfo },
	{ "gethostbyname", ask_byname }, { "gethostbyaddr", ask_byaddr },
	{ "getfqdn", ask_fqdn }, { "resolve", ask_resolve },
};

static int call_count(void)
{
	return COUNT_OF(calls);
}

static const char *call_label(int i)
{
	return calls[i].name;
}

TEST(ends_at_its_deadline_come_what_may, .count = call_count, .label = call_label)
{
	struct lsock_deadline until = lsock_in_ms(50);

	gate_close();
	ck_assert_int_eq(calls[i].ask(until), -ETIME);
	assert_on_time(until);
	gate_await(1);
	gate_settle();
	ck_assert_int_eq(calls[i].ask(lsock_forever()), 0);
	gate_settle();
}

TEST(asks_nobody_for_whom_no_answer_can_be_in_time, .count = call_count, .label = call_label)
{
	ck_assert_int_eq(calls[i].ask(lsock_nowait()), -EAGAIN);
	ck_assert_int_eq(calls[i].ask(lsock_in_ms(-1)), -ETIME);
	ck_assert_int_eq(gate_asked(), 0);
}

static void ignore_signal(int number)
{
	(void) number;
}

TEST(signals_end_a_wait_only_where_they_are_to)
{
	struct sigaction action = { .sa_handler = ignore_signal };
	struct lsock_deadline until = lsock_in_ms(200);
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup;

	gate_close();
	lookup = start("held.example");
	storm_begin(2000);
	ck_assert_int_eq(lsock_lookup_finish(lookup, until, &answer), -ETIME);
	assert_on_time(until);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_or_signal(lsock_in_ms(8000)), &answer),
			 -EINTR);
	storm_end();
	sigaction(SIGALRM, &action, NULL);	/* one may still be on its way */
	gate_open();
	finishes(lookup);
	lsock_lookup_free(lookup);
	ck_assert(!gate_heard_signals());
	gate_settle();
}

static void same_mask(const sigset_t *before)
{
	sigset_t now;
	int number;

	pthread_sigmask(SIG_SETMASK, NULL, &now);
	for (number = 1; number <= SIGRTMAX; number++)
		ck_assert_int_eq(sigismember(&now, number), sigismember(before, number));
}

TEST(mask_of_the_caller_stays_as_it_was)
{
	struct lsock_lookup *lookup = NULL;
	sigset_t mask;

	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	pthread_sigmask(SIG_SETMASK, &mask, NULL);
	lookup = start("name.example");
	same_mask(&mask);
	finishes(lookup);
	lsock_lookup_free(lookup);
	seam_fail("pthread_create", 1, 1, -EAGAIN);
	ck_assert_int_eq(lsock_getaddrinfo_start("name.example", NULL, NULL, &lookup), -EAGAIN);
	same_mask(&mask);
	gate_settle();
}

TEST(nothing_is_left_of_one_that_could_not_begin)
{
	static const char *const steps[] = { "eventfd", "mmap", "malloc", "pthread_create" };
	struct lsock_lookup *lookup = NULL;
	size_t n;

	for (n = 0; n < COUNT_OF(steps); n++) {
		for (i = 0; i <= 32; i++) {	/* none of them counts as outstanding */
			seam_fail(steps[n], 1, 1, -ENOMEM);
			ck_assert_int_eq(lsock_getaddrinfo_start("name.example", NULL, NULL,
								 &lookup), -ENOMEM);
		}
		seam_reset();
	}
	ck_assert_ptr_null(lookup);
	lsock_lookup_free(start("name.example"));
	gate_settle();
}

TEST(cares_is_refused_where_it_was_not_built_in)
{
#ifdef HAVE_CARES
	skip("this library has it");
#else
	const struct lsock_hints hints = { .size = sizeof(hints), .flags = LSOCK_LOOKUP_CARES };
	struct lsock_lookup *lookup = NULL;
	struct lsock_answer *answer = NULL;
	char name[80];

	ck_assert_int_eq(lsock_getaddrinfo_start("name.example", "80", &hints, &lookup),
			 -EOPNOTSUPP);
	ck_assert_int_eq(lsock_getaddrinfo("name.example", "80", &hints, lsock_nowait(), &answer),
			 -EOPNOTSUPP);
	ck_assert_int_eq(lsock_gethostbyname_start("name.example", LSOCK_LOOKUP_CARES, &lookup),
			 -EOPNOTSUPP);
	ck_assert_int_eq(lsock_getfqdn("name.example", LSOCK_LOOKUP_CARES, name, sizeof(name),
				       lsock_forever()), -EOPNOTSUPP);
	ck_assert_int_eq(lsock_getaddrinfo("127.0.0.1", "80", &hints, lsock_nowait(), &answer), 0);
	is_local(answer);
	ck_assert_int_eq(gate_asked(), 0);
#endif
}
