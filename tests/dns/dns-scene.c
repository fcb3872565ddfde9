/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/dns/dns-scene.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <linux_sock/error.h>

#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

#define PATIENCE_MS 15000	/* for what the C library still does */

static int threads_before;
static struct dns_server *server_of_all;	/* a test that skips leaves it: it is not lost */

struct dns_server *dns_scene_begin(void)
{
	const char *failed = nameservice_enter();

	if (failed)
		skip("no name services of its own here: %s: %s", failed, strerror(errno));
	server_of_all = dns_start();
	if (server_of_all == NULL)
		skip("no name server here: %s", strerror(errno));
	threads_before = nameservice_threads();
	return server_of_all;
}

void dns_scene_end(struct dns_server *server)
{
	dns_stop(server);
	ck_assert_msg(nameservice_calms_to(threads_before, (int) (PATIENCE_MS * slowness())),
		      "%d threads, there were %d", nameservice_threads(), threads_before);
}

static bool has_cares(void)
{
	struct lsock_lookup *lookup;
	int r = lsock_gethostbyname_start("localhost", LSOCK_LOOKUP_CARES, &lookup);

	if (r == 0)
		lsock_lookup_free(lookup);
	return r != -EOPNOTSUPP;
}

int dns_resolvers(void)
{
	static int count;

	if (count == 0)
		count = has_cares() ? 2 : 1;
	return count;
}

const char *dns_resolver_label(int resolver)
{
	return resolver == DNS_CARES ? "c-ares" : "libc";
}

int dns_resolver_flags(int resolver)
{
	if (resolver >= dns_resolvers())
		skip("built without c-ares");
	return resolver == DNS_CARES ? LSOCK_LOOKUP_CARES : 0;
}

const char *dns_label(const char *name, int resolver)
{
	static char label[100];

	snprintf(label, sizeof(label), "%s, %s", name, dns_resolver_label(resolver));
	return label;
}

struct lsock_addr dns_address(const char *text)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	return addr;
}

const char *dns_error(int r)
{
	return r < 0 ? lsock_error_name(r) : "0";
}
