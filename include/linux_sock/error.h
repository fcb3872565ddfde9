/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_ERROR_H
#define LINUX_SOCK_ERROR_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * One space of errors: every call returns >= 0, or -errno, or an answer of the resolver.
 * -ETIME is our own deadline; -ETIMEDOUT stays what the transport says.
 */
#define LSOCK_EAI(x) (-10000 - ((x) < 0 ? -(x) : (x)))	/* x: an EAI_ number of <netdb.h> */
#define LSOCK_HERR(x) (-20000 - (x))			/* x: an h_errno number of <netdb.h> */

#define LSOCK_DOMAIN_NONE 0	/* no error: the number is >= 0 */
#define LSOCK_DOMAIN_ERRNO 1
#define LSOCK_DOMAIN_EAI 2
#define LSOCK_DOMAIN_HERR 3

/* Which of LSOCK_DOMAIN_ err belongs to. */
int lsock_error_domain(int err);

/* x of -x, LSOCK_EAI(x), LSOCK_HERR(x), with the sign that the C library gives it. */
int lsock_error_number(int err);	/* 0: no error */

/* One line about err: static, never NULL, the same in every thread and locale. */
const char *lsock_strerror(int err);

/* The constant's name, as "EINVAL" or "EAI_NONAME"; "?" where err has none. */
const char *lsock_error_name(int err);

#ifdef __cplusplus
}
#endif

#endif
