/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of addresses belong to the caller, who gives them back; what is tried is freed here. */
#include "sys/nss.h"

#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#ifdef __GLIBC__
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>
#endif

#include <linux_sock/error.h>

#include "sys/fault.h"
#include "sys/sys.h"
#include "sys/thread.h"

/* errno, where it was to tell something and did not, is no success. */
static int errno_result(int error)
{
	return error > 0 ? -error : -EIO;
}

/* As much as a look-up is glad of: a buffer of stdio, and what it reads into. */
#define ROOM ((size_t) 16 * 1024)

int lsock__sys_want(void)
{
	int fd = lsock__sys_event(0);
	void *room = lsock__sys_alloc(ROOM);

	if (fd >= 0)
		(void) lsock__sys_close(fd);	/* nothing was written to it */
	lsock__sys_free(room);
	return fd < 0 ? fd : room ? 0 : -ENOMEM;
}

/*
 * To the C library a file or a server that it had no descriptor or memory for is one that is not
 * there, and then nobody knows the name.  Mostly errno, 0 before the call, still tells; where a
 * later call has overwritten it, what was wanted then is mostly wanted now.  An answer to the
 * contrary, which such a moment may have spoilt, is not given.
 */
static int want(int error)
{
	if (error == EMFILE || error == ENFILE || error == ENOMEM)
		return -error;
	return lsock__sys_want();
}

/* A failure of the name service, or of this machine. */
static int answer(int result)
{
	int r = want(errno);

	return r < 0 ? r : result;
}

static int eai_result(int eai)
{
	switch (eai) {
	case 0:
		return 0;
	case EAI_SYSTEM:
		return errno_result(errno);
	case EAI_BADFLAGS:	/* musl's, too, where resolv.conf(5) cannot be read */
		return errno > 0 ? -errno : LSOCK_EAI(eai);
	case EAI_MEMORY:
		return -ENOMEM;
	default:
		return answer(LSOCK_EAI(eai));
	}
}

/*
 * glibc keeps the state of its resolver in the descriptor of the thread, which lies in its stack.
 * After fork(2) a new thread of the child gets the stack that one of the parent's had, and goes on
 * with that one's sockets: answers for the one reach the other.  The sockets are not closed, for
 * what has their numbers may be others by now.
 */
void lsock__sys_forget_resolver(void)
{
#ifdef __GLIBC__
	memset(&_res, 0, sizeof(_res));		/* as a thread on a new stack begins */
#endif
}

int lsock__sys_getaddrinfo(const char *host, const char *service, const struct addrinfo *hints,
			   struct addrinfo **ret_list)
{
	FAULT("getaddrinfo");
	errno = 0;
	return eai_result(getaddrinfo(host, service, hints, ret_list));
}

void lsock__sys_freeaddrinfo(struct addrinfo *list)
{
	if (list)	/* musl would follow it */
		freeaddrinfo(list);
}

int lsock__sys_getnameinfo(const void *addr, socklen_t len, char *host, size_t host_size,
			   char *service, size_t service_size, int flags)
{
	FAULT("getnameinfo");
	errno = 0;
	return eai_result(getnameinfo(addr, len, host, (socklen_t) host_size, service,
				      (socklen_t) service_size, flags));
}

/* A failure of this machine, and no answer. */
static bool is_internal(int error, int herr)
{
#ifdef NETDB_INTERNAL
	(void) error;
	return herr == NETDB_INTERNAL;
#else
	return herr == NO_RECOVERY && error > 0 && error != EBADMSG;	/* musl */
#endif
}

/*
 * error is what the call returned, of which glibc and musl agree on ERANGE only; herr is reliable
 * where the caller's own variable was given for it.
 */
static int herr_result(const struct hostent *found, int error, int herr)
{
	if (found)
		return 0;
	if (error == ERANGE)
		return -ERANGE;
	if (is_internal(error, herr))
		return errno_result(error > 0 ? error : errno);
	return answer(LSOCK_HERR(herr > 0 ? herr : HOST_NOT_FOUND));
}

int lsock__sys_gethostbyname(const char *name, int family, struct hostent *ret_host, char *buf,
			     size_t size)
{
	struct hostent *found = NULL;
	int error, herr = 0;

	FAULT("gethostbyname2_r");
	errno = 0;
	error = gethostbyname2_r(name, family, ret_host, buf, size, &found, &herr);
	return herr_result(found, error, herr);
}

int lsock__sys_gethostbyaddr(const void *addr, size_t len, int family, struct hostent *ret_host,
			     char *buf, size_t size)
{
	struct hostent *found = NULL;
	int error, herr = 0;

	FAULT("gethostbyaddr_r");
	errno = 0;
	error = gethostbyaddr_r(addr, (socklen_t) len, family, ret_host, buf, size, &found, &herr);
	return herr_result(found, error, herr);
}
