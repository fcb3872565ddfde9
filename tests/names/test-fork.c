/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Children that look names up, forked while their parent does, through the real C library.  None
 * may hang; by hand many more are forked: LSOCK_FORKS=16000 tests/names/test-fork.
 * Of lib/names/quiet.c, lib/names/nss/job.c.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <linux_sock/host.h>

#include "tests/harness/harness.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/peer.h"

#define FORKS 400

/* ThreadSanitizer is afraid of threads in a child; here they are what is tested. */
__attribute__((visibility("default"))) const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
	return "die_after_fork=0";
}

static int forks(void)
{
	const char *number = getenv("LSOCK_FORKS");

	return number ? atoi(number) : FORKS;
}

static void need_names(void)
{
	const char *failed = nameservice_enter();

	if (failed)
		skip("no name services of our own here: %s: %s", failed, strerror(errno));
}

static int ask(struct lsock_deadline until)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	struct lsock_answer *answer;
	int r = lsock_getaddrinfo("multi.example.test", "80", &hints, until, &answer);

	if (r == 0)
		lsock_answer_free(answer);
	return r;
}

/* What a child's own look-up gave, as its status. */
enum { FOUND, REFUSED, HUNG, OTHER };

static int look_up_in_child(void)
{
	int r = ask(lsock_in_ms((int64_t) (3000 * slowness())));

	return r == 0 ? FOUND : r == -EDEADLK ? REFUSED : r == -ETIME ? HUNG : OTHER;
}

static int fork_one(void)
{
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		_exit(look_up_in_child());
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFEXITED(status));
	return WEXITSTATUS(status);
}

/* At any moment of the look-up. */
static void nap(int n)
{
	const struct timespec pause = { .tv_nsec = n % 40 * 5000L };

	nanosleep(&pause, NULL);
}

TEST(child_of_a_process_that_looks_up_never_hangs, .seconds = 600)
{
	int n, found[4] = { 0 };

	need_names();
	for (n = 0; n < forks(); n++) {
		struct lsock_lookup *lookup;

		ck_assert_int_eq(lsock_getaddrinfo_start("multi.example.test", "80", NULL, &lookup),
				 0);
		nap(n);
		found[fork_one()]++;
		lsock_lookup_free(lookup);
	}
	ck_assert_int_eq(found[HUNG], 0);
	ck_assert_int_eq(found[OTHER], 0);
}

static atomic_bool ending;

static void *keep_asking(void *argument)
{
	while (!atomic_load(&ending))
		(void) ask(lsock_in_ms(50));	/* which is -ETIME while forks go on */
	return argument;
}

TEST(child_of_a_process_that_was_quiesced_finds_what_it_looks_for, .seconds = 600)
{
	pthread_t threads[3];
	int n, found[4] = { 0 };

	need_names();
	for (n = 0; n < (int) COUNT_OF(threads); n++)
		threads[n] = start_thread(keep_asking, NULL);
	for (n = 0; n < forks(); n++) {
		ck_assert_int_eq(lsock_lookup_quiesce(lsock_in_ms((int64_t) (8000 * slowness()))),
				 0);
		found[fork_one()]++;
		ck_assert_int_eq(lsock_lookup_resume(), 0);
		nap(n);
	}
	atomic_store(&ending, true);
	for (n = 0; n < (int) COUNT_OF(threads); n++)
		end_thread(threads[n]);
	ck_assert_int_eq(found[FOUND], forks());
}
