/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A look-up that answers what the test says, in that order and after that time, for programs that
 * are linked with --wrap=lsock_getaddrinfo.
 */
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/addr.h>

/* The answer; none of them: error. */
void script_answer(const struct lsock_addr *addrs, size_t count);
void script_error(int error);
void script_delay(int64_t ms);

/* With what the last look-up was asked. */
const struct lsock_hints *script_hints(void);
