/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Answers: measured first, then filled into one allocation, which is freed as one by whoever owns
 * the answer; what it was made of stays its owner's.
 */
#include "names/answer.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <string.h>

#include "base/export.h"
#include "base/textblock.h"
#include "names/lookup.h"
#include "sys/sys.h"

/* What an answer is to hold; aliases NULL: none. */
struct contents {
	size_t addrs;
	const char *name, *service;
	char *const *aliases;
};

/* A name that is kept at all, else NULL. */
static const char *kept(const char *name)
{
	return name && strnlen(name, LSOCK__NAME_MAX + 1) <= LSOCK__NAME_MAX ? name : NULL;
}

/* How many aliases are kept; *text grows by their bytes. */
static size_t count_aliases(char *const *aliases, size_t *text)
{
	size_t i, count = 0;

	for (i = 0; aliases && aliases[i] && count < LSOCK__ADDRS_MAX; i++) {
		if (kept(aliases[i]) == NULL)
			continue;
		*text += lsock__text_size(aliases[i]);
		count++;
	}
	return count;
}

static void put_aliases(struct lsock_answer *answer, size_t count, char *const *aliases, char **at)
{
	size_t i = 0;

	while (i < count) {
		if (kept(*aliases))
			answer->aliases[i++] = lsock__text_put(at, *aliases);
		aliases++;
	}
	answer->aliases[count] = NULL;
}

/* Room for all, with the texts in it; the addresses are the caller's to fill in and to count. */
static struct lsock_answer *make(const struct contents *c)
{
	const char *name = kept(c->name), *service = kept(c->service);
	size_t text = lsock__text_size(name) + lsock__text_size(service);
	size_t aliases = count_aliases(c->aliases, &text);
	size_t addrs_at = sizeof(struct lsock_answer);
	size_t aliases_at = addrs_at + c->addrs * sizeof(struct lsock_addr);
	size_t text_at = aliases_at + (aliases + 1) * sizeof(char *);
	struct lsock_answer *answer = lsock__sys_alloc(text_at + text);
	char *bytes = (char *) answer, *at;

	if (answer == NULL)
		return NULL;
	at = bytes + text_at;
	answer->count = 0;
	answer->addrs = (void *) (bytes + addrs_at);
	answer->aliases = (void *) (bytes + aliases_at);
	answer->name = lsock__text_put(&at, name);
	answer->service = lsock__text_put(&at, service);
	put_aliases(answer, aliases, c->aliases, &at);
	return answer;
}

static int add(struct lsock_answer *answer, const void *sockaddr, socklen_t len)
{
	int r = lsock_addr_from(sockaddr, len, &answer->addrs[answer->count]);

	if (r == 0)
		answer->count++;
	return r;
}

/* The answer if it could be filled. */
static int finish(struct lsock_answer *answer, int r, struct lsock_answer **ret_answer)
{
	if (r < 0)
		lsock_answer_free(answer);
	else
		*ret_answer = answer;
	return r < 0 ? r : 0;
}

int lsock__answer_room(size_t count, const char *name, struct lsock_answer **ret_answer)
{
	const struct contents contents = { .addrs = count, .name = name };
	struct lsock_answer *answer = make(&contents);

	return answer ? finish(answer, 0, ret_answer) : -ENOMEM;
}

int lsock__answer_from_addrs(const struct lsock_addr *addrs, size_t count, const char *name,
			     struct lsock_answer **ret_answer)
{
	struct lsock_answer *answer;
	int r = lsock__answer_room(count, name, &answer);

	if (r < 0)
		return r;
	memcpy(answer->addrs, addrs, count * sizeof(*addrs));
	answer->count = count;
	*ret_answer = answer;
	return 0;
}

int lsock__answer_from_names(const char *name, const char *service,
			     struct lsock_answer **ret_answer)
{
	const struct contents contents = { .name = name, .service = service };
	struct lsock_answer *answer = make(&contents);

	return answer ? finish(answer, 0, ret_answer) : -ENOMEM;
}

/* An address with the type and protocol that go with it; what does not fit is unsaid. */
static int add_addrinfo(struct lsock_answer *answer, const struct addrinfo *info)
{
	struct lsock_addr *addr = &answer->addrs[answer->count];
	int r = add(answer, info->ai_addr, info->ai_addrlen);

	if (r < 0)
		return r;
	addr->type = (uint16_t) info->ai_socktype;
	if (info->ai_protocol >= 0 && info->ai_protocol < LSOCK_PROTOCOL_UNSAID)
		addr->protocol = (uint16_t) info->ai_protocol;
	return 0;
}

int lsock__answer_from_addrinfo(const struct addrinfo *list, struct lsock_answer **ret_answer)
{
	struct contents contents = { .name = list ? list->ai_canonname : NULL };
	const struct addrinfo *info;
	struct lsock_answer *answer;
	int r = 0;

	for (info = list; info && contents.addrs < LSOCK__ADDRS_MAX; info = info->ai_next)
		contents.addrs++;
	answer = make(&contents);
	if (answer == NULL)
		return -ENOMEM;
	for (info = list; answer->count < contents.addrs && r == 0; info = info->ai_next)
		r = add_addrinfo(answer, info);
	return finish(answer, r, ret_answer);
}

static int add_inet(struct lsock_answer *answer, const char *bytes)
{
	struct sockaddr_in in = { .sin_family = AF_INET };

	memcpy(&in.sin_addr, bytes, sizeof(in.sin_addr));
	return add(answer, &in, sizeof(in));
}

static int add_inet6(struct lsock_answer *answer, const char *bytes)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };

	memcpy(&in6.sin6_addr, bytes, sizeof(in6.sin6_addr));
	return add(answer, &in6, sizeof(in6));
}

/* Are its addresses of the length that its family has? */
static bool is_hostent(const struct hostent *host)
{
	if (host->h_addrtype == AF_INET)
		return host->h_length == sizeof(struct in_addr);
	return host->h_addrtype == AF_INET6 && host->h_length == sizeof(struct in6_addr);
}

int lsock__answer_from_hostent(const struct hostent *host, struct lsock_answer **ret_answer)
{
	struct contents contents = { .name = host->h_name, .aliases = host->h_aliases };
	struct lsock_answer *answer;
	size_t i;
	int r = 0;

	if (!is_hostent(host))
		return -EAFNOSUPPORT;
	while (contents.addrs < LSOCK__ADDRS_MAX && host->h_addr_list[contents.addrs])
		contents.addrs++;
	answer = make(&contents);
	if (answer == NULL)
		return -ENOMEM;
	for (i = 0; i < contents.addrs && r == 0; i++)
		r = host->h_addrtype == AF_INET ? add_inet(answer, host->h_addr_list[i])
						: add_inet6(answer, host->h_addr_list[i]);
	return finish(answer, r, ret_answer);
}

LSOCK_API size_t lsock_answer_count(const struct lsock_answer *answer)
{
	return answer ? answer->count : 0;
}

LSOCK_API const struct lsock_addr *lsock_answer_at(const struct lsock_answer *answer, size_t i)
{
	return answer && i < answer->count ? &answer->addrs[i] : NULL;
}

LSOCK_API const char *lsock_answer_name(const struct lsock_answer *answer)
{
	return answer ? answer->name : NULL;
}

LSOCK_API const char *lsock_answer_alias(const struct lsock_answer *answer, size_t i)
{
	size_t n = 0;

	if (answer == NULL)
		return NULL;
	while (n < i && answer->aliases[n])
		n++;
	return answer->aliases[n];
}

LSOCK_API const char *lsock_answer_service(const struct lsock_answer *answer)
{
	return answer ? answer->service : NULL;
}

LSOCK_API struct lsock_answer *lsock_answer_free(struct lsock_answer *answer)
{
	lsock__sys_free(answer);
	return NULL;
}
