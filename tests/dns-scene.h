/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Tests that look names up: in name services of their own, by a server that does as it is told. */
#include <stdbool.h>

#include <linux_sock/host.h>

#include "tests/dns.h"

/* Skips where that is refused. */
struct dns_server *dns_scene_begin(void);

/* The server goes, and so does every thread that was left behind; else the test fails. */
void dns_scene_end(struct dns_server *server);

/* Who looks up: the C library (flags 0), or c-ares; the latter skips where it is not built in. */
enum { DNS_LIBC, DNS_CARES, DNS_RESOLVERS };
int dns_resolver_flags(int resolver);

/* "name, resolver", in a buffer of its own. */
const char *dns_label(const char *name, int resolver);

struct lsock_addr dns_address(const char *text);

/* The error's name, for a message: lsock_error_name(), "0" for none. */
const char *dns_error(int r);
