/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fork(2) and look-ups: the gate, and what a child knows of the threads that it has lost. */
#include "names/quiet.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux_sock/host.h>

#include "names/nss/outstanding.h"
#include "sys/slot.h"
#include "sys/thread.h"
#include "tests/names/gate.h"
#include "tests/harness/harness.h"
#include "tests/harness/netns.h"
#include "tests/harness/peer.h"

/* ThreadSanitizer is afraid of threads in a child; here they are what is tested. */
__attribute__((visibility("default"))) const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
	return "die_after_fork=0";
}

void __real_lsock__sys_thread_name(const char *name);
void __wrap_lsock__sys_thread_name(const char *name);

/* What a thread does behind the last instruction of ours, where the test wants it to take long. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool lingers, lingering;
static pthread_key_t key;

static void linger(void *argument)
{
	(void) argument;
	pthread_mutex_lock(&lock);
	lingering = true;
	pthread_cond_broadcast(&changed);
	while (lingers)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

void __wrap_lsock__sys_thread_name(const char *name)
{
	__real_lsock__sys_thread_name(name);
	pthread_mutex_lock(&lock);
	if (lingers)
		pthread_setspecific(key, &key);
	pthread_mutex_unlock(&lock);
}

static void set_lingers(bool now)
{
	pthread_mutex_lock(&lock);
	lingers = now;
	pthread_cond_broadcast(&changed);
	pthread_mutex_unlock(&lock);
}

static void await_lingering(void)
{
	pthread_mutex_lock(&lock);
	while (!lingering)
		pthread_cond_wait(&changed, &lock);
	pthread_mutex_unlock(&lock);
}

static int start(struct lsock_lookup **ret_lookup)
{
	return lsock_getaddrinfo_start("name.example", "80", NULL, ret_lookup);
}

static int ask(const char *host, struct lsock_deadline until)
{
	struct lsock_answer *answer;
	int r = lsock_getaddrinfo(host, "80", NULL, until, &answer);

	if (r == 0)
		lsock_answer_free(answer);
	return r;
}

static struct lsock_deadline in_time(void)
{
	return lsock_in_ms((int64_t) (8000 * slowness()));
}

TEST(quiesce_waits_for_look_ups_and_keeps_others_from_beginning)
{
	struct lsock_lookup *lookup, *more = NULL;
	struct lsock_deadline until;

	gate_close();
	ck_assert_int_eq(start(&lookup), 0);
	ck_assert_int_eq(lsock_lookup_quiesce(lsock_nowait()), -EAGAIN);
	until = lsock_in_ms(50);
	ck_assert_int_eq(lsock_lookup_quiesce(until), -ETIME);
	assert_on_time(until);
	ck_assert_int_eq(start(&more), 0);	/* which has not closed it */
	lsock_lookup_free(more);
	gate_open();
	ck_assert_int_eq(lsock_lookup_quiesce(in_time()), 0);
	ck_assert_int_eq(start(&more), -EAGAIN);
	until = lsock_in_ms(50);
	ck_assert_int_eq(ask("name.example", until), -ETIME);
	assert_on_time(until);
	ck_assert_int_eq(ask("127.0.0.1", lsock_nowait()), 0);
	ck_assert_int_eq(lsock_lookup_resume(), 0);
	ck_assert_int_eq(ask("name.example", in_time()), 0);
	lsock_lookup_free(lookup);
	gate_settle();
}

TEST(quiesce_nests)
{
	struct lsock_lookup *more = NULL;

	ck_assert_int_eq(lsock_lookup_resume(), -EINVAL);
	ck_assert_int_eq(lsock_lookup_quiesce(in_time()), 0);
	ck_assert_int_eq(lsock_lookup_quiesce(lsock_nowait()), 0);
	ck_assert_int_eq(lsock_lookup_resume(), 0);
	ck_assert_int_eq(start(&more), -EAGAIN);
	ck_assert_int_eq(lsock_lookup_resume(), 0);
	ck_assert_int_eq(lsock_lookup_resume(), -EINVAL);
	ck_assert_int_eq(ask("name.example", in_time()), 0);
	gate_settle();
}

static void *resume_later(void *argument)
{
	const struct timespec pause = { .tv_nsec = 50 * 1000 * 1000 };

	nanosleep(&pause, NULL);
	ck_assert_int_eq(lsock_lookup_resume(), 0);
	return argument;
}

TEST(call_waits_until_the_gate_is_open)
{
	pthread_t thread;

	ck_assert_int_eq(lsock_lookup_quiesce(in_time()), 0);
	thread = start_thread(resume_later, NULL);
	ck_assert_int_eq(ask("name.example", in_time()), 0);
	end_thread(thread);
	gate_settle();
}

static void need_slots(void)
{
	if (!lsock__sys_slots_work())
		skip("no robust lists here");
}

/* Its answer is there and nobody counts it any more, but it has still something to do. */
TEST(quiesce_waits_until_there_is_nothing_left_of_a_thread)
{
	need_slots();
	pthread_key_create(&key, linger);
	set_lingers(true);
	ck_assert_int_eq(ask("name.example", in_time()), 0);
	await_lingering();
	ck_assert_int_eq(lsock_lookup_quiesce(lsock_in_ms(50)), -ETIME);
	set_lingers(false);
	ck_assert_int_eq(lsock_lookup_quiesce(in_time()), 0);
	gate_settle();
}

/* What a child ended with, or that it did not end as it should. */
static int status_of(pid_t pid)
{
	int status;

	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		return 20;
	return WEXITSTATUS(status);
}

/* Only what needs no thread goes on; 0 is right. */
static int lost_child(int depth)
{
	struct lsock_lookup *more = NULL;
	struct lsock_answer *answer;
	struct lsock_why why;
	int64_t begin = clock_ns();
	pid_t pid;

	if (ask("name.example", lsock_forever()) != -EDEADLK || start(&more) != -EDEADLK)
		return 1;
	if (lsock_lookup_quiesce(lsock_forever()) != -EDEADLK)
		return 2;
	if (lsock_resolve("name.example:80", NULL, lsock_forever(), &answer, &why) != -EDEADLK ||
	    strstr(why.message, "forked") == NULL)
		return 3;
	if (ms_since(begin) > 1000 * slowness())
		return 4;
	if (ask("127.0.0.1", lsock_nowait()) != 0)
		return 5;
	if (depth == 0)
		return 0;
	pid = fork();
	if (pid == 0)
		_exit(lost_child(depth - 1));
	return status_of(pid) ? 6 : 0;
}

static int fork_lost_child(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(lost_child(1));
	return status_of(pid);
}

TEST(child_that_was_forked_during_a_look_up_knows_it)
{
	struct lsock_lookup *lookup;

	gate_close();
	ck_assert_int_eq(start(&lookup), 0);
	gate_await(1);
	ck_assert_int_eq(fork_lost_child(), 0);
	lsock_lookup_free(lookup);
	ck_assert_int_eq(fork_lost_child(), 0);	/* it goes on */
	gate_settle();
}

TEST(child_that_was_forked_while_a_thread_ended_knows_it)
{
	need_slots();
	pthread_key_create(&key, linger);
	set_lingers(true);
	ck_assert_int_eq(ask("name.example", in_time()), 0);
	await_lingering();
	ck_assert_int_eq(fork_lost_child(), 0);
	set_lingers(false);
	gate_settle();
}

/* Its parent was quiet; all places are there, and the gate is down. */
static int child(struct lsock_lookup *inherited)
{
	struct lsock_lookup *own[LSOCK__PLACES], *more = NULL;
	struct lsock_answer *answer = NULL;
	int i;

	if (lsock_lookup_finish(inherited, lsock_forever(), &answer) != -ECANCELED || answer)
		return 1;
	if (lsock_lookup_finish(inherited, lsock_nowait(), &answer) != -ECANCELED)
		return 2;
	lsock_lookup_free(inherited);
	if (lsock_lookup_resume() != -EINVAL)
		return 3;
	gate_close();
	for (i = 0; i < LSOCK__PLACES; i++)
		if (start(&own[i]) != 0)
			return 4;
	if (start(&more) != -EAGAIN)
		return 5;
	for (i = 0; i < LSOCK__PLACES; i++)
		lsock_lookup_free(own[i]);
	return 0;
}

TEST(child_of_a_quiet_process_starts_afresh)
{
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup;
	pid_t pid;

	ck_assert_int_eq(start(&lookup), 0);
	ck_assert_int_eq(lsock_lookup_quiesce(in_time()), 0);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0)
		_exit(child(lookup));
	ck_assert_int_eq(status_of(pid), 0);
	ck_assert_int_eq(lsock_lookup_resume(), 0);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), 0);
	lsock_answer_free(answer);
	lsock_lookup_free(lookup);
	gate_settle();
}

/* In a pid namespace: it forks into another one, where its child has the same number as it has. */
static int first_process(void)
{
	struct lsock_lookup *lookup;
	pid_t pid;

	if (getpid() != 1 || start(&lookup) < 0 || lsock_lookup_quiesce(in_time()) < 0 ||
	    unshare(CLONE_NEWPID) < 0)
		return 10;
	pid = fork();
	if (pid == 0)
		_exit(getpid() == 1 ? child(lookup) : 11);
	return status_of(pid);
}

#define REFUSED 77

static int in_pid_namespace(void)
{
	pid_t pid;

	if (netns_enter_with(CLONE_NEWPID))
		return REFUSED;
	pid = fork();
	if (pid == 0)
		_exit(first_process());
	return status_of(pid);
}

static bool can_wipe(void)
{
	long size = sysconf(_SC_PAGESIZE);
	void *page = mmap(NULL, (size_t) size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	bool can = madvise(page, (size_t) size, MADV_WIPEONFORK) == 0;

	munmap(page, (size_t) size);
	return can;
}

/* Not by the test's own process, which could never fork again. */
TEST(child_of_the_same_process_id_starts_afresh)
{
	int status;
	pid_t pid;

	if (!can_wipe())
		skip("this kernel cannot tell such a child: MADV_WIPEONFORK");
	pid = fork();
	if (pid == 0)
		_exit(in_pid_namespace());
	status = status_of(pid);
	if (status == REFUSED)
		skip("no pid namespaces of our own here");
	ck_assert_int_eq(status, 0);
}

static void *quiesce_and_resume(void *argument)
{
	int n;

	for (n = 0; n < 50; n++) {
		ck_assert_int_eq(lsock_lookup_quiesce(in_time()), 0);
		ck_assert_int_eq(lsock_lookup_resume(), 0);
		ck_assert_int_eq(ask("name.example", in_time()), 0);
	}
	return argument;
}

TEST(many_threads_quiesce_and_ask, .seconds = 60)
{
	pthread_t threads[4];
	size_t n;

	for (n = 0; n < COUNT_OF(threads); n++)
		threads[n] = start_thread(quiesce_and_resume, NULL);
	for (n = 0; n < COUNT_OF(threads); n++)
		end_thread(threads[n]);
	gate_settle();
}
