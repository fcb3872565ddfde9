/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * job_*: a look-up by the C library, in a thread of its own.  Nothing can end such a look-up early
 * (cancelling a thread in there would leave locks behind), so whoever does not want to wait any
 * longer leaves it to itself.  The job belongs to both of them, and goes with the last one: to the
 * thread's end, or when it is freed, so that then no memory is left.  The descriptor belongs to who
 * waits, and is closed by nobody else: its number may mean something new to the program then.
 */
#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/textblock.h"
#include "core/wait.h"
#include "names/lookup.h"
#include "names/nss/nss.h"
#include "names/nss/outstanding.h"
#include "names/process.h"
#include "sys/nss.h"
#include "sys/sys.h"
#include "sys/thread.h"

struct job {
	struct lsock_lookup lookup;
	atomic_uint holders;		/* who waits, and the thread, until the result is there */
	uint32_t process;		/* whose thread it is */
	int fd;				/* readable once it is done */
	int result;
	struct lsock_answer *answer;
	bool taken;
	struct lsock__query query;
	char text[];			/* what the query points to */
};

/* To its owner: the thread holds it no longer. */
static bool job_is_done(const struct job *job)
{
	return atomic_load(&job->holders) == 1;
}

static void job_destroy(struct job *job)
{
	lsock_answer_free(job->answer);
	lsock__sys_free(job);
}

/* The thread.  It counts no longer once its answer can be seen: to end is all that is left. */
static void *job_run(void *argument)
{
	struct job *job = argument;
	int fd;

	lsock__sys_thread_name("lsock-lookup");
	lsock__sys_forget_resolver();
	job->result = lsock__nss_ask(&job->query, &job->answer);
	lsock__outstanding_drop(job->process);
	fd = job->fd;
	if (atomic_fetch_sub(&job->holders, 1) == 1)
		job_destroy(job);
	else
		lsock__sys_event_set(fd);	/* whoever waits leaves it open until then */
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

static int job_wait(struct job *job, struct lsock_deadline until)
{
	int r;

	if (job_is_done(job))
		return 0;
	r = lsock__wait(job->fd, POLLIN, until);
	if (r < 0)
		return r;
	return job_is_done(job) ? 0 : -EBADF;	/* somebody closed the descriptor */
}

static int job_finish(struct lsock_lookup *lookup, struct lsock_deadline until,
		      struct lsock_answer **ret_answer)
{
	struct job *job = (struct job *) lookup;
	int r;

	if (job_is_inherited(job))
		return -ECANCELED;
	if (job->taken)
		return -ENODATA;
	r = job_wait(job, until);
	if (r < 0)
		return r;
	job->taken = true;
	if (job->result == 0) {
		*ret_answer = job->answer;
		job->answer = NULL;
	}
	return job->result;
}

/* The thread's hold on it has stayed in the parent, and so has what it was just writing. */
static void job_free_inherited(struct job *job)
{
	if (!job_is_done(job))
		job->answer = NULL;
	job_destroy(job);
}

/*
 * One that is done will have told so in a moment: that was the last thing its thread did.  One that
 * is not belongs to the thread alone from here on, which tells nobody.
 */
static void job_leave(struct job *job, int fd)
{
	if (atomic_fetch_sub(&job->holders, 1) != 1)
		return;
	lsock__sys_event_await(fd);
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
		job_leave(job, fd);
	(void) lsock__sys_close(fd);	/* it has nothing to lose */
}

static const struct lsock__lookup_calls job_calls = {
	.fd = job_fd,
	.finish = job_finish,
	.free = job_free,
};

/* With the count in its hands; without a descriptor yet. */
static struct job *job_make(const struct lsock__query *query, uint32_t process)
{
	size_t text = lsock__text_size(query->host) + lsock__text_size(query->service);
	struct job *job = lsock__sys_alloc(sizeof(*job) + text);
	char *at;

	if (job == NULL)
		return NULL;
	memset(job, 0, sizeof(*job));
	job->lookup.calls = &job_calls;
	atomic_init(&job->holders, 2);
	job->process = process;
	job->query = *query;
	at = job->text;
	job->query.host = lsock__text_put(&at, query->host);
	job->query.service = lsock__text_put(&at, query->service);
	return job;
}

static int job_launch(const struct lsock__query *query, uint32_t process, struct job **ret_job)
{
	struct job *job = job_make(query, process);
	int r;

	if (job == NULL)
		return -ENOMEM;
	r = job->fd = lsock__sys_event(0);
	if (r >= 0) {
		r = lsock__sys_thread(job_run, job);
		if (r < 0)
			(void) lsock__sys_close(job->fd);	/* nobody knows it yet */
	}
	if (r < 0)
		lsock__sys_free(job);
	else
		*ret_job = job;
	return r;
}

int lsock__nss_start(const struct lsock__query *query, struct lsock_lookup **ret_lookup)
{
	struct job *job;
	uint32_t process;
	int r;

	r = lsock__process(&process);
	if (r == 0)
		r = lsock__outstanding_add(process);
	if (r < 0)
		return r;
	r = job_launch(query, process, &job);
	if (r < 0) {
		lsock__outstanding_drop(process);
		return r;
	}
	*ret_lookup = &job->lookup;
	return 0;
}
