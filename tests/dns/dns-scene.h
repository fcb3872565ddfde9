/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Tests that look names up: in name services of their own, by a server that does as it is told. */
#include <stdbool.h>

#include <linux_sock/host.h>

#include "tests/dns/dns.h"

/* Skips where that is refused. */
struct dns_server *dns_scene_begin(void);

/* The server goes, and so does every thread that was left behind; else the test fails. */
void dns_scene_end(struct dns_server *server);

/* Who looks up, for tests that are run by each: the C library, and c-ares where it is built in. */
enum { DNS_LIBC, DNS_CARES };
int dns_resolvers(void);				/* how many */
const char *dns_resolver_label(int resolver);
int dns_resolver_flags(int resolver);			/* skips without it */

/* "name, resolver", in a buffer of its own. */
const char *dns_label(const char *name, int resolver);

struct lsock_addr dns_address(const char *text);

/* The error's name, for a message: lsock_error_name(), "0" for none. */
const char *dns_error(int r);
