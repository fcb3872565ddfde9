/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "core/transfer.h"

/*
 * A send, which is not patient, gave n, an error that need not be its own: what became of it in the
 * end.
 */
ssize_t lsock__resend(struct lsock__transfer *t, ssize_t n);
