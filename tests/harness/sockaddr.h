/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Addresses as the kernel's bytes, in the text of test rows. */
#include <stddef.h>

#include "tests/harness/bytes.h"

/* Hexadecimal, from a little-endian machine; becomes what the same address is on this one. */
void sockaddr_from_hex(struct bytes *ret_bytes, const char *hex, size_t len);
