/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Look-ups, whoever does them. */
#include "names/lookup.h"

#include <errno.h>
#include <stddef.h>

#include "base/export.h"
#include "core/wait.h"

typedef int resolver_start(const struct lsock__query *query, struct lsock_lookup **ret_lookup);

static resolver_start *resolver_of(int flags)
{
	if (!(flags & LSOCK_LOOKUP_CARES))
		return lsock__nss_start;
#ifdef HAVE_CARES
	return lsock__cares_start;
#else
	return NULL;
#endif
}

int lsock__inquiry_start(struct lsock__inquiry *request, struct lsock_lookup **ret_lookup)
{
	resolver_start *start = resolver_of(request->flags);
	struct lsock_answer *answer = request->answer;

	request->answer = NULL;
	if (answer)
		return lsock__known_start(answer, ret_lookup);
	return start ? start(&request->query, ret_lookup) : -EOPNOTSUPP;
}

/* No answer of a resolver is there at once: one that nobody can wait for is not asked for. */
static int ask(struct lsock__inquiry *request, struct lsock_deadline until,
	       struct lsock_answer **ret_answer)
{
	struct lsock_lookup *lookup;
	int r;

	if (resolver_of(request->flags) == NULL)
		return -EOPNOTSUPP;
	if (lsock_deadline_left(until) == 0)
		return lsock__is_nowait(until) ? -EAGAIN : -ETIME;
	r = lsock__inquiry_start(request, &lookup);
	if (r < 0)
		return r;
	r = lsock_lookup_finish(lookup, until, ret_answer);
	lsock_lookup_free(lookup);
	return r;
}

int lsock__inquiry_finish(struct lsock__inquiry *request, struct lsock_deadline until,
			  struct lsock_answer **ret_answer)
{
	if (request->answer == NULL)
		return ask(request, until, ret_answer);
	*ret_answer = request->answer;
	request->answer = NULL;
	return 0;
}

LSOCK_API int lsock_lookup_fd(const struct lsock_lookup *lookup)
{
	return lookup->calls->fd(lookup);
}

LSOCK_API int lsock_lookup_finish(struct lsock_lookup *lookup, struct lsock_deadline until,
				  struct lsock_answer **ret_answer)
{
	return lookup->calls->finish(lookup, until, ret_answer);
}

LSOCK_API struct lsock_lookup *lsock_lookup_free(struct lsock_lookup *lookup)
{
	if (lookup)
		lookup->calls->free(lookup);
	return NULL;
}
