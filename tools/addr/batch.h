/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* lsock-addr --batch: a line for each line. */
#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include <linux_sock/linux_sock.h>

/* Answers standard input until its end; returns the exit code. */
int addr_batch(bool json);

/* {"text", "error": {"errno", "message", "column"}} */
json_t *addr_refusal_json(const char *text, size_t len, int err, const struct lsock_why *why);
