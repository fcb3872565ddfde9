/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The reentrant calls of <netdb.h>, with glibc's arguments, where the C library has none: musl has
 * them of services only.  A mutex keeps our own threads apart; from those of others that call the
 * same functions it cannot.  Aliases are left out.
 */
#include <netdb.h>
#include <stddef.h>

#ifndef HAVE_GETSERVBYNAME_R
#define getservbyname_r lsock__getservbyname_r
int lsock__getservbyname_r(const char *name, const char *protocol, struct servent *ret_entry,
			   char *buf, size_t size, struct servent **ret_found);
#endif
#ifndef HAVE_GETSERVBYPORT_R
#define getservbyport_r lsock__getservbyport_r
int lsock__getservbyport_r(int port, const char *protocol, struct servent *ret_entry, char *buf,
			   size_t size, struct servent **ret_found);
#endif
#ifndef HAVE_GETPROTOBYNAME_R
#define getprotobyname_r lsock__getprotobyname_r
int lsock__getprotobyname_r(const char *name, struct protoent *ret_entry, char *buf, size_t size,
			    struct protoent **ret_found);
#endif
#ifndef HAVE_GETPROTOBYNUMBER_R
#define getprotobynumber_r lsock__getprotobynumber_r
int lsock__getprotobynumber_r(int number, struct protoent *ret_entry, char *buf, size_t size,
			      struct protoent **ret_found);
#endif
