/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The zone of an address that is looked up: what comes back has none, and only the same address
 * gets it again.
 * Of lib/names/nss/nss.c.
 */
#include <linux_sock/host.h>

#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "sys/nss.h"
#include "tests/harness/harness.h"

int __wrap_lsock__sys_gethostbyaddr(const void *addr, size_t len, int family,
				    struct hostent *ret_host, char *buf, size_t size);

/* In place of lib/sys/nss.c: a host with the address that was asked for and another one. */
int __wrap_lsock__sys_gethostbyaddr(const void *addr, size_t len, int family,
				    struct hostent *ret_host, char *buf, size_t size)
{
	static char name[] = "host", *aliases[] = { NULL };
	static struct in6_addr same, other;
	static char *addrs[] = { (char *) &other, (char *) &same, NULL };

	(void) buf;
	(void) size;
	ck_assert_uint_eq(len, sizeof(same));
	memcpy(&same, addr, sizeof(same));
	other = same;
	other.s6_addr[15] ^= 1;
	*ret_host = (struct hostent){ name, aliases, family, (int) len, addrs };
	return 0;
}

static void has(const struct lsock_answer *answer, size_t n, const char *text)
{
	char formatted[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_ptr_nonnull(lsock_answer_at(answer, n));
	lsock_addr_format(lsock_answer_at(answer, n), formatted, sizeof(formatted));
	ck_assert_str_eq(formatted, text);
}

TEST(zone_stays_with_its_address)
{
	struct lsock_answer *answer = NULL;
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse("[fe80::1%4711]:0", 16, &addr, NULL), 0);
	ck_assert_int_eq(lsock_gethostbyaddr(&addr, 0, lsock_forever(), &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), 2);
	has(answer, 0, "[fe80::]:0");
	has(answer, 1, "[fe80::1%4711]:0");
	lsock_answer_free(answer);
}
