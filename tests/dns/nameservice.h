/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
#include <features.h>
#include <stdbool.h>

/*
 * Name services of the test's own: it enters a mount, network and UTS namespace (an ordinary user a
 * user namespace, too) in which /etc is a file system of its own, with the files that the C library
 * looks names up in and no others.  Nothing of the host is changed, and nothing of it is asked.
 */

/*
 * Is the C library glibc?  musl does not know all that names can mean, as linux_sock_resolver(7)
 * tells: it goes by neither nsswitch.conf nor protocols, and gives no aliases.
 */
#ifdef __GLIBC__
#define IS_GLIBC true
#else
#define IS_GLIBC false
#endif

/* What this host is called there. */
#define NAMESERVICE_HOST "box"

/*
 * NULL, or what was refused, with errno.  "lo" is up.  hosts: files, then dns, at 127.0.0.1 (see
 * dns.h), which is given one second and one try; services and protocols: files.
 */
const char *nameservice_enter(void);

/* /etc/NAME, which exists only there, gets this text; 0, or -1 with errno. */
int nameservice_write(const char *name, const char *text);

/* How long the resolver of the C library waits for the server, and how often it asks. */
int nameservice_patience(unsigned seconds, unsigned attempts);

/* How many threads this process has; waits until they are so many, for at most ms: did they? */
int nameservice_threads(void);
int nameservice_calms_to(int threads, int ms);
