/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Look-ups in a process that has no descriptor left: no answer comes of it.
 * Of lib/sys/nss.c.
 */
#include <errno.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <linux_sock/error.h>
#include <linux_sock/host.h>

#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

static void enter(void)
{
	const char *failed = nameservice_enter();

	if (failed)
		skip("no name services of our own here: %s: %s", failed, strerror(errno));
}

/* No more than are open: none for the files of a look-up.  The limit that was. */
static struct rlimit leave_no_descriptor(void)
{
	struct rlimit limit, before;
	int next = dup(0);

	ck_assert_int_ge(next, 0);
	close(next);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	limit = before;
	limit.rlim_cur = (rlim_t) next;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	return before;
}

static int find_name(void)
{
	struct lsock_answer *answer = NULL;

	return lsock_getaddrinfo("plain", "80", NULL, lsock_forever(), &answer);
}

static int find_service(void)
{
	struct lsock_answer *answer = NULL;

	return lsock_getaddrinfo("plain", "http", NULL, lsock_forever(), &answer);
}

static int find_host(void)
{
	struct lsock_answer *answer = NULL;

	return lsock_gethostbyname_ex("plain", 0, lsock_forever(), &answer);
}

static struct lsock_addr plain(void)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse("198.51.100.10", 13, &addr, NULL), 0);
	return addr;
}

static int find_by_address(void)
{
	struct lsock_answer *answer = NULL;
	struct lsock_addr addr = plain();

	return lsock_gethostbyaddr(&addr, 0, lsock_forever(), &answer);
}

static int find_name_of_address(void)
{
	struct lsock_addr addr = plain();
	char name[80];

	return lsock_getnameinfo(&addr, name, sizeof(name), NULL, 0, 0, lsock_forever());
}

static int find_full_name(void)
{
	char name[80];

	return lsock_getfqdn("plain", 0, name, sizeof(name), lsock_forever());
}

static const struct {
	const char *name;
	int (*find)(void);
} finds[] = {
	{ "name", find_name }, { "service", find_service }, { "host", find_host },
	{ "address", find_by_address }, { "name of an address", find_name_of_address },
	{ "full name", find_full_name },
};

static int find_count(void)
{
	return COUNT_OF(finds);
}

static const char *find_label(int i)
{
	return finds[i].name;
}

TEST(no_descriptors_are_no_answer, .count = find_count, .label = find_label)
{
	struct rlimit before;
	int r;

	enter();
	before = leave_no_descriptor();
	r = finds[i].find();
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ck_assert_msg(r == -EMFILE, "%s", lsock_error_name(r));
}
