/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <linux_sock/host.h>

/*
 * A program's hints, NULL: none, as those of this release: -EINVAL, -E2BIG, -ERANGE (port),
 * LSOCK_EAI(EAI_BADFLAGS).  The family is any number: text knows more families than names do.
 */
int lsock__hints_take(const struct lsock_hints *given, struct lsock_hints *ret_hints);
