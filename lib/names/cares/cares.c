/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * cares_*: the resolver; how a look-up goes on.  It owns its channel, with all sockets and queries
 * of that, its timer, the epoll descriptor that is waited for, and the answer until it is taken.
 */
#include "names/cares/cares.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/time.h>

#include "core/process.h"
#include "core/wait.h"
#include "sys/epoll.h"
#include "sys/netdb.h"
#include "sys/sys.h"

#define NS_PER_S INT64_C(1000000000)
#define NS_PER_US INT64_C(1000)
#define NS_PER_MS INT64_C(1000000)

/* Descriptors that are served in one round, and datagrams that are read from one of them. */
#define EVENTS_MOST 8
#define RECEIVES_MOST 64

static pthread_once_t library_once = PTHREAD_ONCE_INIT;
static int library_status;

/* Never ended: it counts its users, and others may be in the process. */
static void library_begin(void)
{
	library_status = ares_library_init(ARES_LIB_INIT_ALL);
}

static int library_need(void)
{
	(void) pthread_once(&library_once, library_begin);	/* it fails on no system */
	return library_status == ARES_SUCCESS ? 0 : -ENOMEM;
}

/* A descriptor that may not be there. */
static void cares_close(int fd)
{
	if (fd >= 0)
		(void) lsock__sys_close(fd);	/* nothing was written to it */
}

static void cares_free(struct lsock_lookup *lookup)
{
	struct lsock__cares *cares = (struct lsock__cares *) lookup;

	cares->ending = true;
	if (cares->channel)
		ares_destroy(cares->channel);
	cares_close(cares->timer);
	cares_close(cares->epoll);
	lsock_answer_free(cares->answer);
	lsock__sys_free(cares);
}

void lsock__cares_done(struct lsock__cares *cares, int result)
{
	cares->done = true;
	cares->result = result;
}

/* Nobody would see what comes to a socket that is not watched. */
static void cares_settle(struct lsock__cares *cares)
{
	if (!cares->done && cares->unwatched < 0)
		lsock__cares_done(cares, cares->unwatched);
}

/* Wakes who waits once it is done, or when c-ares has to look after a server that is silent. */
static int cares_arm(struct lsock__cares *cares)
{
	struct timeval left;

	if (cares->done)
		return lsock__sys_timer_set(cares->timer, 0);
	if (ares_timeout(cares->channel, NULL, &left) == NULL)
		return 0;
	/* c-ares cuts to ms: a timer that came before its time would come again and again. */
	return lsock__sys_timer_set(cares->timer, left.tv_sec * NS_PER_S +
				    left.tv_usec * NS_PER_US + NS_PER_MS);
}

static int cares_fd(const struct lsock_lookup *lookup)
{
	return ((const struct lsock__cares *) lookup)->epoll;
}

static void cares_serve(struct lsock__cares *cares, const struct epoll_event *event)
{
	bool broken = event->events & (EPOLLERR | EPOLLHUP);
	int fd = event->data.fd;

	if (fd == cares->timer) {
		lsock__sys_timer_clear(fd);
		ares_process_fd(cares->channel, ARES_SOCKET_BAD, ARES_SOCKET_BAD);
		return;
	}
	cares->receives = RECEIVES_MOST;
	ares_process_fd(cares->channel,
			broken || event->events & EPOLLIN ? fd : ARES_SOCKET_BAD,
			broken || event->events & EPOLLOUT ? fd : ARES_SOCKET_BAD);
}

/* One round: what is ready now.  A socket that is closed in it is unknown to c-ares behind that. */
static int cares_round(struct lsock__cares *cares)
{
	struct epoll_event events[EVENTS_MOST];
	int r, i;

	r = lsock__sys_epoll_ready(cares->epoll, events, EVENTS_MOST);
	for (i = 0; i < r && !cares->done; i++)
		cares_serve(cares, &events[i]);
	cares_settle(cares);
	if (r < 0)
		return r;
	r = cares_arm(cares);
	return cares->done ? 0 : r;
}

static int cares_drive(struct lsock__cares *cares, struct lsock_deadline until)
{
	int r;

	while (!cares->done) {
		r = lsock__wait(cares->epoll, POLLIN, until);
		if (r >= 0)
			r = cares_round(cares);
		if (r < 0)
			return r;
		if (!cares->done && lsock_deadline_left(until) == 0)
			return lsock__is_nowait(until) ? -EAGAIN : -ETIME;
	}
	return 0;
}

static int cares_finish(struct lsock_lookup *lookup, struct lsock_deadline until,
			struct lsock_answer **ret_answer)
{
	struct lsock__cares *cares = (struct lsock__cares *) lookup;
	int r;

	if (!lsock__process_is(cares->process))
		return -ECANCELED;	/* its answers go to the parent */
	if (cares->taken)
		return -ENODATA;
	r = cares_drive(cares, until);
	if (r < 0)
		return r;
	cares->taken = true;
	if (cares->result == 0) {
		*ret_answer = cares->answer;
		cares->answer = NULL;
	}
	return cares->result;
}

static const struct lsock__lookup_calls cares_calls = {
	.fd = cares_fd,
	.finish = cares_finish,
	.free = cares_free,
};

/* To be freed by cares_free() from here on, whatever it has. */
static struct lsock__cares *cares_alloc(const struct lsock__query *query)
{
	size_t host = query->host ? strlen(query->host) + 1 : 0;
	struct lsock__cares *cares = lsock__sys_alloc(sizeof(*cares) + host);

	if (cares == NULL)
		return NULL;
	memset(cares, 0, sizeof(*cares));
	cares->lookup.calls = &cares_calls;
	cares->epoll = cares->timer = -1;
	cares->query = *query;
	if (query->host)
		cares->query.host = memcpy(cares->host, query->host, host);
	return cares;
}

static int cares_open(struct lsock__cares *cares)
{
	int r;

	r = cares->epoll = lsock__sys_epoll();
	if (r < 0)
		return r;
	r = cares->timer = lsock__sys_timer();
	if (r < 0)
		return r;
	return lsock__sys_epoll_set(cares->epoll, cares->timer, EPOLLIN);
}

/*
 * HOSTALIASES is not read: c-ares opens that file of the user's in set-user-ID programs, too.  Any
 * flags leave out EDNS, which newer releases have else.  And of resolv.conf(5) releases before 1.34
 * do not know "timeout" and "attempts".
 */
static int cares_channel(struct lsock__cares *cares)
{
	struct ares_options options = {
		.flags = ARES_FLAG_NOALIASES,
		.sock_state_cb = lsock__cares_watch,
		.sock_state_cb_data = cares,
	};
	int mask = ARES_OPT_FLAGS | ARES_OPT_SOCK_STATE_CB, status;

	if (lsock__sys_resolver_patience(&options.timeout, &options.tries) == 0)
		mask |= ARES_OPT_TIMEOUTMS | ARES_OPT_TRIES;
	status = ares_init_options(&cares->channel, &options, mask);
	if (status != ARES_SUCCESS) {
		cares->channel = NULL;
		return lsock__cares_error(cares, status);
	}
	lsock__cares_use_sockets(cares);
	return 0;
}

/* With all that it needs, asks it. */
static int cares_ask(struct lsock__cares *cares, const struct lsock__cares_subject *subject)
{
	int r;

	r = lsock__process(&cares->process);
	if (r == 0)
		r = library_need();
	if (r == 0)
		r = cares_open(cares);
	if (r == 0)
		r = cares_channel(cares);
	if (r < 0)
		return r;
	subject->ask(cares);
	cares_settle(cares);
	return cares_arm(cares);
}

int lsock__cares_begin(const struct lsock__cares_subject *subject, const struct lsock__query *query,
		       struct lsock_lookup **ret_lookup)
{
	struct lsock__cares *cares = cares_alloc(query);
	struct lsock_answer *answer = NULL;
	int r;

	if (cares == NULL)
		return -ENOMEM;
	r = subject->begin(cares, &answer);
	if (r > 0)
		r = cares_ask(cares, subject);
	if (r < 0 || answer) {
		cares_free(&cares->lookup);
		return r < 0 ? r : lsock__known_start(answer, ret_lookup);
	}
	*ret_lookup = &cares->lookup;
	return 0;
}
