/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Hosts and services in text: which are numbers, which may be names, which are neither.  Numbers
 * are as strict as in lsock_addr_parse(): what the C library takes for an address beyond that
 * ("127.1", "0x7f.1", "010.0.0.1") is neither, and is never looked up.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/addr.h>

/* What a text is. */
#define LSOCK__IS_NAME 0
#define LSOCK__IS_NUMBER 1

/*
 * The address, port 0, if the host is a number; else *ret_addr is none.  -EINVAL: neither;
 * -ENAMETOOLONG; -ENODEV: its zone names no interface; or why that could not be found out.
 */
int lsock__host_literal(const char *host, struct lsock_addr *ret_addr);

/* The same of one family, whose row may know more hosts: '', and '<broadcast>' of inet. */
int lsock__host_of_family(int family, const char *host, size_t len, struct lsock_addr *ret_addr);

/* Is the last label a number?  Then it is no name of a host (RFC 1123, 2.1). */
bool lsock__host_ends_in_number(const char *host, size_t len);

/* The port if the service is a number.  -EINVAL: neither; -ERANGE: over 65535; -ENAMETOOLONG. */
int lsock__service_number(const char *service, uint16_t *ret_port);
