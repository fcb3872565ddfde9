/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* lsock-addr --resolve: names to addresses, and the names that addresses have. */
#include <jansson.h>

#include <linux_sock/linux_sock.h>

/* Longest name of a host, its NUL counted: NI_MAXHOST. */
#define HOST_NAME_SIZE 1025

/* What an address is called. */
struct addr_name {
	char host[HOST_NAME_SIZE];	/* "": it has no name */
	int error;			/* 0, or why that is not known */
};

/*
 * The addresses of text, as lsock_resolve(); type 0: of every socket type.  A refusal that is no
 * matter of the text has no column.
 */
int addr_resolve(const char *text, int type, struct lsock_deadline until,
		 struct lsock_answer **ret_answer, struct lsock_why *why);

/* canonical, if it is not NULL; else who has this address is asked. */
void addr_find_name(const struct lsock_addr *addr, const char *canonical,
		    struct lsock_deadline until, struct addr_name *ret_name);

/* The exit code for what became of a look-up. */
int addr_resolve_status(int err);

/* "stream, protocol 6", to be freed; NULL: nobody said what socket it is for. */
char *addr_socket_text(const struct lsock_addr *addr);

/* "type", "name" or "name_error" */
void addr_resolved_json(json_t *object, const struct lsock_addr *addr,
			const struct addr_name *name);
