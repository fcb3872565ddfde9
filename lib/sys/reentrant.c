/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/reentrant.h"

#include <errno.h>
#include <pthread.h>
#include <string.h>

#if !defined(HAVE_GETSERVBYNAME_R) || !defined(HAVE_GETSERVBYPORT_R) || \
	!defined(HAVE_GETPROTOBYNAME_R) || !defined(HAVE_GETPROTOBYNUMBER_R)
static pthread_mutex_t database = PTHREAD_MUTEX_INITIALIZER;

/* The name that the C library owns, in the caller's buffer; NULL: it is too small. */
static char *keep(const char *name, char *buf, size_t size)
{
	size_t len = strlen(name) + 1;

	return len <= size ? memcpy(buf, name, len) : NULL;
}
#endif

#if !defined(HAVE_GETSERVBYNAME_R) || !defined(HAVE_GETSERVBYPORT_R)
/* libc NULL: no entry, or a failure, which errno tells; it is 0 before each call. */
static int keep_service(const struct servent *libc, struct servent *entry, char *buf, size_t size,
			struct servent **ret_found)
{
	*ret_found = NULL;
	if (libc == NULL)
		return errno ? errno : ENOENT;
	*entry = (struct servent){ .s_port = libc->s_port };
	entry->s_name = keep(libc->s_name, buf, size);
	if (entry->s_name == NULL)
		return ERANGE;
	*ret_found = entry;
	return 0;
}
#endif

#if !defined(HAVE_GETPROTOBYNAME_R) || !defined(HAVE_GETPROTOBYNUMBER_R)
static int keep_protocol(const struct protoent *libc, struct protoent *entry, char *buf,
			 size_t size, struct protoent **ret_found)
{
	*ret_found = NULL;
	if (libc == NULL)
		return errno ? errno : ENOENT;
	*entry = (struct protoent){ .p_proto = libc->p_proto };
	entry->p_name = keep(libc->p_name, buf, size);
	if (entry->p_name == NULL)
		return ERANGE;
	*ret_found = entry;
	return 0;
}
#endif

#ifndef HAVE_GETSERVBYNAME_R
int lsock__getservbyname_r(const char *name, const char *protocol, struct servent *ret_entry,
			   char *buf, size_t size, struct servent **ret_found)
{
	int error;

	pthread_mutex_lock(&database);
	errno = 0;
	error = keep_service(getservbyname(name, protocol), ret_entry, buf, size, ret_found);
	pthread_mutex_unlock(&database);
	return error;
}
#endif

#ifndef HAVE_GETSERVBYPORT_R
int lsock__getservbyport_r(int port, const char *protocol, struct servent *ret_entry, char *buf,
			   size_t size, struct servent **ret_found)
{
	int error;

	pthread_mutex_lock(&database);
	errno = 0;
	error = keep_service(getservbyport(port, protocol), ret_entry, buf, size, ret_found);
	pthread_mutex_unlock(&database);
	return error;
}
#endif

#ifndef HAVE_GETPROTOBYNAME_R
int lsock__getprotobyname_r(const char *name, struct protoent *ret_entry, char *buf, size_t size,
			    struct protoent **ret_found)
{
	int error;

	pthread_mutex_lock(&database);
	errno = 0;
	error = keep_protocol(getprotobyname(name), ret_entry, buf, size, ret_found);
	pthread_mutex_unlock(&database);
	return error;
}
#endif

#ifndef HAVE_GETPROTOBYNUMBER_R
int lsock__getprotobynumber_r(int number, struct protoent *ret_entry, char *buf, size_t size,
			      struct protoent **ret_found)
{
	int error;

	pthread_mutex_lock(&database);
	errno = 0;
	error = keep_protocol(getprotobynumber(number), ret_entry, buf, size, ret_found);
	pthread_mutex_unlock(&database);
	return error;
}
#endif
