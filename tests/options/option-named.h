/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* A row that has to be there. */
#include <check.h>

#include <linux_sock/option.h>

static inline struct lsock_option option_named(const char *name)
{
	struct lsock_option option;

	ck_assert_msg(lsock_option_by_name(name, &option) == 0, "no option %s", name);
	return option;
}
