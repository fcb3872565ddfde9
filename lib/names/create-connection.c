/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Look up, then try each address, all under one deadline. */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <sys/socket.h>

#include <linux_sock/descriptor.h>
#include <linux_sock/error.h>

#include "base/export.h"
#include "base/options.h"
#include "core/connect.h"
#include "core/wait.h"
#include "names/create.h"
#include "names/report.h"
#include "sys/sys.h"

/* What all attempts of a call have in common. */
struct errand {
	struct lsock_hints wanted;
	const struct lsock_addr *source;	/* NULL: the kernel's choice */
	struct lsock_deadline until;
	struct lsock_report *report;		/* NULL: not wanted */
};

/* What has only begun cannot be told: there is no descriptor to go on with. */
static int bind_and_connect(const struct errand *errand, int fd, struct lsock_attempt *attempt)
{
	bool goes_on;
	int r = 0;

	if (errand->source) {
		attempt->stage = LSOCK_STAGE_BIND;
		r = lsock_bind(fd, errand->source);
	}
	if (r < 0)
		return r;
	attempt->stage = LSOCK_STAGE_CONNECT;
	r = lsock__connect(fd, false, &attempt->addr, errand->until, &goes_on);
	return r == -EINPROGRESS ? -EAGAIN : r;
}

static int try_address(const struct errand *errand, struct lsock_attempt *attempt,
		       struct lsock__made *ret_made)
{
	const struct lsock_addr *source = errand->source;
	struct lsock__made made;
	int r;

	attempt->stage = LSOCK_STAGE_BIND;
	if (source && source->u.sa.sa_family != attempt->addr.u.sa.sa_family)
		return -EAFNOSUPPORT;
	attempt->stage = LSOCK_STAGE_OPEN;
	r = lsock__made_open(&attempt->addr, &errand->wanted, &made);
	if (r < 0)
		return r;
	r = bind_and_connect(errand, made.fd, attempt);
	if (r < 0)
		(void) lsock_close(made.fd);	/* r is the error to tell of */
	else
		*ret_made = made;
	return r;
}

static int try_and_record(const struct errand *errand, const struct lsock_addr *addr,
			  struct lsock__made *ret_made)
{
	struct lsock_attempt attempt = { .addr = *addr };

	attempt.begin_ns = lsock__sys_now();
	attempt.error = try_address(errand, &attempt, ret_made);
	attempt.end_ns = lsock__sys_now();
	if (errand->report)
		lsock__report_add(errand->report, &attempt);
	return attempt.error;
}

/* Is there time for another address, after one that gave error?  0, or what the call ends with. */
static int may_go_on(int error, struct lsock_deadline until)
{
	if (error == -ETIME || error == -EINTR)
		return error;
	if (lsock__is_nowait(until))
		return error == -EAGAIN ? error : 0;
	return lsock_deadline_left(until) == 0 ? -ETIME : 0;
}

/*
 * One after the other, in the order of the look-up.  Of the errors the last one counts, but for
 * those of families that could not even be tried.
 */
static int try_each(const struct errand *errand, const struct lsock_answer *answer,
		    struct lsock__made *ret_made)
{
	size_t i, count = lsock_answer_count(answer);
	int error = LSOCK_EAI(EAI_NONAME), r, end;

	for (i = 0; i < count; i++) {
		r = try_and_record(errand, lsock_answer_at(answer, i), ret_made);
		if (r == 0)
			return 0;
		if (r != -EAFNOSUPPORT || i == 0)
			error = r;
		end = i + 1 < count ? may_go_on(r, errand->until) : 0;
		if (end < 0)
			return end;
	}
	return error;
}

static int run(struct errand *errand, const struct lsock_answer *answer,
	       struct lsock__made *ret_made, struct lsock_report **ret_report)
{
	int r;

	if (ret_report) {
		r = lsock__report_new(lsock_answer_count(answer), &errand->report);
		if (r < 0)
			return r;
		*ret_report = errand->report;
	}
	return try_each(errand, answer, ret_made);
}

int lsock__create_connection(const char *host, const char *service,
			     const struct lsock_connection_options *given,
			     struct lsock_deadline until, struct lsock__made *ret_made,
			     struct lsock_report **ret_report)
{
	struct lsock_connection_options options;
	struct lsock_answer *answer;
	struct errand errand;
	int r;

	if (ret_report)
		*ret_report = NULL;
	r = lsock__options_take(given, sizeof(options), &options);
	if (r < 0)
		return r;
	errand = (struct errand){
		.wanted = {
			.size = sizeof(errand.wanted), .family = options.family,
			.type = options.type & ~LSOCK__TYPE_FLAGS, .protocol = options.protocol,
			.flags = options.flags,
		},
		.source = options.source, .until = until,
	};
	r = lsock__addresses_find(host, service, &errand.wanted, until, &answer);
	if (r < 0)
		return r;
	r = run(&errand, answer, ret_made, ret_report);
	lsock_answer_free(answer);
	return r;
}

LSOCK_API int lsock_create_connection(const char *host, const char *service,
				      const struct lsock_connection_options *options,
				      struct lsock_deadline until,
				      struct lsock_report **ret_report)
{
	struct lsock__made made = { .fd = -1 };
	int r = lsock__create_connection(host, service, options, until, &made, ret_report);

	return r < 0 ? r : made.fd;
}
