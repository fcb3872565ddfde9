/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* IPv6 addresses as text: RFC 4291 2.2 in, RFC 5952 out. */
#include <netinet/in.h>

#include "base/out.h"
#include "base/scan.h"

/* Stops at the first byte that cannot belong to the address. */
int lsock__ip6_parse(struct lsock__scan *scan, struct in6_addr *ret_address);

/*
 * At most so many bytes at at; returns their end.  Not inet_ntop(): glibc's writes ::1:0 as
 * ::0.1.0.0, against RFC 5952 section 5.
 */
#define LSOCK__IP6_MAX 39
char *lsock__ip6_put(char *at, const struct in6_addr *address);
void lsock__ip6_format(struct lsock__out *out, const struct in6_addr *address);
