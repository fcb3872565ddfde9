/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A child that frees a look-up of its parent: it has the memory, but not the thread that was at
 * work on it.
 * Of lib/names/nss/job.c.
 */
#include <linux_sock/host.h>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "names/nss/nss.h"
#include "tests/fault/fault.h"
#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/names/gate.h"

/* ThreadSanitizer is afraid of threads in a child; here they are what is tested. */
__attribute__((visibility("default"))) const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
	return "die_after_fork=0";
}

int __real_lsock__nss_ask(const struct lsock__query *query, struct lsock_answer **ret_answer);
int __wrap_lsock__nss_ask(const struct lsock__query *query, struct lsock_answer **ret_answer);

/* The thread stops in the middle of its answer, tells so at [1], and goes on when told there. */
static int halt[2] = { -1, -1 };

int __wrap_lsock__nss_ask(const struct lsock__query *query, struct lsock_answer **ret_answer)
{
	static char half[64];
	char byte;

	if (halt[1] >= 0) {
		*ret_answer = (struct lsock_answer *) (void *) half;
		act_write(halt[1]);
		(void) drain(halt[1], &byte, 1);
		*ret_answer = NULL;
	}
	return __real_lsock__nss_ask(query, ret_answer);
}

static struct lsock_lookup *start(void)
{
	struct lsock_lookup *lookup = NULL;

	ck_assert_int_eq(lsock_getaddrinfo_start("name.example", "80", NULL, &lookup), 0);
	return lookup;
}

/* By a child; what it has then of the library's allocations is what there was before. */
static void assert_freed_by_child(struct lsock_lookup *lookup, long before)
{
	pid_t pid = fork();
	int status;

	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		lsock_lookup_free(lookup);
		_exit(fault_allocations() != before);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert_int_eq(status, 0);
}

static void finish(struct lsock_lookup *lookup)
{
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), 0);
	ck_assert_uint_ge(lsock_answer_count(answer), 1);
	lsock_answer_free(answer);
	lsock_lookup_free(lookup);
	gate_settle();
}

TEST(child_frees_an_outcome_with_the_look_up)
{
	long before = fault_allocations();
	struct lsock_lookup *lookup = start();
	struct pollfd fds = { .fd = lsock_lookup_fd(lookup), .events = POLLIN };

	ck_assert_int_eq(poll(&fds, 1, (int) (8000 * slowness())), 1);
	assert_freed_by_child(lookup, before);
	finish(lookup);
}

TEST(child_leaves_alone_what_the_thread_was_writing)
{
	long before = fault_allocations();
	struct lsock_lookup *lookup;
	char byte;

	unix_pair(SOCK_STREAM, halt);
	lookup = start();
	ck_assert_uint_eq(drain(halt[0], &byte, 1), 1);
	assert_freed_by_child(lookup, before);
	act_write(halt[0]);
	finish(lookup);
	close_both(halt);
	halt[1] = -1;
}
