/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses to names of hosts and services. */
#include <errno.h>
#include <netdb.h>
#include <stdbool.h>
#include <string.h>

#include <linux_sock/error.h>

#include "base/export.h"
#include "names/answer.h"
#include "names/host-text.h"
#include "names/internet.h"
#include "names/lookup.h"

#define POSIX_FLAGS (NI_NUMERICHOST | NI_NUMERICSERV | NI_NOFQDN | NI_NAMEREQD | NI_DGRAM)
#ifdef NI_IDN
#define KNOWN_FLAGS (POSIX_FLAGS | NI_IDN)
#else
#define KNOWN_FLAGS POSIX_FLAGS
#endif

static int in_numbers(const struct lsock_addr *addr, struct lsock_answer **ret_answer)
{
	struct lsock__host_text texts;
	int r = lsock__host_text_in_numbers(addr, &texts);

	return r < 0 ? r : lsock__answer_from_names(texts.host, texts.service, ret_answer);
}

/* NI_NAMEREQD with NI_NUMERICHOST asks for a name and forbids to look for one. */
static int make_request(const struct lsock_addr *addr, int flags, struct lsock__inquiry *request)
{
	const int numbers = NI_NUMERICHOST | NI_NUMERICSERV;
	int r;

	if (flags & ~(KNOWN_FLAGS | LSOCK__LOOKUP_FLAGS))
		return LSOCK_EAI(EAI_BADFLAGS);
	r = lsock__internet_check(addr);
	if (r < 0)
		return r == -EAFNOSUPPORT ? LSOCK_EAI(EAI_FAMILY) : r;
	if (flags & NI_NAMEREQD && flags & NI_NUMERICHOST)
		return LSOCK_EAI(EAI_NONAME);
	*request = (struct lsock__inquiry){
		.query = {
			.question = LSOCK__NAMEINFO, .family = addr->u.sa.sa_family,
			.flags = flags & ~LSOCK__LOOKUP_FLAGS, .addr = *addr,
		},
		.flags = flags & LSOCK__LOOKUP_FLAGS,
	};
	return (flags & numbers) == numbers ? in_numbers(addr, &request->answer) : 0;
}

LSOCK_API int lsock_getnameinfo_start(const struct lsock_addr *addr, int flags,
				      struct lsock_lookup **ret_lookup)
{
	struct lsock__inquiry request;
	int r = make_request(addr, flags, &request);

	return r < 0 ? r : lsock__inquiry_start(&request, ret_lookup);
}

static bool fits(const char *name, size_t size)
{
	return name && strlen(name) < size;
}

/* Both or none are written; a buffer without room is not wanted. */
static int put(const struct lsock_answer *answer, char *host, size_t host_size, char *service,
	       size_t service_size)
{
	if (host_size > 0 && !fits(answer->name, host_size))
		return LSOCK_EAI(EAI_OVERFLOW);
	if (service_size > 0 && !fits(answer->service, service_size))
		return LSOCK_EAI(EAI_OVERFLOW);
	if (host_size > 0)
		memcpy(host, answer->name, strlen(answer->name) + 1);
	if (service_size > 0)
		memcpy(service, answer->service, strlen(answer->service) + 1);
	return 0;
}

/* Nothing is looked up for what is not wanted. */
static int wanted_flags(int flags, bool host, bool service)
{
	if (!host)
		flags = (flags & ~NI_NAMEREQD) | NI_NUMERICHOST;
	return service ? flags : flags | NI_NUMERICSERV;
}

LSOCK_API int lsock_getnameinfo(const struct lsock_addr *addr, char *host, size_t host_size,
				char *service, size_t service_size, int flags,
				struct lsock_deadline until)
{
	struct lsock__inquiry request;
	struct lsock_answer *answer;
	int r;

	host_size = host ? host_size : 0;
	service_size = service ? service_size : 0;
	if (host_size == 0 && service_size == 0)
		return LSOCK_EAI(EAI_NONAME);
	r = make_request(addr, wanted_flags(flags, host_size > 0, service_size > 0), &request);
	if (r == 0)
		r = lsock__inquiry_finish(&request, until, &answer);
	if (r < 0)
		return r;
	r = put(answer, host, host_size, service, service_size);
	lsock_answer_free(answer);
	return r;
}
