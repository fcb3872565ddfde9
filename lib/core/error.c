/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Errors as text and by name: those of the kernel, and those of the two ways to ask a name service,
 * which lie in ranges of their own below them (<linux_sock/error.h>).  Texts are constants.
 */
#include <linux_sock/error.h>

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <netdb.h>
#include <string.h>

#include "base/export.h"

#define ERRNO_MAX 4095	/* the kernel's: what is beyond it is no errno */

#define EAI_END (-10000 - 1000)
#define HERR_END (-20000 - 1000)

/* Without pointers, which would be relocated in each process. */
struct answer {
	int err;
	char name[16], text[48];
};

/* glibc's and musl's numbers differ; each name is there where the C library has it. */
static const struct answer answers[] = {
	{ LSOCK_EAI(EAI_AGAIN), "EAI_AGAIN", "the name service does not answer for now" },
	{ LSOCK_EAI(EAI_BADFLAGS), "EAI_BADFLAGS", "unknown flags for a look-up" },
	{ LSOCK_EAI(EAI_FAIL), "EAI_FAIL", "the name service failed" },
	{ LSOCK_EAI(EAI_FAMILY), "EAI_FAMILY", "look-ups do not know this address family" },
	{ LSOCK_EAI(EAI_MEMORY), "EAI_MEMORY", "no memory for a look-up" },
	{ LSOCK_EAI(EAI_NONAME), "EAI_NONAME", "unknown host or service name" },
	{ LSOCK_EAI(EAI_OVERFLOW), "EAI_OVERFLOW", "a name does not fit its buffer" },
	{ LSOCK_EAI(EAI_SERVICE), "EAI_SERVICE", "no such service for this socket type" },
	{ LSOCK_EAI(EAI_SOCKTYPE), "EAI_SOCKTYPE", "look-ups do not know this socket type" },
	{ LSOCK_EAI(EAI_SYSTEM), "EAI_SYSTEM", "a system call of a look-up failed" },
#ifdef EAI_NODATA
	{ LSOCK_EAI(EAI_NODATA), "EAI_NODATA", "the host name has no address" },
#endif
#ifdef EAI_ADDRFAMILY
	{ LSOCK_EAI(EAI_ADDRFAMILY), "EAI_ADDRFAMILY", "the host has no address of this family" },
#endif
#ifdef EAI_IDN_ENCODE
	{ LSOCK_EAI(EAI_IDN_ENCODE), "EAI_IDN_ENCODE", "the host name cannot be written in ASCII" },
#endif
	/* No look-up of ours gives these, but a program may hand on those of getaddrinfo_a(3). */
#ifdef EAI_INPROGRESS
	{ LSOCK_EAI(EAI_INPROGRESS), "EAI_INPROGRESS", "the look-up goes on" },
	{ LSOCK_EAI(EAI_CANCELED), "EAI_CANCELED", "the look-up was cancelled" },
	{ LSOCK_EAI(EAI_NOTCANCELED), "EAI_NOTCANCELED", "the look-up could not be cancelled" },
	{ LSOCK_EAI(EAI_ALLDONE), "EAI_ALLDONE", "all look-ups have ended" },
	{ LSOCK_EAI(EAI_INTR), "EAI_INTR", "a signal interrupted the look-up" },
#endif
	{ LSOCK_HERR(HOST_NOT_FOUND), "HOST_NOT_FOUND", "unknown host" },
	{ LSOCK_HERR(TRY_AGAIN), "TRY_AGAIN", "the name service does not answer for now" },
	{ LSOCK_HERR(NO_RECOVERY), "NO_RECOVERY", "the name service failed" },
	{ LSOCK_HERR(NO_DATA), "NO_DATA", "the host name has no address" },
};

LSOCK_API int lsock_error_domain(int err)
{
	if (err >= 0)
		return LSOCK_DOMAIN_NONE;
	if (err >= -ERRNO_MAX)
		return LSOCK_DOMAIN_ERRNO;
	if (err <= -10000 && err > EAI_END)
		return LSOCK_DOMAIN_EAI;
	if (err <= -20000 && err > HERR_END)
		return LSOCK_DOMAIN_HERR;
	return LSOCK_DOMAIN_ERRNO;
}

LSOCK_API int lsock_error_number(int err)
{
	switch (lsock_error_domain(err)) {
	case LSOCK_DOMAIN_NONE:
		return 0;
	case LSOCK_DOMAIN_EAI:
		return EAI_NONAME < 0 ? err + 10000 : -10000 - err;
	case LSOCK_DOMAIN_HERR:
		return -20000 - err;
	default:
		return err > INT_MIN ? -err : INT_MAX;
	}
}

static const struct answer *find_answer(int err)
{
	size_t i;

	for (i = 0; i < sizeof(answers) / sizeof(answers[0]); i++)
		if (answers[i].err == err)
			return &answers[i];
	return NULL;
}

/* strerrorname_np() is not everywhere. */
static const char *errno_name(int number)
{
	static const char names[][16] = {
#define NAME(name) [name] = #name,
#include "core/errno-names.def"
#undef NAME
	};

	if ((size_t) number >= sizeof(names) / sizeof(names[0]) || names[number][0] == '\0')
		return "?";
	return names[number];
}

static const char *errno_text(int number)
{
#ifdef HAVE_STRERRORDESC_NP
	const char *text = strerrordesc_np(number);

	return text ? text : "unknown error";
#else
	/* strerror(3) speaks the locale of the thread; "C" is always there, and nothing to free. */
	if (strcmp(errno_name(number), "?") == 0)
		return "unknown error";
	return strerror_l(number, newlocale(LC_ALL_MASK, "C", (locale_t) 0));
#endif
}

LSOCK_API const char *lsock_strerror(int err)
{
	const struct answer *answer;

	if (err >= 0)
		return "no error";
	if (err == -ETIME)
		return "the deadline has passed";
	if (err >= -ERRNO_MAX)
		return errno_text(-err);
	answer = find_answer(err);
	return answer ? answer->text : "unknown error";
}

LSOCK_API const char *lsock_error_name(int err)
{
	const struct answer *answer = find_answer(err);

	if (answer)
		return answer->name;
	if (err < 0 && err >= -ERRNO_MAX)
		return errno_name(-err);
	return "?";
}
