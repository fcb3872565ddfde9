/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * job_*: a look-up by the C library, in a thread of its own.  Nothing can end such a look-up early
 * (cancelling a thread in there would leave locks behind), so whoever does not want to wait any
 * longer leaves it to itself.  The job belongs to who waits, and to the thread once it is left, so
 * that no memory stays.  The descriptor, where there is one, belongs to who waits, and is closed by
 * nobody else: its number may mean something new to the program then.
 */
#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/textblock.h"
#include "core/process.h"
#include "core/wait.h"
#include "names/lookup.h"
#include "names/nss/nss.h"
#include "names/nss/outstanding.h"
#include "names/quiet.h"
#include "sys/nss.h"
#include "sys/sys.h"
#include "sys/thread.h"

/* Of who frees a job, in ms and how often, until its thread has told that it is through. */
#define TELLING_MS 1
#define TELLING_TRIES 100
#define NS_PER_MS INT64_C(1000000)

enum job_state {
	JOB_RUNS,
	JOB_TELLS,	/* the outcome is there, and the thread at the descriptor */
	JOB_DONE,	/* the thread knows it no longer */
	JOB_LEFT,	/* it is the thread's */
};

struct job {
	struct lsock_lookup lookup;
	_Atomic uint32_t state;
	uint32_t process;		/* whose thread it is */
	int fd;				/* readable once it is done; -1: nobody polls */
	int result;
	struct lsock_answer *answer;
	bool taken;
	struct lsock__query query;
	char text[];			/* what the query points to */
};

static bool job_becomes(struct job *job, uint32_t before, uint32_t state)
{
	return atomic_compare_exchange_strong(&job->state, &before, state);
}

static bool job_has_outcome(const struct job *job)
{
	return atomic_load(&job->state) != JOB_RUNS;
}

static void job_destroy(struct job *job)
{
	lsock_answer_free(job->answer);
	lsock__sys_free(job);
}

/* The descriptor stays open meanwhile.  Was the job not left, though this took very long? */
static bool job_set(struct job *job, int fd)
{
	lsock__sys_word_wake(&job->state);
	lsock__sys_event_set(fd);
	return job_becomes(job, JOB_TELLS, JOB_DONE);
}

/* Of the thread: nothing but the address of a job that is done may be used. */
static void job_tell(struct job *job)
{
	int fd = job->fd;
	bool kept;

	if (fd < 0)
		kept = job_becomes(job, JOB_RUNS, JOB_DONE);
	else
		kept = job_becomes(job, JOB_RUNS, JOB_TELLS) && job_set(job, fd);
	if (kept)
		lsock__sys_word_wake(&job->state);
	else
		job_destroy(job);
}

/* The thread.  It counts no longer once its answer can be seen: to end is all that is left. */
static void *job_run(void *argument)
{
	struct job *job = argument;
	bool begun = lsock__quiet_begin();

	lsock__sys_thread_name("lsock-lookup");
	lsock__sys_forget_resolver();
	job->result = lsock__nss_ask(&job->query, &job->answer);
	lsock__outstanding_drop(job->process);
	job_tell(job);
	lsock__quiet_end(begun);
	return NULL;
}

static int job_fd(const struct lsock_lookup *lookup)
{
	return ((const struct job *) lookup)->fd;
}

/* A child has the memory of its parent's look-up, but not the thread. */
static bool job_is_inherited(const struct job *job)
{
	return !lsock__process_is(job->process);
}

/* By its state alone: what the program did with the descriptor does not matter. */
static int job_wait(struct job *job, struct lsock_deadline until)
{
	int64_t left;
	int r;

	while (!job_has_outcome(job)) {
		left = lsock_deadline_left(until);
		if (left == 0)
			return lsock__is_nowait(until) ? -EAGAIN : -ETIME;
		r = lsock__sys_word_wait(&job->state, JOB_RUNS, left);
		if (r < 0 && until.flags & LSOCK_DEADLINE_SIGNALS)
			return r;
	}
	return 0;
}

/*
 * Until the thread is through with the descriptor, which is but a moment; a program may hold it up
 * there, by an eventfd that is full and blocks.
 */
static void job_await_telling(struct job *job)
{
	int n;

	for (n = 0; n < TELLING_TRIES && atomic_load(&job->state) == JOB_TELLS; n++) {
		if (n > 0)
			lsock__sys_event_relieve(job->fd);
		/* How that wait ended the state tells. */
		(void) lsock__sys_word_wait(&job->state, JOB_TELLS, TELLING_MS * NS_PER_MS);
	}
}

static int job_take(struct job *job, struct lsock_deadline until, struct lsock_answer **ret_answer)
{
	int r = job_wait(job, until);

	if (r < 0)
		return r;
	job_await_telling(job);		/* so that the descriptor tells what is known here */
	job->taken = true;
	if (job->result == 0) {
		*ret_answer = job->answer;
		job->answer = NULL;
	}
	return job->result;
}

static int job_finish(struct lsock_lookup *lookup, struct lsock_deadline until,
		      struct lsock_answer **ret_answer)
{
	struct job *job = (struct job *) lookup;

	if (job_is_inherited(job))
		return -ECANCELED;
	return job->taken ? -ENODATA : job_take(job, until, ret_answer);
}

/* The thread has stayed in the parent, and so has what it was just writing. */
static void job_free_inherited(struct job *job)
{
	if (!job_has_outcome(job))
		job->answer = NULL;
	job_destroy(job);
}

/* One without an outcome belongs to the thread alone from here on, which tells nobody. */
static void job_leave(struct job *job)
{
	if (job_becomes(job, JOB_RUNS, JOB_LEFT))
		return;
	job_await_telling(job);
	if (!job_becomes(job, JOB_TELLS, JOB_LEFT))
		job_destroy(job);
}

/* In any case the descriptor is closed when this returns. */
static void job_free(struct lsock_lookup *lookup)
{
	struct job *job = (struct job *) lookup;
	int fd = job->fd;

	if (job_is_inherited(job))
		job_free_inherited(job);
	else
		job_leave(job);
	(void) lsock__sys_close(fd);	/* it has nothing to lose */
}

static const struct lsock__lookup_calls job_calls = {
	.fd = job_fd,
	.finish = job_finish,
	.free = job_free,
};

/* With the count in its hands. */
static struct job *job_make(const struct lsock__query *query, uint32_t process, int fd)
{
	size_t text = lsock__text_size(query->host) + lsock__text_size(query->service);
	struct job *job = lsock__sys_alloc(sizeof(*job) + text);
	char *at;

	if (job == NULL)
		return NULL;
	memset(job, 0, sizeof(*job));
	job->lookup.calls = &job_calls;
	atomic_init(&job->state, JOB_RUNS);
	job->process = process;
	job->fd = fd;
	job->query = *query;
	at = job->text;
	job->query.host = lsock__text_put(&at, query->host);
	job->query.service = lsock__text_put(&at, query->service);
	return job;
}

/* fd stays the caller's where this fails. */
static int job_launch(const struct lsock__query *query, uint32_t process, int fd,
		      struct job **ret_job)
{
	struct job *job = job_make(query, process, fd);
	int r;

	if (job == NULL)
		return -ENOMEM;
	r = lsock__sys_thread(job_run, job);
	if (r < 0)
		lsock__sys_free(job);
	else
		*ret_job = job;
	return r;
}

static int job_enter(uint32_t process)
{
	int r = lsock__outstanding_add(process);

	if (r < 0)
		return r;
	r = lsock__quiet_enter(process);
	if (r < 0)
		lsock__outstanding_drop(process);
	return r;
}

/* With a place for a thread, for which nobody in particular is waited: it is tried again. */
static int job_enter_in_time(uint32_t process, struct lsock_deadline until)
{
	unsigned n = 0;
	int r;

	while ((r = job_enter(process)) == -EAGAIN) {
		r = lsock__pause(lsock__backoff(n++), until);
		if (r < 0)
			return r;
	}
	return r;
}

static int job_begin(const struct lsock__query *query, int fd, struct lsock_deadline until,
		     struct job **ret_job)
{
	uint32_t process;
	int r = lsock__process(&process);

	if (r == 0)
		r = job_enter_in_time(process, until);
	if (r < 0)
		return r;
	r = job_launch(query, process, fd, ret_job);
	if (r < 0) {
		lsock__quiet_leave();
		lsock__outstanding_drop(process);
	}
	return r;
}

int lsock__nss_start(const struct lsock__query *query, struct lsock_lookup **ret_lookup)
{
	int fd = lsock__sys_event(0);
	struct job *job;
	int r;

	if (fd < 0)
		return fd;
	r = job_begin(query, fd, lsock_nowait(), &job);
	if (r < 0)
		(void) lsock__sys_close(fd);	/* nobody knows it yet */
	else
		*ret_lookup = &job->lookup;
	return r;
}

int lsock__nss_find(const struct lsock__query *query, struct lsock_deadline until,
		    struct lsock_answer **ret_answer)
{
	struct job *job;
	int r = job_begin(query, -1, until, &job);

	if (r < 0)
		return r;
	r = job_take(job, until, ret_answer);
	job_leave(job);
	return r;
}
