/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Interfaces in text: zones of inet6, interfaces of packet. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/out.h"
#include "base/scan.h"

#define LSOCK__INTERFACE_MAX 15	/* bytes of a name: IFNAMSIZ without its NUL */

/*
 * The index of the interface whose name the next len bytes are.  A name that no text of ours can
 * carry is -EINVAL, one of more than 15 bytes -ENAMETOOLONG, one that does not exist -ENODEV.
 */
int lsock__interface_parse(struct lsock__scan *scan, size_t len, uint32_t *ret_index);

/* Its name, if it has one that text can carry and that is not read as a number. */
bool lsock__interface_name(uint32_t index, char ret_name[16]);

/* The index of an interface that need not exist: 1..INT_MAX. */
int lsock__index_parse(struct lsock__scan *scan, const char *field, uint32_t *ret_index);

/* The next len bytes as "%ZONE" without its '%': a name or an index. */
int lsock__zone_parse(struct lsock__scan *scan, size_t len, uint32_t *ret_index);
void lsock__zone_format(struct lsock__out *out, uint32_t index);
