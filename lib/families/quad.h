/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* A.B.C.D, which inet and the tail of inet6 share. */
#include <stdint.h>

#include "base/out.h"
#include "base/scan.h"

/* Four decimal octets, no fewer, no leading zeros; *ret_address is in network order. */
int lsock__quad_parse(struct lsock__scan *scan, uint32_t *ret_address);

/* At most so many bytes at at; returns their end. */
#define LSOCK__QUAD_MAX 15
char *lsock__quad_put(char *at, uint32_t address);
void lsock__quad_format(struct lsock__out *out, uint32_t address);
