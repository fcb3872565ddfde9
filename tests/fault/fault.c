/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/fault/fault.h"

#include <check.h>
#include <errno.h>
#include <stddef.h>
#include <string.h>

#include "tests/harness/harness.h"

#define LSOCK_FAULT	/* as libfault was compiled */
#include "sys/fault.h"

#define CALLS_KEPT 4096
#define SPINNING 50000000	/* far more calls than fit into the longest deadline of a test */

/*
 * From the pages of section 2, and of section 7 of the families.  accept(2) adds the errors of
 * the network that its connection had.  EIO of close(2) and ENOMEM of setsockopt(2) stand for the
 * others of their kind.
 */
static const struct errors {
	const char *call;
	int errors[32];
} errors[] = {
	{ "socket", { EACCES, EAFNOSUPPORT, EINVAL, EMFILE, ENFILE, ENOBUFS, ENOMEM, EPERM,
		      EPROTONOSUPPORT, ESOCKTNOSUPPORT } },
	{ "socketpair", { EAFNOSUPPORT, EFAULT, EMFILE, ENFILE, EOPNOTSUPP, EPROTONOSUPPORT,
			  ENOMEM } },
	{ "fcntl", { EBADF, EINVAL, EMFILE, EPERM } },
	{ "open", { EACCES, EINTR, EMFILE, ENFILE, ENOMEM, EPERM } },
	{ "dup3", { EBADF, EBUSY, EINTR, EMFILE } },
	{ "close", { EBADF, EINTR, EIO, ENOSPC, EDQUOT, ECONNRESET } },
	{ "bind", { EACCES, EADDRINUSE, EBADF, EINVAL, ENOTSOCK, EADDRNOTAVAIL, EFAULT, ELOOP,
		    ENAMETOOLONG, ENOENT, ENOMEM, ENOTDIR, EROFS, ENODEV } },
	{ "listen", { EADDRINUSE, EBADF, ENOTSOCK, EOPNOTSUPP, EINVAL } },
	{ "accept4", { EAGAIN, EBADF, ECONNABORTED, EFAULT, EINTR, EINVAL, EMFILE, ENFILE, ENOBUFS,
		       ENOMEM, ENOTSOCK, EOPNOTSUPP, EPERM, EPROTO, ETIMEDOUT, ENETDOWN,
		       ENOPROTOOPT, EHOSTDOWN, ENONET, EHOSTUNREACH, ENETUNREACH, ECONNRESET,
		       ESOCKTNOSUPPORT, EPROTONOSUPPORT } },
	{ "connect", { EACCES, EPERM, EADDRINUSE, EADDRNOTAVAIL, EAFNOSUPPORT, EAGAIN, EALREADY,
		       EBADF, ECONNREFUSED, EFAULT, EINPROGRESS, EINTR, EISCONN, ENETUNREACH,
		       EHOSTUNREACH, ENOTSOCK, EPROTOTYPE, ETIMEDOUT, ENOENT, ENOMEM } },
	{ "shutdown", { EBADF, EINVAL, ENOTCONN, ENOTSOCK } },
	{ "getsockname", { EBADF, EFAULT, EINVAL, ENOBUFS, ENOTSOCK } },
	{ "getpeername", { EBADF, EFAULT, EINVAL, ENOBUFS, ENOTCONN, ENOTSOCK } },
	{ "getsockopt", { EBADF, EFAULT, EINVAL, ENOPROTOOPT, ENOTSOCK, ENOMEM, EOPNOTSUPP } },
	{ "setsockopt", { EBADF, EFAULT, EINVAL, ENOPROTOOPT, ENOTSOCK, ENOMEM, EPERM, EDOM } },
	{ "ioctl", { EBADF, EFAULT, EINVAL, ENOTTY, ENODEV, ENOMEM } },
	{ "recv", { EAGAIN, EBADF, ECONNREFUSED, ECONNRESET, EFAULT, EINTR, EINVAL, ENOMEM,
		    ENOTCONN, ENOTSOCK, ETIMEDOUT, EHOSTUNREACH, ENOBUFS } },
	{ "send", { EACCES, EAGAIN, EALREADY, EBADF, ECONNRESET, EDESTADDRREQ, EFAULT, EINTR,
		    EINVAL, EISCONN, EMSGSIZE, ENOBUFS, ENOMEM, ENOTCONN, ENOTSOCK, EOPNOTSUPP,
		    EPIPE, EHOSTUNREACH, ENETUNREACH, ECONNREFUSED } },
	{ "ppoll", { EFAULT, EINTR, EINVAL, ENOMEM } },
	{ "futex", { EINTR } },
	{ "malloc", { ENOMEM } },
	{ "mmap", { EAGAIN, ENOMEM } },
	{ "fopencookie", { EINVAL, ENOMEM } },
	{ "setns", { EBADF, EINVAL, ENOMEM, EPERM, ESRCH } },
	{ "stat", { EACCES, ENOENT, ENOMEM } },
	{ "fstat", { EBADF, EFAULT, ENOMEM, EOVERFLOW } },
	{ "lseek", { EBADF, EINVAL, ENXIO, EOVERFLOW, ESPIPE } },
	{ "pread", { EAGAIN, EBADF, EFAULT, EINTR, EINVAL, EIO, EISDIR, ENXIO, EOVERFLOW,
		     ESPIPE } },
	{ "sendfile", { EAGAIN, EBADF, ECONNRESET, EFAULT, EINTR, EINVAL, EIO, ENOMEM, ENOSYS,
			EOVERFLOW, EPIPE, ESPIPE } },
	{ "splice", { EAGAIN, EBADF, ECONNRESET, EINTR, EINVAL, ENOMEM, EPIPE, ESPIPE } },
	{ "getservbyname_r", { ENOENT, ERANGE, ENOMEM, EMFILE, ENFILE, EAGAIN, EIO } },
	{ "getservbyport_r", { ENOENT, ERANGE, ENOMEM, EMFILE, ENFILE, EAGAIN, EIO } },
	{ "getprotobyname_r", { ENOENT, ERANGE, ENOMEM, EMFILE, ENFILE, EAGAIN, EIO } },
	{ "getprotobynumber_r", { ENOENT, ERANGE, ENOMEM, EMFILE, ENFILE, EAGAIN, EIO } },
	{ "getaddrinfo", { ENOMEM, EMFILE, EAGAIN, EIO } },
	{ "getnameinfo", { ENOMEM, EMFILE, EIO } },
	{ "gethostbyname2_r", { ERANGE, ENOMEM, EMFILE, EIO } },
	{ "gethostbyaddr_r", { ERANGE, ENOMEM, EMFILE, EIO } },
	{ "pthread_create", { EAGAIN, ENOMEM, EPERM } },
	{ "eventfd", { EINVAL, EMFILE, ENFILE, ENODEV, ENOMEM } },
	{ "gethostname", { EFAULT, EINVAL, ENAMETOOLONG } },
	{ "sethostname", { EFAULT, EINVAL, EPERM } },
	{ "getifaddrs", { ENOBUFS, ENOMEM, EMFILE, ENFILE, EACCES } },
	{ "res_ninit", { ENOMEM } },
	{ "eventfd", { EMFILE, ENFILE, ENODEV, ENOMEM } },
	{ "epoll_create1", { EMFILE, ENFILE, ENOMEM } },
	{ "epoll_ctl", { ENOMEM, ENOSPC, EBADF, EPERM, ELOOP } },
	{ "epoll_wait", { EBADF, EFAULT, EINTR, EINVAL } },
	{ "timerfd_create", { EMFILE, ENFILE, ENODEV, ENOMEM, EPERM } },
	{ "timerfd_settime", { EBADF, EFAULT, EINVAL } },
	{ "if_nameindex", { ENOBUFS, ENOMEM, EMFILE, ENFILE, EACCES, EPERM } },
};

static struct {
	bool on;
	unsigned calls, failures, at;
	const char *call;
	int error;
	enum fault_mode mode;
	fault_hook *hook;
	void *arg;
	const char *names[CALLS_KEPT];
	bool gave[EHWPOISON + 1];	/* the last errno there is */
} plan;

const int *fault_errors(const char *call)
{
	size_t i;

	for (i = 0; i < COUNT_OF(errors); i++)
		if (strcmp(errors[i].call, call) == 0)
			return errors[i].errors;
	ck_abort_msg("no errors are known of %s", call);
}

void fault_arm(unsigned n, const char *call, int error, enum fault_mode mode, fault_hook *hook,
	       void *arg)
{
	memset(&plan, 0, sizeof(plan));
	plan.at = n;
	plan.call = call;
	plan.error = error;
	plan.mode = mode;
	plan.hook = hook;
	plan.arg = arg;
	plan.on = true;
}

void fault_record(fault_hook *hook, void *arg)
{
	fault_arm(0, NULL, 0, FAULT_ONCE, hook, arg);
}

void fault_stop(void)
{
	plan.on = false;
}

unsigned fault_calls(void)
{
	return plan.calls;
}

const char *fault_call(unsigned n)
{
	return n > 0 && n <= plan.calls && n <= CALLS_KEPT ? plan.names[n - 1] : NULL;
}

unsigned fault_calls_of(const char *call)
{
	unsigned i, count = 0;

	for (i = 1; fault_call(i); i++)
		count += strcmp(fault_call(i), call) == 0;
	return count;
}

bool fault_gave(int error)
{
	return error > 0 && error <= EHWPOISON && plan.gave[error];
}

unsigned fault_failures(void)
{
	return plan.failures;
}

/* An error that this call can have: the same in each run. */
static int error_of_its_own(const char *call)
{
	const int *its = fault_errors(call);
	int count = 0;

	while (its[count] != 0) {
		if (its[count] == plan.error)
			return plan.error;
		count++;
	}
	return its[plan.at % (unsigned) count];
}

/* What the call that has just been counted fails with, or 0. */
static int error_of(const char *call)
{
	if (plan.at == 0 || plan.calls < plan.at || strcmp(plan.names[plan.at - 1], plan.call) != 0)
		return 0;
	if (plan.calls == plan.at)
		return plan.error;
	if (plan.mode == FAULT_ALL)
		return error_of_its_own(call);
	if (plan.mode == FAULT_CALL && strcmp(call, plan.call) == 0)
		return plan.error;
	return 0;
}

int lsock__fault(const char *call)
{
	int error;

	if (!plan.on)
		return 0;
	if (plan.calls < CALLS_KEPT)
		plan.names[plan.calls] = call;
	ck_assert_msg(++plan.calls < SPINNING, "%s is called for ever", call);
	error = error_of(call);
	if (plan.hook) {
		plan.on = false;	/* what the hook does is not counted */
		plan.hook(plan.arg, call, error);
		plan.on = true;
	}
	if (error > 0) {
		plan.gave[error] = true;
		plan.failures++;
	}
	return -error;
}

/*
 * The program is linked with --wrap: the library's calls of these come here.  lib/sys alone
 * allocates (tests/tree/check-layers.sh), so that this is all of it.
 */
void *__real_lsock__sys_alloc(size_t size);
void *__real_lsock__sys_realloc(void *p, size_t size);
void __real_lsock__sys_free(void *p);

void *__wrap_lsock__sys_alloc(size_t size);
void *__wrap_lsock__sys_realloc(void *p, size_t size);
void __wrap_lsock__sys_free(void *p);

static long allocations;

void *__wrap_lsock__sys_alloc(size_t size)
{
	void *p = __real_lsock__sys_alloc(size);

	allocations += p != NULL;
	return p;
}

void *__wrap_lsock__sys_realloc(void *p, size_t size)
{
	void *q = __real_lsock__sys_realloc(p, size);

	allocations += p == NULL && q != NULL;
	return q;
}

void __wrap_lsock__sys_free(void *p)
{
	allocations -= p != NULL;
	__real_lsock__sys_free(p);
}

long fault_allocations(void)
{
	return allocations;
}
