/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The library's system calls, counted at its seam (lib/sys/fault.h), and one of them made to fail;
 * those of the calling thread only.  For programs that are linked with libfault.
 */

/* Nothing fails, and counting begins anew. */
void seam_reset(void);

/* How many of that name were made, failed ones too; of any name but malloc: NULL. */
unsigned seam_count(const char *call);

/* From the first (1) to the last of these calls behind the reset: error instead. */
void seam_fail(const char *call, unsigned first, unsigned last, int error);
