/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The seam for fault injection: in the library FAULT() is nothing; in the tests' copy of sys.c it
 * asks lsock__fault(), which tests/fault/fault.c defines.
 */
#ifdef LSOCK_FAULT
/* 0: let the call happen; below 0: give this instead of it. */
int lsock__fault(const char *call);

#define FAULT(call)					\
	do {						\
		int fault_ = lsock__fault(call);	\
		if (fault_ < 0)				\
			return fault_;			\
	} while (0)
#define FAULT_NULL(call)				\
	do {						\
		if (lsock__fault(call) < 0)		\
			return NULL;			\
	} while (0)
#else
#define FAULT(call)
#define FAULT_NULL(call)
#endif
