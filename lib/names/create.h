/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The composed calls, for those who make an object of what they made. */
#include <linux_sock/connection.h>

#include "names/addresses.h"

int lsock__create_connection(const char *host, const char *service,
			     const struct lsock_connection_options *given,
			     struct lsock_deadline until, struct lsock__made *ret_made,
			     struct lsock_report **ret_report);
int lsock__create_server(const char *host, const char *service,
			 const struct lsock_server_options *given, struct lsock_deadline until,
			 struct lsock__made *ret_made);

/* lsock_open() sets these itself. */
#define LSOCK__TYPE_FLAGS (SOCK_NONBLOCK | SOCK_CLOEXEC)
