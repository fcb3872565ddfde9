/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The answer of such a look-up belongs to the caller; what was found on the way is freed here. */
#include "names/host-family.h"

#include <errno.h>
#include <sys/socket.h>

#include "names/answer.h"
#include "sys/sys.h"

const struct lsock_family *lsock__borrower(int family)
{
	const struct lsock_family *row = lsock_family_by_af(family);

	if (row == NULL || !(row->flags & LSOCK_FAMILY_HOST_NAMES) || row->host_af == row->af)
		return NULL;
	return row;
}

int lsock__borrow(const struct lsock_family *row, const struct lsock_hints *hints,
		  const struct lsock_addr *host, struct lsock_addr *ret_addr)
{
	struct lsock_addr addr = { .protocol = LSOCK_PROTOCOL_UNSAID };
	int r = 0;

	if (row->from_host)
		r = row->from_host(host, &addr);
	else
		addr = *host;
	if (r < 0)
		return r;
	addr.type = (uint16_t) hints->type;
	addr.protocol = hints->protocol > 0 ? (uint16_t) hints->protocol : LSOCK_PROTOCOL_UNSAID;
	*ret_addr = addr;
	return 0;
}

static int borrow_each(const struct lsock_family *row, const struct lsock_hints *hints,
		       const struct lsock_answer *found, struct lsock_answer **ret_answer)
{
	size_t i, count = lsock_answer_count(found);
	struct lsock_addr *addrs = lsock__sys_alloc(count * sizeof(addrs[0]));
	int r = addrs ? 0 : -ENOMEM;

	for (i = 0; r == 0 && i < count; i++)
		r = lsock__borrow(row, hints, lsock_answer_at(found, i), &addrs[i]);
	if (r == 0)
		r = lsock__answer_from_addrs(addrs, count, lsock_answer_name(found), ret_answer);
	lsock__sys_free(addrs);
	return r;
}

int lsock__hosts_find(const char *host, const char *service, const struct lsock_hints *hints,
		      struct lsock_deadline until, struct lsock_answer **ret_answer)
{
	const struct lsock_family *row = hints ? lsock__borrower(hints->family) : NULL;
	struct lsock_answer *found;
	struct lsock_hints asked;
	int r;

	if (row == NULL)
		return lsock_getaddrinfo(host, service, hints, until, ret_answer);
	asked = *hints;
	asked.family = row->host_af;
	asked.type = SOCK_STREAM;
	asked.protocol = 0;
	r = lsock_getaddrinfo(host, service, &asked, until, &found);
	if (r < 0)
		return r;
	r = borrow_each(row, hints, found, ret_answer);
	lsock_answer_free(found);
	return r;
}
