/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* This program's malloc(3) and kin count before they hand on to the C library's. */

/* How often this process has asked for memory. */
unsigned long bench_allocations(void);
