/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The parts of bench-io. */

#define IO_MESSAGE 64	/* bytes of each message */

/* Prints system calls and user instructions of a call, by way, transport and operation. */
void io_count(void);

/* The same n times, for counters outside; false: no such names, or n is over 200. */
bool io_repeat(const char *transport, const char *operation, const char *way, unsigned n);

/* Prints wall time against the same loop of bare calls. */
void io_wall(void);
