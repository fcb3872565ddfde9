/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A question put to the C library by the calling thread, which waits for as long as that
 * takes.  What the C library gives is copied and freed at once; the answer is the caller's.
 */
#include "names/lookup.h"

int lsock__nss_ask(const struct lsock__query *query, struct lsock_answer **ret_answer);
