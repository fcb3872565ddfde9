/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The full name of a host, where the name service knows one. */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <string.h>

#include <linux_sock/error.h>
#include <linux_sock/host.h>
#include <linux_sock/service.h>

#include "base/export.h"
#include "names/answer.h"
#include "names/database.h"
#include "names/literal.h"
#include "names/lookup.h"

static bool is_full(const char *name)
{
	return name && strchr(name, '.') != NULL;
}

/* The first full name among canonical name and aliases, or NULL. */
static const char *full_name(const struct lsock_answer *answer)
{
	const char *name = lsock_answer_name(answer);
	size_t i;

	for (i = 0; name && !is_full(name); i++)
		name = lsock_answer_alias(answer, i);
	return name;
}

/* A literal has to be looked up backwards; a name has its canonical form. */
static int look_up_fqdn(const char *name, int flags, struct lsock_deadline until,
			struct lsock_answer **ret_answer)
{
	struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	struct lsock_addr literal;
	int r = lsock__host_literal(name, &literal);

	if (r == LSOCK__IS_NUMBER)
		return lsock_gethostbyaddr(&literal, flags, until, ret_answer);
	hints.flags = flags | AI_CANONNAME;
	return lsock_getaddrinfo(name, NULL, &hints, until, ret_answer);
}

static int put_fqdn(const char *name, char *buf, size_t size)
{
	int r = lsock__put_name(name, strlen(name), buf, size);

	return r < 0 ? r : 0;
}

/* An answer of the name service, of whatever kind, says that it knows no full name. */
static int fqdn_of(const char *name, int flags, char *buf, size_t size,
		   struct lsock_deadline until)
{
	struct lsock_answer *answer = NULL;
	const char *full;
	int r = look_up_fqdn(name, flags, until, &answer);

	if (r < 0 && lsock_error_domain(r) == LSOCK_DOMAIN_ERRNO)
		return r;
	full = full_name(answer);
	r = put_fqdn(full ? full : name, buf, size);
	if (r == 0 && full == NULL)
		r = 1;
	lsock_answer_free(answer);
	return r;
}

static bool is_this_host(const char *name)
{
	return name == NULL || name[0] == '\0' || strcmp(name, "0.0.0.0") == 0 ||
	       strcmp(name, "::") == 0;
}

LSOCK_API int lsock_getfqdn(const char *name, int flags, char *buf, size_t size,
			    struct lsock_deadline until)
{
	char own[LSOCK__HOST_NAME_MAX + 1];
	int r;

	if (flags & ~LSOCK__LOOKUP_FLAGS)
		return -EINVAL;
	if (!is_this_host(name))
		return fqdn_of(name, flags, buf, size, until);
	r = lsock_gethostname(own, sizeof(own));
	return r < 0 ? r : fqdn_of(own, flags, buf, size, until);
}
