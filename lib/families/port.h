/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* [:PORT] of inet and inet6. */
#include <stdint.h>

#include "base/out.h"
#include "base/scan.h"

/* Nothing, or ":PORT", and then the end of the text; *ret_port is in network order. */
int lsock__port_parse(struct lsock__scan *scan, uint16_t *ret_port);
void lsock__port_format(struct lsock__out *out, uint16_t port);
