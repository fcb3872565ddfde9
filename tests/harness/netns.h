/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Network namespaces of the tests; a test calls enter_netns() of harness.h. */

/* NULL, or what was refused, with errno. */
const char *netns_enter(void);

/* The same, and into new namespaces of these kinds, too (CLONE_NEW); they are not left again. */
const char *netns_enter_with(int flags);

/* Back to where the process was, if it can: a user namespace cannot be left. */
void netns_leave(void);

/* "lo" of such a namespace, down and under another name; 0, or -1 with errno. */
int netns_rename_loopback(const char *name);
