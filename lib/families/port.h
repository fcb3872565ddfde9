/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* [:PORT] of inet and inet6. */
#include <stdint.h>

#include "base/scan.h"

/* Nothing, or ":PORT", and then the end of the text; *ret_port is in network order. */
int lsock__port_parse(struct lsock__scan *scan, uint16_t *ret_port);

/* At most so many bytes at at; returns their end. */
#define LSOCK__PORT_MAX 6
char *lsock__port_put(char *at, uint16_t port);
