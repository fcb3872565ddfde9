/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * known_*: a look-up whose answer was there before it began.  It owns its descriptor, and the
 * answer until that is taken.
 */
#include <errno.h>
#include <stddef.h>

#include "names/lookup.h"
#include "sys/sys.h"
#include "sys/thread.h"

struct known {
	struct lsock_lookup lookup;
	int fd;				/* readable from the start */
	struct lsock_answer *answer;	/* NULL: it was given */
};

static int known_fd(const struct lsock_lookup *lookup)
{
	return ((const struct known *) lookup)->fd;
}

static int known_finish(struct lsock_lookup *lookup, struct lsock_deadline until,
			struct lsock_answer **ret_answer)
{
	struct known *known = (struct known *) lookup;

	(void) until;
	if (known->answer == NULL)
		return -ENODATA;
	*ret_answer = known->answer;
	known->answer = NULL;
	return 0;
}

static void known_free(struct lsock_lookup *lookup)
{
	struct known *known = (struct known *) lookup;

	(void) lsock__sys_close(known->fd);	/* nothing was written to it */
	lsock_answer_free(known->answer);
	lsock__sys_free(known);
}

static const struct lsock__lookup_calls known_calls = {
	.fd = known_fd,
	.finish = known_finish,
	.free = known_free,
};

static int known_make(struct lsock_answer *answer, struct known **ret_known)
{
	struct known *known = lsock__sys_alloc(sizeof(*known));
	int fd;

	if (known == NULL)
		return -ENOMEM;
	fd = lsock__sys_event(1);
	if (fd < 0) {
		lsock__sys_free(known);
		return fd;
	}
	*known = (struct known){ { &known_calls }, fd, answer };
	*ret_known = known;
	return 0;
}

int lsock__known_start(struct lsock_answer *answer, struct lsock_lookup **ret_lookup)
{
	struct known *known;
	int r = known_make(answer, &known);

	if (r < 0)
		lsock_answer_free(answer);
	else
		*ret_lookup = &known->lookup;
	return r;
}
