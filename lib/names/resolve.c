/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text to addresses: what is an address is read, what may be HOST[:SERVICE] is looked up. */
#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <linux_sock/error.h>
#include <linux_sock/family.h>
#include <linux_sock/host.h>

#include "base/export.h"
#include "base/scan.h"
#include "names/answer.h"
#include "names/hints.h"
#include "names/host-family.h"
#include "names/literal.h"
#include "names/lookup.h"

static int refuse(struct lsock_why *why, int err, const char *message)
{
	*why = (struct lsock_why){ .message = message, .column = 1 };
	return err;
}

/* Did a text of inet or inet6 say its port, which is 0?  ":0", where it is not the end of "::0". */
static bool says_port(const struct lsock_addr *addr, const char *text)
{
	size_t len = strlen(text);

	if (len < 3 || memcmp(text + len - 2, ":0", 2) != 0)
		return false;
	return addr->u.sa.sa_family == AF_INET || text[len - 3] == ']';
}

/* What text left open, as hints say it. */
static void complete(struct lsock_addr *addr, const char *text, const struct lsock_hints *hints)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);

	if (hints->type > 0)
		addr->type = (uint16_t) hints->type;
	if (hints->protocol > 0 && addr->protocol == LSOCK_PROTOCOL_UNSAID)
		addr->protocol = (uint16_t) hints->protocol;
	if (row == NULL || !(row->flags & LSOCK_FAMILY_HOST_NAMES))
		return;
	if (lsock_addr_port(addr) == 0 && !says_port(addr, text))
		(void) lsock_addr_set_port(addr, hints->port);	/* it was checked */
}

/* An address of the family that the wanted one takes its hosts from. */
static int take_borrowed(const struct lsock_family *row, struct lsock_addr *addr, const char *text,
			 const struct lsock_hints *hints, struct lsock_answer **ret_answer,
			 struct lsock_why *why)
{
	struct lsock_addr borrowed;
	int r;

	complete(addr, text, hints);
	r = lsock__borrow(row, hints, addr, &borrowed);
	if (r < 0)
		return refuse(why, r, "the wanted family has no address at this host");
	return lsock__answer_from_addrs(&borrowed, 1, NULL, ret_answer);
}

static int take_parsed(struct lsock_addr *addr, const char *text, const struct lsock_hints *hints,
		       struct lsock_answer **ret_answer, struct lsock_why *why)
{
	const struct lsock_family *borrower = lsock__borrower(hints->family);

	if (borrower && addr->u.sa.sa_family == borrower->host_af)
		return take_borrowed(borrower, addr, text, hints, ret_answer, why);
	if (hints->family != AF_UNSPEC && hints->family != addr->u.sa.sa_family)
		return refuse(why, -EAFNOSUPPORT, "not an address of the family that is wanted");
	if (hints->protocol != 0 && addr->protocol != LSOCK_PROTOCOL_UNSAID &&
	    hints->protocol != addr->protocol)
		return refuse(why, -EPROTOTYPE, "not an address of the protocol that is wanted");
	complete(addr, text, hints);
	return lsock__answer_from_addrs(addr, 1, NULL, ret_answer);
}

/* HOST[:SERVICE], cut in two. */
struct name {
	char host[LSOCK_ADDR_TEXT_MAX + 1];
	const char *service;	/* in host, too; NULL: none */
	size_t column;		/* of the service */
};

static bool is_letter(char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Letters, digits, '.', '_', '-'; a letter among them. */
static bool is_host_name(const char *host, size_t len)
{
	bool has_letter = false;
	size_t i;

	for (i = 0; i < len; i++) {
		if (!is_letter(host[i]) && !lsock__is_digit(host[i]) &&
		    memchr("._-", host[i], 3) == NULL)
			return false;
		has_letter |= is_letter(host[i]);
	}
	return has_letter && !lsock__host_ends_in_number(host, len);
}

/* Is the service none that was forgotten?  What is wrong with a number is told later. */
static bool is_service(const char *service)
{
	uint16_t port;

	return lsock__service_number(service, &port) != -EINVAL ||
	       lsock__is_number(service, strlen(service));
}

/* A word that says which family the text is of: one of the table's, or af<N>. */
static bool is_prefix(const char *word, size_t len)
{
	return lsock_family_by_name(word, len) ||
	       (len > 2 && memcmp(word, "af", 2) == 0 && lsock__is_number(word + 2, len - 2));
}

/* May text, which is no address, be a host's name? */
static bool read_name(const char *text, struct name *name)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? (size_t) (colon - text) : strlen(text);

	if (strlen(text) > LSOCK_ADDR_TEXT_MAX || !is_host_name(text, len))
		return false;
	if (colon && (is_prefix(text, len) || strchr(colon + 1, ':') || !is_service(colon + 1)))
		return false;
	memcpy(name->host, text, strlen(text) + 1);
	name->host[len] = '\0';
	name->service = colon ? name->host + len + 1 : NULL;
	name->column = colon ? len + 2 : 1;
	return true;
}

/* A number that is no port is told as in an address. */
static int check_service(const struct name *name, struct lsock_why *why)
{
	const char *service = name->service;
	struct lsock__scan scan;
	uint32_t port;
	int r;

	if (service == NULL || !lsock__is_number(service, strlen(service)))
		return 0;
	scan = (struct lsock__scan){ service, service, service + strlen(service), why };
	r = lsock__scan_decimal(&scan, "port", UINT16_MAX, &port);
	if (r < 0)
		why->column += name->column - 1;
	return r;
}

static bool has_names(int family)
{
	const struct lsock_family *row = lsock_family_by_af(family);

	return family == AF_UNSPEC || (row && row->flags & LSOCK_FAMILY_HOST_NAMES);
}

static int look_up(const struct name *name, const struct lsock_hints *hints,
		   struct lsock_deadline until, struct lsock_answer **ret_answer,
		   struct lsock_why *why)
{
	int r = check_service(name, why);

	if (r < 0)
		return r;
	if (!has_names(hints->family))
		return refuse(why, -EAFNOSUPPORT, "hosts of the wanted family have no names");
	r = lsock__hosts_find(name->host, name->service, hints, until, ret_answer);
	if (r == -EDEADLK)	/* what that stands for elsewhere helps nobody here */
		return refuse(why, r, "this process was forked while a look-up ran");
	return r < 0 ? refuse(why, r, lsock_strerror(r)) : 0;
}

static int resolve(const char *text, const struct lsock_hints *given, struct lsock_deadline until,
		   struct lsock_answer **ret_answer, struct lsock_why *why)
{
	struct lsock_hints hints;
	struct lsock_addr addr;
	struct name name;
	int r = lsock__hints_take(given, &hints);

	if (r < 0)
		return refuse(why, r, "the hints are not those of a look-up");
	r = lsock_addr_parse(text, text ? strlen(text) : 0, &addr, why);
	if (r == 0)
		return take_parsed(&addr, text, &hints, ret_answer, why);
	if (text == NULL || !read_name(text, &name))
		return r;
	return look_up(&name, &hints, until, ret_answer, why);
}

LSOCK_API int lsock_resolve(const char *text, const struct lsock_hints *hints,
			    struct lsock_deadline until, struct lsock_answer **ret_answer,
			    struct lsock_why *ret_why)
{
	struct lsock_why why = { 0 };
	int r = resolve(text, hints, until, ret_answer, &why);

	if (r < 0 && ret_why)
		*ret_why = why;
	return r;
}
