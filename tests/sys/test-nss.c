/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What the C library's answers come to, where this machine is short of something. */
#include "sys/nss.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include <linux_sock/error.h>

#include "tests/harness/harness.h"
#include "tests/dns/nameservice.h"
#include "tests/harness/seam.h"

/* Nobody has these, by the files or by a server: there is none. */
#define UNKNOWN "nosuch.example.test"

static int find_name(void)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list;

	return lsock__sys_getaddrinfo(UNKNOWN, "80", &hints, &list);
}

static int find_name_of_address(void)
{
	const struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr = { htonl(0xc0000209) } };
	char name[NI_MAXHOST];

	return lsock__sys_getnameinfo(&in, sizeof(in), name, sizeof(name), NULL, 0, NI_NAMEREQD);
}

static int find_host(void)
{
	struct hostent host;
	char buf[2048];

	return lsock__sys_gethostbyname(UNKNOWN, AF_INET, &host, buf, sizeof(buf));
}

static int find_by_address(void)
{
	const struct in_addr addr = { htonl(0xc0000209) };
	struct hostent host;
	char buf[2048];

	return lsock__sys_gethostbyaddr(&addr, sizeof(addr), AF_INET, &host, buf, sizeof(buf));
}

static const struct {
	const char *name;
	int (*find)(void);
} finds[] = {
	{ "name", find_name }, { "name of an address", find_name_of_address },
	{ "host", find_host }, { "address", find_by_address },
};

static int find_count(void)
{
	return COUNT_OF(finds);
}

static const char *find_label(int i)
{
	return finds[i].name;
}

/* Files alone: a server would be waited for. */
static void enter(void)
{
	const char *failed = nameservice_enter();

	if (failed)
		skip("no name services of our own here: %s: %s", failed, strerror(errno));
	if (nameservice_write("nsswitch.conf", "hosts: files\n") < 0)
		skip("nsswitch.conf cannot be written");
}

/* Of either kind: they lie below what errno has. */
static bool is_answer(int r)
{
	return r < LSOCK_EAI(0);
}

TEST(unknown_host_is_told_only_where_nothing_is_wanting, .count = find_count, .label = find_label)
{
	enter();
	ck_assert(is_answer(finds[i].find()));
	seam_fail("eventfd", 1, 1, -ENFILE);
	ck_assert_int_eq(finds[i].find(), -ENFILE);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(finds[i].find(), -ENOMEM);
	seam_reset();
	ck_assert(is_answer(finds[i].find()));
}
