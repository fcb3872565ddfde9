/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A complete row to register: its address is one byte, its text "name:X".  It does not know its own
 * number, so that what it parses has family 0.
 */
#include <linux_sock/family.h>

struct lsock_family any_row(int af, const char *name);

/* Members of it. */
int any_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
	      struct lsock_why *why);
extern const struct lsock_field any_fields[1];

/* How many rows the table has. */
size_t table_walk(void);
