/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Look-ups, whoever does them. */
#include "names/lookup.h"

#include <errno.h>
#include <stddef.h>

#include "base/export.h"
#include "core/wait.h"

struct resolver {
	int (*start)(const struct lsock__query *query, struct lsock_lookup **ret_lookup);
	int (*find)(const struct lsock__query *query, struct lsock_deadline until,
		    struct lsock_answer **ret_answer);
};

#ifdef HAVE_CARES
static int cares_find(const struct lsock__query *query, struct lsock_deadline until,
		      struct lsock_answer **ret_answer)
{
	struct lsock_lookup *lookup;
	int r = lsock__cares_start(query, &lookup);

	if (r < 0)
		return r;
	r = lsock_lookup_finish(lookup, until, ret_answer);
	lsock_lookup_free(lookup);
	return r;
}
#endif

static const struct resolver *resolver_of(int flags)
{
	static const struct resolver nss = { lsock__nss_start, lsock__nss_find };
#ifdef HAVE_CARES
	static const struct resolver cares = { lsock__cares_start, cares_find };

	return flags & LSOCK_LOOKUP_CARES ? &cares : &nss;
#else
	return flags & LSOCK_LOOKUP_CARES ? NULL : &nss;
#endif
}

int lsock__inquiry_start(struct lsock__inquiry *request, struct lsock_lookup **ret_lookup)
{
	const struct resolver *resolver = resolver_of(request->flags);
	struct lsock_answer *answer = request->answer;

	request->answer = NULL;
	if (answer)
		return lsock__known_start(answer, ret_lookup);
	return resolver ? resolver->start(&request->query, ret_lookup) : -EOPNOTSUPP;
}

/* No answer of a resolver is there at once: one that nobody can wait for is not asked for. */
int lsock__inquiry_finish(struct lsock__inquiry *request, struct lsock_deadline until,
			  struct lsock_answer **ret_answer)
{
	const struct resolver *resolver;

	if (request->answer) {
		*ret_answer = request->answer;
		request->answer = NULL;
		return 0;
	}
	resolver = resolver_of(request->flags);
	if (resolver == NULL)
		return -EOPNOTSUPP;
	if (lsock_deadline_left(until) == 0)
		return lsock__is_nowait(until) ? -EAGAIN : -ETIME;
	return resolver->find(&request->query, until, ret_answer);
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
