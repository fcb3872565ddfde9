/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <linux_sock/nlerror.h>

/* As lsock_nlerror_read(3). */
int lsock__nlerror_read(const struct nlmsghdr *answer, const struct nlmsghdr *request,
			const struct lsock_nlset *set, struct lsock_nlerror *ret_error);

/* What a system call, what the library says: message NULL: the number alone. */
void lsock__nlerror_system(int error, struct lsock_nlerror *ret_error);
void lsock__nlerror_library(int error, const char *message, struct lsock_nlerror *ret_error);
