/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The calls of the module that know AF_INET only, and the way back from an address. */
#include <errno.h>
#include <netdb.h>
#include <string.h>

#include <linux_sock/error.h>

#include "base/export.h"
#include "names/answer.h"
#include "names/internet.h"
#include "names/literal.h"
#include "names/lookup.h"

/* The canonical text of the address without its port. */
static int answer_literal(const struct lsock_addr *addr, struct lsock_answer **ret_answer)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	int r = lsock_addr_format(addr, text, sizeof(text));

	if (r < 0)
		return r;
	*strchr(text, ':') = '\0';
	return lsock__answer_from_addrs(addr, 1, text, ret_answer);
}

/* LSOCK__IS_NUMBER, LSOCK__IS_NAME, or an error. */
static int hosts_literal(const char *name, struct lsock_addr *ret_addr)
{
	int r;

	if (name[0] == '\0' || strcmp(name, "<broadcast>") == 0)
		return lsock__host_of_family(AF_INET, name, strlen(name), ret_addr);
	r = lsock__host_literal(name, ret_addr);
	if (r == -EINVAL || (r == LSOCK__IS_NUMBER && ret_addr->u.sa.sa_family != AF_INET))
		return LSOCK_HERR(HOST_NOT_FOUND);
	return r;
}

static int make_byname(const char *name, int flags, struct lsock__inquiry *request)
{
	struct lsock_addr literal;
	int r;

	if (name == NULL || flags & ~LSOCK__LOOKUP_FLAGS)
		return -EINVAL;
	*request = (struct lsock__inquiry){
		.query = { .question = LSOCK__HOSTBYNAME, .family = AF_INET, .host = name },
		.flags = flags,
	};
	r = hosts_literal(name, &literal);
	return r == LSOCK__IS_NUMBER ? answer_literal(&literal, &request->answer) : r;
}

LSOCK_API int lsock_gethostbyname_start(const char *name, int flags,
					struct lsock_lookup **ret_lookup)
{
	struct lsock__inquiry request;
	int r = make_byname(name, flags, &request);

	return r < 0 ? r : lsock__inquiry_start(&request, ret_lookup);
}

LSOCK_API int lsock_gethostbyname_ex(const char *name, int flags, struct lsock_deadline until,
				     struct lsock_answer **ret_answer)
{
	struct lsock__inquiry request;
	int r = make_byname(name, flags, &request);

	return r < 0 ? r : lsock__inquiry_finish(&request, until, ret_answer);
}

LSOCK_API int lsock_gethostbyname(const char *name, int flags, struct lsock_deadline until,
				  struct lsock_addr *ret_addr)
{
	struct lsock_answer *answer;
	int r = lsock_gethostbyname_ex(name, flags, until, &answer);

	if (r < 0)
		return r;
	if (answer->count > 0)
		*ret_addr = answer->addrs[0];
	else
		r = LSOCK_HERR(NO_DATA);
	lsock_answer_free(answer);
	return r;
}

static int make_byaddr(const struct lsock_addr *addr, int flags, struct lsock__inquiry *request)
{
	int r;

	if (flags & ~LSOCK__LOOKUP_FLAGS)
		return -EINVAL;
	r = lsock__internet_check(addr);
	if (r < 0)
		return r;
	*request = (struct lsock__inquiry){
		.query = {
			.question = LSOCK__HOSTBYADDR, .family = addr->u.sa.sa_family,
			.addr = *addr,
		},
		.flags = flags,
	};
	return 0;
}

LSOCK_API int lsock_gethostbyaddr_start(const struct lsock_addr *addr, int flags,
					struct lsock_lookup **ret_lookup)
{
	struct lsock__inquiry request;
	int r = make_byaddr(addr, flags, &request);

	return r < 0 ? r : lsock__inquiry_start(&request, ret_lookup);
}

LSOCK_API int lsock_gethostbyaddr(const struct lsock_addr *addr, int flags,
				  struct lsock_deadline until, struct lsock_answer **ret_answer)
{
	struct lsock__inquiry request;
	int r = make_byaddr(addr, flags, &request);

	return r < 0 ? r : lsock__inquiry_finish(&request, until, ret_answer);
}
