/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* An error of a request as one line: of what, which, in whose words, where. */
#include <linux_sock/error.h>
#include <linux_sock/nlerror.h>

#include <string.h>

#include "base/export.h"
#include "base/out.h"

/*
 * Numbers of types mean what the protocol says, and the value has none: they have names where a
 * path says of what kind of NETLINK_ROUTE the request is.
 */
static const struct {
	const char *set, *name;
	uint16_t first;			/* RTM_NEW, then DEL, GET, SET */
} kinds[] = {
	{ "link", "LINK", 16 },
	{ "address", "ADDR", 20 },
	{ "route", "ROUTE", 24 },
	{ "neighbour", "NEIGH", 28 },
	{ "rule", "RULE", 32 },
};

static const char *name_of(const char *path, uint16_t type)
{
	size_t i, len = strcspn(path, ".");

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strlen(kinds[i].set) == len && memcmp(kinds[i].set, path, len) == 0 &&
		    type >= kinds[i].first && type < kinds[i].first + 4)
			return kinds[i].name;
	return NULL;
}

static void put_type(struct lsock__out *out, const struct lsock_nlerror *error)
{
	static const char verbs[4][4] = { "NEW", "DEL", "GET", "SET" };
	const char *name = name_of(error->path[0] ? error->path : error->missing_path, error->type);

	if (name) {
		lsock__out_text(out, "RTM_");
		lsock__out_text(out, verbs[error->type % 4]);
		lsock__out_text(out, name);
	} else {
		lsock__out_text(out, "type ");
		lsock__out_decimal(out, error->type);
	}
	lsock__out_text(out, ": ");
}

static void put_words(struct lsock__out *out, const struct lsock_nlerror *error)
{
	if (error->error) {
		lsock__out_text(out, lsock_error_name(error->error));
		lsock__out_text(out, ": ");
	} else if (error->message[0]) {
		lsock__out_text(out, "warning: ");
	}
	lsock__out_text(out, error->message[0] ? error->message : lsock_strerror(error->error));
}

static void put_where(struct lsock__out *out, const struct lsock_nlerror *error)
{
	if (error->offset == 0)
		return;
	if (error->path[0]) {
		lsock__out_text(out, " (");
		lsock__out_text(out, error->path);
	} else {
		lsock__out_text(out, " (at byte ");
		lsock__out_decimal(out, error->offset);
	}
	lsock__out_char(out, ')');
}

static void put_missing(struct lsock__out *out, const struct lsock_nlerror *error)
{
	if (error->missing == 0)
		return;
	if (error->missing_path[0]) {
		lsock__out_text(out, " (without ");
		lsock__out_text(out, error->missing_path);
	} else {
		lsock__out_text(out, " (without attribute ");
		lsock__out_decimal(out, error->missing);
	}
	lsock__out_char(out, ')');
}

LSOCK_API int lsock_nlerror_format(const struct lsock_nlerror *error, char *buf, size_t size)
{
	struct lsock__out out = { .buf = buf, .size = size };

	if (error->type)
		put_type(&out, error);
	put_words(&out, error);
	put_where(&out, error);
	put_missing(&out, error);
	if (error->flags & LSOCK_NLERROR_UNKNOWN)
		lsock__out_text(&out, "; it may have been done");
	return lsock__out_end(&out);
}
