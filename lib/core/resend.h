/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include "core/transfer.h"

/* A send gave n, an error that need not be its own: what became of it in the end. */
ssize_t lsock__resend(const struct lsock__transfer *failed, ssize_t n);
